"""Minutes that say themselves that they do not hold it: kept apart, still to come, not available."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.expected import asked_kind
from assistant.nearby import Near, following

THE_ANSWER = "the answer asked for"
KEPT_APART = "this; they say that it is kept apart from them"
FIGURES = "what is asked for"
NEAREST = 3  # statements that may say so
FAR = 0.4
ABOUT = 0.25  # of the topic's words in what is kept apart

_ASKS_A_REPLY = re.compile(
    r"\bwhat (?:was|were|is|has|did|does)\b.{0,80}\b(?:answers?|repl(?:y|ies|ied)|respon[sd]\w*|find(?:ings?)?|found|conclu\w+"
    r"|writ(?:e|ten) back|advise|advice)\b"
    r"|\bwhat (?:answer|reply|response|advice|conclusion|findings?|results?)\b|^\W*(?:(?:and|so|but|ok)\s+)*(?:did|has"
    r"|have)\b.{0,60}\b(?:pay up|repl(?:y|ied)|answer(?:ed)?"
    r"|respond(?:ed)?|sa(?:y|id) yes|write back|written back|come back)\b",
    re.I,
)
_NO_REPLY = re.compile(
    r"\bno (?:answer|reply|response)\b"
    r"|\b(?:repl(?:y|ied)|answer(?:ed)?|respon(?:se|d|ded))\b.{0,12}\bin writing\b(?![^.;]{0,30}(?:\bthat\b|:\s+\w))"
    r"|\bwritten (?:answer|reply|response)s?\b(?![^.;]{0,30}(?:\bthat\b|:\s+\w))"
    r"|\b(?:repl(?:y|ies)|answers?|evaluation|review|findings?|results?|report|advice|opinion|conclusions?)\b.{0,60}"
    r"\b(?:will come|(?:is|are|was|were) to come|(?:is|are|was) due|not part of|awaited|not yet (?:known|received|available)"
    r"|will be (?:available|ready|reported))\b",
    re.I,
)
_APART = re.compile(
    r"\b(?:minuted|recorded|held|kept|listed|reported|circulated) (?:separately|apart|elsewhere)\b|\bin the (?:confidential|private"
    r"|exempt|closed) (?:\w+ )?(?:minutes?|book|record|part|session)\b"
    r"|\bsent (?:\w+ ){0,4}(?:apart|separately)\b|\bconfidential (?:minute|record|appendix)\w*\b"
    r"|\bnot (?:a )?part of these (?:notes|minutes)\b"
    r"|\bseparate (?:confidential|exempt|restricted|private)\b|\b(?:exempt|restricted) (?:minutes?|list|log|record|annex|appendix)\b",
    re.I,
)
_ASKS_OF_IT = re.compile(
    r"^\W*(?:is|was|are|were|can|could|why|where|when|how (?:come|is|was))\b|\bwhere\b|\bwh(?:at|ich) (?:item|minute|number)\b", re.I
)
_UNAVAILABLE = re.compile(
    r"\b(?:information|figures?|breakdown|data|details?|numbers?|list)\b.{0,60}?\b(?:(?:is|are|was|were) not (?:yet )?(?:available"
    r"|given|known|held)|not available"
    r"|(?:can|could|will) be (?:provided|supplied|circulated|shared) (?:following|after|outside|separately|later))\b"
    r"|\ba breakdown (?:can|could|will) be provided\b",
    re.I,
)
_WANTS_FIGURES = re.compile(
    r"\b(?:how (?:many|much)|figures?|numbers?|split|breakdown|statistics|stats|percentage|rate|list|offences|totals?)\b", re.I
)
_FIGURE = re.compile(r"(?<![\w/.])\d[\d,.]*(?![\w/])")


def withheld(question: str, near: Sequence[Near]) -> str | None:
    """What the minutes say that they do not hold; None where the statements nearest to the question say no such thing."""
    plain = question.replace("’", "'")
    close = [n for n in near if n.below < FAR]
    best = [*close[:NEAREST], *following(near)]
    says = [n for n in best if not _given(plain, n, best)]
    if _ASKS_A_REPLY.search(plain) and any(_NO_REPLY.search(n.text) for n in says):
        return THE_ANSWER
    if not _ASKS_OF_IT.search(plain) and any(_APART.search(n.text) and n.covered >= ABOUT for n in says):
        return KEPT_APART
    if _WANTS_FIGURES.search(plain) and not _ASKS_OF_IT.search(plain) and any(_UNAVAILABLE.search(n.text) for n in says):
        return FIGURES
    return None


def _given(question: str, withholding: Near, best: Sequence[Near]) -> bool:
    """True where a statement as near to the matter holds what is asked for: then something else is kept apart."""
    kind = asked_kind(question)
    value = kind.value if kind else _FIGURE if _WANTS_FIGURES.search(question) else None
    return value is not None and any(n.covered >= withholding.covered and _new(value, n.text, question) for n in best)


def _new(value: re.Pattern[str], text: str, question: str) -> bool:
    """True where a text that asks nothing itself holds a value that the question does not bring along."""
    return "?" not in text and any(m.group().strip(" .,") not in question for m in value.finditer(text))
