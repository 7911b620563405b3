"""What a sentence takes from those before it: "Solar panels were asked for. He deferred them." deferred the solar panels.

A written sentence may name what its source points at, on one condition: the source sentence that points is used up, all its words
told. So nothing of it can have been put out for what was brought in. What is brought in names a thing; it tells nothing of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.amounts import is_amount
from assistant.clauses import COLLECTIVE, ROLES, TIMES, VERB, Clause, Statement, covered, joined, statement
from assistant.operators import MUST_STAY
from assistant.synonyms import stem

_POINTS = re.compile(
    r"\b(?:it|this|these|those|they|them|its|their|he|she|his|her|so|one|ones|each|both|the (?:same|latter|former|others?|matter|choice"
    r"|offer|bid|motion|request|proposal|price|cost|sum|amount|gap|reason|rest|rise|fall|figure|number|target|contract|work|trial))\b",
    re.I,
)
_THEY = re.compile(r"\W*they\b", re.I)
SOMEBODY = re.compile(r"\W*(?:he|she|they)\b", re.I)
_PLACE = re.compile(r"\b(?:at|in|near) (?:the )?[A-Z]\w+(?: [A-Z]\w+)*")
_ASKS_FOR = re.compile(r"(?:^|[\s:])(?:how (?:many|much|long|often|far|big|large|old)|what|which|who|when|where)\b", re.I)
_TELLS = re.compile(r"\b(?:to|was|were|is|are|has|have|had|be|been|will|would|not)\s+(?:\w+ly\s+)?([a-z]+)|\b([a-z]+ed)\b", re.I)


def borrowed(clause: Clause, said: Statement, source: Sequence[Statement]) -> Iterator[tuple[Clause, Statement]]:
    """Each sentence of the source that points back and is used up by ``said``, with what is left of the clause to hold against it."""
    for place in range(1, len(source)):
        main, before = _named(source[place], source[place - 1]), _before(source, place)
        own = tuple(token for token in clause.tokens if covered(token, main.held))
        if not own or (len(own) < 2 and clause is said.first) or not used_up(main, said):
            continue
        taken = [token for token in clause.tokens if token not in own]
        if not taken or _lent(before, taken, clause, main):
            yield replace(clause, tokens=own), main


def said_in_turn(source: Sequence[Statement]) -> Iterator[Statement]:
    """The points of a list behind "The Clerk replied:", each with the words that say who speaks, up to one about somebody else."""
    leading: Statement | None = None
    for before, one in pairwise(source):
        if before.leads_in:
            leading = before if before.agents and not {"speech", "report"}.isdisjoint(before.operators) else None
        elif before.held and one.held:  # no bullet between them
            leading = None
        if one.agents or "?" in one.text:
            leading = None
        elif leading and one.held:
            yield Statement((*leading.clauses[:-1], joined(leading.clauses[-1], one.clauses[0]), *one.clauses[1:]))


def used_up(main: Statement, said: Statement) -> bool:
    """True where all its words are told."""
    return all(covered(token, said.held) for token in main.held)


def only_one(before: Statement, pointing: Statement) -> frozenset[str]:
    """Whom the "he" of the pointing sentence means: whoever the one before it is about, where that names nobody else."""
    persons = ROLES if _THEY.match(pointing.text) else ROLES - COLLECTIVE
    verb = VERB.search(before.text)
    there = _PLACE.sub(" ", before.text)
    named = {t for c in statement(there).clauses for t in c.tokens if t in persons or (t in c.names and t not in TIMES)}
    alone = verb is not None and "," not in before.text[: verb.start()]
    return before.agents if alone and named <= before.agents else frozenset()


def _named(main: Statement, before: Statement) -> Statement:
    """The sentence with its "he" as the one it means."""
    first, whom = main.clauses[0], only_one(before, main)
    if not whom or not SOMEBODY.match(main.text):
        return main
    named = replace(first, tokens=(*sorted(whom), *first.tokens), names=first.names | whom)
    return replace(main, clauses=(named, *main.clauses[1:]))


def _before(source: Sequence[Statement], place: int) -> list[Statement]:
    """The sentence just before it, and the questions it may stand under."""
    return [*(one for one in source[: place - 1] if "?" in one.text), source[place - 1]]


def _lent(before: Sequence[Statement], taken: Sequence[str], clause: Clause, main: Statement) -> bool:
    """True where ``before`` holds all that was taken, as the name of something, and ``main`` points at it."""
    lenders = [one for one in before if any(covered(token, one.held) for token in taken)]
    if not all(any(covered(token, one.held) for one in lenders) for token in taken):
        return False
    asked = [one for one in lenders if "?" in one.text]
    if asked and (any(is_amount(token) for token in taken) or not all(_ASKS_FOR.search(one.text) for one in asked)):
        return False
    if not asked and not _POINTS.search(main.text) and VERB.search(main.text):
        return False
    lending = [c for one in lenders for c in one.clauses if any(c.covers(token) for token in taken)]
    bends = MUST_STAY if not asked else tuple(name for name in MUST_STAY if name not in ("some", "request"))  # "how many" bends nothing
    return not (any(name in c.operators for c in lending for name in bends) and _tells(taken, clause))


def _tells(taken: Sequence[str], clause: Clause) -> bool:
    """True where the clause tells some of it as done or being so."""
    told = {stem(word) for found in _TELLS.finditer(clause.text) for word in found.groups() if word}
    return not told.isdisjoint(taken)
