"""What became of an agenda, for answers and for ``show``: index/reconcile.py over the meetings that a catalogue holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.answer import Evidence, Query
from assistant.labels import item_label, label
from index.dates import spoken
from index.minutes import Document, Item, Scope
from index.reconcile import Reconciled, is_decision, reconcile, sittings
from index.tokens import terms, tokens

if TYPE_CHECKING:
    from index.catalog import Catalog

_SHOWN = 160  # characters of an entry in a sentence


def meeting(catalog: Catalog, document: Document) -> tuple[tuple[Document, Document], tuple[Reconciled, ...]] | None:
    """Agenda and minutes held of the meeting of ``document``, and what became of each entry; None where one of them is not held."""
    day = document.meeting.date
    if day is None:
        return None
    held = catalog.documents(Scope(bodies=(document.body_id,), first=day, last=day))
    return next(iter(_reconciled(catalog, held)), None)


def _reconciled(catalog: Catalog, held: Iterable[Document]) -> Iterator[tuple[tuple[Document, Document], tuple[Reconciled, ...]]]:
    for pair in sittings(held):
        agenda, minutes = (replace(d, items=tuple(catalog.items(d.document_id))) for d in pair)
        yield pair, reconcile(agenda, minutes)


def announced(query: Query, best: Evidence, catalog: Catalog) -> Evidence | None:
    """The agenda's item with the decisions asked for that the minutes of ``best``'s meeting have no entry for."""
    found = meeting(catalog, best.document)
    if found is None:
        return None
    (agenda, _), rows = found
    untaken = [r.agenda for r in rows if r.agenda and r.fate == "not minuted" and is_decision(r.agenda) and is_asked(r.agenda, query)]
    return next(_held_by(agenda, untaken, catalog), None)


def is_asked(entry: Item, query: Query) -> bool:
    """True for an entry whose number, or all of whose title, the question names."""
    title = set(terms(entry.title))
    return entry.number in query.references or bool(title and title <= set(tokens(query.standalone)))


def unmatched(query: Query, catalog: Catalog) -> list[Evidence]:
    """What an agenda lists and its minutes lack, or the other way round, over the meetings of the question's scope; of a question
    about decisions only those.

    A meeting in which nothing is missing has the head of its agenda, with nothing untaken. Both papers are looked at whatever the scope
    says of them; only what it holds is cited.
    """
    found: list[Evidence] = []
    decisions = bool(set(tokens("decision decided")) & set(tokens(query.standalone)))
    for (agenda, minutes), rows in _reconciled(catalog, catalog.documents(replace(query.scope, roles=()))):
        agenda_first = query.intent == "unminuted"
        document, fate = (agenda, "not minuted") if agenda_first else (minutes, "not on the agenda")
        if document.role not in (query.scope.roles or (document.role,)):
            continue
        entries = [entry for r in rows if r.fate == fate and (entry := r.agenda or r.minutes) and (is_decision(entry) or not decisions)]
        found += list(_held_by(document, entries, catalog)) or [_whole(document, catalog)]
    return found


def _whole(document: Document, catalog: Catalog) -> Evidence:
    return Evidence(0, document, catalog.items(document.document_id)[0], (), 0.0)


def _held_by(document: Document, entries: Sequence[Item], catalog: Catalog) -> Iterator[Evidence]:
    """The citable items that the entries are, or stand in, each with its entries."""
    items = {item.item_id: item for item in catalog.items(document.document_id)}
    holders: dict[str, list[Item]] = {}
    for entry in entries:
        holder = entry if entry.citable else items.get(entry.parent or "", entry)
        holders.setdefault(holder.item_id, []).append(entry)
    for item_id, held in holders.items():
        yield Evidence(0, document, items[item_id], (), 0.0, tuple(held))


def sentence(document: Document, holder: Item, entry: Item) -> str:
    """What is said of an entry that the other paper of its meeting lacks; the verifier says it again from the catalogue."""
    place = label(document, holder)
    if document.role != "agenda":
        return f"{place}, has {_named(holder, entry)}; the agenda held of that meeting does not list it."
    if is_decision(entry):
        return f"{place}, lists {entry.text.strip(' -–•*')}; the minutes held of that meeting have no entry {entry.number}."
    return f"{place}, is {_named(holder, entry)}; the minutes held of that meeting have no entry for it."


def whole_sentence(document: Document) -> str:
    """What is said where nothing is missing."""
    day = spoken(document.meeting.date)
    if document.role == "agenda":
        return f"The {document.role} of {document.meeting.body}, {day}, lists nothing that the minutes held of that meeting lack."
    return f"The {document.role} of {document.meeting.body}, {day}, have nothing that the agenda held of that meeting does not list."


def _named(holder: Item, entry: Item) -> str:
    title = entry.title if len(entry.title) <= _SHOWN else entry.title[:_SHOWN].rsplit(" ", 1)[0] + " …"
    return f"“{title}”" if entry == holder or not entry.number else f"{entry.number} “{title}”"


def bears_out(text: str, document: Document, catalog: Catalog) -> bool:
    """True where ``text`` is what agenda and minutes held of ``document``'s meeting, compared again, give."""
    found = meeting(catalog, document)
    if found is None:
        return False
    fate = "not minuted" if document.role == "agenda" else "not on the agenda"
    entries = [entry for r in found[1] if r.fate == fate and (entry := r.agenda or r.minutes)]
    held = _held_by(document, entries, catalog)
    said = {sentence(document, e.item, entry) for e in held for entry in e.untaken} if entries else {whole_sentence(document)}
    return text in said


def became(document: Document, item: Item, catalog: Catalog) -> list[Reconciled]:
    """What became of an agenda's item and of the decisions in it; nothing for other items, or where no minutes are held."""
    found = meeting(catalog, document) if document.role == "agenda" else None
    return [r for r in found[1] if r.agenda and item.item_id in (r.agenda.item_id, r.agenda.parent)] if found else []


def became_text(row: Reconciled) -> str:
    """ "2018/005 Ferry Pontoon: renumbered, in the minutes 2018/009"."""
    entry = f"{row.agenda.number or ''} {row.agenda.title}".strip() if row.agenda else ""
    where = "" if row.minutes is None else str(row.minutes.number) if is_decision(row.minutes) else item_label(row.minutes)
    if row.fate == "not minuted":
        spoken_of = ", ".join(item_label(item) for item in row.mentions)
        return f"{entry}: no entry in the minutes held" + (f"; they speak of it in {spoken_of}" if spoken_of else "")
    words = {"taken": "taken in the minutes as", "deferred": "deferred in the minutes,", "swapped": "number exchanged, in the minutes"}
    return f"{entry}: {words.get(row.fate, 'renumbered, in the minutes')} {where}"
