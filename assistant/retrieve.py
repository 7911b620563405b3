"""A Query -> the items most likely to answer it, best first.

Dense (cosine of the question and a passage) and lexical (BM25 of passages and of whole items) scores are brought to one
scale and added, then lifted from passages to items: an item is as good as its best passage, helped by the item as a whole.
The sum beat reciprocal rank fusion on both question sets (see ARCHITECTURE.md, Retrieval).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest

from assistant.acronyms import asked_acronym, spells_out
from assistant.agenda import announced, became, unmatched
from assistant.answer import Evidence, Query
from assistant.mentioned import preference
from assistant.scope import asks_agenda
from index.minutes import Document, Hit, Item, Passage, Scope
from index.reconcile import prints
from index.store import Store
from index.tokens import terms

DENSE, PASSAGE, ITEM = 1.0, 0.3, 0.3  # round numbers from the invented set; flat between 0.2 and 0.4
NAMED = 2.0  # more than any words can bring: an item whose number or reference the question names
PRINTED = 1.0  # an item that prints a reference the question names, such as the number of a decision in it
OWN = 0.35  # share of a follow-up's own words in its meaning, beside those with what it carries
HEAD = 0.25  # the head of a meeting, for questions about attendance, chair, place or time
SPELT = 0.5  # an item that spells out the acronym asked for
AGENDA = -0.05  # an agenda announces; minutes record
LEADING = 3  # items whose verdict may be asked for
FAN = 200  # passages asked of each leg

Key = tuple[str, int]  # item id and passage ordinal


@dataclass(frozen=True, slots=True)
class Retriever:
    store: Store
    k: int = 10

    def find(self, query: Query) -> tuple[Evidence, ...]:
        """The ``k`` best items of the query's scope, each with its passages by support; none where the scope holds none.

        Each of the parts to be answered side by side has its share of them.
        """
        if query.intent == "meetings":
            return self._heads(query)
        if query.intent in ("unminuted", "unlisted"):
            return _numbered(unmatched(query, self.store.catalog))
        if not query.parts:
            best = self._ranked(query)
        else:
            rankings = [self._ranked(replace(query, scope=part, parts=())) for part in query.parts]
            turns = {e.item.item_id: e for turn in zip_longest(*rankings) for e in turn if e is not None}
            best = sorted(list(turns.values())[: self.k], key=lambda e: -e.score)
        return _numbered(self._with_agenda(query, best[: self.k]))

    def _ranked(self, query: Query) -> list[Evidence]:
        hits, whole = self._sought(query.standalone, query.scope)
        scores = _lifted(hits, whole)
        if query.own:  # or what a follow-up carries would drown its own words
            hits, scores = _mixed((hits, scores), self._sought(query.own, query.scope))
        ranked = sorted(scores, key=lambda item_id: (-scores[item_id], item_id))
        found = [e for item_id in ranked[: 3 * self.k] if (e := self._evidence(item_id, hits, scores[item_id], query))]
        found += self._named(query, {e.item.item_id for e in found}, hits)
        return sorted(found, key=lambda e: -e.score)[: self.k]

    def _sought(self, text: str, scope: Scope) -> tuple[dict[Key, Hit], dict[str, float]]:
        """Passages by meaning and words, and whole items by words."""
        words, catalog = terms(text), self.store.catalog
        dense = _keyed(self.store.dense(text, scope, FAN))
        lexical = _keyed(catalog.lexical_passages(words, scope, FAN))
        return _supported(dense, lexical), dict(catalog.lexical_items(words, scope, FAN))

    def _heads(self, query: Query) -> tuple[Evidence, ...]:
        """The head of every document in scope: the list of meetings is complete, not a ranking."""
        catalog = self.store.catalog
        heads = [(d, i) for d in catalog.documents(query.scope) for i in catalog.items(d.document_id) if i.kind == "head"]
        return _numbered([Evidence(0, d, i, (), 0.0) for d, i in heads])

    def _with_agenda(self, query: Query, best: list[Evidence]) -> list[Evidence]:
        """The best items, what became of those of an agenda, and the announcement of a decision that the minutes never take up."""
        best = [self._followed(e) if n < LEADING and e.document.role == "agenda" else e for n, e in enumerate(best)]
        found = announced(query, best[0], self.store.catalog) if best and self.k > 1 else None
        if found is None:
            return best
        same = next((n for n, e in enumerate(best) if e.item.item_id == found.item.item_id), None)
        if same is None:
            return [*best[: self.k - 1], found]
        return [replace(e, untaken=found.untaken) if n == same else e for n, e in enumerate(best)]

    def _followed(self, found: Evidence) -> Evidence:
        rows = became(found.document, found.item, self.store.catalog)
        return replace(found, fate=next((r.fate for r in rows if r.agenda and r.agenda.item_id == found.item.item_id), None))

    def _evidence(self, item_id: str, hits: Mapping[Key, Hit], score: float, query: Query) -> Evidence | None:
        item, document = self.store.catalog.item(item_id), self.store.catalog.document_of(item_id)
        if item is None or document is None or not item.citable or document.superseded_by:
            return None
        own = sorted((hit for (owner, _), hit in hits.items() if owner == item_id), key=lambda hit: -hit.score)
        return Evidence(0, document, item, tuple(own), score + _prior(item, document, query) + preference(document, item, query.carried))

    def _named(self, query: Query, known: set[str], hits: Mapping[Key, Hit]) -> list[Evidence]:
        """Items named by number or reference that no words led to."""
        if not query.references:
            return []
        items = self.store.catalog.items(scope=query.scope)
        named = [i for i in items if i.citable and i.item_id not in known and is_named(i, query)]
        return [e for i in named[: self.k] if (e := self._evidence(i.item_id, hits, 0.0, query))]


def _numbered(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple(replace(e, number=n) for n, e in enumerate(evidence, 1))


def _keyed(hits: Iterable[Hit]) -> dict[Key, Hit]:
    return {(hit.passage.item_id, hit.passage.ordinal): hit for hit in hits}


def _supported(dense: Mapping[Key, Hit], lexical: Mapping[Key, Hit]) -> dict[Key, Hit]:
    """All passages found by either leg; one that the dense leg did not reach counts as its last."""
    top = max((hit.score for hit in lexical.values()), default=1.0) or 1.0
    least = min((hit.score for hit in dense.values()), default=0.0)
    return {
        key: Hit(_passage(key, dense, lexical), DENSE * _score(dense, key, least) + PASSAGE * _score(lexical, key) / top)
        for key in {**dense, **lexical}
    }


def _mixed(
    whole: tuple[Mapping[Key, Hit], Mapping[str, float]], own: tuple[Mapping[Key, Hit], Mapping[str, float]]
) -> tuple[dict[Key, Hit], dict[str, float]]:
    """The mean of what a follow-up finds with what it carries and by its own words alone."""
    (hits, scores), (own_hits, own_whole) = whole, own
    own_scores = _lifted(own_hits, own_whole)
    mixed = {key: Hit(_passage(key, hits, own_hits), _mean(hits, own_hits, key)) for key in {**hits, **own_hits}}
    least, low = min(scores.values(), default=0.0), min(own_scores.values(), default=0.0)
    return mixed, {i: (1 - OWN) * scores.get(i, least) + OWN * own_scores.get(i, low) for i in {**scores, **own_scores}}


def _mean(hits: Mapping[Key, Hit], own: Mapping[Key, Hit], key: Key) -> float:
    return (1 - OWN) * _score(hits, key) + OWN * _score(own, key)


def _passage(key: Key, dense: Mapping[Key, Hit], lexical: Mapping[Key, Hit]) -> Passage:
    return (dense.get(key) or lexical[key]).passage


def _score(hits: Mapping[Key, Hit], key: Key, missing: float = 0.0) -> float:
    return hits[key].score if key in hits else missing


def _lifted(hits: Mapping[Key, Hit], whole: Mapping[str, float]) -> dict[str, float]:
    """Item scores: the best passage and the share of the best whole item."""
    top = max(whole.values(), default=1.0) or 1.0
    best: dict[str, float] = {}
    for (item_id, _), hit in hits.items():
        best[item_id] = max(hit.score, best.get(item_id, hit.score))
    return {item_id: score + ITEM * whole.get(item_id, 0.0) / top for item_id, score in best.items()}


def _prior(item: Item, document: Document, query: Query) -> float:
    printed = PRINTED / 2 if document.role == "agenda" else PRINTED  # an agenda announces the number, minutes decide under it
    prior = NAMED if is_named(item, query) else printed if _prints_named(item, query) else 0.0
    acronym = asked_acronym(query.question)
    prior += SPELT if acronym and spells_out(acronym, item.text) else 0.0
    prior += HEAD if item.kind == "head" and query.intent == "head" else 0.0
    return prior + (0.0 if document.role != "agenda" else -AGENDA if asks_agenda(query.question) else AGENDA)


def is_named(item: Item, query: Query) -> bool:
    """True for an item whose number or reference the question names."""
    return any(same_label(ref, item.number) or same_label(ref, item.minute_ref) for ref in query.references)


def _prints_named(item: Item, query: Query) -> bool:
    return any(prints(item.text, ref) for ref in query.references if "/" in ref)


def same_label(asked: str, printed: str | None) -> bool:
    """True where two labels mean one: "9B" and "9b", "23/2023" and "FGB 23/2023", "08818" and "088/18"; never "1.1" and "11"."""
    if not printed:
        return False
    a, b = (label.lower().rstrip(".").split()[-1] for label in (asked, printed))
    return a == b or (("/" in a) != ("/" in b) and a.replace("/", "") == b.replace("/", "") and len(a) > 4)
