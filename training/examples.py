"""Documents and questions written by hand, and SQuAD 2.0 -> examples: a question, a window, whether it answers, and with which words.

A hand is a folder with ``docs/`` and ``questions.jsonl``; see training/README.md. Documents go the way of any minutes (read, parse,
split, windows), so the reader learns on what it will see.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from assistant.windows import MOST, Window, windows
from index.minutes import Passage, Span
from index.parse import parse
from index.read import read
from index.split import split
from index.tokens import terms
from training.check import plain

Kind = Literal["answered", "partly", "near"]

HARDEST = 3  # of the other windows, those that share most words with the question, one of which is read
BESIDE_ANSWERED = 0.6  # chance that such a one is read beside the window that answers
BESIDE_NEAR = 0.3  # the same, beside the one that nearly does
ROBBED = 0.4  # chance that beside a window that answers it is read once more, without the statements that do
HELD_OUT = 10  # one document of so many is never trained on
_SENTENCE = re.compile(r"(?<=[.!?]) +(?=[A-Z\"“])")


@dataclass(frozen=True, slots=True)
class Question:
    """A question over one document. ``words`` answer it, or for a near miss stand beside what is asked."""

    hand: str
    document: str
    text: str
    kind: Kind
    words: tuple[str, ...]
    lacks: str = ""  # of a near miss: what is not there


@dataclass(frozen=True, slots=True)
class Example:
    """``span`` is the place of the answer in ``text``; None where it does not answer."""

    question: str
    text: str
    kind: Kind
    span: Span | None


@dataclass(frozen=True, slots=True)
class Lesson:
    """What one question can teach: windows that hold its words, the same robbed of them, and the hardest of those that do not."""

    kind: Kind
    found: tuple[Example, ...]
    robbed: tuple[Example, ...]
    others: tuple[Example, ...]

    def drawn(self, chance: random.Random) -> list[Example]:
        """One example with the words, and perhaps some without."""
        beside = BESIDE_NEAR if self.kind == "near" else BESIDE_ANSWERED
        more = [chance.choice(rows) for rows, often in ((self.others, beside), (self.robbed, ROBBED)) if rows and chance.random() < often]
        return [chance.choice(self.found), *more]


def questions(hand: Path) -> Iterator[Question]:
    """Those of one hand, in their order."""
    for line in (hand / "questions.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        words = row.get("answer") if row["kind"] != "near" else row["beside"]
        yield Question(
            hand.name, row["doc"], row["question"], row["kind"], tuple([words] if isinstance(words, str) else words), row.get("near", "")
        )


def held_out(document: str) -> bool:
    """True for one document of ten, by its name: no chance decides, so no run trains on another's."""
    return int(hashlib.sha256(document.encode()).hexdigest(), 16) % HELD_OUT == 0


def document_windows(path: Path) -> list[Window]:
    """The windows of all items of all documents in a file."""
    source = read(path)
    found: list[Window] = []
    for document in parse(source).documents:
        of_item: dict[str, list[Passage]] = {}
        for passage in split(document, source, lambda text: len(text.split())):
            of_item.setdefault(passage.item_id, []).append(passage)
        found += [window for passages in of_item.values() for window in windows(passages)]
    return found


def place(words: str, window: Window) -> Span | None:
    """Where these words stand among the statements of a window; None where they do not."""
    start = window.text.find(plain(words), window.starts[0])
    return Span(start, start + len(plain(words))) if start >= 0 else None


def lesson(asked: Question, held: Sequence[Window]) -> Lesson | None:
    """What a question teaches over the windows of its document; None where its words were lost in reading.

    A window that shares a statement with one that answers may hold half of the answer: it teaches nothing.
    """
    placed = [(window, next((span for words in asked.words if (span := place(words, window))), None)) for window in held]
    found = tuple(Example(asked.text, w.text, asked.kind, span if asked.kind != "near" else None) for w, span in placed if span)
    if not found:
        return None
    touched = {passage for window, span in placed if span for passage in window.passages}
    apart = [window for window, _ in placed if touched.isdisjoint(window.passages)]
    hardest = sorted(apart, key=lambda window: -_shared(asked.text, window.text))[:HARDEST]
    robbed = (_robbed(asked, window) for window, span in placed if span and asked.kind != "near")
    return Lesson(asked.kind, found, tuple(filter(None, robbed)), tuple(Example(asked.text, w.text, "near", None) for w in hardest))


def _robbed(asked: Question, window: Window) -> Example | None:
    """The window without the statements that answer, so that the matter is there and what is asked is not.

    A statement with half of the words of the answer goes with those that hold it. None where fewer than two are left.
    """
    spans = [span for words in asked.words if (span := place(words, window))]
    told = [set(terms(words)) for words in asked.words]
    left = [window.text[: window.starts[0]]]
    for start, end in zip(window.starts, [*window.starts[1:], len(window.text)], strict=True):
        held = set(terms(window.text[start:end]))
        if all(span.end <= start or span.start >= end for span in spans) and all(2 * len(held & words) < len(words) for words in told):
            left.append(window.text[start:end])
    return Example(asked.text, "".join(left).rstrip(), "near", None) if len(left) > 2 else None


def _shared(question: str, text: str) -> int:
    return len(set(terms(question)) & set(terms(text)))


def squad(path: Path, most: int, seed: int) -> list[Example]:
    """``most`` examples of SQuAD 2.0 (Rajpurkar, Jia, Liang 2018) in its own JSON, its paragraphs cut to the length of a window."""
    articles = json.loads(path.read_text("utf-8"))["data"]
    chance = random.Random(seed)
    rows = [
        row
        for article in articles
        for paragraph in article["paragraphs"]
        for qa in paragraph["qas"]
        if (row := _of_squad(article["title"].replace("_", " "), paragraph["context"], qa, chance))
    ]
    chance.shuffle(rows)
    return rows[:most]


def _of_squad(title: str, context: str, qa: dict[str, Any], chance: random.Random) -> Example | None:
    """None where neither an answer nor a plausible one is marked."""
    marked = next(iter(qa["answers"] or qa.get("plausible_answers", [])), None)
    if marked is None:
        return None
    cuts = [0, *(match.end() for match in _SENTENCE.finditer(context)), len(context)]
    start, end = marked["answer_start"], marked["answer_start"] + len(marked["text"])
    begins = [cut for cut in cuts if cut <= start and end <= cut + MOST]
    first = chance.choice(begins) if begins else max(0, start - MOST // 2)
    last = max((cut for cut in cuts if end <= cut <= first + MOST), default=min(len(context), first + MOST))
    text, above = context[first:last].rstrip(), f"{title}\n"
    span = Span(len(above) + start - first, len(above) + end - first)
    return Example(qa["question"], above + text, "answered", span) if qa["answers"] else Example(qa["question"], above + text, "near", None)
