"""What can be saved from a catalogue that cannot be trusted: the files as they were taken in, each proved by its hash.

They are read anew into an empty catalogue. Ids that were given out stay the ids of the same items, and labels theirs; where the decisions
on labels cannot be read, the files are confidential until somebody labels them. Files set aside stay so, and what was approved is.
"""

from __future__ import annotations

import hashlib
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from index.admission import Leave
from index.folders import Labelling
from index.ingest import Pipeline, ingest
from index.labels import UNSURE
from index.minutes import OPEN
from index.quarantine import SetAside
from index.revisions import Issued
from index.store import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Saved:
    """A file written out, and where it was taken in from."""

    file: Path
    path: str
    label: str  # as stated for it


@dataclass(slots=True)
class Salvage:
    """All that was saved, and the names of the files that were not."""

    saved: list[Saved] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    issued: list[Issued] = field(default_factory=list)
    decided: dict[str, str] = field(default_factory=dict)  # labels, by subject
    aside: list[SetAside] = field(default_factory=list)


@dataclass(slots=True)
class Unsaved:
    """Names of files that could not be taken back, and of those that wait for a person to look at them."""

    failed: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)


def salvage(catalog: Path, folder: Path) -> Salvage:
    """Write the files that ``catalog`` still holds whole to ``folder``; nothing where it cannot be read at all."""
    found = Salvage()
    with closing(sqlite3.connect(f"{catalog.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        labelled, older = _labels(connection, found), not _knows(connection, "decided")
        files = _rows(connection, "path, file, sha256, label FROM revisions WHERE state = 'committed' ORDER BY id")
        for number, (path, file, sha256, label) in enumerate(files):
            [(content,), *_] = [*_rows(connection, "content FROM sources WHERE sha256 = ?", sha256), (None,)]
            if isinstance(content, bytes) and hashlib.sha256(content).hexdigest() == sha256:
                place = folder / str(number) / Path(file).name
                place.parent.mkdir(parents=True)
                place.write_bytes(content)
                stated = "" if older and label == OPEN else label  # there, open only meant that nobody had said anything
                found.saved.append(Saved(place, path, stated if labelled else UNSURE))
            else:
                found.missing.append(file)
        found.issued += [Issued(*row) for row in _rows(connection, "item_id, document_id, text_sha256, redirect FROM issued")]
        if _knows(connection, "quarantine"):
            found.aside += [SetAside(*row) for row in _rows(connection, "sha256, file, code, reason, made, approved FROM quarantine")]
    return found


def _labels(connection: sqlite3.Connection, found: Salvage) -> bool:
    """True where the decisions on labels could be saved, or the store is older than they are; else nobody may be shown its files."""
    try:
        if not _knows(connection, "decided"):
            return bool(connection.execute("SELECT 1 FROM identity WHERE name = 'schema' AND CAST(value AS INTEGER) < 5").fetchall())
        found.decided |= dict(connection.execute("SELECT subject, label FROM decided").fetchall())
    except sqlite3.Error as error:
        log.warning("the labels of the catalogue cannot be read: %s", error)
        return False
    return True


def _knows(connection: sqlite3.Connection, table: str) -> bool:
    """False in a store of a version that had no such table."""
    try:
        return bool(connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchall())
    except sqlite3.Error:
        return True


def _rows(connection: sqlite3.Connection, query: str, *values: str) -> Iterator[tuple[str, ...]]:
    """The rows that can be read, up to the damage."""
    try:
        yield from connection.execute(f"SELECT {query}", values)
    except sqlite3.Error as error:
        log.warning("a part of the catalogue cannot be read: %s", error)


def take_back(store: Store, found: Salvage, pipeline: Pipeline | None = None) -> Unsaved:
    """Take the saved files into ``store``, which is empty, as if from where they were; what could not be.

    What broke a limit and was held after all is read again; hidden words are let in only where somebody had approved these bytes.
    """
    pipeline = replace(pipeline or Pipeline(), leave=Leave(force=True))
    revisions, unsaved = store.catalog.revisions, Unsaved()
    try:
        revisions.reissue(found.issued)
    except SQLAlchemyError:  # rows that damage has made impossible: ids begin anew
        log.warning("the ids given out could not be saved")
    for one in found.aside:
        store.catalog.quarantine.put(one)
    for saved in found.saved:
        key, decided = str(saved.file.resolve()), dict(found.decided)
        if saved.path in decided:
            decided[key] = decided.pop(saved.path)
        revisions.decide(decided)  # before its file is read: no moment is without them
        [entry] = ingest(store, [saved.file], pipeline=pipeline, labelling=Labelling(saved.label, own=(saved.label,))).entries
        held = revisions.at(key)
        if held:
            revisions.move(held.id, saved.path)
        else:
            (unsaved.held if entry.outcome == "held" else unsaved.failed).append(entry.file)
    return unsaved
