"""One document's lines -> cuts: where each item begins and ends, what its label is, and what it stands in.

The level that carries the document is the family of labels that reaches furthest through it (running references, "Item N",
plain numbers, or headings where nothing is numbered); everything else is a point inside an item.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from index.grammars import BODY, CLOCK, CLOSING, DECISION, FURNITURE, HEAD_CUE, HEADING_RUN_ON, ITEM, LETTER, NUMBER, PEOPLE_CUE, REFERENCES
from index.lines import Line
from index.minutes import Finding, ItemKind, Span
from index.outline import Label, chain, items_named, numbers, references

_SMALL = {"and", "of", "the", "for", "in", "on", "to", "from", "with"}


@dataclass(frozen=True, slots=True)
class Cut:
    """An item before it has an id. ``parent`` is the index of the cut it stands in."""

    kind: ItemKind
    span: Span
    row: int
    title_row: int
    title_at: int  # where the words of the title begin
    number: str | None = None
    minute_ref: str | None = None
    parent: int | None = None
    path: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Cuts:
    """The cuts of a document in reading order, the head first, and what was left out of them."""

    cuts: tuple[Cut, ...]
    findings: tuple[Finding, ...]


def cut(rows: Sequence[Line], masked: str, lettered: Collection[str] | None = None) -> Cuts:
    """The cuts of these lines. ``lettered``: the only numbers ("3a") that may be items of their own; None: judge by form."""
    tops, findings = _tops(rows, masked)
    first = tops[0].row if tops else len(rows)
    end = rows[-1].span.end
    begin = rows[0].span.start
    head = Cut("head", Span(begin, rows[first - 1].span.end if first else begin), 0, 0, begin)
    cuts = [head, *_bounded(tops, rows, end, {f.start for f in findings})]
    return Cuts(tuple(_with_inner(_closed(cuts, rows), rows, lettered)), tuple(findings + _repeats(tops)))


def _tops(rows: Sequence[Line], masked: str) -> tuple[list[Cut], list[Finding]]:
    tops, findings = _numbered(rows, masked)
    return [*_before_numbers(rows[: tops[0].row] if tops else []), *tops], findings


def _before_numbers(rows: Sequence[Line]) -> list[Cut]:
    """Items between the attendance and the first numbered one: a heading in capitals above a paragraph ("PUBLIC FORUM")."""
    listed = next((n for n, row in enumerate(rows) if PEOPLE_CUE.match(row.text)), len(rows))
    headings = [n for n in range(listed + 1, len(rows) - 1) if _capitals(rows[n]) and _prose(rows[n + 1])]
    return [Cut("item", rows[n].span, n, n, rows[n].span.start, path=(n - len(rows),)) for n in headings]


def _capitals(row: Line) -> bool:
    words = re.sub(r"\(.*?\)", "", row.text)
    return words.isupper() and 1 < len(words.split()) <= 14 and not row.bullet and not HEAD_CUE.match(row.text)


def _numbered(rows: Sequence[Line], masked: str) -> tuple[list[Cut], list[Finding]]:
    families = [references(rows), items_named(rows), numbers(rows, masked)]
    reach = [_reach(family) for family in families]
    best = max(range(3), key=lambda i: (reach[i] * (1.1, 1.05, 1.0)[i], -i))
    if reach[best] < 0.2 * (rows[-1].span.end - rows[0].span.start) and (headed := _headed(rows)):
        return headed, []
    if not families[best] or len(families[best]) < 2:
        return _headed(rows), []
    if best == 0:
        return _referenced(families[0], rows), _strays(rows, families[0])
    return [_numbered_only(label) for label in families[best]], []


def _numbered_only(label: Label) -> Cut:
    return Cut("item", Span(label.start, label.after), label.row, label.row, label.after, label.text.rstrip("."), path=label.path)


def _reach(family: Sequence[Label]) -> int:
    return family[-1].start - family[0].start if len(family) > 1 else 0


def _referenced(family: Sequence[Label], rows: Sequence[Line]) -> list[Cut]:
    rows_of = [*(label.row for label in family), len(rows)]
    cuts = [_with_number(label, rows[label.row : min(label.row + 4, rows_of[i + 1])]) for i, label in enumerate(family)]
    lost = next((n for n in range(cuts[0].row) if rows[n].tabbed and _prose(rows[n])), None)
    if lost is not None:  # a row of the table of items whose label was lost
        start = rows[lost].span.start
        cuts.insert(0, Cut("item", Span(start, start), lost, lost, start, path=(0,)))
    return cuts


def _prose(row: Line) -> bool:
    return len(row.words) > 10 and sum(w[0].islower() for w in row.words) > len(row.words) / 2 and not HEAD_CUE.match(row.text)


def _with_number(label: Label, rows: Sequence[Line]) -> Cut:
    """The agenda number printed behind a reference ("Item 9b"), on its line or within the next lines."""
    here = Cut("item", Span(label.start, label.after), label.row, label.row, label.after, None, label.text, path=label.path)
    for n, row in enumerate(rows):
        shift = label.after - row.span.start if n == 0 else 0
        text = row.raw[shift:]
        if match := ITEM.match(text):
            at = row.span.start + shift + match.end()
            return replace(here, number=match["label"].replace(" ", ""), title_row=label.row + n, title_at=at)
        blank = len(text) - len(text.lstrip())
        if n == 0 and (match := NUMBER.match(text[blank:])) and match["stop"]:
            return replace(here, number=match["label"], title_at=row.span.start + shift + blank + match.end())
    return here


def _headed(rows: Sequence[Line]) -> list[Cut]:
    """Items of a document without numbers: its headings, after those of its head."""
    places: list[int] = []
    for n, row in enumerate(rows):
        heads = _heading(row) or _set_apart(rows, n) or HEADING_RUN_ON.match(row.raw)
        if n and heads and not HEAD_CUE.match(row.text) and not FURNITURE.match(row.text) and (places or not BODY.search(row.text)):
            places.append(n)
    return [Cut("item", rows[n].span, n, n, rows[n].span.start, path=(n,)) for n in places] if len(places) > 1 else []


def _set_apart(rows: Sequence[Line], n: int) -> bool:
    """A short line without a full stop between empty lines, above a paragraph: a heading without bold or capitals."""
    row, below = rows[n], rows[n + 1 : n + 2]
    short = 1 < len(row.words) <= 7 and row.text[0].isupper() and row.text[-1].isalnum() and not row.bullet
    return short and row.gap > 0 and bool(below) and below[0].gap > 0 and _prose(below[0])


def _heading(row: Line) -> bool:
    letters = [c for c in row.text if c.isalpha()]
    if not letters or row.bullet or len(row.words) > 14 or row.text[-1] in ".;,?":
        return False
    return row.bold or (len(letters) > 3 and all(c.isupper() for c in letters))


def _bounded(tops: Sequence[Cut], rows: Sequence[Line], end: int, strays: Collection[int]) -> list[Cut]:
    """Ends and parents of the top family, as they stand behind the head: dotted numbers stand in each other."""
    found: list[Cut] = []
    open_: list[int] = []  # the tops that the present one may stand in
    for i, (top, follower) in enumerate(zip(tops, _followers(tops), strict=True)):
        while open_ and not _within(top, tops[open_[-1]]):
            open_.pop()
        behind = tops[follower] if follower < len(tops) else None
        last, stop = (behind.row, behind.span.start) if behind else (len(rows), end)
        kind: ItemKind = "group" if follower > i + 1 and _only_title(top, tops[i + 1], rows) else "item"
        span = Span(top.span.start, _end(rows, tops[follower - 1].row, last, stop, strays))
        found.append(replace(top, kind=kind, span=span, parent=open_[-1] + 1 if open_ else None))
        open_.append(i)
    return found


def _within(inner: Cut, outer: Cut) -> bool:
    return len(inner.path) > len(outer.path) and inner.path[: len(outer.path)] == outer.path


def _followers(tops: Sequence[Cut]) -> list[int]:
    """For each top the index of the first one behind it that does not stand in it."""
    found = [len(tops)] * len(tops)
    for i in reversed(range(len(tops))):
        after = i + 1
        while after < len(tops) and _within(tops[after], tops[i]):
            after = found[after]
        found[i] = after
    return found


def _only_title(top: Cut, inner: Cut, rows: Sequence[Line]) -> bool:
    return inner.span.start - top.title_at < 160 or all(_heading(rows[n]) for n in range(top.row + 1, inner.row))


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
    if _heading(row) or (3 < len(row.words) < 14 and all(w.isupper() for w in row.words[:3])):
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


def _with_inner(cuts: list[Cut], rows: Sequence[Line], lettered: Collection[str] | None) -> list[Cut]:
    """The cuts with the lettered items and the numbered points inside the leaves among them, in reading order."""
    holding = {c.parent for c in cuts}
    found: list[Cut] = []
    place: list[int] = []  # where each of ``cuts`` stands now
    for i, outer in enumerate(cuts):
        inner = [] if i in holding or outer.kind != "item" else _inner(outer, rows, lettered)
        kind: ItemKind = "group" if inner and inner[0].kind == "item" and _only_title(outer, inner[0], rows) else outer.kind
        place.append(len(found))
        found.append(replace(outer, kind=kind, parent=None if outer.parent is None else place[outer.parent]))
        found += [replace(c, parent=place[i]) for c in inner]
    return found


def _inner(outer: Cut, rows: Sequence[Line], lettered: Collection[str] | None) -> list[Cut]:
    inside = [(n, rows[n]) for n in takewhile(lambda n: rows[n].span.start < outer.span.end, range(outer.row + 1, len(rows)))]
    letters = _labelled(inside, LETTER, lambda text: (ord(text) - 96,))
    own = [replace(c, kind="item", number=f"{outer.number}{c.number}") for c in letters if outer.number and outer.number.isdigit()]
    if own and (_titled(own, inside) if lettered is None else {c.number for c in own} & set(lettered)):
        return _ended(own, outer, rows)
    points = _labelled(_stopped(inside), NUMBER, lambda text: tuple(int(p) for p in text.split(".")))
    decisions = _labelled(inside, DECISION, None)
    best = max((points, letters, decisions), key=lambda family: family[-1].span.start - family[0].span.start if family else 0)
    return _ended(best, outer, rows)


def _stopped(inside: Sequence[tuple[int, Line]]) -> list[tuple[int, Line]]:
    """The lines that begin with a number and a stop, and with no time of day."""
    return [(n, row) for n, row in inside if (match := NUMBER.match(row.raw)) and match["stop"] and not CLOCK.match(row.text)]


def _labelled(
    inside: Sequence[tuple[int, Line]], pattern: re.Pattern[str], path: Callable[[str], tuple[int, ...]] | None
) -> list[Cut]:
    labels: list[Label] = []
    for n, row in inside:
        if match := pattern.match(row.raw):
            steps = path(match["label"]) if path else (len(labels) + 1,)
            if len(steps) == 1:
                labels.append(Label(row.span.start, row.span.start + match.end(), n, match["label"], steps))
    kept = chain(labels) if path else labels
    return [Cut("point", Span(k.start, k.after), k.row, k.row, k.after, k.text) for k in kept] if len(kept) > 1 else []


def _titled(letters: Sequence[Cut], inside: Sequence[tuple[int, Line]]) -> bool:
    """Letters that head text of their own are items ("3 a) Assurance report"); letters before sentences are points."""
    rows = dict(inside)
    heads = (len(rows[c.row].words) <= 20 and rows[c.row].text[-1] not in ".?;" and c.row + 1 in rows for c in letters)
    return all(heads) and all(b.row > a.row + 1 for a, b in pairwise(letters))


def _ended(inner: Sequence[Cut], outer: Cut, rows: Sequence[Line]) -> list[Cut]:
    if not inner:
        return []
    stops = [*(rows[c.row - 1].span.end for c in inner[1:]), outer.span.end]
    return [replace(c, span=Span(c.span.start, stop)) for c, stop in zip(inner, stops, strict=True)]


def _strays(rows: Sequence[Line], kept: Sequence[Label]) -> list[Finding]:
    used = {label.row for label in kept}
    style = next(s for s in REFERENCES if s.pattern.match(rows[kept[0].row].raw))
    found = [(row, m["label"]) for n, row in enumerate(rows) if n not in used and (m := style.pattern.match(row.raw))]
    return [Finding("stray_reference", row.span.start, f"{label} does not fit the numbering here") for row, label in found]


def _repeats(tops: Sequence[Cut]) -> list[Finding]:
    found = []
    for kind, labels in (("duplicate_reference", [t.minute_ref for t in tops]), ("duplicate_number", [t.number for t in tops])):
        seen: set[str] = set()
        for top, label in zip(tops, labels, strict=True):
            if label in seen:
                found.append(Finding(kind, top.span.start, f"{label} stands more than once"))
            seen |= {label} if label else set()
    return found
