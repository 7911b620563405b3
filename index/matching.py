"""New reading of a known file -> the same ids: an id is issued once and keeps its item.

Documents are paired first, then their items: by reference, number and title, then by equal text; what remains gets the parser's
own id where nobody has had it. An id whose item has vanished leads to the item that holds most of its words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from index.minutes import Document, Item
from index.revisions import Issued
from index.schema import digest
from index.tokens import tokens

_SHINGLE = 3  # words in a row that count as common words
_SAME = 0.5  # share of equal items from which a document under another id is the same document


@dataclass(frozen=True, slots=True)
class Settled:
    """Documents with their final ids, and for each id that has vanished the item that takes over."""

    documents: tuple[Document, ...]
    took_over: Mapping[str, str]


def settle(new: Sequence[Document], former: Sequence[Document], issued: Sequence[Issued], owned: Collection[str]) -> Settled:
    """Give the documents of a file their ids.

    ``former`` are the documents shown for the same path, with their items; ``issued`` every id ever given out in those and in
    documents called like the new ones; ``owned`` the document ids that other files hold.
    """
    documents: list[Document] = []
    took_over: dict[str, str] = {}
    for document, before in _paired(new, former):
        taken = {*owned, *(one.document_id for one in documents), *(one.document_id for one in former)}
        name = before.document_id if before else _free(document.document_id, taken)
        settled = _items(_called(document, name), before, [one for one in issued if one.document_id == name])
        documents += settled.documents
        took_over |= settled.took_over
    return Settled(tuple(documents), took_over)


def _paired(new: Sequence[Document], former: Sequence[Document]) -> list[tuple[Document, Document | None]]:
    """Each new document with the one it was: called the same, or saying much the same under a corrected date or role."""
    left = list(former)
    of: dict[int, Document] = {}
    for same in (_same_id, _same_plain_id, _alike):
        for place, document in enumerate(new):
            match = None if place in of else next((one for one in left if same(document, one)), None)
            if match:
                of[place] = match
                left.remove(match)
    return [(document, of.get(place)) for place, document in enumerate(new)]


def _same_id(one: Document, other: Document) -> bool:
    return one.document_id == other.document_id


def _same_plain_id(one: Document, other: Document) -> bool:
    return plain_id(one.document_id) == plain_id(other.document_id)


def _alike(one: Document, other: Document) -> bool:
    mine, theirs = ({digest(item.text) for item in document.items if item.kind != "head"} for document in (one, other))
    sizes = len(mine), len(theirs)
    of_a_day = (one.role, one.meeting.date) == (other.role, other.meeting.date)  # a better parser may find many more items in it
    return len(mine & theirs) >= max(1, _SAME * (min(sizes) if of_a_day else max(sizes)))


def plain_id(document_id: str) -> str:
    """The id without the number that tells documents of one name apart."""
    return re.sub(r"~\d+$", "", document_id)


def number_behind(document_id: str) -> int:
    """The number that tells a document from others of its name; 0 for the first of them."""
    return int(match[1]) if (match := re.search(r"~(\d+)$", document_id)) else 0


def _free(name: str, taken: Collection[str]) -> str:
    numbered = (f"{plain_id(name)}~{n}" for n in range(2, len(taken) + 3))
    return next(each for each in (name, *numbered) if each not in taken)


def _called(document: Document, name: str) -> Document:
    """The document under another id, its items with it."""
    old = document.document_id
    ids = {item.item_id: name + item.item_id.removeprefix(old) for item in document.items}
    return document if name == old else replace(with_ids(document, ids), document_id=name)


def with_ids(document: Document, ids: Mapping[str, str]) -> Document:
    """The document with other ids for some of its items."""
    items = tuple(
        replace(item, item_id=ids.get(item.item_id, item.item_id), parent=ids.get(item.parent, item.parent) if item.parent else None)
        for item in document.items
    )
    outcomes = tuple(replace(outcome, item_id=ids.get(outcome.item_id, outcome.item_id)) for outcome in document.outcomes)
    return replace(document, items=items, outcomes=outcomes)


def _items(document: Document, before: Document | None, issued: Sequence[Issued]) -> Settled:
    """The document with settled item ids, and who takes over from the vanished ones."""
    was = before.items if before else ()
    standing = {item.item_id for item in was}
    gone = [one for one in issued if one.item_id not in standing]
    found: dict[str, str] = {}  # the parser's id -> the id it keeps
    _find(document.items, [(_reference(item), item.item_id) for item in was], _reference, found)
    texts = [(digest(item.text), item.item_id) for item in was] + [(one.text_sha256, one.item_id) for one in gone]
    _find(document.items, texts, lambda item: digest(item.text) if item.text else None, found)
    _keep_own(document.items, standing | {one.item_id for one in gone if one.redirect}, found)
    settled = with_ids(document, found)
    vanished = [item for item in was if item.item_id not in set(found.values())]
    return Settled((settled,), _heirs(vanished, settled.items))


def _find(items: Iterable[Item], known: Iterable[tuple[Hashable, str]], key: Callable[[Item], Hashable], found: dict[str, str]) -> None:
    """Add to ``found`` each item that has the key of a known id, in order, every id once."""
    waiting: dict[Hashable, list[str]] = {}
    for each, item_id in known:
        if item_id not in found.values():
            waiting.setdefault(each, []).append(item_id)
    for item in items:
        if item.item_id not in found and key(item) and waiting.get(key(item)):
            found[item.item_id] = waiting[key(item)].pop(0)


def _reference(item: Item) -> Hashable:
    """What a clerk knows an item by; None where it has neither reference, number nor title."""
    known_by = (item.minute_ref, item.number, item.title)
    return known_by if any(known_by) else None


def _keep_own(items: Iterable[Item], reserved: Collection[str], found: dict[str, str]) -> None:
    """The parser's id for what was not found, with a number behind it where the id is some other item's."""
    for item in items:
        if item.item_id not in found:
            found[item.item_id] = _free(item.item_id, {*reserved, *found.values()})


def _heirs(vanished: Iterable[Item], items: Sequence[Item]) -> dict[str, str]:
    """For each vanished item the one that now holds most of its words, or the head."""
    if not items:
        return {}
    held = [(item.item_id, _shingles(item.text)) for item in items if item.citable]
    heirs: dict[str, str] = {}
    for item in vanished:
        words = _shingles(item.text)
        common, heir = max(((len(words & theirs), name) for name, theirs in held), default=(0, ""), key=lambda pair: pair[0])
        heirs[item.item_id] = heir if common else items[0].item_id
    return heirs


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = tokens(text)
    return {tuple(words[place : place + _SHINGLE]) for place in range(max(1, len(words) - _SHINGLE + 1))}
