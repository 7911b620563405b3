"""Who asked, when, and which items were shown: a small database beside the catalogue, readable by this user alone.

Of its own, because the catalogue is copied into backups, packed and rebuilt, and none of these may carry who asked what: here a row
lives ``days`` days and is then gone from the file. The words of a question are kept only where ``questions`` says so.
"""

from __future__ import annotations

import json
import logging
import os
import sqlite3
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from assistant.answer import Answer, Evidence
from assistant.config import Config
from assistant.hourly import HOUR, hourly
from assistant.private import connect, translated
from index.errors import AssistantError, CannotCreate
from index.traces import Traces, but_not, holds, left_in, quotes, traces_of

log = logging.getLogger(__name__)
FILE = "audit.sqlite"
TELLING = 4  # bytes of a name that are no accident
Event = Literal[
    "asked", "searched", "opened", "refused", "labelled", "taken in", "removed", "account", "signed in", "history deleted", "feedback"
]
# A log ahead that is not flushed for every row: 0.1 ms in place of 20. A power cut may cost the last rows and harms no others.
_SETTINGS = ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=NORMAL", "PRAGMA secure_delete=ON", "PRAGMA temp_store=MEMORY")
_TABLE = """CREATE TABLE IF NOT EXISTS entries (key BLOB NOT NULL, at TEXT NOT NULL, event TEXT NOT NULL, who TEXT NOT NULL,
    items TEXT NOT NULL, status TEXT NOT NULL, writer TEXT NOT NULL, whom TEXT NOT NULL, about TEXT NOT NULL, question TEXT NOT NULL)"""
_READ = "SELECT event, who, items, status, writer, whom, about, question, at FROM entries ORDER BY at, rowid"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was done. It holds ids, never words of minutes."""

    event: Event
    who: str = ""  # name of an account, "" for nobody in particular
    items: tuple[str, ...] = ()  # ids of items shown; of documents, where files were removed or labelled
    status: str = ""  # of an answer; "broken off" where the asker left, "failed"
    writer: str = ""
    whom: str = ""  # the account that it was done to
    about: str = ""  # "reader -> staff", "open -> exempt"
    question: str = ""
    at: str = ""  # ISO time in UTC, given when it is recorded


@dataclass(frozen=True, slots=True)
class Deleted:
    """How many entries are gone, and the files of the data directory in which something of them was still found."""

    entries: int
    left: tuple[str, ...]


def _clock() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Audit:
    """The audit of the store in ``folder``. Where it is not ``on`` nothing is recorded, and what was recorded before still ends."""

    folder: Path
    on: bool = True
    questions: bool = False
    days: int = 90
    now: Callable[[], datetime] = _clock

    @property
    def path(self) -> Path:
        return self.folder / FILE

    def record(self, entry: Entry) -> None:
        """Write ``entry`` down, with the time. A disk that takes no row is said in the log, and costs nobody an answer."""
        if not self.on:
            return
        kept = entry.question if self.questions else ""
        row = (os.urandom(16), self._at(), entry.event, entry.who, json.dumps(entry.items, ensure_ascii=False), entry.status)
        try:
            with self._opened() as database:
                marks = ", ".join("?" * 10)
                database.execute(f"INSERT INTO entries VALUES ({marks})", (*row, entry.writer, entry.whom, entry.about, kept))
        except AssistantError as error:
            log.warning("not recorded (%s): %s", entry.event, error.message)

    def entries(self, who: str | None = None) -> list[Entry]:
        """All that is recorded, or what one person did or had done to the account, oldest first."""
        if not self.path.exists():
            return []
        with self._opened() as database:
            rows = [Entry(row[0], row[1], tuple(json.loads(row[2])), *row[3:]) for row in database.execute(_READ)]
        return [row for row in rows if who is None or who == row.who or (who and who == row.whom)]

    def delete(self, who: str) -> Deleted:
        """One person's history out of the file: what was asked by that name, and the name where others did something to the account."""
        if not self.path.exists():
            return Deleted(0, ())
        with self._opened() as database:
            keys = [bytes(row[0]) for row in database.execute("SELECT key FROM entries WHERE who = ?", (who,))]
            asked = [str(row[0]) for row in database.execute("SELECT question FROM entries WHERE who = ?", (who,))]
            database.execute("DELETE FROM entries WHERE who = ?", (who,))
            if who:
                database.execute("UPDATE entries SET whom = '' WHERE whom = ?", (who,))
            _pack(database)
        return Deleted(len(keys), self._left(keys, asked, who))

    def expire(self) -> int:
        """Delete what is older than ``days``; how many entries that were."""
        if not self.path.exists():
            return 0
        with self._opened() as database:
            gone = database.execute("DELETE FROM entries WHERE at < ?", (self._at(timedelta(days=self.days)),)).rowcount
            if gone:
                _pack(database)
        return gone

    def forget(self, items: Collection[str], gone: Traces) -> int:
        """Blank the questions that quote what was removed for good, or were answered from ``items``, which were; how many."""
        if not self.path.exists():
            return 0
        with self._opened() as database:
            rows = database.execute("SELECT key, items, question FROM entries WHERE question != ''").fetchall()
            keys = [(key,) for key, shown, words in rows if not set(items).isdisjoint(json.loads(shown)) or quotes(words, gone)]
            database.executemany("UPDATE entries SET question = '' WHERE key = ?", keys)
            if keys:
                _pack(database)
        return len(keys)

    def _left(self, keys: Sequence[bytes], asked: Sequence[str], who: str) -> tuple[str, ...]:
        """Files that still hold a key of a deleted row; those of the audit that hold words of it, or the name."""
        others = self.entries()
        name = who.encode() if not any(who in said for e in others for said in (e.who, e.whom, e.about, e.question, *e.items)) else b""
        halves = (name,) if len(name) >= TELLING else ()
        gone = replace(but_not(traces_of(asked, ()), [e.question for e in others], ()), halves=halves)
        own = [path.name for path in sorted(self.folder.glob(f"{FILE}*")) if holds(path, gone)]
        return tuple(dict.fromkeys((*own, *left_in(self.folder, Traces(frozenset(), tuple(keys))))))

    def _at(self, before: timedelta = timedelta()) -> str:
        return (self.now() - before).isoformat(timespec="seconds")

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """Each statement is written when it is done, and what is deleted is overwritten. Raises DamagedStore, CannotCreate."""
        with _translated(), closing(self.connect()) as database:
            yield database

    def connect(self) -> sqlite3.Connection:
        """While one connection stays open, no other has to settle the log when it ends. Raises as ``_opened``."""
        with _translated():
            return connect(self.path, (*_SETTINGS, _TABLE))


def _translated() -> AbstractContextManager[None]:
    return translated("The audit", FILE)


OFF = Audit(Path(), on=False)


def audit_of(config: Config) -> Audit:
    """The audit of the configured store."""
    return Audit(config.store, config.audit, config.audit_questions, config.audit_days)


class Note:
    """What is to be recorded of one question."""

    def __init__(self, audit: Audit, who: str, question: str) -> None:
        self._audit, self._entry, self._done = audit, Entry("asked", who, question=question), False

    def draws_on(self, evidence: Sequence[Evidence]) -> None:
        """From now on some of it may have been shown."""
        self._entry = replace(self._entry, items=tuple(e.item.item_id for e in evidence))

    def answered(self, answer: Answer) -> None:
        cited = tuple(dict.fromkeys(citation.item.item_id for citation in answer.citations))
        self._entry = replace(self._entry, items=cited, writer=answer.writer)
        self.ended(answer.status)

    def ended(self, status: str) -> None:
        if not self._done:
            self._done = True
            self._audit.record(replace(self._entry, status=status))


@contextmanager
def asking(audit: Audit, who: str, question: str) -> Iterator[Note]:
    """Record one question, however it ends; of one that is broken off all items that the answer could draw on."""
    note = Note(audit, who, question)
    try:
        yield note
    except Exception:
        note.ended("failed")
        raise
    except BaseException:  # the asker left, by an interrupt or a termination too
        note.ended("broken off")
        raise


@contextmanager
def on_time(audit: Audit, every: float = HOUR) -> Iterator[Audit]:
    """``audit`` with what is too old deleted, now and every so many seconds. Raises DamagedStore."""
    with hourly("audit", audit.expire, every):
        held = _held_open(audit)
        try:
            yield audit
        finally:
            if held:
                held.close()


def _held_open(audit: Audit) -> sqlite3.Connection | None:
    try:
        return audit.connect() if audit.on else None
    except CannotCreate as error:
        log.warning("nothing can be recorded: %s", error.message)
        return None


def _pack(database: sqlite3.Connection) -> None:
    """What was deleted is in no page and no log any more."""
    database.execute("VACUUM")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
