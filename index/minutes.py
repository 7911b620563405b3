"""The frozen nouns of the index: what a file of minutes is made of, and how it is cut.

A later noun holds an earlier one or its id, so where words came from cannot be lost. All offsets are code points into
the decoded text of the file (byte order mark removed, line ends as ``\\n``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Literal

Role = Literal["agenda", "minutes", "notes", "notice", "report"]
Status = Literal["draft", "approved", "unknown"]
ItemKind = Literal["head", "item", "group", "point", "closing"]
OutcomeKind = Literal["decision", "agreement", "action", "request", "undertaking", "question", "deferral", "approval", "noting"]

Reason = Literal[
    "running head",
    "running foot",
    "page number",
    "section heading",
    "garbled",
    "between items",
    "turned",  # stands askew, as a watermark does
    "covered",  # under a black box
    "hidden",
    "unreadable",  # in the colour of the page, too small, or off the screen
    "deleted",
    "outside the page",
    "comment",
    "note",  # a footnote or endnote
    "contents",  # a table of contents
    "menu",
    "script",
    "page header",
    "outside the main part",
]
AcceptanceKind = Literal["accepted", "amended", "deferred", "refused"]

Day = date  # where a field is called date, as its own name would be taken for it
OPEN = "open"  # the label of everything nobody has labelled, while there are no accounts


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of code points, ``start <= end``."""

    start: int
    end: int

    def overlap(self, other: Span) -> int:
        """Length of the common part, 0 where there is none."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    def without(self, others: Iterable[Span]) -> list[Span]:
        """What is left of it, in order; no empty stretch."""
        found, start = [], self.start
        for other in sorted((one for one in others if self.overlap(one)), key=lambda one: one.start):
            if start < other.start:
                found.append(Span(start, other.start))
            start = max(start, other.end)
        return [*found, Span(start, self.end)] if start < self.end else found


@dataclass(frozen=True, slots=True)
class Mark:
    """Typography of the source that carries meaning."""

    kind: Literal["bold", "italic", "heading"]
    span: Span


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink, or an address printed as such. It is kept and shown, never followed."""

    text: str
    target: str  # as written; "" where the source has a link without one
    span: Span  # of its words
    item_id: str = ""  # the innermost item that it stands in, once there are items
    safe: bool = True  # False for a target that would run or show what stands in it, or that is a file of one machine


@dataclass(frozen=True, slots=True)
class Source:
    """A file as read: plain values only, so that a child process can hand it over."""

    file: str  # base name
    sha256: str  # of the bytes
    text: str
    format: Literal["txt", "md", "html", "pdf", "docx"]
    encoding: str
    marks: tuple[Mark, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Meeting:
    body: str  # "Strategic Policing and Crime Board"
    organisation: str | None  # whose board it is; None where the text does not let one tell
    date: Day | None
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
    chair: str | None = None  # of this item, where another than that of the meeting
    label: str = OPEN  # who may see it: index/labels.py

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
class LeftOut:
    """Words of a file that no item says: with their place in its text, or the page they stand on where the text is without them."""

    reason: Reason
    text: str
    page: int | None = None
    span: Span | None = None
    label: str = OPEN


@dataclass(frozen=True, slots=True)
class Amendment:
    """A correction of earlier minutes, in the words of the meeting that made it."""

    text: str
    named: str | None  # the item it speaks of, as printed: "106.22/23", "item 3", "page 2", "fleet item"
    span: Span


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What a meeting did with the minutes of an earlier one."""

    item_id: str  # the item that says so
    kind: AcceptanceKind
    on: date | None  # the day of the meeting that says so
    first: date | None  # the days between which the earlier meeting was held, both included; None: "the last meeting"
    last: date | None
    text: str
    span: Span
    amendments: tuple[Amendment, ...] = ()

    @property
    def accepts(self) -> bool:
        return self.kind in ("accepted", "amended")


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
    label: str = OPEN  # of its head; its items have their own
    links: tuple[Link, ...] = ()  # of its items; the catalogue does not keep them
    left_out: tuple[LeftOut, ...] = ()  # in no item, or running heads and page numbers inside one
    # Filled in by the catalogue, from what else it holds. ``status`` is then the one that counts now.
    printed: Status | None = None  # what its own words say
    acceptances: tuple[Acceptance, ...] = ()  # what later meetings made of these minutes, oldest first
    superseded_by: str | None = None  # the document that is a later version of these minutes

    def undivided(self, item: Item) -> bool:
        """True where no items could be told apart: then ``item``, the head, holds all of the text, searched by its paragraphs."""
        return item.kind == "head" and item.span == self.span


@dataclass(frozen=True, slots=True)
class Finding:
    """What the parser noticed and a clerk may want to know."""

    kind: str
    start: int
    detail: str
    label: str = OPEN


@dataclass(frozen=True, slots=True)
class Parsed:
    file: str
    documents: tuple[Document, ...]
    warnings: tuple[Finding, ...] = ()
    left_out: tuple[LeftOut, ...] = ()  # by the reader, then by the documents


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
    """Which documents a search is about. Empty means: no restriction of that sort. What may be seen at all: index/labels.py."""

    bodies: tuple[str, ...] = ()  # body ids
    roles: tuple[Role, ...] = ()
    first: date | None = None  # inclusive
    last: date | None = None  # inclusive

    def holds(self, day: date | None) -> bool:
        """True for a day within the bounds; an unknown day is within none but the absent ones."""
        if day is None:
            return self.first is None and self.last is None
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def meets(self, document: Document) -> bool:
        """True for a document of its bodies and days, whatever sort of document it is."""
        return (not self.bodies or document.body_id in self.bodies) and self.holds(document.meeting.date)
