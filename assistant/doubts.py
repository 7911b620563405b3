"""What is uncertain about an item, in words: how its pages were read, a number printed twice, what was left out, orders to a machine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Protocol

from assistant.labels import page_label
from index.minutes import Document, Finding, Item, LeftOut, Reason, Span
from index.pages import Page
from index.suspect import suspect

MACHINE = "Words here read like an order to a program and not like a record. They are shown as printed; nothing was done that they say."
UNDIVIDED = "No items could be told apart here, so all of the document is shown as one text."
# Of these the words are told by their number alone: what stands under a black box was covered for a reason.
_LEFT_OUT: dict[Reason, str] = {
    "covered": "under a black box or a mark",
    "hidden": "hidden from the reader",
    "unreadable": "too small or too pale to be seen",
    "deleted": "marked as deleted",
    "outside the page": "outside the page",
    "turned": "standing askew, as a watermark does",
    "garbled": "too damaged to be read",
    "comment": "in comments",
    "note": "in footnotes",
}
_OF_A_FILE = ("W_OCR", "W_PARTIAL", "W_REDACTION", "W_HIDDEN", "W_CLEANED", "unclear_structure")
_OF_A_NUMBER = ("duplicate_number", "duplicate_reference", "stray_reference")


class Reading(Protocol):
    """How a file was read."""

    def of(self, sha256: str, span: Span) -> Sequence[Page]: ...

    def without_text(self, sha256: str) -> Sequence[Page]: ...

    def left_out(self, sha256: str, span: Span) -> Sequence[LeftOut]: ...

    def findings(self, sha256: str, span: Span) -> Sequence[Finding]: ...


class Held(Protocol):
    """The part of the catalogue that is asked."""

    def items(self, document_id: str) -> Sequence[Item]: ...

    @property
    def pages(self) -> Reading: ...


def doubts(document: Document, item: Item, catalog: Held) -> tuple[str, ...]:
    """The sentences about one item; none where nothing is known to be uncertain."""
    sha256, reading = document.sha256, catalog.pages
    pages = reading.of(sha256, item.span)
    found = (
        *((UNDIVIDED,) if document.undivided(item) else ()),
        *_recognised(pages),
        *_without_text(pages, reading.without_text(sha256) if pages else ()),
        *_printed_twice(item, catalog.items(document.document_id)),
        *(said(one) for one in reading.findings(sha256, item.span) if one.kind == "stray_reference"),
        *_left_out(reading.left_out(sha256, item.span)),
        *([MACHINE] if suspect(item.text) or suspect(item.title) else ()),
    )
    return tuple(dict.fromkeys(found))


def doubts_of_document(document: Document, catalog: Held) -> tuple[str, ...]:
    """The sentences about a whole document, for who may see all that was noticed in it."""
    reading = catalog.pages
    noticed = (*reading.findings(document.sha256, Span(0, 1)), *reading.findings(document.sha256, document.span))
    told = [said(one) for one in noticed if one.kind in (*_OF_A_FILE, *_OF_A_NUMBER)]
    machine = any(one.kind == "suspect" for one in noticed)
    return tuple(dict.fromkeys([*told, *([MACHINE] if machine else ())]))


def said(finding: Finding) -> str:
    """A finding of the parser as a sentence."""
    detail = finding.detail.strip()
    return f"{detail[:1].upper()}{detail[1:]}."


def _recognised(pages: Sequence[Page]) -> Iterator[str]:
    sure = [page.confidence for page in pages if page.confidence is not None]
    if sure:
        label = page_label([page for page in pages if page.confidence is not None])
        lowest = f"confidence {min(sure):.2f}" + (" at the least" if len(sure) > 1 else "")
        verb = "were" if len(sure) > 1 else "was"
        yield f"{label.capitalize()} {verb} read by character recognition, {lowest}: words and figures may be wrong."


def _without_text(pages: Sequence[Page], empty: Sequence[Page]) -> Iterator[str]:
    """Pages inside or next to the item that could not be read: words of it may stand there."""
    near = [page for page in empty if pages and pages[0].number - 1 <= page.number <= pages[-1].number + 1]
    if near:
        verb = "hold" if len(near) > 1 else "holds"
        yield f"{page_label(near).capitalize()} of the file {verb} no text that could be read, so something may be missing."


def _printed_twice(item: Item, items: Sequence[Item]) -> Iterator[str]:
    """Of points inside items no number is unusual twice: they are counted anew in each."""
    others = [one for one in items if one.item_id != item.item_id and one.kind in ("item", "group") and one.parent == item.parent]
    if item.kind not in ("item", "group"):
        return
    for printed, label in (("number", item.number), ("minute_ref", item.minute_ref)):
        same = [one for one in others if label and getattr(one, printed) == label]
        if same:
            titles = ", ".join(f"“{one.title}”" for one in same)
            yield f"The number {label} is printed more than once in this document; also at {titles}."


def _left_out(parts: Sequence[LeftOut]) -> Iterator[str]:
    counts: Counter[Reason] = Counter()
    for part in parts:
        if part.reason in _LEFT_OUT:
            counts[part.reason] += len(part.text.split())
    if counts:
        told = ", ".join(f"{n} word{'s' * (n != 1)} {_LEFT_OUT[reason]}" for reason, n in counts.items())
        yield f"Left out here or on the same page: {told}."
