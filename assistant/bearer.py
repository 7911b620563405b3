"""Tokens by which a program speaks for an account, beside the accounts in their file.

A token is shown once and kept as its sha256. It ends by a command, on its day, and with the account's password, role or labels as a
session does: it is good for the ``stamp`` that the account had.
"""

from __future__ import annotations

import hmac
import re
import secrets
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from assistant.accounts import Account, Accounts, folded
from index.errors import MissingInput, UsageError

MOST, LONGEST = 20, 3660  # tokens of one account, days of one token
_SHAPE = re.compile(r"mt_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")
_TABLE = """create table if not exists token (
    id text primary key, name text not null, hash text not null, stamp text not null, since text not null, until text not null)"""
_NOBODYS = sha256(b"").hexdigest()


@dataclass(frozen=True, slots=True)
class Token:
    """``id`` may be seen by anyone; it opens nothing. ``holds`` is False once it has ended."""

    id: str
    name: str  # of its account
    since: str  # ISO date
    until: str  # the last day on which it holds; "" without end
    holds: bool


class Tokens:
    """The tokens of some accounts. Raises as ``Accounts`` does."""

    def __init__(self, accounts: Accounts, today: Callable[[], date] = date.today) -> None:
        self._accounts, self._today = accounts, today

    def make(self, name: str, days: int | None = None) -> tuple[Token, str]:
        """A new token and its secret, which nobody can be told again. Raises UsageError, MissingInput."""
        account = self._accounts.find(name)
        if account is None:
            raise MissingInput(f"no account '{folded(name)[:64]}'", "see: python -m assistant account list", code="E_NOTFOUND")
        if days is not None and not 1 <= days <= LONGEST:
            raise UsageError(f"--days {days} is out of range", f"give a number from 1 to {LONGEST}", code="E_RANGE")
        if len(self.all(account.name)) >= MOST:
            raise UsageError(f"{account.name} has {MOST} tokens already", "revoke those that are not used any more")
        secret, today = secrets.token_urlsafe(32), self._today()
        until = (today + timedelta(days=days)).isoformat() if days else ""
        made = Token(secrets.token_hex(6), account.name, today.isoformat(), until, True)
        with self._accounts.written() as file:
            file.execute(_TABLE)
            row = (made.id, made.name, _hashed(secret), account.stamp, made.since, made.until)
            file.execute("insert into token values (?, ?, ?, ?, ?, ?)", row)
        return made, f"mt_{made.id}_{secret}"

    def all(self, name: str = "") -> list[Token]:
        """Those of one account, or of all, the oldest first; ended ones too."""
        rows = self._rows("select * from token order by name, since, id")
        return [self._token(row) for row in rows if not name or row["name"] == folded(name)]

    def revoke(self, name: str, id: str) -> None:
        """Raises MissingInput where the account has no such token."""
        if id not in (token.id for token in self.all(name)):
            raise MissingInput(f"{folded(name)[:64]} has no such token", "see: python -m assistant account tokens", code="E_NOTFOUND")
        with self._accounts.written() as file:
            file.execute("delete from token where id = ?", (id,))

    def forget(self, name: str) -> None:
        """All of an account that was removed; they opened nothing any more."""
        if self.all(name):
            with self._accounts.written() as file:
                file.execute("delete from token where name = ?", (folded(name),))

    def account_of(self, given: str) -> Account | None:
        """The account that a program with this token speaks for; None where it opens nothing. Compared in constant time."""
        match = _SHAPE.fullmatch(given)
        rows = self._rows("select * from token where id = ?", match[1]) if match else []
        right = hmac.compare_digest(rows[0]["hash"] if rows else _NOBODYS, _hashed(match[2] if match else "none"))
        account = self._good(rows[0]) if rows else None
        return account if right else None

    def _good(self, row: sqlite3.Row) -> Account | None:
        """The account of a token that has not ended."""
        account = self._accounts.find(row["name"])
        in_time = not row["until"] or self._today().isoformat() <= row["until"]
        return account if account and in_time and account.stamp == row["stamp"] else None

    def _token(self, row: sqlite3.Row) -> Token:
        return Token(row["id"], row["name"], row["since"], row["until"], self._good(row) is not None)

    def _rows(self, query: str, *values: str) -> Sequence[sqlite3.Row]:
        made = self._accounts.rows("select 1 from sqlite_master where type = 'table' and name = 'token'")
        return self._accounts.rows(query, *values) if made else []


def _hashed(secret: str) -> str:
    """No salt and no slow hash: it is 256 random bits, and cannot be guessed."""
    return sha256(secret.encode()).hexdigest()
