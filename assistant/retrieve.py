"""A Query -> the items most likely to answer it, best first.

What could answer is gathered with all that speaks for it (candidates.py), weighed (weights.py) and, where a cross-encoder
is at hand, the best of it read once more beside the question. See ARCHITECTURE.md, Retrieval, for what each step brought.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Protocol

from assistant.agenda import announced, became, unmatched
from assistant.answer import Evidence, Query
from assistant.candidates import Candidate, candidates
from assistant.glossary import Glossary
from assistant.mentioned import preference
from assistant.referred import with_decision_first
from assistant.weights import WEIGHTS, Weights
from index.minutes import Hit, Passage
from index.records import embedded
from index.store import Store
from index.view import View

LEADING = 3  # items whose verdict may be asked for
OWN = 0.35  # share of a follow-up's own words in its meaning, beside those with what it carries
READ_AGAIN = 20  # items whose best passage a cross-encoder reads


class Reranker(Protocol):
    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """How well each text answers the question, between 0 and 1."""
        ...


@dataclass(frozen=True, slots=True)
class Retriever:
    store: Store | View
    k: int = 10
    weights: Weights = WEIGHTS
    glossary: Glossary = field(default_factory=Glossary)
    reranker: Reranker | None = None

    def find(self, query: Query) -> tuple[Evidence, ...]:
        """The ``k`` best items of the query's scope, each with its passages by support; none where the scope holds none.

        Each of the parts to be answered side by side has its share of them.
        """
        if query.intent in ("unminuted", "unlisted"):
            return _numbered(unmatched(query, self.store.catalog))
        if not query.parts:
            best = self._ranked(query)
        else:
            rankings = [self._ranked(replace(query, scope=part, parts=())) for part in query.parts]
            turns = {e.item.item_id: e for turn in zip_longest(*rankings) for e in turn if e is not None}
            best = sorted(list(turns.values())[: self.k], key=lambda e: -e.score)
        return _numbered(self._whole(self._with_agenda(query, best[: self.k])))

    def candidates(self, query: Query) -> list[Candidate]:
        """What could answer, unweighed."""
        return candidates(self.store, query, self.weights, self.glossary)

    def _ranked(self, query: Query) -> list[Evidence]:
        found = self._weighed(query)
        if query.own:  # or what a follow-up carries would drown its own words
            found = _mixed(found, self._weighed(replace(query, standalone=query.own, own="")))
        ranked = [replace(e, score=e.score + preference(e.document, e.item, query.carried)) for e in found]
        ranked.sort(key=lambda e: (-e.score, e.item.item_id))
        return with_decision_first(query, self._read_again(query, ranked)[: self.k])

    def _weighed(self, query: Query) -> list[Evidence]:
        return [_evidence(one, self.weights) for one in self.candidates(query)]

    def _read_again(self, query: Query, ranked: list[Evidence]) -> list[Evidence]:
        """The best items, moved by what the cross-encoder makes of the best passage of each."""
        read = [e for e in ranked[:READ_AGAIN] if e.hits]
        if self.reranker is None or not read:
            return ranked
        found = self.reranker.scores(query.standalone, [embedded(e.hits[0].passage) for e in read])
        gains = {e.item.item_id: self.weights.reranked * score for e, score in zip(read, found, strict=True)}
        moved = [replace(e, score=e.score + gains.get(e.item.item_id, 0.0)) for e in ranked]
        return sorted(moved, key=lambda e: (-e.score, e.item.item_id))

    def _with_agenda(self, query: Query, best: list[Evidence]) -> list[Evidence]:
        """The best items, what became of those of an agenda, and the announcement of a decision that the minutes never take up."""
        best = [self._followed(e) if n < LEADING and e.document.role == "agenda" else e for n, e in enumerate(best)]
        agendas = "agenda" in (query.scope.roles or ("agenda",))
        found = announced(query, best[0], self.store.catalog) if best and agendas and self.k > 1 else None
        if found is None:
            return best
        same = next((n for n, e in enumerate(best) if e.item.item_id == found.item.item_id), None)
        if same is None:
            return [*best[: self.k - 1], found]
        return [replace(e, untaken=found.untaken) if n == same else e for n, e in enumerate(best)]

    def _whole(self, best: Sequence[Evidence]) -> list[Evidence]:
        """Each item with all its passages: those that no search reached count as the last of all."""
        least = min((hit.score for e in best for hit in e.hits), default=0.0)
        passages = self.store.catalog.passages_of([e.item.item_id for e in best if e.hits])
        return [_filled(e, passages[e.item.item_id], least) if e.hits else e for e in best]

    def _followed(self, found: Evidence) -> Evidence:
        rows = became(found.document, found.item, self.store.catalog)
        return replace(found, fate=next((r.fate for r in rows if r.agenda and r.agenda.item_id == found.item.item_id), None))


def _filled(found: Evidence, passages: Sequence[Passage], least: float) -> Evidence:
    reached = {hit.passage.ordinal for hit in found.hits}
    return replace(found, hits=(*found.hits, *(Hit(passage, least) for passage in passages if passage.ordinal not in reached)))


def _numbered(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple(replace(e, number=n) for n, e in enumerate(evidence, 1))


def _evidence(one: Candidate, weights: Weights) -> Evidence:
    hits = sorted((Hit(found.passage, found.score(weights)) for found in one.found), key=_best_first)
    nearest = max((found.dense for found in one.found), default=0.0)
    return Evidence(0, one.document, one.item, tuple(hits), one.score(weights), cosine=nearest)


def _mixed(whole: Sequence[Evidence], own: Sequence[Evidence]) -> list[Evidence]:
    """The mean of what a follow-up finds with what it carries and by its own words alone."""
    sides = [{e.item.item_id: e for e in side} for side in (whole, own)]
    least = [min((e.score for e in side), default=0.0) for side in (whole, own)]
    return [_mean([side.get(item_id) for side in sides], least) for item_id in {**sides[0], **sides[1]}]


def _mean(sides: Sequence[Evidence | None], least: Sequence[float]) -> Evidence:
    shares = (1 - OWN, OWN)
    score = sum(share * (e.score if e else low) for share, e, low in zip(shares, sides, least, strict=True))
    hits: dict[int, Hit] = {}
    for share, e in zip(shares, sides, strict=True):
        for hit in e.hits if e else ():
            before = hits[hit.passage.ordinal].score if hit.passage.ordinal in hits else 0.0
            hits[hit.passage.ordinal] = Hit(hit.passage, before + share * hit.score)
    one = next(e for e in sides if e)
    nearest = max(e.cosine for e in sides if e)
    return replace(one, score=score, hits=tuple(sorted(hits.values(), key=_best_first)), cosine=nearest)


def _best_first(hit: Hit) -> tuple[float, int]:
    passage: Passage = hit.passage
    return -hit.score, passage.ordinal
