"""A statement of minutes -> what it says of who is in the chair: who took it or came back to it, and for how long.

What does not surely speak of this meeting, and of a person, says nothing: a chair that is not named is better than a wrong one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from index.listed import meant, parts, same_person
from index.minutes import Document, Span
from index.person import TITLE, looks_like_name

CUE = re.compile(r"\bchair|\bpresid|\bre-?join|\breturn", re.I)  # no other statement says anything of it
_S = r"(?:[ \t]|[ \t]?\n[ \t]*)"  # one space or a line break: a wider gap parts columns
_CAPITAL = r"(?:(?:Cllrs?|Mrs?|Ms|Dr|Prof|Revd?|Hon|Supt|Insp|St|[A-Z])\.|[A-Z][\w’'&-]*)"
_WHO = (
    rf"(?<![\w’'-])(?P<who>(?:[Tt]he{_S})?{_CAPITAL}(?:,?{_S}(?:(?:of|the|and|for|pro|tem){_S}){{0,2}}{_CAPITAL}){{0,8}}"
    rf"(?:,?{_S}\([^()\n]{{1,40}}\))?)"
)
_CHAIR = rf"the{_S}chair\b"
_TAKES = (
    rf"took{_S}over{_S}as{_S}chair\w*|(?:took(?:{_S}over)?|assumed|occupied|moved{_S}(?:in)?to|in){_S}{_CHAIR}|acted{_S}as{_S}chair\w*"
    rf"|(?:invited|asked){_S}to{_S}(?:take|assume){_S}{_CHAIR}|took{_S}over(?=\W|$)"
    rf"|(?:elected|appointed|voted){_S}(?:as{_S}|to{_S}the{_S})?chair\w*(?={_S}for{_S}th(?:is|e){_S}(?:item|meeting))|chaired|presided"
)
_TOOK = re.compile(rf"{_WHO},?{_S}(?:(?:then|now|also|duly|was|had been){_S})?(?P<verb>(?i:{_TAKES}))")
_GIVES = (
    rf"\b(?:item|part|section|meeting){_S}was{_S}(?:then{_S})?chaired{_S}by|{_CHAIR}{_S}was{_S}(?:then{_S})?(?:taken|assumed|occupied){_S}by"
    rf"|\b(?:handed|passed|gave|yielded|ceded|vacated|relinquished){_S}(?:over{_S})?{_CHAIR}{_S}(?:over{_S})?(?:to|in{_S}favour{_S}of)"
    rf"|\b(?:invited|asked)(?=[^.;]{{2,80}}\bto{_S}(?:take|assume){_S}{_CHAIR})"
)
_GIVEN = re.compile(rf"(?P<verb>(?i:{_GIVES})){_S}{_WHO}(?:{_S}to{_S}(?:take|assume){_S}{_CHAIR})?")
_NAME = re.compile(_WHO)
_BACK = re.compile(rf"\b(?:resumed|retook|returned{_S}to|came{_S}back{_S}to){_S}{_CHAIR}", re.I)
_PLACE = rf"(?:the{_S})?(?:meeting|room|chamber|table|hall|call|chair)\b"
_REJOINED = re.compile(
    rf"{_WHO}{_S}(?:then{_S})?(?:(?:returned|came{_S}back)(?:{_S}(?:in)?to{_S}{_PLACE})?|re-?joined(?:{_S}{_PLACE})?)"
    rf"(?=\W*$|[.,;)]|{_S}(?:and|at{_S}\d))"
)
_LEFT = re.compile(rf"\b(?:left|vacated|relinquished)\b[^.;]{{0,20}}{_CHAIR}", re.I)
_ONE = r"(?:item|part|section|bit|matter|business|discussion|report|debate|vote)\b"
_THIS = re.compile(
    r"\W*(?:(?:for|during|over|on)\s+)?(?:the\s+(?:whole|duration|consideration|discussion|purposes?)\s+of\s+|until\s+the\s+end\s+of\s+)?"
    rf"(?:this|the|that)\s+(?:agenda\s+)?{_ONE}",
    re.I,
)
_REST = re.compile(
    r"(?:\W*|[^.;]*\b(?:for|during|over|throughout)\s+)(?:(?:the|all)\s+)*(?:rest|remainder|remaining|subsequent)\b"
    r"|[^.;]*\b(?:thereafter|from\s+(?:this\s+point|here|then))\b",
    re.I,
)
_NEXT = re.compile(r"\b(?:for|during|in|on)\s+(?:the\s+)?(?:next|following)\s+(?:agenda\s+)?item\b", re.I)
_LABEL = r"(?:[A-Z]{1,6}[\s/]?)?\d[\w./]*"
_REFERENCE = r"(?:[A-Z]{1,6}[\s/]?)?\d+/\d[\w./]*"
_MORE = r"(?:\s*(?:,|\band\b|&|\bto\b|[-–])\s*"
# A bare number may be a time or a count of minutes or members.
_NAMED = re.compile(
    r"\W*(?:(?:for|during|over)\s+)?(?:agenda\s+)?(?:items?|minutes?|paragraphs?)\s+(?:(?:nos?|numbers?)\b\.?\s*)?"
    rf"(?P<labels>{_LABEL}{_MORE}{_LABEL})*)|\W*(?:for|during|over)\s+(?P<references>{_REFERENCE}{_MORE}{_REFERENCE})*)"
)
_HERE = rf"(?:(?:whole|duration|rest|remainder|next|following|agenda|meeting|day|session|consideration|discussion|purposes?)\b|{_ONE})"
# The chair of something or some time else.
_ELSEWHERE = re.compile(
    rf"\W*(?:of\s+(?:(?:the|this|an?|its|their)\s+)?|for\s+(?:the|an?|its|their)\s+)(?!{_HERE})\w"
    r"|[^.;]*\b(?:last|previous|earlier)\s+(?:meeting|year)|\W*(?:in|on|for)\s+(?:\w+\s+)?(?:19|20)\d\d\b(?!/)"
    r"|[^.;]*\b(?:but|however)\b[^.;]*\b(?:declin|refus|not\b|unable)|\W*for\s+(?:about\s+)?\w+\s+minutes\b",
    re.I,
)
# What may stand behind "took the chair".
_TAIL = re.compile(
    r"\s*(?:$|[.;,:)\]–—-]|(?:and|as|because|since|due|owing|during|over|throughout|until|thereafter|following|after|when|who|having|again|instead"
    r"|pro\s+tem\w*|to\s+(?:allow|chair|preside|run|lead|open|conduct|deal)|on\s+(?:behalf|(?:this|that)\b)"
    r"|in\s+(?:(?:the|his|her|their)\s+)?(?:[\w’']+[’']s?\s+)?(?:absence|place|stead)|for|from|of|at\s+(?:this|that|about|approximately|\d)"
    r"|the\s+(?:meeting|item))\b|\W*(?:this|next)\b|at\s+\d)",
    re.I,
)
_TOLD = re.compile(
    r"\b(?<!agreed )(?<!resolved )(?<!noted )(?:that|whether|if|when|where|how|why)\s*$"
    r"|\b(?:read|reads|reported|recalled|said|stated|explained)\s+(?:\w+\s+){0,2}$|\b(?:amend(?:ed|ment)|correct(?:ed|ion))\b[^;]*$",
    re.I,
)
_BRIEFLY = re.compile(r"\b(?:while|whilst|until(?!\s+the\s+end\s+of\b)|briefly|temporarily|part\s+of)\b", re.I)
_MEETING = re.compile(
    r"\W*(?:(?:over\s+)?(?:the\s+)?(?:meeting|session|proceedings)\b(?!\s+(?:of|with|held|between|on(?!\s+behalf)|in(?!\s+[\w’']+\s+(?:absence|place))))|$)",
    re.I,
)

Reach = Literal["this", "on", "next", "named", "open", "back"]


@dataclass(frozen=True, slots=True)
class Remark:
    who: str | None  # None only for the one who is back
    reach: Reach  # this item, from here on, the next item, the items of these labels, not said; back: who had the chair before
    span: Span  # of the statement
    labels: str = ""


def remark(masked: str, span: Span, document: Document) -> Remark | None:
    """What the statement at ``span`` says of the chair of the meeting; None for most."""
    text = masked[span.start : span.end]
    if text.rstrip(' )"”’').endswith("?"):
        return None
    if back := _BACK.search(text):
        return Remark(_last(text[: back.start()], document), "back", span)
    rejoined = _REJOINED.search(text)
    if rejoined and document.chair and (who := _person(rejoined["who"], document)) and same_person(who, document.chair):
        return Remark(document.chair, "back", span)
    found = (_taken(match, span, document) for pattern in (_GIVEN, _TOOK) for match in pattern.finditer(text))
    return next((one for one in found if one), None)


def _last(before: str, document: Document) -> str | None:
    """The listed person named last before somebody "resumed the chair"; the chair of the meeting where that one is known."""
    if document.chair or re.search(r"\b[Tt]he Chair\b", before):
        return document.chair
    named = [who for match in _NAME.finditer(before) if (who := meant(match["who"], document.attendees, document.chair))]
    return named[-1] if named else None


def _taken(match: re.Match[str], span: Span, document: Document) -> Remark | None:
    text, verb = match.string, " ".join(match["verb"].lower().split())
    before = text[: match.start()]
    behind = re.split(r"[.;](?:\s|$)", text[match.end() :], maxsplit=1)[0].rstrip()
    if _ELSEWHERE.match(behind) or _BRIEFLY.search(behind) or _TOLD.search(before) or (verb == "took over" and not _LEFT.search(before)):
        return None
    if verb not in ("chaired", "presided") and not _TAIL.match(behind):
        return None
    reach, labels = _reach(before, behind, verb)
    if reach == "open" and not _whole(before, behind, verb):
        return None
    # "In the absence of the Chair, Councillor X": the chair is no part of the name.
    who = match["who"].rsplit(",", 1)[-1] if re.search(r"\babsence\s+of\s*$", before) else match["who"]
    person = _person(who, document)
    return Remark(person, reach, span, labels) if person else None


def _whole(before: str, behind: str, verb: str) -> bool:
    """False for one who is listed as in the chair, or who chaired something else than the meeting."""
    of_meeting = _MEETING.match(behind.strip(" )")) is not None
    if verb == "in the chair":
        return of_meeting and not re.search(r"\w", before)
    return of_meeting or verb not in ("chaired", "presided")


def _reach(before: str, behind: str, verb: str) -> tuple[Reach, str]:
    if _REST.match(behind):
        return "on", ""
    if _NEXT.search(behind) or re.search(r"\b(?:next|following)\s+(?:agenda\s+)?item\b", before, re.I):
        return "next", ""
    if named := _NAMED.match(behind):
        return "named", named["labels"] or named["references"]
    return ("this" if _THIS.match(behind) or re.match(r"(?:item|part|section) was", verb) else "open"), ""


def _person(words: str, document: Document) -> str | None:
    """The listed person, or one whom the words name with a title; without a list, any name."""
    who = meant(words, document.attendees, document.chair)
    if who is None:
        named = [part for part in parts(words) if looks_like_name(part) and (TITLE.match(part) or not document.attendees)]
        who = named[0] if len(named) == 1 else None
    return who
