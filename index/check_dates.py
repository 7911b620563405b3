"""Dates that do not hold: a weekday that was another, a year that cannot be meant, a next meeting in the past."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from index.dates import dates, month, spoken
from index.grammars import DATE, DATE_US, MONTH
from index.minutes import Span
from index.remark import Remark, Sheet, quoted, span_of

DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_DAY = r"\b(?P<weekday>mon|tue|tues|wed|weds|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\b\.?,?\s+(?:the\s+)?"
WEEKDAY = re.compile(
    rf"{_DAY}(?:(?P<day>\d{{1,2}})\s*(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{MONTH})\b\.?|(?P<month_us>{MONTH})\s+(?P<day_us>\d{{1,2}})(?:st|nd|rd|th)?)"
    r",?(?:\s+(?P<year>(?:19|20)\d\d)\b)?",
    re.I,
)
_PREVIOUS = re.compile(
    r"\b(?:minutes|notes)\s+(?:of|from)\s+(?:the\s+)?(?:(?:last|previous|ordinary|board|\w+)\s+){0,4}?(?:meeting\s+)?(?:held\s+)?(?:on\s+|of\s+|dated\s+)?"
    rf"(?:\w+day,?\s+)?(?P<date>\d{{1,2}}\s*(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{MONTH})\b\.?,?\s+(?:19|20)\d\d)",
    re.I,
)
_DUE = re.compile(
    rf"\b(?:by|before|due:?)\s+(?:\w+day,?\s+)?(?P<date>\d{{1,2}}\s*(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{MONTH})\b\.?,?\s+(?:19|20)\d\d)", re.I
)
_DATE_LINE = re.compile(r"\W*(?:(?:meeting\s+)?date(?:\s+(?:and time|of (?:the )?meeting|& time))?|held on)\b\s*:?", re.I)
_ACCEPTED = re.compile(r"\b(?:accepted|approved|agreed|signed|confirmed|correct record|true record)\b", re.I)
_RECENT, _OLD = timedelta(days=200), timedelta(days=550)  # between the meeting whose minutes are accepted and this one
_IN_NAME = re.compile(r"(?<!\d)(?P<year>20\d\d)[-_.]?(?P<month>0[1-9]|1[0-2])[-_.]?(?P<day>0[1-9]|[12]\d|3[01])(?!\d)")


def weekdays(sheet: Sheet) -> Iterator[Remark]:
    """A weekday that does not fit its date."""
    for match in sheet.find(WEEKDAY):
        day = day_of(match, int(match["year"])) if match["year"] else None
        if match["year"] and day is None:
            yield Remark("impossible_date", span_of(match), f"{quoted(match[0])} is no date of the calendar.")
        elif day is not None and not fits(day, match["weekday"]):
            yield Remark(
                "weekday",
                span_of(match),
                f"{spoken(day)} was a {DAYS[day.weekday()]}, not a {weekday_of(match)}{_meant(sheet, match, day)}.",
            )


def day_of(match: re.Match[str], year: int) -> date | None:
    try:
        return date(year, month(match["month"] or match["month_us"]), int(match["day"] or match["day_us"]))
    except ValueError:
        return None


def fits(day: date, printed: str) -> bool:
    return DAYS[day.weekday()].lower().startswith(printed.lower()[:3])


def weekday_of(match: re.Match[str]) -> str:
    return next(name for name in DAYS if name.lower().startswith(match["weekday"].lower()[:3]))


def _meant(sheet: Sheet, match: re.Match[str], day: date) -> str:
    """The year in which the weekday fits, where it is that of the meeting and the printed one is not."""
    held = sheet.document.meeting.date
    other = day_of(match, held.year) if held and held.year != day.year else None
    return f"; in {other.year} it was one" if other and fits(other, match["weekday"]) else ""


# -- years


def years(sheet: Sheet) -> Iterator[Remark]:
    """Minutes of a meeting that was after this one or years ago, an action due before it was given, a year of no time near."""
    held = sheet.document.meeting.date
    if held is None:
        return
    for match in sheet.find(_PREVIOUS):
        yield from _previous(sheet, match, held)
    if sheet.minuted:
        yield from _due(sheet, held)
    for pattern in (DATE, DATE_US):
        for match in sheet.find(pattern):
            yield from _far(sheet, match, held)


def _previous(sheet: Sheet, match: re.Match[str], held: date) -> Iterator[Remark]:
    day = next(iter(dates(match["date"])), None)
    if day is None or match.start() < sheet.head.span.end:
        return
    sooner = [d for year in (held.year, held.year - 1) if (d := same_day(day, year)) and held - _RECENT < d < held]
    meant = f": {spoken(sooner[0])} was probably meant" if sooner else ""
    span = span_of(match, "date")
    if day > held:
        yield Remark("previous_meeting_later", span, f"Minutes of {spoken(day)}, after this meeting ({spoken(held)}){meant}.")
    elif day < held - _OLD and _ACCEPTED.search(sheet.masked, match.end(), match.end() + 120):
        yield Remark("year_unlikely", span, f"Minutes of {spoken(day)} are accepted years later, on {spoken(held)}{meant}.")


def _due(sheet: Sheet, held: date) -> Iterator[Remark]:
    for outcome in sheet.document.outcomes:
        if outcome.kind != "action":
            continue
        for match in _DUE.finditer(sheet.masked, outcome.span.start, outcome.span.end):
            day = next(iter(dates(match["date"])), None)
            if day and day < held:
                yield Remark(
                    "due_past",
                    span_of(match, "date"),
                    f"The action is due on {spoken(day)}, before the meeting that set it ({spoken(held)}).",
                )


def _far(sheet: Sheet, match: re.Match[str], held: date) -> Iterator[Remark]:
    year = int(match["year"]) if match["year"] else held.year
    if year > held.year + 30 or year < 1066:
        swapped = str(year)[0] + str(year)[2] + str(year)[1] + str(year)[3]
        meant = f": {swapped} was probably meant" if abs(int(swapped) - held.year) <= 2 else ""
        yield Remark(
            "year_unlikely", span_of(match), f"The year of {quoted(match[0])} is far from that of the meeting ({held.year}){meant}."
        )


# -- the date of the meeting


def head_date(sheet: Sheet) -> Iterator[Remark]:
    """No date, two dates, or one that the name of the file contradicts."""
    held = sheet.document.meeting.date
    rows = sheet.head_rows()
    if held is None:
        if not any(re.search(MONTH, row.text, re.I) and re.search(r"\d", row.text) for row in (*rows, *sheet.rows[:6])):
            yield Remark("no_date", _first(sheet), "No date of the meeting is found in its head.")
        return
    title = dates(sheet.document.meeting.title)
    for row in rows:
        named = dates(row.text) if _DATE_LINE.match(row.text) else []
        if named and title and named[0] not in title:
            said = f"The date line says {spoken(named[0])}, the title {spoken(title[0])}."
            yield Remark("date_conflict", row.span, said)
        elif _DATE_LINE.match(row.text) and not named and DATE.search(row.text):
            yield Remark("year_missing", row.span, f"The date is printed without its year; {held.year} is said elsewhere in the head.")


def file_date(all_sheets: list[Sheet]) -> Iterator[tuple[Sheet, Remark]]:
    """The date in the name of a file that is the date of none of its documents."""
    if not all_sheets or (match := _IN_NAME.search(all_sheets[0].source.file)) is None:
        return
    named = next(iter(dates(f"{match['year']}-{match['month']}-{match['day']}")), None)
    held = [s.document.meeting.date for s in all_sheets]
    if named and None not in held and named not in held:
        said = f"The file is named for {spoken(named)}; the meeting was on {spoken(held[0] or named)}."
        yield all_sheets[0], Remark("file_name_date", _first(all_sheets[0]), said)


def same_day(day: date, year: int) -> date | None:
    try:
        return day.replace(year=year)
    except ValueError:
        return None


def _first(sheet: Sheet) -> Span:
    return sheet.rows[0].span if sheet.rows else sheet.document.span
