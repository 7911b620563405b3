"""Uploaded files on their way into the store: one after the other, in the process that owns it, while questions go on.

What is under way is kept in memory: a restart forgets it, and what was filed by then stays filed. A file that was set aside is kept for
an hour, so that whoever has looked at it can let it in; all others are gone as soon as they are done with.
"""

from __future__ import annotations

import logging
import secrets
import shutil
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from assistant.audit import Audit
from assistant.config import Config
from index.admission import LIMIT, Leave
from index.errors import AssistantError
from index.folders import Labelling
from index.ingest import Pipeline, Step
from index.report import Entry
from index.store import Store
from index.uploads import key_of
from web.filing import FILING, filed, place
from web.problem import Refused
from web.receive import Form, Received

log = logging.getLogger(__name__)

Stage = Step | Literal["waiting", "done"]
ASIDE = ("W_HIDDEN", "W_REDACTION", LIMIT)  # the codes of files that are set aside
_KEPT, _WAITING = 50, 200  # jobs that are remembered; files that wait
_HOUR = 3600.0
_STOPPED = "The application was stopped before this file was taken in."


@dataclass(slots=True)
class Piece:
    """One file of a job. Written by the worker alone, or while it waits."""

    file: Received
    stage: Stage = "waiting"
    leave: Leave = field(default_factory=Leave)
    entry: Entry | None = None
    twin: str = ""  # the name of the file that holds the same bytes
    former: str = ""  # the name of the file that it replaced
    who: str = ""  # who let it in after it was set aside
    since: float = 0.0

    @property
    def aside(self) -> bool:
        """Set aside, and still here."""
        there = self.file.path is not None and self.file.path.exists()
        return self.stage == "done" and self.entry is not None and self.entry.code in ASIDE and there

    @property
    def taken(self) -> bool:
        return self.entry is not None and self.entry.outcome in ("added", "replaced")


@dataclass(slots=True)
class Job:
    """The files that somebody sent together, and the label they were given; ``changes`` counts up at each step."""

    id: str
    who: str
    label: str
    folder: Path
    pieces: list[Piece]
    changes: int = 0

    @property
    def done(self) -> int:
        return sum(piece.stage == "done" for piece in self.pieces)

    @property
    def ended(self) -> bool:
        return self.done == len(self.pieces)


@dataclass(frozen=True, slots=True)
class Desk:
    """Where uploaded files go. ``filled`` is called when all is done and something was taken in."""

    config: Config
    store: Callable[[], Store]
    audit: Audit
    closing: threading.Event
    filled: Callable[[], object]


class Jobs:
    """Safe between threads. Its own thread lives while there is something to do; once ``closing`` is set, it ends with the file at hand."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._jobs: dict[str, Job] = {}
        self._queue: deque[tuple[Job, Piece]] = deque()
        self._worker: threading.Thread | None = None

    def bind(self, desk: Desk) -> None:
        """From now on files go there."""
        self._desk = desk

    def refuse_more(self) -> None:
        """Raises Refused where too many files wait already, or the application is being stopped."""
        if self._desk.closing.is_set():
            raise Refused(503, "E_BUSY", "The application is being stopped.", "Upload the files when it runs again.", wait=10)
        if len(self._queue) >= _WAITING:
            raise Refused(503, "E_BUSY", "Many files are waiting already.", "Upload yours in a few minutes.", wait=60)

    def add(self, form: Form, label: str, who: str, leave: Leave | None = None) -> Job:
        """The files of the form in the queue; they are done with one by one."""
        leave = leave or Leave()
        pieces = [Piece(file, leave=leave) if file.path else _refused(file) for file in form.files]
        job = Job(secrets.token_urlsafe(16), who, label, form.folder, pieces)
        with self._lock:
            self._jobs[job.id] = job
            self._enqueue(job, [piece for piece in pieces if piece.stage == "waiting"])
        if not any(file.path for file in form.files):
            form.drop()
        self._forget()
        return job

    def again(self, job: Job, piece: Piece, leave: Leave, who: str) -> None:
        """A file that was set aside once more, with what ``who`` allows now. Raises Refused where it is gone."""
        with self._lock:
            if not piece.aside:
                raise Refused(404, "E_NOTFOUND", "This file is not kept here any more.", "Upload it again.")
            piece.leave, piece.who, piece.stage, piece.entry = leave, who, "waiting", None
            job.changes += 1
            self._enqueue(job, [piece])

    def job(self, id: str) -> Job | None:
        self._forget()
        return self._jobs.get(id)

    def latest(self) -> Sequence[Job]:
        """The last first."""
        self._forget()
        return list(self._jobs.values())[::-1]

    def kept(self, sha256: str) -> tuple[Job, int] | None:
        """Where a file that was set aside is still kept: its job, and which of its files it is."""
        found = ((job, n) for job in self.latest() for n, piece in enumerate(job.pieces) if piece.file.sha256 == sha256 and piece.aside)
        return next(found, None)

    # -- the worker

    def _enqueue(self, job: Job, pieces: Sequence[Piece]) -> None:
        self._queue.extend((job, piece) for piece in pieces)
        if self._queue and self._worker is None:
            self._worker = threading.Thread(target=self._work, name="uploads")
            self._worker.start()

    def _next(self) -> tuple[Job, Piece] | None:
        with self._lock:
            if not self._queue:
                self._worker = None
                return None
            return self._queue.popleft()

    def _work(self) -> None:
        taken = False
        while found := self._next():
            job, piece = found
            piece.entry, piece.since = self._entry(job, piece), time.monotonic()
            if piece.entry.code in ASIDE:
                _later(self._forget)
            else:
                _delete(piece)
            if not any(one.aside for one in job.pieces) and job.done == len(job.pieces) - 1 and piece.entry.code not in ASIDE:
                shutil.rmtree(job.folder, ignore_errors=True)
            piece.stage = "done"  # whoever sees this sees nothing left behind
            job.changes += 1
            taken = taken or piece.taken
        if taken:
            self._desk.filled()

    def _entry(self, job: Job, piece: Piece) -> Entry:
        """What came of it, whatever goes wrong."""
        name = piece.file.name
        if self._desk.closing.is_set():
            return Entry(name, "failed", "E_LOCKED", _STOPPED)
        try:
            return self._taken_in(job, piece)
        except AssistantError as error:
            return Entry(name, "failed", error.code, error.message, error.hint)
        except Exception as error:  # the border: its words may hold what the minutes say
            log.error("an uploaded file: %s", type(error).__name__)
            return Entry(name, "failed", "E_INTERNAL", type(error).__name__)

    def _taken_in(self, job: Job, piece: Piece) -> Entry:
        assert piece.file.path
        store, config = self._desk.store(), self._desk.config
        self._step(job, piece, "reading")
        with FILING:
            path = place(store, config, piece.file.path, piece.file.name, piece.file.sha256)
            key, revisions = key_of(store.path, path), store.catalog.revisions
            former = revisions.at(key)
            piece.twin = next((one.file for one in revisions.holding(piece.file.sha256) if one.path != key), "")
            piece.former = former.file if former else ""
            labelling = Labelling(job.label, config.labels, required=False)  # that there is one is asked before anything is sent
            steps = Pipeline(most=config.max_file_bytes, seconds=config.max_read_seconds, leave=piece.leave)
            pipeline = replace(steps, step=lambda step: self._step(job, piece, step))
            return filed(store, self._desk.audit, piece.file.path, path, pipeline, labelling, piece.who or job.who)

    def _step(self, job: Job, piece: Piece, step: Step) -> None:
        if piece.stage != step:
            piece.stage = step
            job.changes += 1

    # -- forgetting

    def _forget(self) -> None:
        """Files set aside an hour ago, and the oldest jobs."""
        with self._lock:
            for job in list(self._jobs.values()):
                for piece in job.pieces:
                    if piece.stage == "done" and piece.since + _HOUR < time.monotonic():
                        _delete(piece)
            ended = [job for job in self._jobs.values() if job.ended]
            for job in ended[: max(0, len(self._jobs) - _KEPT)]:
                shutil.rmtree(job.folder, ignore_errors=True)
                del self._jobs[job.id]


def _refused(file: Received) -> Piece:
    assert file.refused
    error = file.refused
    return Piece(file, "done", entry=Entry(file.name, "failed", error.code, error.message, error.hint), since=time.monotonic())


def _delete(piece: Piece) -> None:
    if piece.file.path:
        piece.file.path.unlink(missing_ok=True)


def _later(forget: Callable[[], None]) -> None:
    timer = threading.Timer(_HOUR + 1, forget)
    timer.daemon = True
    timer.start()
