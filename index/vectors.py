"""Vectors of passages in Chroma: one collection a label, cosine. All of it can be rebuilt from the catalogue.

The only file that imports chromadb, when a folder is opened: listing and showing need no vectors.

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

from index.errors import AssistantError, DamagedStore, WrongStore
from index.flush import flush
from index.minutes import Scope
from index.records import Vector, VectorRow, day_number
from index.schema import SCHEMA, label_key
from index.space import full, is_full

REBUILD = "Run: python -m assistant verify --rebuild"
_INDEX = {"space": "cosine", "ef_construction": 400, "max_neighbors": 48, "ef_search": 1000, "num_threads": 1}
Place = tuple[int, str, int]  # revision, item id, ordinal
Found = tuple[int, str, int, float]  # a place and its similarity


class Vectors:
    """The vectors of one data directory, made by one embedder."""

    def __init__(self, client: Any, fingerprint: str, path: Path) -> None:
        self._client, self.fingerprint, self._path = client, fingerprint, path
        self.failed = False  # once damage or a full disk was met: what is on the disk may be half of something
        with self._guarded():
            self._collections = {one.name: one for one in client.list_collections()}

    @classmethod
    def open(cls, path: Path, fingerprint: str) -> Vectors:
        """The vectors in the folder ``path``; WrongStore where another embedder or schema made them, DamagedStore."""
        made = not path.exists()
        client = _client(path)
        if made:  # else a power cut could take the folder away after what is in it was acknowledged
            flush(path.parent)
        try:
            opened = cls(client, fingerprint, path)
            opened._accept()
        except AssistantError:
            client.close()
            raise
        return opened

    def close(self) -> None:
        self._client.close()

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            with _translated(self._path):
                yield
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
            collection, most = self._made(label), self._client.get_max_batch_size()
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
                yield from ((name, _place(key), vector) for key, vector in zip(page["ids"], page["embeddings"], strict=True))

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
            about = {"fingerprint": self.fingerprint, "schema": SCHEMA}
            made = self._client.create_collection(name, configuration={"hnsw": _INDEX}, metadata=about, embedding_function=None)
            self._collections = {**self._collections, name: made}
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


def _client(path: Path) -> Any:
    from chromadb import PersistentClient
    from chromadb.api.shared_system_client import SharedSystemClient
    from chromadb.config import Settings

    with _translated(path):
        try:
            return PersistentClient(path=str(path), settings=Settings(anonymized_telemetry=False))
        except Exception:
            SharedSystemClient.clear_system_cache()  # it would hand out what failed to start, even for a repaired folder
            raise


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


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    from chromadb.errors import InternalError

    try:
        yield
    except InternalError as error:
        if is_full(path):
            raise full(path.parent) from error
        raise DamagedStore("The vectors (folder chroma) are damaged. The catalogue is not touched by this.", REBUILD) from error
