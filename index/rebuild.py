"""Vectors made anew from the catalogue: after damage, or for another embedder. Nothing is deleted, old files are set aside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count, groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from index import seal
from index.catalog import Catalog
from index.embed import fingerprint, text_vectors
from index.errors import DamagedStore, WrongStore
from index.ingest import Pipeline
from index.revisions import Revisions
from index.salvage import Salvage, salvage, take_back
from index.seal import CATALOG, VECTORS
from index.store import Store, owned
from index.vectors import Vectors

if TYPE_CHECKING:
    from llama_index.core.base.embeddings.base import BaseEmbedding

_BATCH = 2048  # passages embedded between two writes


@dataclass(frozen=True, slots=True)
class Rebuilt:
    passages: int
    set_aside: tuple[str, ...]  # names in the data directory
    lost: bool = False  # the catalogue could not be trusted, and a new one took its place
    saved: int = 0  # files of the old one that were read anew from its own copy
    missing: tuple[str, ...] = ()  # files that could not be saved


def rebuild(path: Path, embedder: Callable[[], BaseEmbedding], pipeline: Pipeline | None = None) -> Rebuilt:
    """Replace the vectors of the store in ``path`` by those of ``embedder``, from the texts in the catalogue.

    Where the catalogue is damaged or of another schema, a new one takes its place, with the files that can be saved from the old.
    """
    with owned(path, create=True):
        trusted = seal.changed(path, CATALOG) is None
        seal.take_off(path)
        aside = [set_aside(path / VECTORS)]
        try:
            if not trusted:
                raise DamagedStore("The catalogue is not as it was left.")
            done = Rebuilt(_from_catalog(path, embedder()), tuple(filter(None, aside)))
        except (DamagedStore, WrongStore):
            done = _saved(path, embedder, pipeline, aside)
        seal.put_on(path)
        return done


def _saved(path: Path, embedder: Callable[[], BaseEmbedding], pipeline: Pipeline | None, aside: list[str | None]) -> Rebuilt:
    with TemporaryDirectory(dir=path) as folder:
        found = salvage(path / CATALOG, Path(folder)) if (path / CATALOG).exists() else Salvage()
        aside += [set_aside(path / f"{CATALOG}{end}") for end in ("", "-wal", "-shm")] + [set_aside(path / VECTORS)]
        passages = _from_catalog(path, embedder())
        store = Store(path, Catalog.open(path / CATALOG, create=True), embedder)
        try:
            failed = take_back(store, found, pipeline)
            passages = store.vectors.count()
        finally:
            store.close()
    return Rebuilt(passages, tuple(filter(None, aside)), True, len(found.saved) - len(failed), (*found.missing, *failed))


def _from_catalog(path: Path, embedder: BaseEmbedding) -> int:
    catalog = Catalog.open(path / CATALOG, create=True)
    try:
        if catalog.check():
            raise DamagedStore("The catalogue does not hold together.")
        for revision in catalog.revisions.unfinished():
            catalog.revisions.drop(revision.id)
        _embed(catalog, embedder)
        catalog.revisions.adopt(fingerprint(embedder))
        return fill(path / VECTORS, catalog.revisions, fingerprint(embedder))
    finally:
        catalog.close()


def _embed(catalog: Catalog, embedder: BaseEmbedding) -> None:
    """Vectors for all texts that have none by this embedder."""
    texts = catalog.revisions.texts()
    known = catalog.revisions.cached(list(texts), fingerprint(embedder))
    missing = [key for key in texts if key not in known]
    for start in range(0, len(missing), _BATCH):
        keys = missing[start : start + _BATCH]
        made = text_vectors(embedder, [texts[key] for key in keys])
        catalog.revisions.remember(dict(zip(keys, made, strict=True)), fingerprint(embedder))


def fill(folder: Path, revisions: Revisions, identity: str) -> int:
    """Make the vectors in ``folder`` from those kept in the catalogue; how many there are."""
    rows = sorted(revisions.vector_rows(identity), key=lambda row: row[:2])
    vectors = Vectors.open(folder, identity)
    try:
        for (revision, label), group in groupby(rows, key=lambda row: row[:2]):
            vectors.upsert(label, revision, [row for _, _, row in group])
    finally:
        vectors.close()
    return len(rows)


def set_aside(path: Path) -> str | None:
    """Rename what is at ``path`` to a name that is free; None where nothing is there."""
    if not path.exists():
        return None
    free = next(name for number in count(1) if not (name := path.with_name(f"{path.name}.aside-{number}")).exists())
    path.rename(free)
    return free.name
