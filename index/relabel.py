"""Decisions of staff on labels. They are kept by the id of an item or document, or the path of a file, and outlast every new reading.

A decision takes effect as a new revision of its file, from what was read of it before: pending, then shown instead of the old one in
one transaction that also writes the decision. So a kill leaves the old labels or the new ones, and what was acknowledged stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from index.errors import MissingInput
from index.ingest import Pipeline
from index.labels import joined
from index.minutes import OPEN, Document
from index.parse import parse
from index.put import Taken, Work, clear_away, put
from index.revisions import Revision
from index.store import Store


@dataclass(frozen=True, slots=True)
class Relabelled:
    """What was decided, and how many items of the file each label has now."""

    subject: str
    label: str
    items: dict[str, int]


def relabel(store: Store, subject: str, label: str, pipeline: Pipeline | None = None) -> Relabelled:
    """From the next answer on ``subject`` has ``label``: the id of an item or a document, or a file as it was taken in.

    What is decided of a whole and restricts it is added to what was decided of its parts. Raises MissingInput.
    """
    store.examine()
    with store.writing:
        clear_away(store)
        revision, subjects, parts = _meant(store, subject)
        known = store.catalog.revisions.decided()
        decisions = dict.fromkeys(subjects, label)
        if label != OPEN:
            decisions |= {part: joined((known[part], label)) for part in parts if part in known and part not in decisions}
        source, content = store.catalog.revisions.source(revision.id)
        work = Work(store, pipeline or Pipeline(), datetime.now(UTC).isoformat(timespec="seconds"))
        parsed = (work.pipeline.parse or parse)(source)  # a text that was let in before
        put(work, Taken(revision.path, content, source, parsed, revision), revision.label, revision.parser, decisions)
    held = [item.label for document in _documents(store, revision.path) for item in document.items]
    return Relabelled(subject, label, {name: held.count(name) for name in sorted(set(held))})


def _documents(store: Store, path: str) -> list[Document]:
    shown = store.catalog.revisions.at(path)
    return store.catalog.held(shown.id) if shown else []


def _meant(store: Store, subject: str) -> tuple[Revision, list[str], list[str]]:
    """The file that holds it, the subjects of the decision, and the ids inside them."""
    catalog = store.catalog
    item, whole = catalog.item(subject), catalog.document(subject)
    of = catalog.document_of(subject) if item else whole
    if of is None:
        revision = _file(catalog.revisions.committed(), subject)
        documents = catalog.held(revision.id)
        inside = [item.item_id for document in documents for item in document.items]
        return revision, [revision.path, *(document.document_id for document in documents)], inside
    [revision] = catalog.revisions.holding(of.sha256)
    items = next(one.items for one in catalog.held(revision.id) if one.document_id == of.document_id)
    if item:
        return revision, [item.item_id], [one.item_id for one in items if one.parent == item.item_id]
    return revision, [of.document_id], [one.item_id for one in items]


def _file(revisions: Sequence[Revision], name: str) -> Revision:
    found = [one for one in revisions if name in (one.path, one.file)]
    if len(found) != 1:
        said = f"{len(found)} files are called '{name}'" if found else f"no item, document or file '{name}' is held"
        raise MissingInput(said, "give its path, or see: python -m assistant list items", code="E_NOTFOUND")
    return found[0]
