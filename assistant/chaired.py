"""Who was in the chair: of a meeting, and of an item where the minutes name another for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.answer import Asked, Query
from assistant.attendance import with_role
from assistant.labels import item_label
from assistant.stated import MEETINGS, Place, Stated, Told, beside, joined, meeting_name, meetings, names_place
from index.catalog import Catalog
from index.minutes import Document, Item
from index.names import bare_name
from index.tokens import tokens

_CHAIR = re.compile(r"\bchair|\bpresid|\bin the chair\b", re.I)
# Words that say that the chair changes, not only that there is one.
_CHANGES = re.compile(
    r"\bchaired\b|\bpresided\b|\b(?:took|taken|in|over|into|to|assumed|assume|take|occupied|left|vacated|handed|resumed) the chair\b"
    r"|\bchair was\b|\bas chair\w*\b|\btook over\b",
    re.I,
)
_BACK = re.compile(r"\b(?:resumed|retook|returned to|back to)\s+the\s+chair\b", re.I)
_EMPTIED = re.compile(r"\b(?:left|vacated|relinquished)\b[^.;]{0,20}\bthe chair\b", re.I)
_RETURNED = re.compile(r"\b(?:resumed|retook|returned|re-?joined|came back|back (?:to|in) the chair)\b", re.I)
_BRIEFLY = re.compile(
    r"\b(?:for|during) (?:the (?:whole|duration|discussion) of )?(?:this|that|the) (?:\w+ )?(?:item|matter|vote|discussion|debate)\b", re.I
)


def chaired(query: Query, asked: Asked, catalog: Catalog) -> Told | None:
    """Who chaired each meeting, or the items asked for; that the minutes do not say it where no word of theirs speaks of a chair."""
    held = meetings(query, catalog)
    if query.references or asked.topic:
        return _items_chaired(query, asked, held, catalog)
    named = [(d, place) for d in held if d.chair and (place := names_place(d, [d.chair], "chair", catalog))]
    stated = [Stated(f"{_chair(d)} chaired the {meeting_name(d)}.", (place,)) for d, place in named[-MEETINGS:]]
    if len(held) == 1:
        stated += _others(held[0], catalog)
    if stated:
        return Told(tuple(stated))
    if len(held) != 1 or any(_CHAIR.search(item.text) for item in catalog.items(held[0].document_id)):
        return None
    said = f"The {held[0].role} held of the {meeting_name(held[0])} do not say who chaired it."
    return Told((Stated(said, (), "absence"),), "not_recorded")


def _chair(document: Document) -> str:
    """The name with the role, where that says more than that this is the chair."""
    person = next((p for p in document.attendees if bare_name(p.name) == bare_name(document.chair or "")), None)
    return with_role(person) if person and not _CHAIR.search(person.role) else document.chair or ""


def _others(document: Document, catalog: Catalog) -> Iterator[Stated]:
    """Those who chaired some items of a meeting, each with these items."""
    items = [i for i in catalog.items(document.document_id) if i.citable and i.chair]
    for name in dict.fromkeys(i.chair for i in items if i.chair):
        own = [i for i in items if i.chair == name]
        labels = joined([item_label(i) for i in own])
        places = dict.fromkeys(place for i in own if (place := _said(document, i, catalog)))
        if places:
            yield Stated(f"{name} chaired {labels} at the {meeting_name(document)}.", _naming(name, document, list(places), catalog))


def _items_chaired(query: Query, asked: Asked, held: Sequence[Document], catalog: Catalog) -> Told | None:
    """The chair of each item asked for: its own, else that of the meeting; None where a chair was left and nobody took it."""
    rows = [(d, i) for d in held for i in catalog.items(d.document_id) if i.citable and i.kind != "head"]
    found = _meant(query, asked, rows)
    if not found or len(found) > MEETINGS or any(not i.chair and _empty(d, i, catalog) for d, i in found):
        return None
    stated = [said for d, i in found for said in _item_chaired(d, i, catalog)]
    return Told(tuple(stated)) if stated else None


def _meant(query: Query, asked: Asked, rows: Sequence[tuple[Document, Item]]) -> list[tuple[Document, Item]]:
    """The items of these references; else those with the topic in their title; else the only one that speaks of it."""
    wanted = {reference.lower() for reference in query.references}
    if wanted:
        return [(d, i) for d, i in rows if wanted & {label.lower() for label in (i.number, i.minute_ref) if label}]
    titled = [(d, i) for d, i in rows if set(asked.topic) <= set(tokens(i.title))]
    spoken = [(d, i) for d, i in rows if set(asked.topic) <= set(tokens(i.text))] if not titled else []
    return titled or (spoken if len(spoken) == 1 else [])


def _empty(document: Document, item: Item, catalog: Catalog) -> bool:
    """True for an item of which a chair was left, or that follows one where it was left for more than that item and nobody came back."""
    if _EMPTIED.search(item.text):
        return True
    before = [i for i in catalog.items(document.document_id) if i.citable and i.kind != "head" and i.ordinal < item.ordinal]
    for one in reversed(before):
        for text in (p.text for p in reversed(catalog.passages(one.item_id))):
            if _RETURNED.search(text):
                return False
            if _EMPTIED.search(text):
                return not one.chair and not _BRIEFLY.search(text)
    return False


def _item_chaired(document: Document, item: Item, catalog: Catalog) -> Iterator[Stated]:
    meeting = meeting_name(document)
    if item.chair and (place := _said(document, item, catalog)):
        said = f"{item.chair} chaired {item_label(item)} at the {meeting}."
        yield Stated(said, _naming(item.chair, document, [place], catalog))
        yield from beside(Stated(said, (place,)), catalog)
    elif document.chair and not item.chair and (place := names_place(document, [document.chair], "chair", catalog)):
        yield Stated(f"{_chair(document)} chaired the {meeting}; no other chair is named for {item_label(item)}.", (place,))


def _naming(name: str, document: Document, places: Sequence[Place], catalog: Catalog) -> tuple[Place, ...]:
    """Where it is said; where the name is listed as well, if it is not said by name ("the Commissioner chaired this item")."""
    last = bare_name(name).split()[-1]
    if any(last in p.text.casefold() for place in places for p in catalog.passages(place.item.item_id) if p.span.overlap(place.span)):
        return tuple(places)
    listed = names_place(document, [name], "chair", catalog)
    return (*places, listed) if listed else tuple(places)


def _said(document: Document, item: Item, catalog: Catalog) -> Place | None:
    """Where the minutes say who chairs an item: in it, else in the nearest before it; else the item itself."""
    before = [i for i in catalog.items(document.document_id) if i.citable and i.ordinal <= item.ordinal]
    for one in reversed(before):
        spans = [p.span for p in catalog.passages(one.item_id) if _CHANGES.search(p.text) and not _BACK.search(p.text)]
        if spans:
            return Place(document, one, spans[0] if one.item_id == item.item_id else spans[-1])
    return Place(document, item, item.span)
