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
_AT_ONCE = 2000  # passages whose vectors are read, or copied, at once


class Matrix:
    """The vectors of all passages that are shown, whoever may see them; 1.5 KB each at 384 dimensions. Safe between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine, self._lock = engine, Lock()
        self._held: tuple[Places | None, NDArray[np.float32]] = (None, np.zeros((0, 0), np.float32))

    def of(self, places: Places, fingerprint: Callable[[], str]) -> NDArray[np.float32]:
        """A row for each passage of ``places``, in their order; a passage without a vector has zeros."""
        of, held = self._held
        if of is not places:
            with self._lock:
                of, held = self._held
                if of is not places:
                    held = self._read(places, of, held, fingerprint())
                    self._held = places, held
        return held

    def _read(self, places: Places, former: Places | None, held: NDArray[np.float32], fingerprint: str) -> NDArray[np.float32]:
        keys = places.passages.keys
        at = places.known_from(former) if former else np.full(len(keys), -1)
        new, kept = np.flatnonzero(at < 0), np.flatnonzero(at >= 0)
        made = held
        for start in range(0, len(new), _AT_ONCE):
            part = new[start : start + _AT_ONCE]
            rows = self._vectors(keys[part], fingerprint)
            if made is held and rows:
                made = np.zeros((len(keys), len(next(iter(rows.values())))), np.float32)
            for place, key in zip(part.tolist(), keys[part].tolist(), strict=True):
                if key in rows:
                    made[place] = rows[key]
        made = np.zeros((len(keys), held.shape[1]), np.float32) if made is held else made
        for start in range(0, len(kept), _AT_ONCE):
            part = kept[start : start + _AT_ONCE]
            made[part] = held[at[part]]
        return made

    def _vectors(self, keys: NDArray[np.int64], fingerprint: str) -> dict[int, Vector]:
        of = vectors.c.embedded == passages.c.embedded
        query = select(passages.c.pk, vectors.c.vector).join(vectors, of).where(vectors.c.fingerprint == fingerprint)
        with self._engine.connect() as connection:
            rows = connection.execute(query.where(passages.c.pk.in_(keys.tolist())))
            return {row.pk: np.frombuffer(row.vector, "<f4") for row in rows}


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
