"""Which statements of the evidence answer the question: the fewest that do, in reading order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.acronyms import asked_acronym, spells_out
from assistant.answer import Evidence, Intent, Query
from assistant.signs import is_named
from index.grammars import DECISION_NUMBER
from index.minutes import Document, Hit, Scope
from index.outcomes import outcome_kind

LENGTH = 520  # characters of minutes in an answer; a reader wants the words, not the page
SETTLED = 700  # in an answer about a decision: its parts belong together
STATEMENTS = 4  # of the best item
SHARED = 2  # of each, where several items speak side by side
SECOND = 0.15  # a second item speaks where its score comes this close to the first
WEAK = 0.35  # a statement this far below the best of its item is left out
OPENING = 0.15  # a question or a title printed in the minutes looks like our question, and answers nothing
NEXT = 0.10  # what follows the best statement often completes it
KIND = 0.08  # a statement that holds the kind of thing asked for
SETTLES = 0.3  # a statement that settles the matter, near the best one
NEAR = 5  # statements
SPELT = 1.0  # the statement that spells out the acronym asked for
SETTLING = ("decision", "agreement", "approval", "deferral")

_ALL = re.compile(r"\bdecisions\b|\blist\b|\ball\b", re.I)
_POINT = re.compile(rf"\W*(?:{DECISION_NUMBER}\b|\(?(?:\d{{1,2}}|[a-z])[.)]\s)")
_DIRECTED = re.compile(r"\b(?:should|must|shall|is to|are to)\b")
_WANTED: dict[Intent, re.Pattern[str]] = {
    "number": re.compile(r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|dozen|hundred)\b", re.I),
    "when": re.compile(
        r"\b\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]+|\b\d{1,2}[:.]?\d{2}\b"
        r"|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    ),
    "who": re.compile(
        r"(?<!^)(?<!\. )\b[A-Z][a-z]+\s+[A-Z][a-zA-Z]+|\b(?:PCC|DPCC|ACC|DCC|CC|Cllr|Chair|Clerk|Commissioner|Constable|Dr|Mrs?|Ms)\b"
    ),
}

Chosen = list[tuple[Evidence, list[Hit]]]


def chosen(query: Query, evidence: Sequence[Evidence]) -> Chosen:
    """The statements that speak for each item, in reading order."""
    speaking = [e for e in evidence if e.hits]
    together = _side_by_side(query, speaking)
    shared = [(e, _best(query, e, SHARED, LENGTH // len(together))[0]) for e in together]
    return [(e, hits) for e, hits in shared or _leading(query, speaking) if hits]


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


def _leading(query: Query, speaking: Sequence[Evidence]) -> Chosen:
    """Several statements of the best item, one of a close second."""
    if not speaking:
        return []
    first, left = _best(query, speaking[0], STATEMENTS, SETTLED if query.intent == "decision" else LENGTH)
    picked = [(speaking[0], first)]
    for second in speaking[1:2]:
        if speaking[0].score - second.score < SECOND and left > 60:
            picked.append((second, _best(query, second, 1, left)[0]))
    return picked


def _best(query: Query, evidence: Evidence, most: int, left: int) -> tuple[list[Hit], int]:
    scores = _scores(query, evidence)
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


def _scores(query: Query, evidence: Evidence) -> dict[int, float]:
    texts = {hit.passage.ordinal: hit.passage.text for hit in evidence.hits}
    scores = {hit.passage.ordinal: hit.score + _fitness(query, evidence, hit) for hit in evidence.hits}
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


def _fitness(query: Query, evidence: Evidence, hit: Hit) -> float:
    text, wanted, acronym = hit.passage.text, _WANTED.get(query.intent), asked_acronym(query.question)
    fitness = -OPENING * _opens(text, evidence.item.title) + KIND * bool(wanted and wanted.search(text))
    return fitness + SPELT * bool(acronym and spells_out(acronym, text))


def _opens(text: str, title: str) -> bool:
    """True for a question, a lead-in, a subheading or the item's own title."""
    plain = text.rstrip()
    return plain.endswith(("?", ":")) or plain.endswith(title) or (len(text.split()) < 8 and plain[-1:].isalnum())


def _settles(text: str, before: str) -> bool:
    """True for an outcome, and for what is directed right behind one ("programme work should not pause")."""
    return outcome_kind(text) in SETTLING or (outcome_kind(before) in SETTLING and _DIRECTED.search(text) is not None)
