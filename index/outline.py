"""The numbering of one document, worked out from the evidence.

Printed numbers are damaged: they repeat, restart inside an item, lose a slash, run on in one line, and stand beside times and
list numbers. So every place that looks like a label is a candidate, and the outline is the chain of candidates that counts
up best (a weighted longest path over the permitted steps), not the first pattern that matches.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.grammars import ACTION_LIST, CAPITAL, INLINE, ITEM, NUMBER, ROMAN, TIMED
from index.lines import Line

LOOK_BACK = 250  # candidates a chain may leap over: keeps the search linear in the length of a document
_ROMANS = {"I": 1, "V": 5, "X": 10, "L": 50}


@dataclass(frozen=True, slots=True)
class Label:
    """A place where an item may begin. ``path`` orders it: (2, 1, 3) for 2.1.3, (87,) for 087/18."""

    start: int
    after: int  # where the words behind the label begin
    row: int  # index of its line
    text: str
    path: tuple[int, ...]
    weight: float = 1.0


def items_named(rows: Sequence[Line]) -> list[Label]:
    """Lines that begin with "Item 7a"."""
    found = []
    for n, row in enumerate(rows):
        if match := ITEM.match(row.raw, behind_time(row)):
            label = match["label"].replace(" ", "")
            found.append(_label(row, n, match.end(), label, (int("".join(filter(str.isdigit, label.split(".")[0]))),)))
    return found


def numbers(rows: Sequence[Line], masked: str) -> list[Label]:
    """The chain of plain numbers (1., 2.1, 2.1.1) that counts up best through the document."""
    candidates = []
    listing = False  # behind the heading of a list of actions, whose table repeats the numbers
    for n, row in enumerate(rows):
        listing = listing or bool(ACTION_LIST.match(row.text) and (row.gap or row.bold))
        if match := NUMBER.match(row.raw, behind_time(row)):
            repeats = listing and bool(re.search(r"[\t|]", row.raw))
            path = tuple(int(p) for p in match["label"].split("."))
            candidates.append(_weighed(row, n, match.end(), match["label"], path, -3.0 * repeats))
        candidates += _inline(row, n, masked)
    return _restored(chain(candidates), candidates, rows)


def _restored(found: list[Label], candidates: Sequence[Label], rows: Sequence[Line]) -> list[Label]:
    """With the label that is mistyped: where one number is missing, the one line between that is printed like the others."""
    added = []
    for a, b in pairwise(found):
        if len(a.path) != 1 or b.path != (a.path[0] + 2,):
            continue
        like = [c for c in candidates if a.row < c.row < b.row and _shape(c, rows) == _shape(a, rows) == _shape(b, rows)]
        if len(like) == 1:
            added.append(replace(like[0], path=(a.path[0] + 1,)))
    return sorted(found + added, key=lambda label: label.start)


def _shape(label: Label, rows: Sequence[Line]) -> tuple[object, ...]:
    """How a label is printed: its length and stop, empty lines above, bold, whether it stands alone."""
    row = rows[label.row]
    end = label.after - row.span.start
    return len(label.text), row.gap > 0, row.bold, row.bullet, row.raw[:end].rstrip()[-1:] in ".):", not row.raw[end:].strip()


def romans(rows: Sequence[Line]) -> list[Label]:
    """The chain of headings with Roman numerals (I., II., III.)."""
    return _outer(rows, ROMAN, roman)


def capitals(rows: Sequence[Line]) -> list[Label]:
    """The chain of headings with capital letters (A., B., C.)."""
    return _outer(rows, CAPITAL, lambda text: ord(text) - 64)


def _outer(rows: Sequence[Line], pattern: re.Pattern[str], value: Callable[[str], int]) -> list[Label]:
    """Three at least, most of them like headings: initials of names and answers ("A. No.") begin lines too."""
    candidates = [
        _weighed(row, n, match.end(), match["label"], (value(match["label"]),))
        for n, row in enumerate(rows)
        if (match := pattern.match(row.raw, behind_time(row)))
    ]
    found = chain(candidates)
    headings = sum(label.weight >= 1.0 for label in found)
    return found if len(found) > 2 and found[0].path == (1,) and headings * 2 > len(found) else []


def roman(text: str) -> int:
    """The value of a Roman numeral in either case; the usual rule of subtraction."""
    values = [_ROMANS[c] for c in text.upper()]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))


def behind_time(row: Line) -> int:
    """Where a line's own words begin, in its ``raw``: behind the cell with the time at which the item is taken."""
    return match.end() if (match := TIMED.match(row.raw)) else 0


def _inline(row: Line, n: int, masked: str) -> list[Label]:
    """Labels run on inside one long line; only those that a capital or a number of two parts makes likely."""
    if len(row.text) < 200:
        return []
    start, end = row.span.start, row.span.end
    found = []
    for match in INLINE.finditer(masked, start + 1, end):
        path = tuple(int(p) for p in match["label"].split("."))
        found.append(Label(match.start(), match.end(), n, match["label"], path, 1.0))
    return found


def _weighed(row: Line, n: int, after: int, text: str, path: tuple[int, ...], bonus: float = 0.0) -> Label:
    return _label(row, n, after, text, path, bonus + _headlike(row, row.raw[after:].strip(), len(path)))


def _headlike(row: Line, title: str, depth: int) -> float:
    """How much a labelled line looks like a heading and not like a point of a list."""
    weight = 1.0 + 0.3 * (depth > 1) + 0.3 * (row.gap > 0)
    letters = [c for c in title if c.isalpha()]
    in_capitals = bool(letters) and sum(c.isupper() for c in letters) > 0.7 * len(letters)
    weight += 1.0 * (row.bold or in_capitals)
    if depth == 1 and (len(title) > 140 or title.rstrip().endswith((".", "?", ";"))):
        weight -= 0.7
    return weight - 0.5 * (not title.strip()) - 0.4 * row.bullet


def _label(row: Line, n: int, after: int, text: str, path: tuple[int, ...], weight: float = 1.0) -> Label:
    """A label at the head of a line; the item begins where the line does."""
    return Label(row.span.start, row.span.start + after, n, text, path, weight)


def chain(candidates: Sequence[Label]) -> list[Label]:
    """The labels among ``candidates``, in their order, that count up best."""
    scores: list[float] = []
    back: list[int] = []
    for i, label in enumerate(candidates):
        best, origin = _opening(label), -1
        for j in range(max(0, i - LOOK_BACK), i):
            step = _step(candidates[j].path, label.path)
            if step is not None and scores[j] + step > best:
                best, origin = scores[j] + step, j
        scores.append(best + label.weight)
        back.append(origin)
    best_chain: list[Label] = []
    i = max(range(len(scores)), key=scores.__getitem__, default=-1)
    while i >= 0:
        best_chain.append(candidates[i])
        i = back[i]
    return best_chain[::-1]


def _opening(label: Label) -> float:
    return 0.5 if label.path in ((1,), (1, 1)) else -2.0


def _step(a: tuple[int, ...], b: tuple[int, ...]) -> float | None:
    """Reward of going from one label to the next; None where no outline does so."""
    if b == (*a, 1):
        return 0.5
    level = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    if level == len(a):  # deeper, or the same again
        return _deeper(a, b)
    if level == len(b):  # back to what holds it: printed twice
        return -1.5 if level == 1 else None
    ahead = b[level] - a[level]
    if level < len(b) - 1:  # 2.1.3 -> 2.2.1, 1.4 -> 2.1: the number above is not printed
        return 0.2 if ahead == 1 and set(b[level + 1 :]) == {1} else None
    if ahead == 1:
        return 0.5
    return -0.4 * ahead if 1 < ahead <= 4 else None


def _deeper(a: tuple[int, ...], b: tuple[int, ...]) -> float | None:
    if len(b) > len(a):
        return -0.2 if b[len(a) :] == (1, 1) else None
    # Printed twice. So is a number of the top level, where it heads a title: the weight of one outweighs the cost.
    return -0.5 if len(a) > 1 else -1.5
