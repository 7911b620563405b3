"""What an archive covers, body by body: what is held, and what its own rhythm and its own announcements say is not.

Nothing here says that a meeting did not take place: of a month in which nothing is held, that is all one can know.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from index.dates import dates
from index.minutes import Document, Item, Role

RECORDS: tuple[Role, ...] = ("minutes", "notes")
MOVED = timedelta(days=7)  # a meeting held within a week of the day announced is taken for the one announced
AHEAD = timedelta(days=400)  # a date further off than a year and a bit is taken for a slip
_NEXT = re.compile(r"\b(?:next|future)\s+(?:[\w-]+\s+){0,3}?meetings?\b", re.I)
_SAID = re.compile(
    rf"\bdates?\s+of\s+(?:the\s+)?{_NEXT.pattern}|{_NEXT.pattern}.{{0,80}}?\b(?:will|is|are|was|were|shall|to)\s+(?:be|take|scheduled|arranged|held|on)\b"
    rf"|{_NEXT.pattern}(?:\s+(?:is|are|was|were))?\s*(?::|[-–—]\s|on\b)",
    re.I,
)
_OTHER_DAY = re.compile(r"\b(?:papers?|deadline|submi\w+|circulat\w+|no later|last meeting|previous|minutes of|agenda items)\b", re.I)
_SENTENCE = re.compile(r"(?<=[.;!?])\s+(?=[A-Z])|\n")


@dataclass(frozen=True, slots=True)
class Announced:
    """A day on which minutes say that the next meeting is to be."""

    day: date
    item_id: str
    file: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is held of one body. Days come in order."""

    body_id: str
    body: str
    organisation: str | None
    held: tuple[date, ...]  # meetings with minutes or notes
    agenda_only: tuple[date, ...]  # meetings of which an agenda is held and no minutes
    rhythm: int | None  # months from one meeting to the next; None where none can be told
    gaps: tuple[date, ...]  # the first days of months in which the rhythm suggests a meeting and nothing is held
    announced: tuple[Announced, ...]  # next meetings announced of which nothing is held

    @property
    def latest(self) -> date | None:
        """The last meeting with minutes or notes."""
        return self.held[-1] if self.held else None


def coverage(documents: Iterable[Document]) -> tuple[Coverage, ...]:
    """The coverage of each body among ``documents``, in their order; announcements need documents with their items.

    A meeting is a day with an agenda, minutes or notes. The rhythm is the step in months from one month with a meeting to the
    next that makes up at least half of all steps, and at least two; of two such steps the longer, which suggests less.
    It suggests a meeting in every month reached from a meeting by whole steps that is at least a whole step before the next
    meeting. A month of the year that is without one in every year covered, two or more, is a recess and not suggested.
    Announced is a later date, within about a year, beside "next meeting" in minutes or notes; it counts as held
    where anything is held of that day or of a day within a week of it.
    """
    bodies: dict[str, list[Document]] = {}
    for document in documents:
        bodies.setdefault(document.body_id, []).append(document)
    return tuple(_of_body(held) for held in bodies.values())


def _of_body(documents: Sequence[Document]) -> Coverage:
    held = _days(documents, RECORDS)
    met = _days(documents, (*RECORDS, "agenda"))
    months = sorted({_month(day) for day in met})
    rhythm = _rhythm(months)
    return Coverage(
        body_id=documents[0].body_id,
        body=documents[0].meeting.body,
        organisation=next((d.meeting.organisation for d in documents if d.meeting.organisation), None),
        held=tuple(held),
        agenda_only=tuple(day for day in met if day not in held),
        rhythm=rhythm,
        gaps=tuple(date(month // 12, month % 12 + 1, 1) for month in _gaps(months, rhythm)),
        announced=_announced(documents),
    )


def _days(documents: Iterable[Document], roles: Sequence[Role]) -> list[date]:
    return sorted({d.meeting.date for d in documents if d.meeting.date and d.role in roles})


def _month(day: date) -> int:
    """Months since the year 0, so that they can be counted."""
    return day.year * 12 + day.month - 1


def _rhythm(months: Sequence[int]) -> int | None:
    steps = Counter(after - before for before, after in pairwise(months))
    usual = [step for step, times in steps.items() if times >= 2 and 2 * times >= steps.total()]
    return max(usual, default=None)


def _gaps(months: Sequence[int], rhythm: int | None) -> list[int]:
    if rhythm is None:
        return []
    suggested = [month for before, after in pairwise(months) for month in range(before + rhythm, after - rhythm + 1, rhythm)]
    return [month for month in suggested if not _recess(month, months)]


def _recess(month: int, months: Sequence[int]) -> bool:
    """True where no year of two or more has a meeting in this month of the year."""
    years = [m for m in range(months[0], months[-1] + 1) if m % 12 == month % 12]
    return len(years) > 1 and not set(years) & set(months)


def _announced(documents: Sequence[Document]) -> tuple[Announced, ...]:
    held = {d.meeting.date for d in documents if d.meeting.date}
    found: dict[date, Announced] = {}
    for document in documents:
        for item in document.items if document.role in RECORDS and document.meeting.date else ():
            for day in next_meetings(item, document.meeting.date) if item.citable and document.meeting.date else ():
                if not any(abs(day - one) <= MOVED for one in held):
                    found.setdefault(day, Announced(day, item.item_id, document.file))
    return tuple(found[day] for day in sorted(found))


def next_meetings(item: Item, day: date) -> list[date]:
    """The days after ``day`` on which ``item`` says that the next meeting is to be."""
    titled = _NEXT.search(item.title) is not None
    said = [s for s in _SENTENCE.split(item.text) if (titled or _SAID.search(s)) and not _OTHER_DAY.search(s)]
    return [later for sentence in said for later in _after(sentence, day)]


def _after(sentence: str, day: date) -> list[date]:
    """The dates in ``sentence`` after ``day``; one printed without its year is the next such day."""
    printed = dates(sentence)
    guessed = {(d.month, d.day): d for year in (day.year + 1, day.year) for d in dates(sentence, year) if d not in printed and d > day}
    return sorted(d for d in {*printed, *guessed.values()} if day < d <= day + AHEAD)
