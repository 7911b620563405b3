"""A briefing as somebody edited it: points and sections left out, points moved within their section, a title, a purpose and notes.

The words of the minutes cannot be changed here: what was typed stands beside them, marked, and cites nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.answer import Citation
from assistant.briefing import Briefing, Point, Section
from assistant.points import SECTIONS


@dataclass(frozen=True, slots=True)
class Edits:
    """What somebody did to a briefing. ``order``: the keys of all points that were before them, section by section.

    ``out``: keys of points, ``sections_out``: headings, ``notes``: by heading.
    """

    order: tuple[str, ...] = ()
    out: frozenset[str] = frozenset()
    sections_out: frozenset[str] = frozenset()
    title: str = ""
    purpose: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)

    def omits(self, section: Section, point: Point) -> bool:
        return section.heading in self.sections_out or point.key in self.out


@dataclass(frozen=True, slots=True)
class Changed:
    """How many points that somebody had before them are not among those made now, and how many of these are new to them."""

    gone: int
    new: int


def changed(briefing: Briefing, order: Sequence[str]) -> Changed:
    made = {point.key for point in briefing.points}
    return Changed(len(set(order) - made), len(made - set(order)) if order else 0)


def arranged(briefing: Briefing, edits: Edits) -> Briefing:
    """The briefing with all its points in the order wanted (new ones last), the notes in their sections, and what else was typed."""
    place = {key: n for n, key in enumerate(edits.order)}
    made = {section.heading: section.points for section in briefing.sections}
    sections = [
        Section(heading, _sorted(made.get(heading, ()), place), edits.notes.get(heading, ""))
        for heading in SECTIONS
        if made.get(heading) or edits.notes.get(heading)
    ]
    return replace(briefing, sections=tuple(sections), own_title=edits.title, own_purpose=edits.purpose)


def _sorted(points: Sequence[Point], place: Mapping[str, int]) -> tuple[Point, ...]:
    return tuple(sorted(points, key=lambda point: place.get(point.key, len(place))))


def moved(briefing: Briefing, order: Sequence[str], key: str, by: int) -> tuple[str, ...]:
    """The order with one point a place up (-1) or down (1) within its section; as it is where there is no such point or place."""
    for section in arranged(briefing, Edits(tuple(order))).sections:
        keys = [point.key for point in section.points]
        if key in keys and 0 <= (to := keys.index(key) + by) < len(keys):
            keys.insert(to, keys.pop(keys.index(key)))
            return (*(one for one in order if one not in keys), *keys)
    return tuple(order)


def edited(briefing: Briefing, edits: Edits) -> Briefing:
    """The arranged briefing without what was left out, its sources numbered anew; how many points are left out is said."""
    sections = tuple(_kept(arranged(briefing, edits).sections, edits))
    kept = [point for section in sections for point in section.points]
    numbers = {n: new for new, n in enumerate(dict.fromkeys(n for point in kept for n in point.numbers), 1)}
    return replace(
        arranged(briefing, edits),
        sections=tuple(replace(one, points=tuple(_numbered(point, numbers) for point in one.points)) for one in sections),
        citations=_cited(briefing.citations, numbers),
        omitted=len(briefing.points) - len(kept),
    )


def _kept(sections: Sequence[Section], edits: Edits) -> Iterator[Section]:
    for section in sections:
        points = tuple(point for point in section.points if not edits.omits(section, point))
        if points or (section.note and section.heading not in edits.sections_out):
            yield replace(section, points=points)


def _numbered(point: Point, numbers: Mapping[int, int]) -> Point:
    claim = replace(point.claim, citations=tuple(numbers[n] for n in point.claim.citations))
    return replace(point, claim=claim, later=tuple(numbers[n] for n in point.later))


def _cited(citations: Collection[Citation], numbers: Mapping[int, int]) -> tuple[Citation, ...]:
    return tuple(sorted((replace(c, n=numbers[c.n]) for c in citations if c.n in numbers), key=lambda c: c.n))
