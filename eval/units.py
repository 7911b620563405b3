"""Other units to embed than ours (one statement under the heading of its meeting, item and question), to be compared with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from index.ingest import Pipeline
from index.minutes import Document, Passage, Source, Span
from index.split import MAX_PIECES, split

Count = Callable[[str], int]


def joined(document: Document, source: Source, count: Count) -> list[Passage]:
    """As many neighbouring statements of an item as the embedder reads at once, under the heading of the first."""
    groups = groupby(split(document, source, count), key=lambda passage: passage.item_id)
    return [one for _, own in groups for one in _windows(list(own), count)]


def _windows(own: Sequence[Passage], count: Count) -> Iterator[Passage]:
    held: Passage | None = None
    size = 0
    for passage in own:
        pieces = count(passage.text)
        if held is not None and size + pieces <= MAX_PIECES:
            held, size = _with(held, passage), size + pieces
        else:
            if held is not None:
                yield held
            held, size = passage, pieces
    if held is not None:
        yield held


def _with(held: Passage, more: Passage) -> Passage:
    return replace(held, span=Span(held.span.start, more.span.end), text=f"{held.text} {more.text}")


def unheaded(document: Document, source: Source, count: Count) -> list[Passage]:
    """Statements alone: no meeting, no item, no question above them."""
    return [replace(passage, heading="") for passage in split(document, source, count)]


def item_headed(document: Document, source: Source, count: Count) -> list[Passage]:
    """Statements under their item and meeting, without the question or lead-in they stand below."""
    return [replace(passage, heading=passage.heading.partition("\n")[0]) for passage in split(document, source, count)]


UNITS: Mapping[str, Pipeline] = {
    "statements joined": Pipeline(split=joined, version="joined"),
    "without headings": Pipeline(split=unheaded, version="unheaded"),
    "without the question above": Pipeline(split=item_headed, version="item headed"),
}
