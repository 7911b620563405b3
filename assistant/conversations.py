"""The conversations of each person, in a small database of their own beside the catalogue, readable by this user alone.

Of its own for the reason that the audit is: questions are personal data, and no backup, packing or rebuilding of the catalogue may carry
them. A conversation lives ``days`` days from its last question. What is deleted is overwritten, and the file is packed.
"""

from __future__ import annotations

import logging
import secrets
import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from assistant.config import Config
from assistant.kept import (
    BLANKED,
    REMOVED,
    TOO_LARGE,
    UNFINISHED,
    Failure,
    KeptAnswer,
    KeptConversation,
    KeptExchange,
    Listed,
    from_json,
    to_json,
    touches,
)
from assistant.private import connect, translated
from assistant.question import plain_text
from index.errors import DamagedStore
from index.traces import Traces, left_in, quotes

log = logging.getLogger(__name__)
FILE = "conversations.sqlite"
TITLE, QUESTION, ANSWER = 60, 4_000, 200_000  # characters kept of each
EXCHANGES, CONVERSATIONS, BYTES = 100, 200, 10_000_000  # of one conversation; of one person: what is oldest goes
ID = r"[0-9a-f]{20}"
UNTITLED = "A conversation"
# No log ahead: it would hold what was deleted until somebody settles it.
_SETTINGS = (
    "PRAGMA journal_mode=DELETE",
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA foreign_keys=ON",
    "CREATE TABLE IF NOT EXISTS conversation (id TEXT PRIMARY KEY, who TEXT NOT NULL, title TEXT NOT NULL, began TEXT NOT NULL, "
    "last TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS exchange (conversation TEXT NOT NULL REFERENCES conversation ON DELETE CASCADE, n INTEGER NOT NULL, "
    "at TEXT NOT NULL, question TEXT NOT NULL, said TEXT NOT NULL, PRIMARY KEY (conversation, n))",
    "CREATE INDEX IF NOT EXISTS of_whom ON conversation (who, last)",
)
_LISTED = """SELECT id, title, began, last, (SELECT count(*) FROM exchange WHERE conversation = id) FROM conversation
    WHERE who = ? ORDER BY last DESC, rowid DESC"""
_SIZES = """SELECT id, sum(length(CAST(question AS BLOB)) + length(CAST(said AS BLOB))) FROM conversation JOIN exchange ON conversation = id
    WHERE who = ? GROUP BY id ORDER BY last DESC, conversation.rowid DESC"""


@dataclass(frozen=True, slots=True)
class Begun:
    """Where a question was put down: its number in its conversation."""

    id: str
    n: int


@dataclass(frozen=True, slots=True)
class Gone:
    """How many conversations were deleted, and the files of the data directory in which words of them were still found."""

    conversations: int
    left: tuple[str, ...]


def _clock() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Conversations:
    """Those kept in ``folder``; where it is not ``on`` none is begun, and those kept before still end. ``who`` is the name of an account,
    "" for whoever works at this machine without one. All raise CannotCreate where the disk takes nothing, DamagedStore for a damaged file.
    """

    folder: Path
    on: bool = True
    days: int = 365
    now: Callable[[], datetime] = _clock

    @property
    def path(self) -> Path:
        return self.folder / FILE

    def begin(self, who: str, question: str, into: str = "") -> Begun:
        """Put a question down, unfinished, in the conversation ``into`` where ``who`` has it, else in a new one."""
        with self._opened() as database, _written(database):
            at = self._at()
            ours = into and database.execute("UPDATE conversation SET last = ? WHERE id = ? AND who = ?", (at, into, who)).rowcount
            held = into if ours else secrets.token_hex(10)
            if not ours:
                database.execute("INSERT INTO conversation VALUES (?, ?, ?, ?, ?)", (held, who, title_of(question) or UNTITLED, at, at))
            n = 1 + database.execute("SELECT coalesce(max(n), 0) FROM exchange WHERE conversation = ?", (held,)).fetchone()[0]
            database.execute(
                "INSERT INTO exchange VALUES (?, ?, ?, ?, ?)", (held, n, at, _cut(_text(question), QUESTION), to_json(UNFINISHED))
            )
            database.execute("DELETE FROM exchange WHERE conversation = ? AND n <= ?", (held, n - EXCHANGES))
        return Begun(held, n)

    def finish(self, who: str, begun: Begun, said: KeptAnswer | Failure) -> None:
        """Put down what came of a question; of one that was deleted meanwhile nothing."""
        text = to_json(said)
        if len(text) > ANSWER:
            text = to_json(TOO_LARGE)
        with self._opened() as database, _written(database):
            at = "UPDATE exchange SET said = ? WHERE conversation = (SELECT id FROM conversation WHERE id = ? AND who = ?) AND n = ?"
            database.execute(at, (text, begun.id, who, begun.n))
            _bound(database, who, begun.id)

    def all(self, who: str) -> list[Listed]:
        """Newest first."""
        with self._read() as database:
            return [Listed(*row) for row in database.execute(_LISTED, (who,))] if database else []

    def read(self, who: str, id: str) -> KeptConversation | None:
        """None where ``who`` has no such conversation."""
        with self._read() as database:
            listed = next((Listed(*row) for row in database.execute(_LISTED, (who,)) if row[0] == id), None) if database else None
            if database is None or listed is None:
                return None
            rows = database.execute("SELECT n, at, question, said FROM exchange WHERE conversation = ? ORDER BY n", (id,))
            return KeptConversation(listed, tuple(KeptExchange(n, at, asked, from_json(said)) for n, at, asked, said in rows))

    def rename(self, who: str, id: str, title: str) -> bool:
        """False where ``who`` has no such conversation, or the title has no words."""
        shown = title_of(title)
        if not shown or not self.path.exists():
            return False
        with self._opened() as database:
            return bool(database.execute("UPDATE conversation SET title = ? WHERE id = ? AND who = ?", (shown, id, who)).rowcount)

    def delete(self, who: str, id: str) -> bool:
        """One conversation out of the file; False where ``who`` has no such one."""
        if not self.path.exists():
            return False
        with self._opened() as database:
            gone = database.execute("DELETE FROM conversation WHERE id = ? AND who = ?", (id, who)).rowcount
            if gone:
                database.execute("VACUUM")
        return bool(gone)

    def delete_all(self, who: str) -> Gone:
        """All that one person has."""
        ids = [listed.id for listed in self.all(who)]
        if not ids:
            return Gone(0, ())
        with self._opened() as database:
            database.execute("DELETE FROM conversation WHERE who = ?", (who,))
            database.execute("VACUUM")
        return Gone(len(ids), tuple(left_in(self.folder, Traces(frozenset(), tuple(id.encode() for id in ids)))))

    def expire(self) -> int:
        """Delete those whose last question is older than ``days``; how many those were."""
        if not self.path.exists():
            return 0
        with self._opened() as database:
            gone = database.execute("DELETE FROM conversation WHERE last < ?", (self._at(timedelta(days=self.days)),)).rowcount
            if gone:
                database.execute("VACUUM")
        return gone

    def tidy(self) -> None:
        """``expire``, where a damaged file is said in the log: it costs nobody an answer."""
        try:
            self.expire()
        except DamagedStore as error:
            log.warning("%s", error.message)

    def forget(self, items: Collection[str], gone: Traces) -> int:
        """Take out the answers that rest on ``items``, which were removed for good, and all words that quote what is ``gone``; how many."""
        if not self.path.exists():
            return 0
        with self._opened() as database:
            with _written(database):
                changed = _forgotten(database, set(items), gone)
            if changed:
                database.execute("VACUUM")
        return changed

    def _at(self, before: timedelta = timedelta()) -> str:
        return (self.now() - before).isoformat(timespec="microseconds")

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        with translated("The file of the conversations", FILE), closing(connect(self.path, _SETTINGS)) as database:
            yield database

    @contextmanager
    def _read(self) -> Iterator[sqlite3.Connection | None]:
        """None where nothing was ever kept: to look makes no file."""
        if not self.path.exists():
            yield None
            return
        with self._opened() as database:
            yield database


NONE = Conversations(Path(), on=False)


def conversations_of(config: Config) -> Conversations:
    """Those of the configured store."""
    return Conversations(config.store, config.keep_conversations, config.keep_conversations_days)


def title_of(question: str) -> str:
    """The question on one line, without signs that cannot be seen, cut between words."""
    return _cut(plain_text(" ".join(question.split())).strip(), TITLE)


def _text(question: str) -> str:
    """What a file can hold: half characters are none."""
    return question.encode("utf-8", "replace").decode()


def _cut(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    cut = text[: most - 2]
    return (cut.rpartition(" ")[0] if " " in cut[most // 2 :] else cut).rstrip() + " …"


@contextmanager
def _written(database: sqlite3.Connection) -> Iterator[None]:
    """All of it or nothing, one writer after the other."""
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if database.in_transaction:  # a full disk has ended it already
            database.execute("ROLLBACK")
        raise
    database.execute("COMMIT")


def _bound(database: sqlite3.Connection, who: str, held: str) -> None:
    """The oldest conversations of a person go where there are too many; never the one ``held``."""
    size = 0
    for place, (id, bytes_) in enumerate(database.execute(_SIZES, (who,)).fetchall()):
        size += bytes_
        if id != held and (place >= CONVERSATIONS or size > BYTES):
            database.execute("DELETE FROM conversation WHERE id = ?", (id,))


def _forgotten(database: sqlite3.Connection, items: set[str], gone: Traces) -> int:
    changed = 0
    for id, n, question, said in database.execute("SELECT conversation, n, question, said FROM exchange").fetchall():
        blank, away = quotes(question, gone), touches(from_json(said), items, gone)
        if blank or away:
            values = (BLANKED if blank else question, to_json(REMOVED) if away else said, id, n)
            database.execute("UPDATE exchange SET question = ?, said = ? WHERE conversation = ? AND n = ?", values)
            changed += 1
    for id, title in database.execute("SELECT id, title FROM conversation").fetchall():
        if quotes(title, gone):
            database.execute("UPDATE conversation SET title = ? WHERE id = ?", (BLANKED, id))
            changed += 1
    return changed
