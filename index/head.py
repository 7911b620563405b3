"""The head of a meeting: whose it is, when and where it was held, what sort of document records it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from index.dates import clock, dates, month_years
from index.grammars import (
    APPROVED,
    BODY,
    DATE,
    DATE_NUMERIC,
    DATE_US,
    DRAFT,
    HEAD_CUE,
    MONTH_YEAR,
    ORGANISATION,
    POLICE,
    POLICE_AREAS,
    ROLE_WORDS,
    VENUE,
    VENUE_CUE,
)
from index.lines import Line
from index.minutes import Meeting, Role, Status

_SMALL = {"and", "of", "the", "for", "in", "on", "to", "a", "with"}
_NO_NAME = set(
    """the a our their new local that every each all chief deputy assistant national uk british county district borough city parish town
    ward community full neighbourhood response roads transport military ministry""".split()
)
_LIKELY = 40  # names with the most mentions in full that are counted over the whole file
_LONGEST = 1_000  # characters of a line that are looked at
_WEEKDAY = r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b,?"


@dataclass(frozen=True, slots=True)
class Head:
    meeting: Meeting
    role: Role
    status: Status
    venue: str | None
    start_time: time | None
    end_time: time | None


def head(rows: Sequence[Line], owner: str | None) -> Head:
    """What the lines before the first item tell; ``owner`` is the organisation that the file is about."""
    rows = [row if len(row.text) <= _LONGEST else replace(row, text=row.text[:_LONGEST]) for row in rows]
    titles = _titles(rows)
    title = " ".join(row.text for row in titles)
    times = clock(_scheduled(rows))
    body = _body(titles)
    meeting = Meeting(body, body if ORGANISATION.fullmatch(body) else owner, _held(rows, titles), title)
    return Head(
        meeting=meeting,
        role=_role(rows, title),
        status=_status(title),
        venue=_venue(rows),
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


def _body(titles: Sequence[Line]) -> str:
    named = [name for row in titles if (name := _body_name(row.text))]
    strong = [name for name in named if BODY.search(name) and len(name.split()) > 1]
    return (strong or named or ["Meeting"])[0]


def _body_name(text: str) -> str:
    """"DRAFT Minutes of the Police and Crime Board, 4th April 2018" -> "Police and Crime Board"; "" where nothing is left."""
    text = re.split(r"\bheld\b|\bcommencing\b|\bon\s+(?=\w*day\b)|\bat\s+\d", text, maxsplit=1, flags=re.I)[0]
    for pattern in (DATE_US, DATE, DATE_NUMERIC, MONTH_YEAR):
        text = pattern.sub("|", text)
    text = re.sub(_WEEKDAY + r"|\b\d{1,2}[:.]?\d{2}\s*(?:[ap]m|hrs)?\b", "|", text, flags=re.I)
    parts = [re.sub(r"\s+", " ", part) for part in re.split(r"[|,–—:]|\s-\s", text)]
    for part in parts:
        while (shorter := ROLE_WORDS.sub(" ", part, count=1).strip(" .-#*\t")) != part.strip(" .-#*\t"):
            part = shorter
        part = " ".join(part.split())
        if BODY.search(part) and part.lower() != "meeting":
            return _cased(part)
    return ""


def _cased(name: str) -> str:
    if not name.isupper():
        return name
    words = [w if w in _SMALL else w.capitalize() for w in name.lower().split()]
    return " ".join([words[0].capitalize(), *words[1:]])


def organisation(whole: str) -> str | None:
    """The owner of the board that a file is about, by the name met most often; None where the text does not let one tell.

    A police area of the gazetteer that is met twice goes before a name that only looks like one ("Neighbourhood Police").
    """
    if len(POLICE.findall(whole)) > 1 and (area := _most_named(whole, dict.fromkeys(POLICE_AREAS, "Police and Crime Commissioner"), 2)):
        return area
    met: Counter[str] = Counter()
    kinds: dict[str, str] = {}
    for match in ORGANISATION.finditer(whole):
        name = re.sub(r"^(?:The|In|At|For|And|By|From|Of|As|Whether|To|That)\s+", "", match["name"])
        if name.lower() not in _NO_NAME and "Police" not in name:
            police = match["kind"].startswith(("Police", "Constab"))
            kinds.setdefault(name, "Police and Crime Commissioner" if police else match["kind"])
            met[name] += 1
    return _most_named(whole, {name: kinds[name] for name, _ in met.most_common(_LIKELY)}, 1)


def _most_named(whole: str, names: dict[str, str], least: int) -> str | None:
    mentions = {name: len(re.findall(rf"\b{re.escape(name)}\b", whole)) if name in whole else 0 for name in names}
    best = max(mentions, key=mentions.__getitem__, default=None)
    return f"{best} {names[best]}" if best is not None and mentions[best] >= least else None


def _held(rows: Sequence[Line], titles: Sequence[Line]) -> date | None:
    """The date of the meeting; a date printed without its year takes the year printed elsewhere in the head."""
    for group in (titles, [r for r in rows if re.match(r"(?:meeting\s+)?date\b|held\b", r.text, re.I)], rows[:15]):
        if found := dates(" \n ".join(row.text for row in group)):
            return found[0]
    years = month_years(" ".join(row.text for row in titles)) or month_years(" ".join(r.text for r in rows))
    named = dates(" \n ".join(row.text for row in rows), years[0][0]) if years else []
    return next((day for day in named if (day.year, day.month) == years[0]), named[0] if named else None)


def _role(rows: Sequence[Line], title: str) -> Role:
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
    return "minutes"


def _status(title: str) -> Status:
    if DRAFT.search(title):
        return "draft"
    return "approved" if APPROVED.search(title) else "unknown"


def _venue(rows: Sequence[Line]) -> str | None:
    for row in rows:
        if match := VENUE_CUE.match(row.text):
            return row.text[match.end() :].strip() or None
    for row in rows[:8]:
        if (match := re.search(r"\bheld (?:in|at)\s+(?:the\s+)?(.+?)(?=,? on\b|,? at \d|$)", row.text)) and VENUE.search(match[1]):
            return match[1].strip(" ,")
        if VENUE.search(row.text) and len(row.text) < 160:
            place = re.sub(r"^.*?\b\d{4}\b[\s,]*|\b(?:at|in|held)\s+(?=the\b)", "", row.text)
            place = re.sub(r"\d{1,2}[:.]?\d{2}\s*(?:[ap]m|hrs)?\s*[-–]?\s*", "", place).strip(" ,-–.")
            place = re.sub(r"^(?:at|in)\s+(?:the\s+)?", "", place)
            return place if VENUE.search(place) else row.text
    return None


def _scheduled(rows: Sequence[Line]) -> str:
    """The line that tells when the meeting was to begin and end, its date taken out."""
    for row in rows[:15]:
        text = MONTH_YEAR.sub(" ", DATE_NUMERIC.sub(" ", DATE_US.sub(" ", DATE.sub(" ", row.text))))
        if clock(text) and not re.search(r"https?:|recorded", text):
            return text
    return ""
