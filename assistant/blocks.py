"""A briefing as the blocks of a file, from its title to its last source: what each says, before any form is given to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, urlencode

from assistant.answer import Citation
from assistant.briefing import Briefing, Point
from index.dates import spoken

Kind = Literal["title", "text", "heading", "point", "note", "left out", "source"]
SOURCES, LEFT_OUT = "Sources", "Left out, because it could not be verified"
OWN = "Note by the author, not from the minutes"
_BRACKETED = re.compile(r"\[(\d[\d,\s]*)\]")


@dataclass(frozen=True, slots=True)
class Block:
    """``numbers``: of the sources that a point rests on; of a source its own. ``beside`` follows them, with numbers of its own.

    ``address`` is where a source can be opened, "" where that is not known.
    """

    kind: Kind
    text: str
    numbers: tuple[int, ...] = ()
    beside: str = ""
    later: tuple[int, ...] = ()
    address: str = ""


def blocks(briefing: Briefing) -> Iterator[Block]:
    yield Block("title", own(briefing.title).text)
    if briefing.own_title:
        yield own(f"the title above. The subject asked for is “{briefing.subject}”.")
    yield Block("text", prepared(briefing))
    yield own(briefing.own_purpose) if briefing.own_purpose else Block("text", briefing.purpose)
    yield from (Block("text", said) for said in (*_searched(briefing), *briefing.notices, *omitted(briefing)))
    for section in briefing.sections:
        yield Block("heading", section.heading)
        yield from (_point(point, briefing) for point in section.points)
        yield from [own(section.note)] if section.note else []
    lost = [f"{problem.claim.text} ({problem.detail})" for problem in briefing.left_out if problem.claim]
    yield from [Block("heading", LEFT_OUT), *(Block("left out", line) for line in lost)] if lost else []
    yield from [Block("heading", SOURCES)] if briefing.citations else []
    yield from (_source(citation, briefing) for citation in briefing.citations)


def prepared(briefing: Briefing) -> str:
    return f"Prepared on {spoken(briefing.prepared)} from the minutes held. Every point is quoted from them."


def _searched(briefing: Briefing) -> tuple[str, ...]:
    """Where nothing was found, that says what was searched."""
    return (briefing.absence,) if briefing.absence else (briefing.searched,)


def own(text: str) -> Block:
    """Words of whoever edited the briefing; numbers in brackets would look as if they cited something."""
    return Block("note", _BRACKETED.sub(r"(\1)", text))


def omitted(briefing: Briefing) -> list[str]:
    """What is said where somebody left points out."""
    whole = briefing.omitted + len(briefing.points)
    return [f"The author left out {briefing.omitted} of the {whole} points found."] if briefing.omitted else []


def path_of(citation: Citation) -> str:
    """Where the cited words can be opened: the permanent address of the item, with the place of the words in its file."""
    place = urlencode({"start": citation.span.start, "end": citation.span.end})
    return f"/items/{quote(citation.item.item_id, safe='/')}?{place}"


def day(point: Point, briefing: Briefing) -> str:
    """The day of the meeting whose words a point quotes."""
    return spoken(next((c.document.meeting.date for c in briefing.citations if c.n in point.claim.citations), None))


def _point(point: Point, briefing: Briefing) -> Block:
    return Block("point", f"{day(point, briefing)}: {point.claim.text}", point.claim.citations, point.beside, point.later)


def _source(citation: Citation, briefing: Briefing) -> Block:
    address = f"{briefing.site}{path_of(citation)}" if briefing.site else ""
    return Block("source", citation.label, (citation.n,), whence(citation, briefing), address=address)


def whence(citation: Citation, briefing: Briefing) -> str:
    """What follows the label of a source: its words, where no point shows them as they are, and where it is held."""
    shown = any(citation.quote == point.claim.text for point in briefing.points)
    return f". {'' if shown else f'“{citation.quote}” '}({citation.document.file}, {citation.item.item_id})"
