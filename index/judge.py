"""A clause of minutes -> the kind of outcome it records, if any: who speaks, in what tense, and what is done to the matter.

The words are in index/wording.py. Each rule names what would take its force away: another tense, a subordinate clause,
words that are only reported, a body outside the meeting, a mere hope or forecast.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from index.grammars import MONTH
from index.heal import heal
from index.minutes import OutcomeKind, Span
from index.wording import (
    ADVERB,
    BODY,
    DEED,
    DEFERRED,
    DELIBERATION,
    DONE,
    ELSEWHEN,
    FORECAST,
    HANDED_ON,
    INTENDS,
    KNOWLEDGE,
    NEWS,
    OUTSIDE,
    PRONOUN,
    RECORD,
    REPORTS,
    ROLE,
    SETTLED,
    SETTLED_THING,
    SUBORDINATE,
    TITLE,
)


@dataclass(frozen=True, slots=True)
class Known:
    """What the document tells about itself: words of its own body's name, and the names of those present."""

    own: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()  # words of names and initials, as printed


NOBODY = Known()
Guard = Callable[[re.Match[str], Known], bool]  # True where the match has no force

_NO_NAME = r"(?!(?:This|That|These|Those|There|It|If|As|In|On|At|For|Following|All|Any|Some|No|Nothing|None|What|Which|Whether|How|Where|When)\b)"
_NAME = rf"(?-i:{_NO_NAME}[A-Z][\w’'-]*(?:\s+(?:(?:van|de|der|von)\s+)?[A-Z][\w’'-]*){{0,3}})"
_INSIDE = r"(?!(?:so|and|but|that|which|who|to|in|on|at|of|for|by|with|from|the|an?|if|as|said|says?|will|would|was|were|is|are|be|been|has|had|have|asked|not)\b)"
_ROLE_NP = rf"(?:(?:the|an?|our|each|both|all)\s+)?(?:{_INSIDE}[\w’'&-]+\s+){{0,4}}?{ROLE}(?:\s+(?:of|for)\s+(?:the\s+)?[\w’'&-]+(?:\s+(?:(?:and|of|&)\s+)?(?-i:[A-Z])[\w’'-]+){{0,3}})?"
_ONE = rf"(?:{TITLE}\s+{_NAME}|{_ROLE_NP}|{_NAME})"
WHO = rf"(?:{PRONOUN}|{_ONE}(?:(?:\s*,\s*{_ONE}){{0,3}}(?:,?\s+and\s+|\s*/\s*|\s*&\s*){_ONE})?(?:\s+\([^)]*\))?)"
_NOW = r"(?<!had )(?<!has )(?<!have )(?<!been )(?<!be )(?<!not been )"


def _perfect(match: re.Match[str], known: Known) -> bool:
    """Had agreed, has been approved, approved in 2018, already decided: done elsewhere or before."""
    around = match.string[max(0, match.start() - 25) : match.end() + 45]
    return re.search(r"\b(?:had|has|have)\s+(?:\w+\s+){0,2}$", match.string[: _verb(match)], re.I) is not None or ELSEWHEN.search(around) is not None


def _had(match: re.Match[str], known: Known) -> bool:
    return re.search(r"\b(?:had|has|have|been)\s+(?:\w+\s+){0,2}$", match.string[: _verb(match)], re.I) is not None


def _verb(match: re.Match[str]) -> int:
    return max(match.start("verb"), match.start()) if "verb" in match.re.groupindex else match.start()


def _segment(match: re.Match[str]) -> str:
    """What stands before the verb in its own clause."""
    before = match.string[: _verb(match)]
    return re.split(r"[,;:–—]|\b(?:so|but|and|therefore)\b", before)[-1]


def _subordinate(match: re.Match[str], known: Known) -> bool:
    segment = _segment(match)
    return SUBORDINATE.search(segment) is not None and DELIBERATION.search(segment) is None


def _reported(match: re.Match[str], known: Known) -> bool:
    told = REPORTS.search(_segment(match))
    return told is not None and re.search(r"\bthat\b|\bof\b", match.string[told.end() : _verb(match)]) is not None


def _outside(match: re.Match[str], known: Known) -> bool:
    before = match["who"] if match.re.groupindex.get("who") and match["who"] else match.string[: _verb(match)][-60:]
    behind = re.match(r"[^.;]{0,40}?\bby\s+(?:the\s+)?(.{0,40})", match.string[match.end() :], re.I)
    found = [*OUTSIDE.finditer(before), *(OUTSIDE.finditer(behind.group(1)) if behind else ())]
    return any(m.group().lower() not in known.own for m in found)


def _forecast(match: re.Match[str], known: Known) -> bool:
    before = re.split(r"[;–—]|,\s+(?:so|but)\b|\b(?:so|but)\b", match.string[: _verb(match)])[-1]
    return FORECAST.search(before) is not None or INTENDS.search(before) is not None


def _public(match: re.Match[str], known: Known) -> bool:
    """What a petition or the public asks for is not yet asked of anybody by the meeting."""
    return re.search(r"\b(?:petition\w*|signatures|residents?|public|questioner)\b", match.string[: _verb(match)], re.I) is not None


def _dated(match: re.Match[str], known: Known) -> bool:
    """Turned down on 20 December: on another day."""
    return re.match(rf"\s+(?:on|in)\s+(?:\d|{MONTH})", match.string[match.end() :], re.I) is not None


def _of_person(match: re.Match[str], known: Known) -> bool:
    """He was appointed: a career is told. Supported through a fund: money, not a view. Nothing was settled."""
    told = re.search(r"\b(?:he|she|who|nothing|none|no\s+\w+)\s*$", match.string[: match.start()], re.I)
    backed = match["verb"].lower() == "supported" and re.match(r"\s+(?!in\b|by\b|unanimously|subject|and\b|as\b)\w", match.string[match.end() :])
    return told is not None or bool(backed)


def _people_refused(match: re.Match[str], known: Known) -> bool:
    """Officers were refused footage: nothing is said about a proposal."""
    return match["verb"] is not None and match["verb"].lower() == "refused" and re.match(r"\s+(?!by|on|for|as|at|with|and|because|since|subject)\w", match.string[match.end() :]) is not None


@dataclass(frozen=True, slots=True)
class Rule:
    kind: OutcomeKind
    pattern: re.Pattern[str]
    guards: tuple[Guard, ...] = ()

    def fits(self, text: str, known: Known) -> bool:
        return any(not any(guard(m, known) for guard in self.guards) for m in self.pattern.finditer(text))


def _rule(kind: OutcomeKind, pattern: str, *guards: Guard) -> Rule:
    return Rule(kind, re.compile(pattern, re.I), guards)


_TOLD = (_perfect, _subordinate, _reported, _outside)
_BEGIN = r"^[^\w£]*(?:\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-z]|[ivx]{1,4})[.):]?\s+)?"  # a label may stand before
_LAST = r"(?:^|[–—:.|]\s*|-\s+)"  # elliptical: "Lettings – not approved"

MARKED = _rule("action", r"^\W*actions?(?:\s+(?:points?|items?|arising|agreed|required))?(?:\s*(?:no\.?\s*)?\d+)?\s*(?:[:–—]|-\s)|\baction(?:\s+\d+)?\s*:|^\W*(?:AI|AP|A)-?\d{1,4}\b(?!\))(?=\W+\w+\W+\w+)|(?:^|[\s`])@\w+\s*:|^\W*(?-i:ACTION)\s+(?-i:[A-Z])[\w ]{1,40}?\s+to\b")

# In this order: the first that fits is taken.
RULES: tuple[Rule, ...] = (
    MARKED,
    _rule("approval", rf"\b(?P<verb>accepted|approved|agreed|signed|confirmed|received|adopted)\b.{{0,80}}\b{RECORD}", _had, _reported),
    _rule("approval", r"\b(?:minutes|notes)\b.{0,160}\b(?:were|was|be|are)\s+(?:\w+,?\s+){0,4}?(?P<verb>approved|agreed|accepted|adopted|confirmed|signed|ratified|taken\s+as\s+(?:read|correct))\b", _had, _reported, _subordinate),
    _rule("approval", rf"\b{BODY}\s+{ADVERB}(?P<verb>approved|agreed|accepted|adopted|confirmed)\s+the\s+(?:\w+\s+){{0,2}}(?:minutes|notes)\b", _had, _reported),
    _rule("deferral", rf"\b(?:was|were|be|is)\s+{ADVERB}(?P<verb>{DEFERRED}|ordered\s+to\s+stand\s+over)\b", _had, _reported, _subordinate),
    _rule("deferral", rf"{_LAST}(?P<verb>deferred|adjourned|postponed|held\s+over|left\s+on\s+the\s+table)\s+(?:to|until|till|pending|for|as|indefinitely)\b|{_LAST}(?P<last>deferred|tabled|held\s+over)\W*$|\btabled\s+(?:until|till|to|for)\b|\b(?P<bare>deferred|postponed|adjourned)\s+(?:to|until|till|pending)\b", _had, _reported),
    _rule("deferral", r"\b(?:resolved|agreed|decided|voted)\b.{0,30}\b(?:to|that)\b.{0,40}\b(?:defer|adjourn|postpone|be\s+deferred|be\s+postponed)\b|\b(?:board|council|committee|commissioner|members|governors|trustees|panel|he|she|they|it)\s+(?P<verb>deferred|postponed)\b", _had),
    _rule("deferral", r"\bwe\s*(?:will|['’]ll)\s+decide\b"),
    _rule("noting", rf"\b(?:RESOLVED|agreed)\b.{{0,20}}(?:\bto\s+note\b|\bthat\b.{{0,120}}\bbe\s+(?:received\s+and\s+)?noted\b)|{_BEGIN}(?:RESOLVED\W+)?(?:that|to\s+note)\b.{{0,120}}\bbe\s+(?:received\s+and\s+)?noted\b"),
    _rule("decision", rf"(?-i:\bRESOLVED\b)|{_BEGIN}resolved\b|\bit\s+was\s+{ADVERB}(?P<verb>resolved)\b|\b{BODY}\s+{ADVERB}resolved\s+(?:to|that|not)\b", _had, _reported),
    _rule("decision", rf"{_BEGIN}(?-i:That)\s+(?:the|an?|it|this|consideration|authority|approval)\b.{{3,}}?\bbe\s+\w"),
    _rule("decision", r"^\W*(?:motion|resolution)\s+[\w/-]*\d[\w/-]*.*?:\s*\w"),
    _rule("decision", rf"\b(?:motion|amendment|resolution|proposition|proposal|special\s+order)\b.{{0,80}}\b(?P<verb>carried|carries|passed|passes|approved|adopted|lost|fails?|failed|fell|defeated|rejected)\b", _perfect, _reported, _subordinate),
    _rule("decision", rf"\bcarried\b(?:\W*$|,?\s+(?:by|unanimously|nem|\d+\s*[-–:]|\(|on))|\bit\s+was\s+{ADVERB}(?P<verb>carried)\b|\bmoved\b.{{0,80}}\bseconded\b.{{0,200}}(?:,|\band|\bwas|\bwere)\s+(?:unanimously\s+)?(?:carried|agreed|approved|resolved)\b", _had, _subordinate),
    _rule("decision", rf"\b(?:{BODY}|{PRONOUN}|it\s+was)(?:,[^,]{{1,80}},)?\s+{ADVERB}(?P<verb>decided)\b(?!\s+(?:by|upon\s+by)\b)", *_TOLD),
    _rule("decision", rf"{_BEGIN}decision\s+to\b|[–—]\s*decision\s+to\b|^\W*decisions?\s*:|\bI\s+(?:hereby\s+)?(?:have\s+(?:\w+\s+){{0,2}}(?:decided|agreed|approved)|(?:approve|agree|authorise|award|accept|refuse|reject)\b)"),
    _rule("decision", rf"\b(?:do|does|did)\s+not\s+(?:\w+\s+)?(?P<verb>agree|support|approve|endorse|adopt)\s+(?:to\s+|with\s+)?(?:the|an?|any|this|it\b(?!\s+was)|such|preferred|draft|proposals?)\b", _perfect, _subordinate, _outside),
    _rule("decision", rf"\b(?:was|were|is)\s+(?:therefore\s+)?not\s+(?:\w+\s+)?(?P<verb>agreed|supported|approved|accepted|adopted|carried|granted)\b|{_LAST}not\s+(?:approved|agreed|supported|accepted|adopted)\b|\bnot\s+taken\s+up\b|\bsupport(?:ive|ed)?\s+in\s+principle\b", _perfect, _reported, _subordinate, _outside),
    _rule("agreement", rf"\b(?:it|this|these|which|both|all|and)\s+(?:was|were|is)\s+{ADVERB}(?P<verb>agreed)\b|\b(?:was|were)\s+{ADVERB}(?P<thing>agreed)\b(?!\s+(?:price|date|form))", *_TOLD),
    _rule("agreement", rf"\b{BODY}\s+{ADVERB}(?P<verb>agreed)\b(?!\s+with\b)", *_TOLD),
    _rule("agreement", rf"{_BEGIN}(?:unanimously\s+|all\s+)?agreed\b|[–—:]\s*agreed\b|(?-i:\bAGREED\b)|\bconsensus\b\W{{0,4}}:|\b(?:general|unanimous|was|by)\s+consensus\b|\b(?:general|unanimous)\s+(?:agreement|consent)\b|^\W*(?:all|everyone|members)\s+(?:were\s+)?happy\s+with\b", _had, _reported),
    _rule("request", rf"(?<!are )(?<!is )(?<!was )(?<!were )(?<!be )\b(?P<verb>I\s+request|asks?|asked|requested)\s+(?!(?:if|whether|about|why|how|what|who|when|where|that|for|not|to)\b)(?P<whom>[^.;:,?]{{1,60}}?)\s+(?:(?:not\s+)?to|for\s+an?)\s+(?!(?:be\s+recorded|note|the|an?|about)\b)[a-z]", _had, _subordinate),
    _rule("decision", rf"\b(?:{BODY}|{PRONOUN})(?:,[^,]{{1,60}},)?\s+{ADVERB}(?P<verb>{SETTLED})\b(?!\s+(?:with|by|of)\b)", *_TOLD, _people_refused),
    _rule("decision", rf"{_BEGIN}(?P<verb>approved|adopted|ratified|accepted|endorsed|rejected|refused|delegated|carried|determined|granted|re-?elected|appointed|awarded)\b(?!\s+(?:minutes|budget|plan|list|provider|suppliers?|forward|over|out)\b)|[–—|]\s*(?:approved|adopted|ratified|accepted|endorsed|rejected|refused|granted|determined)\b(?=\W*$|\s+(?:with|by|subject|as|without|and|unanimously))", _people_refused, _perfect),
    _rule("decision", rf"\b(?:was|were)\s+{ADVERB}(?:\w+\s+and\s+)?(?P<verb>{SETTLED_THING})\b(?!\s+(?:out|forward|over|to\s+(?:the|a)\s+(?:council|police|board|committee)|as\s+a\s+(?:key|risk))\b)", *_TOLD, _people_refused, _of_person, _dated),
    _rule("decision", r"\b(?P<verb>go|goes)\s+ahead\b", _forecast, _reported, _subordinate),
    _rule("decision", r"\bpassed\s+for\s+payment\b|\b(?:is|are)\s+hereby\b|\b(?:recommendations?|offer|proposals?|request|application|expenditure|grants?|contract|listed)\b.{0,60}\b(?:is|are)\s+(?:\w+\s+)?(?P<verb>approved|agreed|declined|refused|rejected|accepted)\b", _perfect, _subordinate),
    _rule("decision", rf"{_BEGIN}(?-i:NO\s+OBJECTIONS?|OBJECTIONS?|NO\s+COMMENTS?)\b"),
    _rule("action", r"\b(?:was|were)\s+(?P<verb>told|instructed|directed|tasked)\s+(?:to|with)\b", _had, _subordinate),
    _rule("request", r"\b(?:was|were|is|are)\s+(?:also\s+|kindly\s+)?(?P<verb>asked|requested|desired|urged)\s+to\s+(?!(?:note|approve|agree|consider|receive|comment|decide|do)\b)", _had, _subordinate, _reported),
    _rule("request", r"(?<!was )(?<!were )(?<!is )(?<!as )(?<!be )(?<!not )\b(?P<verb>asked)\s+(?:again\s+)?(?:that\b(?!\s+(?:his|her|their)\s+vote)|for\s+(?!(?:assurances?|clarification|his|her|their|in|at|by|on|last)\b))", _had, _subordinate, _public),
    _rule("action", rf"\b(?P<verb>is|are)\s+to\s+(?:be\s+{ADVERB}{DONE}|go\s+(?:up|to|back|out))\b|\b{NEWS}\b.{{0,60}}\b(?:is|are)\s+to\s+(?:come|follow)\b|{_BEGIN}to\s+be\s+{DONE}\b(?!\s+by\s*:)", _forecast, _reported, _subordinate, _outside),
    _rule("request", r"(?<!was )(?<!were )(?<!is )(?<!as )(?<!not )(?<!be )\b(?P<verb>requested)\s+(?!(?:by|from|at|in|on)\b)\w|\bmade\s+an?\s+(?:\w+\s+)?request\b", _had, _subordinate),
    _rule("undertaking", rf"(?<!was )(?<!were )(?<!been )(?<!is )(?<!are )\b(?P<verb>undertook|undertakes|offered|offers|promised|promises|committed|volunteered|pledged)\s+to\b", _had, _subordinate),
    _rule("undertaking", rf"\b(?P<who>{WHO}),?\s+{ADVERB}(?P<verb>agreed)\s+(?:to|that\s+(?:he|she|they)\s+(?:would|will))\s+(?!(?:differ|disagree)\b)[a-z]", _had),
    _rule("undertaking", rf"\b(?:is|was|are|were)\s+(?:quite\s+|very\s+)?(?P<verb>happy|willing|prepared|glad)\s+to\s+{DEED}\b", _forecast),
    _rule("undertaking", rf"\b{WHO},?\s+(?P<verb>will|would|shall|is\s+going\s+to|are\s+going\s+to|was\s+going\s+to)\s+{ADVERB}(?:{DEED}|scope\s+out|(?:start|begin)\s+\w+ing)\b(?!\s+again\b)", _forecast, _outside, _subordinate),
    _rule("undertaking", rf"\b{WHO}\s+(?P<verb>is|are)\s+(?:now\s+|currently\s+)?(?:preparing(?!\s+for)|drafting|creating|compiling|arranging|organising|doing\s+(?:some|a\s+piece\s+of)\s+work)\b", _forecast, _outside, _subordinate),
    _rule("undertaking", rf"{_BEGIN}(?P<who>{WHO})\s.*\band\s+(?P<verb>will|would)\s+{ADVERB}{DEED}\b", _forecast, _outside),
    _rule("undertaking", r"\bput\s+(?:himself|herself|themselves)\s+forward\b"),
    _rule("undertaking", rf"\b(?P<verb>will|shall)\s+{ADVERB}(?:continue\s+to\s+)?be\s+{ADVERB}{DONE}\b(?!\s+if\b)", _forecast),
    _rule("undertaking", rf"\b{NEWS}\s+(?:\w+\s+){{0,6}}?(?P<verb>will|shall)\s+{ADVERB}(?:be\s+given|follow|come)\b", _forecast),
    _rule("undertaking", rf"\bthere\s+(?P<verb>will)\s+be\s+(?:\w+\s+){{0,4}}?(?:work\s+done|to\s+share|(?:{NEWS}|review)\s+(?:to|at|in|on))\b|\bthere\s+will\s+be\s+.{{0,70}}\bto\s+(?:further\s+)?(?:brief|share|report)\b", _forecast),
    _rule("undertaking", rf"\b{KNOWLEDGE}\b.{{0,80}}\bcan\s+be\s+(?:provided|supplied|shared|circulated|sent)\b", _forecast),
    _rule("undertaking", rf"\b(?P<verb>(?:will|would)\s+need\s+to\s+be|needs?\s+to\s+be|should\s+be)\s+{ADVERB}(?:refreshed|reviewed|confirmed|checked|amended|updated|corrected|raised\s+with|reported\s+to|circulated|followed\s+up)\b", _forecast, _reported),
    _rule("undertaking", rf"\b(?P<verb>is|are)\s+being\s+{HANDED_ON}\s+(?:to|with|through|by|up)\b", _forecast),
    _rule("undertaking", r"\b(?:has|have)\s+been\s+(?:scheduled|arranged|booked)\s+for\b", _forecast),
    _rule("noting", rf"(?:\b(?:was|were|be|{BODY}|and)\s+|{_BEGIN}|{_LAST}){ADVERB}(?P<verb>noted)\b|\btook\s+note\b|\breports?\b.{{0,60}}\b(?:was|were)\s+received\b"),
)

_ASKS = re.compile(
    r"\b(?P<verb>asked|enquired|inquired|queried|questioned|wondered|wanted\s+to\s+know)\s+(?:\w+\s+){0,3}?(?:whether|if|why|how|what|who|when|where|which|about)\b|\basked\s+for\s+(?:assurances?|clarification)\b"
    r"|\bin\s+(?:answer|reply|response)\s+to\s+a\s+question\b",
    re.I,
)
_STATE = re.compile(
    r"(?:[:–—\[.]|\s-)\s*\*{0,2}(?:now\s+|partially\s+)?(?:completed?|done|closed|in\s+progress|on-?going|outstanding|still\s+\w+|not\s+(?:yet\s+)?(?:done|completed?|due)|open|carried\s+forward|discharged|actioned"
    r"|superseded|cleared|overdue|chased)\b(?=\W*(?:$|[.,;\])]|on\b|by\b|at\b|until\b|there\b|for\b|\d|[A-Z][a-z]+\s+\d|waiting))"
    r"|(?:^|[.:–—]\s)\W*[A-Z][a-z]+ed(?:\s+and\s+\w+ed)?\s+on\s+\d|\b(?:was|has\s+been|had\s+been)\s+completed\b|\bhas\s+since\b",
    re.I,
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|had|have|will|would|can|could|may|might|must|said|asked|wants?|wanted|hopes?|hoped|needs?|needed|able|wish\w*|likes?|going|due|continues?d?|agreed|failed|began|used"
    r"|intend\w*|aims?|aimed|means|meant|job|role|purpose|expects?|expected|seems?|tends?|want|decided|resolved|voted|decision|right|way|how|what|which|who|that|opportunity|ability|need|plans?|proposal|aim|attempt\w*|effort\w*|order|commitment|response|regard"
    r"|relation|addition|prior|according|subject|access|similar|thanks|offered|promised|undertook|referred|moved|wrote|spoke|due|objections?)\b",
    re.I,
)
_NO_VERB = r"(?!(?:the|an?|be|his|her|its|their|our|my|your|this|that|these|those|all|any|some|date|which|whom|what|me|you|us|them|and|or|no|one|two|three|end|life|work|school|council|members?)\b)"
_TO_DO = re.compile(rf"^[^\w@]*(?:\(?(?:\d{{1,3}}(?:\.\d{{1,3}})*|[a-z]|[ivx]{{1,4}})[.):]?\s+)?(?P<who>[^.;:!?]{{2,110}}?)\s*,?\s+(?P<is>(?:is|are|was|were)\s+)?to\s+(?:(?P<be>be)\s+(?P<done>\w+)|(?P<deed>{_NO_VERB}[a-z][\w-]+))\b")
_NOTHING = re.compile(r"\W*(?:no|none|nothing|nobody)\b", re.I)
_TO_BE = re.compile(DONE, re.I)
_A_DEED = re.compile(rf"{DEED}\b|(?:look|take|stay|come|go|think|count|remove|lead|work|agree|feed|provide|check|find|make)\b", re.I)
_DOING = re.compile(r"^\W*(?P<who>[A-Z][\w’'-]+(?:(?:\s+and\s+|\s*/\s*|\s*,\s*|\s+)[A-Z][\w’'-]+){0,3})\s+(?:still\s+)?(?P<deed>[a-z]+ing)\b")
_ACTOR = re.compile(rf"(?!(?:no|nothing|none)\b)(?:{TITLE}\s+{_NAME}|(?:.*[\s/-])?{ROLE}(?:\s+(?:of|for|on)\s+.*)?|(?-i:[A-Z]{{2,4}})(?:\s*(?:/|,|and|&)\s*(?-i:[A-Z]{{2,4}}))*|all|members?)\s*(?:\([^)]*\))?", re.I)


def kind_of(text: str, known: Known = NOBODY) -> OutcomeKind | None:
    """The kind of outcome that these words record, None where they record none."""
    if text.rstrip(" )”\"'").endswith("?"):
        return "question"
    kind = next((rule.kind for rule in RULES if rule.fits(text, known)), None) or to_do(text, known)
    if kind in ("action", "undertaking", "request") and _STATE.search(text):
        return None
    return kind or ("question" if _ASKS.search(text) else None)


def to_do(text: str, known: Known = NOBODY) -> OutcomeKind | None:
    """Words without a finite verb that say what is to be done: "Clerk to write", "Report to be shared", "Ravi reporting it"."""
    if (match := _TO_DO.match(text)) and not _NOTHING.match(text) and not _FINITE.search(match["who"]):
        if match["be"]:
            done = _TO_BE.match(text, match.start("done")) is not None
            return "action" if done and not match["is"] else None
        if is_actor(match["who"], known) and (match["who"][:1].isupper() or match["who"].startswith("the ")):
            return "action" if not match["is"] or _A_DEED.match(text, match.start("deed")) else None
        if match["who"][:1].isupper() and len(match["who"].split()) <= 3 and _A_DEED.match(text, match.start("deed")):
            return None if match["is"] else "action"
    doing = _DOING.match(text)
    return "undertaking" if doing and _named(doing["who"], known) else None


def is_actor(words: str, known: Known = NOBODY) -> bool:
    """True for a person, persons or a role: someone who can be given something to do."""
    return len(words.split()) <= 9 and (_named(words, known) or _ACTOR.fullmatch(words.strip()) is not None)


def _named(words: str, known: Known) -> bool:
    tokens = re.findall(r"[\w’'-]+", re.sub(rf"\b{TITLE}|\band\b", " ", words, flags=re.I))
    return bool(tokens) and all(token in known.names for token in tokens)


_BOUNDARY = re.compile(
    r";\s+(?:and\s+)?|\s[–—]\s+(?!(?:next|the\s+next|bring)\b)"
    r"|\s+and\s+(?=(?:also\s+)?(?:asked\s+(?:for|that)|requested|undertook\s+to|offered\s+to|deferred|(?-i:RESOLVED))\b)"
    rf"|\s+(?=`?@\w+:)|,?\s+(?:and|but|so|whilst|while)\s+(?=(?:{PRONOUN}|it|the\s+[\w’' -]{{2,40}}?|(?:{TITLE}\s+)?{_NAME}|{TITLE}[^,;.]{{2,30}}?)\s+{ADVERB}(?:will|would|was\s+agreed|was\s+resolved|undertook|undertakes|offered|promised|agreed|asked"
    r"|requested|decided|resolved|approved|volunteered))"
    r"|,\s+(?=which\s+(?:he|she|they|[A-Z][\w’'-]+)\s+(?:agreed|offered|undertook)\b)|,\s+(?=it\s+was\s+agreed\b)"
)


def told(masked: str, span: Span, known: Known = NOBODY) -> list[tuple[Span, OutcomeKind | None]]:
    """The statement with its kind, or its clauses with theirs where more than one of them records an outcome."""
    text = masked[span.start : span.end]
    edges = [(m.start(), m.end()) for m in _BOUNDARY.finditer(text)]
    starts, ends = [0, *(end for _, end in edges)], [*(start for start, _ in edges), len(text)]
    clauses = [Span(span.start + a, span.start + b) for a, b in zip(starts, ends, strict=True) if b > a]
    kinds = [kind_of(heal(masked[c.start : c.end]), known) for c in clauses]
    telling = [n for n, kind in enumerate(kinds) if kind is not None]
    telling = [n for k, n in enumerate(telling) if not (k and kinds[telling[k - 1]] == "agreement" and text[slice(*edges[n - 1])].strip() in "–—")]
    whole = kind_of(heal(text), known) if len(clauses) > 1 else kinds[0]
    if len(telling) < 2 or (kinds[0] == "action" and not any(text[a:b].startswith(";") for a, b in edges)):
        return [_single(span, clauses, kinds, [text[a:b] for a, b in edges], whole)]
    firsts = [0, *telling[1:]]
    lasts = [*firsts[1:], len(clauses)]
    return [(Span(clauses[a].start, clauses[b - 1].end), kinds[n]) for a, b, n in zip(firsts, lasts, telling, strict=True)]


def _single(
    span: Span, clauses: list[Span], kinds: list[OutcomeKind | None], between: list[str], whole: OutcomeKind | None
) -> tuple[Span, OutcomeKind | None]:
    """One outcome in a statement: its clause alone where a semicolon sets that apart, else the whole statement."""
    n = next((n for n, kind in enumerate(kinds) if kind is not None), None)
    if n is None:
        return span, whole
    sides = between[max(0, n - 1) : n + 1]
    if len(clauses) > 1 and all(side.startswith(";") or side == " " for side in sides):
        return clauses[n], kinds[n]
    elided = n > 0 and between[n - 1].strip() == "and"  # its subject stands in the clause before
    return span, whole or (None if elided else kinds[n])


def is_closed(text: str, opening: bool = False) -> bool:
    """True for words that tell how far an action has got; ``opening``: they begin with it."""
    return (_STATE.match(text) if opening else _STATE.search(text)) is not None
