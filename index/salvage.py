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
from index.matching import number_behind
from index.minutes import OPEN
from index.quarantine import SetAside
from index.relabel import relabel
from index.revisions import Issued
from index.schema import digest
from index.store import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Saved:
    """A file written out, and where it was taken in from."""

    file: Path
    path: str
    label: str  # as stated for it
    documents: frozenset[str] = frozenset()  # their ids


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
        files = _rows(connection, "path, file, sha256, label, id FROM revisions WHERE state = 'committed' ORDER BY id")
        for number, (path, file, sha256, label, revision) in enumerate(files):
            [(content,), *_] = [*_rows(connection, "content FROM sources WHERE sha256 = ?", sha256), (None,)]
            if isinstance(content, bytes) and hashlib.sha256(content).hexdigest() == sha256:
                place = folder / str(number) / Path(file).name
                place.parent.mkdir(parents=True)
                place.write_bytes(content)
                stated = "" if older and label == OPEN else label  # there, open only meant that nobody had said anything
                documents = frozenset(row[0] for row in _rows(connection, "document_id FROM documents WHERE revision = ?", revision))
                found.saved.append(Saved(place, path, stated if labelled else UNSURE, documents))
            else:
                found.missing.append(file)
        found.saved.sort(key=lambda one: max(map(number_behind, one.documents), default=0))  # what had an id without a number has it again
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
    wrong = []
    for saved in found.saved:
        key, decided = str(saved.file.resolve()), dict(found.decided)
        if saved.path in decided:
            decided[key] = decided.pop(saved.path)
        revisions.decide(decided)  # before its file is read: no moment is without them
        labelling = Labelling(saved.label, own=(saved.label,), salvaged=True)
        [entry] = ingest(store, [saved.file], pipeline=pipeline, labelling=labelling).entries
        held = revisions.at(key)
        if held:
            revisions.move(held.id, saved.path)
            wrong += [] if _as_decided(store, held.id, saved, found) else [saved.path]
        else:
            (unsaved.held if entry.outcome == "held" else unsaved.failed).append(entry.file)
    for path in wrong:
        log.warning("%s: its ids are not those that labels were decided for; all of it is %s until somebody looks", Path(path).name, UNSURE)
        relabel(store, path, UNSURE, pipeline)
    return unsaved


def _as_decided(store: Store, revision: int, saved: Saved, found: Salvage) -> bool:
    """True where every decision on the file, or on a part of it, still stands for the same words."""
    documents = store.catalog.held(revision)
    if not found.decided:
        return True
    if {document.document_id for document in documents} != saved.documents:
        return False
    now = {item.item_id: digest(item.text) for document in documents for item in document.items}
    restricted = [one for one in found.issued if one.document_id in saved.documents and found.decided.get(one.item_id, OPEN) != OPEN]
    return all(one.redirect or now.get(one.item_id) == one.text_sha256 for one in restricted)
