"""Whether the numbers, dates and names of an answer stand in the words that it cites, sentence by sentence.

Our own reading of a sentence, apart from the product's verifier: what that lets through is seen here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from eval.reply import Cited, Reply, Stated
from eval.score import Mark, not_eligible, verdict

METRIC = "specifics_cited"
_WORD = re.compile(r"[£$€]?\d+(?:[.,:/]\d+)*%?|[^\W\d_]+(?:['’][^\W\d_]+)*")
_OPENS = re.compile(r"(?:^|[.:;!?\]\"“(•-])\s*$")  # before a word whose capital tells nothing
_COUNT = re.compile(r"(?<![\w.,:/])\d+(?= [a-z])")  # "3 decisions", not "4 May"
_MARKED = re.compile(r"(?P<text>.*?)(?P<markers>(?:\s*\[\d+(?:\s*,\s*\d+)*\])+)[.\s]*", re.S)


def specifics_mark(reply: Reply) -> Mark:
    """1 when every number, date and name of every sentence with a citation stands in its quotations.

    A sentence that quotes nothing may also take them from the labels of what it cites, and count: a number of rows stands nowhere.
    """
    by_number = {citation.n: citation for citation in reply.citations}
    cited = [(said, [by_number[n] for n in said.citations if n in by_number]) for said in sentences(reply)]
    checked = [(said, citations) for said, citations in cited if citations]
    if not checked:
        return not_eligible(METRIC, "nothing is cited")
    stray = [f"{word!r} is not in {citations[0].shown}" for said, citations in checked for word in _stray(said, citations)]
    return verdict(METRIC, not stray, "; ".join(stray) or "all in their places")


def sentences(reply: Reply) -> Iterator[Stated]:
    """The sentences as the program divides them; without that, what stands before each group of markers."""
    if reply.claims:
        yield from reply.claims
        return
    for found in _MARKED.finditer(reply.answer):
        yield Stated(text=found["text"], citations=tuple(map(int, re.findall(r"\d+", found["markers"]))), basis="unstated")


def specifics(text: str) -> Iterator[str]:
    """The numbers of a sentence, and its words with a capital that does not come from where they stand."""
    for found in _WORD.finditer(text):
        word = found.group()
        if any(char.isdigit() for char in word) or (word[0].isupper() and not _OPENS.search(text[: found.start()])):
            yield word


def _stray(said: Stated, citations: list[Cited]) -> list[str]:
    places = " ".join(c.quote if said.basis == "quote" else f"{c.quote} {c.label}" for c in citations)
    held = {word.lower() for word in _WORD.findall(places)}
    held |= set(_COUNT.findall(said.text)) if said.basis == "catalogue" else set()
    return [word for word in specifics(said.text) if word.lower() not in held]
