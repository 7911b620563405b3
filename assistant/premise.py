"""What a question takes for granted, held against the statements near it: the correction, with its item."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.answer import Evidence
from assistant.events import NEGATED, SUPPOSED, UNDECIDED, Event, presupposed
from assistant.nearby import Near, near_statements
from index.tokens import terms, tokens

ITEMS = 3
FOLLOWING = 5  # statements behind the best one that may leave the matter open
HELD = 0.25  # of the topic's words, in a statement that contradicts
FAR = 0.6  # below the best score: not about this
REACH = 5  # words between a negation and what it denies
_TIMES = frozenset(tokens("date day month year time week on which what"))
_YEAR = re.compile(r"[\d/]+")
_NOT_BEEN = re.compile(r"\W*(?:\w+\W+){0,2}?(?:has|had|have|was|were|is|are)\s+(?:not|never)\b")
_CLAUSE = re.compile(r"(?<=[.;:])\s+|,?\s+(?:but|while|whereas|although)\s+")


@dataclass(frozen=True, slots=True)
class Contradiction:
    """``name``: what the question takes to have happened; ``open``: it was put off or left undecided, not settled otherwise."""

    name: str
    near: Near
    open: bool


def contradiction(question: str, named: Collection[str], evidence: Sequence[Evidence]) -> Contradiction | None:
    """The statement that says the contrary of what the question takes for granted; None where it is borne out or left open."""
    event = presupposed(question)
    if event is None or not evidence or not evidence[0].hits:
        return None
    topic = _topic(question, named, event)
    close = [near for near in near_statements(topic, evidence, ITEMS) if near.below < FAR]
    said = [(near, _says(event, near.text, topic) or _open(event, near, close[0])) for near in close]
    against = max((near for near, sign in said if sign < 0), key=_weight, default=None)
    if against is None or against.covered < HELD:
        return None
    borne = max((_weight(near) for near, sign in said if sign > 0), default=-1.0)
    return Contradiction(event.name, against, not _says(event, against.text, topic)) if _weight(against) > borne else None


def _topic(question: str, named: Collection[str], event: Event) -> set[str]:
    """The words that tell what the event happened to: neither scope nor event, no year, no word for a time."""
    of_event = set(tokens(" ".join(m.group() for m in event.asked.finditer(question)))) | _TIMES
    return {w for w in terms(question) if w not in named and w not in of_event and len(w) > 1 and not _YEAR.fullmatch(w)}


def _weight(near: Near) -> float:
    return near.covered - near.below


def _says(event: Event, text: str, topic: Collection[str]) -> int:
    """1 where a statement bears the event out, -1 where it denies it or says the contrary, 0 where it says nothing of it.

    Of several clauses that one speaks which holds most of the topic.
    """
    clauses = [(len(set(tokens(clause)) & set(topic)), _of_clause(event, clause)) for clause in _CLAUSE.split(text)]
    return max((c for c in clauses if c[1]), key=lambda c: c[0], default=(0, 0))[1]


def _open(event: Event, near: Near, best: Near) -> int:
    """-1 where a statement at or right behind the best one leaves the matter undecided."""
    behind = near.hit.passage.ordinal - best.hit.passage.ordinal
    close = near.evidence.number == best.evidence.number and 0 <= behind <= FOLLOWING
    return -1 if close and event.settles and UNDECIDED.search(near.text) else 0


def _of_clause(event: Event, clause: str) -> int:
    if SUPPOSED.search(clause):
        return 0
    if said := event.said.search(clause):
        return -1 if _denied(clause, said) and not NEGATED.match(said.group()) else 1
    if contrary := event.contrary.search(clause):
        return 0 if _denied(clause, contrary) else -1
    return 0


def _denied(clause: str, said: re.Match[str]) -> bool:
    before = " ".join(clause[: said.start()].split()[-REACH:])
    return NEGATED.search(before) is not None or _NOT_BEEN.match(clause, said.end()) is not None
