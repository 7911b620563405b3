"""What is held, as rows: complete and from the catalogue, never a search."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from assistant.entries import action_rows, coverage_row, document_row, item_row, meeting_row, outcome_rows, person_rows, quarantine_row
from assistant.filters import KINDS, Filters
from assistant.followed import followed
from assistant.rows import ActionRow, CoverageRow, DocumentRow, ItemRow, MeetingRow, OutcomeRow, PersonRow, QuarantineRow, Row
from index.coverage import coverage
from index.minutes import Document, Scope

if TYPE_CHECKING:
    from index.catalog import Catalog

OF_THE_WHOLE = ("quarantine",)  # lists for those who look after the store: nobody else's view has them
LISTS: dict[str, type[Row]] = {
    "documents": DocumentRow,
    "meetings": MeetingRow,
    "items": ItemRow,
    "outcomes": OutcomeRow,
    "decisions": OutcomeRow,
    "actions": ActionRow,
    "people": PersonRow,
    "coverage": CoverageRow,
    "quarantine": QuarantineRow,
}


@dataclass(frozen=True, slots=True)
class Register:
    """The rows of one list that the filters let through; ``left_out`` of them are beyond the limit and not among ``rows``."""

    what: str
    filters: Filters
    rows: tuple[Row, ...]
    left_out: int = 0


def register(catalog: Catalog, what: str, filters: Filters, limit: int | None = None) -> Register:
    """The list ``what``, one of LISTS, in the order of body, date and item. Raises UsageError, MissingInput; see Filters."""
    filters.check(what)
    scope = filters.scope(catalog)
    warnings = catalog.warnings() if what == "documents" else Counter()
    if what == "quarantine":
        rows: Iterator[Row] = map(quarantine_row, catalog.quarantine.all())
    elif what == "actions":
        rows = _actions(catalog, scope, filters)
    else:
        rows = _rows(what, (d for d in catalog.whole(scope) if filters.takes(d)), warnings)
    found = [row for row in rows if filters.let_through(row)]
    kept = found if limit is None else found[:limit]
    return Register(what, filters, tuple(kept), len(found) - len(kept))


def outcomes_of(catalog: Catalog, documents: Sequence[Document]) -> list[OutcomeRow]:
    """The decisions and actions of these documents with what became of the actions."""
    became = followed(catalog, {d.body_id for d in documents})
    wanted = {d.document_id: d for d in documents if not d.superseded_by}
    whole = [replace(d, items=tuple(catalog.items(name)), outcomes=tuple(catalog.outcomes(document_id=name))) for name, d in wanted.items()]
    return [row for d in whole for row in (*outcome_rows(d, KINDS["decisions"]), *action_rows(d, became))]


def _actions(catalog: Catalog, scope: Scope, filters: Filters) -> Iterator[Row]:
    """The actions in scope; what became of them is looked for in all minutes of their bodies, whatever the filters."""
    wanted = [d for d in catalog.whole(scope) if not d.superseded_by and filters.takes(d)]
    became = followed(catalog, {d.body_id for d in wanted})
    yield from (row for d in wanted for row in action_rows(d, became))


def _rows(what: str, documents: Iterator[Document], warnings: Counter[str]) -> Iterator[Row]:
    if what == "documents":
        yield from (document_row(d, warnings[d.document_id]) for d in documents)
    elif what == "items":
        yield from (item_row(d, i) for d in documents for i in d.items if i.citable)
    elif what == "meetings":
        yield from (meeting_row(list(of)) for _, of in groupby(documents, lambda d: (d.body_id, d.meeting.date or d.document_id)))
    elif what == "people":
        yield from (row for _, of in groupby(documents, lambda d: d.body_id) for row in person_rows(list(of)))
    elif what == "coverage":
        yield from (coverage_row(c) for _, of in groupby(documents, lambda d: d.body_id) for c in coverage(of))
    else:
        yield from (row for d in documents if not d.superseded_by for row in outcome_rows(d, KINDS[what]))
