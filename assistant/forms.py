"""How people ask for what the rows of the catalogue tell: patterns, one a line, and the words of the form that are no topic."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.answer import AskedKind
from index.grammars import MONTHS

Left = Literal["nothing", "person", "role", "topic"]  # what else the question may name


@dataclass(frozen=True, slots=True)
class Form:
    """``left``: what else a question of this form may name; ``own``: words of the form itself, which are no topic."""

    kind: AskedKind
    left: tuple[Left, ...]
    pattern: re.Pattern[str]
    own: str = ""


_WORDS = {
    "WHO": r"\bwh(?:o|ich \w+(?: \w+)?)(?:'s| all)?",
    "NOT": r"(?:n['o]?t|\s+not)",
    "MEETING": r"(?:meetings?|boards?|committees?|panels?|councils?|sessions?)",
    "START": r"^\W*(?:please |pls |can you |could you )*",
    "SETTLED": "(?:(?:decision|resolution|action|undertaking|agreement|approval|request|outcome|deferral)s|action (?:point|item)s)",
    "EDGE": r"(?:first|earliest|oldest|latest|last|most recent|newest)",
    "MONTHS": f"(?:{'|'.join(MONTHS)})",
    "TAKEN": r"\b(?:minut|tak|discuss|record|cover|reach|dealt|come up|make it)",
}


def _form(kind: AskedKind, left: Sequence[Left], patterns: str, own: str = "") -> Form:
    joined = "|".join(line.strip() for line in patterns.strip().splitlines())
    for name, words in _WORDS.items():
        joined = joined.replace(name, words)
    return Form(kind, tuple(left), re.compile(joined, re.I), own)


COMMON = """meeting meetings minutes notes board committee panel council session agenda record recorded recording list listed name
    named names people person persons member members everyone anyone somebody someone total number many held hold here
    time day date please pls thanks exactly full complete actually different respective vs versus v compare compared"""
_COME = "attend attended attending attendance attendees present presence there came come show showed turn turned up make made sat room call"
_OUTCOMES = """decision decisions decide decided resolution resolutions resolve resolved action actions point points undertaking
    undertakings agreement agreements agree agreed approval approvals approve approved request requests requested
    outcome outcomes deferral deferrals deferred defer commitment commitments give given assign assigned allocate
    allocated set fall fell outstanding open arise arising arose come came make made take taken discussion item task
    tasks due owner owners from out under to for on list every all were there was remains remain left still any new
    each who what owe owes promise promised undertake undertaken must do does did got"""
_MEETINGS = f"""{_COME} meetings meeting minutes files documents have got hold held cover covered available loaded show list take took
    place about on discuss discussed discussing discussion mention mentioned mentions talk talked raise raised deal
    dealt concern concerned first earliest oldest latest last most recent newest archive body bodies year missed miss
    dates times meet met each every all which how"""

FORMS: tuple[Form, ...] = (
    _form(
        "meetings",
        ["person"],
        r"""
        \b(?:which|what|how many)\b.{0,15}\bmeetings\b
        """,
        f"{_MEETINGS} apologies apologise absent sent send miss",
    ),
    _form(
        "meetings",
        ["nothing"],
        r"""
        \b(?:which|what|how many|list)\b.{0,15}\bmeetings\b
        \b(?:which|what|how many|list|show)\b.{0,20}\b(?:files|documents)\b
        """,
        _MEETINGS,
    ),
    _form(
        "next",
        ["nothing"],
        r"""
        \bnext\b.{0,60}\b(?:MEETING|minutes|dates?|meets?|meeting)\b
        \b(?:dates?|time|place|venue) of (?:the |their |its )?next\b
        \b(?:meet|meets|meeting|convene|sit|get together)\s+(?:again|next)\b
        ^\W*(?:when(?:'s| is)?\s+)?(?:the\s+)?next\b
        \bwhen (?:do|does|will|is|are|was|were)\b.{0,50}\bnext\b
        \b(?:following|upcoming|forthcoming) (?:meeting|board|session)\b
        """,
        """next again meet meets meeting when where due set scheduled planned fixed place venue after convene sit following
        upcoming forthcoming one""",
    ),
    _form(
        "apologies",
        ["nothing"],
        r"""
        \bapolog(?:y|ies|i[sz]ed?|ising)\b
        \b(?:sent|gave|offered|tendered|sending)\b.{0,20}\b(?:sorr(?:y|ies)|regrets)\b
        \b(?:could|did|was|were|can)NOT\s+(?:\w+\s+)?(?:make|come|attend|be there|there|present|turn up|able to)\b
        WHO (?:was|were) (?:absent|missing|away)\b
        \babsent(?:ees)?\b
        \b(?:failed|unable) to (?:attend|come|make)\b
        \bno[- ]shows?\b
        """,
        f"""{_COME} apologies apologise apologised apologize apology sorry sorries regrets sent send gave give given offered
        tendered received could couldn't couldnt did didn't didnt wasn't weren't not absent absentees missing away
        failed unable able no-show no-shows why reason reasons senior accepted""",
    ),
    _form(
        "attended",
        ["nothing", "person"],
        r"""
        WHO (?:\w+ )?(?:attended|came|turned up|showed up|made it)\b
        WHO (?:\w+ )?(?:was|were) (?:there|present|at|in attendance)\b
        \b(?:attendees|attendance(?: list)?|roll call|those present|members present)\b
        \bhow many\b.{0,40}\b(?:attended|present|there|came|turned up|in attendance|at the meeting)\b
        \b(?:was|were|did)\b.{0,40}\b(?:present|there|in attendance|attend|at the (?:meeting|board)|turn up|come)\b
        """,
        f"{_COME} list meeting councillors governors trustees",
    ),
    _form(
        "chair",
        ["nothing"],
        r"""
        WHO (?:was |is )?(?:chaired|chairing|ran|led|presided(?: over)?|in charge of)\b
        WHO (?:was |is )?(?:took|in) the chair\b
        WHO (?:was|is) the chair(?:man|woman|person)?\b
        \b(?:chaired|presided over|run|led) by (?:who|whom)\b
        \bname of the (?:chair|chairman|chairwoman|chairperson)\b
        """,
        "chair chaired chairing chairman chairwoman chairperson ran run led lead presided took charge",
    ),
    _form(
        "chair",
        ["nothing", "topic"],
        r"""
        WHO (?:was |is )?(?:chaired|chairing|presided over)\b.{0,80}\b(?:item|minute)s?\b
        WHO (?:was |is )?(?:took|in) the chair (?:for|during|on|when|under|at) (?:\w+ ){0,8}(?:item|minute)s?\b
        WHO (?:was |is )?(?:took|in) the chair (?:for|during|when)\b
        """,
        "chair chaired chairing ran led presided took in for during on when under at item items minute number discussed taken",
    ),
    _form(
        "presenter",
        ["topic"],
        r"""
        WHO\b.{0,12}\b(?:present(?:ed|s|ing)?|introduced)\b(?! (?:at|on|in)\b)
        WHO\b.{0,12}\b(?:gave|brought) the (?:presentation|report|paper)\b
        \b(?:presented|introduced) by (?:who|whom)\b
        \bpresenter of\b
        """,
        "present presented presents presenting presenter introduced gave give brought bring presentation report paper item update down",
    ),
    _form(
        "role",
        ["role", "person"],
        r"""
        WHO (?:is|was|were|are|has been)\b
        \bwho's\b
        \bwhat (?:was|is|were|are)?.{0,40}\b(?:role|job|position|title|post|capacity)\b
        """,
        "role job position title post capacity hold held serve served office then now current currently",
    ),
    _form(
        "outcomes",
        ["nothing", "person", "role", "topic"],
        r"""
        START(?:list|show|give|name|what|which|what's|whats|how many|any|all|(?:are|were|is) there)\b(?:(?!\bwhy\b).){0,60}\bSETTLED\b
        ^\W*(?:all |the )?SETTLED\b(?! (?:number|notice|log))
        """,
        _OUTCOMES,
    ),
    _form(
        "outcomes",
        ["nothing", "person", "role"],
        r"""
        ^\W*what (?:was|were|has been|did (?:they|we|the \w+))\s+(?:\w+ )?(?:decided?|agreed?|resolved?|approved?|deferred|requested)\b
        ^\W*what (?:does|do|did|must|has|have)\b.{0,40}\b(?:owe|promised?|undertaken?|(?:got |have )?to do)\b
        \bwhat(?:'s| is| was| remains)?\s+(?:still )?(?:outstanding|left to do|on the to[- ]do list)\b
        """,
        _OUTCOMES,
    ),
    _form(
        "meetings",
        ["nothing", "person", "topic"],
        r"""
        \b(?:which|what|how many|list|show)\b(?!(?: \w+){0,2} (?:kind|sort|type) of).{0,30}\b(?:meetings|minutes)\b
        \bhow many times did\b.{0,30}\bmeet\b
        \b(?:at )?which meeting\b
        """,
        _MEETINGS,
    ),
    _form(
        "meetings",
        ["nothing"],
        r"""
        \b(?:what|when|which|how recent)\b.{0,40}\bEDGE\b.{0,20}\b(?:meeting|minutes|board|meet|met)\b
        """,
        _MEETINGS,
    ),
    _form(
        "mentions",
        ["topic"],
        r"""
        \b(?:every|each|all)(?: the)? (?:place|mention|reference|occasion|passage)s?\b
        \bwhere (?:is|was|are|were|does|do|did)\b.{0,50}\b(?:mention\w*|come up|crop up|raised|referred|appear\w*)\b
        \b(?:items|mentions|references) (?:about|of|to|on|mentioning|concerning)\b
        \bother (?:bodies|boards|councils|committees|panels|organisations)\b.{0,20}\b(?:mention|discuss|talk|speak)
        \bhow (?:often|many times)\b.{0,50}\b(?:mention\w*|discuss\w*|come up|came up|raised)\b
        \bwhat (?:do|have) (?:we|you) (?:have|got|hold) (?:on|about)\b
        """,
        """every each all place places mention mentioned mentions mentioning time times item items reference references refer
        referred occasion passage come came crop up raise raised appear appears discuss discussed often list
        concerning on about across years meetings have got hold any other others bodies body boards councils committees
        panels organisations talk talked speak spoken""",
    ),
    _form(
        "compare",
        ["topic"],
        r"""
        \bcompar\w+
        \bversus\b
        \bvs?\b\.?\s
        \bdifferences? (?:between|in)\b
        \b(?:different|various|all|both|each|the (?:two|three|four|other)) (?:of the )?(?:\w+ )?(?:forces|bodies|MEETING)\b
        \beach (?:of them|do|did|say|said|have|had|has|at|in|for)\b
        \bhow do(?:es)?\b.{0,80}\band\b
        """,
        """early mid late start beginning end
        comparison comparing difference differences between various both two three four each other forces force say said says
        do does did about what think thing deal deals respectively boards body bodies area areas""",
    ),
    _form(
        "timeline",
        ["topic"],
        r"""
        \bwhat(?:'s|s| has| have| is)? ?(?:happened|been happening|happening|become|became|came of|come of|been done)\b
        \bhappened (?:next|about|to|with|on|over|after|since)\b
        \b(?:over|through|across|down) the (?:years|months|meetings)\b
        \bover time\b
        \bhistory of\b
        \btime ?line\b
        \bchronolog\w+
        \bsince (?:then|the last|last|MONTHS|20\d\d|19\d\d)\b
        \bstill (?:open|outstanding|going|waiting|unresolved|pending|on hold)\b
        \bin the end\b
        \bso far\b
        \bhow (?:has|have|did)\b.{0,80}\b(?:changed?|developed?|evolved?|progress\w*|moved?)\b
        \b(?:any|what) (?:progress|update|follow[- ]up|news|developments?)\b
        \b(?:come|came|gone|went|going) (?:down|up)\b
        \b(?:better|worse)\b.{0,20}\bsince\b
        """,
        """happen happened happening become became come came been done over year years month months time history timeline
        chronology since then last still open outstanding going unresolved pending end far change changed develop
        developed evolve evolved progress progressed move moved update updates follow follow-up followup news
        development developments better worse down up next after gone went across meetings through what's whats
        january february march april june july august september october november december""",
    ),
)
