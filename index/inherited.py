"""Items that a new reading finds in what was one item, restricted by a decision: they are restricted as that was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from index.minutes import OPEN, Document, Item
from index.tokens import tokens

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


def _new(documents: Sequence[Document], before: Sequence[Document]) -> Iterator[Item]:
    known = {item.item_id for document in before for item in document.items}
    return (item for document in documents for item in document.items if item.item_id not in known and item.kind != "head")


def _from(item: Item, words: set[tuple[str, ...]]) -> bool:
    own = _shingles(item.text)
    return len(own & words) > _SAME * len(own)


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = tokens(text)
    return {tuple(words[place : place + _SHINGLE]) for place in range(max(1, len(words) - _SHINGLE + 1))}
