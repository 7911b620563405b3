"""Pools -> the retriever's weights, by coordinate search over round numbers; the same pools give the same weights.

What is maximised is the likelihood of the gold items among all items of their pool (ListNet, Cao et al. 2007), less a price
for leaving the round numbers it starts from: few questions shall not move a weight far. Left-out files say whether what was
found holds elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.weights import WEIGHTS, Weights
from eval.pools import Pool

SHARPNESS = 12.0  # scores differ by some tenths between a right item and the next
PRICE = 1.0  # of a weight that is off by one, squared
ROUNDS = 4
START = replace(
    WEIGHTS,
    **{"passage": 0.3, "added": 0.15, "item": 0.3, "phrase": 0.1},
    **{"head": 0.25, "office": 0.3, "bare": -0.3, "ending": 0.15, "agenda": -0.05, "announced": 0.05},
)
STEPS = (0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.8)
FREE: dict[str, tuple[float, ...]] = {
    **dict.fromkeys(("passage", "added", "item", "phrase", "head", "office", "ending", "announced"), STEPS),
    **dict.fromkeys(("bare", "agenda"), tuple(-step for step in STEPS)),
}


@dataclass(frozen=True, slots=True)
class Left:
    """What weights fitted without a file do on it, beside what the weights given do."""

    file: str
    n: int
    before: tuple[float, float, float]  # hit@1, hit@5, RR
    after: tuple[float, float, float]


def fit(pools: Sequence[Pool], start: Weights = START) -> Weights:
    """The best weights found from ``start``, one weight after the other, until none gets better."""
    best, value = start, objective(pools, start, start)
    for _ in range(ROUNDS):
        before = value
        for name, steps in FREE.items():
            for weights in (replace(best, **{name: step}) for step in steps):
                if (found := objective(pools, weights, start)) > value + 1e-9:
                    best, value = weights, found
        if value - before < 1e-4:
            break
    return best


def objective(pools: Sequence[Pool], weights: Weights, start: Weights) -> float:
    price = PRICE * sum((getattr(weights, name) - getattr(start, name)) ** 2 for name in FREE)
    return float(np.mean([_likelihood(pool, weights) for pool in pools]) - price)


def _likelihood(pool: Pool, weights: Weights) -> float:
    """The logarithm of the share that the gold items have in the softmax of the scores; at worst as at rank 1000."""
    if not pool.gold.any():
        return 0.0  # no weight can help: retrieval did not reach it
    scores = SHARPNESS * pool.scores(weights)
    shares = np.exp(scores - scores.max())
    return float(max(np.log(shares[pool.gold].sum() / shares.sum()), -np.log(1000)))


def left_out(pools: Sequence[Pool], start: Weights = START) -> Iterator[Left]:
    """Each file in turn: weights fitted on the questions that do not rest on it, asked those that do."""
    for file in sorted({file for pool in pools for file in pool.files}):
        held = [pool for pool in pools if file in pool.files]
        others = [pool for pool in pools if file not in pool.files]
        if others:
            yield Left(file, len(held), ranked(held, start), ranked(held, fit(others, start)))


def ranked(pools: Sequence[Pool], weights: Weights) -> tuple[float, float, float]:
    """hit@1, hit@5 and RR of the first gold item."""
    ranks = np.array([rank(pool, weights) for pool in pools])
    return float(np.mean(ranks <= 1)), float(np.mean(ranks <= 5)), float(np.mean(1 / ranks))


def as_text(pools: Sequence[Pool]) -> str:
    """The weights found, beside those that ship, then each file left out in turn."""
    found = fit(pools)
    lines = [f"{name:10} {getattr(found, name):6.2f}   ships {getattr(WEIGHTS, name):6.2f}" for name in FREE]
    lines += ["", f"hit@1, hit@5, RR over {len(pools)} questions: {_three(ranked(pools, START))} -> {_three(ranked(pools, found))}", ""]
    return "\n".join(
        lines + [f"without {left.file} (n = {left.n}): {_three(left.before)} -> {_three(left.after)}" for left in left_out(pools)]
    )


def _three(figures: tuple[float, float, float]) -> str:
    return " ".join(f"{figure:.3f}" for figure in figures)


def rank(pool: Pool, weights: Weights) -> float:
    """Of the first gold item; infinite where there is none. Items with the same score come as the pool gives them."""
    places = np.flatnonzero(pool.gold[np.argsort(-pool.scores(weights), kind="stable")])
    return float(places[0] + 1) if len(places) else float("inf")
