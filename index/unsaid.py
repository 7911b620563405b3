"""A document with what of its text no item says: the lines between items, and running heads and feet inside them.

Where it has no items at all, that is a finding: its text is then searched and cited by paragraph, under its head.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from index.grammars import FURNITURE
from index.heal import heal
from index.lines import Line
from index.minutes import Document, Finding, LeftOut, Reason, Span

UNCLEAR = "unclear_structure"


def with_left_out(document: Document, rows: Sequence[Line], findings: Sequence[Finding], running: Sequence[LeftOut]) -> Document:
    """``rows`` are the lines of the document, ``running`` those of the whole file that are no part of the minutes."""
    own = [out for out in running if out.span and document.span.overlap(out.span)]
    between = _between(document, rows, {f.start for f in findings}, [out.span for out in own if out.span])
    return replace(document, left_out=tuple(sorted([*own, *between], key=lambda out: out.span.start if out.span else 0)))


def unclear(document: Document) -> Iterator[Finding]:
    """What a clerk should know of a document without items."""
    if document.undivided(document.items[0]):
        yield Finding(UNCLEAR, document.span.start, f"no items could be told apart in the {document.role}; searched by paragraph")


def _between(document: Document, rows: Sequence[Line], garbled: Collection[int], running: Sequence[Span]) -> Iterator[LeftOut]:
    """The stretches of lines that neither an item nor a running line covers."""
    covers = sorted([*(item.span for item in document.items if item.parent is None), *running], key=lambda span: span.start)
    first = 0
    for row in rows:
        while first < len(covers) and covers[first].end <= row.span.start:
            first += 1
        last = first
        while last < len(covers) and covers[last].start < row.span.end:
            last += 1
        for part in row.span.without(covers[first:last]):
            inside = row.raw[part.start - row.span.start : part.end - row.span.start]
            if words := heal(inside):
                start = part.start + len(inside) - len(inside.lstrip())
                yield LeftOut(_reason(row, words, garbled), words, None, Span(start, start + len(inside.strip())))


def _reason(row: Line, words: str, garbled: Collection[int]) -> Reason:
    if row.span.start in garbled:
        return "garbled"
    if FURNITURE.match(words):
        return "page number"
    return "section heading" if any(c.isalpha() for c in words) else "between items"
