"""Questions that rows of the catalogue answer: lists, counts, people, meetings, time lines. Nothing here is counted by a model.

The verifier has ``told`` made anew and compares, so a number, name or date that is not the rows' is found whoever wrote it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Asked, AskedKind, Draft, Evidence, Query, Sentence, Source
from assistant.attendance import apologies, attended, role
from assistant.chaired import chaired
from assistant.held import following, held, presented
from assistant.retrieve import Retriever
from assistant.settled import mentioned, settled
from assistant.sides import SideBySide
from assistant.stated import Told
from index.catalog import Catalog

_ROWS: dict[AskedKind, Callable[[Query, Asked, Catalog], Told | None]] = {
    "next": following,
    "apologies": apologies,
    "attended": attended,
    "chair": chaired,
    "presenter": presented,
    "role": role,
    "outcomes": settled,
    "mentions": mentioned,
}


@dataclass(frozen=True, slots=True)
class Registered:
    """A draft from the catalogue's rows and the evidence it points at, the places told first."""

    draft: Draft
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Registers:
    catalog: Catalog
    retriever: Retriever

    def answer(self, told: Told | None, ranked: Sequence[Evidence]) -> Registered | None:
        """The answer from what the rows say; None where they say nothing."""
        if told is None or not told.stated:
            return None
        evidence = _evidence(told, ranked)
        numbers = {e.item.item_id: e.number for e in evidence}
        sentences = [Sentence(s.text, tuple(Source(numbers[p.item.item_id], p.span) for p in s.places), s.basis) for s in told.stated]
        return Registered(Draft(tuple(sentences), told.status), evidence)

    def told(self, query: Query) -> Told | None:
        """What the rows say; None where the question is not theirs, or no row answers it."""
        asked = query.asked
        if asked is None:
            return None
        if asked.kind == "meetings":
            return (mentioned if asked.topic else held)(query, asked, self.catalog)
        if asked.kind in ("timeline", "compare"):
            sides = SideBySide(self.catalog, self.retriever)
            return sides.timeline(query, asked) if asked.kind == "timeline" else sides.compare(query, asked)
        return _ROWS[asked.kind](query, asked, self.catalog)


def _evidence(told: Told, ranked: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The items told of in the order of the answer, then those that a search found; numbered."""
    top = ranked[0].score if ranked else 0.0
    found = {e.item.item_id: e for e in ranked}
    items = {p.item.item_id: p for s in told.stated for p in s.places}
    first = [replace(found[key], score=top) if key in found else Evidence(0, p.document, p.item, (), top) for key, p in items.items()]
    rest = [e for e in ranked if e.item.item_id not in items]
    return tuple(replace(e, number=n) for n, e in enumerate((*first, *rest), 1))
