"""A Query -> the items that could answer it, each with all that speaks for it. Nothing is weighed here but what gets in.

Passages are found by meaning and by words, whole items by words; words that mean the same find passages as a leg of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from assistant.answer import Query
from assistant.glossary import Glossary
from assistant.signs import Reading, reading, signs
from assistant.weights import Signs, Weights
from assistant.widen import mined, widened
from index.catalog import Catalog
from index.minutes import Document, Hit, Item, Passage, Scope
from index.store import Store
from index.tokens import terms
from index.view import View

FAN = 200  # passages asked of each leg
POOL = 40  # items looked at closely
DEFINING = 3  # items of the body in which an acronym is looked up, whatever the time named
_ACRONYM = re.compile(r"\b[A-Z][A-Z0-9&]{1,6}\b")

Key = tuple[str, int]  # item id and passage ordinal
K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Found:
    """A passage with its cosine, and its shares of the best BM25 by the words typed and by the words added."""

    passage: Passage
    dense: float
    lexical: float
    added: float

    def score(self, weights: Weights) -> float:
        return weights.dense * self.dense + weights.passage * self.lexical + weights.added * self.added


@dataclass(frozen=True, slots=True)
class Candidate:
    document: Document
    item: Item
    found: tuple[Found, ...]
    signs: Signs

    def score(self, weights: Weights) -> float:
        """As good as its best passage, helped by what the item shows as a whole."""
        return max((one.score(weights) for one in self.found), default=0.0) + weights.of(self.signs)


def candidates(store: Store | View, query: Query, weights: Weights, glossary: Glossary) -> list[Candidate]:
    """The ``POOL`` best items of the query's scope by their passages and words, and those that it names."""
    catalog, words = store.catalog, terms(query.standalone)
    dense = _keyed(store.by_meaning(query.standalone, query.scope, FAN)) if weights.dense else {}
    lexical = _keyed(catalog.lexical_passages(words, query.scope, FAN)) if weights.passage else {}
    whole = _shares(dict(catalog.lexical_items(words, query.scope, FAN))) if weights.item else {}
    found = _merged(dense, lexical, {})
    held = _held(catalog, _pool(found, whole, weights), query)
    others = _added(catalog, query, held, glossary) if weights.added else []
    if others:
        added = _keyed(catalog.lexical_passages(others, query.scope, FAN))
        found = _merged(dense, lexical, added)
        held = _held(catalog, _pool(found, whole, weights), query) if added else held
    read = reading(query, others)
    return [_candidate(item, document, found, whole, read) for item, document in held.values()]


def _candidate(item: Item, document: Document, found: Mapping[str, list[Found]], whole: Mapping[str, float], read: Reading) -> Candidate:
    own = tuple(found.get(item.item_id, ()))
    best = max((one.lexical for one in own), default=0.0)
    return Candidate(document, item, own, signs(read, document, item, whole.get(item.item_id, 0.0), best))


def _pool(found: Mapping[str, list[Found]], whole: Mapping[str, float], weights: Weights) -> list[str]:
    best = {item_id: max(one.score(weights) for one in own) + weights.item * whole.get(item_id, 0.0) for item_id, own in found.items()}
    return sorted(best, key=lambda item_id: (-best[item_id], item_id))[:POOL]


def _held(catalog: Catalog, pool: Sequence[str], query: Query) -> dict[str, tuple[Item, Document]]:
    """The citable items of the pool, and the items that the query names though no words led to them."""
    documents = {d.document_id: d for d in catalog.documents(query.scope)}
    items = list(catalog.items_at(pool).values())
    if query.references:
        read = reading(query)
        known = {item.item_id for item, _ in items}
        named = [i for i in catalog.items(scope=query.scope) if i.item_id not in known and i.citable and read.names(i)]
        items += catalog.items_at([i.item_id for i in named[:POOL]]).values()
    shown = {key: document for key, document in documents.items() if not document.superseded_by}
    return {item.item_id: (item, shown[owner]) for item, owner in items if item.citable and owner in shown}


def _added(catalog: Catalog, query: Query, held: Mapping[str, tuple[Item, Document]], glossary: Glossary) -> list[str]:
    """Words that mean the same: of the glossary, and of the acronyms that the items at hand or others of these bodies spell out."""
    there = list({document.document_id: document for _, document in held.values()}.values())
    bodies = tuple(dict.fromkeys(document.body_id for document in there))
    texts = [item.text for item, _ in held.values()]
    for acronym in _ACRONYM.findall(query.standalone):
        near = catalog.lexical_items(terms(acronym), Scope(bodies=bodies), DEFINING)
        texts += [item.text for item, _ in catalog.items_at([item_id for item_id, _ in near]).values()]
    return [*widened(query.standalone, there, glossary), *mined(query.standalone, texts)]


def _keyed(hits: Iterable[Hit]) -> dict[Key, Hit]:
    return {(hit.passage.item_id, hit.passage.ordinal): hit for hit in hits}


def _merged(dense: Mapping[Key, Hit], lexical: Mapping[Key, Hit], added: Mapping[Key, Hit]) -> dict[str, list[Found]]:
    """All passages that any leg found, by item; one that the dense leg did not reach counts as its last."""
    least = min((hit.score for hit in dense.values()), default=0.0)
    typed, other = (_shares({key: hit.score for key, hit in leg.items()}) for leg in (lexical, added))
    found: dict[str, list[Found]] = {}
    for key, hit in {**added, **lexical, **dense}.items():
        near = dense[key].score if key in dense else least
        found.setdefault(key[0], []).append(Found(hit.passage, near, typed.get(key, 0.0), other.get(key, 0.0)))
    return found


def _shares(scores: Mapping[K, float]) -> dict[K, float]:
    """Each as a share of the best."""
    top = max(scores.values(), default=1.0) or 1.0
    return {key: score / top for key, score in scores.items()}
