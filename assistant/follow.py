"""How a question leans on the turns before it: one rule for each way, by grammar, tried in order.

A rule is a shape, not a topic: a bare question word, a pronoun, a scope and nothing else. What a way of leaning takes along
is in the table as well, so that it can be read in one place.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from index.tokens import terms

FEW = 3  # telling words; a question with fewer has no subject of its own
SOME = 6  # telling words; a question with as many needs no pronoun's help
BRIDGED = 5  # telling words of a question whose "the vote", "the form" must be one known already

_LEAD = r"^\W*(?:(?:and|but|or|so|also|then|ok|okay|well|right|thanks|yes|no|sorry|hm+|now)\b[\s,.:;!–-]*)*"
_LEADS = re.compile(_LEAD, re.I)
_AND = re.compile(r"^\W*(?:(?:ok|okay|right|well|yes|no)\b\W*)?(?:and|but|so|or|also|what about|how about)\b", re.I)
_NEW = re.compile(
    _LEAD + r"(?:(?:on )?(?:an? )?(?:different|new|another|separate|unrelated) (?:thing|question|subject|topic|matter|note|one)\b\W*[:,.–-]"
    r"|(?:let'?s )?(?:change|changing|switch|switching) (?:the )?(?:subject|topic)|moving on\b|(?:on to )?something else\b\W*[:,.–-])",
    re.I,
)
_BACK = re.compile(
    _LEAD + r"(?:(?:(?:i'd like to|i would like to|can we|let'?s|let me) )?(?:(?:go|going|com(?:e|ing)|get|getting|turn|turning) )?"
    r"back (?:to|on|at|with)\b"
    r"|return(?:ing)? to\b|(?:on|about|as for|as to) [\w' -]{2,40}? again\b|about your first answer\b|earlier you (?:said|mentioned)\b)",
    re.I,
)
_SCOPED = re.compile(
    r"\b(?:what about|how about|what of|(?:the )?same (?:question|thing|again)?|i (?:meant?|was asking about)|not that one"
    r"|(?:meeting|minutes|notes|agenda|board|one|ones|year|month|version|for|from|in|at|on|of|by|to|since|with|the|that)s?)\b",
    re.I,
)
_REFERENCE = re.compile(
    r"(?<![\d/£])(?:[A-Z]{2,6}\s)?\d{1,4}(?:\.\d{1,2})?/\d{2,4}(?!\d)|\b(?:item|minute|number|decision)\s+\d{1,4}[a-z]?\b|\b0\d\d\b", re.I
)
_SOMEBODY = re.compile(r"\b(?:he|she|him|her|his|they|them|their|it|its|who|whose|why)\b", re.I)
_POINTING = re.compile(
    r"\b(?:it|its|that|this|those|these|they|them|their|theirs|he|she|him|his|her|hers"
    r"|(?<!are )(?<!is )(?<!was )(?<!were )(?<!be )(?<!been )there|the same|one|ones|then|else|such"
    r"|the (?:first|second|third|last|next|other|others|former|latter)|(?:another|any other|other) (?:one|ones))\b",
    re.I,
)
_BEFORE_IT = frozenset("its their they it his her she he".split())  # may mean a noun of the same question
_OPENS = re.compile(
    r"^\W*(?:who(?:se|m)?|what|which|why|when|where|how|is|was|are|were|did|does|do|has|have|had|will|can|could|would)\b", re.I
)
_SAYING = (
    "say|said|says|agree\\w*|confirm\\w*|report\\w*|state\\w*|claim\\w*|know|knew|think|thought|show\\w*|find|found|decid\\w*|note\\w*|so|fact"
    "|concern\\w*|ask\\w*|request\\w*|recommend\\w*|propos\\w*|resol\\w*|ensur\\w*|sure|suggest\\w*|hope\\w*|advis\\w*|true"
)
_CONJUNCTION = re.compile(
    rf"\b(?:{_SAYING})\s+that\b|\b(?:is|was) it (?:true|right|correct|agreed|decided|said)\b|\bthat (?:was|were|is|are|had|has) \w+ed\b",
    re.I,
)
_PARTY = re.compile(
    r"\b(?:they|them|their"
    r"|(?:the|that|this) (?:meeting|board|panel|committee|council|trustees|governors|members|minutes|agenda|chair|force))\b",
    re.I,
)
_DEFINITE = re.compile(
    r"\b(?:the|that|those|these|this)\s+(?!minutes\b)[\w'’-]+|^\W*(?:any|no|some)\b|\b(?:any|some|every|no)(?:one|body)\b"
    r"|\b(?:yet|still|so far|in the end)\b",
    re.I,
)
_TITLED = re.compile(
    r"\b(?:(?<!what )(?<!how )about|regarding|concerning|happen(?:s|ed|ing) (?:to|with)|become of|became of)\s+"
    r"(?!it\b|that\b|this\b|them\b|those\b|these\b|him\b|her\b|one\b)[\w'’-]+",
    re.I,
)
_OTHER = re.compile(_LEAD + r"(?:what|how) about (?!(?:the|that|this|those|these|its|their|his|her|any)\b)[\w'’ -]{3,40}, (?=\w)", re.I)
_CLOSED = re.compile(
    r"^\W*(?:thanks|thank you|cheers|ok|okay|right|great|good|fine|perfect|lovely|got it|i see)(?:,? (?:thanks|thank you|then))?\s*[.!]"
    r"\s+(?!(?:and|but|so|or|also)\b)",
    re.I,
)
_DISLOCATED = re.compile(r"^[\w'’ -]{3,40}, (?:has|have|had|is|was|are|were|did|does|do|will|can) (?:it|that|this|they|those)\b", re.I)
_STOOD_ASIDE = re.compile(
    r"(?:\bnot|n['’]t|\bnever|\bwithout|\bkept out|stay(?:ed)? out|took no part|stood aside|abstain\w*|left the room)\b.{0,25}"
    r"\b(?:vot(?:e|ed|ing)|part|room|abstain\w*)\b|\babstained\b|\bkept out of\b|\bleft the (?:room|meeting)\b",
    re.I,
)
_WHY = re.compile(_LEAD + r"(?:why|because|how come|for what reason|on what grounds?)\b", re.I)
_BECAME = re.compile(
    _LEAD + r"(?:has|have)\b|\b(?:what|which) (?:came|comes|has come|became|has become) of\b"
    r"|\b(?:was|were|did) (?:it|that|this|they|those)\b.{0,15}"
    r"\b(?:met|kept|happen|work|achieved|delivered|finished|completed|built|carried out|come (?:off|true|about)|go ahead)\b"
    r"|\b(?:still|yet|by now|nowadays|since then|these days|in the end|eventually|any (?:progress|update|news))\b",
    re.I,
)
_OUTCOME = re.compile(
    r"\b(?:approv\w*|agreed?|accept\w*|decided?|signed|supported|settled|adopted|resolved|passed|rejected|refused)\b", re.I
)
_NAMES = re.compile(r"(?<=[a-z] )[A-Z][a-z]+ [A-Z][a-z]+")  # "the Harbour Master", "Beatrix Longden"


@dataclass(frozen=True, slots=True)
class Said:
    """A question in a conversation, with what it names itself."""

    text: str
    named: str  # the text without the bodies and times it names
    scoped: bool  # names a body, a place or a time
    telling: int  # words that tell a topic, those of its scope left out


@dataclass(frozen=True, slots=True)
class Way:
    """One way of leaning, and what it takes along from before; the body named before goes with each."""

    name: str
    applies: Callable[[Said], bool]
    topic: bool = False  # the words of the earlier question
    items: bool = False  # the items cited last, as a preference
    meeting: bool = False  # their meeting, as a preference


def _announced(said: Said) -> bool:
    return _NEW.match(said.text) is not None


def _back(said: Said) -> bool:
    return _BACK.match(said.text) is not None


def _bare_scope(said: Said) -> bool:
    """A body, a time or a number, and no word that tells anything else: "what about 2020?", "and in Teskdale?"."""
    named = said.scoped or _REFERENCE.search(said.text) is not None
    return named and not _SOMEBODY.search(said.text) and not terms(_SCOPED.sub(" ", _REFERENCE.sub(" ", _LEADS.sub("", said.named))))


def _elliptic(said: Said) -> bool:
    """Too few words for a subject: "why?", "how much?", "who seconded?"; not "what happened to the ferry?"."""
    if said.scoped and said.telling > 1:
        return False
    return said.telling < FEW and not (said.telling > 0 and _whole(said.text) and (said.scoped or _titled(said.text)))


def _titled(text: str) -> bool:
    """Says what it is about, and points at nothing."""
    return _TITLED.search(text) is not None and _POINTING.search(text) is None


def _pointing(said: Said) -> bool:
    """A pronoun whose noun is not in the question itself ("did Larkfield publish its plan?")."""
    found = _POINTING.search(_CONJUNCTION.sub(" ", said.text))
    if found is None or said.telling >= SOME:
        return False
    own = found.group().lower() in _BEFORE_IT and len(terms(found.string[: found.start()])) > 0
    return not (said.scoped and own)


def _continuing_elsewhere(said: Said) -> bool:
    """ "And what was the money position in 2021?": joined, with a subject and a scope of its own."""
    return said.scoped and _continuing(said)


def _continuing(said: Said) -> bool:
    """ "So what is the price of the whole roof?": joined to what went before."""
    return _AND.match(said.text) is not None


def _of_the_party(said: Said) -> bool:
    """A whole question about those spoken of: "what did the board say about drones?"."""
    return not said.scoped and _PARTY.search(said.text) is not None


def _bridging(said: Said) -> bool:
    """A short question without a scope, about "the vote" or "the form": one that was spoken of. Who names a thing begins anew."""
    if said.scoped or said.telling >= BRIDGED or _titled(said.text) or _NAMES.search(said.text):
        return False
    return _DEFINITE.search(said.text) is not None


def _of_another(said: Said) -> bool:
    """Brings up a subject of its own: "What about ordinary repairs, are they on target?", "Thanks. Is the rent going up?"."""
    if said.telling < 2:
        return False
    closed = _CLOSED.match(said.text)
    rest = said.text[closed.end() :] if closed else ""
    return _OTHER.match(said.text) is not None or bool(rest and (not _POINTING.search(rest) or _DISLOCATED.match(rest)))


def bare(question: str) -> str:
    """ "Teskdale in 2021" of "And Teskdale in 2021?"."""
    return _LEADS.sub("", question).strip(" ?.,;:!")


def _whole(text: str) -> bool:
    """A sentence with a question word and no joint to what went before."""
    return _AND.match(text) is None and len(text.split()) > FEW and _OPENS.match(text) is not None


WAYS: tuple[Way, ...] = (
    Way("new", _announced),
    Way("back", _back, topic=True, items=True, meeting=True),
    Way("scope", _bare_scope, topic=True),
    Way("another", _of_another, meeting=True),
    Way("ellipsis", _elliptic, topic=True, items=True, meeting=True),
    Way("pronoun", _pointing, topic=True, items=True, meeting=True),
    Way("and elsewhere", _continuing_elsewhere),
    Way("and", _continuing, topic=True, items=True, meeting=True),
    Way("bridge", _bridging, topic=True, items=True, meeting=True),
    Way("party", _of_the_party, meeting=True),
)
COMPLETE = Way("complete", lambda said: True)


def way(said: Said) -> Way:
    """The first rule of the table that fits; ``COMPLETE`` where none does."""
    return next((rule for rule in WAYS if rule.applies(said)), COMPLETE)


def tells_beside_outcome(question: str, telling: int) -> bool:
    """False for "was it approved?", whose words alone would find whatever was approved."""
    return telling > len(_OUTCOME.findall(question))


def may_begin(leaning: Way, said: Said) -> bool:
    """True for a whole question that leans by its shortness alone: it points at nothing, and titles may tell that it begins anew."""
    by_shortness = leaning.name in ("ellipsis", "bridge") and said.telling > 0
    return by_shortness and _whole(said.text) and _POINTING.search(said.text) is None


def asks_why(question: str) -> bool:
    return _WHY.match(question) is not None


def stood_aside(question: str) -> bool:
    """True for a question that speaks of somebody who did not vote or left: the minutes give the reason under the interests declared."""
    return _STOOD_ASIDE.search(question) is not None


def asks_what_became(question: str) -> bool:
    """True for "is it still open?", "sold yet?", "has the form gone off?": what was said later answers it, not what was said then."""
    return _BECAME.search(question) is not None
