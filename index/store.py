"""A data directory: the catalogue, the vectors and the embedder that made them, owned by one process."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index import seal
from index.catalog import Catalog
from index.chroma import REBUILD
from index.embed import Installed, fingerprint, question_vector
from index.errors import AssistantError, CannotCreate, DamagedStore, LockedStore, MissingInput, ServerAway, WrongStore
from index.labels import EVERY
from index.lock import Lock
from index.memory import with_last
from index.minutes import Scope
from index.places import Match
from index.records import Vector
from index.replace import SAVED, settle
from index.scan import nearest
from index.seal import CATALOG, SEAL, VECTORS
from index.shelf import Shelf, shelf_of
from index.sound import canary, unsound
from index.space import full, is_full
from index.vectors import Vectors
from index.view import View
from index.weights import pinned

if TYPE_CHECKING:
    from llama_index.core.base.embeddings.base import BaseEmbedding

log = logging.getLogger(__name__)
BACKUP_NOTE = "last-backup.json"
KEPT = 256  # questions whose vectors are kept
REST = 30.0  # seconds for which a server that was away is left alone
VIEWS = 16  # sorts of viewers for whom what was read is kept
_EVERYTHING = Scope()


class Store:
    """Made by ``open_store``. The embedder and the vectors are opened at their first use: reading the catalogue needs neither."""

    def __init__(self, path: Path, catalog: Catalog, load: Callable[[], BaseEmbedding], shelf: Shelf | None = None) -> None:
        self.path, self.catalog = path, catalog
        self.shelf = shelf or shelf_of(None, path)
        self.writing = threading.Lock()  # one ingest at a time
        self.shifting = threading.Lock()  # held for the moments in which what is shown changes
        self._load = load
        self._opening = threading.RLock()
        self._embedder: BaseEmbedding | None = None
        self._vectors: Vectors | None = None
        self._asked: dict[str, Vector] = {}
        self._views: dict[tuple[frozenset[str], Callable[[], date]], View] = {}
        self._examined = self._damaged = self._closing = False
        self.lacking: AssistantError | None = None  # why nothing can be found by meaning, once that was tried in vain
        self._asked_again = 0.0  # when a server that was away is asked again

    @property
    def embedder(self) -> BaseEmbedding:
        """The embedder that made the store; WrongStore (E_INDEX_VERSION) where the configured one is another."""
        with self._opening:
            if self._embedder is None:
                self.examine()
                embedder = self._load()
                self._accept(fingerprint(embedder))
                self._embedder, self.lacking = embedder, None
            return self._embedder

    @property
    def fingerprint(self) -> str:
        """That of the embedder, told by its files where they can tell it: taking in what has not changed needs no more of it."""
        with self._opening:
            if self._embedder is None and isinstance(self._load, Installed):
                self.examine()
                self._accept(self._load.fingerprint)
                return self._load.fingerprint
        return fingerprint(self.embedder)

    @property
    def model(self) -> str:
        """The name of the installed model that embeds; "" where something else does."""
        return pinned(self._load.name)[0] if isinstance(self._load, Installed) else ""

    @property
    def vectors(self) -> Vectors:
        """The vectors; WrongStore or DamagedStore where they are not those of this catalogue."""
        with self._opening:
            if self._vectors is None:
                self.examine()
                try:
                    self._vectors = self._opened(self.fingerprint)
                except DamagedStore:
                    self._damaged = True
                    raise
            return self._vectors

    def examine(self) -> None:
        """Look once at the files, before they are trusted or written to. Raises DamagedStore, NoSpace; LockedStore once it is closed.

        Files that are sealed are those of the last clean close, or are named as damaged. Where nobody closed the store, vectors that a kill
        left half-written are made anew, and others are looked through by a child process.
        """
        with self._opening:
            if self._closing:  # another process may have it already
                raise LockedStore("The store is being closed.", "Give the same command again: what is in stays in.")
            if not self._examined:
                problem = self._changed() if seal.is_on(self.path) else self._left_open()
                if problem:
                    self._damaged = True
                    if is_full(self.path):  # then nothing can be looked through
                        raise full(self.path)
                    raise DamagedStore(problem, remedy(self.path))
                seal.take_off(self.path)
                self._examined = True

    def _changed(self) -> str | None:
        name = seal.changed(self.path)
        return f"The file {name} is not as it was left." if name else None

    def _left_open(self) -> str | None:
        return self.shelf.left_open(self.catalog.revisions) if self.catalog.revisions.count_passages() else None

    def _opened(self, fingerprint: str) -> Vectors:
        vectors = self.shelf.open(self.catalog.revisions, fingerprint)
        try:
            if not canary(self.catalog.revisions, vectors):
                raise DamagedStore("The vectors of this store do not find what they hold.", remedy(self.path))
        except BaseException:
            vectors.close()
            raise
        return vectors

    def seen_by(self, granted: Iterable[str], today: Callable[[], date] = date.today) -> View:
        """The store for who may see these labels; ``today`` gives the day of a question."""
        key = frozenset(granted), today
        if key not in self._views:
            self._views = with_last(self._views, key, View(self, self.catalog.seen_by(key[0], today)), VIEWS)
        return self._views[key]

    def dense(self, question: str | Vector, scope: Scope = _EVERYTHING, limit: int = 50) -> list[Match]:
        """As ``View.dense``, for who may see everything."""
        return self.seen_by((EVERY,)).dense(question, scope, limit)

    def by_meaning(self, question: str, scope: Scope = _EVERYTHING, limit: int = 50) -> list[Match]:
        """As ``View.by_meaning``, for who may see everything."""
        return self.seen_by((EVERY,)).by_meaning(question, scope, limit)

    def vector(self, question: str) -> Vector:
        """A question is embedded once, however many of its parts are searched for."""
        vector = self._asked.get(question)
        if vector is None:
            vector = question_vector(self.embedder, question)
            self._asked = with_last(self._asked, question, vector, KEPT)
        return vector

    def lack(self, error: AssistantError) -> None:
        """Nothing can be found by meaning, because of ``error``."""
        self.lacking, self._asked_again = error, time.monotonic() + REST

    def due(self) -> bool:
        """Whether it should be tried again: a server may be back, a model that is not installed will not be."""
        return isinstance(self.lacking, ServerAway) and time.monotonic() >= self._asked_again

    def recall_check(self, sample: int = 50, k: int = 10) -> float:
        """The share of the true ``k`` nearest that the vectors find, asked with ``sample`` stored passages; 1.0 for no passage.

        The truth is an exact scan of the vectors kept in the catalogue. Equally near ones count alike.
        """
        places = self.catalog.places()
        matrix, labels = self.catalog.matrix.of(places, lambda: self.fingerprint), places.labels(places.passages)
        asked = matrix[:: max(1, len(matrix) // sample)][:sample]
        return float(np.mean([self._recall(vector, matrix, labels, k) for vector in asked])) if len(asked) else 1.0

    def _recall(self, vector: Vector, matrix: Vector, labels: Iterable[str], k: int) -> float:
        _, truth = nearest(matrix, vector, None, k)
        found = self.vectors.search(vector, labels, _EVERYTHING, (), k)
        return sum(row[3] >= float(truth[-1]) - 1e-5 for row in found) / len(truth)

    def check(self) -> list[str]:
        """What is wrong with catalogue and vectors, one sentence each; empty where all is well."""
        found = self.catalog.check()
        try:
            return found or list(unsound(self.catalog.revisions, self.vectors))
        except DamagedStore as error:
            return [error.message]

    def close_vectors(self) -> None:
        """Their files may be replaced now; they are opened again at their next use."""
        if self._vectors is not None:
            self._damaged = self._damaged or self._vectors.failed
            self._vectors.close()
            self._vectors = None

    def close(self) -> None:
        """Waits for the file that another thread is taking in; no other is begun."""
        self._closing = True
        with self.writing, self._opening:
            self.catalog.close()
            self.close_vectors()
            if self._examined and not self._damaged and self.shelf.whole():
                self._seal()

    def _seal(self) -> None:
        try:
            seal.put_on(self.path)
        except OSError as error:  # a full disk: the next owner looks the store through instead
            log.warning("the store could not be sealed: %s", error.strerror)

    def _accept(self, found: str) -> None:
        expected = self.catalog.revisions.identity("fingerprint")
        if expected is None:
            self.catalog.revisions.adopt(found)
        elif expected != found:
            raise WrongStore(f"The store was made with the embedder {expected}; the configured one is {found}.", REBUILD)


def remedy(path: Path) -> str:
    """What to do about damage: rebuild, or restore the last backup."""
    try:
        last = json.loads((path / BACKUP_NOTE).read_text("utf-8"))
        return f"{REBUILD}. The last backup is {last['file']} of {last['made']}."
    except (OSError, ValueError, KeyError, TypeError):
        return f"{REBUILD}. No backup was made."


@contextmanager
def open_store(path: Path, embedder: Callable[[], BaseEmbedding], create: bool = False, vectors: str | None = None) -> Iterator[Store]:
    """The store in the folder ``path``, owned by this process meanwhile; ``embedder`` is called when vectors are first needed.

    ``vectors`` is the address of a Chroma server that holds them; without one they are in the folder.

    Raises MissingInput (none there, and not ``create``), LockedStore, CannotCreate, DamagedStore, WrongStore.
    """
    with owned(path, create):
        settle(path)
        if not (path / CATALOG).exists() and _held(path):
            raise DamagedStore(f"The catalogue ({CATALOG}) is gone.", remedy(path))
        if seal.changed(path, CATALOG, by_size=True):
            raise DamagedStore(f"The catalogue ({CATALOG}) is not as it was left.", remedy(path))
        store = Store(path, Catalog.open(path / CATALOG, create), embedder, shelf_of(vectors, path))
        try:
            yield store
        finally:
            store.close()


@contextmanager
def owned(path: Path, create: bool) -> Iterator[None]:
    """Own the folder ``path``; nobody else reads or writes it meanwhile."""
    if not create and not _held(path):
        raise MissingInput(f"There is no store of minutes in {path.name}.", "Run: python -m assistant ingest PATH")
    try:
        path.mkdir(0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CannotCreate("The data directory cannot be made.", "Make its parent writable, or name another with --store DIR.") from error
    lock = Lock(path)
    lock.take()
    try:
        yield
    finally:
        lock.release()


def _held(path: Path) -> bool:
    """Whether there is a store in the folder, or what is left of one."""
    return any((path / name).exists() for name in (CATALOG, VECTORS, SEAL, SAVED))
