"""A held file looked through for what a clerk wants to know before publishing it (``index/lint.py``), each remark with its item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.labels import item_label
from index.catalog import Catalog
from index.errors import MissingInput
from index.lint import Defect, lint
from index.minutes import Document, Item, Parsed, Source, Span
from index.parse import parse
from index.remark import Severity
from index.store import Store
from web.address import item_path

WORDS: dict[Severity, str] = {"error": "May mislead", "warning": "Odd or lost", "hint": "Worth a look"}
TONES: dict[Severity, str] = {"error": "bad", "warning": "part", "hint": ""}


@dataclass(frozen=True, slots=True)
class Remarked:
    """One remark; ``path`` is the address of the item it concerns, "" where it stands in none."""

    weight: str
    tone: str
    sentence: str
    words: str
    place: str
    path: str


@dataclass(frozen=True, slots=True)
class Checked:
    remarks: tuple[Remarked, ...]


def checked(store: Store, catalog: Catalog, document: Document) -> Checked | None:
    """The remarks on the file of ``document``; None where ``catalog`` does not show all of it, for a remark repeats its words.

    Other papers of the same meeting are looked at too, so that an agenda is held against the minutes.
    """
    files = list(_papers(store, catalog, document))
    if not files or files[0][0].sha256 != document.sha256:
        return None
    items = [item for d in catalog.documents() if d.sha256 == document.sha256 for item in catalog.items(d.document_id) if item.citable]
    return Checked(tuple(_remarked(defect, items) for defect in lint(files)[0]))


def _papers(store: Store, catalog: Catalog, document: Document) -> Iterator[tuple[Source, Parsed]]:
    """The file of ``document``, then the others of its meeting; those alone of which nothing is hidden."""
    meeting = [d for d in catalog.documents() if (d.body_id, d.meeting.date) == (document.body_id, document.meeting.date)]
    for sha256 in dict.fromkeys([document.sha256, *(d.sha256 for d in meeting if d.meeting.date)]):
        held = store.catalog.revisions.holding(sha256)
        source = store.catalog.revisions.source(held[0].id)[0] if held else None
        if source and source.text == _seen(catalog, sha256):
            yield source, parse(source)  # a text that was let in before


def _seen(catalog: Catalog, sha256: str) -> str | None:
    try:
        return catalog.source_text(sha256)
    except MissingInput:
        return None


def _remarked(defect: Defect, items: Sequence[Item]) -> Remarked:
    start, end = defect.span.start, defect.span.end
    around = [item for item in items if item.span.start <= start < max(item.span.end, item.span.start + 1)]
    item = min(around, key=lambda one: one.span.end - one.span.start, default=None)
    page = f"page {defect.page}, " if defect.page else ""
    place = f"{page}line {defect.line}" + (f", {item_label(item)}" if item else "")
    path = item_path(item.item_id, Span(start, end)) if item else ""
    return Remarked(WORDS[defect.severity], TONES[defect.severity], defect.sentence, defect.words, place, path)
