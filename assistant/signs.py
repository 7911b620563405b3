"""What of an item speaks for it, besides its passages: see ``Signs`` for each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from assistant.acronyms import asked_acronym, spells_out
from assistant.answer import Query
from assistant.scope import asks_agenda, asks_ending
from assistant.support import Rarity, rarity
from assistant.weights import Signs
from assistant.widen import figures
from index.lexical import heading_of
from index.minutes import Document, Item, Scope
from index.tokens import terms, tokens

_ENDING = re.compile(r"\bnext (?:\w+ )?meeting|\bmeeting next\b|\bclos(?:e|ed|ure)\b|\bended\b|\bfuture meetings\b", re.I)


@dataclass(frozen=True, slots=True)
class Reading:
    """A question taken apart once, for all items that are held against it."""

    query: Query
    words: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    figures: tuple[frozenset[str], ...]  # the ways of writing each number
    weight: Rarity
    agenda: bool
    ending: bool
    acronym: str | None

    def names(self, item: Item) -> bool:
        return is_named(item, self.query)


def reading(query: Query, items: Iterable[Item]) -> Reading:
    """``query`` taken apart; words are weighed by their rarity among ``items``."""
    asked = terms(query.standalone)
    numbers = [frozenset((word, *figures(word))) for word in re.findall(r"[£$€]?\d[\w.,%]*", query.standalone)]
    return Reading(
        query,
        frozenset(asked),
        frozenset(pairwise(asked)),
        tuple(frozenset(token for form in forms for token in tokens(form)) for forms in numbers),
        rarity(f"{heading_of(item)} {item.text}" for item in items),
        asks_agenda(query.question),
        asks_ending(query.question),
        asked_acronym(query.question),
    )


def signs(read: Reading, document: Document, item: Item, whole: float) -> Signs:
    body = f"{heading_of(item)} {item.text}"
    held = frozenset(tokens(body))
    is_head = item.kind == "head" and not document.undivided(item)
    wants_head = read.query.intent == "head"
    return Signs(
        item=whole,
        covered=_weighed(read.words, held, read.weight),
        phrase=_share(read.pairs, frozenset(pairwise(terms(body)))),
        figure=sum(bool(forms & held) for forms in read.figures) / len(read.figures) if read.figures else 0.0,
        titled=_weighed(read.words, frozenset(tokens(item.title)), read.weight),
        named=float(is_named(item, read.query)),
        spelt=float(bool(read.acronym and spells_out(read.acronym, item.text))),
        head=float(is_head and wants_head and not read.ending),
        bare=float(is_head and not wants_head),
        ending=float(read.ending and (item.kind == "closing" or _ENDING.search(item.title) is not None)),
        agenda=float(document.role == "agenda" and not read.agenda),
        announced=float(document.role == "agenda" and read.agenda),
        hinted=float(any(_fits(document, hint) for hint in read.query.hints)),
    )


def _weighed(asked: frozenset[str], held: frozenset[str], weight: Rarity) -> float:
    total = sum(map(weight, asked))
    return sum(weight(word) for word in asked if word in held) / total if total else 0.0


def _share(asked: frozenset[tuple[str, str]], held: frozenset[tuple[str, str]]) -> float:
    return len(asked & held) / len(asked) if asked else 0.0


def _fits(document: Document, hint: Scope) -> bool:
    return (not hint.bodies or document.body_id in hint.bodies) and hint.holds(document.meeting.date)


def is_named(item: Item, query: Query) -> bool:
    """True for an item whose number or reference the question names."""
    return any(same_label(ref, item.number) or same_label(ref, item.minute_ref) for ref in query.references)


def same_label(asked: str, printed: str | None) -> bool:
    """True where two labels mean one: "9B" and "9b", "23/2023" and "FGB 23/2023", "08818" and "088/18"; never "1.1" and "11"."""
    if not printed:
        return False
    a, b = (label.lower().rstrip(".").split()[-1] for label in (asked, printed))
    return a == b or (("/" in a) != ("/" in b) and a.replace("/", "") == b.replace("/", "") and len(a) > 4)
