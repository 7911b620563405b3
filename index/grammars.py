"""House styles as data: how public bodies number, date and mark things.

A grammar says what a label or a mark may look like; which of them a document really uses is worked out from the document
(index/outline.py). To add a house style, add a row here and a small invented file under tests/data.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RefStyle:
    """A running minute reference. ``running`` is the component that counts up; the others stay the same in a meeting."""

    name: str
    pattern: re.Pattern[str]
    running: int


def _ref(name: str, pattern: str, running: int) -> RefStyle:
    return RefStyle(name, re.compile(rf"[\W_]*(?P<label>{pattern})(?![\w/])(?:[.:)])?", re.I), running)


_SERIES = r"(?-i:(?:[A-Z][A-Za-z&]{0,6}[/.-]){1,3})"

REFERENCES = (
    _ref("number/day/month/year", r"Ref:?\s+(\d{1,3})/(\d{1,2})/(\d{1,2})/(\d{4})", 0),  # Ref 03/17/08/2022
    _ref("year/number", r"(20\d\d)[/-](\d{1,4})", 1),  # 2018/008
    _ref("number.municipal year", r"(\d{1,3})\.(\d{1,2})/(\d{2})", 0),  # 34.12/13
    _ref("letters number/year", r"[A-Z]{2,6}\s?(\d{1,3})/(\d{2,4})", 0),  # FGB 20/2021
    _ref("number/year", r"(\d{1,4})/(\d{2}|20\d\d)", 0),  # 087/18
    _ref("short year/number", r"(\d{2})[/-](\d{1,3})", 1),  # 21/087
    _ref("letters year/number", rf"{_SERIES}(20\d\d|\d{{2}})[/-](\d{{1,4}})", 1),  # BG/24/031, PCC/DN/2022/017
    _ref("letters/number", rf"{_SERIES}(\d{{1,4}})", 0),  # FC/118
)

ITEM = re.compile(r"[\W_]*(?:agenda\s+)?item\s+(?:no\.?\s*)?(?P<label>\d{1,3}(?:\.\d{1,2})*\s?[a-z]?)\b\s*[.:)\-–—|]*\s*", re.I)
NUMBER = re.compile(r"(?:[-–•*|#§]\s*)*(?P<label>\d{1,3}(?:\.\d{1,3}){0,3})(?P<stop>[.):]?)(?=[\s|]|$)[\s|]*(?:[-–—]\s+)?")
LETTER = re.compile(r"(?:[-–•*]\s*)*\(?(?P<label>[a-z])[.)](?=\s)\s*")
SMALL_ROMAN = re.compile(r"(?:[-–•*]\s*)*\(?(?P<label>[ivx]{1,5})[.)](?=\s)\s*")
BRACKETED = re.compile(r"(?:[-–•*]\s*)*\((?P<label>\d{1,2})\)\s*")
ROMAN = re.compile(r"[\s*|#_-]*(?P<label>[IVXL]{1,6})(?:[.):]|(?=\s{2,}|\t))(?=\s|$)[\s|]*(?:[-–—]\s+)?")
CAPITAL = re.compile(r"[\s*|#_-]*(?P<label>[A-Z])[.):](?=\s|$)[\s|]*(?:[-–—]\s+)?")
FIRST = re.compile(r"[\s*|#_(-]*(?:item\s+)?(?:0*1|I|A|a)(?:[.):]|(?=\s|$))", re.I)  # the label that begins a numbering
# A cell with the time at which an item is taken, before the cell with its number or title.
TIMED = re.compile(
    r"[\s|]*\d{1,2}[.:]\d{2}(?:\s?[ap]\.?m\.?)?"
    r"(?:\s*[-–]\s*\d{1,2}[.:]\d{2}(?:\s?[ap]\.?m\.?)?)?(?:\s*\|\s*|\t[\s|]*| {2,})(?=[\w(\"'‘“£])",
    re.I,
)
DECISION_NUMBER = r"(?:19|20)\d\d/\d{1,4}"
DECISION = re.compile(rf"[\W_]*(?P<label>{DECISION_NUMBER})\b\s*[-–—:]*\s*")
INLINE = re.compile(
    r"(?<=[\s*|])(?P<label>\d{1,2}(?:\.\d{1,2}){1,3}|\d{1,2}(?=\.\s+[A-Z]{3,}\s+[A-Z]{2,}))(?P<stop>\.?)(?=\s+\W{0,3}[A-Z])"
)
CLOCK = re.compile(r"\d{1,2}[.:]\d{2}(?:\s?[ap]m)?(?=\s|$)[\s|]*", re.I)

MONTHS = "january february march april may june july august september october november december".split()
MONTH = "|".join(f"{m}|{m[:3]}" if m != "may" else m for m in MONTHS) + "|sept"
_TENS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth"
DAY_WORDS = (
    f"{_TENS} seventeenth eighteenth nineteenth twentieth " + " ".join(f"twenty-{n}" for n in _TENS.split()[:9]) + " thirtieth thirty-first"
).split()
_DAYS_IN_WORDS = "|".join(sorted((word.replace("-", "[ -]") for word in DAY_WORDS), key=len, reverse=True))
DATE = re.compile(
    rf"\b(?P<day>\d{{1,2}}|{_DAYS_IN_WORDS})\s*(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{MONTH})\b\.?,?(?:\s+(?P<year>\d{{4}}))?",
    re.I,
)
DATE_US = re.compile(rf"\b(?P<month>{MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b", re.I)
DATE_NUMERIC = re.compile(r"\b(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>\d{4}|\d{2})\b")
DATE_ISO = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})\b")
MONTH_YEAR = re.compile(rf"\b(?P<month>{MONTH})\s+(?P<year>(?:19|20)\d\d)\b", re.I)
TIME = re.compile(r"\b(?P<hour>[01]?\d|2[0-3])(?:[:.](?P<minute>[0-5]\d))?\s*(?P<half>[ap]\.?m\b)?", re.I)
CLOCK_24 = re.compile(
    r"\b(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?=\s*(?:hrs|hours|h)\b|\s*[-–]\s*(?:[01]\d|2[0-3])[0-5]\d\s*(?:hrs|hours|h)?\b)"
    r"|(?<=[-–])\s*(?P<hour_to>[01]\d|2[0-3])(?P<minute_to>[0-5]\d)\b",
    re.I,
)

# A board, and what a board belongs to; either may hold the meeting.
BOARD = re.compile(
    r"\b(?:board|committee|sub-committee|panel|forum|group|governors|governing body|trustees|directors|partnership|assembly"
    r"|executive|cabinet|working party|task ?force|senate|synod|consortium|conference|meeting)\b",
    re.I,
)
ANY_MEETING = re.compile(
    r"(?:(?:an?|ordinary|regular|special|extraordinary|scheduled|monthly|quarterly|public|full|virtual|remote)\s+)*meeting",
    re.I,
)
OWNER = re.compile(
    r"\b(?:council|authority|commission|commissioners|trust|foundation|federation|association|society|corporation|university|college"
    r"|police and crime commissioner)\b",
    re.I,
)
BODY = re.compile(f"{BOARD.pattern}|{OWNER.pattern}", re.I)
ROLE_WORDS = re.compile(
    r"\b(?:draft|approved|unconfirmed|confirmed|minutes|notes|agenda|meeting notes|action notes|public|held|record)\b"
    r"|\b(?:(?:ordinary|regular|special|extraordinary|scheduled|monthly|quarterly|annual)\s+)?meeting\b(?=\s+(?:of|held))"
    r"|(?<!\w )\bof\s+(?:the|a)\b|\b(?:of|the|for)\b(?=\s*$)|^\s*(?:of|the|for|a|an)\b"
    r"|\b(?:\w+(?:st|nd|rd|th)|first|second|third)\b(?=\s+(?:annual|ordinary|general)\b)"
    r"|\bmeeting\s*(?:#|no\.?\s*)?\d+\b|^\s*office of the\b"
    r"|\bdecision (?:notice|record)\b",
    re.I,
)
TITLE = re.compile(r"\b(?:agenda|minutes|notes|decision (?:notice|record)|record of decisions?)\b", re.I)
_OTHER_TONGUE = r"(?:[^\W\d][^/:|\n]{1,40}/\s*)?"  # "PRESENNOL / PRESENT"
HEAD_CUE = re.compile(
    _OTHER_TONGUE + r"(?P<cue>(?:members?\s+)?present|presenters|attendees|attendance|in attendance|also present|also in attendance"
    r"|members|absent"
    r"|apologies(?:\s+for absence)?|agenda|chair(?:man|woman|person|ed by)?|venue|location|place|please note|date|time"
    r"|minutes|clerk|minute taker|note taker|observers|officers(?:\s+in attendance)?|officials|officials present"
    r"|governors present|trustees present|name|councillors|quorum|guests)\b",
    re.I,
)
PEOPLE_CUE = re.compile(
    _OTHER_TONGUE + r"(?:(?:(?!not\b)\w+\s+){0,2}present|attendees|attendance|(?:also\s+|officers\s+)?in attendance"
    r"|officials|presenters|governors|trustees|members|councillors)\b(?:\s*\([^)]*\))?",
    re.I,
)
APOLOGIES_CUE = re.compile(
    _OTHER_TONGUE + r"(?:(?:(?:\w+\s+){0,2}(?:absent|excused)|regrets|not present|did not attend)\b"
    r"|apologies(?:\s+for absence)?(?:\s+(?:were\s+)?received)?(?:\s+from)?\b)",
    re.I,
)
CHAIR_CUE = re.compile(r"(?:in the )?chair(?:man|woman|person|ed by)?(?:\s*:\s*|$)", re.I)
VENUE_CUE = re.compile(r"(?:venue|location|place)\b\s*:?\s*", re.I)
VENUE = re.compile(
    r"\b(?:room|house|hall|centre|center|school|offices?|library|zoom|teams|chambers?|church|pavilion|suite|theatre|building|club|institute|court"
    r"|(?:video|tele)[ -]?conferenc\w+)\b",
    re.I,
)
_ACTION_LIST = r"actions?\s+(?:list|log|summary|table)|summary of actions"
ACTION_LIST = re.compile(rf"(?:{_ACTION_LIST})\b", re.I)
CLOSING = re.compile(
    rf"(?:date\s+(?:and\s+time\s+)?of\s+(?:the\s+)?next\s+meeting|next\s+meeting|{_ACTION_LIST})\b",
    re.I,
)
CLOSED = re.compile(
    r"(?:meeting\s+(?:was\s+|then\s+)?(?:closed|ended|finished|concluded|declared closed)|closed\s+the\s+meeting"
    r"|(?:commenced|began|opened|started)\b.{0,30}\band\s+(?:concluded|closed|ended|finished)|\badjourned)"
    r"(?:\s+at)?\s*(?P<time>.{0,20})",
    re.I,
)
OPENED = re.compile(
    r"\bmeeting\s+(?:was\s+)?(?:commenced|began|opened|started|called to order(?:\s+by .{2,40}?)?)\s+at\s*(?P<time>.{0,12})",
    re.I,
)
# Capitals, a wide gap, and the text of the item.
HEADING_RUN_ON = re.compile(r"(?=\W*[A-Z]{2,}\W+[A-Z]{2,}|[A-Z]{4})[A-Z][A-Z0-9 ,'’&/()-]{3,80}?(?=\s{2,}[A-Z][a-z])")
DRAFT = re.compile(r"\b(?:draft|unconfirmed|unapproved)\b", re.I)
APPROVED = re.compile(
    r"\bapproved (?:at|by|on)\b.{0,60}\b(?:19|20)\d\d\b"
    r"|\b(?:approved minutes|confirmed minutes|signed as a correct record)\b|^\s*(?:approved|confirmed)\b",
    re.I,
)
FURNITURE = re.compile(r"(?:page\s+)?\d{1,4}(?:\s+of\s+\d{1,4})?$|page\s+\d+", re.I)

ORGANISATION = re.compile(
    r"(?<![\w-])(?P<name>(?:[A-Z][a-z]+(?:-[A-Za-z]+){0,4}+(?:'s)?)"
    r"(?: (?:(?:and|of|the|upon|with|in|on|&)\s)?[A-Z][a-z]+(?:-[A-Za-z]+){0,4}+){0,4})\s+"
    r"(?P<kind>Police (?:and|&) Crime (?:Panel|Plan)|Police(?!\s+(?:and|&)\s+Crime)|Constabulary"
    r"|(?:County|Borough|City|District|Parish|Town|Community) Council|Council"
    r"|NHS (?:Foundation )?Trust|(?:Multi )?Academy Trust|Health Board"
    r"|Harbour Trust|Harbour Commissioners|Housing Association|Combined Authority)\b"
    r"(?!\s+(?:Stations?|Houses?|Federation|Officers? Association)\b)"
)
# Police areas of England and Wales as they are named in print: minutes often name the area and never the force.
POLICE_AREAS = (
    "Avon and Somerset|Bedfordshire|Cambridgeshire|Cheshire|Cleveland|Cumbria|Derbyshire|Devon and Cornwall|Dorset|Durham|Dyfed-Powys|Essex"
    "|Gloucestershire|Gwent|Hampshire|Hertfordshire|Humberside|Kent|Lancashire|Leicestershire|Lincolnshire|Merseyside|Norfolk|North Wales"
    "|North Yorkshire|Northamptonshire|Northumbria|Nottinghamshire|South Wales|South Yorkshire|Staffordshire|Suffolk|Surrey|Sussex"
    "|Thames Valley|Warwickshire|West Mercia|West Midlands|West Yorkshire|Wiltshire"
).split("|")
AREA = re.compile(rf"\b(?:{'|'.join(POLICE_AREAS)})\b")
FORCE = re.compile(rf"\b(?P<area>{'|'.join(POLICE_AREAS)})(?:['’]s)? (?:Police|O?PCC|Constabulary|Commissioner|Office of)\b")
