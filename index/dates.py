"""Dates and times as minutes print them."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, time

from index.grammars import CLOCK_24, DATE, DATE_ISO, DATE_NUMERIC, DATE_US, DAY_WORDS, MONTH_YEAR, MONTHS, TIME

_NO_TIME = re.compile(r"(?:\b(?:room|suite|items?|section|no)\b\.?|[£$/])\s*$", re.I)  # "Room 2.04", "£4.20"


def dates(text: str, year: int | None = None) -> list[date]:
    """The dates named in ``text``, in order; one printed without its year takes ``year``, or is left out."""
    found = [(m.start(), _date(m, year)) for pattern in (DATE, DATE_US, DATE_NUMERIC, DATE_ISO) for m in pattern.finditer(text)]
    ordered = sorted((place, day) for place, day in found if day is not None)
    return list(dict.fromkeys(day for _, day in ordered))


def spoken(day: date | None) -> str:
    """A date as people write it: "4 April 2018"; "undated" for none."""
    return f"{day.day} {day:%B %Y}" if day else "undated"


def month(name: str) -> int:
    """1 to 12 of an English month name or its first three letters."""
    return next(n for n, m in enumerate(MONTHS, 1) if m.startswith(name.lower()[:3]))


def month_years(text: str) -> list[tuple[int, int]]:
    """(year, month) of each "July 2018" in ``text``."""
    return [(int(m["year"]), month(m["month"])) for m in MONTH_YEAR.finditer(text)]


def month_days(year: int, number: int) -> tuple[date, date]:
    """The first and the last day of a month."""
    return date(year, number, 1), date(year, number, monthrange(year, number)[1])


def _date(match: re.Match[str], year: int | None) -> date | None:
    printed = match["year"]
    full = int(printed) if printed else year
    if full is None:
        return None
    number, day = match["month"], match["day"].lower().replace(" ", "-")
    try:
        return date(
            full + 2000 if full < 100 else full,
            int(number) if number.isdigit() else month(number),
            int(day) if day.isdigit() else DAY_WORDS.index(day) + 1,
        )
    except ValueError:  # 31 February: printed so, but no date
        return None


def clock(text: str) -> list[time]:
    """The times of day in ``text``: "13:00", "1000 hrs", "10.30am", "2pm"."""
    found = {m.start(): time(int(m["hour"] or m["hour_to"]), int(m["minute"] or m["minute_to"])) for m in CLOCK_24.finditer(text)}
    for m in TIME.finditer(text):
        told = m["half"] or (m["minute"] and not _NO_TIME.search(text, max(0, m.start() - 12), m.start()))
        if told and not any(place in found for place in range(m.start() - 2, m.start() + 3)):
            found[m.start()] = _time(m)
    return [found[place] for place in sorted(found)]


def _time(match: re.Match[str]) -> time:
    hour, half = int(match["hour"]), (match["half"] or "").lower()
    if half.startswith("p") and hour < 12:
        hour += 12
    return time(0 if half.startswith("a") and hour == 12 else hour, int(match["minute"] or 0))
