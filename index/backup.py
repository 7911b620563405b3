"""Backup and restore: one file that holds the catalogue, from which all else is made again without embedding anything.

A backup is a copy of the catalogue that carries the digest of what it holds. It appears under its name when it is complete and
proved, and a store that is restored appears when it is.
"""

from __future__ import annotations

import errno
import json
import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from index import seal
from index.catalog import Catalog
from index.errors import AssistantError, BadFile, CannotCreate, DamagedStore, MissingInput
from index.flush import flush
from index.ingest import clear_away
from index.rebuild import fill
from index.replace import set_aside, settle
from index.seal import CATALOG, VECTORS
from index.space import full, require
from index.store import BACKUP_NOTE, Store, owned

log = logging.getLogger(__name__)

DIGEST = "backup digest"  # a line of the identity that only backups have


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds; ``file`` is its name."""

    file: str
    made: str  # ISO day
    documents: int
    passages: int
    digest: str


def back_up(store: Store, target: Path) -> Backup:
    """Write what ``store`` holds to the file ``target``, or into the folder ``target`` under a name with the day.

    It is for this user alone. Raises DamagedStore (a damaged store is not backed up), CannotCreate, NoSpace.
    """
    store.examine()
    made = datetime.now(UTC).date().isoformat()
    target = target / f"minutes-{made}.backup" if target.is_dir() else target
    half = target.with_name(f".{target.name}.new")
    if target.exists():
        raise CannotCreate(f"{target.name} is there already.", "Give another name; no backup is overwritten.")
    try:
        _clear(half)
        half.touch(0o600)
        require(half.parent, (store.path / CATALOG).stat().st_size, copies=1)
        with store.writing:
            clear_away(store)
            store.catalog.revisions.copy_to(half)
            expected = store.catalog.revisions.digest()
        done = _signed(half, target.name, made, expected)
        flush(half)
        half.replace(target)
        flush(target.parent)
    except OSError as error:
        raise _unwritten(target, error) from error
    finally:
        _clear(half)
    _note(store.path, done)
    return done


def _note(store: Path, done: Backup) -> None:
    """For the message of a damaged store; the backup is good without it."""
    try:
        (store / BACKUP_NOTE).write_text(json.dumps(asdict(done)), "utf-8")
    except OSError as error:
        log.warning("the store could not note its backup: %s", error.strerror)


def _unwritten(path: Path, error: OSError) -> AssistantError:
    if error.errno == errno.ENOSPC:
        return full(path.parent)
    return CannotCreate(f"{path.name} cannot be written: {error.strerror}.", "Name another file or folder.")


def restore(path: Path, backup: Path) -> Backup:
    """Make the store in the folder ``path``, where there is none, from the file ``backup``.

    Raises CannotCreate where a store is, MissingInput, BadFile (E_STRUCTURE) for what is no whole backup, WrongStore, NoSpace.
    """
    if not backup.is_file():
        raise MissingInput(f"no such file: {backup.name}", "check the name as typed")
    with owned(path, create=True):
        settle(path)
        if (path / CATALOG).exists():
            raise CannotCreate("There is a store in this folder already.", "Name an empty folder with --store DIR, or move that one away.")
        half, vectors = path / f"{CATALOG}.new", path / f"{VECTORS}.new"
        _clear(half, vectors)  # what a killed restore left behind
        try:
            _copied(backup, half)
            found = _prepared(half, vectors, backup.name)
            seal.take_off(path)
            for name in (VECTORS, f"{CATALOG}-wal", f"{CATALOG}-shm"):  # of a store whose catalogue is gone
                set_aside(path / name)
            if vectors.exists():
                vectors.rename(path / VECTORS)
            half.rename(path / CATALOG)
        finally:
            _clear(half, vectors)
        seal.put_on(path)
    return found


def _prepared(half: Path, vectors: Path, name: str) -> Backup:
    """The copy of a backup made a catalogue, once it is known to hold what it says, and its vectors."""
    with _read(half, name) as catalog:
        if catalog.revisions.identity(DIGEST) != catalog.revisions.digest() or catalog.check():
            raise _no_backup(name)
        catalog.revisions.forget(DIGEST)
        found = _told(catalog, name, datetime.now(UTC).date().isoformat())
        if fingerprint := catalog.revisions.identity("fingerprint"):
            fill(vectors, catalog.revisions, fingerprint)
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


def _signed(half: Path, name: str, made: str, expected: str) -> Backup:
    """The copy proved to hold what the store does, and signed with the digest."""
    catalog = Catalog.open(half, create=False)
    try:
        done = _told(catalog, name, made)
        if done.digest != expected or catalog.check():
            raise DamagedStore("The copy does not hold what the store holds; no backup was made.", "Run: python -m assistant verify")
        catalog.revisions.identify(DIGEST, expected)
    finally:
        catalog.close()
    return done


def _told(catalog: Catalog, name: str, made: str) -> Backup:
    revisions = catalog.revisions
    return Backup(name, made, len(catalog.documents()), revisions.count_passages(), revisions.digest())


def _clear(half: Path, *folders: Path) -> None:
    """Nothing is left of a copy, nor of what SQLite keeps beside it: that would be read into the next one."""
    for end in ("", "-wal", "-shm", "-journal"):
        half.with_name(f"{half.name}{end}").unlink(missing_ok=True)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
