"""The head of a meeting: whose it is, when and where it was held, what sort of document records it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from index.dates import clock, dates, month_years
from index.grammars import (
    ANY_MEETING,
    APPROVED,
    BOARD,
    BODY,
    DATE,
    DATE_NUMERIC,
    DATE_US,
    DRAFT,
    HEAD_CUE,
    MONTH_YEAR,
    ORGANISATION,
    OWNER,
    PEOPLE_CUE,
    ROLE_WORDS,
    VENUE,
    VENUE_CUE,
)
from index.lines import Line
from index.minutes import Meeting, Role, Status
from index.whose import Whose, cased, named_above, nameless, parted

_LONGEST = 1_000  # characters of a line that are looked at
_HELD_AT = re.compile(
    r"\bheld (?:on .{4,40}?\b)??(?:in|at|by)\s+(?:the\s+)?(\D.+?)(?=,? (?:immediately |commencing )|,? on\b|,? at \d|\. |:|$)"
)
_SPACED = re.compile(r"\b(?:[A-Z] ){3,}[A-Z]\b")  # "A G E N D A"
_TRAIL = re.compile(r"\s[»›]\s")  # the way to a page through a site
_TIME = re.compile(r"\d{1,2}(?:[:.]\d{2}(?:\s*[ap]\.?m\b\.?)?|\d{2}\s*hrs|\s*[ap]\.?m\b\.?)\s*[-–]?\s*", re.I)
_CUED = re.compile(r"\w+(?: \w+){0,2}:")
_WEEKDAY = r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b,?"


@dataclass(frozen=True, slots=True)
class Head:
    meeting: Meeting
    role: Role | None  # None where the head tells none
    status: Status
    venue: str | None
    start_time: time | None
    end_time: time | None


def head(rows: Sequence[Line], whose: Whose) -> Head:
    """What the lines before the first item tell; ``whose`` is what the file says of the organisation that it is about."""
    rows = [replace(row, text=_SPACED.sub(lambda m: m.group().replace(" ", ""), row.text[:_LONGEST])) for row in rows]
    titles = _titles(rows)
    title = " ".join(row.text for row in titles)
    times = clock(_scheduled(rows))
    body, printed = _named(titles)
    if printed is None:
        body, printed = parted(body)
    owner = whose.owner
    if nameless(body) and not printed:
        printed, owner = named_above(titles, rows), owner or whose.elsewhere
    itself = body if not BOARD.search(body) and (ORGANISATION.fullmatch(body) or OWNER.search(body)) else None
    meeting = Meeting(body, itself or printed or owner, _held(rows, titles), title)
    return Head(
        meeting=meeting,
        role=_role(rows, title),
        status=_status(title),
        venue=_venue(rows, titles),
        start_time=times[0] if times else None,
        end_time=times[1] if len(times) > 1 and times[1] > times[0] else None,
    )


def _titles(rows: Sequence[Line]) -> list[Line]:
    """The lines before the first cue such as "Present:", at most eight."""
    found: list[Line] = []
    for row in rows[:8]:
        titled = (BODY.search(row.text) and dates(row.text)) or re.match(r"minutes\s+of|notes\s+of", row.text, re.I)
        if found and HEAD_CUE.match(row.text) and not titled:
            break
        found.append(row)
    return found


def _named(titles: Sequence[Line]) -> tuple[str, str | None]:
    """The body that met and, where the title names it too, what it belongs to."""
    named = [name for row in titles if not row.bullet and "|" not in row.raw and not _TRAIL.search(row.text) and (name := _name(row.text))]
    boards = [name for name in named if BOARD.search(name) and not ANY_MEETING.fullmatch(name)]
    owners = [name.strip("()") for name in named if not BOARD.search(name) and OWNER.search(name)]
    board = next((name for name in boards if len(name.split()) > 1), boards[0] if boards else None)
    if board or owners:
        above = _plain_name(titles[0].text) if board and not _name(titles[0].text) and titles[0].bold else ""
        return (board or owners[0]), (owners[0] if board and owners else above or None)
    return next((name for row in titles[:2] if (name := _plain_name(row.text))), "Meeting"), None


def _name(text: str) -> str:
    """ "DRAFT Minutes of the Police and Crime Board, 4th April 2018" -> "Police and Crime Board"; "" where nothing is left."""
    return next((cased(part) for part in _title_parts(text) if BODY.search(part) and part.lower() != "meeting"), "")


def _plain_name(text: str) -> str:
    """What a title that names no sort of body begins with ("Tide Gauge TC – Meeting #87")."""
    part = next(iter(_title_parts(text)), "")
    return cased(part) if 1 < len(part.split()) < 9 and part[0].isupper() and not HEAD_CUE.match(text) else ""


def _title_parts(text: str) -> Iterator[str]:
    """The parts of a title without dates, times and the words that say what sort of document it is."""
    text = re.split(r"\bheld\b|\bcommencing\b|\bon\s+(?=\w*day\b)|\bat\s+\d", text, maxsplit=1, flags=re.I)[0]
    for pattern in (DATE_US, DATE, DATE_NUMERIC, MONTH_YEAR):
        text = pattern.sub("|", text)
    text = re.sub(_WEEKDAY + r"|\b\d{1,2}[:.]?\d{2}\s*(?:[ap]m|hrs)?\b", "|", text, flags=re.I)
    for part in re.split(r"[|,–—:]|\s-\s", text):
        part = " ".join(part.split())
        while (shorter := ROLE_WORDS.sub(" ", part, count=1).strip(" .-#*\t")) != part.strip(" .-#*\t"):
            part = shorter
        if part := " ".join(part.split()).strip(" .-#*"):
            yield part


def _held(rows: Sequence[Line], titles: Sequence[Line]) -> date | None:
    """The date of the meeting; a date printed without its year takes the year printed elsewhere in the head."""
    for group in (titles, [r for r in rows if re.match(r"(?:meeting\s+)?date\b|held\b", r.text, re.I)], rows[:15]):
        if found := dates(" \n ".join(row.text for row in group)):
            return found[0]
    years = month_years(" ".join(row.text for row in titles)) or month_years(" ".join(r.text for r in rows))
    named = dates(" \n ".join(row.text for row in rows), years[0][0]) if years else []
    return next((day for day in named if (day.year, day.month) == years[0]), named[0] if named else None)


def _role(rows: Sequence[Line], title: str) -> Role | None:
    if re.search(r"\bdecision notice\b", title, re.I):
        return "notice"
    if re.search(r"\bnotes\b", title, re.I):
        return "notes"
    if re.search(r"\bminutes\b", title, re.I):
        return "minutes"
    if re.search(r"[-–—]\s*record\s*$|^record of\b", title, re.I):
        return "notes"
    if any(re.fullmatch(r"[\W_]*agenda[\W_]*", row.text, re.I) for row in rows) or re.search(r"\bagenda\b", title, re.I):
        return "agenda"
    if re.search(r"\breport\b", title, re.I) and not any(re.match(r"present|attend|apolog", row.text, re.I) for row in rows):
        return "report"
    return "minutes" if any(PEOPLE_CUE.match(row.text) for row in rows) else None


def _status(title: str) -> Status:
    if DRAFT.search(title):
        return "draft"
    return "approved" if APPROVED.search(title) else "unknown"


def _venue(rows: Sequence[Line], titles: Sequence[Line]) -> str | None:
    for row in rows:
        if match := VENUE_CUE.match(re.sub(r"^\W+", "", row.text)):
            return re.sub(r"^\W+", "", row.text)[match.end() :].strip() or None
    whole = " ".join(row.text for row in titles)
    if (match := _HELD_AT.search(whole)) and VENUE.search(match[1]):
        return match[1].strip(" ,")
    for n, row in enumerate(rows[:8]):
        if VENUE.search(row.text) and len(row.text) < 160 and (n or dates(row.text)) and not _CUED.match(row.text):
            place = re.sub(r"^.*?\b\d{4}\b[\s,]*|\b(?:at|in|held)\s+(?=the\b)", "", row.text)
            place = _TIME.sub("", re.sub(r"\b\d{4}\s*[-–]\s*\d{4}\s*hrs\b", "", place)).strip(" ,-–.")
            place = re.sub(r"^(?:at|in)\s+(?:the\s+)?", "", place.split(" – ")[0] if VENUE.search(place.split(" – ")[0]) else place)
            if VENUE.search(place):
                return place.strip(" ,-–.")
    return None


def _scheduled(rows: Sequence[Line]) -> str:
    """The line that tells when the meeting was to begin and end, its date taken out."""
    for row in rows[:15]:
        text = MONTH_YEAR.sub(" ", DATE_NUMERIC.sub(" ", DATE_US.sub(" ", DATE.sub(" ", row.text))))
        if clock(text) and not re.search(r"https?:|recorded", text):
            return text
    return ""
