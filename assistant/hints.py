"""What a follow-up says of its scope less plainly than by name: "the harbour one", "the month after"; and texts without their scope."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date

from assistant.scope import aliases, named_accounts
from index.dates import month, spoken
from index.grammars import DATE, DATE_ISO, DATE_NUMERIC, DATE_US, MONTH
from index.minutes import Document
from index.tokens import tokens

_BEFORE = r"(?:\b(?:in|on|of|at|by|for|since|from|during|until)\s+)?(?:\b(?:the|early|late|mid)\s+)?"
_YEAR = r"(?<![\d/£.,-])(?:19|20)\d\d(?:'s)?(?![\d/%-]|[.,]\d)"
_TIMES = [re.compile(_BEFORE + rf"(?:{p.pattern})", p.flags | re.I) for p in (DATE, DATE_US, DATE_NUMERIC, DATE_ISO)]
_TIMES += [re.compile(_BEFORE + p, re.I) for p in (rf"\b(?:{MONTH})\.?\s+(?:19|20)\d\d\b", _YEAR)]
_KINDS = "one|council|trust|panel|board|committee|force|federation|association|governors|trustees|school|authority|forum|meeting"
_PHRASE = re.compile(rf"\bthe ((?:[\w'’&]+ ){{1,3}})({_KINDS})(?:'s|’s)?\b", re.I)
_SMALL = frozenset(tokens("the of and for in at on a 's same other next last first"))

_MEETING = "meeting|month|year|board|session|minutes"
_AT = r"\b(?:(?:at|in|by|during) )?"
_NEXT = re.compile(rf"{_AT}the (?:(?:next|following) (?:{_MEETING})|(?:{_MEETING}) (?:after|later))(?: that)?\b", re.I)
_PREVIOUS = re.compile(rf"{_AT}the (?:(?:previous|preceding) (?:{_MEETING})|(?:{_MEETING}) (?:before|earlier))(?: that)?\b", re.I)
_EARLIER = re.compile(rf"{_AT}(?:that|the) (?:earlier|first) (?:{_MEETING})\b", re.I)
_LATER = re.compile(rf"{_AT}(?:that|the) (?:later|second) (?:{_MEETING})\b", re.I)
_BODIES = "bodies|boards|councils|committees|panels|trusts|organisations|authorities"
_ELSEWHERE = re.compile(
    r"\b(?:(?:in|at|by|of|do|does|did|have|has|which|what|are|is)\s+)?(?:(?:any|all|some)\s+(?:of\s+)?)?(?:the\s+)?"
    rf"other\s+(?:{_BODIES})\b(?:['’]s?)?(?:\s+(?:minutes|also|ever))*"
    r"(?:\s+(?:mention|discuss|speak of|speak about|talk of|talk about|deal with|say anything about)\w*)?"
    r"|\b(?:elsewhere|anywhere else)\b",
    re.I,
)
_MONTH_ALONE = re.compile(
    rf"\b(?:about|in|for|of|from|at|during|since|the|that)\s+(?P<month>{MONTH})\b(?!\.?,?\s+\d)(?!\s+(?:the|a|an|our|this|that|be|have)\b)",
    re.I,
)
_LEADING = frozenset(tokens("and so but ok what about how then or of"))
_ASKS_DAY = re.compile(r"^\W*(?:and |so |ok )*(?:when|where|what (?:date|day|time))\b", re.I)


def without_times(text: str) -> str:
    """``text`` without the days, months and years it names; accounting years and references stay."""
    for pattern in _TIMES:
        text = pattern.sub(" ", text)
    return _tidy(text)


def _tidy(text: str) -> str:
    return re.sub(r"\s+([?,.;:!])", r"\1", " ".join(text.split()))


def without_accounts(text: str) -> str:
    """``text`` without the years of accounts it names ("for 2022/23")."""
    for label in named_accounts(text):
        text = re.sub(_BEFORE + re.escape(label), " ", text, flags=re.I)
    return _tidy(text)


def without_bodies(text: str, documents: Sequence[Document]) -> str:
    """``text`` without the names of bodies, organisations and places of the archive."""
    for name in sorted({a for d in documents for a in aliases(d)}, key=len, reverse=True):
        text = _name(name).sub(" ", text)
    return _tidy(text)


def body_names(text: str, documents: Sequence[Document]) -> tuple[str, ...]:
    """The names of bodies, organisations and places as ``text`` has them, longest first."""
    names = sorted({a for d in documents for a in aliases(d)}, key=len, reverse=True)
    found = [m.group().strip() for name in names if (m := _name(name).search(text))]
    return tuple(n for n in found if not any(n != other and n in other for other in found))


def _name(alias: str) -> re.Pattern[str]:
    words = r"\s+(?:(?:and|&)\s+)?".join(map(re.escape, alias.split()))
    if len(alias) <= 4 and " " not in alias:
        return re.compile(rf"(?<![\w&]){re.escape(alias.upper())}(?![\w&])")
    return re.compile(rf"\b{words}(?:'s|’s|s)?\b", re.I)


def hinted_bodies(question: str, documents: Sequence[Document]) -> tuple[str, ...]:
    """The one body that "the harbour one" or "the parish council" can mean: all its words stand in that body's names alone."""
    for phrase in _PHRASE.finditer(question):
        kind = phrase[2].lower()
        words = set(tokens(phrase[1] if kind in ("one", "meeting") else phrase.group()[4:])) - _SMALL
        fits = {d.body_id for d in documents if words and words <= _names(d)}
        if len(fits) == 1:
            return tuple(fits)
    return ()


def other_bodies(question: str, spoken_of: Collection[str], documents: Sequence[Document]) -> tuple[str, ...]:
    """The bodies besides those spoken of, where the question asks of "any other bodies"; none where it does not."""
    if not spoken_of or not _ELSEWHERE.search(question):
        return ()
    return tuple(dict.fromkeys(d.body_id for d in documents if d.body_id not in spoken_of))


def without_others(question: str) -> str:
    """The question without "any other bodies"."""
    return _tidy(_ELSEWHERE.sub(" ", question))


def _names(document: Document) -> set[str]:
    return set(tokens(f"{document.meeting.organisation or ''} {document.meeting.body}"))


def dated(question: str, spoken_of: Sequence[Document], documents: Sequence[Document]) -> str:
    """ "At the next meeting" as the day of that meeting, counted from the one last spoken of; as it is where none is held.

    ``spoken_of``: the documents of the conversation, the last one last. A question that asks for the day itself stays.
    """
    if not spoken_of or _ASKS_DAY.match(question):
        return question
    now = spoken_of[-1]
    held = {d.meeting.date for d in documents if d.body_id == now.body_id and d.meeting.date}
    known = {d.meeting.date for d in spoken_of if d.body_id == now.body_id and d.meeting.date}
    day = now.meeting.date or date.min
    for pattern, days in (
        (_NEXT, sorted(d for d in held if d > day)[:1]),
        (_PREVIOUS, sorted(d for d in held if d < day)[-1:]),
        (_EARLIER, _end(known, 0)),
        (_LATER, _end(known, -1)),
    ):
        if days and pattern.search(question):
            return pattern.sub(f"on {spoken(days[0])}", question)
    return question


def in_month(question: str, spoken_of: Sequence[Document], documents: Sequence[Document]) -> str:
    """A month without its year as a month of a year: where the body spoken of met in it, the one nearest to the meeting last spoken of.

    "And in March?" and nothing else, of a month without a meeting, is a month of that meeting's year.
    """
    found = _MONTH_ALONE.search(question)
    now = spoken_of[-1] if spoken_of else None
    if found is None or now is None or now.meeting.date is None:
        return question
    day, number = now.meeting.date, month(found["month"])
    met = [d.meeting.date for d in documents if d.body_id == now.body_id and d.meeting.date and d.meeting.date.month == number]
    if not met and set(tokens(question[: found.start()] + question[found.end() :])) - _LEADING:
        return question
    year = min(met, key=lambda one: abs((one - day).days)).year if met else day.year
    return f"{question[: found.end('month')]} {year}{question[found.end('month') :]}"


def _end(days: Collection[date], place: int) -> list[date]:
    return [sorted(days)[place]] if len(days) > 1 else []
