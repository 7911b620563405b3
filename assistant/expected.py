"""What sort of thing a question asks for, and whether the evidence holds one that belongs to what is asked about.

Similarity cannot tell a near miss from an answer: the item is there, and the amount, the number or the vote is not. So a
value of the kind asked for must stand in a statement that is near the question, by its own words and by its meaning.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.answer import Evidence
from assistant.nearby import ITEMS, covered
from assistant.scope import without_dates
from index.grammars import MONTH
from index.minutes import Hit
from index.rarity import rarity
from index.tokens import terms, tokens

A_DECISION = "a decision on this"
A_NAME = "the name asked for"
NO_LIMITS: Mapping[str, float] = {}
SHOWN = 0.66  # of the topic's words, in a quotation that shows what is asked for
NEAREST = 2  # statements of the best item that may deny it
COVERED = 0.5  # weight of the covered words beside the distance in score
_NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty "
    "thirty forty fifty sixty seventy eighty ninety hundred thousand million half third quarter dozen no none several both nobody once "
    "twice "
    "daily weekly fortnightly monthly quarterly annually yearly"
)
_ASKS = re.compile(
    r"\b(?:who|whose|whom|when|where|why|which|(?:what|how)(?!\s+about\b)|is|are|was|were|did|does|do|has|have|had|will|can)\b", re.I
)
_SENTENCE = re.compile(r"(?<=[.;?])\s+(?=[A-Z])")
_DAY = re.compile(r"(?<!\d)\d{1,4}([-/.])\d{1,2}\1\d{2,4}(?!\d)")  # "07-05-2019", however written
_LABEL = re.compile(r"^\W*\d[\d.]*[a-z]?[.)]?(?=\s+[A-Z])|\b(?:19|20)\d\d\b")
CARRIED = re.compile(r"\s*\((?:[^()]|\([^()]*\))*\)\s*$")  # what a follow-up brings along
# "How much did thefts fall?" asks for a number or an amount, not for a sum of money.
_CHANGED = r"(?:\s+(?:more|less|fewer|higher|lower)\b|\b.{0,80}?"
_CHANGED += r"\b(?:rise[sn]?|rose|fall(?:en|s)?|fell|drop(?:ped|s)?|increased?|decreased?|gr[eo]wn?)\b(?!\s+by\s+[£$€]))"


@dataclass(frozen=True, slots=True)
class Kind:
    """``asks`` tells it in a question, ``value`` in a statement. ``least``: how near, where nothing was calibrated; None: no check."""

    missing: str  # "do not record ..."
    asks: re.Pattern[str]
    value: re.Pattern[str]
    words: frozenset[str]  # of the question, that tell the kind and not the topic
    least: float | None


def _kind(missing: str, asks: str, value: str, words: str, least: float | None) -> Kind:
    return Kind(missing, re.compile(asks, re.I), re.compile(value, re.I), frozenset(tokens(words)), least)


KINDS = (  # the first that a question asks for
    _kind(
        "a vote on this",
        r"\bvot(?:e|es|ed|ing)\b(?!\s+of\s+thanks)",
        r"\b\d+\s+(?:votes?\s+)?(?:for|against|in favour)\b|\bvotes? to \w+|unanim|\bin favour\b|abst(?:ain|ention)|\bshow of hands\b"
        r"|\bfor\b[^.;]{0,40}?\d+\b[^.;]{0,20}\bagainst\b|\bagainst\b[^.;\d]{0,20}\d+\b"
        r"|\b(?:ayes?|nays?|noes|yeas?)\b\W{0,3}\d+\b|\broll[ -]call\b"
        r"|\b\d+\s?[-–]\s?\d+(?:\s?[-–]\s?\d+)?\b|\bvotes?d?\b|\bnem\.? con\b",
        "vote votes voted voting for against number numbers how did go",
        -0.05,
    ),
    _kind(
        "the amount asked for",
        rf"\bhow much\b(?!\s+(?:time|notice|longer|progress|support|interest|of a)\b|{_CHANGED})"
        r"|\bwhat (?:is|was|were|are|did|does|will|would)\b.{0,40}\b(?:cost|price|fee|valued at|worth)\b|^\W*(?:cost|price) (?:of|per)\b",
        r"[£$€]\s?\d|\b\d[\d,.]*\s?(?:pounds|p\b|k\b|million|m\b|%)|\bfree\b|\bno cost\b|\bper cent\b"
        rf"|\b(?:{'|'.join(_NUMBERS.split())}) (?:pounds|dollars|euros)\b",
        "how much what cost costs costing price priced valued worth pounds fee money pay paid get getting",
        0.05,
    ),
    _kind(
        "the number asked for",
        r"^(?!\W*(?:and |so )?why\b).*?(?:\bhow (?:many|often)\b|\bnumber of\b|\bwhat (?:percentage|proportion|share|number)\b)",
        rf"(?<![\w/£.])\d[\d,.]*%?(?![\w/])|\b(?:{'|'.join(_NUMBERS.split())})\b",
        "how many often number of percentage proportion share what",
        0.05,
    ),
    _kind(
        "the number asked for",
        rf"\bhow much{_CHANGED}",
        rf"(?<![\w/.])[£$€]?\d[\d,.]*%?(?![\w/])|\b(?:{'|'.join(_NUMBERS.split())})\b",
        "how much did does has have had by more less rise risen rose fall fallen fell drop dropped increase increased grow grown",
        0.05,
    ),
    _kind(
        A_NAME,
        r"\bwhat(?:'s| is| was| are| were) the names?\b|\bname of\b"
        r"|\bwhich (?:consultants?|company|companies|firms?|contractors?|suppliers?)\b"
        r"|^\W*(?:and |so |but |ok )*who (?:replaced|succeeded|won|got|took over)\b",
        r"(?-i:(?:(?<=[a-z,;:(] )|^\W*)(?!(?:The|Police|Chief|Board|Panel|Council|Committee|Force|This|That|An?|In|At|It)\b)"
        r"[A-Z][\w'’-]+ (?:[A-Z]\.? )?[A-Z][a-z][\w'’-]+|\b(?:to|by|from|with) [A-Z][a-z]{3,}\b|\b(?:Mrs?|Ms|Dr|Cllr)\.? [A-Z])"
        r"|\b(?:Ltd|LLP|plc|Limited)\b|(?-i:[A-Z][a-z'’-]+ (?:and|&) [A-Z][a-z]+)|(?-i:^(?!The|This|That|An?|It|No|In|At)[A-Z][a-z'’-]+"
        r" (?:won|took|will|replaced|succeeded|got|offered)\b)",
        "what is was the name names of which who consultants company firm contractor supplier replaced succeeded won got took over",
        0.05,
    ),
    _kind(
        "a date for this",
        r"^\W*(?:and |so |but )*when\b|\bwhat date\b|\bby when\b|\bsince when\b",
        rf"\b(?:{MONTH})\b|\b(?:19|20)\d\d\b|\b\d{{1,2}}[:.]\d{{2}}\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
        r"|\b(?:weeks?|months?|days?|years?|next meeting|spring|summer|autumn|winter|easter|christmas|term)\b",
        "when what date day since by",
        None,
    ),
)
_DENIES = re.compile(
    r"\b(?:not|never)\s+(?:yet\s+)?(?:been\s+|be\s+)?(?:found|named|known|decided|settled|confirmed|counted|available|recorded|given)\b"
    r"|\b(?:to|will|would) be confirmed\b|\bno (?:date|decision|order|contract|answer|reply|figure|number|name|conclusion)\b"
    r"|\bin writing\b|\bseparately\b|\b(?:did|do|does|could|would|will) not (?:\w+ to )?(?:have|know|say|name|give|disclose)\b"
    r"|\b(?:declined|refused|unable|unwilling|preferred not) to (?:say|name|give|disclose|comment)\b|\bhas not (?:replied|answered)\b"
    r"|\bnothing was (?:settled|decided|agreed)\b|\bdeferred\b|\bstill (?:working|waiting)\b",
    re.I,
)


def lacking(
    question: str, named: Collection[str], evidence: Sequence[Evidence], limits: Mapping[str, float] = NO_LIMITS, whole: str = ""
) -> str | None:
    """What is asked for and not there ("the amount asked for"); None where it is there or no such thing is asked for.

    ``named`` are the words of the question that tell its scope; ``limits`` go before the ``least`` of a kind; ``whole`` is the
    question of which this one is a half.
    """
    kind = asked_kind(question)
    if kind is None or not evidence or not evidence[0].hits:
        return None
    if _denied(kind, evidence[0]):
        return kind.missing
    least = None if kind.least is None else limits.get(kind.missing, kind.least)
    return kind.missing if least is not None and nearness(kind, question, named, evidence, whole) < least else None


def distant(question: str, evidence: Sequence[Evidence]) -> bool:
    """True where a value is missing for want of nearness alone: no statement says that it is not known."""
    kind = asked_kind(question)
    return kind is not None and not _denied(kind, evidence[0])


def shown(question: str, named: Collection[str], quote: str) -> bool:
    """True where a sentence of a quotation holds a value of the kind asked for with most words of the topic: no date, no label."""
    kind = asked_kind(question)
    if kind is None or kind.missing == A_NAME or _DENIES.search(quote):
        return False
    topic = _topic(question, named, kind)
    told = [set(tokens(s)) for s in _SENTENCE.split(quote) if kind.value.search(_LABEL.sub("", without_dates(s)))]
    return len(topic) > 1 and any(len(topic & words) >= SHOWN * len(topic) for words in told)


def asked_kind(question: str) -> Kind | None:
    """What a question asks for by its own words: what a follow-up carries in brackets behind it tells the topic."""
    own = own_words(question)
    return next((kind for kind in KINDS if kind.asks.search(own)), None)


def own_words(question: str) -> str:
    """A follow-up without what it carries in brackets, unless it asks nothing by itself ("and in June?", "what about the lamps?")."""
    own = CARRIED.sub("", question)
    return own if _ASKS.search(own) else question


def nearness(kind: Kind, question: str, named: Collection[str], evidence: Sequence[Evidence], whole: str = "") -> float:
    """How near to the question the best statement with a value of the kind is: 0.5 where it is the best of all and holds every word."""
    return _nearness(kind, _topic(question, named, kind) or _topic(whole, named, kind), evidence)


def _topic(question: str, named: Collection[str], kind: Kind) -> set[str]:
    return {
        word for word in terms(_DAY.sub(" ", without_dates(question))) if word not in named and word not in kind.words and len(word) > 1
    }


def _denied(kind: Kind, best: Evidence) -> bool:
    """True where the nearest statements say that it is not known, and give none."""
    texts = [hit.passage.text for hit in sorted(best.hits, key=lambda hit: -hit.score)[:NEAREST]]
    return any(map(_DENIES.search, texts)) and not any(map(kind.value.search, texts))


def _nearness(kind: Kind, topic: Collection[str], evidence: Sequence[Evidence]) -> float:
    """Of the best statement with a value: how far its score is below the best of all, and the share of the topic's words it covers."""
    weight = rarity([e.item.text for e in evidence])
    top = max(hit.score for e in evidence for hit in e.hits)
    found = (hit.score - top + COVERED * covered(topic, hit, e, weight) for e, hit in _with_value(kind, evidence[:ITEMS]))
    return max(found, default=-1.0)


def _with_value(kind: Kind, evidence: Sequence[Evidence]) -> Iterator[tuple[Evidence, Hit]]:
    for e in evidence:
        yield from ((e, hit) for hit in e.hits if kind.value.search(hit.passage.text))
