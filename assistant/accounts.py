"""Who may sign in: names, roles and hashed passwords, in a file of their own that only the same user of the machine can read.

There are accounts as soon as the file is there, even when nobody is left in it: nothing opens because the last one was removed.
"""

from __future__ import annotations

import os
import re
import secrets
import sqlite3
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from assistant.viewer import EVERY, Role, Viewer
from index.errors import CannotCreate, DamagedStore, MissingInput, UsageError
from index.labels import is_name
from index.minutes import OPEN

SHORTEST, LONGEST = 12, 500  # characters of a password
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)  # argon2id as OWASP advises: 19 MiB, two passes
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9@._-]{0,62}[a-z0-9])?")
_SCHEMA = """create table if not exists account (
    name text primary key, hash text not null, role text not null, sees text not null, since text not null, stamp text not null)"""


@dataclass(frozen=True, slots=True)
class Account:
    """``sees`` are the labels granted to a reader beside open; ``stamp`` is another after every change of password, role or labels."""

    name: str
    role: Role
    sees: tuple[str, ...]
    since: str  # ISO date
    stamp: str

    def viewer(self) -> Viewer:
        """What the account may see: staff and admin everything."""
        every = self.role in ("staff", "admin")
        return Viewer(self.name, self.role, EVERY if every else tuple(dict.fromkeys((OPEN, *self.sees))))


class Accounts:
    """The accounts in one file. Raises DamagedStore where it cannot be read, CannotCreate where it cannot be written."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def there(self) -> bool:
        """True as soon as one was ever made."""
        return self.path.exists()

    def all(self) -> list[Account]:
        """By name."""
        return [_account(row) for row in self.rows("select * from account order by name")]

    def find(self, name: str) -> Account | None:
        rows = self.rows("select * from account where name = ?", folded(name))
        return _account(rows[0]) if rows else None

    def verified(self, name: str, password: str) -> Account | None:
        """The account where the password is right; as slow where there is no such account. Changes nothing."""
        rows = self.rows("select * from account where name = ?", folded(name))
        nobodys = _nobodys()  # made at the first call, whoever that is for
        held = str(rows[0]["hash"]) if rows else nobodys
        return _account(rows[0]) if _matches(held, password) and rows else None

    def add(self, name: str, password: str, role: Role, sees: Sequence[str] = ()) -> Account:
        """Raises UsageError for a name, a password or labels that will not do, and for a name that is taken."""
        name = folded(name)
        if not _NAME.fullmatch(name):
            raise UsageError("an account's name is 1 to 64 letters, digits or . _ - @", "choose another name")
        if self.find(name):
            raise UsageError(f"there is an account '{name}' already", "see: python -m assistant account list")
        made = (name, _hashed(password), role, " ".join(_labels(sees, role)), datetime.now().date().isoformat(), _stamp())
        with self.written() as file:
            file.execute("insert into account values (?, ?, ?, ?, ?, ?)", made)
        return self._held(name)

    def set_password(self, name: str, password: str) -> Account:
        """Whoever is signed in with the former one is signed out. Raises MissingInput, UsageError."""
        return self._changed("update account set hash = ?, stamp = ? where name = ?", name, _hashed(password))

    def grant(self, name: str, role: Role, sees: Sequence[str] = ()) -> Account:
        """Another role, other labels; whoever is signed in is signed out. Raises MissingInput, UsageError."""
        granted = " ".join(_labels(sees, role))
        return self._changed("update account set role = ?, sees = ?, stamp = ? where name = ?", name, role, granted)

    def remove(self, name: str) -> None:
        """Raises MissingInput."""
        held = self._held(name)
        with self.written() as file:
            file.execute("delete from account where name = ?", (held.name,))

    def _changed(self, statement: str, name: str, *values: str) -> Account:
        held = self._held(name)
        with self.written() as file:
            file.execute(statement, (*values, _stamp(), held.name))
        return self._held(name)

    def _held(self, name: str) -> Account:
        account = self.find(name)
        if account is None:
            raise MissingInput(f"no account '{folded(name)[:64]}'", "see: python -m assistant account list", code="E_NOTFOUND")
        return account

    def rows(self, query: str, *values: str) -> list[sqlite3.Row]:
        """What the file holds; nothing where it is not there."""
        if not self.there():
            return []
        try:
            with closing(sqlite3.connect(self.path, timeout=10)) as file:
                file.row_factory = sqlite3.Row
                return file.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise DamagedStore("The file of the accounts cannot be read.", "Put back a copy of it, or add them anew.") from error

    @contextmanager
    def written(self) -> Iterator[sqlite3.Connection]:
        """The file to be changed: all of it or nothing."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self.path, os.O_WRONLY | os.O_CREAT, 0o600))
            self.path.chmod(0o600)
            with closing(sqlite3.connect(self.path, timeout=10)) as file, file:
                file.execute("pragma secure_delete = on")
                file.execute(_SCHEMA)
                yield file
        except (OSError, sqlite3.Error) as error:
            raise CannotCreate("The file of the accounts cannot be written.", "Make its folder writable.") from error


def _account(row: sqlite3.Row) -> Account:
    return Account(row["name"], row["role"], tuple(row["sees"].split()), row["since"], row["stamp"])


def folded(name: str) -> str:
    """One spelling of each name: whoever counts or records by name goes by this one."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def _labels(sees: Sequence[str], role: Role) -> tuple[str, ...]:
    labels = tuple(dict.fromkeys(label.strip().casefold() for label in sees if label.strip()))
    if wrong := next((label for label in labels if not is_name(label)), None):
        raise UsageError(f"'{wrong[:40]}' is no label", "write --sees exempt,confidential")
    if labels and role in ("staff", "admin"):
        raise UsageError(f"--sees is for readers: {role} sees everything", "leave --sees out")
    return labels


def _hashed(password: str) -> str:
    """Raises UsageError for one too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise UsageError(f"a password has {SHORTEST} to {LONGEST} characters", "three random words make a good one")
    return _HASHER.hash(unicodedata.normalize("NFC", password))


def _matches(hashed: str, password: str) -> bool:
    try:
        return _HASHER.verify(hashed, unicodedata.normalize("NFC", password[:LONGEST]))
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys() -> str:
    """A hash that no password fits, so that a name that does not exist takes as long as one that does."""
    return _HASHER.hash(secrets.token_urlsafe(32))


def _stamp() -> str:
    return secrets.token_hex(8)
