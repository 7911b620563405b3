"""Rules as data: requests, actions, undertakings, and last what is only noted. The first that fits is taken."""

from __future__ import annotations

from index.guards import forecast, had, itself, outside, public, reported, subordinate, told_of_before
from index.rule import BEGIN, LAST, Rule, rule
from index.who import WHO
from index.wording import ADVERB, BODY, DEED, DONE, HANDED_ON, KNOWLEDGE, NEWS

_GOING = r"(?:is|are|was)\s+going\s+to"
_ACTS = rf"{ADVERB}(?:{DEED}|scope\s+out|(?:start|begin)\s+\w+ing)\b(?!\s+again\b)"

PROMISED_RULES: tuple[Rule, ...] = (
    rule(
        "request",
        r"(?<!are )(?<!is )(?<!was )(?<!were )(?<!be )\b(?P<verb>I\s+request|asks?|asked|requested)\s+(?!(?:if|whether|about|why"
        r"|how|what|who|when|where|that|for|not|to|an?|questions?|further)\b)(?P<whom>[^.;:,?]{1,60}?)\s+(?:(?:not\s+)?to"
        r"|for\s+an?)\s+(?!(?:be\s+recorded|note|the|an?|about)\b)[a-z]",
        had,
        subordinate,
        itself,
    ),
    rule(
        "action",
        rf"\b(?:was|were)\s+(?P<verb>told|instructed|directed|tasked)\s+(?:to|with)\b"
        rf"|(?:\b{BODY}\s+{ADVERB}|{BEGIN})(?:instructed|directed|tasked|remitted\s+(?:it\s+)?to)\s+{WHO}\s+to\b",
        had,
        subordinate,
    ),
    rule(
        "request",
        r"\b(?:was|were|is|are)\s+(?:also\s+|kindly\s+)?(?P<verb>asked|requested|desired|urged)\s+to\s+(?!(?:note|approve|agree"
        r"|consider|receive|comment|decide|do|leave|withdraw|vote|speak|introduce|join|sign|declare)\b)"
        rf"|\b(?:was|were)\s+(?P<invited>invited)\s+to\s+(?!(?:ask|attend|contact|meet|visit|speak|submit|apply|respond|reply|present|raise|seek|write)\b){DEED}\b",
        had,
        subordinate,
        reported,
    ),
    rule(
        "request",
        r"(?<!was )(?<!were )(?<!is )(?<!as )(?<!be )(?<!not )\b(?P<verb>asked)\s+(?:again\s+)?(?:that\b(?!\s+(?:his|her"
        r"|their)\s+vote)|for\s+(?!(?:assurances?|clarification|his|her|their|in|at|by|on|last)\b))",
        had,
        subordinate,
        public,
    ),
    rule(
        "action",
        rf"\b(?P<verb>is|are)\s+to\s+(?:be\s+{ADVERB}{DONE}|go\s+(?:up|to|back|out))\b|\b{NEWS}\b.{{0,60}}\b(?:is"
        rf"|are)\s+to\s+(?:come|follow)\b|{BEGIN}to\s+be\s+{DONE}\b(?!\s+by\s*:)",
        forecast,
        reported,
        subordinate,
        outside,
    ),
    rule(
        "request",
        r"(?<!was )(?<!were )(?<!is )(?<!as )(?<!not )(?<!be )\b(?P<verb>requested)\s+(?!(?:by|from|at|in|on)\b)\w"
        r"|\bmade\s+an?\s+(?:\w+\s+)?request\b",
        had,
        subordinate,
    ),
    rule(
        "undertaking",
        r"(?<!was )(?<!were )(?<!been )(?<!is )(?<!are )\b(?P<verb>undertook|undertakes|offered|offers|promised|promises"
        r"|committed|volunteered|pledged)\s+to\b",
        had,
        subordinate,
    ),
    rule(
        "undertaking",
        rf"\b(?P<who>{WHO}),?",
        had,
        end=rf"\s+{ADVERB}(?P<verb>agreed)\s+(?:to|that\s+(?:he|she|they)\s+(?:would|will))\s+(?!(?:differ|disagree)\b)[a-z]",
    ),
    rule("undertaking", rf"\b(?:is|was|are|were)\s+(?:quite\s+|very\s+)?(?P<verb>happy|willing|prepared|glad)\s+to\s+{DEED}\b", forecast),
    rule(
        "undertaking",
        rf"\b{WHO},?",
        told_of_before,
        forecast,
        outside,
        subordinate,
        end=rf"\s+(?P<verb>will|would|shall|{_GOING})\s+{_ACTS}",
    ),
    rule("undertaking", rf"\b{WHO}", told_of_before, forecast, outside, subordinate, end=rf"(?:'ll|'d|’ll|’d)\s+{_ACTS}"),
    rule(
        "undertaking",
        rf"\b{WHO}",
        forecast,
        outside,
        subordinate,
        end=r"\s+(?P<verb>is|are)\s+(?:now\s+|currently\s+)?(?:preparing(?!\s+for)|drafting|creating|compiling|arranging"
        r"|organising|doing\s+(?:some|a\s+piece\s+of)\s+work)\b",
    ),
    rule(
        "undertaking",
        rf"{BEGIN}(?P<who>{WHO})\s.*",
        told_of_before,
        forecast,
        outside,
        end=rf"\band\s+(?P<verb>will|would)\s+{ADVERB}{DEED}\b",
    ),
    rule("undertaking", r"\bput\s+(?:himself|herself|themselves)\s+forward\b"),
    rule(
        "undertaking",
        rf"\b(?P<verb>will|would|shall)\s+{ADVERB}(?:continue\s+to\s+)?be\s+{ADVERB}{DONE}\b(?!\s+if\b)",
        told_of_before,
        forecast,
    ),
    rule("undertaking", rf"\b{NEWS}\s+(?:\w+\s+){{0,6}}?(?P<verb>will|shall)\s+{ADVERB}(?:be\s+given|follow|come)\b", forecast),
    rule(
        "undertaking",
        rf"\bthere\s+(?P<verb>will)\s+be\s+(?:\w+\s+){{0,4}}?(?:work\s+done|to\s+share|(?:{NEWS}|review)\s+(?:to|at|in|on))\b"
        rf"|\bthere\s+will\s+be\s+.{{0,70}}\bto\s+(?:further\s+)?(?:brief|share|report)\b",
        forecast,
    ),
    rule("undertaking", rf"\b{KNOWLEDGE}\b.{{0,80}}\bcan\s+be\s+(?:provided|supplied|shared|circulated|sent)\b", forecast),
    rule(
        "undertaking",
        rf"\b(?P<verb>(?:will|would)\s+need\s+to\s+be|needs?\s+to\s+be|should\s+be)\s+{ADVERB}(?:refreshed|reviewed|confirmed"
        rf"|checked|amended|updated|corrected|raised\s+with|reported\s+to|circulated|followed\s+up)\b",
        forecast,
        reported,
    ),
    rule("undertaking", rf"\b(?P<verb>is|are)\s+being\s+{HANDED_ON}\s+(?:to|with|through|by|up)\b", forecast),
    rule("undertaking", r"\b(?:has|have)\s+been\s+(?:scheduled|arranged|booked)\s+for\b", forecast),
    rule(
        "noting",
        rf"(?:\b(?:was|were|be|{BODY}|and)\s+|{BEGIN}|{LAST}){ADVERB}(?P<verb>noted)\b|\btook\s+note\b"
        rf"|\breports?\b.{{0,60}}\b(?:was|were)\s+received\b",
    ),
)
