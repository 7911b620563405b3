"""What is held, as rows: complete and from the catalogue, never a search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.contract import item_row_json, meeting_row_json, outcome_row_json, people_rows_json
from index.minutes import Document, OutcomeKind, Scope

if TYPE_CHECKING:
    from index.catalog import Catalog

Row = dict[str, object]

LISTS = ("documents", "meetings", "items", "decisions", "actions", "people")
OUTCOMES: dict[str, tuple[OutcomeKind, ...]] = {
    "decisions": ("decision", "agreement", "approval", "deferral"),
    "actions": ("action", "undertaking", "request"),
}


def rows(catalog: Catalog, what: str, scope: Scope, words: str = "") -> list[Row]:
    """The rows of ``what``, one of LISTS, in ``scope`` that hold all ``words``, in the order of the minutes."""
    undivided = catalog.undivided() if what == "documents" else ()
    found = [row for document in catalog.documents(scope) for row in _rows(catalog, what, document, document.document_id in undivided)]
    if what == "meetings":
        found = _one_per_meeting(found)
    return [row for row in found if _holds(row, words)]


def _rows(catalog: Catalog, what: str, document: Document, undivided: bool) -> list[Row]:
    if what == "items":
        return [item_row_json(document, item) for item in catalog.items(document.document_id) if item.citable]
    if what == "people":
        return people_rows_json(document)
    if what in OUTCOMES:
        found = catalog.outcomes(document_id=document.document_id)
        return [outcome_row_json(document, outcome) for outcome in found if outcome.kind in OUTCOMES[what]]
    return [meeting_row_json(document, undivided)]


def _one_per_meeting(documents: list[Row]) -> list[Row]:
    """One row for a body and a day, with the roles held."""
    found: dict[tuple[object, object], Row] = {}
    roles: dict[tuple[object, object], list[object]] = {}
    for row in documents:
        key = (row["body_id"], row["date"])
        roles.setdefault(key, []).append(row["role"])
        found.setdefault(key, {name: row[name] for name in ("body_id", "body", "organisation", "date")} | {"roles": roles[key]})
    return list(found.values())


def _holds(row: Row, words: str) -> bool:
    text = " ".join(str(value) for value in row.values()).lower()
    return all(word in text for word in words.lower().split())
