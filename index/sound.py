"""Whether the vectors are those of the catalogue: all there, none changed, and each of them found when asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np

from index.records import VectorRow
from index.revisions import Revisions
from index.vectors import Place, Vectors, collection_name

NEAR = 1e-4  # what single precision leaves of a cosine
MOST = 20_000  # passages asked for by their own vectors; a minute
_BATCH, _NEAREST = 64, 10
Row = tuple[int, str, VectorRow]  # revision, label, and what a search sees


def unsound(revisions: Revisions, vectors: Vectors, most: int = MOST) -> Iterator[str]:
    """What is wrong with ``vectors``, in sentences; nothing where all is well.

    Every vector is compared; of more than ``most`` passages so many, spread over all, are asked for.
    Vectors of revisions that are being written or cleared away may be there or not.
    """
    rows = revisions.vector_rows(vectors.fingerprint)
    yield from _compared(rows, {revision.id for revision in revisions.unfinished()}, vectors)
    yield from _reached(rows[:: -(-len(rows) // most) or 1], vectors)


def canary(revisions: Revisions, vectors: Vectors) -> bool:
    """Whether a passage of the latest file is found by its own vector; True where there is none."""
    latest = revisions.committed()[-1:]
    rows = [row for revision in latest for row in revisions.vector_rows(vectors.fingerprint, revision.id)]
    return not list(_reached(rows[:1], vectors))


def _compared(rows: Sequence[Row], unfinished: set[int], vectors: Vectors) -> Iterator[str]:
    expected = {(collection_name(label), _place(revision, row)): row.vector for revision, label, row in rows}
    changed = unknown = 0
    for name, place, vector in vectors.held():
        due = expected.pop((name, place), None)
        changed += due is not None and not _same(due, vector)
        unknown += due is None and place[0] not in unfinished
    yield from [f"{len(expected)} of {len(rows)} passages have no vector."] if expected else []
    yield from [f"{changed} vectors are not those of the catalogue."] if changed else []
    yield from [f"{unknown} vectors belong to no passage."] if unknown else []


def _same(one: np.ndarray, other: np.ndarray) -> bool:
    return one.shape == other.shape and bool(np.abs(one - other).max() <= NEAR)


def _reached(rows: Sequence[Row], vectors: Vectors) -> Iterator[str]:
    lost = 0
    for label, group in groupby(sorted(rows, key=lambda row: row[1]), key=lambda row: row[1]):
        asked = list(group)
        for start in range(0, len(asked), _BATCH):
            batch = asked[start : start + _BATCH]
            answers = vectors.nearest(label, [row.vector for *_, row in batch], _NEAREST)
            lost += sum(not _found(one, answer) for one, answer in zip(batch, answers, strict=True))
    yield from [f"{lost} of {len(rows)} passages are not found by their own vector."] if lost else []


def _found(asked: Row, answer: Sequence[tuple[int, str, int, float]]) -> bool:
    """Found itself, or crowded out by as many that are just as near: their words are the same."""
    revision, _, row = asked
    places = [found[:3] for found in answer]
    return _place(revision, row) in places or (len(answer) == _NEAREST and answer[-1][3] >= 1 - NEAR)


def _place(revision: int, row: VectorRow) -> Place:
    return revision, row.item_id, row.ordinal
