"""What rows of the catalogue say: sentences with the places they rest on, and where in the minutes people are printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.answer import AnswerStatus, Basis, Citation, Claim, Query
from assistant.entries import counted_once
from assistant.labels import label
from index.catalog import Catalog
from index.coverage import RECORDS
from index.dates import spoken
from index.minutes import Document, Item, Role, Span
from index.names import bare_name
from index.tokens import terms, tokens

MEETINGS = 12  # meetings told one by one where a question names none
_PLAIN = set(tokens("apologies absence received date next meeting board committee present presented report"))
QUOTED = 300  # characters of minutes shown behind what a row says


@dataclass(frozen=True, slots=True)
class Place:
    document: Document
    item: Item
    span: Span


@dataclass(frozen=True, slots=True)
class Stated:
    """One sentence. Of a quote the place is all: its words are read from there."""

    text: str
    places: tuple[Place, ...]
    basis: Basis = "catalogue"


@dataclass(frozen=True, slots=True)
class Told:
    """What the catalogue says to a question, the direct answer first."""

    stated: tuple[Stated, ...]
    status: AnswerStatus = "answered"


def bears_out(told: Told, claim: Claim, cited: Iterable[Citation]) -> bool:
    """True for a claim that is among what the rows say: the same words of the same places, on the same basis."""
    places = {(c.item.item_id, c.span) for c in cited}
    same = (s for s in told.stated if s.text == claim.text and s.basis == claim.basis)
    return any(places == {(p.item.item_id, p.span) for p in s.places} for s in same)


def meetings(query: Query, catalog: Catalog, roles: Sequence[Role] = RECORDS) -> list[Document]:
    """The record of each meeting in the query's scope, by date: the draft gives way to what was approved."""
    scopes = query.parts or (query.scope,)
    held = {d.document_id: d for scope in scopes for d in catalog.documents(scope) if d.role in roles and d.meeting.date}
    ordered = sorted(held.values(), key=lambda d: (str(d.meeting.date), d.body_id))
    groups = (list(of) for _, of in groupby(ordered, key=lambda d: (d.meeting.date, d.body_id)))
    return [max(counted_once(of), key=lambda d: len(d.attendees)) for of in groups]


def meeting_name(document: Document) -> str:
    """ "Police and Crime Board of 4 April 2018"."""
    return f"{document.meeting.body} of {spoken(document.meeting.date)}"


def names_place(document: Document, names: Iterable[str], cue: str, catalog: Catalog) -> Place | None:
    """Where the minutes print these names: the item that prints most of them, one with ``cue`` before others."""
    last = {bare_name(name).split()[-1] for name in names}
    citable = [i for i in catalog.items(document.document_id) if i.citable]
    printed = [(sum(name in i.text.casefold() for name in last), cue in i.text.casefold(), -i.ordinal, i) for i in citable]
    found = max(printed, key=lambda row: row[:3], default=None)
    if found is None or not found[0]:
        return None
    return printed_place(document, found[3], last, catalog)


def printed_place(document: Document, item: Item, words: Iterable[str], catalog: Catalog) -> Place:
    """The stretch of an item from its first to its last statement with any of these words; the item where none has one."""
    wanted = [word.casefold() for word in words]
    spans = [p.span for p in catalog.passages(item.item_id) if any(word in p.text.casefold() for word in wanted)]
    return Place(document, item, Span(spans[0].start, spans[-1].end) if spans else item.span)


def head_place(document: Document, catalog: Catalog) -> Place:
    head = catalog.items(document.document_id)[0]
    return Place(document, head, head.span)


def quoted(place: Place, catalog: Catalog) -> list[Stated]:
    """The words at a place under their lead."""
    inside = [p for p in catalog.passages(place.item.item_id) if place.span.start <= p.span.start and p.span.end <= place.span.end]
    text = " ".join(p.text for p in inside)
    lead = Stated(f"{label(place.document, place.item)}:", (place,))
    return [lead, Stated(text, (place,), "quote")] if text else []


def beside(said: Stated, catalog: Catalog) -> list[Stated]:
    """The words at the place of a sentence where they are few and say more than it: the reason or the hour beside a name."""
    [place, *_] = said.places
    words = quoted(place, catalog) if place.span.end - place.span.start <= QUOTED else []
    return words if words and len(set(terms(words[-1].text)) - set(tokens(said.text)) - _PLAIN) > 1 else []


def joined(names: Sequence[str]) -> str:
    """ "A, B and C"."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
