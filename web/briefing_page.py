"""A briefing as its page shows it: each point with its links and its place, those left out among them; ready for the template."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from textwrap import shorten

from markupsafe import Markup

from assistant.answer import Citation
from assistant.blocks import LEFT_OUT, OWN, SOURCES, day, omitted, path_of, prepared, whence
from assistant.briefing import Briefing, Point, Section
from assistant.edited import Edits, arranged, changed, edited
from assistant.points import SECTIONS
from web.briefing_form import NOTE, PURPOSE, TITLE, Posted, Wanted
from web.inert import inert
from web.template import Link

GONE = "{} that stood here cannot be shown any more: the minutes were changed, removed or restricted since. Left out."
NEW = "{} found since; put last, in the section that fits."
LOST = "{} not held, or not for you to see. Left out."


@dataclass(frozen=True, slots=True)
class AskForm:
    """The form in which a briefing is asked for: the bodies held, the items picked by their labels."""

    wanted: Wanted
    bodies: tuple[Link, ...]
    picked: tuple[Link, ...]
    most: int  # characters of a question


@dataclass(frozen=True, slots=True)
class Cite:
    """``number`` is 0 where the point is left out: it is no source of the briefing then."""

    number: int
    path: str
    label: str
    whence: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """``up`` and ``down``: whether it can be moved so; ``moved``: the way it has just been moved."""

    key: str
    called: str  # how its controls call it: its first words
    day: str
    text: str
    cites: tuple[Cite, ...]
    beside: str
    later: tuple[Cite, ...]
    out: bool
    up: bool
    down: bool
    moved: str


@dataclass(frozen=True, slots=True)
class Part:
    """A section; ``n`` is its name in the form."""

    n: int
    heading: str
    entries: tuple[Entry, ...]
    note: Markup
    out: bool


@dataclass(frozen=True, slots=True)
class Shown:
    briefing: Briefing
    done: Posted
    parts: tuple[Part, ...]
    sources: tuple[Cite, ...]
    lost: tuple[str, ...]  # what could not be verified
    prepared: str
    said: tuple[str, ...]  # what is to be known: notices, points left out
    own_purpose: Markup
    title_most: int = TITLE
    purpose_most: int = PURPOSE
    note_most: int = NOTE
    own: str = OWN
    left_out: str = LEFT_OUT
    sources_title: str = SOURCES


def shown(made: Briefing, done: Posted) -> Shown:
    """The briefing ``made`` now, as it was edited."""
    final = edited(made, done.edits)
    return Shown(
        briefing=final,
        done=done,
        parts=tuple(_parts(made, final, done)),
        sources=tuple(_cite(c, c.n, whence(c, final)) for c in final.citations),
        lost=tuple(f"{problem.claim.text} ({problem.detail})" for problem in made.left_out if problem.claim),
        prepared=prepared(final),
        said=(*final.notices, *omitted(final)),
        own_purpose=lines(done.edits.purpose),
    )


def told_of_changes(made: Briefing, edits: Edits) -> tuple[str, ...]:
    """What became of the points that somebody had before them; none of the words that are gone."""
    found = changed(made, edits.order)
    said = ((GONE, counted(found.gone, "point")), (NEW, counted(found.new, "point")))
    return tuple(sentence.format(number) for sentence, number in said if number)


def counted(n: int, what: str) -> str:
    """ "1 point", "3 points"; "" for none."""
    return f"{n} {what}{'s' * (n > 1)}" if n else ""


def _parts(made: Briefing, final: Briefing, done: Posted) -> Iterator[Part]:
    kept = {point.key: point for point in final.points}
    for section in arranged(made, done.edits).sections:
        entries = tuple(_entries(section, kept, made, final, done))
        out = section.heading in done.edits.sections_out
        yield Part(SECTIONS.index(section.heading), section.heading, entries, lines(section.note), out)


def _entries(section: Section, kept: dict[str, Point], made: Briefing, final: Briefing, done: Posted) -> Iterator[Entry]:
    by_n = {c.n: c for c in made.citations}
    for n, point in enumerate(section.points, 1):
        new = kept.get(point.key)
        yield Entry(
            key=point.key,
            called=f"“{shorten(point.claim.text, 60, placeholder='…')}” ({section.heading})",
            day=day(point, made),
            text=point.claim.text,
            cites=_cites(point.claim.citations, new.claim.citations if new else (), by_n),
            beside=point.beside,
            later=_cites(point.later, new.later if new else (), by_n),
            out=point.key in done.edits.out,
            up=n > 1,
            down=n < len(section.points),
            moved={-1: "up", 1: "down"}.get(done.by, "") if point.key == done.moved else "",
        )


def _cites(of: Sequence[int], numbers: Sequence[int], by_n: dict[int, Citation]) -> tuple[Cite, ...]:
    """The citations of a point with the numbers that they have in the edited briefing."""
    return tuple(_cite(by_n[n], new) for n, new in zip(of, chain(numbers, [0] * len(of)), strict=False))


def _cite(citation: Citation, number: int, said: str = "") -> Cite:
    return Cite(number, path_of(citation), citation.label, said)


def lines(text: str) -> Markup:
    """Text of several lines, inert."""
    return Markup("\n".join(map(inert, text.split("\n"))))  # nosec B704  # each line is made inert
