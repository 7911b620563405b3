"""Which meetings there are, the first and the latest, the next one announced, who presented what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby

from assistant.answer import Asked, Query
from assistant.labels import item_label
from assistant.stated import MEETINGS, Place, Stated, Told, beside, head_place, meeting_name, meetings, names_place, printed_place
from index.catalog import Catalog
from index.coverage import RECORDS, next_meetings
from index.dates import dates, spoken
from index.minutes import Document, Item
from index.names import bare_name
from index.tokens import tokens

MONTH = timedelta(days=31)
DAYS = 24  # days of one body told one by one


def held(query: Query, asked: Asked, catalog: Catalog) -> Told | None:
    """The meetings of the scope: all, the first or latest of each body, or those of one person."""
    if asked.person:
        return _of_person(query, asked, catalog)
    documents = [d for scope in query.parts or (query.scope,) for d in catalog.documents(scope)]
    bodies = [list(of) for _, of in groupby(documents, key=lambda d: d.body_id)]
    if not bodies:
        return None
    if asked.sort in ("first", "latest"):
        return _edge(query, asked.sort, catalog)
    days = {(d.body_id, d.meeting.date or d.document_id) for d in documents}
    recorded = len({(d.body_id, d.meeting.date or d.document_id) for d in documents if d.role in RECORDS})
    more = f", and of {len(days) - recorded} more only an agenda or another paper" if recorded < len(days) else ""
    first = Stated(f"Minutes or notes of {recorded} meeting{'s' * (recorded != 1)} are held{more}.", (head_place(documents[0], catalog),))
    return Told((first, *(_body(of, documents, catalog) for of in bodies)))


def _body(own: Sequence[Document], documents: Sequence[Document], catalog: Catalog) -> Stated:
    """The days of one body; what is there beside plain minutes is named."""
    days = [list(of) for _, of in groupby(own, key=lambda d: d.meeting.date)]
    twins = {d.body_id for d in documents if d.meeting.body == own[0].meeting.body}
    name = own[0].meeting.body if len(twins) == 1 else _named(own[0])
    more = f" and {len(days) - DAYS} more days: see list documents" if len(days) > DAYS else ""
    shown = [max(of, key=lambda d: d.role in RECORDS) for of in days[:DAYS]]
    return Stated(f"{name}: {', '.join(map(_day, shown))}{more}.", tuple(head_place(d, catalog) for d in shown))


def _day(document: Document) -> str:
    kind = f"{document.role} only" if document.role not in RECORDS else "draft" if document.status == "draft" else ""
    return spoken(document.meeting.date) + (f" ({kind})" if kind else "")


def _named(document: Document) -> str:
    of, body = document.meeting.organisation, document.meeting.body
    return f"{body} ({of})" if of and of != body else body


def _edge(query: Query, sort: str, catalog: Catalog) -> Told | None:
    """The first or the latest meeting of each body, the one that goes furthest first."""
    records = meetings(query, catalog)
    ordered = records if sort == "first" else records[::-1]
    found = list({d.body_id: d for d in reversed(ordered)}.values())[::-1]
    of_body = sorted(found, key=ordered.index)[:MEETINGS]
    said = ((d, f"The {sort} meeting held of {_named(d)} is that of {spoken(d.meeting.date)}.") for d in of_body)
    return Told(tuple(Stated(text, (head_place(d, catalog),)) for d, text in said)) if of_body else None


def _of_person(query: Query, asked: Asked, catalog: Catalog) -> Told | None:
    missed = asked.sort == "missed"
    rows: list[tuple[Document, str]] = []
    for d in meetings(query, catalog):
        rows += [(d, p.name) for p in (d.apologies if missed else d.attendees) if bare_name(p.name) == asked.person][:1]
    found = [(d, name, place) for d, name in rows if (place := names_place(d, [name], "", catalog))]
    if not found:
        return None
    said = "sent apologies for" if missed else "is listed as present at"
    text = f"{found[-1][1]} {said} {len(found)} meeting{'s' * (len(found) > 1)}: {'; '.join(meeting_name(d) for d, _, _ in found)}."
    return Told((Stated(text, tuple(place for _, _, place in found)),))


# -- the next meeting


def following(query: Query, asked: Asked, catalog: Catalog) -> Told | None:
    """The next meeting as the minutes announce it: after the meeting named, else after the latest of each body."""
    told = [(d, announced) for d in _leading(query, catalog) if (announced := _announced(d, catalog))]
    stated = [_next(d, place, day, len(told) > 1, catalog) for d, (place, day) in told]
    words = [s for said in stated for s in beside(said, catalog)] if len(told) < 3 else []
    return Told((*stated, *words)) if stated else None


def _leading(query: Query, catalog: Catalog) -> list[Document]:
    """The meetings after which the next is asked for: that of the day named, else the latest of each body."""
    records, scope = meetings(query, catalog), query.scope
    if scope.first and not scope.last and records:  # "after May 2019": of each body the first, if it is of about that time
        near = [d for d in records if d.meeting.date and records[0].meeting.date and d.meeting.date - records[0].meeting.date <= MONTH]
        return list({d.body_id: d for d in reversed(near)}.values())[::-1]
    if query.parts:
        return records[:MEETINGS]
    latest = {d.body_id: d for d in records}
    return list(latest.values())[-MEETINGS:]


def _announced(document: Document, catalog: Catalog) -> tuple[Place, date] | None:
    """The first day that the minutes of a meeting announce for the next, and where."""
    day = document.meeting.date
    items = [i for i in catalog.items(document.document_id) if i.citable and day]
    found = next(((i, days[0]) for i in items if day and (days := next_meetings(i, day))), None)
    if found is None:
        return None
    item, after = found
    spans = [p.span for p in catalog.passages(item.item_id) if after in dates(p.text) or after in dates(p.text, after.year)]
    return (Place(document, item, spans[0] if spans else item.span), after)


def _next(document: Document, place: Place, day: date, several: bool, catalog: Catalog) -> Stated:
    of = f" of the {document.meeting.body}" if several else ""
    held_since = any(d.meeting.date and d.meeting.date >= day for d in catalog.documents() if d.body_id == document.body_id)
    verb = "was to be" if held_since else "is"
    text = f"The next meeting{of} {verb} on {spoken(day)}, as announced on {spoken(document.meeting.date)}."
    return Stated(text, (place,))


# -- who presented


def presented(query: Query, asked: Asked, catalog: Catalog) -> Told | None:
    """Who presented the items whose title holds the topic, with the words that say so."""
    rows = [(d, i) for d in meetings(query, catalog, (*RECORDS, "agenda")) for i in catalog.items(d.document_id)]
    found = [(d, i) for d, i in rows if i.citable and i.presenter and set(asked.topic) <= set(tokens(i.title))][:MEETINGS]
    stated = []
    for d, i in found:
        place = printed_place(d, i, [bare_name(i.presenter or "").split()[-1]], catalog)
        said = Stated(_presents(d, i), (place,))
        stated += [said, *beside(said, catalog)]
    return Told(tuple(stated)) if stated else None


def _presents(document: Document, item: Item) -> str:
    verb = "is down to present" if document.role == "agenda" else "presented"
    return f"{item.presenter} {verb} {item_label(item)} at the {meeting_name(document)}."
