"""What a question names: bodies, dates, the sort of document, item numbers.

Names are matched against the archive itself (its bodies, organisations, dates), never against a fixed list.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from assistant.shortnames import called, most_closely
from index.dates import dates, month
from index.grammars import DATE, DATE_ISO, DATE_NUMERIC, DATE_US, MONTH, MONTHS
from index.minutes import Document
from index.tokens import tokens

_MONTH_YEAR = re.compile(rf"\b(?P<month>{MONTH})\.?\s+(?P<year>(?:19|20)\d\d)\b", re.I)
_MONTH_MEETING = re.compile(
    rf"\b(?!may\s+(?:the|a|an|our|this|that)\b)(?P<month>{MONTH})\.?(?:'s)?\s+(?:\w+\s+)?"
    r"(?:meeting|board|agenda|minutes|notes|committee|panel|pack)\b",
    re.I,
)
_DAY_MONTH = re.compile(rf"(?<![\d/£.,-])(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{MONTH})\b(?!\.?,?\s+\d{{4}})", re.I)
_YEAR = re.compile(r"(?<![\d/£.,-])(?P<year>(?:19|20)\d\d)(?![\d/%-]|[.,]\d)")
_ACCOUNTS = re.compile(  # a year of accounts: "2022/23"; two numbers of two digits are one with a stroke only, or in so many words
    r"(?<![\d./£–-])(?P<first>(?:19|20)\d\d|\d\d(?=\s?/|\s?[–-]\s?\d\d\s+(?:accounts?|budget|financial|precept|year\b(?!s?[ -]olds?))))"
    r"\s?[/–-]\s?(?P<second>(?:20)?\d\d)(?![\d/]|[–-]\d|\.\d)"
)
_AFTER = re.compile(r"\s+(?:[a-z&]+\s+)?(?:meeting|board|committee|panel|session)\b", re.I)
_BEFORE = re.compile(r"\b(?:meeting|board|committee|panel|session)\s+(?:of|on|in|held on|held in)\s+(?:the\s+)?(?:\w+day\s+)?$", re.I)
_REFERENCE = re.compile(r"(?<![\d/£])(?:[A-Z]{2,6}\s)?\d{1,4}(?:\.\d{1,2})?/\d{2,4}(?!\d)|\b0\d{4}\b")
_ITEM = re.compile(r"\b(?:agenda )?item (?:no\.? ?)?(\d{1,3}(?:\.\d{1,2})*\s?[a-d]?)\b", re.I)
_AGENDA = re.compile(r"\bagenda\b", re.I)
_ENDING = re.compile(
    r"\bnext (?:\w+ ){0,3}(?:meetings?|board|date|session)\b|\b(?:meet(?:ing|s)?|due to meet|gather(?:ing)?) (?:next|again)\b|^\W*next\b"
    r"|\bdue to meet\b|\b(?:meeting|board|committee|panel|session)s?\b.{0,20}\b(?:close[ds]?|finish(?:ed)?|end(?:ed)?|over)\b"
    r"|\bwhat time did\b.{0,40}\b(?:close|finish|end|wrap up)\b",
    re.I,
)
_KINDS = re.compile(
    r"\b(?:police and crime commissioner|(?:parish|town|county|borough|city|district|community)?\s*council"
    r"|(?:nhs|harbour|academy)?\s*trust|housing association)\b"
)
_SMALL = {"and", "of", "the", "for", "in", "on", "a", "&", "n"}
_OF_MEETINGS = frozenset(tokens("meeting minutes notes agenda board sept"))
_GENERIC = {"board", "committee", "meeting", "council", "panel", "trust", "group", "forum", "trustees", "governors", "police", "body"}


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days a question names; ``meeting`` is true where it can only mean the day of a meeting."""

    first: date
    last: date
    meeting: bool = False


def named_bodies(question: str, documents: Iterable[Document]) -> tuple[tuple[str, ...], ...]:
    """The bodies the question names by organisation, place, title, initials or a word of its name: their ids, a group for each name used.

    "Teskdale" may name two boards of one police area, "WM" two areas: one group. "Teskdale and Harrowmere" gives two.
    """
    text = _plain(question)
    groups: dict[str, list[str]] = {}
    words: dict[str, frozenset[str]] = {}
    names: dict[tuple[str, str, str | None], Document] = {}
    for document in documents:
        names.setdefault((document.body_id, document.meeting.body, document.meeting.organisation), document)
    for document in names.values():
        used = max((alias for alias in sorted(aliases(document)) if _holds(text, question, alias)), key=len, default=None)
        if used is not None and document.body_id not in groups.setdefault(used, []):
            groups[used].append(document.body_id)
        if word := called(question, document):
            words[document.body_id] = word
    return tuple(tuple(ids) for ids in [*_narrowed(groups, words), *_by_words(groups, words)])


def _narrowed(groups: dict[str, list[str]], words: dict[str, frozenset[str]]) -> Iterator[list[str]]:
    """Of several bodies of one title ("the board of directors") those that a word of their name is used of ("of Larkspur")."""
    for ids in groups.values():
        yield [body for body in ids if body in words] or ids


def _by_words(groups: dict[str, list[str]], words: dict[str, frozenset[str]]) -> Iterator[list[str]]:
    """The bodies that only a word of their name is used of; a word that a fuller name holds names nobody else."""
    full = {body for ids in groups.values() for body in ids}
    said = frozenset().union(*(words[body] for body in full if body in words))
    left = {body: own for body, own in words.items() if body not in full and not own <= said}
    for own in sorted(most_closely(left.values()), key=sorted):
        yield [body for body, its in left.items() if its == own]


def aliases(document: Document) -> frozenset[str]:
    """What people call a body: its place ("west midlands", "wm", "wmp"), its title, the initials of its title."""
    return _aliases(document.meeting.body, document.meeting.organisation)


@lru_cache(maxsize=4096)
def _aliases(body: str, organisation: str | None) -> frozenset[str]:
    body = re.sub(r"\(.*?\)", "", body)
    names = {_plain(body)} if len(body.split()) > 2 else set()
    if len(body.split()) > 2:
        names.add(_initials(body))
    place = _KINDS.sub("", _plain(organisation or "")).strip()
    if place and place not in _GENERIC:
        names.add(place)
        if len(place.split()) > 1:
            names |= {_initials(place), _initials(place) + "p"}
        if " and " in place:
            names |= {place.replace(" and ", " "), "&".join(w[0] for w in place.split() if w != "and")}
    return frozenset(names - {""})


def _financial_year(label: str) -> bool:
    """ "23/24" or "2023/24": a year of accounts, no reference."""
    first, _, second = label.partition("/")
    return len(second) == 2 and first.isdigit() and len(first) in (2, 4) and (int(first) + 1) % 100 == int(second)


def named_accounts(question: str) -> tuple[str, ...]:
    """The years of accounts the question names ("2018/19"): no dates, no ages, no runs of numbers."""
    return tuple(m.group() for m in _ACCOUNTS.finditer(without_dates(question)) if (int(m["first"]) + 1 - int(m["second"])) % 100 == 0)


def names_time(question: str) -> bool:
    """True where the question names a day, a month or a year, held or not."""
    return bool(_days(question) or _months(question) or _years(question))


def named_years(question: str) -> tuple[int, ...]:
    """The years the question names, alone or within a date."""
    periods = _days(question) or _months(question) or _years(question)
    return tuple(dict.fromkeys(p.first.year for p in periods))


def named_months(question: str) -> tuple[date, ...]:
    """The first days of the months that the question names with their year, alone or within a date."""
    return tuple(dict.fromkeys(p.first.replace(day=1) for p in _days(question) or _months(question)))


def _holds(text: str, question: str, alias: str) -> bool:
    if len(alias) <= 4 and " " not in alias:  # initials: a word of its own; as short as "as", in capitals only
        asked, name = question.replace(" & ", "&"), re.escape(alias)
        if len(alias) == 2:
            return re.search(rf"(?<![\w&]){name.upper()}(?![\w&])", asked) is not None
        return len(alias) > 2 and re.search(rf"(?<![\w&]){name}(?![\w&])", asked, re.I) is not None
    return re.search(rf"\b{re.escape(alias)}s?\b", text) is not None


def _initials(name: str) -> str:
    return "".join(w[0] for w in re.findall(r"[a-z]+", name.lower()) if w not in _SMALL)


def _plain(text: str) -> str:
    text = re.sub(r"\s+(?:&|n|'n')\s+|&", " and ", text.lower().replace("’", "'"))
    return " ".join(re.sub(r"'s\b|[^\w\s&]", " ", text).split())


def named_periods(question: str, documents: Sequence[Document]) -> tuple[Period, ...]:
    """The days, months or years the question names, as far as they tell which meeting is meant.

    A time in which no meeting of ``documents`` was held is no scope (it dates an event), unless the question calls it a
    meeting ("the 18 August 2020 board"): then nothing held answers it.
    """
    for periods in (_days(question), _months(question), _meeting_months(question, documents), _years(question)):
        kept = tuple(dict.fromkeys(p for p in periods if p.meeting or _held(p, documents)))
        if kept:
            return kept
    return ()


def times_named(question: str, documents: Sequence[Document]) -> tuple[Period, ...]:
    """The time that a question names which names nothing else ("and in 2022?"): as far as meetings were held in it, or all of it."""
    named = _days(question) or _months(question) or _years(question)
    return tuple(p for p in named if _held(p, documents)) or tuple(replace(p, meeting=True) for p in named)


def _days(question: str) -> list[Period]:
    found = [
        (m, day) for pattern in (DATE, DATE_US, DATE_NUMERIC, DATE_ISO) for m in pattern.finditer(question) for day in dates(m.group())
    ]
    return [Period(day, day, _of_meeting(question, *m.span())) for m, day in found]


def _months(question: str) -> list[Period]:
    found = _MONTH_YEAR.finditer(without_dates(question))
    return [_month(int(m["year"]), month(m["month"]), _of_meeting(question, *m.span())) for m in found]


def _meeting_months(question: str, documents: Sequence[Document]) -> list[Period]:
    """ "The Feb agenda", "on 15 March": a month before a word for a meeting, or a day, without the year."""
    held = [d.meeting.date for d in documents if d.meeting.date]
    named_days = {(int(m["day"]), month(m["month"])) for m in _DAY_MONTH.finditer(without_dates(question))}
    if days := [Period(day, day) for day in held if (day.day, day.month) in named_days]:
        return days
    named = {month(m["month"]) for m in _MONTH_MEETING.finditer(question)}
    return [_month(day.year, day.month) for day in held if day.month in named]


def _years(question: str) -> list[Period]:
    found = [(int(m["year"]), _of_meeting(question, *m.span())) for m in _YEAR.finditer(without_dates(question))]
    return [Period(date(year, 1, 1), date(year, 12, 31), meeting) for year, meeting in found]


def _month(year: int, number: int, meeting: bool = False) -> Period:
    return Period(date(year, number, 1), date(year, number, monthrange(year, number)[1]), meeting)


def _held(period: Period, documents: Sequence[Document]) -> bool:
    return any(d.meeting.date is not None and period.first <= d.meeting.date <= period.last for d in documents)


def _of_meeting(question: str, start: int, end: int) -> bool:
    return _AFTER.match(question[end:]) is not None or _BEFORE.search(question[:start]) is not None


def without_dates(question: str) -> str:
    """The question with its full dates blanked out, places kept."""
    for pattern in (DATE_US, DATE_NUMERIC, DATE_ISO, DATE):
        question = pattern.sub(lambda m: " " * len(m.group()) if dates(m.group()) else m.group(), question)
    return question


def named_references(question: str) -> tuple[str, ...]:
    """Minute references and item numbers as typed: "087/18", "9b"."""
    labels = [m.group() for m in _REFERENCE.finditer(without_dates(question))]
    found = [label for label in labels if not _financial_year(label)] + [m[1].replace(" ", "") for m in _ITEM.finditer(question)]
    return tuple(dict.fromkeys(found))


def asks_agenda(question: str) -> bool:
    return _AGENDA.search(question) is not None


def asks_ending(question: str) -> bool:
    """True for a question about the next meeting, or when a meeting ended: minutes say so behind their last item."""
    return _ENDING.search(question) is not None


def scope_words(question: str, documents: Iterable[Document]) -> frozenset[str]:
    """The tokens of a question that name its scope (bodies, places, months, years): they need not stand in an answer."""
    names = {(d.meeting.body, d.meeting.organisation, d.role) for d in documents}
    months = [m for m in MONTHS if re.search(rf"\b{m[:3]}", question, re.I)]
    return _OF_MEETINGS.union(*(_name_words(*name) for name in names), *((*tokens(m), *tokens(m[:3])) for m in months))


@lru_cache(maxsize=4096)
def _name_words(body: str, organisation: str | None, role: str) -> frozenset[str]:
    """Asked for each document several times a question, and there are far fewer names than documents."""
    named = (*_aliases(body, organisation), organisation or "", body, role)
    return frozenset(token for name in named for token in tokens(name))
