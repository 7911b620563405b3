"""What is asked of a meeting itself: who was there, who chaired it, when and where it was held.

In a conversation it is a question beside the subject: it leans on the meeting spoken of and on no words of what was asked of it,
and what is asked next goes back to the subject.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant.answer import AskedKind, Standalone
from assistant.kinds import asked
from index.minutes import Document
from index.tokens import terms, tokens

_KINDS: tuple[AskedKind, ...] = ("attended", "apologies", "chair")
_EXISTS = re.compile(r"\bhow (?:many|much)\b.{0,40}\b(?:is|are|was|were|will be)(?: \w+)? there\W*$", re.I)
_OF_AN_ITEM = re.compile(r"\b(?:that|the|this|which) (?:item|minute|paper|report)\b", re.I)
_LED = re.compile(r"\b(?:ran|run|led|in charge of)\b", re.I)  # of a walk or of a meeting
_PLACED = re.compile(r"^\W*(?:(?:and|so|ok|but)\b\W*)*(?:when|where|(?:at )?(?:what|which)\b)", re.I)
_THE_MEETING = re.compile(r"\b(?:meeting|board|committee|panel|council|session)\b|\bthey meet\b", re.I)
_TELLS_NOTHING = frozenset(
    tokens(
        "meeting board committee panel council session held hold meet met start started begin began open opened end ended finish finished "
        "close closed over time date day hour place room venue take took"
    )
)


def of_the_meeting(question: str, documents: Sequence[Document], going_on: bool = False) -> bool:
    """True for "who was there?", "where was the meeting held?". ``going_on``: behind such a question "and where was it?" is one as well."""
    found = None if asks_how_many(question) or _OF_AN_ITEM.search(question) else asked(question, question, documents)
    if found is not None and not found.topic and found.kind in _KINDS:
        return going_on or not _LED.search(question)
    plain = _PLACED.match(question) is not None and set(terms(question)) <= _TELLS_NOTHING
    return plain and (going_on or _THE_MEETING.search(question) is not None)


def asks_how_many(question: str) -> bool:
    """True for "how many are there?": of what was spoken of, not of who came."""
    return _EXISTS.search(question) is not None


def meeting_of(understood: Standalone, documents: Sequence[Document]) -> tuple[tuple[str, ...], date | None]:
    """The body and the day of the meeting that a question about the meeting itself leans on; the bodies alone where no day is known."""
    meant = next((d for d in documents if d.document_id in understood.carried.documents), None)
    if meant is None:
        return understood.carried.bodies, None
    return (meant.body_id,), meant.meeting.date
