"""Decisions that restrict what they were not taken for by name: what a new reading finds in what was one restricted item, a document
under a new name, and another version of the same minutes, as an approved one is of a draft.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from index.labels import joined
from index.matching import plain_id
from index.minutes import OPEN, Document, Item
from index.tokens import tokens

if TYPE_CHECKING:
    from index.catalog import Catalog
    from index.revisions import Revision, Revisions

_SHINGLE = 3  # words in a row
_SAME = 0.5  # share of the words in a row that an item has from a restricted one


def inherited(
    before: Sequence[Document], documents: Sequence[Document], took_over: Mapping[str, str], decided: Mapping[str, str]
) -> dict[str, str]:
    """The decisions that hold for items of ``documents`` because they hold for items shown before."""
    restricted = [(item, label) for document in before for item in document.items if (label := decided.get(item.item_id, OPEN)) != OPEN]
    found: dict[str, str] = {}
    for item, label in restricted:
        words = _shingles(item.text)
        heirs = [one.item_id for one in _new(documents, before) if one.item_id not in decided and _from(one, words)]
        if item.item_id in took_over and not heirs:  # then whoever leads on from its id
            heirs = [took_over[item.item_id]]
        found |= dict.fromkeys(heirs, label)
    return found


def of_versions(
    before: Sequence[Document], documents: Sequence[Document], versions: Sequence[Document], decided: Mapping[str, str]
) -> dict[str, str]:
    """The decisions that hold for new ``documents`` and their items because they hold for another version of them.

    ``before`` are those that the file had, ``versions`` those that other files have of the same meetings.
    """
    former = {document.document_id for document in before}
    own = former | {document.document_id for document in documents}
    whole = [decided.get(name, OPEN) for name in former]
    found: dict[str, str] = {}
    for document in documents:
        name = document.document_id
        dated = document.meeting.date is not None  # else one name may stand for several meetings
        same = [label for subject, label in decided.items() if dated and subject not in own and plain_id(subject) == plain_id(name)]
        renamed = whole if name not in former else []
        if name not in decided and (label := joined([*same, *renamed])) != OPEN:
            found[name] = label
        of = [one for one in versions if plain_id(one.document_id) == plain_id(name)]
        found |= _alike(document.items, [item for one in of for item in one.items], decided)
    return found


def versions_of(catalog: Catalog, documents: Sequence[Document], path: str) -> list[Document]:
    """What files other than the one at ``path`` hold of the same meetings' minutes."""
    owned = catalog.revisions.owned({plain_id(document.document_id) for document in documents}, path)
    held = [catalog.document(name) for name in sorted(owned)]
    return [replace(one, items=tuple(catalog.items(one.document_id))) for one in held if one]


def still_opened(revisions: Revisions, path: str, former: Revision | None) -> bool:
    """True where staff opened the file at ``path``, or a part of its ``former`` reading."""
    known = revisions.decided()
    ids = [one for pair in revisions.ids_of(former.id) for one in pair] if former else []
    return any(known.get(one) == OPEN for one in (path, *ids))


def _alike(items: Sequence[Item], others: Sequence[Item], decided: Mapping[str, str]) -> dict[str, str]:
    """The decisions on ``others`` for those of ``items`` that say much the same and on which nothing was decided."""
    found: dict[str, str] = {}
    for other in others:
        if (label := decided.get(other.item_id, OPEN)) == OPEN:
            continue
        words = _shingles(other.text)
        for one in items:
            if one.item_id not in decided and (one.kind == "head") == (other.kind == "head") and _shares(one, words):
                found[one.item_id] = joined((label, found.get(one.item_id, OPEN)))
    return found


def _shares(item: Item, words: set[tuple[str, ...]]) -> bool:
    """True where most words of either stand in the other."""
    common = len(_shingles(item.text) & words)
    return common > _SAME * min(len(_shingles(item.text)), len(words))


def _new(documents: Sequence[Document], before: Sequence[Document]) -> Iterator[Item]:
    known = {item.item_id for document in before for item in document.items}
    return (item for document in documents for item in document.items if item.item_id not in known and item.kind != "head")


def _from(item: Item, words: set[tuple[str, ...]]) -> bool:
    own = _shingles(item.text)
    return len(own & words) > _SAME * len(own)


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = tokens(text)
    return {tuple(words[place : place + _SHINGLE]) for place in range(max(1, len(words) - _SHINGLE + 1))}
