"""What a question takes to have happened, and the words by which minutes say that it did or did not.

Data: one row an event, with the words of a question that presuppose it, the words that bear it out, and those that say
the contrary. What minutes put off, or leave undecided, contradicts every event.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """``name``: "it was approved"; ``asked`` tells it in a question, ``said`` in a statement, ``contrary``: another outcome."""

    name: str
    asked: re.Pattern[str]
    said: re.Pattern[str]
    contrary: re.Pattern[str]

    @property
    def settles(self) -> bool:
        """False for what happens by itself: no decision deferred contradicts it."""
        return self.name not in ("more than before", "less than before", "put off", "unanimous", "given", "declared")


def _event(name: str, asked: str, said: str, contrary: str = r"(?!)") -> Event:
    return Event(name, *(re.compile(rf"\b(?:{words})\b" if words != r"(?!)" else words, re.I) for words in (asked, said, contrary)))


_YES = (
    r"approv\w*|agree\w*|accept\w*|adopt\w*|support(?:s|ed|ing)?|endors\w*|ratif\w*|back(?:s|ed|ing)|pass(?:es|ed)|grant(?:s|ed|ing)"
    r"|(?:go|goes|going|went) along with|vot(?:e|es|ed|ing) (?:through|for|in favour)|in favour|sign(?:s|ed|ing)? off|say(?:s|ing)? yes"
    r"|said yes|carried|resolved to|win \w+ (?:\w+ ){0,3}round|won (?:\w+ ){0,3}round"
)
_NO = (
    r"reject\w*|refus\w*|declin\w*|turn(?:s|ed|ing)? (?:\w+ ){0,4}?down|turned down|veto\w*|vot(?:e|ed|ing) (?:\w+ ){0,3}down"
    r"|throw\w* out|threw out"
    r"|knock(?:ed)? back|say(?:s|ing)? no|said no|dismiss\w*|vot(?:e|es|ed|ing) against|thr(?:ew|own) out"
)
_PUT_OFF = r"defer(?:s|red|ral)?|postpon\w*|put off|adjourn\w*|held over|carried over|delay(?:s|ed)?"

# Nouns as well: in a question they tell an event as verbs only, behind "who" or behind "did" and its subject.
_VERB = (
    r"(?:who|(?:did|does|do|didn't)\s+(?:(?!(?:of|for|about|on|in|to|with|from|at|by|get|give|have|need|offer|want|receive|provide|find|say"
    r"|lack|seek|discuss|mention)\b)[\w'&-]+\s+){0,5}?(?!(?:the|an?|any|some|this|that|its|their|more|no|what|which)\b)[\w'&-]+)\s+"
)
_NOUNS = r"supports?|backs?(?= (?:the|this|that|an?|its?|their|[A-Z])\b)|pass|passes|grants?"
_ASKED_YES = (
    _YES.replace("support(?:s|ed|ing)?", "supported").replace("back(?:s|ed|ing)", "backed").replace("pass(?:es|ed)", "passed")
    .replace("grant(?:s|ed|ing)", "granted").replace("agree\\w*", "agree(?:s|d|ing)?").replace("|carried|resolved to", "")
    + rf"|{_VERB}(?:{_NOUNS})"
)  # fmt: skip

EVENTS = (  # the first that a question presupposes
    _event(
        "signed",
        rf"signed(?! off)|{_VERB}signs?(?! off)",
        r"sign(?:s|ed)?(?! off)",
        r"sign(?:ing|ature)\s+(?:\w+\s+){0,2}(?:" + _PUT_OFF + r"|waits?)",
    ),
    _event(
        "turned down",
        _NO.replace(r"|vot(?:e|es|ed|ing) against", ""),
        _NO + r"|not (?:\w+ )?(?:agree|support|approve|accept)\w*|was lost|fell",
        rf"(?:{_YES})",
    ),
    _event("approved", _ASKED_YES, _YES, rf"(?:{_NO})"),
    _event("put off", r"defer(?:red|s)?|postpone[ds]?|put off|adjourn(?:ed)?", _PUT_OFF),
    _event(
        "bought",
        r"b[uo]y(?:s|ing)?|bought|order(?:s|ed|ing)?|purchas\w*|procur\w*",
        r"b[uo]y(?:s|ing)?|bought|order(?:s|ed|ing)?|purchas\w*|procur\w*",
    ),
    _event("sold", r"s[eo]ll?d?(?: for)?|sold|sale price", r"sold|sale|offer (?:\w+ )*accepted"),
    _event(
        "brought into use",
        r"start(?:s|ed)? (?:to )?us(?:e|ing)|introduc\w+|bring in|brought in|roll(?:ed)? out|begin (?:to )?us(?:e|ing)|began us(?:e|ing)",
        r"in use|us(?:e|es|ed|ing)|introduc\w+|brought in|roll(?:ed)? out|bought|live",
    ),
    _event(
        "appointed",
        r"replac(?:e|es|ed|ing)|succeed(?:s|ed)?|tak(?:e|es|ing) over|took over|appoint(?:s|ed)?",
        r"replac\w+|succe(?:ed|ss)\w*|t(?:ake|aking|ook) over|appoint\w*",
    ),
    _event("awarded", r"won|w[io]ns?|award(?:s|ed)?|g[eo]ts? the (?:contract|job|tender|work)|got", r"won|award\w*|appoint\w*|accepted"),
    _event(
        "moved",
        r"(?<!who )mov(?:e|es|ed|ing)(?! (?:that|an?|the (?:motion|amendment|resolution|vote))\b)|relocat\w+",
        r"mov(?:e|es|ed|ing)|relocat\w+",
    ),
    _event("put in", r"fitt(?:ed|ing)|install(?:ed|ing|s)?|built|being built", r"fitt(?:ed|ing)|install\w*|built|build"),
    _event(
        "let",
        r"let to|leas(?:e|ed|ing)|t(?:ake|ook)(?= (?:for|on)\b)",
        r"let to|leased|accepted|agreed to let",
    ),
    _event("declared", r"declar(?:e|ed|es)", r"declar(?:e|ed|es|ations?)"),
    _event("given", r"g[ia]ve[sn]?|grant(?:s|ed)?|pa(?:y|id)(?: up)?|award(?:s|ed)?", r"g[ia]ve[sn]?|grant(?:s|ed)|pa(?:y|ys|id)|award\w*"),
    _event("unanimous", r"unanim\w+", r"unanim\w+|nem\.? ?con", r"casting vote|voted? against|\d+ (?:votes? )?against|against by"),
    _event(
        "more than before",
        r"r[io]se|risen|increas(?:e|es|ed|ing)|went up|gone up|going up|g[eo]t(?:ting)? worse|climb\w*",
        r"r[io]se|risen|increas\w*|went up|gone up|higher|more|worse",
        r"decreas\w*|f[ea]ll(?:s|en|ing)?|went down|gone down|lower|reduc\w+|actually went down|dropp?\w*",
    ),
    _event(
        "less than before",
        r"f[ea]ll(?:s|en|ing)?|decreas\w*|dropp?(?:ed|ing|s)?|went down|gone down|going down|declin\w+",
        r"f[ea]ll(?:s|en|ing)?|decreas\w*|dropp?\w*|went down|gone down|lower|reduc\w+|declin\w*|less",
        r"r[io]se|risen|increas\w*|went up|gone up|higher",
    ),
)
UNDECIDED = re.compile(
    r"\bno (?:decision|order|contract|offer|award|conclusion|agreement|appointment)\b.{0,40}\b(?:made|taken|placed|signed|accepted"
    r"|entered|reached|sought)\b"
    r"|\bnothing (?:was|is|has been) (?:yet )?(?:settled|decided|agreed)\b|\b(?:decision|matter|item|choice|it) (?:was|is"
    r"|be) (?:\w+ )?(?:deferred|postponed|adjourned)\b"
    r"|\bdeferred (?:to|until|the)\b|\bdeferred\W*$|\bin principle only\b|\bsupportive in principle\b|\bno decision\b"
    r"|\b(?:has|had|have) not (?:yet )?(?:been )?(?:decided|settled|agreed|bought|ordered|signed|sold|appointed|found)\b",
    re.I,
)
NEGATED = re.compile(r"\b(?:not|never|no|nobody|none|nor|neither|without|cannot)\b|n['’]t\b", re.I)
_LINKS = (  # words between a negation and the verb it denies
    r"been|be|being|have|had|has|yet|so|then|therefore|also|ever|now|at|this|that|time|stage|to|in|a|position|able|willing|prepared|ready"
    r"|minded|inclined|wish|want|agree|vote|seek|intend|(?!(?:on|mere|simp|sole)ly\b)\w+ly"
)
_SUBJECT_WORD = r"(?!(?:it|the|an?|this|that|they|he|she|we|and|but|which|who|objections?|reason)\b)[\w'-]+"
_AUXILIARY = r"was|were|is|are|be|been|being|has|have|had|will|would|could|can|did"
_DENIES = re.compile(
    rf"(?:\b(?:not|never|cannot)|n['’]t)(?:\s+(?:{_LINKS})|,[^,;]{{1,40}},)*\s*$"
    rf"|\b(?:no|none|neither|nor)\s+(?:{_SUBJECT_WORD}\s+){{1,2}}?(?:(?:of|for|from|on|in|by|to)\s+(?:[\w'-]+\s+){{1,4}}?)?"
    rf"(?:(?:{_AUXILIARY})\s+(?:yet\s+|been\s+|be\s+|\w+ly\s+)*)?$"
    r"|\b(?:none|neither|nobody|no one|nor|without|no)"
    r"(?:\s+(?:of\s+(?:\w+\s+){1,3})?(?:was|were|had|has|have|being|been|is|are|be|yet|\w+ly))*\s*$",
    re.I,
)


def denies(before: str) -> bool:
    """True where the words before a verb deny it, within its own verb group or by its subject; "not only" denies nothing."""
    return _DENIES.search(before) is not None


SUPPOSED = re.compile(
    r"\b(?:if|whether|would|could|might|may|should|unless|propos(?:es?|ed) (?:that|to)|recommends?|recommended that|(?:was"
    r"|were) (?:raised|discussed|considered|suggested|mooted|looked at))\b|\?\s*$",
    re.I,
)
PRESUPPOSES = re.compile(
    r"^\W*(?:(?:and|so|but|ok|[\w&' ]{1,30}[,:])\s+)*(?:why|when|who(?:se|m)?|how (?:come|did|was|were|much|many)|what|which|whose"
    r"|on what|at what|since when|by when|as )\b",
    re.I,
)


_OPEN = re.compile(
    r"\bwhat\b(?:\s+(?:was|were|is|has|have|did|do|does))\b.{0,60}\b(?:decid|agree|resolv|approv|happen|settle"
    r"|outcome|say|said)",
    re.I,
)
_QUANTITY = re.compile(r"\bhow (?:much|many|often|long)\b|\bcosts?\b|\bpaid?\b|\bprice\b|\bpercentages?\b", re.I)
_TOLD = re.compile(  # "what advice was given": words, and nothing handed over
    r"\b(?:advice|reasons?|reports?|answers?|repl(?:y|ies)|explanations?|updates?|thanks|notice|evidence|presentations?|assurances?|details?"
    r"|information|figures?|views?|examples?|opinions?|talks?)\b",
    re.I,
)
_LOOSE = frozenset({"given", "awarded", "let"})  # "how much did they get": of an amount such a word says nothing


def presupposed(question: str) -> Event | None:
    """The event that an open question takes for granted; None where it asks whether, denies it, or supposes nothing."""
    plain = question.replace("’", "'")
    if not PRESUPPOSES.search(plain) or NEGATED.search(plain) or _OPEN.search(plain):
        return None
    event = next((event for event in EVENTS if event.asked.search(plain)), None)
    if event and event.name == "given" and _TOLD.search(plain):
        return None
    return None if event and event.name in _LOOSE and _QUANTITY.search(plain) else event
