"""What a question is about, as a condition on rows."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, true

from index.minutes import Scope
from index.schema import documents


def within(document_id: str | None) -> ColumnElement[bool]:
    return documents.c.document_id == document_id if document_id is not None else and_(True)


def in_scope(scope: Scope) -> ColumnElement[bool]:
    """The condition on a document that ``scope`` is; a meeting without a date is in no range of dates."""
    conditions: list[ColumnElement[bool]] = [true()]
    conditions += _one_of(documents.c.body_id, scope.bodies) + _one_of(documents.c.role, scope.roles)
    if scope.first:
        conditions.append(documents.c.date >= scope.first)
    if scope.last:
        conditions.append(documents.c.date <= scope.last)
    return and_(*conditions)


def _one_of(column: ColumnElement[str], allowed: Iterable[str]) -> list[ColumnElement[bool]]:
    return [column.in_(list(allowed))] if allowed else []
