"""What people say of answers: a file of cases beside the catalogue, in the format that ``python -m eval run --cases F`` reads.

A case holds the question, the questions before it, the ids and labels of what was cited, and what the person said of it: no sentence of
an answer and no name of an account. What was found right is an expectation; what was not is left open for staff to complete.
"""

from __future__ import annotations

import json
import os
import secrets
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, get_args

from assistant.answer import ANYWHERE, Answer, AnswerStatus, Turn
from assistant.labels import STATUS_WORDS
from index.errors import CannotCreate, DamagedStore, NoSpace
from index.flush import flush
from index.minutes import Scope
from index.traces import Traces, quotes

FILE = Path("feedback") / "cases.jsonl"  # in the folder of the store
MOST, LARGEST = 5_000, 8_000_000  # cases, and bytes of all of them
LONGEST = 500  # characters of a comment

Vote = Literal["up", "down"]
Reason = Literal["wrong item", "wrong statement", "not complete", "should say not recorded", "other"]
REASONS: tuple[Reason, ...] = get_args(Reason)
_ABSTAIN: dict[AnswerStatus, str] = {"answered": "none", "partial": "partial", "not_recorded": "full"}
_writing = threading.Lock()


@dataclass(frozen=True, slots=True)
class Cited:
    """An item that the answer cited, with what tells it from others."""

    item_id: str
    file: str
    doc: str  # role of its document
    date: str | None
    number: str | None
    minute_ref: str | None


@dataclass(frozen=True, slots=True)
class Rated:
    """An answer as far as it is needed once somebody has said something of it."""

    question: str
    history: tuple[Turn, ...]
    status: AnswerStatus
    verdict: str | None
    cited: tuple[Cited, ...]
    within: Scope = ANYWHERE  # what the asker chose to search


@dataclass(frozen=True, slots=True)
class Opinion:
    vote: Vote
    reason: Reason | None = None
    comment: str = ""


def rated(answer: Answer, history: Sequence[Turn], within: Scope = ANYWHERE) -> Rated:
    """What is to be kept of an answer and the turns before it."""
    cited = {c.item.item_id: c for c in answer.citations}
    items = tuple(
        Cited(
            item_id,
            c.document.file,
            c.document.role,
            c.document.meeting.date.isoformat() if c.document.meeting.date else None,
            c.item.number,
            c.item.minute_ref,
        )
        for item_id, c in cited.items()
    )
    return Rated(answer.question, tuple(history), answer.status, answer.verdict, items, within)


def as_turn(answer: Answer) -> Turn:
    """The answer in a history: the labels of what it cites; a question back whole, since the reply names one of its choices."""
    if answer.status == "clarify":
        return Turn("assistant", answer.text)
    cited = " ".join(f"{label}: [{n}]" for n, label in enumerate(dict.fromkeys(c.label for c in answer.citations), 1))
    return Turn("assistant", cited or STATUS_WORDS[answer.status])


@dataclass(frozen=True, slots=True)
class KeptCase:
    """A case as staff see it in a list."""

    id: str
    at: str
    vote: Vote
    reason: Reason | None
    status: AnswerStatus
    cited: tuple[str, ...]
    comment: str
    question: str


def _clock() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Feedback:
    """The cases of the store in ``folder``; None where there is no folder to keep them in."""

    folder: Path | None
    now: Callable[[], datetime] = _clock

    @property
    def path(self) -> Path:
        if self.folder is None:
            raise CannotCreate("No feedback can be kept here.", "Tell whoever runs this page.")
        return self.folder / FILE

    def keep(self, answer: Rated, said: Opinion) -> str:
        """The id of the case that is now in the file and on the disk. Raises NoSpace where the file is full, CannotCreate."""
        at = self.now()
        name = f"feedback-{at:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
        line = json.dumps(_case(name, at, answer, said), ensure_ascii=False) + "\n"
        with _writing:
            self._room_for(line)
            self._append(line)
        return name

    def all(self) -> list[KeptCase]:
        """Every case, oldest first. Raises DamagedStore for a file that was changed into something else."""
        return [_kept(row) for row in self._rows() if "feedback" in row]  # staff may have put cases of their own among them

    def forget(self, items: Collection[str], gone: Traces) -> int:
        """Take out the cases that cite ``items``, which were removed for good, or that say some of what was; how many."""
        if self.folder is None or not self.path.exists():
            return 0
        with _writing:
            rows = list(self._rows())
            left = [row for row in rows if not _of(row, items, gone)]
            if len(left) < len(rows):
                self._rewrite(left)
        return len(rows) - len(left)

    def _rows(self) -> Iterator[dict[str, object]]:
        if self.folder is None or not self.path.exists():
            return
        for line in self.path.read_text("utf-8").split("\n"):
            try:
                row = json.loads(line) if line.strip() else None
            except ValueError as error:
                raise DamagedStore(f"{FILE.as_posix()} is damaged.", "Mend the line or move the file away; a new one is begun.") from error
            if row is not None:
                yield row

    def _room_for(self, line: str) -> None:
        held = self.path.read_bytes() if self.path.exists() else b""
        if len(held) + len(line.encode()) > LARGEST or held.count(b"\n") >= MOST:
            raise NoSpace("No more feedback can be kept.", f"Tell whoever runs this page: {FILE.as_posix()} is full and can be moved away.")

    def _append(self, line: str) -> None:
        try:
            self.path.parent.mkdir(mode=0o700, exist_ok=True)
            number = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(number, "ab") as file:
                file.write(line.encode())
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise CannotCreate("The feedback cannot be written.", "Tell whoever runs this page that its disk takes nothing.") from error

    def _rewrite(self, rows: Sequence[dict[str, object]]) -> None:
        """A new file in the place of the old one; what was taken out is overwritten first."""
        half = self.path.with_suffix(".new")
        half.unlink(missing_ok=True)
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode())
            file.flush()
            os.fsync(file.fileno())
        size = self.path.stat().st_size
        with self.path.open("r+b") as old:
            old.write(b"\0" * size)
            old.flush()
            os.fsync(old.fileno())
        half.replace(self.path)
        flush(self.path.parent)


OFF = Feedback(None)


def _case(name: str, at: datetime, answer: Rated, said: Opinion) -> dict[str, object]:
    """A row of eval/cases.py. Only what was found right, with a status that can be expected again, is an expectation."""
    expected = said.vote == "up" and answer.status in _ABSTAIN and (bool(answer.cited) or answer.status == "not_recorded")
    rests_on = expected and answer.status != "not_recorded"
    return {
        "id": name,
        "question": answer.question,
        "type": "feedback",
        "history": [asdict(turn) for turn in answer.history],
        "items": [asdict(one) for one in answer.cited] if rests_on else [],
        "related_items": [asdict(one) for one in answer.cited] if expected and not rests_on else [],
        "abstain": _ABSTAIN[answer.status] if expected else "none",
        "within": _within(answer.within) if answer.within != ANYWHERE else None,
        "open": not expected,
        "feedback": {
            "vote": said.vote,
            "reason": said.reason,
            "comment": said.comment,
            "status": answer.status,
            "verdict": answer.verdict,
            "cited": [one.item_id for one in answer.cited],
            "at": at.isoformat(timespec="seconds"),
        },
    }


def _within(chosen: Scope) -> dict[str, object]:
    days = {name: day.isoformat() for name, day in (("first", chosen.first), ("last", chosen.last)) if day}
    return {"bodies": list(chosen.bodies), "roles": list(chosen.roles), **days}


def _kept(row: dict[str, object]) -> KeptCase:
    try:
        said = row["feedback"]
        assert isinstance(said, dict)
        cited = tuple(said["cited"])
        return KeptCase(
            str(row["id"]), said["at"], said["vote"], said["reason"], said["status"], cited, said["comment"], str(row["question"])
        )
    except (KeyError, TypeError, AssertionError) as error:
        raise DamagedStore(f"{FILE.as_posix()} holds a line that is no feedback.", "Mend the line, or take it out.") from error


def _of(row: dict[str, object], items: Collection[str], gone: Traces) -> bool:
    said = list(_strings(row))
    return not set(items).isdisjoint(said) or any(quotes(text, gone) for text in said)


def _strings(value: object) -> Iterator[str]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if isinstance(value, str):
        yield value
    for one in inner:
        yield from _strings(one)
