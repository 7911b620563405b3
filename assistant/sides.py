"""Time lines and comparisons: each meeting's or each body's own words, side by side; and which body has none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.about import Found, about
from assistant.answer import Asked, Evidence, Query
from assistant.choose import Chosen, chosen
from assistant.labels import label
from assistant.retrieve import Retriever
from assistant.stated import Place, Stated, Told
from index.catalog import Catalog
from index.minutes import Scope, Span
from index.split import spoken

SIDES = 6  # meetings or bodies shown
COVERED = 0.75  # share of the topic's words, by weight, in an item that speaks of it
SILENT = 0.4  # the best item of a body holds less: it records nothing on the topic
_BODIES = re.compile(
    r"\b(?:different|various|all|both|each|every|the (?:two|three|four|five|other)) (?:of the )?(?:\w+ )?"
    r"(?:forces|boards?|bodies|body|councils?|panels?|committees?|organisations|areas|places)\b|\beach\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class SideBySide:
    catalog: Catalog
    retriever: Retriever

    def timeline(self, query: Query, asked: Asked) -> Told | None:
        """What each meeting says, by date; None where fewer than two speak of it."""
        found = about(asked.topic, query.parts or (query.scope,), self.catalog, COVERED)
        days = list(dict.fromkeys((d.meeting.date, d.body_id) for d, _ in found if d.meeting.date and d.role != "agenda"))
        if len(days) < 2:
            return None
        parts = [Scope(bodies=(body,), first=day, last=day) for day, body in days[-SIDES:]]
        shown = self._shown(query, parts, found)
        return Told((_span(days, shown), *_words(shown))) if len(shown) > 1 else None

    def compare(self, query: Query, asked: Asked) -> Told | None:
        """What each body named says, and which of them says nothing; None where the evidence of all is there to be ranked."""
        parts = self._bodies(query, asked)
        if len(parts) < 2:
            return None
        silent = silent_parts(replace(query, parts=tuple(parts)), asked, self.catalog)
        if query.parts and not silent:
            return None
        speaking = [part for part in parts if part not in silent]
        shown = self._shown(query, speaking, about(asked.topic, speaking, self.catalog, SILENT))
        if not shown:
            return None
        return Told((*_words(shown), *(nothing(part, self.catalog) for part in silent)), "partial" if silent else "answered")

    def _bodies(self, query: Query, asked: Asked) -> list[Scope]:
        """The sides named; every body that speaks of the topic where the question asks for all of them."""
        if query.parts or not _BODIES.search(query.question):
            return list(query.parts)
        found = about(asked.topic, (query.scope,), self.catalog, COVERED)
        return [replace(query.scope, bodies=(body,)) for body in dict.fromkeys(d.body_id for d, _ in found)][:SIDES]

    def _shown(self, query: Query, parts: Sequence[Scope], found: Sequence[Found]) -> Chosen:
        """The statements chosen for each part, among the items that speak of the topic."""
        sides = replace(query, parts=tuple(parts), asked=None)
        ids = {item.item_id for _, item in found}
        each = replace(self.retriever, k=self.retriever.k * max(1, len(parts)))
        evidence: list[Evidence] = [e for e in each.find(sides) if e.item.item_id in ids]
        return chosen(sides, evidence)


def silent_parts(query: Query, asked: Asked, catalog: Catalog) -> list[Scope]:
    """The parts of a query whose minutes hold next to none of the topic's words in any one item."""
    return [part for part in query.parts if not about(asked.topic, (part,), catalog, SILENT)]


def nothing(part: Scope, catalog: Catalog) -> Stated:
    """That the minutes of one side record nothing on the topic, with the days that were searched."""
    held = catalog.documents(part)
    names = " and ".join(dict.fromkeys(f"{d.meeting.body}" + (f" ({of})" if (of := d.meeting.organisation) else "") for d in held))
    days = ", ".join(dict.fromkeys(spoken(d.meeting.date) for d in held))
    return Stated(f"The minutes held of the {names} record nothing on it (searched: {days or 'no meeting is held'}).", (), "absence")


def _span(days: Sequence[object], shown: Chosen) -> Stated:
    places = tuple(_place(e, hits[0].passage.span, hits[-1].passage.span) for e, hits in shown)
    latest = spoken(shown[-1][0].document.meeting.date)
    which = f"; the latest {len(shown)} follow" if len(days) > len(shown) else ""
    return Stated(f"{len(days)} meetings speak of it, the last on {latest}{which}.", places)


def _place(evidence: Evidence, first: Span, last: Span) -> Place:
    return Place(evidence.document, evidence.item, Span(first.start, last.end))


def _words(shown: Chosen) -> list[Stated]:
    stated = []
    for evidence, hits in shown:
        stated.append(
            Stated(f"{label(evidence.document, evidence.item)}:", (_place(evidence, hits[0].passage.span, hits[0].passage.span),))
        )
        stated += [Stated(h.passage.text, (_place(evidence, h.passage.span, h.passage.span),), "quote") for h in hits]
    return stated
