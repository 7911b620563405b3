"""Which statements of the evidence answer the question: the fewest that do, in reading order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.answer import Evidence, Query
from assistant.fitness import blocks, fitness
from assistant.signs import is_named
from index.grammars import DECISION_NUMBER
from index.minutes import Hit
from index.outcomes import outcome_kind

LENGTH = 450  # characters of minutes in an answer; a reader wants the words, not the page
SETTLED = 460  # in an answer about a decision: its parts belong together
SIDES = 440  # where several items speak side by side, all of them
STATEMENTS = 6  # of the best item
SHARED = 3  # of each, where several items speak side by side
ITEMS = 4  # of which the one with the best statement speaks
MOST = 3  # items side by side
SIDE = 0.5  # another body's item speaks beside the best where its best statement comes this close, and sides are asked for
RIVAL = 0.03  # another item is heard beside the best where its best statement comes so close
TURN = 0.25  # the same for another meeting's, where the question asks what came of it
ENOUGH = 260  # characters; what goes beyond must come close to the best statement
WEAK = 0.8  # a statement this far below the best of its item is left out
CLOSE = 0.3  # the same, beyond what is enough
NEXT = 0.10  # what follows the best statement often completes it
BLOCK = 0.05  # what stands under the same printed question as the best one
SETTLES = 0.3  # a statement that settles the matter, near the best one
NEAR = 5  # statements
SETTLING = ("decision", "agreement", "approval", "deferral")

_ALL = re.compile(r"\bdecisions\b|\blist\b|\ball\b", re.I)
_POINT = re.compile(rf"\W*(?:{DECISION_NUMBER}\b|\(?(?:\d{{1,2}}|[a-z])[.)]\s)")
_DIRECTED = re.compile(r"\b(?:should|must|shall|is to|are to)\b")
_TURNS = re.compile(
    r"\b(?:what (?:came|has come|became|become|happened)|happened|in the end|over (?:the )?(?:years|time)|ever|yet|still|since|by now"
    r"|so far|end up|come down|gone (?:up|down)|changed?|corrected|actually|or|in budget)\b",
    re.I,
)
_SIDES = re.compile(
    r"\b(?:vs?|versus|against|compared?|comparison|each|both|different|various|differ|either|respectively"
    r"|(?:all|the) (?:two|three|four|five))\b|\w+ ?/ ?[a-z]+",
    re.I,
)

Chosen = list[tuple[Evidence, list[Hit]]]
Scores = dict[int, float]  # of the statements of one item, by ordinal


def chosen(query: Query, evidence: Sequence[Evidence]) -> Chosen:
    """The statements that speak for each item, in reading order."""
    speaking = [e for e in evidence if e.hits]
    scores = _scored(query, speaking)
    together = _side_by_side(query, speaking, scores)
    return _shared(together, scores) if together else _leading(query, speaking, scores)


def asks_all(question: str) -> bool:
    """True for a question about all decisions and not about one."""
    return _ALL.search(question) is not None


def _side_by_side(query: Query, speaking: Sequence[Evidence], scores: Mapping[int, Scores]) -> list[Evidence]:
    """The best item of each part asked for, or all items the question names by number; none for a plain question."""
    named = [e for e in speaking if is_named(e.item, query)]
    if len(named) > 1:
        return named[:3]
    best = (_foremost([e for e in speaking if part.meets(e.document)], scores) for part in query.parts)
    found = [e for e in best if e is not None]
    return found if len(found) > 1 else []


def _foremost(found: Sequence[Evidence], scores: Mapping[int, Scores]) -> Evidence | None:
    """Of the first ``ITEMS`` the one with the best statement."""
    return max(found[:ITEMS], key=lambda e: max(scores[e.number].values()), default=None)


def _leading(query: Query, speaking: Sequence[Evidence], scores: Mapping[int, Scores]) -> Chosen:
    """Statements of the item with the best one, and of the items that must be heard beside it."""
    best = _foremost(speaking, scores)
    if best is None:
        return []
    heard = [best, *_beside_it(query, best, speaking, scores)]
    if len(heard) > 1:
        return _shared(heard, scores)
    room = SETTLED if query.intent == "decision" else LENGTH
    return [(best, _best(best, scores[best.number], STATEMENTS, room))]


def _beside_it(query: Query, best: Evidence, speaking: Sequence[Evidence], scores: Mapping[int, Scores]) -> list[Evidence]:
    """Other items that must be heard: of other bodies, where sides are asked for; of another meeting, where what came of it is."""
    tops = {e.number: max(scores[e.number].values()) for e in speaking}
    ranked = sorted((e for e in speaking if e != best), key=lambda e: -tops[e.number])
    if _SIDES.search(query.question):
        bodies = {e.document.body_id: e for e in reversed(ranked) if tops[e.number] > tops[best.number] - SIDE}
        found = [e for body, e in bodies.items() if body != best.document.body_id]
        if found:
            return sorted(found, key=lambda e: -tops[e.number])[: MOST - 1]
    if _TURNS.search(query.question):
        return [e for e in ranked if e.document.document_id != best.document.document_id and tops[e.number] > tops[best.number] - TURN][:1]
    return [e for e in ranked if tops[e.number] > tops[best.number] - RIVAL][:1]


def _shared(heard: Sequence[Evidence], scores: Mapping[int, Scores]) -> Chosen:
    """Some statements of each item, in equal room."""
    shared = [(e, _best(e, scores[e.number], SHARED, SIDES // len(heard))) for e in heard]
    return [(e, hits) for e, hits in shared if hits]


def _best(evidence: Evidence, scores: Scores, most: int, left: int) -> list[Hit]:
    """The best statements that ``left`` characters hold, one after the other: each makes what follows it, and its block, a better one."""
    hits = {hit.passage.ordinal: hit for hit in evidence.hits if hit.passage.ordinal in scores}
    block = {place: began for place, (began, _) in blocks(evidence).items()}
    first = max(scores, key=lambda place: (scores[place], -place))
    kept: list[int] = []
    rest, used = dict(scores), 0
    while rest and len(kept) < most:
        place = max(rest, key=lambda at: (rest[at] + NEXT * (at - 1 in kept) + BLOCK * (block[at] == block[first]), -at))
        if rest.pop(place) < scores[first] - (WEAK if used < ENOUGH else CLOSE):
            continue
        length = len(hits[place].passage.text)
        if not kept or length <= left:
            kept.append(place)
            used, left = used + length, left - length - 5
    return [hits[place] for place in sorted(kept)]


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
