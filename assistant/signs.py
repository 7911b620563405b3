"""What of an item speaks for it, besides its passages: see ``Signs`` for each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from assistant.acronyms import asked_acronym, spells_out
from assistant.answer import Query
from assistant.scope import asks_agenda, asks_ending
from assistant.weights import Signs
from assistant.widen import singular
from index.lexical import heading_of
from index.minutes import Document, Item
from index.reconcile import prints
from index.tokens import terms, tokens

_SECOND = frozenset(tokens("vice deputy assistant acting interim"))
_WHO = re.compile(r"\W*(?:and |so )?who(?:'s|’s| is| was| were)?\b", re.I)
_ENDING = re.compile(r"\bnext (?:\w+ )?meeting|\bmeeting next\b|\bclos(?:e|ed|ure)\b|\bended\b|\bfuture meetings\b", re.I)


@dataclass(frozen=True, slots=True)
class Reading:
    """A question taken apart once, for all items that are held against it."""

    query: Query
    meant: frozenset[str]  # its words, and those that mean the same
    pairs: frozenset[tuple[str, str]]
    agenda: bool
    ending: bool
    who: bool
    acronym: str | None


def reading(query: Query, added: Iterable[str] = ()) -> Reading:
    """``query`` taken apart; ``added``: the words that mean the same as its own."""
    return Reading(
        query,
        frozenset((*terms(query.standalone), *added)),
        frozenset(pairwise(terms(singular(query.standalone)))),
        asks_agenda(query.question),
        asks_ending(query.standalone),
        _WHO.match(query.question) is not None,
        asked_acronym(query.question),
    )


def signs(read: Reading, document: Document, item: Item, whole: float, lexical: float) -> Signs:
    """``whole``: its share of the best BM25 of items; ``lexical``: that of its best passage."""
    is_head = item.kind == "head" and not document.undivided(item)
    wants_head = read.query.intent == "head"
    return Signs(
        item=whole,
        phrase=_share(read.pairs, _pairs(f"{heading_of(item)} {item.text}")),
        named=_named(read.query, document, item),
        spelt=float(bool(read.acronym and spells_out(read.acronym, item.text))),
        head=float(is_head and wants_head and not read.ending),
        office=float(is_head and wants_head and read.who and any(_asked(p.role, read.meant) for p in document.attendees)),
        bare=(1 + whole + lexical) / 3 if is_head and not wants_head else 0.0,
        ending=float(read.ending and (item.kind == "closing" or _ENDING.search(item.title) is not None)),
        agenda=float(document.role == "agenda" and not read.agenda),
        announced=float(document.role == "agenda" and read.agenda),
        hinted=float(any(hint.meets(document) for hint in read.query.hints)),
    )


def _named(query: Query, document: Document, item: Item) -> float:
    """1.0 for an item whose own number is named; less where it only prints a reference named, least where an agenda announces it."""
    if is_named(item, query):
        return 1.0
    printed = any("/" in ref and prints(item.text, ref) for ref in query.references)
    return 0.0 if not printed else 0.25 if document.role == "agenda" else 0.5


@lru_cache(maxsize=1024)
def _pairs(text: str) -> frozenset[tuple[str, str]]:
    return frozenset(pairwise(terms(text)))


def _share(asked: frozenset[tuple[str, str]], held: frozenset[tuple[str, str]]) -> float:
    return len(asked & held) / len(asked) if asked else 0.0


def _asked(role: str, meant: frozenset[str]) -> bool:
    """True where the question names the office ``role``; a deputy is another office."""
    words = frozenset(terms(role))
    return bool(words) and meant >= words and words & _SECOND == meant & _SECOND


def is_named(item: Item, query: Query) -> bool:
    """True for an item whose number or reference the question names."""
    return any(same_label(ref, item.number) or same_label(ref, item.minute_ref) for ref in query.references)


def same_label(asked: str, printed: str | None) -> bool:
    """True where two labels mean one: "9B" and "9b", "23/2023" and "FGB 23/2023", "08818" and "088/18"; never "1.1" and "11"."""
    if not printed:
        return False
    a, b = (label.lower().rstrip(".").split()[-1] for label in (asked, printed))
    return a == b or (("/" in a) != ("/" in b) and a.replace("/", "") == b.replace("/", "") and len(a) > 4)
