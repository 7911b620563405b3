"""A briefing on a subject or on picked items: what was said, decided and left to do, the figures as printed, and what to ask.

Every point is a stretch of the minutes, verified as an answer's are; what does not pass is left out and listed. What stands beside
a point (``Point.beside``) is told from the catalogue's rows: what became of an action, and what to ask about it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.absence import not_recorded, searched_sentence
from assistant.answer import Citation, Claim, Draft, Evidence, Problem, Query, Sentence
from assistant.assistant import Assistant
from assistant.points import ABOUT, NEAR, Told, points
from assistant.scope import scope_words
from assistant.support import coverage, telling
from index.coverage import RECORDS
from index.errors import MissingInput
from index.minutes import Hit
from index.rarity import rarity

ITEMS = 12


@dataclass(frozen=True, slots=True)
class Point:
    claim: Claim
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Briefing:
    """``sections`` holds those with something in them; ``absence`` says so where the minutes record nothing on the subject."""

    subject: str
    prepared: date
    purpose: str
    searched: str
    sections: tuple[Section, ...]
    citations: tuple[Citation, ...]
    left_out: tuple[Problem, ...] = ()
    notices: tuple[str, ...] = ()
    absence: str = ""


def brief(assistant: Assistant, subject: str, items: Sequence[str] = (), on: date | None = None) -> Briefing:
    """The briefing on ``subject``, of the items with these ids where any are given; ``on`` is the day to write above it.

    Raises UsageError (E_EMPTY, E_TOO_LONG) for a subject that is none, MissingInput (E_NOTFOUND) for an item that is not held.
    """
    query, found, evidence = _on_picked(assistant, subject, items) if items else _on_subject(assistant, subject)
    searched = assistant.store.catalog.documents(query.scope)
    told = list(points(_topic(assistant, query), evidence, assistant.store.catalog))
    cited = assistant.cite(Draft(tuple(Sentence(t.text, (t.source,), "quote") for t in told), "answered"), evidence)
    answer = assistant.verify(replace(query, asked=None), cited, evidence)
    lost = [problem.claim for problem in answer.problems if problem.claim]
    kept = [t for t, claim in zip(told, cited.claims, strict=True) if claim not in lost]
    claims = [claim for claim in answer.claims if claim.basis == "quote"]
    return Briefing(
        subject=query.question,
        prepared=on or date.today(),
        purpose=f"What the minutes held record on: {query.question.rstrip('.?! ')}.",
        searched=searched_sentence(searched).text,
        sections=_gathered(kept, claims),
        citations=answer.citations,
        left_out=tuple(problem for problem in answer.problems if problem.claim),
        notices=answer.notices,
        absence="" if kept else not_recorded(query, searched, found).sentences[0].text,
    )


def _on_subject(assistant: Assistant, subject: str) -> tuple[Query, Sequence[Evidence], list[Evidence]]:
    query, found = assistant.retrieve(subject)
    return query, found, _about(assistant, query, found)


def _on_picked(assistant: Assistant, subject: str, items: Sequence[str]) -> tuple[Query, Sequence[Evidence], list[Evidence]]:
    """Looked up before anything is recorded: an item that is not held was shown to nobody."""
    evidence = _picked(assistant, items)
    return assistant.picked(subject, [e.item.item_id for e in evidence]), evidence, evidence


def _picked(assistant: Assistant, items: Sequence[str]) -> list[Evidence]:
    catalog = assistant.store.catalog
    found = []
    for item_id in items:
        item, document = catalog.item(item_id), catalog.document_of(item_id)
        if item is None or document is None:
            raise MissingInput(f"no item '{item_id}'", "see: python -m assistant list items", code="E_NOTFOUND")
        found.append(Evidence(0, document, item, tuple(Hit(passage, 0.0) for passage in catalog.passages(item.item_id)), 0.0))
    return _in_order(found)


def _about(assistant: Assistant, query: Query, found: Sequence[Evidence]) -> list[Evidence]:
    """The items that are about the subject: of the record of a meeting, or of an agenda that no minutes are held for."""
    if not assistant.gate.answerable(query, found):
        return []
    weight = rarity(e.item.text for e in found)
    subject = " ".join(_topic(assistant, query))
    minuted = {(e.document.body_id, e.document.meeting.date) for e in found if e.document.role in RECORDS}
    current = [e for e in found if e.document.role in RECORDS or (e.document.body_id, e.document.meeting.date) not in minuted]
    current = [e for e in current if not e.document.superseded_by]
    about = [(coverage(subject, f"{e.item.title} {e.item.text}", weight), e) for e in current]
    best = [e for share, e in about[:1] if share >= NEAR]
    return _in_order(([e for share, e in about if share >= ABOUT] or best)[:ITEMS])


def _in_order(found: Sequence[Evidence]) -> list[Evidence]:
    dated = sorted(found, key=lambda e: (str(e.document.meeting.date or ""), e.document.document_id, e.item.ordinal))
    return [replace(e, number=n) for n, e in enumerate(dated, 1)]


def _topic(assistant: Assistant, query: Query) -> list[str]:
    return telling(query.standalone, scope_words(query.standalone, assistant.store.catalog.documents()))


def _gathered(told: Sequence[Told], claims: Sequence[Claim]) -> tuple[Section, ...]:
    sections: dict[str, list[Point]] = {}
    for one, claim in zip(told, claims, strict=True):
        sections.setdefault(one.section, []).append(Point(claim, one.beside))
    return tuple(Section(heading, tuple(of)) for heading, of in sections.items())
