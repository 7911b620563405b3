"""The best pairing of two short lists: the one with the greatest sum of weights, found exactly."""

from __future__ import annotations

from collections.abc import Sequence

_FAR = float("inf")


def assigned(weights: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """The pairs (row, column), each row and column at most once, whose weights sum to the most; pairs without weight are left out.

    The Hungarian method with potentials (Kuhn 1955, Munkres 1957): exact, and cubic in the longer list.
    """
    size = max(len(weights), max(map(len, weights), default=0))
    costs = [[-(row[n] if n < len(row) else 0.0) for n in range(size)] for row in weights]
    costs += [[0.0] * size for _ in range(size - len(costs))]
    row_of = _row_of(costs)
    pairs = sorted((row, column) for column, row in enumerate(row_of) if costs[row][column] < 0)
    return pairs


def _row_of(costs: Sequence[Sequence[float]]) -> list[int]:
    """The row given to each column of a square of costs, the sum of which is least."""
    size = len(costs)
    of_row, of_column = [0.0] * size, [0.0] * size  # potentials: no cost is below their sum
    row_of = [-1] * size
    for row in range(size):
        least, came_from = [_FAR] * size, [-1] * size
        done: set[int] = set()
        column, here, reached = -1, row, 0.0
        while here >= 0:  # a shortest path of changes from the new row to a free column
            for n in range(size):
                if n not in done and (cost := reached + costs[here][n] - of_row[here] - of_column[n]) < least[n]:
                    least[n], came_from[n] = cost, column
            column = min((n for n in range(size) if n not in done), key=least.__getitem__)
            done.add(column)
            reached, here = least[column], row_of[column]
        _shift(done, least, reached, (of_row, of_column, row_of))
        of_row[row] += reached
        while column >= 0:
            before = came_from[column]
            row_of[column] = row_of[before] if before >= 0 else row
            column = before
    return row_of


def _shift(done: set[int], least: Sequence[float], reached: float, state: tuple[list[float], list[float], list[int]]) -> None:
    """Bring the potentials along the searched columns to where the path has shown them to be."""
    of_row, of_column, row_of = state
    for column in done:
        if row_of[column] >= 0:
            of_row[row_of[column]] += reached - least[column]
        of_column[column] -= reached - least[column]
