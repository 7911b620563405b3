"""What a document tells about all its statements: its tables of actions, its own body, who was there, what bold means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.cells import Cell, outcome_cells
from index.minutes import Document, Person, Source, Span
from index.spaced import spaced_cells
from index.who import NOBODY, Known
from index.wording import TITLE

_BOLD_NOTE = re.compile(r"\bactions?\b[^.\n]{0,90}\bbold\b|\bbold\b[^.\n]{0,60}\bactions?\b", re.I)
_TITLE = re.compile(TITLE)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a document tells about all its statements."""

    masked: str
    known: Known = NOBODY
    cells: tuple[Cell, ...] = ()
    bold: tuple[Span, ...] = ()  # where bold marks actions
    agenda: bool = False


@dataclass(frozen=True, slots=True)
class Tables:
    """The action and decision tables of a file, and its masked text without what stands in columns beside the minutes."""

    masked: str
    cells: tuple[Cell, ...]


def tables(source: Source, masked: str) -> Tables:
    """The tables of all documents of a file, in reading order."""
    found = outcome_cells(source.text, masked)
    if source.format == "txt":
        spaced, masked = spaced_cells(masked)
        found = sorted((*found, *spaced), key=lambda c: c.span.start)
    return Tables(masked, tuple(found))


def setting(source: Source, around: Tables, document: Document) -> Setting:
    """The setting of one document of a file."""
    note = _BOLD_NOTE.search(around.masked, document.span.start, document.span.end) is not None
    cells = [c for c in around.cells if document.span.start <= c.span.start < document.span.end]
    bold = tuple(m.span for m in source.marks if m.kind == "bold") if note else ()
    return Setting(around.masked, _known(document), tuple(cells), bold, document.role == "agenda")


def _known(document: Document) -> Known:
    own = f"{document.meeting.body} {document.meeting.organisation or ''}".lower().split()
    return Known(frozenset(own), frozenset(_names((*document.attendees, *document.apologies))))


def _names(people: Sequence[Person]) -> Iterator[str]:
    for person in people:
        words = re.findall(r"[A-Z][\w’'-]*", person.name)
        yield from (word for word in words if len(word) > 1 and word != "The" and not _TITLE.fullmatch(word))
        yield "".join(word[0] for word in words)
        yield "".join(part[0] for word in words for part in word.split("-") if part)
