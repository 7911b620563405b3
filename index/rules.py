"""The rules of outcomes as data: what words record which kind, and what would take their force away.

The first that fits is taken, so the order matters. Words are in index/wording.py, guards in index/guards.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.guards import (
    Guard,
    dated,
    forecast,
    had,
    of_person,
    outside,
    people_refused,
    perfect,
    public,
    reported,
    shouted,
    subordinate,
)
from index.minutes import OutcomeKind
from index.who import WHO, Known
from index.wording import ADVERB, BODY, DEED, DEFERRED, DONE, HANDED_ON, KNOWLEDGE, NEWS, PRONOUN, RECORD, SETTLED, SETTLED_THING


@dataclass(frozen=True, slots=True)
class Rule:
    kind: OutcomeKind
    pattern: re.Pattern[str]
    guards: tuple[Guard, ...] = ()

    def fits(self, text: str, known: Known) -> bool:
        return any(not any(guard(m, known) for guard in self.guards) for m in self.pattern.finditer(text))


def _rule(kind: OutcomeKind, pattern: str, *guards: Guard) -> Rule:
    return Rule(kind, re.compile(pattern, re.I), guards)


_TOLD = (perfect, subordinate, reported, outside)
_BEGIN = r"^[^\w£]*(?:(?:\(?\d{1,3}(?:\.\d{1,3})*[.):]?|\(?(?:[a-z]|[ivx]{1,4})[.):])\s+)?"  # a label may stand before
_LAST = r"(?:^|[–—:.|]\s*|-\s+)"  # elliptical: "Lettings – not approved"

MARKED = _rule(
    "action",
    r"^\W*actions?(?:\s+(?:points?|items?|arising|agreed|required))?(?:\s*(?:no\.?\s*)?\d+)?\s*(?:[:–—]|-\s)"
    r"|\baction(?:\s+\d+)?\s*:|^\W*(?:AI|AP|A)-?\d{1,4}\b(?!\))(?=\W+\w+\W+\w+)|(?:^|[\s`])@\w+\s*:"
    r"|^\W*(?-i:ACTION)\s+(?-i:[A-Z])[\w ]{1,40}?\s+to\b",
)

# In this order: the first that fits is taken.
RULES: tuple[Rule, ...] = (
    MARKED,
    _rule("approval", rf"\b(?P<verb>accepted|approved|agreed|signed|confirmed|received|adopted)\b.{{0,80}}\b{RECORD}", had, reported),
    _rule(
        "approval",
        r"\b(?:minutes|notes)\b.{0,160}\b(?:were|was|be|are)\s+(?:\w+,?\s+){0,4}?(?P<verb>approved|agreed|accepted|adopted"
        r"|confirmed|signed|ratified|taken\s+as\s+(?:read|correct))\b",
        had,
        reported,
        subordinate,
    ),
    _rule(
        "approval",
        rf"\b{BODY}\s+{ADVERB}(?P<verb>approved|agreed|accepted|adopted|confirmed)\s+the\s+(?:\w+\s+){{0,2}}(?:minutes|notes)\b",
        had,
        reported,
    ),
    _rule("deferral", rf"\b(?:was|were|be|is)\s+{ADVERB}(?P<verb>{DEFERRED}|ordered\s+to\s+stand\s+over)\b", had, reported, subordinate),
    _rule(
        "deferral",
        rf"{_LAST}(?P<verb>deferred|adjourned|postponed|held\s+over|left\s+on\s+the\s+table)\s+(?:to|until|till|pending|for|as"
        rf"|indefinitely)\b|{_LAST}(?P<last>deferred|tabled|held\s+over)\W*$|\btabled\s+(?:until|till|to|for)\b"
        rf"|\b(?P<bare>deferred|postponed|adjourned)\s+(?:to|until|till|pending)\b",
        had,
        reported,
    ),
    _rule(
        "deferral",
        r"\b(?:resolved|agreed|decided|voted)\b.{0,30}\b(?:to|that)\b.{0,40}\b(?:defer|adjourn|postpone|be\s+deferred"
        r"|be\s+postponed)\b|\b(?:board|council|committee|commissioner|members|governors|trustees|panel|he|she|they"
        r"|it)\s+(?P<verb>deferred|postponed)\b",
        had,
    ),
    _rule("deferral", r"\bwe\s*(?:will|['’]ll)\s+decide\b"),
    _rule(
        "noting",
        rf"\b(?:RESOLVED|agreed)\b.{{0,20}}(?:\bto\s+note\b|\bthat\b.{{0,120}}\bbe\s+(?:received\s+and\s+)?noted\b)"
        rf"|{_BEGIN}(?:RESOLVED\W+)?(?:that|to\s+note)\b.{{0,120}}\bbe\s+(?:received\s+and\s+)?noted\b",
    ),
    _rule(
        "decision",
        rf"(?-i:\bRESOLVED\b)|{_BEGIN}resolved\b|\bit\s+was\s+{ADVERB}(?P<verb>resolved)\b|\b{BODY}\s+{ADVERB}resolved\s+(?:to"
        rf"|that|not)\b",
        had,
        reported,
    ),
    _rule("decision", rf"{_BEGIN}(?-i:That)\s+(?:the|an?|it|this|consideration|authority|approval)\b.{{3,}}?\bbe\s+\w"),
    _rule("decision", r"^\W*(?:motion|resolution)\s+[\w/-]*\d[\w/-]*.*?:\s*\w"),
    _rule(
        "decision",
        r"\b(?:motion|amendment|resolution|proposition|proposal|special\s+order)\b.{0,80}\b(?P<verb>carried|carries|passed"
        r"|passes|approved|adopted|lost|fails?|failed|fell|defeated|rejected)\b",
        perfect,
        reported,
        subordinate,
    ),
    _rule(
        "decision",
        rf"\bcarried\b(?:\W*$|,?\s+(?:by|unanimously|nem|\d+\s*[-–:]|\(|on))|\bit\s+was\s+{ADVERB}(?P<verb>carried)\b"
        rf"|\b(?:moved|proposed)\b.{{0,80}}\bseconded\b.{{0,200}}(?:,|\band|\bwas|\bwere)\s+(?:unanimously\s+)?(?:carried|agreed|approved"
        rf"|resolved)\b",
        had,
        subordinate,
    ),
    _rule(
        "decision", rf"\b(?:{BODY}|{PRONOUN}|it\s+was)(?:,[^,]{{1,80}},)?\s+{ADVERB}(?P<verb>decided)\b(?!\s+(?:by|upon\s+by)\b)", *_TOLD
    ),
    _rule(
        "decision",
        rf"{_BEGIN}decision\s+to\b|[–—]\s*decision\s+to\b|\bdecision\s+(?:is|was)\s+to\b|^\W*decisions?\s*:"
        rf"|\bI\s+(?:hereby\s+)?(?:have\s+(?:\w+\s+){{0,2}}(?:decided|agreed|approved)|(?:approve|authorise|award|accept"
        rf"|agree\s+to|refuse|reject)\b)",
    ),
    _rule(
        "decision",
        r"\b(?:do|does|did)\s+not\s+(?:\w+\s+)?(?P<verb>agree|support|approve|endorse|adopt)\s+(?:to\s+|with\s+)?(?:the|an?|any"
        r"|this|it\b(?!\s+was)|such|preferred|draft|proposals?)\b",
        perfect,
        subordinate,
        outside,
    ),
    _rule(
        "decision",
        rf"\b(?:was|were|is)\s+(?:therefore\s+)?not\s+(?:\w+\s+)?(?P<verb>agreed|supported|approved|accepted|adopted|carried"
        rf"|granted)\b|{_LAST}not\s+(?:approved|agreed|supported|accepted|adopted)\b|\bnot\s+taken\s+up\b|\bsupport(?:ive"
        rf"|ed)?\s+in\s+principle\b",
        perfect,
        reported,
        subordinate,
        outside,
    ),
    _rule(
        "agreement",
        rf"\b(?:it|this|these|which|both|all|and)\s+(?:was|were|is)\s+{ADVERB}(?P<verb>agreed)\b|\b(?:was"
        rf"|were)\s+{ADVERB}(?P<thing>agreed)\b(?!\s+(?:price|date|form))",
        *_TOLD,
    ),
    _rule("agreement", rf"\b{BODY}\s+{ADVERB}(?P<verb>agreed)\b(?!\s+with\b)", *_TOLD),
    _rule(
        "agreement",
        rf"{_BEGIN}(?:unanimously\s+|all\s+)?agreed\b|[–—:]\s*agreed\b|(?-i:\bAGREED\b)|\bconsensus\b\W{{0,4}}:|\b(?:general"
        rf"|unanimous|was|by)\s+consensus\b|\b(?:general|unanimous)\s+(?:agreement|consent)\b|\bwere\s+in\s+agreement\b|^\W*(?:all|everyone"
        rf"|members)\s+(?:were\s+)?happy\s+with\b",
        had,
        reported,
    ),
    _rule(
        "request",
        r"(?<!are )(?<!is )(?<!was )(?<!were )(?<!be )\b(?P<verb>I\s+request|asks?|asked|requested)\s+(?!(?:if|whether|about|why"
        r"|how|what|who|when|where|that|for|not|to|an?|questions?|further)\b)(?P<whom>[^.;:,?]{1,60}?)\s+(?:(?:not\s+)?to"
        r"|for\s+an?)\s+(?!(?:be\s+recorded|note|the|an?|about)\b)[a-z]",
        had,
        subordinate,
    ),
    _rule(
        "decision",
        rf"\b(?:{BODY}|(?-i:[Tt]hey|[Ww]e))(?:,[^,]{{1,60}},)?\s+{ADVERB}(?P<verb>{SETTLED})\b(?!\s+(?:with|by|of)\b)",
        *_TOLD,
        people_refused,
    ),
    _rule(
        "decision",
        rf"{_BEGIN}(?P<verb>approved|adopted|ratified|accepted|endorsed|rejected|refused|delegated|carried|determined|granted"
        rf"|re-?elected|appointed|awarded)\b(?!\s+(?:minutes|budget|plan|list|provider|suppliers?|forward|over|out)\b)|[–—"
        rf"|]\s*(?:approved|adopted|ratified|accepted|endorsed|rejected|refused|granted|determined)\b(?=\W*$|\s+(?:with|by"
        rf"|subject|as|without|and|unanimously))",
        people_refused,
        perfect,
    ),
    _rule(
        "decision",
        rf"\b(?:was|were)\s+{ADVERB}(?:\w+\s+and\s+)?(?P<verb>{SETTLED_THING})\b(?!\s+(?:out|forward|over|to\s+(?:the"
        rf"|a)\s+(?:council|police|board|committee)|as\s+a\s+(?:key|risk))\b)",
        *_TOLD,
        people_refused,
        of_person,
        dated,
    ),
    _rule("decision", r"\b(?P<verb>go|goes)\s+ahead\b", forecast, reported, subordinate),
    _rule(
        "decision",
        r"\bpassed\s+for\s+payment\b|\b(?:is|are)\s+hereby\b|\b(?:recommendations?|offer|proposals?|request|application"
        r"|expenditure|grants?|contract|listed)\b.{0,60}\b(?:is|are)\s+(?:\w+\s+)?(?P<verb>approved|agreed|declined|refused"
        r"|rejected|accepted)\b",
        perfect,
        subordinate,
    ),
    _rule(
        "decision",
        r"(?-i:\b(?:APPROVED|REFUSED|REJECTED|RATIFIED|ADOPTED|ENDORSED|GRANTED|DECIDED|DELEGATED|CARRIED|LOST)\b)",
        had,
        reported,
        shouted,
    ),
    _rule(
        "decision",
        r"\b(?:application|request|proposal|permission|leave|consent|authority)\s+(?:(?:was|were)\s+)?(?P<verb>approved|refused|granted|given"
        r"|rejected)\b|\b(?:precepts?|budgets?|fees?|rates?|charges?|levy|rents?|dues)\s+(?:was|were|be)\s+(?P<set>set|fixed)\s+at\b",
        *_TOLD,
    ),
    _rule("decision", rf"{_BEGIN}(?-i:NO\s+OBJECTIONS?|OBJECTIONS?|NO\s+COMMENTS?)\b"),
    _rule("action", r"\b(?:was|were)\s+(?P<verb>told|instructed|directed|tasked)\s+(?:to|with)\b", had, subordinate),
    _rule(
        "request",
        r"\b(?:was|were|is|are)\s+(?:also\s+|kindly\s+)?(?P<verb>asked|requested|desired|urged)\s+to\s+(?!(?:note|approve|agree"
        r"|consider|receive|comment|decide|do|leave|withdraw|vote|speak|introduce|join|sign|declare)\b)",
        had,
        subordinate,
        reported,
    ),
    _rule(
        "request",
        r"(?<!was )(?<!were )(?<!is )(?<!as )(?<!be )(?<!not )\b(?P<verb>asked)\s+(?:again\s+)?(?:that\b(?!\s+(?:his|her"
        r"|their)\s+vote)|for\s+(?!(?:assurances?|clarification|his|her|their|in|at|by|on|last)\b))",
        had,
        subordinate,
        public,
    ),
    _rule(
        "action",
        rf"\b(?P<verb>is|are)\s+to\s+(?:be\s+{ADVERB}{DONE}|go\s+(?:up|to|back|out))\b|\b{NEWS}\b.{{0,60}}\b(?:is"
        rf"|are)\s+to\s+(?:come|follow)\b|{_BEGIN}to\s+be\s+{DONE}\b(?!\s+by\s*:)",
        forecast,
        reported,
        subordinate,
        outside,
    ),
    _rule(
        "request",
        r"(?<!was )(?<!were )(?<!is )(?<!as )(?<!not )(?<!be )\b(?P<verb>requested)\s+(?!(?:by|from|at|in|on)\b)\w"
        r"|\bmade\s+an?\s+(?:\w+\s+)?request\b",
        had,
        subordinate,
    ),
    _rule(
        "undertaking",
        r"(?<!was )(?<!were )(?<!been )(?<!is )(?<!are )\b(?P<verb>undertook|undertakes|offered|offers|promised|promises"
        r"|committed|volunteered|pledged)\s+to\b",
        had,
        subordinate,
    ),
    _rule(
        "undertaking",
        rf"\b(?P<who>{WHO}),?\s+{ADVERB}(?P<verb>agreed)\s+(?:to|that\s+(?:he|she|they)\s+(?:would|will))\s+(?!(?:differ"
        rf"|disagree)\b)[a-z]",
        had,
    ),
    _rule("undertaking", rf"\b(?:is|was|are|were)\s+(?:quite\s+|very\s+)?(?P<verb>happy|willing|prepared|glad)\s+to\s+{DEED}\b", forecast),
    _rule(
        "undertaking",
        rf"\b{WHO},?\s+(?P<verb>will|would|shall|is\s+going\s+to|are\s+going\s+to|was\s+going\s+to)\s+{ADVERB}(?:{DEED}"
        rf"|scope\s+out|(?:start|begin)\s+\w+ing)\b(?!\s+again\b)",
        forecast,
        outside,
        subordinate,
    ),
    _rule(
        "undertaking",
        rf"\b{WHO}\s+(?P<verb>is|are)\s+(?:now\s+|currently\s+)?(?:preparing(?!\s+for)|drafting|creating|compiling|arranging"
        rf"|organising|doing\s+(?:some|a\s+piece\s+of)\s+work)\b",
        forecast,
        outside,
        subordinate,
    ),
    _rule("undertaking", rf"{_BEGIN}(?P<who>{WHO})\s.*\band\s+(?P<verb>will|would)\s+{ADVERB}{DEED}\b", forecast, outside),
    _rule("undertaking", r"\bput\s+(?:himself|herself|themselves)\s+forward\b"),
    _rule("undertaking", rf"\b(?P<verb>will|shall)\s+{ADVERB}(?:continue\s+to\s+)?be\s+{ADVERB}{DONE}\b(?!\s+if\b)", forecast),
    _rule("undertaking", rf"\b{NEWS}\s+(?:\w+\s+){{0,6}}?(?P<verb>will|shall)\s+{ADVERB}(?:be\s+given|follow|come)\b", forecast),
    _rule(
        "undertaking",
        rf"\bthere\s+(?P<verb>will)\s+be\s+(?:\w+\s+){{0,4}}?(?:work\s+done|to\s+share|(?:{NEWS}|review)\s+(?:to|at|in|on))\b"
        rf"|\bthere\s+will\s+be\s+.{{0,70}}\bto\s+(?:further\s+)?(?:brief|share|report)\b",
        forecast,
    ),
    _rule("undertaking", rf"\b{KNOWLEDGE}\b.{{0,80}}\bcan\s+be\s+(?:provided|supplied|shared|circulated|sent)\b", forecast),
    _rule(
        "undertaking",
        rf"\b(?P<verb>(?:will|would)\s+need\s+to\s+be|needs?\s+to\s+be|should\s+be)\s+{ADVERB}(?:refreshed|reviewed|confirmed"
        rf"|checked|amended|updated|corrected|raised\s+with|reported\s+to|circulated|followed\s+up)\b",
        forecast,
        reported,
    ),
    _rule("undertaking", rf"\b(?P<verb>is|are)\s+being\s+{HANDED_ON}\s+(?:to|with|through|by|up)\b", forecast),
    _rule("undertaking", r"\b(?:has|have)\s+been\s+(?:scheduled|arranged|booked)\s+for\b", forecast),
    _rule(
        "noting",
        rf"(?:\b(?:was|were|be|{BODY}|and)\s+|{_BEGIN}|{_LAST}){ADVERB}(?P<verb>noted)\b|\btook\s+note\b"
        rf"|\breports?\b.{{0,60}}\b(?:was|were)\s+received\b",
    ),
)
