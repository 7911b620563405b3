"""Which statements of the evidence answer the question: the fewest that do, in reading order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.answer import Evidence, Query
from assistant.fitness import fitness
from assistant.signs import is_named
from index.grammars import DECISION_NUMBER
from index.minutes import Document, Hit, Scope
from index.outcomes import outcome_kind

LENGTH = 420  # characters of minutes in an answer; a reader wants the words, not the page
SETTLED = 520  # in an answer about a decision: its parts belong together
SIDES = 480  # where several items speak side by side, all of them
STATEMENTS = 4  # of the best item
SHARED = 2  # of each, where several items speak side by side
ITEMS = 3  # of which the one with the best statement speaks
SECOND = 0.03  # a second item speaks where its best statement comes this close to the best of all
WEAK = 0.25  # a statement this far below the best of its item is left out
NEXT = 0.10  # what follows the best statement often completes it
SETTLES = 0.3  # a statement that settles the matter, near the best one
NEAR = 5  # statements
SETTLING = ("decision", "agreement", "approval", "deferral")

_ALL = re.compile(r"\bdecisions\b|\blist\b|\ball\b", re.I)
_POINT = re.compile(rf"\W*(?:{DECISION_NUMBER}\b|\(?(?:\d{{1,2}}|[a-z])[.)]\s)")
_DIRECTED = re.compile(r"\b(?:should|must|shall|is to|are to)\b")

Chosen = list[tuple[Evidence, list[Hit]]]
Scores = dict[int, float]  # of the statements of one item, by ordinal


def chosen(query: Query, evidence: Sequence[Evidence]) -> Chosen:
    """The statements that speak for each item, in reading order."""
    speaking = [e for e in evidence if e.hits]
    scores = _scored(query, speaking)
    together = _side_by_side(query, speaking)
    if together:
        shared = [(e, _best(e, scores[e.number], SHARED, SIDES // len(together))[0]) for e in together]
        return [(e, hits) for e, hits in shared if hits]
    return _leading(query, speaking, scores)


def asks_all(question: str) -> bool:
    """True for a question about all decisions and not about one."""
    return _ALL.search(question) is not None


def _side_by_side(query: Query, speaking: Sequence[Evidence]) -> list[Evidence]:
    """The best item of each part asked for, or all items the question names by number; none for a plain question."""
    named = [e for e in speaking if is_named(e.item, query)]
    if len(named) > 1:
        return named[:3]
    best = (next((e for e in speaking if _within(e.document, part)), None) for part in query.parts)
    found = [e for e in best if e is not None]
    return found if len(found) > 1 else []


def _within(document: Document, scope: Scope) -> bool:
    return (not scope.bodies or document.body_id in scope.bodies) and scope.holds(document.meeting.date)


def _leading(query: Query, speaking: Sequence[Evidence], scores: Mapping[int, Scores]) -> Chosen:
    """Several statements of the item with the best one; one of a close second."""
    ranked = sorted(speaking[:ITEMS], key=lambda e: -max(scores[e.number].values()))
    if not ranked:
        return []
    top = max(scores[ranked[0].number].values())
    first, left = _best(ranked[0], scores[ranked[0].number], STATEMENTS, SETTLED if query.intent == "decision" else LENGTH)
    picked = [(ranked[0], first)]
    for second in ranked[1:2]:
        if top - max(scores[second.number].values()) < SECOND and left > 60:
            picked.append((second, _best(second, scores[second.number], 1, left)[0]))
    return picked


def _best(evidence: Evidence, scores: Scores, most: int, left: int) -> tuple[list[Hit], int]:
    ranked = sorted((hit for hit in evidence.hits if hit.passage.ordinal in scores), key=lambda hit: -scores[hit.passage.ordinal])
    top = scores[ranked[0].passage.ordinal]
    kept: list[Hit] = []
    for hit in ranked:
        length = len(hit.passage.text)
        if len(kept) == most or scores[hit.passage.ordinal] < top - WEAK:
            break
        if not kept or length <= left:
            kept.append(hit)
            left -= length + 5
    return sorted(kept, key=lambda hit: hit.passage.ordinal), left


def _scored(query: Query, speaking: Sequence[Evidence]) -> dict[int, Scores]:
    """The statements of each item, by its number, that may speak, with what each is worth."""
    fit = fitness(query, speaking)
    return {e.number: _beside(query, e, {hit.passage.ordinal: fit[e.number, hit.passage.ordinal] for hit in e.hits}) for e in speaking}


def _beside(query: Query, evidence: Evidence, scores: Scores) -> Scores:
    """The scores, changed by what stands near the best statement."""
    texts = {hit.passage.ordinal: hit.passage.text for hit in evidence.hits}
    best = max(scores, key=scores.__getitem__)
    together = _together(texts, best)
    if query.intent == "decision" and not asks_all(query.question):  # one decision of several in an item
        scores = {place: score for place, score in scores.items() if not _begins(texts, best, place)}
    if best + 1 in together:
        scores[best + 1] += NEXT
    if query.intent == "decision":
        for place in together:
            if _settles(texts[place], texts.get(place - 1, "")):
                scores[place] += SETTLES
    return scores


def _begins(texts: Mapping[int, str], a: int, b: int) -> bool:
    """True where another point begins between two places."""
    return any(_POINT.match(texts.get(place, "")) for place in range(min(a, b) + 1, max(a, b) + 1))


def _together(texts: Mapping[int, str], best: int) -> set[int]:
    """The places near the best statement that belong to the same point: a decision number or a letter begins another."""
    near = range(best - NEAR, best + NEAR + 1)
    return {place for place in near if place in texts and not _begins(texts, best, place)}


def _settles(text: str, before: str) -> bool:
    """True for an outcome, and for what is directed right behind one ("programme work should not pause")."""
    return outcome_kind(text) in SETTLING or (outcome_kind(before) in SETTLING and _DIRECTED.search(text) is not None)
