"""Vectors made anew from the catalogue: after damage, or for another embedder. Nothing is deleted, old files are set aside."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from index import seal
from index.catalog import Catalog
from index.embed import fingerprint, text_vectors
from index.errors import DamagedStore, NewerStore, WrongStore
from index.ingest import Pipeline
from index.replace import SAVED, SAVING, settle, take_over
from index.salvage import Salvage, salvage, take_back
from index.seal import CATALOG
from index.shelf import shelf_of
from index.store import Store, owned

if TYPE_CHECKING:
    from llama_index.core.base.embeddings.base import BaseEmbedding

_BATCH = 2048  # passages embedded between two writes


@dataclass(frozen=True, slots=True)
class Rebuilt:
    passages: int
    set_aside: tuple[str, ...]  # names in the data directory
    why: str = ""  # a new catalogue took the place of the old one
    saved: int = 0  # files of the old one that were read anew from its own copy
    missing: tuple[str, ...] = ()  # files that could not be saved
    held: tuple[str, ...] = ()  # files with hidden words that nobody had approved: set aside


def rebuild(path: Path, embedder: Callable[[], BaseEmbedding], pipeline: Pipeline | None = None, vectors: str | None = None) -> Rebuilt:
    """Replace the vectors of the store in ``path`` by those of ``embedder``, from the texts in the catalogue.

    ``vectors`` is the address of the server that is to hold them; without one they come into the folder.
    Where the catalogue is damaged or of another schema, a new one takes its place, with the files that can be saved from the old.
    Until the new parts are complete the old ones stay as they are, sealed or not: killed, it can be done again.
    Raises MissingInput where there is no store, NewerStore, ModelError or ServerAway before anything is changed.
    """
    with owned(path, create=False):
        settle(path)
        made = embedder()
        shelf_of(vectors, path).ready()
        try:
            if not (path / CATALOG).exists() or seal.changed(path, CATALOG):
                raise DamagedStore("The catalogue is not as it was left.")
            done = _refilled(path, made, vectors)
        except NewerStore:
            raise
        except WrongStore:
            done = replace(_saved(path, made, pipeline, vectors), why="is of another version of the program")
        except (DamagedStore, SQLAlchemyError):
            done = replace(_saved(path, made, pipeline, vectors), why="could not be trusted")
        seal.put_on(path)
        return done


def _refilled(path: Path, embedder: BaseEmbedding, server: str | None) -> Rebuilt:
    identity, shelf = fingerprint(embedder), shelf_of(server, path)
    catalog = Catalog.open(path / CATALOG, create=False)
    try:
        seal.take_off(path)
        for revision in catalog.revisions.unfinished():
            catalog.revisions.drop(revision.id)
        if catalog.check():
            raise DamagedStore("The catalogue does not hold together.")
        _embed(catalog, embedder)
        catalog.revisions.adopt(identity)
        passages = shelf.fill(catalog.revisions, identity)
    finally:
        catalog.close()
    return Rebuilt(passages, tuple(filter(None, [shelf.take_over()])))


def _saved(path: Path, embedder: BaseEmbedding, pipeline: Pipeline | None, server: str | None) -> Rebuilt:
    """A store of its own is made of what can be saved; only when it is complete it takes the place of the old one."""
    new = path / SAVING
    shutil.rmtree(new, ignore_errors=True)
    (new / "files").mkdir(parents=True)
    found = salvage(path / CATALOG, new / "files") if (path / CATALOG).exists() else Salvage()
    store = Store(new, Catalog.open(new / CATALOG, create=True), lambda: embedder, shelf_of(server, new, path))
    try:
        unsaved = take_back(store, found, pipeline)
        passages = store.vectors.count()
    finally:
        store.close()
    shutil.rmtree(new / "files")
    new.rename(path / SAVED)
    saved = len(found.saved) - len(unsaved.failed) - len(unsaved.held)
    return Rebuilt(passages, take_over(path), saved=saved, missing=(*found.missing, *unsaved.failed), held=tuple(unsaved.held))


def _embed(catalog: Catalog, embedder: BaseEmbedding) -> None:
    """Vectors for all texts that have none by this embedder."""
    texts = catalog.revisions.texts()
    known = catalog.revisions.cached(list(texts), fingerprint(embedder))
    missing = [key for key in texts if key not in known]
    for start in range(0, len(missing), _BATCH):
        keys = missing[start : start + _BATCH]
        made = text_vectors(embedder, [texts[key] for key in keys])
        catalog.revisions.remember(dict(zip(keys, made, strict=True)), fingerprint(embedder))
