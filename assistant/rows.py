"""The rows of ``list``: what each list tells of documents, meetings, items, outcomes, people and coverage.

The names of the fields are those of the JSON and of the columns of the CSV, in this order: other programs rely on both.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from typing import Literal

from index.tracking import State

Day = date  # where a field is called date
_INNER = {"inner": True}  # rows within a row: in the JSON only
Presence = Literal["attended", "apologies"]
Structure = Literal["items", "unclear"]  # unclear: no items could be told apart, the text is searched by paragraph


@dataclass(frozen=True, slots=True)
class DocumentRow:
    document_id: str
    body_id: str
    body: str
    organisation: str | None
    date: Day | None
    role: str
    status: str
    file: str
    items: int
    warnings: int
    structure: Structure
    accepted: Day | None  # the day of the meeting that accepted them
    superseded_by: str | None  # the document that is a later version


@dataclass(frozen=True, slots=True)
class MeetingRow:
    body_id: str
    body: str
    organisation: str | None
    date: Day | None
    roles: tuple[str, ...]  # of each document held
    statuses: tuple[str, ...]  # of each document held
    files: tuple[str, ...]
    chair: str | None
    attended: int
    apologies: int
    items: int
    decisions: int
    actions: int


@dataclass(frozen=True, slots=True)
class ItemRow:
    item_id: str
    date: Day | None
    body: str
    role: str
    number: str | None
    minute_ref: str | None
    title: str
    file: str
    body_id: str
    organisation: str | None
    document_id: str
    status: str
    kind: str
    parent: str | None
    parent_title: str | None
    presenter: str | None
    chair: str | None  # of the item; else of the meeting
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    item_id: str
    date: Day | None
    body: str
    kind: str
    reference: str | None
    owner: str | None
    due: str | None
    text: str
    file: str
    body_id: str
    organisation: str | None
    document_id: str
    role: str
    status: str
    number: str | None
    minute_ref: str | None
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ActionRow(OutcomeRow):
    """An action and what later minutes held of the same body say of it: see index/tracking.py."""

    state: State | None  # None: of a paper that is no record of a meeting, or has no date
    carried: int  # later meetings that spoke of it and left it open
    reported: Day | None  # the last meeting that spoke of it
    report: str  # what its minutes say, as printed; empty where none did
    report_item: str | None  # where they say it


@dataclass(frozen=True, slots=True)
class PresenceRow:
    """A person in one document."""

    name: str
    capacity: str
    presence: Presence
    document_id: str
    date: Day | None
    file: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person in one body. Meetings are counted, however many documents record one."""

    name: str  # as printed most often
    body: str
    body_id: str
    organisation: str | None
    names: tuple[str, ...]  # all forms printed
    roles: tuple[str, ...]  # as printed
    attended: int
    apologies: int
    first: date | None
    last: date | None
    meetings: tuple[PresenceRow, ...] = field(metadata=_INNER)


@dataclass(frozen=True, slots=True)
class CoverageRow:
    body_id: str
    body: str
    organisation: str | None
    meetings: int  # with minutes or notes
    first: date | None
    last: date | None
    rhythm_months: int | None
    no_minutes_held_for: tuple[str, ...]  # days of which an agenda is held, and months in which the rhythm suggests a meeting
    announced: tuple[date, ...]  # next meetings announced of which nothing is held
    announced_in: tuple[str, ...]  # the items that announce them


@dataclass(frozen=True, slots=True)
class QuarantineRow:
    """A file set aside: not read again, or not taken in, until a person says so."""

    file: str
    code: str
    reason: str
    made: str  # ISO time
    approved: str | None  # ISO time from which on it may be taken in
    sha256: str


Row = QuarantineRow | DocumentRow | MeetingRow | ItemRow | OutcomeRow | ActionRow | PersonRow | CoverageRow


def row_json(row: object) -> dict[str, object]:
    """The row as other programs read it: dates in ISO form, lists for tuples."""
    return {f.name: _plain(getattr(row, f.name)) for f in fields(row)}  # type: ignore[arg-type]


def flat_fields(kind: type[Row]) -> list[str]:
    """The names of the fields that fit into one cell."""
    return [f.name for f in fields(kind) if not f.metadata.get("inner")]


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if is_dataclass(value):
        return row_json(value)
    return value.isoformat() if isinstance(value, date) else value
