"""A small database of its own beside the store, that only this user of the machine can read, and whose failures are told in words."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from index.errors import CannotCreate, DamagedStore

WAIT = 30.0  # seconds for another's write
_OF_THE_DISK = ("SQLITE_FULL", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_IOERR", "SQLITE_BUSY")


def connect(path: Path, statements: Sequence[str]) -> sqlite3.Connection:
    """An open connection after these statements; each later one is written when it is done."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    database = sqlite3.connect(path, timeout=WAIT, isolation_level=None, check_same_thread=False)
    try:
        for line in statements:
            database.execute(line)
    except BaseException:
        database.close()
        raise
    return database


@contextmanager
def translated(what: str, file: str) -> Iterator[None]:
    """Raises CannotCreate where the disk takes nothing, DamagedStore where the file is none of ours; ``what`` begins the sentence."""
    try:
        yield
    except (OSError, sqlite3.Error, ValueError) as error:
        if isinstance(error, OSError) or getattr(error, "sqlite_errorname", "").startswith(_OF_THE_DISK):
            raise CannotCreate(f"{what} ({file}) cannot be written.", "Make room, and the data directory writable.") from error
        raise DamagedStore(f"{what} ({file}) is damaged.", f"Move {file} out of the data directory; a new one is begun.") from error
