"""A page's words -> its rows in reading order: columns one after the other, tables row by row.

A row is what stands on one line of text, in parts that a wide gap or a ruled line keeps asunder. Columns are told from a
table without lines by what is in them: two columns of prose fill their width with words, cells do not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from index.glyphs import Piece, Sheet
from index.pages import Box, union
from index.tables import Table, tables

_GAP = 1.6  # widths of an em between two parts of a row
_COLUMN_GAP = 0.9  # the same, where columns are looked for
_BULLETS = "•●▪◦‣⁃o-–*·"
_FEW = 5  # lines: fewer make no column
_LONG = 2  # lines: a row of a table with a longer cell is set apart

Part = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of text. ``lead``: empty cells before its first part; ``breaks``: it begins a cell, a column or a table."""

    parts: tuple[Part, ...]
    lead: int = 0
    breaks: bool = False
    table: bool = False

    @property
    def box(self) -> Box:
        return union(piece.box for part in self.parts for piece in part)

    @property
    def size(self) -> float:
        """The size of most of its letters."""
        sizes: Counter[float] = Counter()
        for part in self.parts:
            for piece in part:
                sizes[piece.style.size] += len(piece.text)
        return sizes.most_common(1)[0][0]

    @property
    def text(self) -> str:
        return "\t" * self.lead + "\t".join(map(words, self.parts))


def words(part: Part) -> str:
    return "".join(" " * (n > 0 and joint(part[n - 1], piece)) + piece.text for n, piece in enumerate(part))


def joint(last: Piece, piece: Piece) -> bool:
    """White space stands between two pieces of a part."""
    return piece.spaced or piece.box[0] - last.box[2] > 0.25 * min(last.style.size, piece.style.size)


def rows(sheet: Sheet) -> list[Row]:
    """The rows of a page in reading order."""
    found = tables(sheet.rules)
    inside: dict[Table, list[Piece]] = {table: [] for table in found}
    outside: list[Piece] = []
    for piece in sheet.pieces:
        home = next((table for table in found if table.holds(piece.box)), None)
        (outside if home is None else inside[home]).append(piece)
    result: list[Row] = []
    for table in found:  # from top to bottom
        above = [piece for piece in outside if _middle(piece.box) < table.box[1]]
        outside = [piece for piece in outside if _middle(piece.box) >= table.box[1]]
        result += _flow(above)
        result += _table_rows(table, inside[table])
    result += _flow(outside)
    return [replace(row, breaks=row.breaks and n > 0) for n, row in enumerate(result)]


def _middle(box: Box) -> float:
    return (box[1] + box[3]) / 2


def _flow(pieces: Sequence[Piece]) -> list[Row]:
    found: list[Row] = []
    for region in _columns(_lines(pieces, _COLUMN_GAP)):
        lines = _lines([piece for line in region for part in line for piece in part], _GAP)
        found += (Row(tuple(line), breaks=not n) for n, line in enumerate(map(_bulleted, lines)))
    return found


def _lines(pieces: Sequence[Piece], gap: float) -> list[list[Part]]:
    """The pieces as lines from top to bottom, each as parts from left to right."""
    lines: list[list[Piece]] = []
    tallest: list[Piece] = []
    for piece in sorted(pieces, key=lambda p: (_middle(p.box), p.box[0])):
        at = next((n for n in range(len(lines) - 1, max(len(lines) - 4, -1), -1) if _level(tallest[n].box, piece.box)), None)
        if at is None:
            lines.append([piece])
            tallest.append(piece)
        else:
            lines[at].append(piece)
            tallest[at] = max(tallest[at], piece, key=lambda p: p.box[3] - p.box[1])
    order = sorted(range(len(lines)), key=lambda n: tallest[n].box[3])
    return [_parts(sorted(lines[n], key=lambda p: p.box[0]), gap) for n in order]


def _level(one: Box, two: Box) -> bool:
    common = min(one[3], two[3]) - max(one[1], two[1])
    return common > 0.5 * min(one[3] - one[1], two[3] - two[1])


def _parts(line: Sequence[Piece], gap: float) -> list[Part]:
    parts: list[list[Piece]] = [[line[0]]]
    for last, piece in pairwise(line):
        if piece.box[0] - last.box[2] > gap * max(last.style.size, piece.style.size):
            parts.append([])
        parts[-1].append(piece)
    return [tuple(part) for part in parts]


def _bulleted(line: list[Part]) -> list[Part]:
    """A bullet and what stands behind it as one part."""
    if len(line) > 1 and len(line[0]) == 1 and line[0][0].text in _BULLETS:
        return [(line[0][0], replace(line[1][0], spaced=True), *line[1][1:]), *line[2:]]
    return line


# Columns


def _columns(lines: list[list[Part]]) -> Iterator[list[list[Part]]]:
    """The lines in regions that are read one after the other."""
    split = _split(lines) if len(lines) >= _FEW else None
    if split is None:
        if lines:
            yield lines
        return
    for region in split:
        yield from _columns(region)


def _split(lines: list[list[Part]]) -> list[list[list[Part]]] | None:
    """What stands above two columns, the left one, the right one, what stands below; None where there are no columns."""
    width = max(part[-1].box[2] for line in lines for part in line) - min(line[0][0].box[0] for line in lines)
    for gutter in _gutters(lines, width):
        for first, last in _runs(lines, gutter):
            left = [kept for line in lines[first:last] if (kept := [p for p in line if p[0].box[0] < gutter])]
            right = [kept for line in lines[first:last] if (kept := [p for p in line if p[0].box[0] >= gutter])]
            if _prose(left, width) and _prose(right, width):
                return [part for part in (lines[:first], left, right, lines[last:]) if part]
    return None


def _gutters(lines: list[list[Part]], width: float) -> list[float]:
    """Places left of which a column may end, the likeliest first."""
    edge = min(line[0][0].box[0] for line in lines)
    starts = Counter(round(part[0].box[0] / 3) for line in lines for part in line if part[0].box[0] > edge + 0.2 * width)
    return [3 * start - 3 for start, count in starts.most_common(8) if count >= _FEW]


def _runs(lines: list[list[Part]], gutter: float) -> Iterator[tuple[int, int]]:
    """Stretches of lines that nothing crosses the gutter in, without lines at their ends that only the left side has."""
    first = 0
    for n in range(len(lines) + 1):
        if n == len(lines) or any(part[0].box[0] < gutter < part[-1].box[2] for part in lines[n]):
            yield from _trimmed(lines, first, n, gutter)
            first = n + 1


def _trimmed(lines: list[list[Part]], first: int, last: int, gutter: float) -> Iterator[tuple[int, int]]:
    right = [n for n in range(first, last) if lines[n][-1][0].box[0] >= gutter]
    if not right:
        return
    pitches = [b[0][0].box[3] - a[0][0].box[3] for a, b in pairwise(lines[first:last])]
    wide = 1.6 * median(pitches) if pitches else 0
    begins = next((n for n in range(right[0], first, -1) if _drop(lines, n) > wide), first)
    ends = next((n for n in range(right[-1] + 1, last) if _drop(lines, n) > wide), last)
    yield begins, ends


def _drop(lines: list[list[Part]], n: int) -> float:
    return lines[n][0][0].box[3] - lines[n - 1][0][0].box[3]


def _prose(lines: list[list[Part]], width: float) -> bool:
    """Lines of several words most of which reach across their column."""
    if len(lines) < _FEW:
        return False
    left, right = min(line[0][0].box[0] for line in lines), max(line[-1][-1].box[2] for line in lines)
    full = sum(line[-1][-1].box[2] - line[0][0].box[0] > 0.75 * (right - left) for line in lines)
    return right - left > 0.25 * width and full >= 0.5 * len(lines) and median(sum(map(len, line)) for line in lines) >= 3.5


# Tables with lines


def _table_rows(table: Table, pieces: Sequence[Piece]) -> Iterator[Row]:
    """The cells of a table row by row. A cell of several lines has each on a row of its own, and so has the cell behind it."""
    homes: dict[int, list[Piece]] = {}
    for piece in pieces:
        homes.setdefault(table.cell(piece.box), []).append(piece)
    was_long = True
    for cells in table.rows:
        contents = [[Row(tuple(line), table=True) for line in map(_bulleted, _lines(homes.get(cell, ()), _GAP))] for cell in cells]
        long = max(map(len, contents), default=0) > _LONG
        for n, row in enumerate(_cells(contents)):
            yield replace(row, breaks=n == 0 and (long or was_long))
            was_long = long


def _cells(contents: Sequence[list[Row]]) -> Iterator[Row]:
    line: tuple[Part, ...] = ()
    lead = 0
    for lines in contents:
        if not lines:
            line, lead = ((*line, ()), lead) if line else (line, lead + 1)
            continue
        line += lines[0].parts
        if len(lines) > 1:
            yield Row(line, lead, table=True)
            yield from lines[1:]
            line, lead = (), 1
    while line and not line[-1]:
        line = line[:-1]
    if line:
        yield Row(line, lead, table=True)
