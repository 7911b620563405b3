"""Vectors of passages in Chroma: one collection a label, cosine. All of it can be rebuilt from the catalogue.

Ids carry the revision, so a new reading never overwrites what is being shown. A search leaves out the revisions it is told are
hidden: those being written or cleared away, of which there are none or one, so the filter costs nothing as a rule (naming the
committed ones instead would filter every search, some 80 ms at 100,000 passages).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from index.chroma import REBUILD, About, Chroma, Folder
from index.errors import AssistantError, ServerAway, WrongStore
from index.minutes import Scope
from index.records import Vector, VectorRow, day_number
from index.schema import SCHEMA, label_key

_INDEX: About = {"space": "cosine", "ef_construction": 400, "max_neighbors": 48, "ef_search": 1000, "num_threads": 1}
Place = tuple[int, str, int]  # revision, item id, ordinal
Found = tuple[int, str, int, float]  # a place and its similarity


class Vectors:
    """The vectors of one store, made by one embedder."""

    def __init__(self, chroma: Chroma, fingerprint: str) -> None:
        self._chroma, self.fingerprint = chroma, fingerprint
        self.failed = False  # once damage or a full disk was met: what is on the disk may be half of something
        with self._guarded():
            self._collections = {one.name: one for one in chroma.collections()}

    @classmethod
    def open(cls, where: Path | Chroma, fingerprint: str) -> Vectors:
        """The vectors in a folder, or in the Chroma given; WrongStore where another embedder or schema made them.

        Raises DamagedStore, ServerAway.
        """
        chroma = Folder(where) if isinstance(where, Path) else where
        try:
            opened = cls(chroma, fingerprint)
            opened._accept()
        except AssistantError:
            chroma.close()
            raise
        return opened

    def close(self) -> None:
        self._chroma.close()

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            with self._chroma.guarded():
                yield
        except ServerAway:  # of what is on that disk nothing is known here
            raise
        except AssistantError:
            self.failed = True
            raise

    def _accept(self) -> None:
        for collection in self._collections.values():
            found = collection.metadata or {}
            if found.get("schema") != SCHEMA or found.get("fingerprint") != self.fingerprint:
                message = f"The vectors were made by {found.get('fingerprint')} under schema {found.get('schema')}"
                raise WrongStore(f"{message}; this program has {self.fingerprint} and {SCHEMA}.", REBUILD)

    def upsert(self, label: str, revision: int, rows: Sequence[VectorRow]) -> None:
        """Write the rows of one revision: one call, unless Chroma's own limit on a batch is smaller."""
        if not rows:
            return
        with self._guarded():
            collection, most = self._made(label), self._chroma.most_at_once()
            for start in range(0, len(rows), most):
                batch = rows[start : start + most]
                collection.upsert(
                    ids=[f"{revision}:{row.item_id}#{row.ordinal}" for row in batch],
                    embeddings=np.stack([row.vector for row in batch]),
                    metadatas=[{"revision": revision, "body": row.body_id, "role": row.role, "date": row.day} for row in batch],
                )

    def delete_revision(self, revision: int) -> None:
        """Forget a revision; nothing happens where it is not there."""
        with self._guarded():
            for collection in self._collections.values():
                collection.delete(where={"revision": revision})

    def search(self, vector: Vector, labels: Iterable[str], scope: Scope, hidden: Collection[int], limit: int) -> list[Found]:
        """The nearest passages of these labels and of ``scope`` outside the ``hidden`` revisions, nearest first."""
        where = _where(scope, hidden)
        with self._guarded():
            names = [name for label in labels if (name := collection_name(label)) in self._collections]
            found = [row for name in names for one in self._answers(name, [vector], where, limit) for row in one]
        return sorted(found, key=lambda row: -row[3])[:limit]

    def count(self) -> int:
        """How many vectors there are, hidden ones included."""
        with self._guarded():
            return sum(collection.count() for collection in self._collections.values())

    def held(self, at_a_time: int = 2000) -> Iterator[tuple[str, Place, Vector]]:
        """All that is there, hidden or not: the name of its collection, what it points at, its vector."""
        for name, collection in self._collections.items():
            for start in range(0, self._counted(collection), at_a_time):
                with self._guarded():
                    page = collection.get(limit=at_a_time, offset=start, include=["embeddings"])
                    found = [(name, _place(key), np.asarray(one, "<f4")) for key, one in zip(page["ids"], page["embeddings"], strict=True)]
                yield from found

    def nearest(self, label: str, asked: Sequence[Vector], limit: int) -> list[list[Found]]:
        """The nearest passages of one label to each of ``asked``, hidden ones included."""
        name = collection_name(label)
        with self._guarded():
            return [list(found) for found in self._answers(name, asked, None, limit)] if name in self._collections else [[] for _ in asked]

    def _counted(self, collection: Any) -> int:
        with self._guarded():
            return int(collection.count())

    def _made(self, label: str) -> Any:
        name = collection_name(label)
        if name not in self._collections:
            about: About = {"fingerprint": self.fingerprint, "schema": SCHEMA}
            self._collections = {**self._collections, name: self._chroma.create(name, _INDEX, about)}
        return self._collections[name]

    def _answers(self, name: str, asked: Sequence[Vector], where: dict[str, Any] | None, limit: int) -> Iterator[Iterator[Found]]:
        answer = self._collections[name].query(query_embeddings=list(asked), n_results=limit, where=where, include=["distances"])
        for keys, distances in zip(answer["ids"], answer["distances"], strict=True):
            yield ((*_place(key), 1.0 - distance) for key, distance in zip(keys, distances, strict=True))


def collection_name(label: str) -> str:
    """The collection that holds what has this label."""
    return f"passages.{label_key(label)}"


def _place(key: str) -> Place:
    revision, _, place = key.partition(":")
    item_id, _, ordinal = place.rpartition("#")
    return int(revision), item_id, int(ordinal)


def _where(scope: Scope, hidden: Collection[int]) -> dict[str, Any] | None:
    clauses: list[dict[str, Any]] = []
    for field, allowed in (("body", scope.bodies), ("role", scope.roles)):
        clauses += [{field: {"$in": list(allowed)}}] if allowed else []
    if scope.first or scope.last:
        clauses.append({"date": {"$gte": day_number(scope.first) or 1}})  # a meeting without a date is in no range
    if scope.last:
        clauses.append({"date": {"$lte": day_number(scope.last)}})
    if hidden:
        clauses.append({"revision": {"$nin": sorted(hidden)}})
    return {"$and": clauses} if len(clauses) > 1 else clauses[0] if clauses else None
