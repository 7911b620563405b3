"""A statement of minutes -> what it says of who is in the chair: who took it or came back to it, and for how long."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from index.listed import listed, same_person
from index.minutes import Document, Span

CUE = re.compile(r"\bchair|\bpresid|\bre-?join|\breturn", re.I)  # no other statement says anything of it
_S = r"(?:[ \t]|[ \t]?\n[ \t]*)"  # one space or a line break: a wider gap parts columns
_CAPITAL = r"(?:(?:Cllrs?|Mrs?|Ms|Dr|Prof|Revd?|Hon|Supt|Insp|St|[A-Z])\.|[A-Z][\w’'&-]*)"
_WHO = (
    rf"(?<![\w’'-])(?P<who>(?:[Tt]he{_S})?{_CAPITAL}(?:,?{_S}(?:(?:of|the|and|for|pro|tem){_S}){{0,2}}{_CAPITAL}){{0,8}}"
    rf"(?:,?{_S}\([^()\n]{{1,40}}\))?)"
)
_CHAIR = rf"the{_S}chair\b"
_TAKES = (
    rf"(?:took(?:{_S}over)?|assumed|occupied|moved{_S}(?:in)?to|in){_S}{_CHAIR}|acted{_S}as{_S}chair\w*"
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
_BACK = re.compile(rf"{_WHO}(?P<verb>[^.;]{{0,60}}?\b(?i:resumed|retook|returned{_S}to|came{_S}back{_S}to){_S}(?i:{_CHAIR}))")
_REJOINED = re.compile(rf"{_WHO}{_S}(?:then{_S})?(?:returned|re-?joined|came{_S}back)\b")
_LEFT = re.compile(rf"\b(?:left|vacated|relinquished)\b[^.;]{{0,20}}{_CHAIR}", re.I)
_ONE = r"(?:item|part|section|bit|matter|business|discussion|report|debate|vote)\b"
_THIS = re.compile(rf"\W*(?:(?:for|during|over|on)\s+)?(?:the\s+(?:whole|duration)\s+of\s+)?(?:this|the|that)\s+(?:agenda\s+)?{_ONE}", re.I)
_REST = re.compile(r"\b(?:rest|remainder|remaining|thereafter|subsequent)\b|\bfrom\s+(?:this\s+point|here|then)\b", re.I)
_NEXT = re.compile(r"\b(?:for|during|in|on)\s+(?:the\s+)?(?:next|following)\s+(?:agenda\s+)?item\b", re.I)
_LABEL = r"(?:[A-Z]{1,6}[\s/]?)?\d[\w./]*"
_NAMED = re.compile(
    r"\W*(?:(?:for|during|over)\s+)?(?:(?:agenda\s+)?(?:items?|minutes?|paragraphs?)\s+(?:(?:nos?|numbers?)\b\.?\s*)?)?"
    rf"(?P<labels>{_LABEL}(?:\s*(?:,|\band\b|&|\bto\b|[-–])\s*{_LABEL})*)"
)
# The chair of something or some time else.
_ELSEWHERE = re.compile(
    rf"\W*(?:of|for)\s+(?:the|an?|its|their)\s+(?!(?:whole|duration|rest|remainder|next|following|agenda|meeting|day|session)\b|{_ONE})\w"
    r"|[^.;]*\b(?:last|previous|earlier)\s+(?:meeting|year)|\W*(?:in|at|on|for)\s+(?:\w+\s+)?(?:19|20)\d\d\b(?!/)",
    re.I,
)
_BRIEFLY = re.compile(r"\b(?:while|whilst|until|briefly|temporarily|part\s+of)\b", re.I)
_MEETING = re.compile(r"\W*(?:(?:over\s+)?(?:the\s+)?(?:meeting|session|proceedings)\b|$)", re.I)

Reach = Literal["this", "on", "next", "named", "open", "back"]


@dataclass(frozen=True, slots=True)
class Remark:
    who: str
    reach: Reach  # this item, from here on, the next item, the items of these labels, not said; back: who had the chair before
    span: Span  # of the statement
    labels: str = ""


def remark(masked: str, span: Span, document: Document) -> Remark | None:
    """What the statement at ``span`` says of the chair of the meeting; None for most."""
    text = masked[span.start : span.end]
    if back := _BACK.search(text):
        return Remark(_person(back["who"], document), "back", span)
    rejoined = _REJOINED.search(text)
    if rejoined and document.chair and same_person(_person(rejoined["who"], document), document.chair):
        return Remark(document.chair, "back", span)
    found = (_taken(match, span, document) for pattern in (_GIVEN, _TOOK) for match in pattern.finditer(text))
    return next((one for one in found if one), None)


def _taken(match: re.Match[str], span: Span, document: Document) -> Remark | None:
    text, verb = match.string, " ".join(match["verb"].lower().split())
    before = text[: match.start()]
    behind = re.split(r"[.;](?:\s|$)", text[match.end() :], maxsplit=1)[0]
    if _ELSEWHERE.match(behind) or _BRIEFLY.search(behind) or (verb == "took over" and not _LEFT.search(before)):
        return None
    reach, labels = _reach(before, behind, verb)
    if reach == "open" and not _whole(before, behind, verb):
        return None
    # "In the absence of the Chair, Councillor X": the chair is no part of the name.
    who = match["who"].rsplit(",", 1)[-1] if re.search(r"\babsence\s+of\s*$", before) else match["who"]
    return Remark(_person(who, document), reach, span, labels)


def _whole(before: str, behind: str, verb: str) -> bool:
    """False for one who is listed as in the chair, or who chaired something else than the meeting."""
    of_meeting = _MEETING.match(behind.strip(" )")) is not None
    if verb == "in the chair":
        return of_meeting and not re.search(r"\w", before)
    return of_meeting or verb not in ("chaired", "presided")


def _reach(before: str, behind: str, verb: str) -> tuple[Reach, str]:
    if _REST.search(behind):
        return "on", ""
    if _NEXT.search(behind) or re.search(r"\b(?:next|following)\s+(?:agenda\s+)?item\b", before, re.I):
        return "next", ""
    if named := _NAMED.match(behind):
        return "named", named["labels"]
    return ("this" if _THIS.match(behind) or re.match(r"(?:item|part|section) was", verb) else "open"), ""


def _person(words: str, document: Document) -> str:
    return listed(words, document.attendees, document.chair)
