"""A Query -> the items that could answer it, each with all that speaks for it. Nothing is weighed here but what gets in.

Passages are found by meaning and by words, whole items by words; words that mean the same find passages as a leg of their own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from assistant.answer import Query
from assistant.glossary import Glossary
from assistant.signs import Reading, reading, same_label, signs
from assistant.weights import Signs, Weights
from assistant.widen import mined, widened
from index.catalog import Catalog
from index.minutes import Document, Item, Scope
from index.places import Match
from index.store import Store
from index.tokens import terms
from index.view import View

FAN = 200  # passages asked of each leg
POOL = 40  # items looked at closely
DEFINING = 3  # items of the body in which an acronym is looked up, whatever the time named
_ACRONYM = re.compile(r"\b[A-Z][A-Z0-9&]{1,6}\b")

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Near:
    """A passage that some leg found, by its place in its item: cosine, and shares of the best BM25 by words typed and by words added."""

    ordinal: int
    dense: float
    lexical: float
    added: float

    def score(self, weights: Weights) -> float:
        return weights.dense * self.dense + weights.passage * self.lexical + weights.added * self.added


@dataclass(frozen=True, slots=True)
class Candidate:
    document: Document
    item: Item
    found: tuple[Near, ...]
    signs: Signs

    def score(self, weights: Weights) -> float:
        """As good as its best passage, helped by what the item shows as a whole."""
        return max((one.score(weights) for one in self.found), default=0.0) + weights.of(self.signs)


def candidates(store: Store | View, query: Query, weights: Weights, glossary: Glossary) -> list[Candidate]:
    """The ``POOL`` best items of the query's scope by their passages and words, and those that it names."""
    catalog, words = store.catalog, terms(query.standalone)
    dense = store.by_meaning(query.standalone, query.scope, FAN) if weights.dense else []
    lexical = catalog.words.passages(words, query.scope, FAN) if weights.passage else []
    whole = _shares(dict(catalog.words.items(words, query.scope, FAN))) if weights.item else {}
    near = _merged(dense, lexical, [])
    held = _held(catalog, _pool(near, whole, weights), query)
    others = _added(catalog, query, held, glossary) if weights.added else []
    if others and (added := catalog.words.passages(others, query.scope, FAN)):
        near = _merged(dense, lexical, added)
        held = _held(catalog, _pool(near, whole, weights), query)
    read = reading(query, others)
    return [_candidate(item, document, tuple(near.get(item.item_id, ())), whole, read) for item, document in held.values()]


def _candidate(item: Item, document: Document, own: tuple[Near, ...], whole: Mapping[str, float], read: Reading) -> Candidate:
    best = max((one.lexical for one in own), default=0.0)
    return Candidate(document, item, own, signs(read, document, item, whole.get(item.item_id, 0.0), best))


def _pool(near: Mapping[str, Sequence[Near]], whole: Mapping[str, float], weights: Weights) -> list[str]:
    best = {item_id: max(one.score(weights) for one in own) + weights.item * whole.get(item_id, 0.0) for item_id, own in near.items()}
    return sorted(best, key=lambda item_id: (-best[item_id], item_id))[:POOL]


def _held(catalog: Catalog, pool: Sequence[str], query: Query) -> dict[str, tuple[Item, Document]]:
    """The citable items of the pool, and the items that the query names though no words led to them."""
    items = list(catalog.items_at(pool).values())
    if query.references:
        known = {item.item_id for item, _ in items}
        named = [item_id for item_id in catalog.words.numbered(query.references, same_label, query.scope) if item_id not in known]
        items += catalog.items_at(named[:POOL]).values()
    found = [(item, catalog.document(owner)) for item, owner in items if item.citable]
    return {item.item_id: (item, document) for item, document in found if document and not document.superseded_by}


def _added(catalog: Catalog, query: Query, held: Mapping[str, tuple[Item, Document]], glossary: Glossary) -> list[str]:
    """Words that mean the same: of the glossary, and of the acronyms that the items at hand or others of these bodies spell out."""
    there = list({document.document_id: document for _, document in held.values()}.values())
    bodies = tuple(dict.fromkeys(document.body_id for document in there))
    texts = [item.text for item, _ in held.values()]
    for acronym in _ACRONYM.findall(query.standalone):
        near = catalog.words.items(terms(acronym), Scope(bodies=bodies), DEFINING)
        texts += [item.text for item, _ in catalog.items_at([item_id for item_id, _ in near]).values()]
    return [*widened(query.standalone, there, glossary), *mined(query.standalone, texts)]


def _merged(dense: Sequence[Match], lexical: Sequence[Match], added: Sequence[Match]) -> dict[str, list[Near]]:
    """All passages that any leg found, by item; one that the dense leg did not reach counts as its last."""
    least = min((hit.score for hit in dense), default=0.0)
    cosines = {hit.key: hit.score for hit in dense}
    typed, other = (_shares({hit.key: hit.score for hit in leg}) for leg in (lexical, added))
    found: dict[str, list[Near]] = {}
    for key, hit in {hit.key: hit for leg in (added, lexical, dense) for hit in leg}.items():
        found.setdefault(hit.item_id, []).append(Near(hit.ordinal, cosines.get(key, least), typed.get(key, 0.0), other.get(key, 0.0)))
    return found


def _shares(scores: Mapping[K, float]) -> dict[K, float]:
    """Each as a share of the best."""
    top = max(scores.values(), default=1.0) or 1.0
    return {key: score / top for key, score in scores.items()}
