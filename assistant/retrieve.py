"""A Query -> the items most likely to answer it, best first.

What could answer is gathered with all that speaks for it (candidates.py), weighed (weights.py) and, where a cross-encoder
is at hand, the best of it read once more beside the question. See ARCHITECTURE.md, Retrieval, for what each step brought.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Protocol

from assistant.agenda import announced, became, unmatched
from assistant.answer import Evidence, Query
from assistant.candidates import Candidate, candidates
from assistant.glossary import Glossary
from assistant.mentioned import preference
from assistant.reader import Reads, with_readings
from assistant.referred import with_decision_first
from assistant.weights import WEIGHTS, Weights
from index.minutes import Hit, Passage
from index.records import embedded
from index.store import Store
from index.view import View

LEADING = 3  # items whose verdict may be asked for
OWN = 0.35  # share of a follow-up's own words in its meaning, beside those with what it carries
UNREAD = ("head", "definition", "decision", "who")  # other signs tell the roll, a word, a matter's fate; of people a reader knows least
READ_AGAIN = 20  # items whose best passage a cross-encoder reads


class Reranker(Protocol):
    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """How well each text answers the question, between 0 and 1."""
        ...


@dataclass(frozen=True, slots=True)
class Ranked:
    """An item in its place, its passages not read yet: ``scores`` are those of the ones that were found, by their ordinals."""

    evidence: Evidence
    scores: Mapping[int, float]

    def moved(self, gain: float) -> Ranked:
        return replace(self, evidence=replace(self.evidence, score=self.evidence.score + gain)) if gain else self


@dataclass(frozen=True, slots=True)
class Retriever:
    store: Store | View
    k: int = 10
    weights: Weights = WEIGHTS
    glossary: Glossary = field(default_factory=Glossary)
    reranker: Reranker | None = None
    reader: Reads | None = None

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
            turns = {r.evidence.item.item_id: r for turn in zip_longest(*rankings) for r in turn if r is not None}
            best = sorted(list(turns.values())[: self.k], key=lambda r: -r.evidence.score)
        return _numbered(self._with_agenda(query, self.read(query, _numbered(self._whole(best[: self.k])))))

    def read(self, query: Query, evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
        """``evidence`` with what the reader makes of its best windows, and in the order that this gives; as it is without a reader."""
        if self.reader is None or not any(e.cosine for e in evidence) or not _for_reading(query, evidence[0]):
            return evidence
        read = with_readings(self.reader, query.standalone, evidence)
        moved = [replace(e, score=e.score + self.weights.read * e.answers) for e in read]
        return _numbered(sorted(moved, key=lambda e: (-e.score, e.number)))

    def candidates(self, query: Query) -> list[Candidate]:
        """What could answer, unweighed."""
        return candidates(self.store, query, self.weights, self.glossary)

    def _ranked(self, query: Query) -> list[Ranked]:
        found = self._weighed(query)
        if query.own:  # or what a follow-up carries would drown its own words
            found = _mixed(found, self._weighed(replace(query, standalone=query.own, own="")))
        ranked = [r.moved(preference(r.evidence.document, r.evidence.item, query.carried)) for r in found]
        ranked.sort(key=lambda r: (-r.evidence.score, r.evidence.item.item_id))
        best = {r.evidence.item.item_id: r for r in self._read_again(query, ranked)[: self.k]}
        return [best[e.item.item_id] for e in with_decision_first(query, [r.evidence for r in best.values()])]

    def _weighed(self, query: Query) -> list[Ranked]:
        return [_ranked(one, self.weights) for one in self.candidates(query)]

    def _read_again(self, query: Query, ranked: list[Ranked]) -> list[Ranked]:
        """The best items, moved by what the cross-encoder makes of the best passage of each."""
        read = [r for r in ranked[:READ_AGAIN] if r.scores] if self.reranker else []
        if self.reranker is None or not read:
            return ranked
        whole = [e for e in self._whole(read) if e.hits]  # one whose file was replaced meanwhile has none
        found = self.reranker.scores(query.standalone, [embedded(e.hits[0].passage) for e in whole])
        gains = {e.item.item_id: self.weights.reranked * score for e, score in zip(whole, found, strict=True)}
        moved = [r.moved(gains.get(r.evidence.item.item_id, 0.0)) for r in ranked]
        return sorted(moved, key=lambda r: (-r.evidence.score, r.evidence.item.item_id))

    def _whole(self, best: Sequence[Ranked]) -> list[Evidence]:
        """Each item with all its passages: those that no search reached count as the last of all."""
        least = min((score for r in best for score in r.scores.values()), default=0.0)
        passages = self.store.catalog.passages_of([r.evidence.item.item_id for r in best if r.scores])
        return [_filled(r, passages.get(r.evidence.item.item_id, ()), least) for r in best]

    def _with_agenda(self, query: Query, best: Sequence[Evidence]) -> Sequence[Evidence]:
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

    def _followed(self, found: Evidence) -> Evidence:
        rows = became(found.document, found.item, self.store.catalog)
        return replace(found, fate=next((r.fate for r in rows if r.agenda and r.agenda.item_id == found.item.item_id), None))


def _filled(found: Ranked, passages: Sequence[Passage], least: float) -> Evidence:
    """Its passages that were found by support, then the others in their order."""
    hits = sorted((Hit(p, found.scores[p.ordinal]) for p in passages if p.ordinal in found.scores), key=_best_first)
    others = (Hit(p, least) for p in passages if p.ordinal not in found.scores)
    return replace(found.evidence, hits=(*hits, *others))


def _numbered(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple(replace(e, number=n) for n, e in enumerate(evidence, 1))


def _ranked(one: Candidate, weights: Weights) -> Ranked:
    nearest = max((found.dense for found in one.found), default=0.0)
    scores = {found.ordinal: found.score(weights) for found in one.found}
    return Ranked(Evidence(0, one.document, one.item, (), one.score(weights), cosine=nearest), scores)


def _mixed(whole: Sequence[Ranked], own: Sequence[Ranked]) -> list[Ranked]:
    """The mean of what a follow-up finds with what it carries and by its own words alone."""
    sides = [{r.evidence.item.item_id: r for r in side} for side in (whole, own)]
    least = [min((r.evidence.score for r in side), default=0.0) for side in (whole, own)]
    return [_mean([side.get(item_id) for side in sides], least) for item_id in {**sides[0], **sides[1]}]


def _mean(sides: Sequence[Ranked | None], least: Sequence[float]) -> Ranked:
    shares = (1 - OWN, OWN)
    score = sum(share * (r.evidence.score if r else low) for share, r, low in zip(shares, sides, least, strict=True))
    scores: dict[int, float] = {}
    for share, r in zip(shares, sides, strict=True):
        for ordinal, its in r.scores.items() if r else ():
            scores[ordinal] = scores.get(ordinal, 0.0) + share * its
    one = next(r for r in sides if r)
    nearest = max(r.evidence.cosine for r in sides if r)
    return Ranked(replace(one.evidence, score=score, cosine=nearest), scores)


def _best_first(hit: Hit) -> tuple[float, int]:
    passage: Passage = hit.passage
    return -hit.score, passage.ordinal


def _for_reading(query: Query, best: Evidence) -> bool:
    """False for what one window cannot tell: an item named by its number, several things compared, an agenda, and what is no item."""
    if query.intent in UNREAD or query.references or query.parts:
        return False
    return best.item.kind == "item" and best.document.role != "agenda"
