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
    "compared with": "against", "compared to": "against", "in comparison with": "against", "as against": "against",
    "took no part in the vote": "did not vote", "take no part in the vote": "not vote", "abstained from voting": "did not vote",
    "too soon to": "too early to", "early to tell": "early to say", "found no": "had no", "rested on": "based on", "rests on": "based on",
    "a year before": "year before", "one year before": "year before", "a year earlier": "year before", "one year earlier": "year before",
    "the year before": "year before", "the previous year": "year before", "a month before": "month before",
    "a month earlier": "month before", "one month earlier": "month before", "is short of": "lacks", "are short of": "lack",
    "carries on": "continues", "carry on": "continue", "carried on": "continued", "carrying on": "continuing", "goes on": "continues",
    "got under way": "began", "gave up": "abandoned", "given up": "abandoned", "in excess of": "over", "per annum": "annually",
    "twice a year": "half-yearly", "every six months": "half-yearly", "got in touch with": "contacted", "get in touch with": "contact",
    "in touch with": "contact", "taken on": "recruited", "took on": "recruited", "closed down": "closed", "shut down": "closed",
    "close down": "close", "broke down": "failed", "broken down": "failed", "turned up": "attended",
    "amounted to": "totalled", "amounts to": "totals", "added up to": "totalled", "adds up to": "totals",
    "scaled back": "reduced", "cut back": "reduced", "stepped down": "resigned", "step down": "resign", "steps down": "resigns",
    "made available": "provided", "make available": "provide", "free of charge": "free", "at no cost": "free", "without charge": "free",
    "for free": "free", "on behalf of": "for", "in respect of": "for", "in writing": "written", "by letter": "written",
    "by phone": "telephone", "by telephone": "telephone", "over the phone": "telephone", "face to face": "in person",
    "took part in": "participated", "took part": "participated", "take part in": "participate", "take part": "participate",
    "taking part": "participating", "left out": "omitted", "leave out": "omit", "handed out": "distributed", "hand out": "distribute",
    "given out": "distributed", "gave out": "distributed", "sent out": "distributed", "sent round": "distributed", "filled in": "completed",
    "fill in": "complete",
    "made use of": "used", "makes use of": "uses", "make use of": "use",
    "made a decision": "decided", "took a decision": "decided", "take a decision": "decide", "took the decision": "decided",
    "came to a decision": "decided", "reached a decision": "decided", "made a complaint": "complained", "made complaints": "complained",
    "made a payment": "paid", "made payments": "paid", "make a payment": "pay", "made an offer": "offered", "made a donation": "donated",
    "made a contribution": "contributed", "made progress": "progressed", "made changes": "changed", "made a change": "changed",
    "carried out a survey": "surveyed", "made an application": "applied", "put in an application": "applied",
    "gave permission": "permitted",
    "gave consent": "permitted", "gave advice": "advised", "gave a presentation": "presented", "gave an update": "updated",
    "provided an update": "updated", "gave an explanation": "explained", "gave details": "described", "gave support": "supported",
    "gave its support": "supported", "gave their support": "supported", "gave his support": "supported", "gave her support": "supported",
    "gave its approval": "approved", "gave their approval": "approved", "gave approval": "approved", "gave approval for": "approved",
    "gave agreement": "agreed", "came to an end": "ended", "come to an end": "end", "comes to an end": "ends", "brought to an end": "ended",
    "went ahead": "proceeded", "go ahead": "proceed", "goes ahead": "proceeds", "going ahead": "proceeding", "in use": "used",
    "out of use": "unused", "on hold": "paused", "put on hold": "paused",
    "the rest of": "remaining", "the remainder of": "remaining",
    "the balance of": "remaining",
    "was short of": "lacked", "were short of": "lacked", "ran out of": "exhausted", "run out of": "exhausted", "makes up": "comprises",
    "consists of": "comprises", "consisted of": "comprised", "is made up of": "comprises", "was made up of": "comprised",
    "on the ground of": "because of", "on the grounds of": "because of", "on grounds of": "because of", "for reasons of": "because of",
    "on the ground that": "because", "on the grounds that": "because", "for the reason that": "because",
    "up from": "upfrom", "down from": "downfrom",  # one word each, for check_order to see
    "matter arising": "arising", "matters arising": "arising",
}  # fmt: skip

GROUPS = tuple(tuple(line.split()) for line in Path(__file__).with_suffix(".txt").read_text("utf-8").splitlines())
_PHRASE = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, _PHRASES), key=len, reverse=True))})\b", re.I)


def one_word(text: str) -> str:
    """``text`` with each known phrase as its single word."""
    for pattern, word in (*_PARTED, *_UP):
        text = pattern.sub(word, text)
    text = _CONSIDERED.sub("thought", text)
    text = _GIVEN.sub(r"\1 received", text)
    return _PHRASE.sub(lambda match: _PHRASES[match.group().lower()], text)


_BETWEEN = r"((?:(?!(?:not|no|and|or|but|that|which|who|to)\b)(?:£?\d+(?:[,.]\d+)*|[\w'’-]+) ){1,4}?)"  # between a verb and its particle
_PARTED = tuple(
    (re.compile(rf"\b{first} {_BETWEEN}{second}\b", re.I), rf"{word} \1{''.join(rest)}")
    for first, second, word, *rest in (
        ("brought", "down", "reduced"), ("bring", "down", "reduce"), ("turned", "down", "rejected"), ("turn", "down", "reject"),
        ("put", "off", "deferred"), ("put", "back", "deferred"), ("held", "over", "deferred"), ("gave", "back", "returned"),
        ("give", "back", "return"), ("took", "off", "removed"), ("take", "off", "remove"), ("voted", "down", "rejected"),
        ("set", "up", "established"), ("carried", "out", "conducted"), ("handed", "in", "submitted"), ("sent", "in", "submitted"),
        ("paid", "back", "repaid"), ("pay", "back", "repay"), ("ruled", "out", "excluded"), ("drew", "up", "prepared"),
        ("bring", "below", "reduce", "under"), ("brought", "below", "reduced", "under"), ("called", "off", "cancelled"),
    )
)  # fmt: skip
_UP = tuple(  # "numbers are down": which way they went is no small word
    (re.compile(rf"\b(is|are|was|were|be|been) {way}\b(?= (?:by|on|in|at|since|this|over|again)\b|\s*[.,;]|\s*$)", re.I), rf"\1 {word}")
    for way, word in (("up", "increased"), ("down", "decreased"))
)
_CONSIDERED = re.compile(r"\bconsidered(?= (?:that|it|this|the|him|her|them)\b(?:[^,.;]|,(?=\d)){0,80}\b(?:too|to be|un\w+|not)\b)", re.I)
_GIVEN = re.compile(r"\b(is|are|was|were|be|been|being) given(?! (?:to|by|back|up|out|over)\b)", re.I)  # it has it: "received" says so too


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
