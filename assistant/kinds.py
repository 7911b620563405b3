"""Questions that the catalogue answers by its rows: which kind a question is, and what it asks about.

A question is of a kind where its words fit one and the words left over fit what the kind can be asked about. "Who attended?"
leaves nothing over; "who attended the symposium?" leaves a topic, which no list of members can answer, so it is of no kind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Literal

from assistant.answer import Asked, AskedKind
from assistant.roles import named_role, short_for
from assistant.scope import scope_words
from assistant.support import telling
from index.minutes import Document
from index.names import bare_name
from index.tokens import tokens

Left = Literal["nothing", "person", "role", "topic", "anything"]  # what may be left over
_SAME = re.compile(r"^\W*(?:and|what about|how about|what of|no,? i meant|i meant|same for|ok and)\b", re.I)
_NOT = r"(?:n['o]?t|\s+not)"
_WHO = r"\bwh(?:o|ich \w+(?: \w+)?)(?:'s| all)?"
_MEET = r"(?:meetings?|boards?|committees?|panels?|councils?|sessions?|minutes|dates?)"
_SMALL = """meeting meetings minutes notes board committee panel council session agenda record recorded recording list listed name named
    names people person persons member members everyone anyone somebody someone total number many held hold here time day date please pls vs versus v compare compared
    thanks exactly full complete actually different respective"""


@dataclass(frozen=True, slots=True)
class _Form:
    """``own``: words of the kind itself, which are no topic."""

    kind: AskedKind
    left: tuple[Left, ...]
    pattern: re.Pattern[str]
    own: str = ""


def _form(kind: AskedKind, left: Sequence[Left], pattern: str, own: str = "") -> _Form:
    return _Form(kind, tuple(left), re.compile(pattern, re.I), own)


_COME = "attend attended attending attendance attendees present presence there came come show showed turn turned up make made sat room call"
_OUTCOMES = """decision decisions decide decided resolution resolutions resolve resolved action actions point points undertaking undertakings
        agreement agreements agree agreed approval approvals approve approved request requests requested outcome outcomes deferral deferrals
        deferred defer commitment commitments give given assign assigned allocate allocated set fall fell outstanding open arise arising arose
        come came make made take taken discussion item task tasks due owner owners from out under to for on list every all were there was
        remains remain left still any new each who what"""
_MEETINGS = f"""{_COME} meetings meeting minutes files documents have got hold held cover covered available loaded show list take took
    place about on discuss discussed discussing discussion mention mentioned mentions talk talked raise raised deal dealt concern concerned
    first earliest oldest latest last most recent newest archive body bodies year missed miss dates times meet met each every all which"""
_FORMS: tuple[_Form, ...] = (
    _form(
        "next",
        ["nothing"],
        rf"\bnext\b.{{0,60}}\b(?:{_MEET}|meets?|meeting)\b|\b(?:dates?|time|place|venue) of (?:the |their |its )?next\b"
        r"|\b(?:meet|meets|meeting|convene|sit|get together|due to meet)\s+(?:again|next)\b|^\W*(?:when(?:'s| is)?\s+)?(?:the\s+)?next\b"
        r"|\bwhen (?:do|does|will|is|are|was|were)\b.{0,50}\bnext\b|\b(?:following|upcoming|forthcoming) (?:meeting|board|session)\b",
        "next again meet meets meeting when where due set scheduled planned fixed place venue after convene sit following upcoming forthcoming one",
    ),
    _form(
        "unminuted",
        ["nothing"],
        r"\bagenda\b.{0,80}\b(?:not|never|n't|nt|without|missing|left out|dropped|skipped)\b.{0,40}\b(?:minut|tak|discuss|record|cover|reach|dealt|minutes|come up|make it)"
        r"|\b(?:not|never|n't) minuted\b|\bunminuted\b|\b(?:missing|absent|left out|dropped)\b.{0,30}\b(?:minutes|notes)\b.{0,60}\bagenda\b"
        r"|\bagenda\b.{0,40}\b(?:against|versus|vs\.?|compare\w* (?:to|with)|and not|but not)\b.{0,30}\b(?:minute\w*|notes)\b"
        r"|\bcompare\b.{0,30}\bagenda\b.{0,20}\b(?:with|and|to|against)\b.{0,30}\b(?:minutes|notes)\b",
        """agenda item items point points minuted unminuted minutes not never without missing left out dropped skipped taken discussed recorded
        covered reached dealt compare compared against versus difference differences between entry appear announced promised decision decisions""",
    ),
    _form(
        "apologies",
        ["nothing"],
        rf"\bapolog(?:y|ies|i[sz]ed?|ising)\b|\b(?:sent|gave|offered|tendered|sending)\b.{{0,20}}\b(?:sorr(?:y|ies)|regrets)\b"
        rf"|\b(?:could|did|was|were|can){_NOT}\s+(?:\w+\s+)?(?:make|come|attend|be there|there|present|turn up|able to)\b"
        rf"|{_WHO} (?:was|were) (?:absent|missing|away)\b|\babsent(?:ees)?\b|\b(?:failed|unable) to (?:attend|come|make)\b|\bno[- ]shows?\b",
        f"""{_COME} apologies apologise apologised apologize apology sorry sorries regrets sent send gave give given offered tendered received
        could couldn't couldnt did didn't didnt wasn't weren't not absent absentees missing away failed unable able no-show no-shows why reason
        reasons senior accepted""",
    ),
    _form(
        "attended",
        ["nothing", "person"],
        rf"{_WHO} (?:\w+ )?(?:attended|was (?:there|present|at|in attendance)|were (?:there|present|at|in attendance)|came|turned up|showed up|sat on|made it)\b"
        r"|\b(?:attendees|attendance(?: list)?|roll call|those present|members present)\b"
        r"|\bhow many\b.{0,40}\b(?:attended|present|there|came|turned up|in attendance|at the meeting)\b"
        r"|\b(?:was|were|did)\b.{0,40}\b(?:present|there|in attendance|attend|at the (?:meeting|board)|turn up|come)\b\W*(?:$|\b(?:in|on|at|for)\b)",
        f"{_COME} list meeting councillors governors trustees",
    ),
    _form(
        "chair",
        ["nothing"],
        rf"{_WHO} (?:was |is )?(?:chaired|chairing|ran|led|presided(?: over)?|took the chair|in the chair|in charge of|the chair(?:man|woman|person)?)\b"
        r"|\b(?:chaired|presided over|run|led) by (?:who|whom)\b|\bname of the (?:chair|chairman|chairwoman|chairperson)\b",
        "chair chaired chairing chairman chairwoman chairperson ran run led lead presided took charge",
    ),
    _form(
        "presenter",
        ["topic"],
        rf"{_WHO}\b.{{0,12}}\b(?:present(?:ed|s|ing)?|introduced|gave the (?:presentation|report|paper)|brought the (?:report|paper))\b(?! (?:at|on|in)\b)"
        r"|\b(?:presented|introduced) by (?:who|whom)\b|\bpresenter of\b",
        "present presented presents presenting presenter introduced gave give brought bring presentation report paper item update compare down",
    ),
    _form(
        "role",
        ["role", "person"],
        rf"{_WHO} (?:is|was|were|are|'s|has been)\b|\bwho's\b"
        r"|\bwhat (?:was|is|were|are)?.{0,40}\b(?:role|job|position|title|post|capacity)\b|\bwhat .{0,20}\b(?:role|job|position|title|post)\b.{0,40}\bhold\b",
        "role job position title post capacity hold held serve served office then now current currently new",
    ),
    _form(
        "outcomes",
        ["nothing", "person", "role", "topic"],
        r"^\W*(?:please |can you |could you |pls )*(?:list|show|give|name|what|which|what's|whats|how many|any|all|are there|were there|is there)\b"
        r"(?:(?!\bwhy\b).){0,60}\b(?:decisions|resolutions|actions|action points|action items|undertakings|agreements|approvals|requests|outcomes|deferrals|commitments)\b"
        r"|^\W*(?:all |the )?(?:decisions|resolutions|actions|action points|undertakings|requests)\b(?! (?:number|notice|log))",
        _OUTCOMES,
    ),
    _form(
        "outcomes",
        ["nothing", "person", "role"],
        r"^\W*what (?:was|were|has been|did (?:they|we|the (?:board|committee|panel|council|governors|trustees|members)))\s+(?:\w+ )?"
        r"(?:decided?|agreed?|resolved?|approved?|deferred|requested|signed)\b\W*(?:$|\b(?:at|in|by|on)\b)"
        r"|\bwhat(?:'s| is| was| remains)?\s+(?:still )?(?:outstanding|left to do|on the to[- ]do list)\b",
        _OUTCOMES,
    ),
    _form(
        "meetings",
        ["nothing", "person", "topic"],
        r"\b(?:which|what|how many|list|show)\b(?!(?: \w+){0,2} (?:kind|sort|type) of).{0,30}\b(?:meetings|minutes)\b|\bhow many times did\b.{0,30}\bmeet\b"
        r"|\bat which meetings?\b|\bwhich meeting\b",
        _MEETINGS,
    ),
    _form(
        "meetings",
        ["nothing"],
        r"\b(?:what|when|which|how recent)\b.{0,40}\b(?:first|earliest|oldest|latest|last|most recent|newest)\b.{0,20}\b(?:meeting|minutes|board|meet|met)\b",
        _MEETINGS + " met time body how recent",
    ),
    _form(
        "mentions",
        ["topic"],
        r"\b(?:every|each|all)(?: the)? (?:place|mention|reference|occasion|passage)s?\b|\bwhere (?:is|was|are|were|does|do|did)\b.{0,50}\b(?:mention\w*|come up|crop up|raised|referred|appear\w*)\b"
        r"|\b(?:items|mentions|references) (?:about|of|to|on|mentioning|concerning)\b|\bhow (?:often|many times)\b.{0,50}\b(?:mention\w*|discuss\w*|come up|came up|raised)\b"
        r"|\bwhat (?:do|have) (?:we|you) (?:have|got|hold) (?:on|about)\b",
        """every each all place places mention mentioned mentions mentioning time times item items reference references refer referred occasion
        passage come came crop up raise raised appear appears discuss discussed often list concerning on about across years meetings have got hold""",
    ),
    _form(
        "compare",
        ["topic"],
        r"\bcompar\w+|\bversus\b|\bvs?\.?\s|\bdifferences? (?:between|in)\b|\b(?:different|various|all|both|each|the (?:two|three|four|other)) (?:of the )?(?:\w+ )?(?:forces|boards|bodies|councils|panels|committees|organisations|areas|places)\b"
        r"|\beach (?:of them|do|did|say|said|have|had|has)\b|\bhow do(?:es)?\b.{0,80}\band\b",
        """compare compared comparison comparing versus vs v different difference differences between various both two three four each other
        forces force say said says do does did about what think thing deal deals respectively board boards body bodies area areas other""",
    ),
    _form(
        "timeline",
        ["topic"],
        r"\bwhat(?:'s|s| has| have| is)? ?(?:happened|been happening|happening|become|became|came of|come of|been done)\b|\bhappened (?:next|about|to|with|on|over|after|since)\b"
        r"|\b(?:over|through|across|down) the (?:years|months|meetings)\b|\bover time\b|\bhistory of\b|\btime ?line\b|\bchronolog\w+"
        r"|\bsince (?:then|the last|last|january|february|march|april|may|june|july|august|september|october|november|december|20\d\d|19\d\d)\b"
        r"|\bstill (?:open|outstanding|going|waiting|unresolved|pending|on hold)\b|\bin the end\b|\bso far\b|\bhow (?:has|have|did)\b.{0,80}\b(?:changed?|developed?|evolved?|progress\w*|moved?)\b"
        r"|\b(?:any|what) (?:progress|update|follow[- ]up|news|developments?)\b|\b(?:come|came|gone|went|going) (?:down|up)\b|\b(?:better|worse)\b.{0,20}\bsince\b",
        """happen happened happening become became came come been done over year years month months time history timeline chronology since then
        last still open outstanding going waiting unresolved pending end far change changed develop developed evolve evolved progress progressed
        move moved update updates follow follow-up followup news development developments better worse down up next after gone went across
        meetings through january february march april june july august september october november december""",
    ),
)
_COUNTED = re.compile(r"\bhow (?:many|often)\b|\bnumber of\b|\bcount of\b", re.I)
_DEFINITE = re.compile(
    r"\bthe (?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d+)\b", re.I
)  # "the seven open actions": which ones?
_CONTENT = re.compile(
    r"\bwho (?:said|told|asked|raised|proposed|wanted|thought|voted|is responsible|owes)\b|\bhow much\b|^\W*(?:but )?why\b", re.I
)
_SORTS: dict[AskedKind, tuple[tuple[str, re.Pattern[str]], ...]] = {
    "outcomes": (
        ("requests", re.compile(r"\brequest", re.I)),
        ("deferrals", re.compile(r"\bdefer", re.I)),
        ("actions", re.compile(r"\b(?:actions?|undertakings?|commitments|outstanding|left to do|to[- ]do)\b", re.I)),
        ("outcomes", re.compile(r"\boutcomes\b", re.I)),
        ("decisions", re.compile(r"", re.I)),
    ),
    "meetings": (
        ("first", re.compile(r"\b(?:first|earliest|oldest)\b", re.I)),
        ("latest", re.compile(r"\b(?:latest|last|most recent|newest)\b", re.I)),
        ("missed", re.compile(r"\bmiss(?:ed)?\b|\bapolog|\babsent\b", re.I)),
    ),
}


def asked(question: str, standalone: str, documents: Sequence[Document]) -> Asked | None:
    """What ``question`` asks of the catalogue; None for a question about the content of the minutes.

    A question that only changes the scope of the one before ("and in 2020?") is of its kind.
    """
    own = _of_kind(question, documents)
    if own is None and standalone != question and _SAME.match(question) and not _left(question, "", documents):
        return _of_kind(standalone, documents)
    return own


def _of_kind(question: str, documents: Sequence[Document]) -> Asked | None:
    plain = question.replace("’", "'")
    if _CONTENT.search(plain):
        return None
    fitting = (form for form in _FORMS if form.pattern.search(plain))
    return next((found for form in fitting if (found := _of_form(form, plain, documents))), None)


def _of_form(form: _Form, question: str, documents: Sequence[Document]) -> Asked | None:
    """The question as one of this form; None where something is left over that the form cannot be asked about."""
    if form.kind == "outcomes" and _DEFINITE.search(question):
        return None
    left = _left(question, form.own, documents)
    counted = _COUNTED.search(question) is not None
    role = named_role(question, documents) if "role" in form.left else ()
    topic = tuple(word for word in left if word not in _role_tokens(role))
    person = _person(topic, documents) if topic and "person" in form.left else ""
    if person:
        topic = ()
    empty = "nothing" in form.left or role or person
    if (topic and "topic" not in form.left) or (not topic and not empty):
        return None
    return Asked(form.kind, _sort(form.kind, question), person, role, topic, counted)


def _role_tokens(role: Sequence[str]) -> set[str]:
    return set(tokens(" ".join((*role, *short_for(role))))) if role else set()


def _person(left: Sequence[str], documents: Sequence[Document]) -> str:
    """The listed person whose name holds all that is left over."""
    listed = chain.from_iterable((*d.attendees, *d.apologies) for d in documents)
    return next((bare for p in listed if set(left) <= set(tokens(bare := bare_name(p.name)))), "")


def _sort(kind: AskedKind, question: str) -> str:
    return next((sort for sort, pattern in _SORTS.get(kind, ()) if pattern.search(question)), "")


def _left(question: str, own: str, documents: Sequence[Document]) -> tuple[str, ...]:
    """The words of a question that name neither its scope nor its kind, in order."""
    named = scope_words(question, documents) | _words_of(own)
    return tuple(dict.fromkeys(telling(question, named)))


@lru_cache(maxsize=64)
def _words_of(own: str) -> frozenset[str]:
    return frozenset(tokens(f"{own} {_SMALL}"))
