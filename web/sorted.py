"""Rows in the order of one column, and the page of them that is shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from assistant.columns import text

PER_PAGE = 50
Row = TypeVar("Row")
_NUMBER = re.compile(r"([0-9]{1,18})")


def ordered(rows: Sequence[Row], value: Callable[[Row], object], last_first: bool = False) -> list[Row]:
    """The rows by this value; equal ones stay as they were, and those without one come last either way."""
    filled = [row for row in rows if text(value(row))]
    empty = [row for row in rows if not text(value(row))]
    return [*sorted(filled, key=lambda row: _key(value(row)), reverse=last_first), *empty]


def _key(value: object) -> tuple[object, ...]:
    """Words without regard to capitals, numbers within them as numbers."""
    if isinstance(value, date):
        return (value.isoformat(),)
    parts = _NUMBER.split(text(value).casefold())
    return tuple(int(part) if n % 2 else part for n, part in enumerate(parts))


@dataclass(frozen=True, slots=True)
class Shown:
    """Which of ``count`` rows stand on one page. A page behind the last is the last."""

    count: int
    asked: int = 1
    size: int = PER_PAGE

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // self.size))

    @property
    def page(self) -> int:
        return min(self.asked, self.pages)

    @property
    def first(self) -> int:
        """The number of the first row, from 1."""
        return (self.page - 1) * self.size + 1

    @property
    def last(self) -> int:
        return min(self.page * self.size, self.count)

    @property
    def words(self) -> str:
        """ "Showing 51 to 100 of 240"."""
        if self.pages == 1:
            return "Showing the only one" if self.count == 1 else f"Showing all {self.count:,}"
        return f"Showing {self.first:,} to {self.last:,} of {self.count:,}"

    def of(self, rows: Sequence[Row]) -> Sequence[Row]:
        return rows[self.first - 1 : self.last]
