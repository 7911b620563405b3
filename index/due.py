"""By when it is to be done: read from the words of an outcome, never supplied."""

from __future__ import annotations

import re

from index.grammars import MONTH
from index.judge import LONGEST
from index.minutes import OutcomeKind

_SEASON = r"(?:Easter|Christmas|Michaelmas|half[\s-]term|spring|summer|autumn|winter|(?:the\s+)?(?:end\s+of\s+)?(?:the\s+)?(?:\w+\s+)?term)"
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DAY = (
    rf"(?:(?:{_WEEKDAY},?\s+)?(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{MONTH})\b(?:,?\s+\d{{4}})?"
    rf"|(?:{MONTH})\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?!\d)(?:,?\s+\d{{4}})?|\d{{4}}-\d\d-\d\d"
    rf"|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}})"
)
_GATHERING = r"(?:board|meeting|committee|panel|council|forum)"
_MONTHLY = (
    rf"(?:the\s+(?:{MONTH})\s+{_GATHERING}|(?:(?:early|mid|late)[\s-])?(?:{MONTH})\b(?:\s+(?:or"
    rf"|and)\s+(?:{MONTH})\b)?(?:\s+\d{{4}})?(?:\s+{_GATHERING})?)"
)
_MEETING = (
    r"(?:(?:the|a|our|its)\s+)?(?:next|following|later|future|annual|\w+ember|January|February|March|April|May|June|July"
    r"|August|October)\s+(?:\w+\s+(?:and\s+\w+\s+)?){0,4}?(?:meeting|board|committee|panel|council|forum)"
)
_NEXT = r"(?:the\s+)?next\s+(?:week|month|year|quarter|term|financial\s+year|spring|summer|autumn|winter)"
_END = (
    (
        r"(?:the\s+)?(?:end|close|start|beginning|middle)\s+of\s+(?:the\s+)?(?:(?:next|this|financial|summer|autumn|spring"
        r"|calendar|school)\s+)*(?:"
    )
    + MONTH
    + r"|year|month|week|term|quarter|meeting|next\s+\w+)\b(?:\s+\d{4})?"
)
WHEN = rf"(?:{_END}|{_DAY}|{_MEETING}|{_NEXT}|{_WEEKDAY}|{_MONTHLY}|{_SEASON}|noon\b|#\d+)"
A_TIME = re.compile(WHEN, re.I)
_WITHIN = (
    r"within\s+(?:the\s+)?(?:next\s+)?(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|eighteen"
    r"|twenty\S*)\s+(?:working\s+|calendar\s+|school\s+)?(?:days?|weeks?|months?|years?)(?:\s+of\s+\w+)?"
)
_DUE = re.compile(
    rf"\b(?:(?:by|before|due:?|deadline:?|no\s+later\s+than|not\s+later\s+than)\s+(?P<by>{WHEN})|(?P<within>{_WITHIN}))", re.I
)
_SOON = re.compile(
    rf"\b(?:in\s+time\s+)?(?:for|at|to|in|until|till|from|on|by)\s+(?P<at>{WHEN})|\b(?P<following>(?:following"
    rf"|after)\s+(?:(?:the\s+)?(?:meeting|{_SEASON})|{_DAY})|post\s+meeting)|\b(?P<every>each\s+(?:quarter|month|year|term)"
    rf"|every\s+(?:quarter|month|year|term))|\b(?P<span>in\s+(?:\d+|two|three|four|six|twelve)\s+(?:weeks|months))|\b(?P<bare>{_NEXT})|\((?P<round>{WHEN})\)\W*$|,\s+(?P<comma>{_MEETING})\W*$",
    re.I,
)
_DATED: tuple[OutcomeKind, ...] = ("action", "request", "undertaking", "deferral")


def due_of(text: str, kind: OutcomeKind) -> str | None:
    """By when, as printed. For what is to be done also "for the next meeting" and "in October"."""
    text = text[:LONGEST]
    match = _DUE.search(text) or (_SOON.search(text) if kind in _DATED else None)
    return next((" ".join(g.split()) for g in match.groups() if g), None) if match else None
