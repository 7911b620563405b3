"""The running minute references of a document (087/18, FC/118), damaged and stray ones told from real ones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from index.grammars import ITEM, REFERENCES, RefStyle
from index.lines import Line
from index.minutes import Finding
from index.outline import Label, behind_time

_DAMAGED = re.compile(r"[^\w\n]*(?P<label>\d[\d./]{3,11})(?=\s|$)")
_Constant = tuple[object, ...]  # the part of a reference that stays the same in a meeting


def references(rows: Sequence[Line]) -> list[Label]:
    """The running references of a document, damaged and stray ones left out."""
    best: list[Label] = []
    for style in REFERENCES:
        found = _in_sequence(_of_style(rows, style), rows)
        if len(found) > len(best):
            best = _repaired(found, rows)
    return best


def strays(rows: Sequence[Line], kept: Sequence[Label]) -> list[Finding]:
    """What looks like one more reference of the style of ``kept`` and does not fit its numbering."""
    used = {label.row for label in kept}
    style = next(s for s in REFERENCES if s.pattern.match(rows[kept[0].row].raw, behind_time(rows[kept[0].row])))
    found = [(row, m["label"]) for n, row in enumerate(rows) if n not in used and (m := style.pattern.match(row.raw))]
    return [Finding("stray_reference", row.span.start, f"{label} does not fit the numbering here") for row, label in found]


def _of_style(rows: Sequence[Line], style: RefStyle) -> list[tuple[Label, _Constant]]:
    found = []
    for n, row in enumerate(rows):
        if (match := style.pattern.match(row.raw, behind_time(row))) is None:
            continue
        parts = [int(g) for g in match.groups()[1:] if g is not None]
        series = re.match(r"[^\d]*", match["label"])
        rest = (series.group() if series else "", *(p for i, p in enumerate(parts) if i != style.running))
        found.append((_label(row, n, match.end(), match["label"], (parts[style.running],)), rest))
    bullets = Counter(rows[label.row].bullet for label, _ in found)
    return [f for f in found if bullets[rows[f[0].row].bullet] * 2 >= len(found)]


def _in_sequence(candidates: list[tuple[Label, _Constant]], rows: Sequence[Line]) -> list[Label]:
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


def _latest(candidates: Sequence[tuple[Label, _Constant]], common: _Constant) -> list[int | None]:
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
    title = rows[row].raw[labels[i].after - rows[row].span.start :].strip() or (rows[row + 1].text if row + 1 < len(rows) else "")
    named = any(ITEM.match(r.raw) for r in rows[row + 1 : row + 4])
    return named or (0 < len(title) < 90 and title[0].isupper() and title[-1] not in ".;,?")


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
    """ "08818" for 087/18: the digits of the reference behind it."""
    running = next(m for m in re.finditer(r"\d+", label.text) if int(m.group()) == label.path[0])
    following = f"{label.path[0] + 1:0{len(running.group())}}"
    return re.sub(r"\D", "", label.text[: running.start()]) + following + re.sub(r"\D", "", label.text[running.end() :])


def _label(row: Line, n: int, after: int, text: str, path: tuple[int, ...]) -> Label:
    return Label(row.span.start, row.span.start + after, n, text, path)
