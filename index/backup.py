"""Backup: one file that holds the catalogue, from which all else is made again without embedding anything (``restore.py``).

A backup is a copy of the catalogue that carries the digest of what it holds. It appears under its name when it is complete and proved.
"""

from __future__ import annotations

import errno
import json
import logging
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from index.catalog import Catalog
from index.errors import AssistantError, CannotCreate, DamagedStore
from index.flush import flush
from index.put import clear_away
from index.seal import CATALOG
from index.space import full, require
from index.store import BACKUP_NOTE, Store

log = logging.getLogger(__name__)

DIGEST = "backup digest"  # a line of the identity that only backups have
KNOWN = "backup known digest"  # another, of what only the catalogue knows; backups made before it was kept are without


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
    made = today()
    target = target / f"minutes-{made}.backup" if target.is_dir() else target
    half = target.with_name(f".{target.name}.new")
    if target.exists():
        raise CannotCreate(f"{target.name} is there already.", "Give another name; no backup is overwritten.")
    try:
        clear(half)
        half.touch(0o600)
        require(half.parent, (store.path / CATALOG).stat().st_size, copies=1)
        with store.writing:
            clear_away(store)
            store.catalog.revisions.copy_to(half)
            expected = store.catalog.revisions.digest(), store.catalog.revisions.known_digest()
        done = _signed(half, target.name, made, *expected)
        flush(half)
        half.replace(target)
        flush(target.parent)
    except OSError as error:
        raise _unwritten(target, error) from error
    finally:
        clear(half)
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


def _signed(half: Path, name: str, made: str, expected: str, known: str) -> Backup:
    """The copy proved to hold what the store does, and signed with both digests."""
    catalog = Catalog.open(half, create=False)
    try:
        done = told(catalog, name, made)
        if done.digest != expected or catalog.revisions.known_digest() != known or catalog.check():
            raise DamagedStore("The copy does not hold what the store holds; no backup was made.", "Run: python -m assistant verify")
        catalog.revisions.identify(DIGEST, expected)
        catalog.revisions.identify(KNOWN, known)
    finally:
        catalog.close()
    return done


def told(catalog: Catalog, name: str, made: str) -> Backup:
    revisions = catalog.revisions
    return Backup(name, made, len(catalog.documents()), revisions.count_passages(), revisions.digest())


def today() -> str:
    return datetime.now(UTC).date().isoformat()


def clear(half: Path) -> None:
    """Nothing is left of a copy, nor of what SQLite keeps beside it: that would be read into the next one."""
    for end in ("", "-wal", "-shm", "-journal"):
        half.with_name(f"{half.name}{end}").unlink(missing_ok=True)
