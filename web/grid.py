"""Rows of a list as the table of a page: headings that sort, cells that lead on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from assistant.columns import COLUMNS, Column, text
from assistant.listing import LISTS
from index.dates import spoken
from index.minutes import Span
from web.address import item_path, meeting_path, person_path, with_query
from web.asked import Asked

Path = Callable[[Any], str | None]  # of a row
SORTED: tuple[Literal["ascending", "descending"], ...] = ("ascending", "descending")
_WORDS = {
    "In": "Recorded in",
    "Carried": "Carried forward",
    "Held": "Papers held",
    "What": "What was recorded",
    "Reported": "Last reported",
}
_NUMBERS = ("Attended", "Apologies", "Items", "Decisions", "Actions", "Carried")
_DAYS = ("Date", "First", "Last", "Reported")
_STATES = {"open": "which", "updated": "part", "closed": "ok", "silent": ""}


@dataclass(frozen=True, slots=True)
class Grid:
    """A list as a page. ``leads``: where a cell leads, by the heading of its column. ``heads``: the column that names a row."""

    what: str
    title: str
    one: str  # a row in words
    many: str
    leads: Mapping[str, Path] = field(default_factory=dict)
    heads: str = ""

    @property
    def path(self) -> str:
        return f"/{self.what}"

    @property
    def sorts(self) -> tuple[str, ...]:
        """What the rows can be sorted by."""
        return tuple(key(column) for column in COLUMNS[LISTS[self.what]])

    def headings(self, asked: Asked, columns: Sequence[Column]) -> list[Heading]:
        return [self._heading(asked, column) for column in columns]

    def _heading(self, asked: Asked, column: Column) -> Heading:
        name = key(column)
        now = SORTED[asked.sort.startswith("-")] if asked.sort.removeprefix("-") == name else None
        other = f"-{name}" if now == "ascending" else name
        path = with_query(self.path, asked.pairs(sort=other))
        return Heading(self.title_of(column), path, now, column.heading in _NUMBERS)

    def title_of(self, column: Column) -> str:
        """The heading in words for a page."""
        return _WORDS.get(column.heading, column.heading)

    def cells(self, row: Any, columns: Sequence[Column]) -> list[Cell]:
        return [self._cell(row, column) for column in columns]

    def _cell(self, row: Any, column: Column) -> Cell:
        value, lead = column.cell(row), self.leads.get(column.heading)
        badge = f"badge {_STATES.get(text(value), '')}".strip() if column.heading == "State" and value else ""
        words = spoken(value) if isinstance(value, date) else text(value)
        path = lead(row) if lead else None
        return Cell(
            words or (UNDATED_WORDS if path else ""),
            path,
            badge,
            sort=_sort(column),
            head=column.heading == self.heads,
            aside=row.report if column.heading == "Reported" else "",
        )


UNDATED_WORDS = "undated"


@dataclass(frozen=True, slots=True)
class Heading:
    """``sorted`` is None where the rows are not in the order of this column."""

    title: str
    path: str
    sorted: Literal["ascending", "descending"] | None
    number: bool

    @property
    def next(self) -> str:
        """What choosing it does."""
        return "last first" if self.sorted == "ascending" else "first to last"


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    path: str | None = None
    badge: str = ""
    sort: Literal["day", "number", "said", ""] = ""  # "said": words of the minutes, which need room
    head: bool = False
    aside: str = ""


def _sort(column: Column) -> Literal["day", "number", "said", ""]:
    if column.heading in _DAYS:
        return "day"
    return "number" if column.heading in _NUMBERS else "said" if column.heading == "What" else ""


def key(column: Column) -> str:
    return column.heading.lower().replace(" ", "-")


def _item(row: Any) -> str:
    return item_path(row.item_id, Span(row.start, row.end))


def _meeting(row: Any) -> str:
    return meeting_path(row.body_id, row.date)


def _report(row: Any) -> str | None:
    return item_path(row.report_item) if row.report_item else None


_OUTCOMES: Mapping[str, Path] = {"Date": _meeting, "What": _item}
GRIDS = (
    Grid("decisions", "Decisions", "decision", "decisions", _OUTCOMES),
    Grid("actions", "Actions", "action", "actions", {**_OUTCOMES, "Reported": _report}),
    Grid("meetings", "Meetings", "meeting", "meetings", {"Date": _meeting}, heads="Date"),
    Grid("people", "People", "person", "people", {"Name": lambda row: person_path(row.body_id, row.name)}, heads="Name"),
)
