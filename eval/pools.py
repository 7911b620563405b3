"""Cases -> what retrieval found for each, before anything is weighed, as numbers: what weights are fitted on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.answer import Turn
from assistant.assistant import Assistant
from assistant.candidates import Candidate
from assistant.weights import SIGNS, Weights
from eval.cases import Case
from eval.structure import Structure, resolve_span
from index.minutes import Passage

Numbers = NDArray[np.float64]
PASSAGE = ("dense", "passage", "added")


@dataclass(frozen=True, slots=True)
class Pool:
    """One case: its passages (rows of the three shares) with the item of each, its items (rows of Signs), and which are gold."""

    case_id: str
    files: tuple[str, ...]  # in which its gold items stand
    passages: Numbers
    owners: NDArray[np.int64]
    signs: Numbers
    gold: NDArray[np.bool_]

    def scores(self, weights: Weights) -> Numbers:
        """The score of each item, as ``Candidate.score`` gives it."""
        best = np.full(len(self.gold), -np.inf)
        np.maximum.at(best, self.owners, self.passages @ _vector(weights, PASSAGE))
        return np.where(np.isinf(best), 0.0, best) + self.signs @ _vector(weights, SIGNS)


def gather(cases: Sequence[Case], assistant: Assistant, structure: Structure) -> list[Pool]:
    """A pool for every case that rests on an item; one to be answered in parts is left out, for its parts share the ranks."""
    found = []
    for case in cases:
        if case.gold:
            query = assistant.understood(case.question, [Turn(turn.role, turn.content) for turn in case.history])
            if not query.parts and (query.asked is None or query.asked.kind != "meetings"):
                candidates = assistant.retriever.candidates(query)
                passages = assistant.store.catalog.passages_of([one.item.item_id for one in candidates])
                found.append(_pool(case, candidates, passages, structure))
    return [pool for pool in found if len(pool.gold)]


def _pool(case: Case, candidates: Sequence[Candidate], passages: Mapping[str, Sequence[Passage]], structure: Structure) -> Pool:
    rows = [(n, one.dense, one.lexical, one.added) for n, candidate in enumerate(candidates) for one in candidate.found]
    table = np.array(rows, dtype=np.float64).reshape(-1, 4)
    gold = np.array([_item(one, passages[one.item.item_id], structure) in case.gold for one in candidates], dtype=np.bool_)
    signs = np.array([astuple(one.signs) for one in candidates], dtype=np.float64).reshape(-1, len(SIGNS))
    return Pool(case.id, tuple(sorted({item.file for item in case.items})), table[:, 1:], table[:, 0].astype(np.int64), signs, gold)


def _item(candidate: Candidate, passages: Sequence[Passage], structure: Structure) -> str | None:
    """The gold item that the best passage of ``candidate`` stands in."""
    best = max(candidate.found, key=lambda one: one.dense + one.lexical, default=None)
    span = next((p.span for p in passages if best and p.ordinal == best.ordinal), candidate.item.span)
    return resolve_span(structure, candidate.document.file, span.start, span.end)


def _vector(weights: Weights, names: Sequence[str]) -> Numbers:
    return np.array([getattr(weights, name) for name in names], dtype=np.float64)
