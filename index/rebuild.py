"""Vectors made anew from the catalogue: after damage, or for another embedder. Nothing is deleted, old files are set aside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count, groupby
from pathlib import Path
from typing import TYPE_CHECKING

from index.catalog import Catalog
from index.embed import fingerprint, text_vectors
from index.errors import DamagedStore, WrongStore
from index.store import CATALOG, VECTORS, owned
from index.vectors import Vectors

if TYPE_CHECKING:
    from llama_index.core.base.embeddings.base import BaseEmbedding

_BATCH = 2048  # passages embedded between two writes


@dataclass(frozen=True, slots=True)
class Rebuilt:
    passages: int
    set_aside: tuple[str, ...]  # names in the data directory
    lost: bool  # the catalogue itself could not be read: the store is empty and the files must be ingested again


def rebuild(path: Path, embedder: Callable[[], BaseEmbedding]) -> Rebuilt:
    """Replace the vectors of the store in ``path`` by those of ``embedder``, from the texts in the catalogue.

    Where the catalogue is damaged or of another schema, an empty store takes its place.
    """
    with owned(path, create=True):
        aside = [_set_aside(path / VECTORS)]
        try:
            passages, lost = _from_catalog(path, embedder()), False
        except (DamagedStore, WrongStore):
            aside += [_set_aside(path / f"{CATALOG}{end}") for end in ("", "-wal", "-shm")] + [_set_aside(path / VECTORS)]
            passages, lost = _from_catalog(path, embedder()), True
        return Rebuilt(passages, tuple(filter(None, aside)), lost)


def _from_catalog(path: Path, embedder: BaseEmbedding) -> int:
    catalog = Catalog.open(path / CATALOG, create=True)
    try:
        for revision in catalog.revisions.unfinished():
            catalog.revisions.drop(revision.id)
        _embed(catalog, embedder)
        catalog.revisions.adopt(fingerprint(embedder))
        return _fill(path, catalog, fingerprint(embedder))
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


def _fill(path: Path, catalog: Catalog, identity: str) -> int:
    rows = sorted(catalog.revisions.vector_rows(identity), key=lambda row: row[:2])
    vectors = Vectors.open(path / VECTORS, identity)
    try:
        for (revision, label), group in groupby(rows, key=lambda row: row[:2]):
            vectors.upsert(label, revision, [row for _, _, row in group])
    finally:
        vectors.close()
    return len(rows)


def _set_aside(path: Path) -> str | None:
    if not path.exists():
        return None
    free = next(name for number in count(1) if not (name := path.with_name(f"{path.name}.aside-{number}")).exists())
    path.rename(free)
    return free.name
