"""What a person sees of a row, in a table and in Markdown: headings and cells, what is needed first at the left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.rows import ActionRow, CoverageRow, DocumentRow, ItemRow, MeetingRow, OutcomeRow, PersonRow, QuarantineRow, Row

Cell = Callable[[Any], object]  # of a row of the kind the column is for


@dataclass(frozen=True, slots=True)
class Column:
    heading: str
    cell: Cell


@dataclass(frozen=True, slots=True)
class Cells:
    headings: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]


def cells(rows: Sequence[Row]) -> Cells:
    """The rows as texts under their headings; a column that is empty in every row is left out."""
    columns = used(rows)
    return Cells(tuple(c.heading for c in columns), tuple(tuple(text(c.cell(row)) for c in columns) for row in rows))


def used(rows: Sequence[Row]) -> list[Column]:
    """The columns of these rows in which anything stands."""
    if not rows:
        return []
    columns = [Column("Body", _bodies(rows)) if c.heading == "Body" else c for c in COLUMNS[type(rows[0])]]
    return [column for column in columns if any(text(column.cell(row)) for row in rows)]


def text(value: object) -> str:
    return "" if value is None else "; ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _bodies(rows: Iterable[Any]) -> Cell:
    """The name of a row's body; with its organisation where rows of two bodies have the same name."""
    ids: dict[str, set[str]] = {}
    for row in rows:
        ids.setdefault(row.body, set()).add(row.body_id)
    return lambda row: f"{row.body} ({row.organisation or row.body_id})" if len(ids[row.body]) > 1 else row.body


def _body(row: Any) -> str:
    return str(row.body)


def _paper(row: DocumentRow | ItemRow | OutcomeRow) -> str:
    return paper(row.role, row.status)


def paper(role: str, status: str) -> str:
    """ "draft minutes", "approved minutes", "agenda"."""
    return role if status == "unknown" else f"{status} {role}"


def _item(row: ItemRow | OutcomeRow) -> str:
    if row.number and row.minute_ref:
        return f"{row.number} ({row.minute_ref})"
    return row.number or row.minute_ref or ""


def _where(row: OutcomeRow) -> str:
    return _item(row) or row.title


def _papers(row: MeetingRow) -> str:
    return ", ".join(dict.fromkeys(paper(role, status) for role, status in zip(row.roles, row.statuses, strict=True)))


def _rhythm(row: CoverageRow) -> str:
    months = row.rhythm_months
    return "" if months is None else "monthly" if months == 1 else f"every {months} months"


def _number(value: int) -> str:
    return str(value) if value else ""


_OUTCOME = (
    Column("Date", lambda row: row.date),
    Column("Body", _body),
    Column("Item", _where),
    Column("Kind", lambda row: row.kind),
    Column("What", lambda row: row.text),
    Column("Owner", lambda row: row.owner),
    Column("Due", lambda row: row.due),
    Column("In", _paper),
)

COLUMNS: dict[type[Row], tuple[Column, ...]] = {
    OutcomeRow: _OUTCOME,
    ActionRow: (
        *_OUTCOME,
        Column("State", lambda row: row.state),
        Column("Reported", lambda row: row.reported),
        Column("Carried", lambda row: _number(row.carried)),
    ),
    DocumentRow: (
        Column("Date", lambda row: row.date),
        Column("Body", _body),
        Column("Organisation", lambda row: row.organisation),
        Column("Role", _paper),
        Column("Items", lambda row: row.items),
        Column("Warnings", lambda row: _number(row.warnings)),
        Column("Accepted", lambda row: row.accepted),
        Column("Replaced by", lambda row: row.superseded_by),
        Column("Structure", lambda row: row.structure if row.structure == "unclear" else ""),
        Column("File", lambda row: row.file),
        Column("Id", lambda row: row.document_id),
    ),
    QuarantineRow: (
        Column("Since", lambda row: row.made[:10]),
        Column("File", lambda row: row.file),
        Column("Code", lambda row: row.code),
        Column("Why", lambda row: row.reason),
        Column("Approved", lambda row: (row.approved or "")[:10]),
        Column("Hash", lambda row: row.sha256[:12]),
    ),
    MeetingRow: (
        Column("Date", lambda row: row.date),
        Column("Body", _body),
        Column("Held", _papers),
        Column("Chair", lambda row: row.chair),
        Column("Attended", lambda row: _number(row.attended)),
        Column("Apologies", lambda row: _number(row.apologies)),
        Column("Items", lambda row: row.items),
        Column("Decisions", lambda row: _number(row.decisions)),
        Column("Actions", lambda row: _number(row.actions)),
    ),
    ItemRow: (
        Column("Date", lambda row: row.date),
        Column("Body", _body),
        Column("Item", _item),
        Column("Title", lambda row: row.title),
        Column("Under", lambda row: row.parent_title),
        Column("Presenter", lambda row: row.presenter),
        Column("Chair", lambda row: row.chair),
        Column("Kind", lambda row: row.kind),
        Column("In", _paper),
        Column("Id", lambda row: row.item_id),
    ),
    PersonRow: (
        Column("Name", lambda row: row.name),
        Column("Body", _body),
        Column("Roles", lambda row: row.roles),
        Column("Attended", lambda row: row.attended),
        Column("Apologies", lambda row: row.apologies),
        Column("First", lambda row: row.first),
        Column("Last", lambda row: row.last),
    ),
    CoverageRow: (
        Column("Body", _body),
        Column("Organisation", lambda row: row.organisation),
        Column("Meetings", lambda row: row.meetings),
        Column("First", lambda row: row.first),
        Column("Last", lambda row: row.last),
        Column("Rhythm", _rhythm),
        Column("No minutes held for", lambda row: row.no_minutes_held_for),
        Column("Announced, nothing held", lambda row: row.announced),
    ),
}
