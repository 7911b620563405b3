"""Words that say the same in minutes: small groups (synonyms.txt, one a line, one sense each), and phrases with their single word.

A word is in a group only where putting one for another can never make a true sentence false. What tells strength apart
(suggested, agreed; noted, approved) stays in groups of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from index.tokens import tokens

_PHRASES = {
    "less than": "under", "fewer than": "under", "shorter than": "under", "younger than": "under", "lower than": "under",
    "more than": "over", "longer than": "over", "older than": "over", "greater than": "over", "higher than": "over",
    "switched off": "turned off", "got back": "returned", "get back": "recover", "going up": "increasing", "goes up": "increases",
    "turned down": "rejected", "for good": "permanently", "given back": "returned", "gave back": "returned",
    "give back": "return", "picked up": "answered", "taken off": "removed", "take up": "raise", "taken up": "raised",
    "brought in": "introduced", "put down to": "attributed to", "talked over": "discussed", "gone out": "sent",
    "came in": "received", "come in": "received", "worked out": "calculated", "brought up": "raised", "make up": "comprise",
    "made up": "comprised", "ruled out": "excluded", "rule out": "exclude", "pays for": "funds", "paying for": "funding",
    "not less than": "at least", "no less than": "at least", "or more": "at least", "not more than": "at most",
    "no more than": "at most", "up to": "at most", "or less": "at most", "on top of": "plus", "in place of": "instead of",
    "call-back": "call back", "all bar": "all except", "save that": "except", "save for": "except", "a year": "annually",
    "per year": "annually", "each year": "annually", "every year": "annually", "a month": "monthly", "per month": "monthly",
    "every month": "monthly", "a week": "weekly", "per week": "weekly", "every week": "weekly", "a day": "daily",
    "per day": "daily", "asked for": "requested", "asked that": "requested that", "asks for": "requests",
    "voted down": "rejected", "threw out": "rejected", "thrown out": "rejected", "put off": "deferred",
    "put back": "deferred", "held over": "deferred", "carried over": "deferred", "carried forward": "deferred",
    "as well as": "and", "along with": "and", "together with": "and", "in addition to": "and", "because of": "because",
    "due to": "because", "owing to": "because", "as a result of": "because", "on account of": "because",
    "set up": "established", "carried out": "conducted", "took place": "held", "take place": "held", "taken place": "held",
    "handed in": "submitted", "put forward": "proposed", "in favour of": "for", "went up": "increased",
    "gone up": "increased", "go up": "increase", "went down": "decreased", "gone down": "decreased", "go down": "decrease",
    "came down": "decreased", "at the moment": "currently", "at present": "currently", "thanks to": "because",
    "with effect from": "from", "apart from": "except", "with the exception of": "except", "other than": "except",
    "except for": "except", "no longer": "not longer", "in total": "total", "in all": "total", "next to": "beside",
    "drawn up": "prepared", "draw up": "prepare", "looked at": "considered", "look at": "consider",
    "looking at": "considering", "looked into": "investigated", "look into": "investigate", "find out": "establish",
    "paid for": "funded", "pay for": "fund", "by means of": "by", "in order to": "to", "so as to": "to",
    "chief exec": "chief executive", "a single": "one", "only one": "only 1", "pointed out": "noted", "made clear": "stated",
    "gave an assurance": "assured", "gave assurance": "assured", "gave thanks": "thanked", "expressed thanks": "thanked",
    "were in favour": "voted for", "as long as": "provided", "on condition that": "provided that",
    "on the condition that": "provided that", "a third of": "one third of", "police and crime commissioner": "pcc",
    "deputy police and crime commissioner": "dpcc", "freedom of information": "foi", "double check": "check",
    "matter arising": "arising", "matters arising": "arising",
}  # fmt: skip

GROUPS = tuple(tuple(line.split()) for line in Path(__file__).with_suffix(".txt").read_text("utf-8").splitlines())
_PHRASE = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, _PHRASES), key=len, reverse=True))})\b", re.I)


def one_word(text: str) -> str:
    """``text`` with each known phrase as its single word."""
    return _PHRASE.sub(lambda match: _PHRASES[match.group().lower()], text)


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    forms = tokens(word)
    return forms[0] if forms else word


@lru_cache(maxsize=4_096)
def same(word: str) -> frozenset[str]:
    """The stems that say the same as the stem ``word``, itself among them."""
    return frozenset([word, *(other for group in _stems() if word in group for other in group)])


@lru_cache(maxsize=1)
def _stems() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(_of(group)) for group in GROUPS)


def _of(group: tuple[str, ...]) -> Iterator[str]:
    return (stem(word) for word in group)
