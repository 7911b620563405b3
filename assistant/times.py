"""Times a question names without a date: "the last meeting", "the last two years", "recently", "the summer meeting".

They count from the latest meeting held of the body, never from today: an archive that ends in 2019 has its last year there.
What can only mean certain meetings of one body is named, and searched alone; everything else is a hint, and preferred.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from assistant.scope import Period
from index.minutes import Document, Scope

_SMALL = {"a": 1, "one": 1, "two": 2, "couple of": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10, "twelve": 12}
_COUNT = rf"(?P<count>\d{{1,2}}|{'|'.join(_SMALL)})"
_KIND = r"(?:meetings?|boards?|committees?|panels?|sessions?|council|minutes)"
# "notes of the last meeting" is the title of an item of every meeting, "the last meeting agreed" is not
_LATEST = re.compile(
    rf"(?<!notes of )(?<!notes of the )(?<!minutes of )(?<!minutes of the )(?<!from )(?<!from the )"
    rf"\b(?:latest|most recent|newest|last)\s+(?:\w+\s+){{0,2}}?{_KIND}\b",
    re.I,
)
_STRETCH = re.compile(rf"\b(?:last|past|previous|recent)\s+{_COUNT}\s+(?P<unit>years?|months?|meetings)\b", re.I)
_RECENTLY = re.compile(r"\b(?:recent(?:ly)?|lately|latest|newest|current(?:ly)?|these days|nowadays|so far|this year)\b", re.I)
_LAST_YEAR = re.compile(r"\blast year\b|\bthe year before\b", re.I)
_SEASON = re.compile(rf"\b(?P<season>spring|summer|autumn|winter)(?:'s)?\s+(?:\w+\s+)?{_KIND}\b", re.I)
_MONTHS = {"spring": (3, 4, 5), "summer": (6, 7, 8), "autumn": (9, 10, 11), "winter": (12, 1, 2)}
RECENT = 12  # months


def named_stretch(question: str, documents: Sequence[Document]) -> Period | None:
    """The days that a question about one body names by counting back; None where it names none or several bodies could be meant."""
    match = _STRETCH.search(question)
    if not (match or _LATEST.search(question)) or len({d.body_id for d in documents}) > 1:
        return None
    days = _days(documents)
    if match and days:
        return Period(_back(days, _count(match), match["unit"].lower()), days[-1])
    return Period(days[-1], days[-1], True) if days else None


def hinted(question: str, documents: Sequence[Document]) -> tuple[Scope, ...]:
    """The meetings at which the question hints, body by body, each counted from its own latest meeting."""
    if not any(pattern.search(question) for pattern in (_SEASON, _STRETCH, _LAST_YEAR, _LATEST, _RECENTLY)):
        return ()
    own: dict[str, list[Document]] = {}
    for document in documents:
        own.setdefault(document.body_id, []).append(document)
    return tuple(scope for body, held in own.items() for scope in _hints(question, body, held))


def _hints(question: str, body: str, documents: Sequence[Document]) -> list[Scope]:
    days = _days(documents)
    if not days:
        return []
    if season := _SEASON.search(question):
        months = _MONTHS[season["season"].lower()]
        return [Scope(bodies=(body,), first=day, last=day) for day in days if day.month in months]
    first = _first(question, days)
    last = date(days[-1].year - 1, 12, 31) if _LAST_YEAR.search(question) else days[-1]
    return [Scope(bodies=(body,), first=first, last=last)] if first else []


def _first(question: str, days: Sequence[date]) -> date | None:
    if match := _STRETCH.search(question):
        return _back(days, _count(match), match["unit"].lower())
    if _LAST_YEAR.search(question):
        return date(days[-1].year - 1, 1, 1)
    if _LATEST.search(question):
        return days[-1]
    return _back(days, RECENT, "months") if _RECENTLY.search(question) else None


def _days(documents: Sequence[Document]) -> list[date]:
    """The days of the meetings held, earliest first; an agenda alone announces one."""
    held = {d.meeting.date for d in documents if d.meeting.date and d.role not in ("agenda", "notice")}
    return sorted(held or {d.meeting.date for d in documents if d.meeting.date})


def _count(match: re.Match[str]) -> int:
    word = match["count"].lower()
    return int(word) if word.isdigit() else _SMALL[word]


def _back(days: Sequence[date], count: int, unit: str) -> date:
    """The first day of the last ``count`` years, months or meetings up to the latest day."""
    if unit == "meetings":
        return days[-min(count, len(days)) :][0] if count else days[-1]
    months = count * (12 if unit.startswith("year") else 1)
    year, month = divmod(days[-1].year * 12 + days[-1].month - 1 - months, 12)
    return date(max(year, 1), month + 1, min(days[-1].day, monthrange(max(year, 1), month + 1)[1]))
