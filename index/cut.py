"""One document's lines -> cuts: where each item begins and ends, what its label is, and what it stands in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from index.families import Cut, tops
from index.grammars import CLOSING, FURNITURE
from index.headings import heading
from index.inner import only_title, with_inner
from index.lines import Line
from index.minutes import Finding, ItemKind, Span

_SMALL = {"and", "of", "the", "for", "in", "on", "to", "from", "with"}


@dataclass(frozen=True, slots=True)
class Cuts:
    """The cuts of a document in reading order, the head first, and what was left out of them."""

    cuts: tuple[Cut, ...]
    findings: tuple[Finding, ...]


def cut(rows: Sequence[Line], masked: str, lettered: Collection[str] | None = None) -> Cuts:
    """The cuts of these lines. ``lettered``: the only numbers ("3a") that may be items of their own; None: judge by form."""
    items, findings = tops(rows, masked)
    first = items[0].row if items else len(rows)
    end = rows[-1].span.end
    begin = rows[0].span.start
    head = Cut("head", Span(begin, rows[first - 1].span.end if first else begin), 0, 0, begin)
    cuts = [head, *_bounded(items, rows, end, {f.start for f in findings})]
    return Cuts(tuple(with_inner(_closed(cuts, rows), rows, lettered)), tuple(findings + _repeats(items)))


def _bounded(items: Sequence[Cut], rows: Sequence[Line], end: int, strays: Collection[int]) -> list[Cut]:
    """Ends and parents of the top family, as they stand behind the head: dotted numbers stand in each other."""
    found: list[Cut] = []
    open_: list[int] = []  # the items that the present one may stand in
    for i, (top, follower) in enumerate(zip(items, _followers(items), strict=True)):
        while open_ and not _within(top, items[open_[-1]]):
            open_.pop()
        behind = items[follower] if follower < len(items) else None
        last, stop = (behind.row, behind.span.start) if behind else (len(rows), end)
        kind: ItemKind = "group" if follower > i + 1 and only_title(top, items[i + 1], rows) else "item"
        span = Span(top.span.start, _end(rows, items[follower - 1].row, last, stop, strays))
        found.append(replace(top, kind=kind, span=span, parent=open_[-1] + 1 if open_ else None))
        open_.append(i)
    return found


def _within(inner: Cut, outer: Cut) -> bool:
    return len(inner.path) > len(outer.path) and inner.path[: len(outer.path)] == outer.path


def _followers(items: Sequence[Cut]) -> list[int]:
    """For each item the index of the first one behind it that does not stand in it."""
    found = [len(items)] * len(items)
    for i in reversed(range(len(items))):
        after = i + 1
        while after < len(items) and _within(items[after], items[i]):
            after = found[after]
        found[i] = after
    return found


def _end(rows: Sequence[Line], first: int, stop_row: int, stop: int, strays: Collection[int]) -> int:
    """Where an item ends: before the section headings, page numbers and garbled lines that stand above the next one."""
    if stop_row == len(rows) or rows[stop_row].span.start < stop:  # the end of the document, or a label inside a line
        return stop
    n = stop_row - 1
    while n > first and (_section(rows[n]) or FURNITURE.match(rows[n].text) or (rows[n].span.start in strays and len(rows[n].text) < 120)):
        n -= 1
    return rows[n].span.end


def _section(row: Line) -> bool:
    if row.bullet or row.text[-1] in ".:;?":
        return False
    if heading(row) or (3 < len(row.words) < 14 and all(w.isupper() for w in row.words[:3])):
        return True
    titled = all(w[0].isupper() or not w[0].isalpha() or w in _SMALL for w in row.words)
    return 1 < len(row.words) <= 8 and titled and "," not in row.text and bool(row.gap or row.tabbed)


def _closed(cuts: list[Cut], rows: Sequence[Line]) -> list[Cut]:
    """The last item ends where closing entries without a number begin ("Date of the next meeting", "Actions list")."""
    last = max((i for i, c in enumerate(cuts) if c.kind != "head" and c.parent is None), default=None)
    if last is None:
        return cuts
    behind = range(cuts[-1].row + 1, len(rows))
    places = [n for n in behind if CLOSING.match(rows[n].text) and (rows[n].gap or rows[n].bold) and not rows[n].bullet]
    if not places:
        return cuts
    ends = [*(rows[n - 1].span.end for n in places[1:]), rows[-1].span.end]
    stop = rows[places[0] - 1].span.end
    cuts = [replace(c, span=Span(c.span.start, min(c.span.end, max(stop, c.span.start)))) for c in cuts]
    return cuts + [Cut("closing", Span(rows[n].span.start, end), n, n, rows[n].span.start) for n, end in zip(places, ends, strict=True)]


def _repeats(items: Sequence[Cut]) -> list[Finding]:
    found = []
    for kind, labels in (("duplicate_reference", [t.minute_ref for t in items]), ("duplicate_number", [t.number for t in items])):
        seen: set[str] = set()
        for top, label in zip(items, labels, strict=True):
            if label in seen:
                found.append(Finding(kind, top.span.start, f"{label} stands more than once"))
            seen |= {label} if label else set()
    return found
