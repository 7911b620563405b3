"""Ranked retrieval by the standard measures, computed by ir-measures and never by us."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import ir_measures
from ir_measures import RR, Qrel, R, ScoredDoc, Success, nDCG

from eval.score import Mark, not_eligible

_MEASURES = {
    "hit@1": Success @ 1,
    "hit@3": Success @ 3,
    "hit@5": Success @ 5,
    "hit@10": Success @ 10,
    "R@5": R @ 5,
    "RR": RR,
    "nDCG@10": nDCG @ 10,
}
METRICS = tuple(_MEASURES)


def ranking(gold: Collection[str], ranked: Sequence[str]) -> tuple[Mark, ...]:
    """A mark of every measure for one question; a question that rests on no item is not eligible."""
    if not gold:
        return tuple(not_eligible(name, "rests on no item") for name in METRICS)
    reason = _reason(gold, ranked)
    qrels = [Qrel("q", item, 1) for item in gold]
    run = [ScoredDoc("q", item, -float(rank)) for rank, item in enumerate(ranked)]
    values = {str(m.measure): float(m.value) for m in ir_measures.iter_calc(list(_MEASURES.values()), qrels, run)}
    return tuple(Mark(name, values[str(measure)], reason) for name, measure in _MEASURES.items())


def _reason(gold: Collection[str], ranked: Sequence[str]) -> str:
    ranks = [f"{item} at rank {ranked.index(item) + 1}" for item in sorted(gold) if item in ranked]
    ranks += [f"{item} not found" for item in sorted(gold) if item not in ranked]
    return ", ".join(ranks)
