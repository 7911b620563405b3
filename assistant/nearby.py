"""The statements near a question: those of the best items, each with the share of the question's topic that it holds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.answer import Evidence, Source
from index.minutes import Hit
from index.rarity import Rarity, rarity
from index.tokens import tokens

ITEMS = 3  # of the evidence that may hold what is asked for
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


def near_statements(topic: Collection[str], evidence: Sequence[Evidence]) -> list[Near]:
    """The statements of the first items, best first."""
    weight = rarity([e.item.text for e in evidence])
    top = max((hit.score for e in evidence for hit in e.hits), default=0.0)
    found = [Near(e, hit, covered(topic, hit, e, weight), top - hit.score) for e in evidence[:ITEMS] for hit in e.hits]
    return sorted(found, key=lambda near: near.below)


def covered(topic: Collection[str], hit: Hit, evidence: Evidence, weight: Rarity) -> float:
    """The share, by rarity, of the topic's words in the statement; those before it and in the title count less."""
    before = next((h.passage.text for h in evidence.hits if h.passage.ordinal == hit.passage.ordinal - 1), "")
    own, around = set(tokens(hit.passage.text)), set(tokens(f"{before} {evidence.item.title}"))
    total = sum(map(weight, topic))
    held = sum(weight(word) * (1.0 if word in own else CONTEXT) for word in topic if word in own or word in around)
    return held / total if total else 1.0


def following(near: Sequence[Near], most: int = 2) -> list[Near]:
    """The statements right behind the best one in its item, in order: they often say what it leaves out."""
    best = near[0] if near else None
    same = [n for n in near if best and n.evidence.number == best.evidence.number]
    behind = [n for n in same if best and 0 < n.hit.passage.ordinal - best.hit.passage.ordinal <= most]
    return sorted(behind, key=lambda n: n.hit.passage.ordinal)
