"""Restore: a store made again from one file, which a backup is. It appears when it is complete."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from index import seal
from index.backup import DIGEST, KNOWN, Backup, clear, today, told
from index.catalog import Catalog
from index.errors import BadFile, CannotCreate, DamagedStore, MissingInput, NewerStore, WrongStore
from index.flush import flush
from index.ingest import Pipeline
from index.rebuild import rebuild
from index.replace import NEW, set_aside, settle
from index.seal import CATALOG, VECTORS
from index.shelf import CURRENT, SPARE, Shelf, shelf_of
from index.space import full, require
from index.store import owned

if TYPE_CHECKING:
    from llama_index.core.base.embeddings.base import BaseEmbedding


def restore(
    path: Path, backup: Path, embedder: Callable[[], BaseEmbedding], pipeline: Pipeline | None = None, vectors: str | None = None
) -> Backup:
    """Make the store in the folder ``path``, where there is none, from the file ``backup``; ``vectors``: see ``open_store``.

    ``embedder`` is needed for a backup of an earlier version only: its files are read and embedded anew.
    Raises CannotCreate where a store is, MissingInput, BadFile (E_STRUCTURE) for what is no whole backup, NewerStore, NoSpace.
    """
    try:
        return _restored(path, backup, vectors)
    except NewerStore:
        raise
    except WrongStore:
        return _restored_older(path, backup, embedder, pipeline, vectors)


def _restored(path: Path, backup: Path, server: str | None) -> Backup:
    with _room_for(path, backup) as half:
        found = _prepared(half, shelf_of(server, path), backup.name)
        _put_in_place(path, half)
        seal.put_on(path)
    return found


def _restored_older(
    path: Path, backup: Path, embedder: Callable[[], BaseEmbedding], pipeline: Pipeline | None, server: str | None
) -> Backup:
    """What an earlier version wrote is no store of this one: it is put in its place as it is, and made anew from its files."""
    made = embedder()  # before anything is put in place: without it there would be half a store, over which none is restored
    shelf_of(server, path).ready()
    with _room_for(path, backup) as half:
        _put_in_place(path, half)
    done = rebuild(path, lambda: made, pipeline, server)
    if done.missing:
        missing = ", ".join(done.missing)
        raise BadFile(f"{backup.name} does not hold {missing} whole", "the others are restored; take these in again", code="E_STRUCTURE")
    if done.held:
        held, code = ", ".join(done.held), "E_STRUCTURE"
        raise BadFile(f"{backup.name}: nobody approved {held}", "the others are restored; look at these, then: ingest --approve", code=code)
    with _read(path / CATALOG, backup.name) as catalog:
        return told(catalog, backup.name, today())


@contextmanager
def _room_for(path: Path, backup: Path) -> Iterator[Path]:
    """The folder ``path`` owned, without a store, and a copy of ``backup`` in it; nothing half-made stays."""
    if not backup.is_file():
        raise MissingInput(f"no such file: {backup.name}", "check the name as typed")
    with owned(path, create=True):
        settle(path)
        if (path / CATALOG).exists():
            raise CannotCreate("There is a store in this folder already.", "Name an empty folder with --store DIR, or move that one away.")
        half = path / f"{CATALOG}.new"
        clear(half)  # what a killed restore left behind
        try:
            _copied(backup, half)
            yield half
        finally:
            clear(half)
            shutil.rmtree(path / NEW, ignore_errors=True)


def _put_in_place(path: Path, half: Path) -> None:
    """The catalogue last: with it the store is there."""
    seal.take_off(path)
    for name in (VECTORS, f"{CATALOG}-wal", f"{CATALOG}-shm"):  # of a store whose catalogue is gone
        set_aside(path / name)
    if (path / NEW).exists():
        (path / NEW).rename(path / VECTORS)
    half.rename(path / CATALOG)


def _prepared(half: Path, shelf: Shelf, name: str) -> Backup:
    """The copy of a backup made a catalogue, once it is known to hold what it says, and its vectors."""
    with _read(half, name) as catalog:
        revisions = catalog.revisions
        signed = revisions.identity(DIGEST) == revisions.digest() and revisions.identity(KNOWN) in (None, revisions.known_digest())
        if not signed or catalog.check():
            raise _no_backup(name)
        for line in (DIGEST, KNOWN, CURRENT, SPARE):  # the vectors on a server stay with the store that was backed up
            revisions.forget(line)
        found = told(catalog, name, today())
        if fingerprint := revisions.identity("fingerprint"):
            shelf.fill(revisions, fingerprint)
    flush(half)
    return found


def _copied(backup: Path, half: Path) -> None:
    require(half.parent, backup.stat().st_size)
    try:
        with backup.open("rb") as content:
            half.touch(0o600)
            with half.open("wb") as copy:
                shutil.copyfileobj(content, copy)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise full(half.parent) from error
        raise MissingInput(f"{backup.name} cannot be read: {error.strerror}", "check its permissions") from error


@contextmanager
def _read(half: Path, name: str) -> Iterator[Catalog]:
    try:
        catalog = Catalog.open(half, create=False)
        try:
            yield catalog
        finally:
            catalog.close()
    except (SQLAlchemyError, DamagedStore) as error:
        raise _no_backup(name) from error


def _no_backup(name: str) -> BadFile:
    return BadFile(f"{name}: not a whole backup", "nothing was restored; take another backup", code="E_STRUCTURE")
