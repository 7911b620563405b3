"""Agenda against minutes: decisions that an agenda announces and the minutes of that meeting never take up."""

from __future__ import annotations

import re

from assistant.answer import Evidence, Query
from index.catalog import Catalog
from index.grammars import DECISION_NUMBER
from index.minutes import Document, Item, Scope
from index.tokens import terms, tokens

_REFERENCE = re.compile(DECISION_NUMBER)


def announced(query: Query, best: Evidence, catalog: Catalog) -> Evidence | None:
    """The agenda item with the points about this question that the minutes of ``best``'s meeting have no entry for."""
    minutes = best.document
    if minutes.role == "agenda" or minutes.meeting.date is None:
        return None
    scope = Scope(bodies=(minutes.body_id,), roles=("agenda",), first=minutes.meeting.date, last=minutes.meeting.date)
    for agenda in catalog.documents(scope):
        items = catalog.items(agenda.document_id)
        untaken = [point for point in items if _asked(point, query) and not _taken_up(point, minutes, catalog)]
        holder = next((i for i in items if untaken and i.item_id == untaken[0].parent), None)
        if holder is not None:
            return Evidence(0, agenda, holder, (), 0.0, tuple(p for p in untaken if p.parent == holder.item_id))
    return None


def _asked(point: Item, query: Query) -> bool:
    """True for a numbered decision all of whose title the question names."""
    if point.kind != "point" or not point.number or not _REFERENCE.fullmatch(point.number):
        return False
    title = set(terms(point.title))
    return bool(title) and title <= set(tokens(query.standalone))


def _taken_up(point: Item, minutes: Document, catalog: Catalog) -> bool:
    """True where the minutes print its reference, or a decision of that title under another reference."""
    items = catalog.items(minutes.document_id)
    if any(prints(item.text, point.number) for item in items if point.number):
        return True
    title = set(terms(point.title))
    return any(i.kind == "point" and i.number and _REFERENCE.fullmatch(i.number) and title <= set(tokens(i.text)) for i in items)


def prints(text: str, reference: str) -> bool:
    """True where ``text`` holds the reference itself, not as a part of a longer one."""
    return re.search(rf"(?<![\w/]){re.escape(reference)}(?![\w/])", text) is not None
