"""Who is signed in. Sessions live in the memory of the application: when it is started again, everybody signs in again.

A session ends 8 hours after its last request, 24 hours after it began, at a sign-out, and as soon as its account is removed or has
another password, role or labels.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assistant.accounts import Account, Accounts

IDLE, LONGEST = 8 * 3600, 24 * 3600  # seconds
_MOST = 10_000  # sessions kept; the oldest goes first


@dataclass(frozen=True, slots=True)
class Session:
    """``key`` stands for its token, which only the browser has."""

    key: str
    account: Account
    began: float


class Sessions:
    """All that are open."""

    def __init__(self, accounts: Accounts, clock: Callable[[], float] = time.monotonic) -> None:
        self.accounts = accounts
        self._clock = clock
        self._open: dict[str, Session] = {}
        self._seen: dict[str, float] = {}

    def begin(self, account: Account) -> str:
        """A new session; its token."""
        for session in [session for session in self._open.values() if not self._in_time(session)]:
            self._drop(session.key)
        if len(self._open) >= _MOST:
            self._drop(next(iter(self._open)))
        token = secrets.token_urlsafe(32)
        session = Session(key_of(token), account, self._clock())
        self._open[session.key], self._seen[session.key] = session, session.began
        return token

    def of(self, token: str) -> Session | None:
        """The open session of a token; its idle time begins anew."""
        session = self._open.get(key_of(token))
        if session is None:
            return None
        if not self.is_open(session):
            self._drop(session.key)
            return None
        self._seen[session.key] = self._clock()
        return session

    def is_open(self, session: Session) -> bool:
        """True until it ends for one reason or another."""
        if session.key not in self._open or not self._in_time(session):
            return False
        account = self.accounts.find(session.account.name)
        return account is not None and account.stamp == session.account.stamp

    def end(self, token: str) -> None:
        self._drop(key_of(token))

    def _in_time(self, session: Session) -> bool:
        now = self._clock()
        return now - self._seen.get(session.key, session.began) < IDLE and now - session.began < LONGEST

    def _drop(self, key: str) -> None:
        self._open.pop(key, None)
        self._seen.pop(key, None)


def key_of(token: str) -> str:
    """What stands for a token on this side."""
    return hashlib.sha256(token.encode()).hexdigest()


def cookie_name(secure: bool) -> str:
    """With https a name that no other host and no page without https can set."""
    return "__Host-minutes" if secure else "minutes"


def token_in(cookies: Mapping[str, str], secure: bool) -> str:
    """The token a browser sent, "" where it sent none."""
    return cookies.get(cookie_name(secure), "")
