"""A file that was sent, on its way into the store: what it is to be known by, and taking it in."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from pathlib import Path

from assistant.audit import Audit
from assistant.audit import Entry as Recorded
from assistant.config import Config
from index.content import content_of
from index.errors import BadFile
from index.folders import Labelling
from index.ingest import Pipeline, ingest
from index.jail import JAIL, within
from index.minutes import Document
from index.report import Entry
from index.store import Store
from index.uploads import key_of, place_of

FILING = threading.Lock()  # held from the choice of a place until the file has left it: two of one name must not meet there


def place(store: Store, config: Config, path: Path, name: str, sha256: str) -> Path:
    """Where the file at ``path``, of this safe name and hash, is to lie while it is taken in: see index/uploads.py. Under ``FILING``."""
    return place_of(store, name, sha256, lambda: _documents(store, config, path, name, sha256))


def filed(store: Store, audit: Audit, path: Path, at: Path, pipeline: Pipeline, labelling: Labelling, who: str) -> Entry:
    """What became of the file at ``path``, taken in as if it lay ``at`` its place; it stays where it was. Recorded for ``who``.

    Under ``FILING``.
    """
    os.replace(path, at)
    try:
        [entry] = ingest(store, [at], None, pipeline, labelling).entries
    finally:
        os.replace(at, path)
    if entry.outcome in ("added", "replaced"):
        held = store.catalog.revisions.at(key_of(store.path, at))
        ids = dict.fromkeys(document for document, _ in store.catalog.revisions.ids_of(held.id)) if held else ()
        audit.record(Recorded("taken in", who, tuple(ids), about=entry.outcome))
    return entry


def _documents(store: Store, config: Config, path: Path, name: str, sha256: str) -> Sequence[Document]:
    """What its documents are, read before it is known under which name it is held; none where it cannot be read."""
    if store.catalog.quarantine.of(sha256):
        return ()
    try:
        return JAIL.understand(name, content_of(path, config.max_file_bytes), within(config.max_read_seconds)).parsed.documents
    except BadFile:
        return ()
