"""How well each statement answers the question: what speaks for it (``StatementSigns``), weighed (``StatementWeights``)."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.acronyms import asked_acronym, spells_out
from assistant.answer import Evidence, Query
from assistant.synonyms import same
from assistant.weights import STATEMENT_WEIGHTS, StatementSigns, StatementWeights
from index.dates import spoken
from index.minutes import Hit
from index.rarity import Rarity, rarity
from index.tokens import terms, tokens

Place = tuple[int, int]  # number of the evidence, ordinal of the statement
LEAD = 8  # words; a shorter statement without a full stop is a subheading

_NUMBERS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fifteen|twenty|half|dozen|hundred|third|quarter|none"
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_NO_NAMES = (
    "The|This|That|There|These|It|In|At|An?|All|For|Item|Police|Chief|Board|Panel|Council|Committee|Force|National|West|East|North|South"
)


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of answer: how it is asked for, and what a statement that gives one holds."""

    asks: re.Pattern[str]
    holds: re.Pattern[str]


_SORTS = (
    Sort(
        re.compile(r"\bhow much\b|\bcosts?\b|\bprice\b|\bfee\b|\bbudget\b|\bworth\b|\bpay\b|\bfunding\b|\bmoney\b|£", re.I),
        re.compile(r"[£$€]\s?\d|\b\d[\d,.]*\s?(?:pounds|p\b|k\b|million|m\b)"),
    ),
    Sort(
        re.compile(
            r"\bhow (?:many|long|often|big|old|far|fast|late)\b"
            r"|\b(?:percentage|share|proportion|number|figures?|rate|count|average)\b|%", re.I
        ),
        re.compile(rf"(?<![\w/])\d|\b(?:{_NUMBERS}|daily|weekly|monthly|every)\b", re.I),
    ),
    Sort(
        re.compile(r"\bwhen\b|\bwhat (?:date|time|day|month|year)\b|\bby when\b|\bsince when\b|\bhow (?:soon|long ago)\b", re.I),
        re.compile(
            rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+[A-Z][a-z]+|\b\d{{1,2}}[:.]\d{{2}}\b|\b\d{{3,4}}\s?(?:hrs|hours)\b|\b(?:{_MONTHS})\b"
            r"|\b20\d\d\b|\b(?:next|last|this) (?:week|month|year|spring|summer|autumn|winter)\b"
        ),
    ),
    Sort(
        re.compile(r"\bwho(?:'s|’s|se|m)?\b|\bwhich (?:member|councillor|officer|person)s?\b", re.I),
        re.compile(
            rf"\b(?!(?:{_NO_NAMES})\b)[A-Z][a-z'’]+ (?!(?:{_NO_NAMES})\b)(?:[A-Z]\.? )?[A-Z][a-zA-Z'’-]+"
            r"|\b(?:D?PCC|[AD]?CC|CEx|Cllrs?|Councillors?|Chair\w*|Clerk|Secretary|Treasurer|Commissioner|Constable|Director|Dr|Mrs?|Ms)\b"
        ),
    ),
    Sort(
        re.compile(
            r"\bwhy\b|\bhow come\b|\breasons?\b|\bbecause\b"
            r"|\bwhat (?:made|makes|caused|causes|led|stops|stopped|prevents|prevented|triggered|(?:might |could )?explains?)\b", re.I
        ),
        re.compile(
            r"\b(?:because|due to|owing to|as a result|since|so that|in order to|reasons?|for want of|caus(?:ed?|es|ing)|in part|led to"
            r"|given that|put (?:it|this|that) down to|down to|factors?|therefore|as (?:the|it|they|there|a|no|most|many))\b|, as\b",
            re.I,
        ),
    ),
    Sort(
        re.compile(
            r"\bactions?\b|\bto do\b|\bsupposed to\b|\bpromis\w*|\bowes?\b|\bundertak\w*|\bnext steps?\b|\bfollow(?:ed)? up\b", re.I
        ),
        re.compile(
            r"\b(?:[Aa]ctions?|ACTIONS?|undert(?:ook|ake)|will|would|to be|agreed to|asked (?:for|that|the|to))\b"
            r"|\b[A-Z][\w. ]+ to [a-z]+\b"
        ),
    ),
    Sort(
        re.compile(r"\bstill\b|\byet\b|\bany ?more\b|\bso far\b|\bany progress\b", re.I),
        re.compile(
            r"\b(?:no longer|not (?:yet|been)|still|continu\w+|remain\w*|ha(?:s|ve) (?:now )?been|now|no \w+)\b", re.I
        ),
    ),
)  # fmt: skip


def fitness(query: Query, evidence: Sequence[Evidence], weights: StatementWeights = STATEMENT_WEIGHTS) -> dict[Place, float]:
    """The fitness of every statement of ``evidence``; comparable across its items."""
    return {place: weights.of(signs) for place, signs in statement_signs(query, evidence).items()}


def statement_signs(query: Query, evidence: Sequence[Evidence]) -> dict[Place, StatementSigns]:
    """What speaks for every statement of ``evidence``."""
    speaking = [e for e in evidence if e.hits]
    if not speaking:
        return {}
    weight = rarity([hit.passage.text for e in speaking for hit in e.hits])
    reading = _Reading(
        _topic(query, speaking),
        weight,
        tuple(sort.holds for sort in _SORTS if sort.asks.search(query.standalone)),
        asked_acronym(query.question),
        bool(query.references) or asked_acronym(query.question) is not None,
        query.intent == "head",
        max(hit.score for e in speaking for hit in e.hits),
        max(e.score for e in speaking),
    )
    return {(e.number, hit.passage.ordinal): signs for e in speaking for hit, signs in _of_item(reading, e)}


_LEANS = re.compile(
    r"\W*(?:This|That|These|Those|It|They|He|She|Such|There|However|Therefore|As a result|The reason|Both|Their|His|Her|Its|Also|But|And"
    r"|One)\b"
)


@dataclass(frozen=True, slots=True)
class _Reading:
    words: tuple[str, ...]
    weight: Rarity
    holds: tuple[re.Pattern[str], ...]
    acronym: str | None
    numbered: bool  # the question names an item by its number: its title tells what it is
    about_head: bool
    nearest: float  # score of the best statement
    best: float  # score of the best item

    def share(self, *held: Collection[str]) -> float:
        """The share, by rarity, of the question's words that stand in one of ``held``."""
        total = sum(map(self.weight, self.words))
        return sum(self.weight(word) for word in self.words if any(word in one for one in held)) / total if total else 0.0


def _topic(query: Query, speaking: Sequence[Evidence]) -> tuple[str, ...]:
    """The question's words, without those that only name a meeting: every statement of it would be as near."""
    words = [word for word in dict.fromkeys(terms(query.standalone)) if len(word) > 1]
    meetings = {(d.meeting.organisation or "", d.meeting.body, d.role, spoken(d.meeting.date)) for d in (e.document for e in speaking)}
    named = {word for meeting in meetings for word in tokens(" ".join(meeting))}
    return tuple(word for word in words if word not in named) or tuple(words)


def _of_item(reading: _Reading, evidence: Evidence) -> list[tuple[Hit, StatementSigns]]:
    by_place = {hit.passage.ordinal: hit for hit in evidence.hits}
    title, printed = _words(evidence.item.title), blocks(evidence)
    found = []
    for hit in evidence.hits:
        text, before = hit.passage.text, by_place.get(hit.passage.ordinal - 1)
        own, prior = _meanings(text), _words(before.passage.text) if before else frozenset()
        above = _words(printed[hit.passage.ordinal][1])
        around, asks = reading.share(own, prior, above, title), opens(text, evidence.item.title)
        held = sum(bool(holds.search(text)) for holds in reading.holds) / max(1, len(reading.holds))
        found.append((hit, StatementSigns(
            near=hit.score - reading.nearest,
            item=evidence.score - reading.best,
            words=reading.share(own),
            around=around,
            before=reading.share(prior),
            wanted=0.0 if asks else held if around else held / 3,  # of another matter, most likely
            opens=(0.5 + 0.5 * text.rstrip().endswith(("?", ")"))) if asks else 0.0,
            titled=float(text.rstrip().endswith(evidence.item.title)) * (-1 if reading.numbered else 1),
            roll=float(evidence.item.kind == "head" and not reading.about_head),
            leans=float(_LEANS.match(text) is not None and bool(before)) * reading.share(prior),
            spelt=float(bool(reading.acronym and spells_out(reading.acronym, text))),
            pointed=max((read.answers for read in evidence.readings if read.pointed == hit.passage.ordinal), default=0.0),
        )))  # fmt: skip
    return found


def blocks(evidence: Evidence) -> dict[int, tuple[int, str]]:
    """For every statement the place where its block begins, and the questions and lead-ins printed above it there."""
    found: dict[int, tuple[int, str]] = {}
    began, above, answered = 0, "", False
    for hit in sorted(evidence.hits, key=lambda hit: hit.passage.ordinal):
        text, place = hit.passage.text, hit.passage.ordinal
        leads = text.rstrip().endswith(("?", ":", ")")) and opens(text, evidence.item.title)
        if leads and answered:
            began, above, answered = place, "", False
        found[place] = began, above
        above = f"{above} {text}" if leads else above
        answered = answered or not leads
    return found


def opens(text: str, title: str) -> bool:
    """True for a question, a lead-in, a subheading or the item's own title."""
    plain = text.rstrip()
    if plain.startswith("(") and plain.endswith(")"):  # "(Asked by Ms Quillon)"
        return True
    return plain.endswith(("?", ":")) or plain.endswith(title) or (len(text.split()) < LEAD and plain[-1:].isalnum() and "," not in plain)


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    return frozenset(tokens(text))


@lru_cache(maxsize=4096)
def _meanings(text: str) -> frozenset[str]:
    """Its words, and those that say the same."""
    return frozenset(other for word in _words(text) for other in same(word))
