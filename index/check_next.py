"""The next meeting: not stated, before this one, years away, on another weekday than printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from index.check_dates import DAYS, WEEKDAY, day_of, fits, same_day, weekday_of
from index.dates import dates, spoken
from index.grammars import DATE, DATE_ISO, DATE_US, MONTH
from index.minutes import Span
from index.remark import Remark, Sheet, span_of

_NEXT = re.compile(
    r"\b(?:dates?\s+(?:and\s+time\s+)?of\s+(?:the\s+)?(?:next|future)\s+(?:\w+\s+){0,2}?meetings?|next\s+(?:\w+\s+){0,3}?(?:meeting|call|session)\b"
    r"(?!\s+(?:type|style)))",
    re.I,
)
_SAID = re.compile(
    r"\W*(?:(?:of|the|is|was|will|be|take|place|held|on|at|date|type|time|venue|scheduled|for|to|due|board|panel|committee|meeting)\b\W*){0,9}",
    re.I,
)
_ANY_NEXT = re.compile(
    r"\b(?:next|future|forthcoming|following)\s+(?:\w+\s+){0,4}?(?:meetings?|calls?|sessions?|dates?|boards?|panels?)\b|\bmeeting dates\b"
    r"|\bmeet(?:s|ing)? (?:again|next)\b|\breconvene|\bmeetings? (?:for|in|of) 20\d\d|\badjourned (?:to|until)\b|\bdates?\b\W*$",
    re.I | re.M,
)
_DATED = re.compile(
    rf"\d|\b(?:{MONTH})\b|\b(?:t\.?b\.?[ca]\b|to be (?:confirmed|advised|agreed|arranged|fixed|notified|announced|circulated)"
    r"|will be (?:confirmed|circulated|sent)|(?:a )?date (?:was|is) (?:to be|not))",
    re.I,
)
# What may stand between "next meeting" and its date: a place or a time, no sentence.
_PLACE = re.compile(r"\W*(?:(?:[A-Z][\w'’&-]*|\d{1,2}(?:[:.]?\d\d)?(?:am|pm|hrs)?|am|pm|hrs|the|in|at|on|of|by|via|and)\b[^\w.;?!]*)*")
_NO_DATE = re.compile(r"^\W*(?:item\s+)?[\d./]+|\b\d{1,2}[:.]\d\d\b|\b\d{1,2}\s?[ap]m\b", re.I)  # the number of the item, a time of day
_LONGEST = timedelta(days=550)  # to the next meeting: an annual one may be late
_YEAR = timedelta(days=400)


def next_meeting(sheet: Sheet) -> Iterator[Remark]:
    """A next meeting that is not after this one, a year too far, on another weekday; or none at all."""
    held = sheet.document.meeting.date
    if not sheet.minuted:
        return
    if not any(True for _ in sheet.find(_ANY_NEXT)):
        yield Remark("no_next_meeting", _last(sheet), "The minutes do not say when the next meeting is.")
        return
    for match in sheet.find(_NEXT):
        said = _SAID.match(sheet.masked, match.end())
        start = said.end() if said else match.end()
        yield from _next_dated(sheet, Span(start, min(start + 60, sheet.document.span.end)), held)
    yield from _undated(sheet)


def _next_dated(sheet: Sheet, behind: Span, held: date | None) -> Iterator[Remark]:
    match = _leading_date(sheet.masked, behind)
    if match is None or held is None:
        return
    text = match[0]
    printed = dates(text)
    span = span_of(match)
    if not printed:
        yield from _yearless(sheet, match, held)
    elif printed[0] <= held:
        later = same_day(printed[0], printed[0].year + 1)
        meant = f": {spoken(later)} was probably meant" if later and held < later <= held + _YEAR else ""
        said = "is the day of this one" if printed[0] == held else f"is before this one ({spoken(held)}){meant}"
        yield Remark("next_meeting_past", span, f"The next meeting, {spoken(printed[0])}, {said}.")
    elif printed[0] > held + _LONGEST:
        sooner = next((d for y in (held.year, held.year + 1) if (d := same_day(printed[0], y)) and d > held), None)
        meant = f": {spoken(sooner)} was probably meant" if sooner else ""
        yield Remark(
            "year_unlikely", span, f"The next meeting, {spoken(printed[0])}, is more than a year and a half after this one{meant}."
        )


def _leading_date(text: str, behind: Span) -> re.Match[str] | None:
    """The date that stands right there, with or without its weekday."""
    found = [m for pattern in (WEEKDAY, DATE, DATE_US, DATE_ISO) if (m := pattern.search(text, behind.start, behind.end))]
    near = [m for m in found if _PLACE.fullmatch(text, behind.start, m.start())]
    return min(near, key=lambda m: (m.start(), -m.end()), default=None)


def _yearless(sheet: Sheet, match: re.Match[str], held: date) -> Iterator[Remark]:
    """A weekday without a year fits the first such day after the meeting."""
    weekday = match.groupdict().get("weekday")
    days = [day for year in (held.year, held.year + 1) if weekday and (day := day_of(match, year)) and day > held]
    if weekday and days and not fits(days[0], weekday):
        said = f"{spoken(days[0])}, the next meeting, was a {DAYS[days[0].weekday()]}, not a {weekday_of(match)}."
        yield Remark("weekday", span_of(match), said)


def _undated(sheet: Sheet) -> Iterator[Remark]:
    """A heading "Date of next meeting" with nothing behind it."""
    for item in sheet.document.items:
        if item.kind in ("item", "closing") and _NEXT.match(item.title) and not _DATED.search(_NO_DATE.sub("", item.text)):
            span = sheet.label(item, item.title[:20])
            yield Remark("next_meeting_undated", span, "There is an entry for the next meeting and no date in it.")


def _last(sheet: Sheet) -> Span:
    return sheet.rows[-1].span if sheet.rows else sheet.document.span
