"""Which items speak of a topic: by its words and how rare they are, over a whole scope and not over a ranking."""

from __future__ import annotations

import math
from collections.abc import Sequence

from index.catalog import Catalog
from index.minutes import Document, Item, Passage, Scope
from index.tokens import tokens

MOST = 500  # items looked at

Found = tuple[Document, Item]


def about(topic: Sequence[str], scopes: Sequence[Scope], catalog: Catalog, least: float = 1.0) -> list[Found]:
    """The items of the scopes that hold this share of the topic's words by weight, in order of date and minutes."""
    ids = dict.fromkeys(item_id for scope in scopes for item_id, _ in catalog.words.items(list(topic), scope, MOST))
    found = catalog.items_at(list(ids))
    items = [item for item_id in ids if item_id in found and (item := found[item_id][0]).citable]
    held = {item.item_id: set(tokens(f"{item.title} {item.text}")) for item in items}
    weights = {word: _rarity(word, catalog) for word in topic}
    enough = least * sum(weights.values()) - 1e-9
    kept = [i for i in items if sum(weight for word, weight in weights.items() if word in held[i.item_id]) >= enough]
    documents = {d.document_id: d for d in catalog.documents()}
    spoken_of = [(d, i) for i in kept if (d := documents.get(found[i.item_id][1])) is not None]
    return sorted(spoken_of, key=lambda row: (str(row[0].meeting.date or ""), row[0].document_id, row[1].ordinal))


def _rarity(word: str, catalog: Catalog) -> float:
    """The fewer items of the whole archive hold it, the more a word tells."""
    return math.log(1 + MOST / (1 + len(catalog.words.items([word], limit=MOST))))


def nearest(topic: Sequence[str], item: Item, catalog: Catalog) -> Passage | None:
    """The statement of an item that holds most of the topic's words, the first of several."""
    passages = catalog.passages(item.item_id)
    return max(passages, key=lambda p: (len(set(topic) & set(tokens(p.text))), -p.ordinal), default=None)
