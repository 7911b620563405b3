"""A document as it would read without some of its text: for whoever may not see all of it.

How the document is divided is taken from the whole; everything told from words (titles, names, chairs, outcomes) is told anew from
what is left. So nothing that anybody sees was made of words that he may not see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from index.cut import Cuts
from index.families import Cut
from index.labels import blanked
from index.lines import Line
from index.minutes import LeftOut, Source, Span
from index.pages import Paged


def without(source: Source, hidden: Sequence[Span]) -> Source:
    """The source with blanks for what is ``hidden``, and nothing said of it elsewhere."""
    text = blanked(source.text, hidden)
    marks = tuple(mark for mark in source.marks if not _touches(mark.span, hidden))
    links = tuple(link for link in source.links if not _touches(link.span, hidden))
    if not isinstance(source, Paged):
        return replace(source, text=text, marks=marks, links=links)
    pages = {page.number for page in source.pages if _touches(page.span, hidden)}
    left_out = tuple(out for out in source.left_out if not _of_hidden(out, hidden, pages))
    warnings = tuple(one for one in source.warnings if not any(span.start <= one.start < span.end for span in hidden))
    return replace(source, text=text, marks=marks, links=links, left_out=left_out, warnings=warnings)


def _touches(span: Span, hidden: Sequence[Span]) -> bool:
    return any(span.overlap(one) for one in hidden)


def _of_hidden(out: LeftOut, hidden: Sequence[Span], pages: set[int]) -> bool:
    """True also for what has no place but a page on which something is hidden."""
    return _touches(out.span, hidden) if out.span else out.page is None or out.page in pages


def regrouped(parts: Sequence[Sequence[Line]], rows: Sequence[Line]) -> list[list[Line]]:
    """The lines left of each document."""
    bounds = [part[0].span.start for part in parts[1:]]
    groups: list[list[Line]] = [[] for _ in parts]
    for row in rows:
        groups[sum(start <= row.span.start for start in bounds)].append(row)
    return groups


def kept(cuts: Cuts, before: Sequence[Line], rows: Sequence[Line], masked: str, hidden: Sequence[Span]) -> Cuts:
    """The cuts that begin outside what is hidden, over the lines that are left; an item ends with its last visible word."""
    stay = [n for n, c in enumerate(cuts.cuts) if stays(c.span, masked, hidden)]
    place = {old: new for new, old in enumerate(stay)}
    row_at = _finder(before, rows)
    findings = tuple(finding for finding in cuts.findings if shown_at(finding.start, hidden))
    return Cuts(tuple(_kept(cuts.cuts, n, place, row_at, masked) for n in stay), findings)


def stays(item: Span, masked: str, hidden: Sequence[Span]) -> bool:
    """True for an item of which its beginning is left; ``masked`` is the text with blanks for what is hidden."""
    return shown_at(item.start, hidden) and (item.start == item.end or bool(masked[item.start : item.end].strip()))


def shown_at(place: int, hidden: Sequence[Span]) -> bool:
    return not any(span.start <= place < span.end for span in hidden)


def _kept(cuts: Sequence[Cut], n: int, place: dict[int, int], row_at: Callable[[int], int], masked: str) -> Cut:
    one = cuts[n]
    parent = next((above for above in _above(cuts, one) if above in place), None)
    alone = one.kind == "point" and parent is None  # it stands in what is hidden, and is cited by itself
    return replace(
        one,
        kind="item" if alone else one.kind,
        span=Span(one.span.start, one.span.start + len(masked[one.span.start : one.span.end].rstrip())),
        row=row_at(one.row),
        title_row=row_at(one.title_row),
        parent=None if parent is None else place[parent],
    )


def _above(cuts: Sequence[Cut], one: Cut) -> Iterator[int]:
    while one.parent is not None:
        yield one.parent
        one = cuts[one.parent]


def _finder(before: Sequence[Line], rows: Sequence[Line]) -> Callable[[int], int]:
    """The index now of the line that had an index before: that line, or the first one behind it that is left."""
    starts = [row.span.start for row in rows]

    def row_at(old: int) -> int:
        if old >= len(before):
            return len(rows)
        return sum(start < before[old].span.start for start in starts)

    return row_at
