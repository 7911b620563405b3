"""What a question takes for granted, held against the statements near it: the correction, with its item."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.answer import Evidence
from assistant.events import NEGATED, SUPPOSED, UNDECIDED, Event, denies, presupposed
from assistant.nearby import Near, near_statements
from index.tokens import terms, tokens

FOLLOWING = 5  # statements behind the best one that may leave the matter open
HELD = 0.25  # of the topic's words, in a statement that contradicts
FAR = 0.6  # below the best score: not about this
MORE = 2  # words of the topic by which a clause must go before one that bears it out
_TIMES = frozenset(tokens("date day month year time week on which what"))
_YEAR = re.compile(r"[\d/]+")
_NOT_BEEN = re.compile(r"\W*(?:\w+\W+){0,2}?(?:has|had|have|was|were|is|are)\s+(?:not|never)\b")
_OF_WHAT = re.compile(r"\W*(?:\w+\s+){0,2}?(?:on|about|regarding|concerning|for|of|as to)\s+(?P<what>(?:[\w'-]+\s*){1,6})", re.I)
_NO_MATTER = _TIMES | frozenset(
    tokens(
        "decision order contract offer award conclusion agreement appointment matter item choice question point it made taken placed "
        "signed "
        "force county company clerk treasurer officers staff authority governors association commissioner chief constable chair any "
        "accepted entered reached sought settled decided agreed nothing deferred postponed adjourned principle only supportive bought "
        "ordered sold appointed found yet however trust board council committee panel members meeting next"
    )
)
_CLAUSE = re.compile(r"(?<=[.;:])\s+|,?\s+(?:but|while|whereas|although)\s+")


@dataclass(frozen=True, slots=True)
class Contradiction:
    """``name``: what the question takes to have happened; ``open``: it was put off or left undecided, not settled otherwise."""

    name: str
    near: Near
    open: bool


def contradiction(question: str, named: Collection[str], evidence: Sequence[Evidence], whole: str = "") -> Contradiction | None:
    """The statement that says the contrary of what the question takes for granted; None where it is borne out or left open.

    ``whole``: the question with what a follow-up carries, which tells its topic and no event.
    """
    event = presupposed(question)
    if event is None or not evidence or not evidence[0].hits:
        return None
    topic = _topic(whole or question, named, event)
    close = [near for near in near_statements(topic, evidence) if near.below < FAR]
    said = [(near, _says(event, near.text, topic) or _open(event, near, close[0], topic)) for near in close]
    against = max((near for near, sign in said if sign < 0), key=_weight, default=None)
    if against is None or against.covered < HELD:
        return None
    bearing = [near for near, sign in said if sign > 0]
    beside = [near for near in bearing if near.evidence.number == against.evidence.number and near.covered >= against.covered]
    if beside or any(_weight(near) >= _weight(against) for near in bearing):
        return None
    return Contradiction(event.name, against, not _says(event, against.text, topic))


def _topic(question: str, named: Collection[str], event: Event) -> set[str]:
    """The words that tell what the event happened to: neither scope nor event, no year, no word for a time."""
    of_event = set(tokens(" ".join(m.group() for m in event.asked.finditer(question)))) | _TIMES
    return {w for w in terms(question) if w not in named and w not in of_event and len(w) > 1 and not _YEAR.fullmatch(w)}


def _weight(near: Near) -> float:
    return near.covered - near.below


def _says(event: Event, text: str, topic: Collection[str]) -> int:
    """1 where a statement bears the event out, -1 where it denies it or says the contrary, 0 where it says nothing of it.

    Of several clauses that one speaks which holds most of the topic; one that denies the event must hold clearly more of it.
    """
    held = [(_of_clause(event, clause), len(set(tokens(clause)) & set(topic))) for clause in _CLAUSE.split(text)]
    borne, denied = (max((n for sign, n in held if sign == wanted), default=None) for wanted in (1, -1))
    if borne is None or denied is None:
        return 1 if borne is not None else -1 if denied is not None else 0
    return -1 if denied >= borne + MORE else 1


def _open(event: Event, near: Near, best: Near, topic: Collection[str]) -> int:
    """-1 where a statement at or right behind the best one leaves the matter undecided, and names no other matter."""
    behind = near.hit.passage.ordinal - best.hit.passage.ordinal
    close = near.evidence.number == best.evidence.number and 0 <= behind <= FOLLOWING
    return -1 if close and event.settles and any(_undecided(clause, topic) for clause in _CLAUSE.split(near.text)) else 0


def _undecided(clause: str, topic: Collection[str]) -> bool:
    """True where the clause leaves undecided what it names of the topic, or what the statements before it name ("the decision")."""
    if not (found := UNDECIDED.search(clause)):
        return False
    behind = _OF_WHAT.match(clause, found.end())
    named = {w for w in terms(f"{clause[: found.end()]} {behind['what'] if behind else ''}") if w not in _NO_MATTER and not w.isdigit()}
    return not named or bool(named & set(topic))


def _of_clause(event: Event, clause: str) -> int:
    if SUPPOSED.search(clause):
        return 0
    said = [_denied(clause, m) and not NEGATED.match(m.group()) for m in event.said.finditer(clause)]
    if said:
        return -1 if all(said) else 1
    return -1 if any(not _denied(clause, m) for m in event.contrary.finditer(clause)) else 0


def _denied(clause: str, said: re.Match[str]) -> bool:
    return denies(clause[: said.start()]) or _NOT_BEEN.match(clause, said.end()) is not None
