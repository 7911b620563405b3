"""Cases -> what speaks for each statement of their evidence, and which statements are gold: what ``StatementWeights`` are fitted on.

A statement is gold where it holds the words of the minutes that the case names as its evidence, or is held by them. What is
maximised is, as for items (eval/fit.py), the likelihood of the gold statements among all of the best items.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assistant.answer import Evidence, Turn
from assistant.assistant import Assistant
from assistant.choose import ITEMS
from assistant.fitness import statement_signs
from assistant.weights import STATEMENT_SIGNS, STATEMENT_WEIGHTS, StatementWeights
from eval.cases import Case
from eval.facts import normalise
from index.tokens import tokens

SHARPNESS = 10.0
PRICE = 0.3  # of a weight that is off by one, squared
ROUNDS = 3
STEP = 0.05
HELD = 0.75  # share of the words of a gold stretch that a gold statement holds
SHORT = 25  # characters; a shorter statement stands in many a stretch by chance
FREE = tuple(name for name in STATEMENT_SIGNS if name != "spelt")  # too few questions ask for acronyms
START = replace(  # an item counts as retrieval weighed it, its statements half as much; the rest are round numbers
    STATEMENT_WEIGHTS,
    **{"near": 0.5, "item": 1.0, "words": 0.2, "around": 0.3, "before": 0.1, "wanted": 0.3},
    **{"opens": -0.1, "titled": -0.1, "roll": -0.2, "leans": 0.0},
)


@dataclass(frozen=True, slots=True)
class StatementPool:
    """One case: the signs of each statement of its best items, and which are gold."""

    case_id: str
    signs: NDArray[np.float64]
    gold: NDArray[np.bool_]


def statement_pools(cases: Sequence[Case], assistant: Assistant) -> list[StatementPool]:
    """A pool for every case with gold words among the statements of its best items."""
    return [pool for case in cases if case.answerable and case.evidence and (pool := _pool(case, assistant)) and pool.gold.any()]


def _pool(case: Case, assistant: Assistant) -> StatementPool | None:
    query, found = assistant.retrieve(case.question, [Turn(turn.role, turn.content) for turn in case.history])
    speaking = [e for e in found if e.hits]
    if query.parts or not speaking:
        return None
    signs, best = statement_signs(query, speaking), {e.number for e in speaking[:ITEMS]}
    texts = _texts(speaking)
    places = [place for place in signs if place[0] in best]
    table = np.array([astuple(signs[place]) for place in places], dtype=np.float64)
    return StatementPool(case.id, table, np.array([is_gold(case, texts[place]) for place in places], dtype=np.bool_))


def _texts(speaking: Sequence[Evidence]) -> dict[tuple[int, int], str]:
    return {(e.number, hit.passage.ordinal): hit.passage.text for e in speaking for hit in e.hits}


def is_gold(case: Case, text: str) -> bool:
    """True where a statement holds the words of the minutes that answer ``case``, or a good part of them."""
    said, words = normalise(text), set(tokens(text))
    for stretch in map(normalise, case.evidence):
        asked = tokens(stretch)
        if stretch in said or (said in stretch and len(said) > SHORT):
            return True
        if asked and sum(word in words for word in asked) >= HELD * len(asked):
            return True
    return False


def fit_statements(pools: Sequence[StatementPool], start: StatementWeights = START) -> StatementWeights:
    """The best weights found from ``start``, one weight after the other, in steps of ``STEP``."""
    best, value = start, objective(pools, start, start)
    for _ in range(ROUNDS):
        for name in FREE:
            for moved in (getattr(best, name) + STEP * step for step in (-4, -2, -1, 1, 2, 4)):
                weights = replace(best, **{name: round(moved, 2)})
                if (found := objective(pools, weights, start)) > value + 1e-9:
                    best, value = weights, found
    return best


def objective(pools: Sequence[StatementPool], weights: StatementWeights, start: StatementWeights) -> float:
    price = PRICE * sum((getattr(weights, name) - getattr(start, name)) ** 2 for name in FREE)
    return float(np.mean([_likelihood(pool, weights) for pool in pools]) - price)


def _likelihood(pool: StatementPool, weights: StatementWeights) -> float:
    scores = SHARPNESS * scored(pool, weights)
    shares = np.exp(scores - scores.max())
    return float(max(np.log(shares[pool.gold].sum() / shares.sum()), -np.log(1000)))


def scored(pool: StatementPool, weights: StatementWeights) -> NDArray[np.float64]:
    found: NDArray[np.float64] = pool.signs @ np.array([getattr(weights, name) for name in STATEMENT_SIGNS])
    return found


def first_right(pools: Sequence[StatementPool], weights: StatementWeights, within: int = 1) -> float:
    """The share of cases with a gold statement among the ``within`` best."""
    return float(np.mean([pool.gold[np.argsort(-scored(pool, weights), kind="stable")][:within].any() for pool in pools]))


def as_text_of_statements(pools: Sequence[StatementPool]) -> str:
    """The weights found, beside those that ship."""
    found = fit_statements(pools)
    lines = [f"{name:10} {getattr(found, name):6.2f}   ships {getattr(STATEMENT_WEIGHTS, name):6.2f}" for name in FREE]
    figures = (f"{name} {first_right(pools, w):.3f} {first_right(pools, w, 3):.3f}" for name, w in (
        ("start", START), ("found", found), ("ships", STATEMENT_WEIGHTS)
    ))  # fmt: skip
    return "\n".join([f"statements: gold first, gold among three, over {len(pools)} questions: {'; '.join(figures)}", *lines])
