"""The head of the minutes: body, chair, who was there, draft or approved, begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import time

from index.dates import clock
from index.grammars import BODY, CLOSED
from index.minutes import Person, Span
from index.pages import Paged
from index.remark import Remark, Sheet, quoted, span_of

_RANK = re.compile(
    r"^(?:(?:the|rt|hon|mrs?|ms|miss|mx|dr|prof(?:essor)?|sir|dame|revd?|reverend|canon|cllr|councillor|lord|lady|baroness|captain|capt|cc|dcc|acc|pcc|dpcc)\.?\s+)+",
    re.I,
)
_CHAIRED = re.compile(r"\bchair|\bpresid|\bconven[eo]r|\bmayor\b|\bmoderator\b|\bfacilitat", re.I)
_IN_CHAIR = re.compile(
    r"\b(?P<name>(?:(?:Cllr|Mrs?|Ms|Dr|Prof|Sir|Dame|Lady|Lord|Canon)\.?\s+)?[A-Z][a-z]+(?:[ \t]+[A-Z][\w'’-]+){1,2}),?\s+"
    r"(?:took the chair|in the chair\b|chaired (?:the|this) (?:meeting|item)|presided\b)"
)
_DRAFT = re.compile(r"(?<![\w-])DRAFT(?![\w-])")
_APPROVED = re.compile(r"\b(?:approved|confirmed|signed)\s+minutes\b|\bminutes\b.{0,30}\b(?:approved|confirmed)\b", re.I)
_SPAN_OF_TIME = re.compile(
    r"\b(?P<start>\d{1,2}[:.]\d{2}\s*(?:[ap]\.?m\b)?)\s*(?:[-–—]|to|until)\s*(?P<end>\d{1,2}[:.]\d{2}\s*(?:[ap]\.?m\b)?)", re.I
)
_TOLD = re.compile(r"[ap]\.?m|hrs|hours|\b(?:1[3-9]|2[0-3])\D?\d{2}|noon", re.I)
_FULL_NAME = re.compile(r"\b(?P<first>[A-Z][a-z]+)\s+(?P<last>[A-Z][a-zA-Z'’-]{3,})\b")
_SMALL_HOURS = time(4)


def body(sheet: Sheet) -> Iterator[Remark]:
    """No body named in the head."""
    if sheet.document.meeting.body == "Meeting" and not any(BODY.search(row.text) for row in sheet.head_rows()[:12]):
        yield Remark("no_body", _first(sheet), "The head does not say which body met.")


def chair(sheet: Sheet) -> Iterator[Remark]:
    """No chair stated, or one who sent apologies or who is not among those present."""
    document = sheet.document
    if not sheet.minuted or len(document.attendees) < 3:
        return
    if document.chair is None and not any(True for _ in sheet.find(_CHAIRED)):
        yield Remark("no_chair", _first(sheet), "The minutes do not say who was in the chair.")
    elif document.chair and _listed(document.chair, document.apologies) and not _listed(document.chair, document.attendees):
        yield Remark("chair_absent", _found(sheet, document.chair), f"{document.chair} is named as chair and sent apologies.")
    told: set[str] = set()
    for match in sheet.find(_IN_CHAIR):
        name = _words_of_name(match["name"])
        known = (*document.attendees, *([Person(document.chair, "")] if document.chair else []))
        if len(name.split()) > 1 and name not in told and not _listed(name, known):
            told.add(name)
            yield Remark("chair_absent", span_of(match, "name"), f"{name} was in the chair and is not among those present.")


def _words_of_name(text: str) -> str:
    return " ".join(_RANK.sub("", " ".join(text.split())).split())


def people(sheet: Sheet) -> Iterator[Remark]:
    """A name both among those present and among the apologies."""
    present = {_name(person.name): person for person in sheet.document.attendees if len(_name(person.name)) > 1}
    for person in sheet.document.apologies:
        if _name(person.name) in present and not re.search(r"part|item|late|from|until|substitut", person.role, re.I):
            said = f"{person.name} stands both among those present and among the apologies."
            yield Remark("people_conflict", _found(sheet, person.name, last=True), said)


def _name(name: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[a-z'’-]+", _RANK.sub("", name.strip()).casefold()))


def _listed(name: str, people: Sequence[Person]) -> bool:
    """True where somebody of that last name is among them, in whatever order the names are printed."""
    words = _name(name)
    return not words or any(words[-1] in _name(person.name) or words[-1] in _name(person.role) for person in people)


def names(sheet: Sheet) -> Iterator[Remark]:
    """A name of the text that differs by a letter from that of somebody present."""
    listed = {(n[0], n[-1]) for p in (*sheet.document.attendees, *sheet.document.apologies) if len(n := _name(p.name)) > 1}
    told: set[tuple[str, str]] = set()
    for match in sheet.find(_FULL_NAME):
        name = (match["first"].casefold(), match["last"].casefold())
        near = next((other for other in listed if other[0] == name[0] and _a_letter_apart(other[1], name[1])), None)
        if near and name not in listed and name not in told:
            told.add(name)
            said = f"{match[0]} is spelt otherwise in the list of those present: {' '.join(w.capitalize() for w in near)}."
            yield Remark("name_variant", span_of(match), said)


def _a_letter_apart(a: str, b: str) -> bool:
    """True for Clews and Clewes, Anderson and Andersen; a plural or possessive is the same name."""
    if a == b or min(len(a), len(b)) < 4 or a[0] != b[0] or b in (a + "'s", a + "’s", a + "s'"):
        return False
    if len(a) == len(b):
        return sum(x != y for x, y in zip(a, b, strict=True)) == 1
    short, long = sorted((a, b), key=len)
    return len(long) == len(short) + 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def draft(sheet: Sheet) -> Iterator[Remark]:
    """The word DRAFT left in minutes whose head or file name calls them approved."""
    file = sheet.source.file
    called = sheet.document.status == "approved" or bool(_APPROVED.search(sheet.document.meeting.title))
    if not called and not (sheet.minuted and re.search(r"(?<![a-z])(?:approved|signed|confirmed)(?![a-z])", file, re.I)):
        return
    head = [row for row in sheet.rows if row.span.start < sheet.head.span.end or len(row.words) <= 6]
    match = next((m for row in head if (m := _DRAFT.search(sheet.masked, row.span.start, row.span.end))), None)
    by = "head" if called else "name of the file"
    if match:
        yield Remark("draft_and_approved", span_of(match), f"“DRAFT” is left in minutes that the {by} calls approved.")
    elif isinstance(sheet.source, Paged) and any(
        _DRAFT.search(left.text.upper()) for left in sheet.source.left_out if left.reason != "comment"
    ):
        yield Remark("draft_and_approved", _first(sheet), f"“DRAFT” is left on the pages of minutes that the {by} calls approved.")


def times(sheet: Sheet) -> Iterator[Remark]:
    """A meeting that ends before it begins."""
    for row in sheet.head_rows()[:15]:
        for match in _SPAN_OF_TIME.finditer(sheet.masked, row.span.start, row.span.end):
            start, end = clock(match["start"]), clock(match["end"])
            if start and end and end[0] < start[0] and _sure(match["start"], match["end"], start[0], end[0]):
                yield Remark("times", span_of(match), f"{quoted(match[0])} ends before it begins.")
    begin = sheet.document.start_time
    for match in sheet.find(CLOSED) if sheet.minuted and begin else ():
        closed = next(iter(clock(match["time"])), None)
        if begin and closed and _SMALL_HOURS < closed < begin and _TOLD.search(match["time"]):
            yield Remark("times", span_of(match), f"The meeting closed at {closed:%H:%M} and was to begin at {begin:%H:%M}.")


def _sure(start: str, end: str, begins: time, ends: time) -> bool:
    """Not "10.30 - 1.00" nor "11.00 - 1.00pm": a half of the day is told for both, or the clock has 24 hours."""
    told = [bool(re.search(r"[ap]\.?m", one, re.I)) for one in (start, end)]
    if any(told):
        return all(told)
    long = (ends.hour + 12 - begins.hour) > 9  # were the end one of the afternoon
    return ends > _SMALL_HOURS and (long or (begins.hour >= 13 and end.startswith("0")))


def _first(sheet: Sheet) -> Span:
    return sheet.rows[0].span if sheet.rows else sheet.document.span


def _found(sheet: Sheet, words: str, last: bool = False) -> Span:
    """Where a name stands in the head or in the first items, in capitals or not."""
    span = sheet.document.span
    places = [m.span() for m in re.finditer(r"\s+".join(map(re.escape, words.split())), sheet.masked[span.start : span.end], re.I)]
    if not places:
        return _first(sheet)
    start, end = places[1] if last and len(places) > 1 else places[0]
    return Span(span.start + start, span.start + end)
