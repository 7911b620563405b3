"""An answer as one line of HTML for the chat: status, verdict, sentences with citation links, notices, sources.

One line, begun by a block element: the chat's Markdown leaves it alone. The only links are ours, ``#cite-<answer>-<n>``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import groupby

from assistant.answer import Answer, Citation, Claim
from assistant.labels import STATUS_WORDS
from index.suspect import suspect
from web.inert import inert

_LONGEST_ECHO = 600
_LIST = 3  # from so many rows of the catalogue on, they are a list
_MANY = 6  # more sources than these are folded away
_ENTRY = re.compile(r"\s*[-•]\s+")

Link = Callable[[int], str]  # the number of a citation -> what stands for it


def question_html(question: str) -> str:
    """The question as asked, cut where it is over-long."""
    shown = question if len(question) <= _LONGEST_ECHO else question[:_LONGEST_ECHO] + " …"
    return f'<div class="question">{inert(shown)}</div>'


def draft_html(claims: Sequence[Claim]) -> str:
    """What has been written so far; its numbers become links when the sources are known."""
    badge = '<p class="status"><span class="badge badge-working">Reading the minutes …</span></p>'
    return f'<div class="answer">{badge}{_body(claims, _number)}</div>'


def answer_html(answer: Answer, place: int) -> str:
    """The whole answer; ``place`` is its number in the conversation."""
    labels = {citation.n: citation.label for citation in answer.citations}

    def link(n: int) -> str:
        return _link(place, n, labels[n]) if n in labels else _number(n)

    return f'<div class="answer">{said_html(answer, link)}{_sources(answer.citations, link)}</div>'


def said_html(answer: Answer, link: Link) -> str:
    """What the answer says, without the list of its sources."""
    notices = "".join(f'<p class="notice">{inert(notice)}</p>' for notice in answer.notices)
    return f"{_status(answer)}{_body(answer.claims, link)}{notices}"


def failure_html(message: str, hint: str) -> str:
    """What went wrong, and what to do next."""
    remedy = f'<p class="hint">{inert(sentence(hint))}</p>' if hint else ""
    return f'<div class="answer failure"><p>{inert(sentence(message))}</p>{remedy}</div>'


def _status(answer: Answer) -> str:
    badge = f'<span class="badge badge-{answer.status}">{STATUS_WORDS[answer.status]}</span>'
    verdict = f' <span class="verdict">{inert(sentence(answer.verdict).rstrip("."))}</span>' if answer.verdict else ""
    return f'<p class="status">{badge}{verdict}</p>'


def _body(claims: Sequence[Claim], link: Link) -> str:
    """Words of the minutes as a paragraph, what they lack as another; a lead ends with a colon; entries are a list."""
    kinds = [_kind(claim) for claim in claims]
    rows = [place for place, kind in enumerate(kinds) if kind == "row"]
    if len(rows) < _LIST:
        kinds = ["text" if kind == "row" else kind for kind in kinds]
    blocks = groupby(zip(kinds, claims, strict=True), key=lambda pair: pair[0])
    return "".join(_block(kind, [_claim(claim, link) for _, claim in block]) for kind, block in blocks)


def _kind(claim: Claim) -> str:
    if _ENTRY.match(claim.text):
        return "entry"
    if claim.text.rstrip().endswith(":"):
        return "lead"
    return {"catalogue": "row", "absence": "absence"}.get(claim.basis, "text")


def _block(kind: str, sentences: Sequence[str]) -> str:
    if kind in ("entry", "row"):
        return f"<ul>{''.join(f'<li>{sentence}</li>' for sentence in sentences)}</ul>"
    return f'<p class="{kind}">{" ".join(sentences)}</p>'


def _claim(claim: Claim, link: Link) -> str:
    words = inert(_ENTRY.sub("", claim.text, count=1))
    if suspect(claim.text):
        words = f'<span class="badge badge-suspect">Written for a machine</span> <span class="suspect">{words}</span>'
    numbers = " ".join(link(n) for n in claim.citations)
    return f"{words} {numbers}".strip()


def _sources(citations: Sequence[Citation], link: Link) -> str:
    """One line for each item cited, with all its numbers before it."""
    if not citations:
        return ""
    numbers: dict[str, list[Citation]] = {}
    for citation in citations:
        numbers.setdefault(citation.label, []).append(citation)
    rows = "".join(f"<li>{' '.join(link(c.n) for c in cited)} {inert(label)}{_draft(cited[0])}</li>" for label, cited in numbers.items())
    if len(numbers) > _MANY:
        return f'<details class="sources"><summary>{len(numbers)} sources</summary><ul>{rows}</ul></details>'
    return f'<div class="sources"><p class="sources-title">Sources</p><ul>{rows}</ul></div>'


def _draft(citation: Citation) -> str:
    """Where the label does not say so itself."""
    return ' <span class="draft">· draft</span>' if citation.document.status == "draft" and "draft" not in citation.label else ""


def _link(place: int, n: int, label: str) -> str:
    return f'<a class="cite" href="#cite-{place}-{n}" title="{inert(label)}"><span class="unseen">Source </span>[{n}]</a>'


def _number(n: int) -> str:
    return f'<span class="number">[{n}]</span>'


def sentence(text: str) -> str:
    """``text`` with a capital first and a full stop last."""
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")
