"""What stands inside an item: lettered items, numbered points, points inside points, to any depth."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from index.families import Cut
from index.grammars import BRACKETED, CAPITAL, CLOCK, DECISION, LETTER, NUMBER, SMALL_ROMAN
from index.headings import heading
from index.lines import Line
from index.minutes import ItemKind, Span
from index.outline import Label, chain, roman

_Path = Callable[[str], tuple[int, ...]]
_DEEPEST = 4  # levels of points inside an item


def with_inner(cuts: list[Cut], rows: Sequence[Line], lettered: Collection[str] | None) -> list[Cut]:
    """The cuts with what stands inside the leaves among them, in reading order."""
    holding = {c.parent for c in cuts}
    found: list[Cut] = []
    place: list[int] = []  # where each of ``cuts`` stands now
    for i, outer in enumerate(cuts):
        inner = [] if i in holding or outer.kind != "item" else _inner(outer, rows, lettered)
        kind: ItemKind = "group" if inner and inner[0].kind == "item" and only_title(outer, inner[0], rows) else outer.kind
        place.append(len(found))
        found.append(replace(outer, kind=kind, parent=None if outer.parent is None else place[outer.parent]))
        _add(found, inner, place[i], rows, 1)
    return found


def _add(found: list[Cut], inner: Sequence[Cut], parent: int, rows: Sequence[Line], depth: int) -> None:
    for one in inner:
        here = len(found)
        found.append(replace(one, parent=parent))
        if depth < _DEEPEST:
            _add(found, _clauses_left_out(_points(one, rows), one, rows), here, rows, depth + 1)


def _clauses_left_out(points: Sequence[Cut], outer: Cut, rows: Sequence[Line]) -> Sequence[Cut]:
    """The points inside a point, where they begin a numbering of their own; the clauses of one sentence are none."""
    if not points or points[0].path not in ((), (1,)) or (points[0].number or "").isdigit() == (outer.number or "").isdigit():
        return []
    return points if all(rows[c.row].raw[c.title_at - c.span.start :][:1].isupper() for c in points) else []


def only_title(outer: Cut, inner: Cut, rows: Sequence[Line]) -> bool:
    """True where nothing but a title stands before the first item inside."""
    return inner.span.start - outer.title_at < 160 or all(heading(rows[n]) for n in range(outer.row + 1, inner.row))


def _inner(outer: Cut, rows: Sequence[Line], lettered: Collection[str] | None) -> list[Cut]:
    inside = _inside(outer, rows)
    letters = _labelled(inside, LETTER, _letter) or _labelled(inside, CAPITAL, _letter)
    own = [replace(c, kind="item", number=f"{outer.number}{c.number}") for c in letters if outer.number and outer.number.isdigit()]
    if own and (_titled(own, inside) if lettered is None else {c.number for c in own} & set(lettered)):
        return _ended(own, outer, rows)
    points = _points(outer, rows)
    unlabelled = outer.number is None and outer.minute_ref is None
    if points and unlabelled and points[0].row == outer.row + 1 and _titled(points, inside):
        return [replace(c, kind="item") for c in points]  # the items of a section that has a heading only
    return points


def _inside(outer: Cut, rows: Sequence[Line]) -> list[tuple[int, Line]]:
    return [(n, rows[n]) for n in takewhile(lambda n: rows[n].span.start < outer.span.end, range(outer.row + 1, len(rows)))]


def _points(outer: Cut, rows: Sequence[Line]) -> list[Cut]:
    """The family of labels that reaches furthest inside ``outer``."""
    inside = _inside(outer, rows)
    families = (
        _labelled(_stopped(inside), NUMBER, _numbers),
        _labelled(inside, LETTER, _letter),
        _labelled(inside, CAPITAL, _letter),
        _labelled(inside, SMALL_ROMAN, lambda text: (roman(text),)),
        _labelled(inside, BRACKETED, _numbers),
        _labelled(inside, DECISION, None),
    )
    best = max(families, key=lambda family: family[-1].span.start - family[0].span.start if family else 0)
    return [] if _clauses(best, rows) else _ended(best, outer, rows)


def _clauses(points: Sequence[Cut], rows: Sequence[Line]) -> bool:
    """True for the parts of one sentence ("RESOLVED (1) that ...; (2) that ...; and"), which are no points of their own."""
    before = [rows[point.row - 1].text.rstrip() for point in points[1:]]
    return bool(before) and all(re.search(r"[;,]$|[;,] and$", text) for text in before)


def _letter(text: str) -> tuple[int, ...]:
    return (ord(text.lower()) - 96,)


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(p) for p in text.split("."))


def _stopped(inside: Sequence[tuple[int, Line]]) -> list[tuple[int, Line]]:
    """The lines that begin with a number and a stop, and with no time of day."""
    return [(n, row) for n, row in inside if (match := NUMBER.match(row.raw)) and match["stop"] and not CLOCK.match(row.text)]


def _labelled(inside: Sequence[tuple[int, Line]], pattern: re.Pattern[str], path: _Path | None) -> list[Cut]:
    labels: list[Label] = []
    for n, row in inside:
        if match := pattern.match(row.raw):
            steps = path(match["label"]) if path else (len(labels) + 1,)
            if len(steps) == 1:
                labels.append(Label(row.span.start, row.span.start + match.end(), n, match["label"], steps))
    kept = chain(labels) if path else labels
    points = [Cut("point", Span(k.start, k.after), k.row, k.row, k.after, k.text, path=k.path if path else ()) for k in kept]
    return points if len(points) > 1 else []


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
