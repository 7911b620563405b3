"""Files -> catalogue and vectors: only what changed, one file after the other, each whole or not at all.

A file is written in four steps, and killed between any two of them nothing is lost and no half of it is seen: a pending revision
in the catalogue; its vectors in one upsert; the flip to committed, which retires the file's former revision; clearing that away.
What a killed run left behind is cleared away by the next one.

A file that has vanished from a folder stays in the store: folders get moved and disks unmounted. ``remove`` takes it out.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Literal

from index.admission import Leave, Reader, admitted
from index.ahead import Begun, ahead
from index.content import MAX_BYTES
from index.errors import AssistantError, BadFile, BadLabel, EmbedError, MissingInput, ReaderFault
from index.folders import Labelling
from index.inherited import still_opened
from index.jail import READ_SECONDS
from index.known import Known
from index.minutes import OPEN, Document, Parsed, Passage, Source, Span
from index.parse import PARSER_VERSION, parse
from index.put import UNLABELLED, Taken, Work, clear_away, put
from index.report import Entry, IngestReport
from index.revisions import Revision
from index.split import split
from index.store import Store
from index.uploads import is_upload, key_of
from index.walk import walk

log = logging.getLogger(__name__)
_without = parse

Progress = Callable[[str, int, int], None]  # stage, done, total
Step = Literal["reading", "cutting", "filing"]


def _unseen(step: Step) -> None:
    """Nobody looks."""


@dataclass(frozen=True, slots=True)
class Pipeline:
    """How a file becomes passages, and what a person allows. Without a reader or parser of one's own a child process does both."""

    read: Callable[[Path], Source] | None = None
    parse: Callable[[Source], Parsed] | None = None
    split: Callable[[Document, Source, Callable[[str], int]], list[Passage]] = split
    version: str = str(PARSER_VERSION)
    most: int = MAX_BYTES  # bytes of a file
    leave: Leave = field(default_factory=Leave)
    without: Callable[[Source, Sequence[Span]], Parsed] = _without  # as ``parse``, with blanks for what is hidden
    seconds: int = READ_SECONDS  # for a file, in the child process
    step: Callable[[Step], None] = _unseen  # told what is being done with a file
    together: int = 512  # passages of several files embedded together, or a little more


def ingest(
    store: Store,
    paths: Sequence[Path],
    progress: Progress | None = None,
    pipeline: Pipeline | None = None,
    labelling: Labelling = UNLABELLED,
) -> IngestReport:
    """Take in the files of ``paths`` (folders with all below them); ``labelling`` tells the label that each comes with.

    A file that fails is in the report and stops no other. The same bytes read by the same parser are left as they are.
    """
    _ = store.fingerprint  # of another embedder than the store's is refused before anything is read
    files = list(walk(paths))
    work = Work(store, pipeline or Pipeline(), datetime.now(UTC).isoformat(timespec="seconds"), labelling)
    entries = []
    with store.writing:
        clear_away(store)
        known = Known(store.catalog.revisions)
        with ahead(work, known, files) as coming:
            for done, begun in enumerate(coming):
                if progress:
                    progress("ingest", done, len(files))
                store.examine()  # ends here where the store is being closed
                entries.append(_entry(work, known, begun))
    if progress:
        progress("ingest", len(files), len(files))
    return IngestReport(tuple(entries))


def remove(store: Store, path: Path) -> bool:
    """Take the file at ``path`` out of both stores; False where it was not in. The ids of its items stay issued."""
    store.examine()
    with store.writing:
        revision = store.catalog.revisions.at(key_of(store.path, path))
        if revision:
            store.catalog.revisions.retire(revision.id)
        clear_away(store)
    return revision is not None


def _entry(work: Work, known: Known, begun: Begun) -> Entry:
    """Take in one file, whatever comes of it. What is wrong with the store itself is raised: no other file would fare better."""
    path = begun.path
    try:
        if begun.passed_over:
            return Entry(path.name, "skipped", "E_TYPE", begun.passed_over)
        return _take_in(work, known, begun)
    except (BadFile, MissingInput, EmbedError, ReaderFault) as error:
        failed = Entry(path.name, "held" if error.code.startswith("W_") else "failed", error.code, error.message, error.hint)
    except AssistantError:
        raise
    except OSError as error:
        failed = Entry(path.name, "failed", "E_NOINPUT", f"{path.name}: cannot be read ({error.strerror})", "check its permissions")
    except Exception as error:  # a file that our own code stumbles over must not keep the others out
        frames = traceback.format_tb(error.__traceback__)[-3:]
        log.error("%s: %s\n%s", path.name, type(error).__name__, "".join(frames))  # without its message, which may quote the minutes
        failed = Entry(path.name, "failed", "E_INTERNAL", f"{path.name}: {type(error).__name__}, see the log", "please report it")
    clear_away(work.store)
    known.look_again(begun.key)
    return failed


def _take_in(work: Work, known: Known, begun: Begun) -> Entry:
    path = begun.path
    stated = work.labelling.of(path)
    if begun.failed:
        raise begun.failed
    revisions, key, sha256 = work.store.catalog.revisions, begun.key, begun.sha256
    former, twin = known.at(key), known.twin(sha256, key)
    if twin and not former and not is_upload(twin.path) and not Path(twin.path).exists():  # the file was moved here
        revisions.move(twin.id, key)
        known.look_again(twin.path, key)
        former, twin = known.at(key), None
    label = stated or (former.label if former else "")  # what was said once holds until something else is said
    work.labelling.accept(label, path)
    if stated not in ("", OPEN, former.label if former else "") and not work.labelling.salvaged and still_opened(revisions, key, former):
        raise BadLabel(f"{path.name}: decided open, and now said to be {stated}", "nothing was changed; decide anew with: label")
    if former and (former.sha256, former.parser, former.label) == (sha256, work.pipeline.version, label):
        return Entry(path.name, "unchanged")
    entry = _duplicate(work, path, former, twin, label) if twin else _read(work, begun, former, label)
    known.look_again(key)
    return entry


def _read(work: Work, begun: Begun, former: Revision | None, label: str) -> Entry:
    """The file as its bytes have it now; they are read here where that was not begun before."""
    pipeline = work.pipeline
    reader = partial(begun.read, Reader(pipeline.read, pipeline.parse, pipeline.seconds))
    pipeline.step("reading")
    found = admitted(begun.path, begun.content, begun.sha256, reader, pipeline.leave, work.store.catalog.quarantine, work.made)
    return put(work, Taken(begun.key, begun.content, found.source, found.parsed, former, begun), label, pipeline.version)


def _duplicate(work: Work, path: Path, former: Revision | None, twin: Revision, label: str) -> Entry:
    """Nothing to store; what the file said before it became a copy of another goes."""
    if (label or OPEN) != (twin.label or OPEN):
        raise BadLabel(f"{path.name}: the same bytes are in already under another label", "nothing was changed; make the labels agree")
    if former:
        work.store.catalog.revisions.retire(former.id)
        clear_away(work.store)
    return Entry(path.name, "duplicate", "I_DUPLICATE", f"{path.name}: the same bytes are in already as {twin.file}")
