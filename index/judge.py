"""Words of minutes -> the kind of outcome they record, if any."""

from __future__ import annotations

import re

from index.cues import Screen
from index.minutes import OutcomeKind
from index.promised import PROMISED_RULES
from index.rule import BEGIN, MARKED
from index.settled import SETTLED_RULES
from index.who import NOBODY, Known, is_actor, named
from index.wording import DEED, DONE, MERELY

RULES = (MARKED, *SETTLED_RULES, *PROMISED_RULES)  # the first that fits is taken
_SCREEN = Screen(RULES, lambda rule: rule.pattern)
LONGEST = 1_500  # characters: what is longer is no statement, and its end is not looked at

_ASKS = re.compile(
    r"\b(?P<verb>asked|enquired|inquired|queried|questioned|wondered|wanted\s+to\s+know)\s+(?:\w+\s+){0,3}?(?:whether|if|why"
    r"|how|what|who|when|where|which|about)\b|\basked\s+for\s+(?:assurances?|clarification)\b"
    r"|\bin\s+(?:answer|reply|response)\s+to\s+a\s+question\b",
    re.I,
)
_STATE = re.compile(
    r"(?:[:–—\[.]|\s-)\s*\*{0,2}(?:now\s+|partially\s+)?(?:completed?|done|closed|in\s+progress|on-?going|outstanding"
    r"|still\s+\w+|not\s+(?:yet\s+)?(?:done|completed?|due)|open|carried\s+forward|discharged|actioned"
    r"|superseded|cleared|overdue|chased)\b(?=\W*(?:$|[.,;\])]|on\b|by\b|at\b|until\b|there\b|for\b|\d|[A-Z][a-z]+\s+\d|waiting))"
    r"|(?:^|[.:–—]\s)\W*[A-Z][a-z]+ed(?:\s+and\s+\w+ed)?\s+on\s+\d|\b(?:was|has\s+been|had\s+been)\s+completed\b|\bhas\s+since\b",
    re.I,
)
_FINITE = re.compile(
    r"\b[a-z]+ed\s+(?:an?|the|that|on|in|for|by|with|from|out|up|at|this|his|her|its|their|all|some)\b|n[’']t\b|[’'](?:ve|re"
    r"|ll|d|m)\b|^\W*(?:I|we|you|they|he|she|it)\b"
    r"|\b(?:is|are|was|were|been|has|had|have|will|would|can|could|may|might|must|said|asked|wants?|wanted|hopes?|hoped"
    r"|needs?|needed|able|wish\w*|likes?|going|due|continues?d?|agreed|failed|began|used"
    r"|intend\w*|aims?|aimed|means|meant|job|role|purpose|expects?|expected|seems?|tends?|want|decided|resolved|voted"
    r"|decision|right|way|how|what|which|who|that|opportunity|ability|need|plans?|proposal|aim|attempt\w*|effort\w*|order"
    r"|commitment|response|regard"
    r"|relation|addition|prior|according|subject|access|similar|thanks|offered|promised|undertook|referred|moved|wrote|spoke"
    r"|due|objections?)\b",
    re.I,
)
_NO_VERB = (
    r"(?!(?:the|an?|be|his|her|its|their|our|my|your|this|that|these|those|all|any|some|date|which|whom|what|me|you|us|them"
    r"|and|or|no|one|two|three|end|life|work|school|council|members?)\b)"
)
_TO_DO = re.compile(
    rf"^[^\w@]*(?:\(?(?:\d{{1,3}}(?:\.\d{{1,3}})*|[a-z]"
    rf"|[ivx]{{1,4}})[.):]?\s+)?(?P<who>[^.;:!?]{{2,110}}?)\s*,?\s+(?P<is>(?:is|are|was"
    rf"|were)\s+)?to\s+(?:(?P<be>be)\s+(?P<done>\w+)|(?P<deed>{_NO_VERB}[a-z][\w-]+))\b"
)
_REFUSED = re.compile(
    r"\b(?:not|never|nor)\s+(?:\w+\s+)?(?:agree|support|approve|accept)\w*"
    r"|\b(?:voted|resolved|decided|agreed)\b(?:(?! to [a-z])[^,.;]){0,30} not to\b"
    r"|\b(?:was|were|is) (?:rejected|turned down|declined)\b|\bturned (?:\w+ ){1,3}down\b"
    r"|\b(?:was|were|is) refused(?=\s*(?:[.,;)]|$|(?:by|on|because|as|for|since|and|with|at|subject)\b))"
    r"|\b(?:motion|amendment|proposal|resolution)\b.{0,60}\b(?:was lost|fell|lost|fails|failed|defeated|not carried)\b",
    re.I,
)
_ANSWER = re.compile(r"\W*(?:no\s+(?:objections?|comments?)|object(?:ions?|ed|s)?|support(?:s|ed)?)\b", re.I)
_MERELY = re.compile(
    rf"{BEGIN}(?:(?:otherwise|also|to)\s+)*(?:note|receive)s?\b(?!.*\b(?:approve|adopt|agree)s?\b)|{MERELY}\W*(?:and)?\W*$", re.I
)
_NOTHING = re.compile(r"\W*(?:no|none|nothing|nobody)\b", re.I)
_TO_BE = re.compile(DONE, re.I)
_A_DEED = re.compile(rf"{DEED}\b|(?:look|take|stay|come|go|think|count|remove|lead|work|agree|feed|provide|check|find|make)\b", re.I)
_DOING = re.compile(
    r"^\W*(?P<who>[A-Z][\w’'-]+(?:(?:\s+and\s+|\s*/\s*|\s*,\s*|\s+)[A-Z][\w’'-]+){0,3})\s+(?:still\s+)?(?P<deed>[a-z]+ing)\b"
)


def kind_of(text: str, known: Known = NOBODY) -> OutcomeKind | None:
    """The kind of outcome that these words record, None where they record none."""
    text = text[:LONGEST]
    if text.rstrip(" )”\"'").endswith("?"):
        return "question"
    kind = next((rule.kind for rule in _SCREEN.possible(text) if rule.fits(text, known)), None) or to_do(text, known)
    if kind in ("action", "undertaking", "request") and _STATE.search(text):
        return None
    return kind or ("question" if _ASKS.search(text) else None)


def answer_of(text: str, known: Known = NOBODY) -> OutcomeKind | None:
    """The kind of outcome that the cell of a decision column records; there "Object: too high" is one."""
    return kind_of(text, known) or ("decision" if _ANSWER.match(text) else None)


def limb_of(text: str, known: Known = NOBODY) -> OutcomeKind | None:
    """The kind of outcome that an entry below a stem records; there "(a) receive the report" is one."""
    return "noting" if _MERELY.search(text) else kind_of(text, known)


def to_do(text: str, known: Known = NOBODY) -> OutcomeKind | None:
    """Words without a finite verb that say what is to be done: "Clerk to write", "Report to be shared", "Ravi reporting it"."""
    if (match := _TO_DO.match(text)) and not _NOTHING.match(text) and not _FINITE.search(match["who"]):
        if match["be"]:
            done = _TO_BE.match(text, match.start("done")) is not None
            return "action" if done and not match["is"] else None
        if is_actor(match["who"], known) and (match["who"][:1].isupper() or match["who"].startswith("the ")):
            return "action" if not match["is"] or _A_DEED.match(text, match.start("deed")) else None
        if match["who"][:1].isupper() and len(match["who"].split()) <= 3 and _A_DEED.match(text, match.start("deed")):
            return None if match["is"] or match["who"].endswith("ing") else "action"
    doing = _DOING.match(text)
    return "undertaking" if doing and named(doing["who"], known) else None


def is_closed(text: str, opening: bool = False) -> bool:
    """True for words that tell how far an action has got; ``opening``: they begin with it."""
    return (_STATE.match(text) if opening else _STATE.search(text)) is not None


def refuses(text: str) -> bool:
    """True for a statement that says no: not agreed, not supported, rejected, a motion lost."""
    return _REFUSED.search(text) is not None
