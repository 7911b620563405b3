"""Who is to do it, by when, and under which number: read from the words of an outcome, never supplied.

An owner is named only where the words name one: a pronoun, "it was agreed", or a list without names leaves it open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.cues import Screen
from index.due import A_TIME, WHEN, due_of
from index.grammars import DECISION_NUMBER
from index.judge import LONGEST
from index.minutes import OutcomeKind
from index.rule import NUMBER
from index.who import NOBODY, WHO, Known, is_actor
from index.wording import ADVERB, BODY, DEED

_NOT_ONE = re.compile(r"an?\s|(?:any|some)(?:one|body)\b", re.I)  # a working group: nobody in particular
_PRONOUNS = {"he", "she", "they", "it", "i", "we", "this", "which", "who", "that", "both", "these"}
_LABEL = r"(?:\(?\d{1,3}(?:\.\d{1,3})*[.):]?|\(?(?:[a-z]|[ivx]{1,4})[.):])\s+"
_LEAD = (
    rf"^\W*(?:{_LABEL})?(?:(?i:actions?)(?i:\s+(?:points?|items?|for|by|arising|agreed|required))?(?:\s*{NUMBER})?\s*[:.–—-]*\s*"
    rf"|(?:AI|AP|A)-?\d+\W*|@)?(?:{_LABEL})?"
)
_TO = re.compile(rf"{_LEAD}(?P<who>(?i:the\s+)?[A-Z][^.:;!?–—]{{1,80}}?),?\s+(?:(?:is|are|was|were)\s+)?to\s+(?!be\b)[a-z]")
_DASH = re.compile(
    rf"^\W*(?:(?i:actions?(?:\s+arising)?)(?:\s*{NUMBER})?\s*(?:[:.–—-]\s*|\s(?=[A-Z]))|(?:AI|AP|A)-?\d+\W*)"
    r"(?P<who>[A-Z][\w.'’&/, -]{1,60}?)"
    r"(?:\s+[–—-]\s|,\s+(?=by\b|before\b|[A-Z]\w+\s+meeting|to\b)|:\s|\s+(?=(?:will|to)\b(?!\s+be\b)))"
)
_INITIALS = re.compile(r"\b(?i:actions?)\W+(?P<who>[A-Z]{2,4}(?:\s*[/,&]\s*[A-Z]{2,4})*)\b(?!\s*[/-]\d)")
_AT = re.compile(r"(?:^|[\s`])@(?P<who>\w+)\s*:")
_MARK = re.compile(
    rf"^\W*actions?\s*(?:[:.–—-]+|for|by)?\s*(?P<who>[^:;.]{{2,60}}?)(?:,?\s*\(?(?:by|for|before|at|in|due)\s+{WHEN}\)?)?\W*$", re.I
)
_AND = re.compile(rf"(?P<who>{WHO})\s+(?:did|is|was|were|are|said|has|had)\b[^.;]*?\band\s+(?:will|would)\b", re.I)
_DOING = re.compile(r"^\W*(?P<who>[A-Z][\w’'-]+(?:\s+and\s+[A-Z][\w’'-]+)?)\s+[a-z]+ing\b")
_SAID = re.compile(
    rf"(?P<who>{WHO})\s+(?:said|confirmed|agreed|advised|explained|reported|indicated|stated|added"
    rf"|replied)\s+(?:that\s+)?(?:he|she|they)\s+(?:would|will)\b",
    re.I,
)
_DONE_BY = re.compile(rf"\bbe\s+\w+(?:\s+\w+)?\s+by\s+(?P<who>{WHO})(?=\W|$)", re.I)
_LABELLED = re.compile(
    r"\b(?i:owner|lead|responsible|action\s+(?:for|by))\s*[:–-]\s*(?P<who>[A-Z][\w.'’& ]{1,40}?)(?=[,.;)]|$)|\[(?P<square>[A-Z]{2,4})\]\W*$"
    r"|\(\s*(?i:actions?)\s*[:–-]\s*(?P<round>[^)]{2,60})\)"
)
_SPEAKS = re.compile(
    rf"(?P<who>{WHO}),?\s+{ADVERB}(?:kindly\s+)?(?:will|would|shall|undertook|undertakes|offered|offers|promised|promises"
    rf"|agreed|committed|volunteered|pledged"
    r"|(?:is|was|are|were)\s+(?:quite\s+|very\s+)?(?:happy|willing|prepared|glad|going|(?:now\s+|currently\s+)?\w+ing)"
    r"|put\s+(?:himself|herself|themselves))\s(?!(?:\w+\s+)?be\b)",
    re.I,
)
_ASKED = re.compile(
    rf"(?P<who>{WHO})\s+(?:was|were|is|are)\s+(?:also\s+|kindly\s+)?(?:asked|requested|invited|desired|urged|told|instructed|directed"
    rf"|tasked)\b",
    re.I,
)
_ASKS = re.compile(
    rf"\b(?:asked|asks?|requested|requests?\s+to|requests?)\s+(?P<who>{WHO})\s+(?:\([^)]*\)\s+)?(?:not\s+)?(?:to|that|for)\s", re.I
)
_BODY = re.compile(
    rf"(?<!\s\d\s)(?<!\s\d\d\s)\b(?P<who>(?:the\s+)?(?:(?-i:[A-Z])[\w’'-]+\s+(?:(?:and|of"
    rf"|for)\s+)?){{0,4}}{BODY})(?:,[^,]{{1,60}},)?\s+{ADVERB}(?:approved|agreed|decided|resolved|noted|endorsed|adopted"
    rf"|ratified|accepted|granted|rejected|supported|recommended|appointed|determined|delegated|consented|voted|deferred"
    rf"|do\s+not|did\s+not)\b",
    re.I,
)
_BY = re.compile(
    rf"\b(?:agreed|approved|chosen|decided|determined|accepted|supported|rejected|selected|ratified"
    rf"|endorsed)\s+by\s+(?!general\b|unanimous|consen)(?P<who>(?:the\s+)?(?:(?-i:[A-Z])[\w’\'-]+\s+(?:(?:and|of"
    rf"|for)\s+)?){{0,4}}{BODY}|{WHO})(?=\W|$)",
    re.I,
)
_NOT = re.compile(
    rf"(?P<who>{WHO})\s+(?:said\s+(?:that\s+)?(?:he|she|they)\s+)?(?:do|does|did)\s+not\s+(?:\w+\s+)?(?:agree|support"
    rf"|approve)\b",
    re.I,
)
_DOER = re.compile(rf"\bagreed\s+that\s+(?P<who>{WHO})\s+(?:would|will|should|to)\b", re.I)
_CHARGED = re.compile(
    rf"\b(?:instruct(?:ed)?|direct(?:ed)?|authori[sz]ed?|tasked|remitted\s+to)\s+(?P<whom>{WHO})\s+to\b"
    rf"|(?:(?<!recommended )\bthat|^\W*{_LABEL}(?:that)?)\s*(?P<who>{WHO})(?:,[^,]{{1,80}},)?\s+"
    rf"(?:be\s+(?:authori[sz]ed|instructed|directed|empowered)\s+to\b|{DEED}\s+(?:the|an?|to|it|for|with)\b(?![^.;]*\bbe\b))",
    re.I,
)
_ASKER = re.compile(
    rf"\basked\s+by:?\s+(?P<by>[^)\]]{{2,60}})|(?P<who>{WHO})\s+{ADVERB}(?:asked|enquired|inquired|queried|questioned"
    rf"|wondered|wanted)\b",
    re.I,
)
_PLURAL_THING = re.compile(
    r"(?:work|data|information|details|figures|lessons|notes|minutes|letters?|reports?|papers?|discussions?|costs|funding"
    r"|progress|nothing|none|everything)",
    re.I,
)
_LEFT = re.compile(
    r"^(?:that|which|and|so|but|as|for|if|when|where|while|following|after|therefore|however|in|on|at|said|meeting|point"
    r"|item|update|agreement)\s+",
    re.I,
)

_REFERENCE = re.compile(
    rf"^\W*(?P<number>{DECISION_NUMBER})\b|^\W*(?P<named>(?:(?:motion|resolution|action|decision)\s+(?:no\.?\s*)?|AI-?"
    rf"|AP-?)\d[\w/-]*)|^\W*(?P<dotted>\d{{1,3}}\.\d{{1,2}}(?:\.\d{{1,2}})?)(?=[.):]?\s)",
    re.I,
)


def _screen(*patterns: re.Pattern[str]) -> Screen[re.Pattern[str]]:
    return Screen(patterns, lambda pattern: pattern)


_SETTLED = _screen(_LABELLED, _DOER, _CHARGED, _BY, _BODY, _NOT)  # in this order: the first that names somebody
_TO_DO = _screen(_LABELLED, _AT, _ASKS, _ASKED, _CHARGED, _DASH, _INITIALS, _SAID, _SPEAKS, _AND, _DONE_BY, _TO, _DOING)
_SCREENS: dict[OutcomeKind, Screen[re.Pattern[str]]] = {
    "question": _screen(_ASKER),
    "noting": _screen(),  # nobody has to act
    "request": _screen(_LABELLED, _AT, _ASKED, _ASKS),
    **dict.fromkeys(("decision", "agreement", "deferral", "approval"), _SETTLED),
    **dict.fromkeys(("action", "undertaking"), _TO_DO),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """Who and by when, printed apart from the deed."""

    owner: str
    due: str | None


def owner_of(text: str, kind: OutcomeKind, known: Known = NOBODY) -> str | None:
    """Who is to act, who decided or, of a question, who asked: as printed, None where nobody is."""
    text = text[:LONGEST]
    return next((who for pattern in _SCREENS[kind].possible(text) if (who := _first(pattern, text, known))), None)


def mark_of(text: str, known: Known = NOBODY) -> Mark | None:
    """Who is to act, where the words say nothing else: "ACTION - KA", "Action: Clerk, by 3 May"."""
    match = _MARK.match(text)
    if match is None or not is_actor(match["who"], known):
        return None
    return Mark(match["who"].strip(), due_of(text, "action"))


def reference_of(text: str) -> str | None:
    """The number printed at the beginning: of a decision, a motion, an action or a resolution."""
    match = _REFERENCE.match(text)
    return next((g.strip() for g in match.groups() if g), None) if match else None


def _first(pattern: re.Pattern[str], text: str, known: Known) -> str | None:
    for match in pattern.finditer(text):
        who = _clean(next(g for g in match.groups() if g))
        if (
            who
            and who.lower() not in _PRONOUNS
            and not _NOT_ONE.match(who)
            and not A_TIME.fullmatch(who)
            and (pattern is _AT or all(is_actor(one, known) or _capitals(one, known) for one in re.split(r"\s*/\s*", who)))
        ):
            return who
    return None


def _capitals(words: str, known: Known) -> bool:
    """True for what can only be names: a few words, each with a capital."""
    plain = [word for word in re.findall(r"[\w’'-]+", re.sub(r"\([^)]*\)", "", words)) if word not in ("and", "of", "de", "van", "von")]
    if len(plain) == 1 and plain[0].endswith("s") and plain[0] not in known.names:
        return False  # a name or a plural: signs, officers, retailers
    return 0 < len(plain) <= 6 and all(word[0].isupper() for word in plain) and not _PLURAL_THING.fullmatch(words)


def _clean(words: str) -> str:
    words = " ".join(words.split()).strip(" ,-–—:*`@")
    while _LEFT.match(words):
        words = _LEFT.sub("", words)
    return words
