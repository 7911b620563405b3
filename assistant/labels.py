"""The label a person can say: "Police and Crime Board, 4 April 2018, minutes, item 8"."""

from __future__ import annotations

from assistant.answer import AnswerStatus
from index.minutes import Document, Item
from index.split import spoken

STATUS_WORDS: dict[AnswerStatus, str] = {
    "answered": "Answered",
    "partial": "Partly in the minutes",
    "not_recorded": "Not recorded in the minutes",
    "clarify": "Which one do you mean?",
}


def label(document: Document, item: Item) -> str:
    """Body, date, role and item, as a clerk would cite it."""
    return f"{meeting_label(document)}, {item_label(item)}"


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
