"""The nearest of the catalogue's own vectors by an exact scan of all, or of some, of them."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine, select

from index.places import Mask, Places
from index.records import Vector
from index.schema import passages, vectors

Nearest = tuple[NDArray[np.intp], NDArray[np.float32]]  # places of rows, best first, and their cosines
_SPARE = 50  # near ones looked at once more: the last digits of a product of many rows depend on which rows stand beside
_IN_QUERY = 2000  # passages named in one query


class Matrix:
    """The vectors of all passages that are shown, whoever may see them; 1.5 KB each at 384 dimensions. Safe between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine, self._lock = engine, Lock()
        self._held: tuple[NDArray[np.int64], NDArray[np.float32]] = (np.zeros(0, np.int64), np.zeros((0, 0), np.float32))

    def of(self, places: Places, fingerprint: Callable[[], str]) -> NDArray[np.float32]:
        """A row for each passage of ``places``, in their order; a passage without a vector has zeros."""
        keys, held = self._held
        if keys is not places.passages.keys:
            with self._lock:
                keys, held = self._held
                if keys is not places.passages.keys:
                    held = self._read(places.passages.keys, keys, held, fingerprint())
                    self._held = places.passages.keys, held
        return held

    def _read(self, wanted: NDArray[np.int64], keys: NDArray[np.int64], held: NDArray[np.float32], fingerprint: str) -> NDArray[np.float32]:
        known = np.isin(wanted, keys)
        missing = wanted[~known]
        rows = self._vectors(missing, fingerprint)
        size = next((len(row) for row in rows.values()), held.shape[1])
        made = np.zeros((len(wanted), size), np.float32)
        if known.any():
            made[known] = held[np.searchsorted(keys, wanted[known])]
        for place, key in zip(np.flatnonzero(~known).tolist(), missing.tolist(), strict=True):
            if key in rows:
                made[place] = rows[key]
        return made

    def _vectors(self, keys: NDArray[np.int64], fingerprint: str) -> dict[int, Vector]:
        of = vectors.c.embedded == passages.c.embedded
        query = select(passages.c.pk, vectors.c.vector).join(vectors, of).where(vectors.c.fingerprint == fingerprint)
        found: dict[int, Vector] = {}
        with self._engine.connect() as connection:
            for start in range(0, len(keys), _IN_QUERY):
                rows = connection.execute(query.where(passages.c.pk.in_(keys[start : start + _IN_QUERY].tolist())))
                found |= {row.pk: np.frombuffer(row.vector, "<f4") for row in rows}
        return found


def nearest(matrix: NDArray[np.float32], vector: Vector, allowed: Mask | None, limit: int) -> Nearest:
    """The places of the ``limit`` nearest rows of those ``allowed`` (None: all), nearest first, and their cosines."""
    rows = np.arange(len(matrix)) if allowed is None else np.flatnonzero(allowed)
    if not len(rows):
        return rows, np.zeros(0, np.float32)
    if len(rows) > limit + _SPARE:
        few = 3 * len(rows) < len(matrix)  # then copying them costs less than the rest of the product
        near = matrix[rows] @ vector if few else (matrix @ vector)[rows]
        rows = rows[np.argpartition(-near, limit + _SPARE)[: limit + _SPARE]]
    return exactly(matrix, vector, rows, limit)


def exactly(matrix: NDArray[np.float32], vector: Vector, rows: NDArray[np.intp], limit: int) -> Nearest:
    """The ``limit`` nearest of these ``rows`` by cosines that do not depend on which others were looked at, nearest first."""
    near = np.einsum("ij,j->i", matrix[rows], vector)
    best = np.lexsort((rows, -near))[:limit]
    return rows[best], near[best]
