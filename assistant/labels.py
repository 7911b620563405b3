"""The label a person can say: "Police and Crime Board, 4 April 2018, minutes, item 8", of a PDF with its page."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import AnswerStatus
from index.dates import spoken
from index.minutes import Document, Item
from index.pages import Page, numbered

STATUS_WORDS: dict[AnswerStatus, str] = {
    "answered": "Answered",
    "partial": "Partly in the minutes",
    "not_recorded": "Not recorded in the minutes",
    "clarify": "Which one do you mean?",
}


def label(document: Document, item: Item, pages: Sequence[Page] = ()) -> str:
    """Body, date, role and item, as a clerk would cite it; with the pages of the cited words where there are any."""
    place = "undivided text" if document.undivided(item) else item_label(item)
    return ", ".join(filter(None, [meeting_label(document), place, page_label(pages)]))


def page_label(pages: Sequence[Page]) -> str:
    """ "page 3", "pages 3-4", or nothing."""
    return f"page{'s' * (len(pages) > 1)} {numbered(page.number for page in pages)}" if pages else ""


def meeting_label(document: Document) -> str:
    role = f"draft {document.role}" if document.status == "draft" else document.role
    return f"{document.meeting.body}, {spoken(document.meeting.date)}, {role}"


def item_label(item: Item) -> str:
    """ "item 9b (085/18)", "minute 005/23", or its title where it has neither number nor reference."""
    if item.number and item.minute_ref:
        return f"item {item.number} ({item.minute_ref})"
    if item.number:
        return f"item {item.number}"
    if item.minute_ref:
        return f"minute {item.minute_ref}"
    return "head of the meeting" if item.kind == "head" else f"“{item.title}”"
