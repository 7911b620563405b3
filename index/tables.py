"""Ruled lines of a page -> its tables: which cells there are, merged ones once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.pages import Box

_NEAR = 3.0  # points between lines that count as one, and between ends that touch
_MOST = 400  # lines, and columns times rows / 50: past that it is a drawing


@dataclass(frozen=True, slots=True)
class Table:
    """Cells are numbers. ``grid[row][column]`` is the cell there; a merged cell stands there more than once."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    grid: tuple[tuple[int, ...], ...]

    @property
    def box(self) -> Box:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    @property
    def rows(self) -> list[list[int]]:
        """The cells of each row; a merged cell in the row where it begins."""
        begins = {cell: n for n, row in reversed(list(enumerate(self.grid))) for cell in row}
        return [[cell for cell in dict.fromkeys(row) if begins[cell] == n] for n, row in enumerate(self.grid)]

    def holds(self, box: Box) -> bool:
        x, y = _middle(box)
        return self.xs[0] - _NEAR <= x <= self.xs[-1] + _NEAR and self.ys[0] - _NEAR <= y <= self.ys[-1] + _NEAR

    def cell(self, box: Box) -> int:
        x, y = _middle(box)
        row = min(max(bisect_right(self.ys, y) - 1, 0), len(self.ys) - 2)
        column = min(max(bisect_right(self.xs, x) - 1, 0), len(self.xs) - 2)
        return self.grid[row][column]


def _middle(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def tables(rules: Sequence[Box]) -> list[Table]:
    """The tables that the lines rule, from top to bottom; none inside another."""
    lines = [*_joined([r for r in rules if r[1] == r[3]], level=True), *_joined([r for r in rules if r[1] != r[3]], level=False)]
    if len(lines) > _MOST:
        return []
    found = [table for group in _connected(lines) if (table := _table(group))]
    found.sort(key=lambda t: (t.box[1], t.box[0] - t.box[2]))
    return [table for n, table in enumerate(found) if not any(_within(table.box, other.box) for other in found[:n])]


def _within(inner: Box, outer: Box) -> bool:
    return all(inner[n] >= outer[n] - _NEAR and inner[n + 2] <= outer[n + 2] + _NEAR for n in (0, 1))


def _joined(rules: list[Box], level: bool) -> list[Box]:
    """Lines one behind the other as one line."""
    across, along, end = (1, 0, 2) if level else (0, 1, 3)
    found: list[list[float]] = []
    for place in _clustered([rule[across] for rule in rules]):
        run: list[float] = []
        for rule in sorted((r for r in rules if abs(r[across] - place) <= _NEAR), key=lambda r: r[along]):
            if run and rule[along] <= run[1] + _NEAR:
                run[1] = max(run[1], rule[end])
            else:
                run = [rule[along], rule[end], place]
                found.append(run)
    return [(a, at, b, at) if level else (at, a, at, b) for a, b, at in found]


def _clustered(places: Sequence[float]) -> list[float]:
    """Places that lie close together as one."""
    groups: list[list[float]] = []
    for place in sorted(places):
        if groups and place - groups[-1][0] <= _NEAR:
            groups[-1].append(place)
        else:
            groups.append([place])
    return [sum(group) / len(group) for group in groups]


def _connected(lines: list[Box]) -> list[list[Box]]:
    groups: list[list[Box]] = []
    for line in lines:
        touching = [group for group in groups if any(_touch(line, other) for other in group)]
        groups = [group for group in groups if not any(group is other for other in touching)]
        groups.append([line, *(other for group in touching for other in group)])
    return groups


def _touch(one: Box, two: Box) -> bool:
    return all(max(one[n], two[n]) <= min(one[n + 2], two[n + 2]) + _NEAR for n in (0, 1))


def _table(lines: list[Box]) -> Table | None:
    level, upright = [r for r in lines if r[1] == r[3]], [r for r in lines if r[1] != r[3]]
    xs, ys = _clustered([r[0] for r in upright]), _clustered([r[1] for r in level])
    columns, rows = len(xs) - 1, len(ys) - 1
    if columns < 1 or rows < 1 or columns * rows < 2 or columns * rows > 50 * _MOST:
        return None
    home = list(range(columns * rows))

    def first(cell: int) -> int:
        while home[cell] != cell:
            cell = home[cell]
        return cell

    for row, (top, bottom) in enumerate(pairwise(ys)):
        for column, (left, right) in enumerate(pairwise(xs)):
            cell = row * columns + column
            x, y = (left + right) / 2, (top + bottom) / 2
            if column + 1 < columns and not any(abs(r[0] - right) <= _NEAR and r[1] <= y <= r[3] for r in upright):
                home[first(cell + 1)] = first(cell)
            if row + 1 < rows and not any(abs(r[1] - bottom) <= _NEAR and r[0] <= x <= r[2] for r in level):
                home[first(cell + columns)] = first(cell)
    if len({first(cell) for cell in home}) < 2:
        return None
    return Table(tuple(xs), tuple(ys), tuple(tuple(first(row * columns + column) for column in range(columns)) for row in range(rows)))
