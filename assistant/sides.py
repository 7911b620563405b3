"""Time lines and comparisons: each meeting's or each body's own words, side by side; and which body has none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.about import Found, about
from assistant.answer import Asked, Evidence, Query
from assistant.choose import Chosen, chosen
from assistant.labels import label
from assistant.retrieve import Retriever
from assistant.stated import Place, Stated, Told
from index.catalog import Catalog
from index.dates import spoken
from index.minutes import Scope
from index.tokens import terms

SIDES = 6  # meetings or bodies shown
COVERED = 0.75  # share of the topic's words, by weight, in an item that speaks of it
SILENT = 0.34  # the best item of a body holds less: it records nothing on the topic
_BODIES = re.compile(
    r"\b(?:different|various|all|both|each|every|the (?:two|three|four|five|other)) (?:of the )?(?:\w+ )?"
    r"(?:forces|boards?|bodies|body|councils?|panels?|committees?|organisations|areas|places)\b|\beach\b",
    re.I,
)
_TURNS = re.compile(r"\bhappened\b|\b(?:do|did|does|done) about\b|\bin the end\b|\bcame? of\b|\bdecid|\bagree|\boutcome\b", re.I)


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
        parts = [Scope((body,), query.scope.roles, day, day) for day, body in days[-SIDES:]]
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
        """The sides named, by name or by a word that only one body bears; all that speak of the topic where all are asked for."""
        if query.parts:
            return list(query.parts)
        whole = replace(query.scope, bodies=query.within.bodies)
        bodies = [body for body in loosely_named(query.question, self.catalog) if body in (query.within.bodies or (body,))]
        if len(bodies) < 2 and _BODIES.search(query.question):
            bodies = list(dict.fromkeys(d.body_id for d, _ in about(asked.topic, (whole,), self.catalog, COVERED)))
        return [replace(whole, bodies=(body,)) for body in bodies][:SIDES]

    def _shown(self, query: Query, parts: Sequence[Scope], found: Sequence[Found]) -> Chosen:
        """The statements chosen for each part, among the items that speak of the topic."""
        intent = "decision" if _TURNS.search(query.question) else query.intent  # what was done about it goes before what was said
        sides = replace(query, parts=tuple(parts), asked=None, intent=intent)
        ids = {item.item_id for _, item in found}
        each = replace(self.retriever, k=self.retriever.k * max(1, len(parts)))
        evidence: list[Evidence] = [e for e in each.find(sides) if e.item.item_id in ids]
        return chosen(sides, evidence)


def loosely_named(question: str, catalog: Catalog) -> list[str]:
    """Bodies of which the question holds a word that stands in no other body's name: "the school", "the harbour"."""
    words: dict[str, set[str]] = {}
    for d in catalog.documents():
        words.setdefault(d.body_id, set()).update(terms(f"{d.meeting.body} {d.meeting.organisation or ''}"))
    bearers = Counter(word for own in words.values() for word in own)
    asked = terms(question)
    named = {body: [asked.index(w) for w in own if bearers[w] == 1 and w in asked] for body, own in words.items()}
    return sorted((body for body, places in named.items() if places), key=lambda body: min(named[body]))


def silent_parts(query: Query, asked: Asked, catalog: Catalog) -> list[Scope]:
    """The parts of a query that record nothing on the topic: no item holds much of it, most of its words stand nowhere there."""
    met = [word for word in asked.topic if catalog.words.is_met(word)]  # the others are the question's own wording
    return [part for part in query.parts if _strange(met, part, catalog) and not about(met, (part,), catalog, SILENT)]


def _strange(words: Sequence[str], part: Scope, catalog: Catalog) -> bool:
    return 2 * sum(catalog.words.is_met(word, part) for word in words) < len(words)


def nothing(part: Scope, catalog: Catalog) -> Stated:
    """That the minutes of one side record nothing on the topic, with the days that were searched."""
    held = catalog.documents(part)
    names = " and ".join(dict.fromkeys(f"{d.meeting.body}" + (f" ({of})" if (of := d.meeting.organisation) else "") for d in held))
    days = ", ".join(dict.fromkeys(spoken(d.meeting.date) for d in held))
    return Stated(f"The minutes held of the {names} record nothing on it (searched: {days or 'no meeting is held'}).", (), "absence")


def _span(days: Sequence[object], shown: Chosen) -> Stated:
    places = tuple(Place(e.document, e.item, hits[0].passage.span) for e, hits in shown)
    latest = spoken(shown[-1][0].document.meeting.date)
    which = f"; the latest {len(shown)} follow" if len(days) > len(shown) else ""
    return Stated(f"{len(days)} meetings speak of it, the last on {latest}{which}.", places)


def _words(shown: Chosen) -> list[Stated]:
    stated = []
    for evidence, hits in shown:
        stated.append(
            Stated(f"{label(evidence.document, evidence.item)}:", (Place(evidence.document, evidence.item, hits[0].passage.span),))
        )
        stated += [Stated(h.passage.text, (Place(evidence.document, evidence.item, h.passage.span),), "quote") for h in hits]
    return stated
