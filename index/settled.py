"""Rules as data: approvals, deferrals, decisions and agreements. The first that fits is taken, so the order matters."""

from __future__ import annotations

from index.guards import dated, forecast, had, of_person, outside, people_refused, perfect, reported, shouted, subordinate, unseconded
from index.rule import BEGIN, LAST, TOLD, Rule, rule
from index.wording import ADVERB, BODY, DEFERRED, MERELY, PRONOUN, RECORD, SETTLED, SETTLED_THING

SETTLED_RULES: tuple[Rule, ...] = (
    rule("approval", rf"\b(?P<verb>accepted|approved|agreed|signed|confirmed|received|adopted)\b.{{0,80}}\b{RECORD}", had, reported),
    rule(
        "approval",
        r"\b(?:minutes|notes)\b.{0,160}\b(?:were|was|be|are)\s+(?:\w+,?\s+){0,4}?(?P<verb>approved|agreed|accepted|adopted"
        r"|confirmed|signed|ratified|taken\s+as\s+(?:read|correct))\b",
        had,
        reported,
        subordinate,
    ),
    rule(
        "approval",
        rf"\b{BODY}\s+{ADVERB}(?P<verb>approved|agreed|accepted|adopted|confirmed)\s+the\s+(?:\w+\s+){{0,2}}(?:minutes|notes)\b",
        had,
        reported,
    ),
    rule(
        "deferral",
        rf"(?<!not )\b(?:was|were|be|is)\s+(?!not\b){ADVERB}(?P<verb>{DEFERRED}|ordered\s+to\s+stand\s+over)\b",
        had,
        reported,
        subordinate,
    ),
    rule(
        "deferral",
        rf"{LAST}(?P<verb>{DEFERRED})(?:\s+(?:to|until|till|pending|for|as|indefinitely)\b|\s*[–—(])"
        rf"|{LAST}(?P<last>{DEFERRED}|tabled)\W*$|\btabled\s+(?:until|till|to|for)\b"
        rf"|\b(?P<bare>deferred|postponed|adjourned)\s+(?:to|until|till|pending)\b",
        had,
        reported,
    ),
    rule(
        "deferral",
        r"\b(?:resolved|agreed|decided|voted)\b.{0,30}\b(?:to|that)\b.{0,40}",
        had,
        end=r"\b(?:defer|adjourn|postpone|be\s+deferred|be\s+postponed)\b",
    ),
    rule(
        "deferral",
        r"\b(?:board|council|committee|commissioner|members|governors|trustees|panel|he|she|they|it)\s+(?P<verb>deferred|postponed)\b",
        had,
    ),
    rule("deferral", r"\bwe\s*(?:will|['’]ll)\s+decide\b"),
    rule(
        "noting",
        rf"\b(?:RESOLVED|agreed)\b.{{0,20}}(?:\bto\s+note\b|\bthat\b.{{0,120}}{MERELY})"
        rf"|{BEGIN}(?:RESOLVED\W+)?(?:that|to\s+note)\b.{{0,120}}{MERELY}",
    ),
    rule(
        "decision",
        rf"(?-i:\bRESOLVED\b)|{BEGIN}resolved\b|\bit\s+was\s+{ADVERB}(?P<verb>resolved)\b|\b{BODY}\s+{ADVERB}(?P<plain>resolved)\b",
        *TOLD,
    ),
    rule("decision", rf"{BEGIN}(?-i:That)\s+(?:the|an?|it|this|consideration|authority|approval)\b.{{3,}}?\bbe\s+\w"),
    rule("decision", r"^\W*(?:motion|resolution)\s+[\w/-]*\d[\w/-]*.*?:\s*\w"),
    rule(
        "decision",
        r"\b(?:motion|amendment|resolution|proposition|proposal|special\s+order)\b.{0,80}(?<!\bbe)\s(?P<verb>carried|carries|passed"
        r"|passes|approved|adopted|lost|fails?|failed|fell|defeated|rejected)\b",
        perfect,
        reported,
        subordinate,
        unseconded,
    ),
    rule("decision", r"^\W*M(?:oved)?\s*/\s*S(?:econded)?\s*/\s*C(?:arried)?\b"),
    rule(
        "decision",
        rf"\bcarried\b(?:\W*$|,?\s+(?:by|unanimously|nem|\d+\s*[-–:]|\(|on))|\bit\s+was\s+{ADVERB}(?P<verb>carried)\b"
        rf"|\b(?:moved|proposed)\b.{{0,80}}\bseconded\b.{{0,200}}(?:,|\band|\bwas|\bwere)\s+(?:unanimously\s+)?(?:carried|agreed|approved"
        rf"|resolved)\b",
        had,
        subordinate,
    ),
    rule("decision", rf"\b(?:{BODY}|{PRONOUN}|it\s+was)(?:,[^,]{{1,80}},)?\s+{ADVERB}(?P<verb>decided)\b(?!\s+(?:by|upon\s+by)\b)", *TOLD),
    rule(
        "decision",
        rf"{BEGIN}decision\s+to\b|[–—]\s*decision\s+to\b|\bdecision\s+(?:is|was)\s+to\b|^\W*decisions?\s*:"
        rf"|\bI\s+(?:hereby\s+)?(?:have\s+(?:\w+\s+){{0,2}}(?:decided|agreed|approved)|(?:approve|authorise|award|accept"
        rf"|agree\s+to|refuse|reject)\b)",
    ),
    rule(
        "decision",
        r"\b(?:do|does|did)\s+not\s+(?:\w+\s+)?(?P<verb>agree|support|approve|endorse|adopt)\s+(?:to\s+|with\s+)?(?:the|an?|any"
        r"|this|it\b(?!\s+was)|such|preferred|draft|proposals?)\b"
        rf"|\b{BODY}(?:,[^,]{{1,80}},)?\s+(?:did|could|would)\s+not\s+(?:accept(?!\s+that\b)|agree|support|approve|endorse|adopt)\b",
        perfect,
        subordinate,
        outside,
    ),
    rule(
        "decision",
        rf"\b(?:was|were|is)\s+(?:therefore\s+)?not\s+(?:\w+\s+)?(?P<verb>agreed|supported|approved|accepted|adopted|carried"
        rf"|granted)\b|{LAST}not\s+(?:approved|agreed|supported|accepted|adopted)\b|\bnot\s+taken\s+up\b|\bsupport(?:ive"
        rf"|ed)?\s+in\s+principle\b",
        perfect,
        reported,
        subordinate,
        outside,
    ),
    rule(
        "agreement",
        rf"\b(?:it|this|these|which|both|all|and)\s+(?:was|were|is)\s+{ADVERB}(?P<verb>agreed)\b|\b(?:was"
        rf"|were)\s+{ADVERB}(?P<thing>agreed)\b(?!\s+(?:price|date|form))",
        *TOLD,
    ),
    rule("agreement", rf"\b{BODY}\s+{ADVERB}(?P<verb>agreed)\b(?!\s+with\b)", *TOLD),
    rule(
        "agreement",
        rf"{BEGIN}(?:unanimously\s+|all\s+)?agreed\b|[–—:]\s*agreed\b|(?-i:\bAGREED\b)|\bconsensus\b\W{{0,4}}:|\b(?:general"
        rf"|unanimous|was|by)\s+consensus\b|\bconsensus\s+(?:of\s+[^.]{{2,40}}?\s+)?(?:was|is)\s+(?:that|to)\b|\b(?:general|unanimous)\s+(?:agreement|consent)\b|\bwere\s+in\s+agreement\b|^\W*(?:all|everyone"
        rf"|members)\s+(?:(?:was|were)\s+)?happy\s+with\b",
        had,
        reported,
    ),
    rule(
        "decision",
        rf"\b(?:{BODY}|(?-i:[Tt]hey|[Ww]e))(?:,[^,]{{1,60}},)?\s+{ADVERB}(?P<verb>{SETTLED})\b(?!\s+(?:with|of|by(?!\s+\w+\s+(?:votes?\s+)?to))\b)",
        *TOLD,
        people_refused,
    ),
    rule(
        "decision",
        rf"{BEGIN}(?P<verb>approved|adopted|ratified|accepted|endorsed|rejected|refused|delegated|carried|determined|granted"
        rf"|re-?elected|appointed|awarded)\b(?!\s+(?:minutes|budget|plan|list|provider|suppliers?|forward|over|out)\b)|[–—"
        rf"|]\s*(?:approved|adopted|ratified|accepted|endorsed|rejected|refused|granted|determined)\b(?=\W*$|\s+(?:with|by"
        rf"|subject|as|without|and|unanimously))",
        people_refused,
        perfect,
    ),
    rule(
        "decision",
        rf"\b(?:was|were)\s+{ADVERB}(?:\w+\s+and\s+)?(?:re-?)?(?P<verb>{SETTLED_THING})\b(?!\s+(?:out|forward|over|to\s+(?:the"
        rf"|a)\s+(?:council|police|board|committee)|as\s+a\s+(?:key|risk))\b)",
        *TOLD,
        people_refused,
        of_person,
        dated,
    ),
    rule("decision", r"\b(?P<verb>go|goes)\s+ahead\b", forecast, reported, subordinate),
    rule(
        "decision",
        r"\bpassed\s+for\s+payment\b|\b(?:is|are)\s+hereby\b|\b(?:recommendations?|offer|proposals?|request|application"
        r"|expenditure|grants?|contract|listed)\b.{0,60}\b(?:is|are)\s+(?:\w+\s+)?(?P<verb>approved|agreed|declined|refused"
        r"|rejected|accepted)\b",
        perfect,
        subordinate,
    ),
    rule(
        "decision",
        r"(?-i:\b(?:APPROVED|REFUSED|REJECTED|RATIFIED|ADOPTED|ENDORSED|GRANTED|DECIDED|DELEGATED|RECOMMENDED|CARRIED|LOST)\b)",
        had,
        reported,
        shouted,
    ),
    rule(
        "decision",
        r"\b(?:application|request|proposal|permission|leave|consent|authority)\s+(?:(?:was|were)\s+)?(?P<verb>approved|refused|granted|given"
        r"|rejected)\b|\b(?:precepts?|budgets?|fees?|rates?|charges?|levy|rents?|dues)\s+(?:was|were|be)\s+(?P<set>set|fixed)\s+at\b",
        *TOLD,
    ),
    rule("decision", rf"{BEGIN}(?-i:NO\s+OBJECTIONS?|OBJECTIONS?|NO\s+COMMENTS?)\b"),
)
