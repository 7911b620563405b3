"""When the minutes do not record it: the checks, and the answer that says what was searched.

Similarity cannot tell a near miss from an answer. What is looked at first is structure: does the scope named hold a meeting,
are the numbers, years and names of the question met there, does it speak of the topic at all, does the best item hold enough
of what is asked, by meaning and by words; and then whether the kind of thing asked for is there (silence.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from assistant.answer import ANYWHERE, Draft, Evidence, Query, Sentence
from assistant.expected import A_DECISION, shown
from assistant.labels import label
from assistant.nearby import Near
from assistant.scope import named_accounts, named_months, named_years, scope_words
from assistant.signs import is_named
from assistant.silence import Silence, silence
from assistant.support import coverage, telling
from index.catalog import Catalog
from index.dates import spoken
from index.grammars import MONTHS
from index.minutes import Document, Scope
from index.rarity import rarity
from index.reconcile import prints
from index.split import heading
from index.tokens import tokens

NEAREST = 2
BEST = 3  # items that must speak of the topic, the month or the year of accounts named
LOOKED_AT = 5  # items of the archive that tell whether a word is a name
SHOWN = 6  # meetings named one by one
_HEAD_WORDS = set(
    tokens(
        "attend attended attendance apologies apologise sorry sorries couldn't couldnt could make come absent chair "
        "chaired ran led present there "
        "venue room place where time start end close finish person online zoom webcast recording link url date when draft final signed off "
        "quorate who member members clerk commissioner pcc chief constable deputy held send sent gave give senior list"
    )
)
ON_AGENDA = "on the agenda only"
UNMET = 0.5  # share of the words of a topic that are met nowhere in the scope, from which the topic is not there
_TOPIC = re.compile(
    r"\b(?:about(?!\s+(?:in|at|it|this|that)\b)|regarding|concerning|(?:got to|are we|stand) with"
    r"|(?:anything|something|updates?|position|views?|polic(?:y|ies)|line|stance|said|talked|reports?|reported|briefed|heard|plan)\s+on)"
    r"\s+(?:the\s+|an?\s+|any\s+)?(?P<topic>[^?,.;]+?)"
    r"(?=\s+(?:at|in|by|from|during|since|as|to|for|under|when|before|after|with)\b|[?,.;]|$)",
    re.I,
)
_OF_LETTERS = frozenset("ASAP FYI PLEASE TBC FAQ PDF URGENT RE NB EOD COB".split())  # of letters and mails, not of minutes
_QUOTED = re.compile(r"(?<!\w)[\"“‘']([^\W\d_][\w -]{2,30})[\"”’'](?!\w)")
_WITHIN = re.compile(r"(?<=[\w,;(] )(?P<word>[^\W\d_]\w*)")  # a word that begins no sentence
_ACRONYM = re.compile(r"\b[A-Z][A-Z0-9&]{2,7}\b")


_SET_BEFORE = re.compile(
    r"\b(?:precept|budget\w*|accounts?|estimates?|forecast\w*|tax|rates?|tariffs?|charges)\b", re.I
)  # and not in its year


NEAREST_WORDS = Sentence("What they say of it:", (), "absence")
NOTHING_CHOSEN = Sentence("Nothing was searched: no paper held here fits the body, dates and papers chosen.", (), "absence")


@dataclass(frozen=True, slots=True)
class Gate:
    """Decides whether evidence can answer at all. ``support``: the least that the best items must have, see the function.

    ``near``: see ``expected.lacking``; ``read``: see ``read_well``. All are calibrated: see assistant/calibration.py.
    """

    catalog: Catalog
    support: float
    near: Mapping[str, float] = field(default_factory=dict)
    read: float = 0.0  # least that the reader must make of the best window it read

    def answerable(self, query: Query, evidence: Sequence[Evidence]) -> bool:
        if not evidence:
            return False
        if query.intent in ("unminuted", "unlisted") or any(e.untaken for e in evidence):
            return True
        if not _named(query, evidence) or not _timely(query, evidence) or self._elsewhere(query) or self._of_no_topic(query):
            return False
        if query.intent == "head":
            return self._about_a_head(query, evidence)
        return support(query, evidence) >= self.support and read_well(evidence) >= self.read

    def lacking(self, query: Query, evidence: Sequence[Evidence], draft: Draft) -> Silence | None:
        """What the question asks for and the evidence does not hold ("the amount asked for"), though it holds the matter."""
        if draft.verdict == ON_AGENDA and evidence[0].fate is None and not evidence[0].untaken:
            return Silence(A_DECISION)  # an agenda of which no minutes are held
        if query.intent in ("head", "definition"):
            return None
        named = scope_words(query.standalone, self.catalog.documents())
        missing = silence(query, named, evidence, self.near)
        first = next((s.text for s in draft.sentences[: NEAREST + 1] if s.basis == "quote"), "")
        return None if missing and missing.distant and shown(query.standalone, named, first) else missing  # the words shown would belie it

    def _of_no_topic(self, query: Query) -> bool:
        """True for "anything about X" where the scope says nothing of most words of X."""
        found = list(_TOPIC.finditer(query.question))
        if not found:
            return False
        words = telling(found[-1]["topic"], scope_words(query.standalone, self.catalog.documents()))
        return bool(words) and sum(not self._met(word, query.scope) for word in words) >= UNMET * len(words)

    def _about_a_head(self, query: Query, evidence: Sequence[Evidence]) -> bool:
        """False where the question has telling words beside those of attendance, place and time, and no item holds one."""
        named = scope_words(query.standalone, self.catalog.documents()) | _HEAD_WORDS
        left = {word for word in telling(query.question, named) if len(word) > 1}
        held = {token for e in evidence[:LOOKED_AT] for token in tokens(e.item.text)}
        return not left or bool(left & held)

    def _elsewhere(self, query: Query) -> bool:
        """True where a name, an acronym or words in quotation marks are not met in the scope that the question names."""
        if query.scope == Scope():
            asked = [] if query.question.isupper() else [w for w in _ACRONYM.findall(query.question) if w not in _OF_LETTERS]
            return any(not self._met(tokens(word)[0], Scope()) for word in asked)
        named = scope_words(query.standalone, self.catalog.documents())
        strange = [word for word in telling(query.question, named) if not self._met(word, query.scope)]
        quoted = [tokens(m[1]) for m in _QUOTED.finditer(query.question)]
        if any(words and not any(self._met(word, query.scope) for word in words) for words in quoted):
            return True
        return any(self._is_name(word) for word in strange)

    def _met(self, word: str, scope: Scope) -> bool:
        return self.catalog.words.is_met(word, scope)

    def _is_name(self, word: str) -> bool:
        """Printed with a capital within a sentence of the archive, and never without one: a thing of its own, not a turn of phrase."""
        found = self.catalog.words.items([word], Scope(), LOOKED_AT)
        texts = (item.text for item, _ in self.catalog.items_at([item_id for item_id, _ in found]).values())
        printed = [m for text in texts for m in _WITHIN.finditer(text) if tokens(m["word"])[:1] == [word]]
        return bool(printed) and all(m["word"][0].isupper() for m in printed)


def support(query: Query, evidence: Sequence[Evidence]) -> float:
    """How much of the question the best items hold, 0 to 1: by meaning (the cosine of the nearest passage) and by words.

    The words count half as much, by their share and rarity: other words say the same thing, but an absent topic has neither.
    Where nothing was found by meaning (no embedding model) they count alone.
    """
    texts = [f"{heading(e.document, e.item)} {e.item.text}" for e in evidence]
    weight = rarity(texts)
    shares = [coverage(query.standalone, text, weight) for text in texts]
    if not any(e.cosine for e in evidence):
        return max(shares[:BEST])
    return max((2 * max(e.cosine, 0.0) + share) / 3 for e, share in zip(evidence[:BEST], shares, strict=False))


def read_well(evidence: Sequence[Evidence]) -> float:
    """What the reader makes of the best window; 1 where none was read."""
    return max(e.answers for e in evidence) if any(e.readings for e in evidence) else 1.0


def _named(query: Query, evidence: Sequence[Evidence]) -> bool:
    """False where the question names numbers or references that no item carries or prints."""
    printed = [ref for ref in query.references if "/" in ref]
    return not query.references or any(is_named(e.item, query) or any(prints(e.item.text, ref) for ref in printed) for e in evidence)


def _timely(query: Query, evidence: Sequence[Evidence]) -> bool:
    """False where the question names years, months or a year of accounts, and the best items neither are of them nor speak of them."""
    years = named_years(query.question)
    looked = [f"{e.document.meeting.date or ''} {e.item.text}" for e in evidence[:LOOKED_AT]]
    if years and not any(str(year) in text or f"/{year % 100:02}" in text for year in years for text in looked):
        return False
    best = evidence[:BEST]
    if query.beyond and not _spoken_of_then(query.beyond, best[0]):
        return False
    months = [day for day in named_months(query.question) if not any(_in_month(e.document, day) for e in best)]
    unsaid = [day for day in months if not any(re.search(rf"\b{MONTHS[day.month - 1][:3]}", e.item.text, re.I) for e in best)]
    accounts = [label for label in named_accounts(query.question) if not any(_same_accounts(label, e) for e in best)]
    if accounts and not _SET_BEFORE.search(query.question):
        accounts = [label for label in accounts if not _held_in(label, best[0])]
    return not unsaid and not accounts


def _spoken_of_then(time: str, best: Evidence) -> bool:
    """True where the best statement, or one beside it, speaks of the time: what an item says of another matter is not of it."""
    said = {hit.passage.ordinal: hit.passage.text for hit in best.hits}
    if best.item.kind == "closing" or not best.hits:
        return False
    place = best.hits[0].passage.ordinal
    return any(_speaks_of_time(said.get(at, ""), time) for at in (place - 1, place, place + 1))


def _speaks_of_time(text: str, time: str) -> bool:
    """True for a statement that prints the year, and the month where one is named; years of accounts and references are no years."""
    months = [MONTHS[day.month - 1] for day in named_months(time)]
    if months:
        return any(re.search(rf"\b(?:{name}|{name[:3]})\b", text, re.I) for name in months)
    return not set(named_years(time)).isdisjoint(named_years(text))


def _in_month(document: Document, day: date) -> bool:
    held = document.meeting.date
    return held is not None and (held.year, held.month) == (day.year, day.month)


def _same_accounts(label: str, evidence: Evidence) -> bool:
    """True where the item prints this year of accounts ("2022/23", "22-23")."""
    return _two_digits(label) in _printed_accounts(evidence)


def _printed_accounts(evidence: Evidence) -> list[list[str]]:
    return [_two_digits(year) for year in named_accounts(f"{evidence.item.title} {evidence.item.text}")]


def _held_in(label: str, evidence: Evidence) -> bool:
    """True where the meeting was held in this year, from April to a school's end in August, and the item prints no other."""
    first, day = int(_two_digits(label)[0]), evidence.document.meeting.date
    return (
        day is not None
        and not _printed_accounts(evidence)
        and ((day.year % 100 == first and day.month >= 4) or ((day.year - 1) % 100 == first and day.month <= 8))
    )


def _two_digits(label: str) -> list[str]:
    return [part.strip()[-2:] for part in re.split(r"[/–-]", label)]


def not_recorded(query: Query, searched: Sequence[Document], evidence: Sequence[Evidence]) -> Draft:
    """The draft of "not recorded", with the meetings searched and the nearest items."""
    nothing = query.within != ANYWHERE and not searched
    sentences = [NOTHING_CHOSEN if nothing else not_recorded_sentence("an answer to this", searched)]
    if near := "; ".join(label(e.document, e.item) for e in evidence[:NEAREST]):
        sentences.append(Sentence(f"Nearest items, which do not answer it: {near}.", (), "absence"))
    return Draft(tuple(sentences), "not_recorded", None)


def not_recorded_sentence(what: str, searched: Sequence[Document]) -> Sentence:
    return Sentence(f"{missing_sentence(what).text} {searched_sentence(searched).text}", (), "absence")


def missing_sentence(what: str) -> Sentence:
    return Sentence(f"The minutes held here do not record {what}.", (), "absence")


def corrected_sentence(what: str) -> Sentence:
    return Sentence(f"The minutes held here do not bear out {what}; they say:", (), "absence")


def searched_sentence(searched: Sequence[Document]) -> Sentence:
    return Sentence(f"Searched: {_searched(searched)}.", (), "absence")


def only_near(missing: Silence, searched: Sequence[Document], nearest: Draft) -> Draft:
    """The draft where the matter is there and what is asked for is not: the words that come nearest, then what was searched.

    What the minutes contradict is corrected with its item, so that a part of the answer is there.
    """
    shown = _of_near(missing.near) if missing.near else nearest.sentences[: NEAREST + 1]  # a lead and what it introduces
    while shown and shown[-1].basis == "catalogue":  # a lead whose words are cut off
        shown = shown[:-1]
    if missing.corrects:
        return Draft((corrected_sentence(missing.what), *shown), "partial", None, nearest.notices)
    if missing.half:
        return replace(nearest, sentences=(missing_sentence(missing.what), *nearest.sentences), status="partial")
    verdict = ON_AGENDA if nearest.verdict == ON_AGENDA else None
    told = (missing_sentence(missing.what), *((NEAREST_WORDS, *shown) if shown else ()), searched_sentence(searched))
    return Draft(told, "not_recorded", verdict, nearest.notices)


def _of_near(near: Near) -> tuple[Sentence, ...]:
    """A statement under its lead."""
    lead = Sentence(f"{label(near.evidence.document, near.evidence.item)}:", (near.source,), "catalogue")
    return lead, Sentence(near.text, (near.source,), "quote")


def _searched(documents: Sequence[Document]) -> str:
    if not documents:
        return "no meeting held here fits the body and time named"
    named = [f"{d.meeting.body} {spoken(d.meeting.date)} ({d.role})" for d in documents[:SHOWN]]
    more = f" and {len(documents) - SHOWN} more documents" if len(documents) > SHOWN else ""
    return ", ".join(named) + more
