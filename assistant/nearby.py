"""The statements near a question: those of the best items, each with the share of the question's topic that it holds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Evidence, Source
from index.catalog import Catalog
from index.minutes import Hit
from index.rarity import rarity
from index.tokens import tokens

CONTEXT = 0.6  # of a word that stands in the statement before or in the title of the item


@dataclass(frozen=True, slots=True)
class Near:
    """``covered``: of the topic's words, by rarity, 0 to 1; ``below``: how far its score is below the best."""

    evidence: Evidence
    hit: Hit
    covered: float
    below: float

    @property
    def text(self) -> str:
        return self.hit.passage.text

    @property
    def source(self) -> Source:
        return Source(self.evidence.number, self.hit.passage.span)


def with_all_statements(evidence: Sequence[Evidence], catalog: Catalog, items: int) -> tuple[Evidence, ...]:
    """The evidence with every statement of its first items: a search finds the one asked for, not the one behind it that takes it back."""
    return (*(_whole(e, catalog) if e.hits else e for e in evidence[:items]), *evidence[items:])


def _whole(evidence: Evidence, catalog: Catalog) -> Evidence:
    found = {hit.passage.ordinal for hit in evidence.hits}
    least = min(hit.score for hit in evidence.hits)
    rest = (Hit(p, least) for p in catalog.passages(evidence.item.item_id) if p.ordinal not in found)
    return replace(evidence, hits=(*evidence.hits, *rest))


def near_statements(topic: Collection[str], evidence: Sequence[Evidence], items: int) -> list[Near]:
    """The statements of the first items, best first."""
    weight = rarity([e.item.text for e in evidence])
    top = max((hit.score for e in evidence for hit in e.hits), default=0.0)
    weights = {word: weight(word) for word in topic}
    found = [Near(e, hit, _covered(weights, hit, e), top - hit.score) for e in evidence[:items] for hit in e.hits]
    return sorted(found, key=lambda near: near.below)


def _covered(weights: dict[str, float], hit: Hit, evidence: Evidence) -> float:
    total = sum(weights.values())
    before = next((h.passage.text for h in evidence.hits if h.passage.ordinal == hit.passage.ordinal - 1), "")
    own, around = set(tokens(hit.passage.text)), set(tokens(f"{before} {evidence.item.title}"))
    held = sum(w * (1.0 if word in own else CONTEXT) for word, w in weights.items() if word in own or word in around)
    return held / total if total else 1.0


def following(near: Sequence[Near], most: int = 2) -> list[Near]:
    """The statements right behind the best one in its item, in order: they often say what it leaves out."""
    best = near[0] if near else None
    same = [n for n in near if best and n.evidence.number == best.evidence.number]
    behind = [n for n in same if best and 0 < n.hit.passage.ordinal - best.hit.passage.ordinal <= most]
    return sorted(behind, key=lambda n: n.hit.passage.ordinal)
