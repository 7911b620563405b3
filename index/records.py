"""Nouns -> rows of the catalogue, and back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from struct import Struct
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Row

from index.acceptance import next_meeting
from index.labels import either
from index.minutes import Acceptance, Amendment, Document, Item, LeftOut, Meeting, Outcome, Passage, Person, Source, Span
from index.pages import Page, Paged, Place
from index.schema import digest
from index.standing import Standing

Record = dict[str, object]
Vector = NDArray[np.float32]

_PLACE = Struct("<2I4f")  # start, end, left, top, right, bottom


@dataclass(frozen=True, slots=True)
class VectorRow:
    """A passage as a search by vector sees it."""

    item_id: str
    ordinal: int
    body_id: str
    role: str
    day: int  # 20180717; 0 where the meeting has no date
    vector: Vector


def embedded(passage: Passage) -> str:
    """What is embedded of a passage: its heading, then its text."""
    return f"{passage.heading}\n{passage.text}" if passage.heading else passage.text


def document_record(document: Document, revision: int) -> Record:
    return {
        "revision": revision,
        "document_id": document.document_id,
        "body_id": document.body_id,
        "body": document.meeting.body,
        "organisation": document.meeting.organisation,
        "date": document.meeting.date,
        "title": document.meeting.title,
        "role": document.role,
        "status": document.status,
        "start": document.span.start,
        "end": document.span.end,
        "chair": document.chair,
        "venue": document.venue,
        "start_time": document.start_time,
        "end_time": document.end_time,
        "label": document.label,
        "shown": shown_to(document),
        "next_meeting": next_meeting(replace(document, items=tuple(item for item in document.items if item.label == document.label))),
    }


def shown_to(document: Document) -> str:
    """Who sees any of its items: a head alone shows no document, but where no items could be told apart."""
    divided = len(document.items) > 1 and not document.undivided(document.items[0])
    return either(item.label for item in document.items[int(divided) :]) if document.items else document.label


def people_records(document: Document, key: int) -> list[Record]:
    lists = (("attendees", document.attendees), ("apologies", document.apologies))
    return [{"document": key, "list": name, "name": person.name, "role": person.role} for name, people in lists for person in people]


def item_record(item: Item, key: int) -> Record:
    return {
        "document": key,
        "item_id": item.item_id,
        "ordinal": item.ordinal,
        "kind": item.kind,
        "number": item.number,
        "minute_ref": item.minute_ref,
        "title": item.title,
        "parent": item.parent,
        "presenter": item.presenter,
        "start": item.span.start,
        "end": item.span.end,
        "text": item.text,
        "chair": item.chair,
        "label": item.label,
    }


def outcome_record(outcome: Outcome, key: int, label: str) -> Record:
    return {
        "document": key,
        "label": label,
        "item_id": outcome.item_id,
        "kind": outcome.kind,
        "reference": outcome.reference,
        "owner": outcome.owner,
        "due": outcome.due,
        "text": outcome.text,
        "start": outcome.span.start,
        "end": outcome.span.end,
    }


def acceptance_record(acceptance: Acceptance, key: int, label: str) -> Record:
    return {
        "document": key,
        "label": label,
        "item_id": acceptance.item_id,
        "kind": acceptance.kind,
        "first": acceptance.first,
        "last": acceptance.last,
        "text": acceptance.text,
        "start": acceptance.span.start,
        "end": acceptance.span.end,
    }


def amendment_record(amendment: Amendment, key: int) -> Record:
    span = amendment.span
    return {"acceptance": key, "text": amendment.text, "named": amendment.named, "start": span.start, "end": span.end}


def passage_record(passage: Passage, key: int, label: str) -> Record:
    return {
        "document": key,
        "label": label,
        "item_id": passage.item_id,
        "ordinal": passage.ordinal,
        "start": passage.span.start,
        "end": passage.span.end,
        "heading": passage.heading,
        "text": passage.text,
        "embedded": digest(embedded(passage)),
    }


def page_records(source: Source, revision: int) -> list[Record]:
    """A row for every page of a paged file, with the places of its lines."""
    if not isinstance(source, Paged):
        return []
    lines = {number: list(places) for number, places in groupby(source.places, key=lambda place: place.page)}
    return [
        {
            "revision": revision,
            "number": page.number,
            "start": page.span.start,
            "end": page.span.end,
            "width": page.width,
            "height": page.height,
            "turn": page.turn,
            "confidence": page.confidence,
            "places": b"".join(_PLACE.pack(one.span.start, one.span.end, *one.box) for one in lines.get(page.number, ())),
        }
        for page in source.pages
    ]


def left_out_record(out: LeftOut, revision: int) -> Record:
    start, end = (out.span.start, out.span.end) if out.span else (None, None)
    return {
        "revision": revision,
        "reason": out.reason,
        "text": out.text,
        "page": out.page,
        "start": start,
        "end": end,
        "label": out.label,
    }


def to_page(row: Row[Any]) -> Page:
    return Page(row.number, Span(row.start, row.end), row.width, row.height, row.turn, row.confidence)


def to_places(row: Row[Any]) -> list[Place]:
    """The places of the lines of a page, to a tenth of a point."""
    found = []
    for start, end, *sides in _PLACE.iter_unpack(row.places):
        left, top, right, bottom = (round(side, 1) for side in sides)
        found.append(Place(Span(start, end), row.number, (left, top, right, bottom)))
    return found


def to_left_out(row: Row[Any]) -> LeftOut:
    return LeftOut(row.reason, row.text, row.page, None if row.start is None else Span(row.start, row.end), row.label)


def to_document(row: Row[Any], people: Iterable[Row[Any]], standing: Standing) -> Document:
    """The document without its items and outcomes; ``row`` also carries the file and its sha256.

    Its status is the one that counts: approved where a later meeting accepted it, whatever is printed.
    """
    named = [(one.list, Person(one.name, one.role)) for one in people]
    return Document(
        document_id=row.document_id,
        body_id=row.body_id,
        meeting=Meeting(row.body, row.organisation, row.date, row.title),
        role=row.role,
        status="approved" if any(one.accepts for one in standing.acceptances) else row.status,
        file=row.file,
        sha256=row.sha256,
        span=Span(row.start, row.end),
        items=(),
        attendees=tuple(person for which, person in named if which == "attendees"),
        apologies=tuple(person for which, person in named if which == "apologies"),
        chair=row.chair,
        venue=row.venue,
        start_time=row.start_time,
        end_time=row.end_time,
        label=row.label,
        printed=row.status,
        acceptances=standing.acceptances,
        superseded_by=standing.superseded_by,
    )


def without_head(document: Document) -> Document:
    """The document for who may see items of it and not its head: which meeting it is of, and no more."""
    meeting = replace(document.meeting, title=document.meeting.body)
    bare = replace(document, meeting=meeting, status="unknown", printed="unknown", attendees=(), apologies=())
    return replace(bare, chair=None, venue=None, start_time=None, end_time=None)


def to_acceptance(row: Row[Any], changes: Iterable[Row[Any]]) -> Acceptance:
    """``row`` also carries the date of the document that it is in; ``changes`` are its amendments."""
    amended = tuple(Amendment(one.text, one.named, Span(one.start, one.end)) for one in changes)
    return Acceptance(row.item_id, row.kind, row.date, row.first, row.last, row.text, Span(row.start, row.end), amended)


def to_item(row: Row[Any]) -> Item:
    return Item(
        item_id=row.item_id,
        ordinal=row.ordinal,
        kind=row.kind,
        number=row.number,
        minute_ref=row.minute_ref,
        title=row.title,
        parent=row.parent,
        presenter=row.presenter,
        span=Span(row.start, row.end),
        text=row.text,
        chair=row.chair,
        label=row.label,
    )


def to_outcome(row: Row[Any]) -> Outcome:
    return Outcome(row.item_id, row.kind, row.reference, row.owner, row.due, row.text, Span(row.start, row.end))


def to_passage(row: Row[Any]) -> Passage:
    return Passage(row.item_id, row.ordinal, Span(row.start, row.end), row.heading, row.text)


def to_vector_row(row: Row[Any]) -> VectorRow:
    vector = np.frombuffer(row.vector, "<f4")
    return VectorRow(row.item_id, row.ordinal, row.body_id, row.role, day_number(row.date), vector)


def day_number(day: date | None) -> int:
    """17 July 2018 as 20180717, for stores that compare numbers only; 0 for no date."""
    return day.year * 10_000 + day.month * 100 + day.day if day else 0
