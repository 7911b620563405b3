"""Item -> Passages: lossless, in order, never across items, each within what the embedder reads.

A passage is one statement (a bullet or a sentence); a very short one stays with the one before it. Joined, the passages of
an item give its own text again, white space and bullets apart. Its heading carries what the statement does not say itself:
whose meeting, when, which item, and the question that it answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from index.heal import heal, mask
from index.lines import BULLETS
from index.minutes import Document, Item, Passage, Source, Span
from index.parse import own_statements

MIN_WORDS = 8  # a shorter statement says too little on its own
MAX_PIECES = 180  # of the 256 word pieces that MiniLM reads; the heading takes the rest
MAX_TITLE = 12  # words of a subheading
MAX_CONTEXT = 180  # characters of the question or lead-in above a statement

_BULLET = re.compile(rf"(?:[{BULLETS}]|[-–*o·]\s)\s*$")


def split(document: Document, source: Source, count_tokens: Callable[[str], int]) -> list[Passage]:
    """The passages of all citable items of ``document``, cut from the file's own text."""
    masked = mask(source.text, source.format)
    return [
        passage
        for item in document.items
        if item.citable
        for passage in _passages(item, heading(document, item), own_statements(item, document.items, masked), masked, count_tokens)
    ]


def heading(document: Document, item: Item) -> str:
    """What is embedded above the passages of an item: whose meeting, when, and which item."""
    meeting = document.meeting
    owner = meeting.organisation if meeting.organisation != meeting.body else None
    label = " ".join(filter(None, [item.minute_ref, f"item {item.number}" if item.number else None, item.title]))
    return " | ".join(filter(None, [owner, meeting.body, f"{document.role} {spoken(meeting.date)}", label]))


def spoken(day: date | None) -> str:
    """A date as people write it: "4 April 2018"; "undated" for none."""
    return f"{day.day} {day:%B %Y}" if day else "undated"


def _passages(
    item: Item, top: str, spans: Sequence[Span], masked: str, count_tokens: Callable[[str], int]
) -> Iterator[Passage]:
    context: list[str] = []
    answered = False
    for ordinal, span in enumerate(part for whole in _joined(spans, masked) for part in _fitted(whole, masked, count_tokens)):
        text = heal(masked[span.start : span.end])
        opens = _opens(masked, span)
        if opens and answered:
            context, answered = [], False
        above = " ".join(context)[-MAX_CONTEXT:]
        yield Passage(item.item_id, ordinal, span, f"{top}\n{above}" if above else top, text)
        if opens:
            context.append(text)
        answered = answered or not opens


def _opens(masked: str, span: Span) -> bool:
    """True for a question, a lead-in or a subheading: words that say what the statements behind them are about."""
    text = masked[span.start : span.end].rstrip()
    if text.endswith("?") or (text.endswith(":") and len(text) < 100):
        return True
    bulleted = _BULLET.search(masked[max(0, span.start - 6) : span.start]) is not None
    return not bulleted and text[-1:].isalnum() | text.endswith(")") and len(text.split()) <= MAX_TITLE and text[:1].isupper()


def _joined(spans: Sequence[Span], masked: str) -> Iterator[Span]:
    """The statements, a very short one with the one before it; what opens others stands alone."""
    held: Span | None = None
    for span in spans:
        short = len(masked[span.start : span.end].split()) < MIN_WORDS
        if held is not None and short and not _opens(masked, span) and not _opens(masked, held):
            held = Span(held.start, span.end)
        else:
            if held is not None:
                yield held
            held = span
    if held is not None:
        yield held


def _fitted(span: Span, masked: str, count_tokens: Callable[[str], int]) -> Iterator[Span]:
    """The statement, cut at word ends where it is longer than the embedder reads."""
    if span.end - span.start < MAX_PIECES or count_tokens(heal(masked[span.start : span.end])) <= MAX_PIECES:
        yield span
        return
    middle = _word_end(masked, (span.start + span.end) // 2, span.end)
    if middle >= span.end - 1:  # one word without a break: the embedder reads its beginning
        yield span
        return
    yield from _fitted(Span(span.start, middle), masked, count_tokens)
    yield from _fitted(Span(middle + 1, span.end), masked, count_tokens)


def _word_end(masked: str, place: int, end: int) -> int:
    while place < end and not masked[place].isspace():
        place += 1
    return place
