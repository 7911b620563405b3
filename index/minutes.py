"""The frozen nouns of the index: what a file of minutes is made of, and how it is cut.

A later noun holds an earlier one or its id, so where words came from cannot be lost. All offsets are code points into
the decoded text of the file (byte order mark removed, line ends as ``\\n``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Literal

Role = Literal["agenda", "minutes", "notes", "notice", "report"]
Status = Literal["draft", "approved", "unknown"]
ItemKind = Literal["head", "item", "group", "point", "closing"]
OutcomeKind = Literal["decision", "agreement", "action", "request", "undertaking", "question", "deferral", "approval", "noting"]

OPEN = "open"  # the label of everything nobody has labelled, while there are no accounts


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of code points, ``start <= end``."""

    start: int
    end: int

    def overlap(self, other: Span) -> int:
        """Length of the common part, 0 where there is none."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))


@dataclass(frozen=True, slots=True)
class Mark:
    """Typography of the source that carries meaning."""

    kind: Literal["bold", "italic", "heading"]
    span: Span


@dataclass(frozen=True, slots=True)
class Source:
    """A file as read: plain values only, so that a child process can hand it over."""

    file: str  # base name
    sha256: str  # of the bytes
    text: str
    format: Literal["txt", "md", "html", "pdf", "docx"]
    encoding: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Meeting:
    body: str  # "Strategic Policing and Crime Board"
    organisation: str | None  # whose board it is; None where the text does not let one tell
    date: date | None
    title: str


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    role: str  # as printed, "" where none is


@dataclass(frozen=True, slots=True)
class Item:
    """One item of one document. ``number`` and ``minute_ref`` are labels as printed, never keys."""

    item_id: str
    ordinal: int  # position in the document, 0 is the head
    kind: ItemKind  # group: only holds other items; point: a numbered point inside an item
    number: str | None
    minute_ref: str | None
    title: str
    parent: str | None
    presenter: str | None
    span: Span
    text: str  # healed: no tags, no broken lines

    @property
    def citable(self) -> bool:
        """True at the level a clerk would cite; a group or a point is cited by the item around or inside it."""
        return self.kind in ("head", "item", "closing")


@dataclass(frozen=True, slots=True)
class Outcome:
    item_id: str
    kind: OutcomeKind
    reference: str | None
    owner: str | None
    due: str | None
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Document:
    document_id: str  # "wm-spcb/2018-07-17/notes"
    body_id: str  # "wm-spcb"
    meeting: Meeting
    role: Role
    status: Status
    file: str
    sha256: str
    span: Span
    items: tuple[Item, ...]
    outcomes: tuple[Outcome, ...] = ()
    attendees: tuple[Person, ...] = ()
    apologies: tuple[Person, ...] = ()
    chair: str | None = None
    venue: str | None = None
    start_time: time | None = None
    end_time: time | None = None
    label: str = OPEN


@dataclass(frozen=True, slots=True)
class Finding:
    """What the parser noticed and a clerk may want to know."""

    kind: str
    start: int
    detail: str


@dataclass(frozen=True, slots=True)
class Parsed:
    file: str
    documents: tuple[Document, ...]
    warnings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one citable item. Embedded: heading and text; quoted: text alone."""

    item_id: str
    ordinal: int  # within the item
    span: Span
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    passage: Passage
    score: float


@dataclass(frozen=True, slots=True)
class Scope:
    """Which documents a search may see. Empty means: no restriction of that sort."""

    bodies: tuple[str, ...] = ()  # body ids
    roles: tuple[Role, ...] = ()
    first: date | None = None  # inclusive
    last: date | None = None  # inclusive
    labels: tuple[str, ...] = (OPEN,)

    def holds(self, day: date | None) -> bool:
        """True for a day within the bounds; an unknown day is within none but the absent ones."""
        if day is None:
            return self.first is None and self.last is None
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)
