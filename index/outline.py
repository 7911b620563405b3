"""The numbering of one document, worked out from the evidence.

Printed numbers are damaged: they repeat, restart inside an item, lose a slash, run on in one line, and stand beside times and
list numbers. So every place that looks like a label is a candidate, and the outline is the chain of candidates that counts
up best (a weighted longest path over the permitted steps), not the first pattern that matches.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from index.grammars import ACTION_LIST, INLINE, ITEM, NUMBER, REFERENCES, RefStyle
from index.lines import Line

_DAMAGED = re.compile(r"[^\w\n]*(?P<label>\d[\d./]{3,11})(?=\s|$)")
LOOK_BACK = 250  # candidates a chain may leap over: keeps the search linear in the length of a document


@dataclass(frozen=True, slots=True)
class Label:
    """A place where an item may begin. ``path`` orders it: (2, 1, 3) for 2.1.3, (87,) for 087/18."""

    start: int
    after: int  # where the words behind the label begin
    row: int  # index of its line
    text: str
    path: tuple[int, ...]
    weight: float = 1.0


def references(rows: Sequence[Line]) -> list[Label]:
    """The running references of a document, damaged and stray ones left out."""
    best: list[Label] = []
    for style in REFERENCES:
        found = _in_sequence(_of_style(rows, style), rows)
        if len(found) > len(best):
            best = _repaired(found, rows)
    return best


def _of_style(rows: Sequence[Line], style: RefStyle) -> list[tuple[Label, tuple[int, ...]]]:
    found = []
    for n, row in enumerate(rows):
        if (match := style.pattern.match(row.raw)) is None:
            continue
        parts = [int(g) for g in match.groups()[1:] if g is not None]
        rest = tuple(p for i, p in enumerate(parts) if i != style.running)
        found.append((_label(row, n, match.end(), match["label"], (parts[style.running],)), rest))
    bullets = Counter(rows[label.row].bullet for label, _ in found)
    return [f for f in found if bullets[rows[f[0].row].bullet] * 2 >= len(found)]


def _in_sequence(candidates: list[tuple[Label, tuple[int, ...]]], rows: Sequence[Line]) -> list[Label]:
    """Those that share the constant part of most (or stand in its gap), and continue a run or begin one.

    Where the source marks its headings, a marked one is never a stray, whatever its number.
    """
    if not candidates:
        return []
    common, _ = Counter(rest for _, rest in candidates).most_common(1)[0]
    before = _latest(candidates, common)
    after = _latest(candidates[::-1], common)[::-1]
    labels = [
        label
        for (label, rest), low, high in zip(candidates, before, after, strict=True)
        if rest == common or _in_gap(label.path[0], low, high)
    ]
    headings = sum(rows[label.row].bold for label in labels) > 0.8 * len(labels)
    marked = [headings and rows[label.row].bold for label in labels]
    return [label for i, label in enumerate(labels) if marked[i] or _belongs(labels, i) or _second(labels, i, rows)]


def _latest(candidates: Sequence[tuple[Label, tuple[int, ...]]], common: tuple[int, ...]) -> list[int | None]:
    """For each candidate the number of the last one before it that has the common part."""
    found: list[int | None] = []
    latest = None
    for label, rest in candidates:
        found.append(latest)
        latest = label.path[0] if rest == common else latest
    return found


def _in_gap(number: int, before: int | None, after: int | None) -> bool:
    """A reference with the wrong year, whose number is the one missing between its neighbours."""
    return before is not None and after is not None and before < number < after <= before + 4


def _belongs(labels: Sequence[Label], i: int) -> bool:
    """True for a label that continues the run before it or begins the run behind it: a stray repeat does neither."""
    here = labels[i].path[0]
    before = labels[i - 1].path[0] if i else None
    after = labels[i + 1].path[0] if i + 1 < len(labels) else None
    if before is not None and 0 < here - before <= 3:
        return True
    if after is not None and 0 < after - here <= 3:
        return before is None or here > before or (after - here == 1 and after != before + 1)
    return before is None and after is None


def _second(labels: Sequence[Label], i: int, rows: Sequence[Line]) -> bool:
    """True for a number printed twice in a row, each time before a title of its own: two items."""
    if not i or labels[i].path != labels[i - 1].path:
        return False
    row = labels[i].row
    title = rows[row].raw[labels[i].after - rows[row].span.start :].strip()
    named = any(ITEM.match(r.raw) for r in rows[row + 1 : row + 4])
    return named or (0 < len(title) < 90 and title[0].isupper() and title[-1] not in ".;,")


def _repaired(found: list[Label], rows: Sequence[Line]) -> list[Label]:
    """Also the labels that lost a slash or a dot: their digits are those that the gap in the sequence asks for."""
    if len(found) < 2:
        return found
    taken = {label.row for label in found}
    added = []
    for a, b in zip(found, [*found[1:], None], strict=True):
        if b is not None and b.path[0] == a.path[0] + 1:
            continue
        wanted = _digits_of_next(a)
        for n in range(a.row + 1, b.row if b else len(rows)):
            match = _DAMAGED.match(rows[n].raw)
            if match and n not in taken and re.sub(r"\D", "", match["label"]) == wanted:
                added.append(_label(rows[n], n, match.end(), match["label"], (a.path[0] + 1,)))
    return sorted(found + added, key=lambda label: label.start)


def _digits_of_next(label: Label) -> str:
    """"08818" for 087/18: the digits of the reference behind it."""
    running = next(m for m in re.finditer(r"\d+", label.text) if int(m.group()) == label.path[0])
    following = f"{label.path[0] + 1:0{len(running.group())}}"
    return re.sub(r"\D", "", label.text[: running.start()]) + following + re.sub(r"\D", "", label.text[running.end() :])


def items_named(rows: Sequence[Line]) -> list[Label]:
    """Lines that begin with "Item 7a"."""
    found = []
    for n, row in enumerate(rows):
        if match := ITEM.match(row.raw):
            label = match["label"].replace(" ", "")
            found.append(_label(row, n, match.end(), label, (int("".join(filter(str.isdigit, label.split(".")[0]))),)))
    return found


def numbers(rows: Sequence[Line], masked: str) -> list[Label]:
    """The chain of plain numbers (1., 2.1, 2.1.1) that counts up best through the document."""
    candidates = []
    listing = False  # behind the heading of a list of actions, whose table repeats the numbers
    for n, row in enumerate(rows):
        listing = listing or bool(ACTION_LIST.match(row.text) and (row.gap or row.bold))
        if match := NUMBER.match(row.raw):
            repeats = listing and bool(re.search(r"[\t|]", row.raw))
            candidates.append(_numbered(row, n, match.end(), match["label"], -3.0 * repeats))
        candidates += _inline(row, n, masked)
    return chain(candidates)


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


def _numbered(row: Line, n: int, after: int, text: str, bonus: float) -> Label:
    path = tuple(int(p) for p in text.split("."))
    return _label(row, n, after, text, path, bonus + _headlike(row, row.raw[after:].strip(), len(path)))


def _headlike(row: Line, title: str, depth: int) -> float:
    """How much a numbered line looks like a heading and not like a point of a list."""
    weight = 1.0 + 0.3 * (depth > 1) + 0.3 * (row.gap > 0)
    letters = [c for c in title if c.isalpha()]
    capitals = bool(letters) and sum(c.isupper() for c in letters) > 0.7 * len(letters)
    weight += 1.0 * (row.bold or capitals)
    if depth == 1 and (len(title) > 140 or title.rstrip().endswith((".", "?", ";"))):
        weight -= 0.7
    return weight - 0.5 * (not title.strip()) - 0.4 * row.bullet


def _label(row: Line, n: int, after: int, text: str, path: tuple[int, ...], weight: float = 1.0) -> Label:
    """A label at the head of a line; the item begins where the line does."""
    return Label(row.span.start, row.span.start + after, n, text, path, weight)


def chain(candidates: Sequence[Label]) -> list[Label]:
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
    if len(b) > len(a):
        return -0.2 if b[:-1] == (*a, 1) and b[-1] == 1 else None
    level = len(b) - 1
    if b[:level] != a[:level]:
        return None
    ahead = b[level] - a[level]
    if ahead == 1:
        return 0.5
    if ahead == 0 and len(a) == len(b) > 1:
        return -0.5  # printed twice
    if ahead == 0:
        return -1.5  # so is a number of the top level, where it heads a title: the weight of one outweighs this
    return -0.4 * ahead if 1 < ahead <= 4 else None
