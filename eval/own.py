"""The structure of minutes as this program reads them, for cases that name items so: what people said of its answers."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from eval.cases import Case
from eval.grounding import minutes_files
from eval.structure import GoldDocument, GoldEntry, GoldFile, Stretch, Structure
from index.errors import AssistantError
from index.minutes import Document
from index.parse import parse
from index.read import read


def own_structure(minutes: Path) -> Structure:
    """What an ingest of the folder would find; a file that cannot be read is left out."""
    files: list[GoldFile] = []
    for path in minutes_files(minutes):
        try:
            found = parse(read(path))
        except AssistantError:
            continue
        files.append(GoldFile(file=found.file, documents=tuple(map(_document, found.documents))))
    return Structure(files=tuple(files))


def only_known(cases: Iterable[Case], structure: Structure) -> tuple[Case, ...]:
    """The cases; one that rests on items which these minutes do not hold is left open, since nothing can be expected of it here."""
    citable = {e.item_id for f in structure.files for d in f.documents for e in d.items if e.cite_level}
    left = {"open": True, "items": (), "related_items": (), "also_relevant": (), "abstain": "none"}
    return tuple(case if case.gold | case.citable <= citable else case.model_copy(update=left) for case in cases)


def _document(document: Document) -> GoldDocument:
    items = sorted(document.items, key=lambda item: item.ordinal)
    known: set[str] = set()
    entries: list[GoldEntry] = []
    for item in items:
        entries.append(
            GoldEntry(
                item_id=item.item_id,
                kind="header" if item.kind == "head" else item.kind,
                number=item.number,
                minute_ref=item.minute_ref,
                parent=item.parent if item.parent in known else None,
                cite_level=item.citable,
                start_char=item.span.start,
                end_char=item.span.end,
            )
        )
        known.add(item.item_id)
    span = Stretch(start_char=document.span.start, end_char=document.span.end)
    meeting = document.meeting
    return GoldDocument(kind=document.role, items=tuple(entries), span=span, body=meeting.body, organisation=meeting.organisation)
