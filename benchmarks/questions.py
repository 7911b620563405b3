"""Questions that a person might ask of an invented archive, no two alike: a question asked twice is answered from what was kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import cycle, product
from random import Random

from benchmarks.archive import DOES, WHAT
from index.minutes import Document, Scope

_ASKED = (
    "What was decided on the {does} of the {place}{what}?",
    "Who asked why the {does} of the {place}{what} had been delayed?",
    "How much would the {does} of the {place}{what} cost?",
    "Who declared an interest in the {does} of the {place}{what}?",
    "When does the grant for the {does} of the {place}{what} end?",
    "How many letters came in about the {does} of the {place}{what}?",
    "Who is to report on the {does} of the {place}{what}?",
    "Was the {does} of the {place}{what} put off?",
)


def questions(seed: str, places: Sequence[str] = ()) -> Iterator[str]:
    """Questions in an order of their own; with ``places`` each names one of them. Another seed, another order of the same questions."""
    forms = list(product(_ASKED, DOES, WHAT))
    Random(f"questions {seed}").shuffle(forms)
    for (asked, does, what), place in zip(forms, cycle(places or [""])):
        yield asked.format(does=does, what=what, place=f"{place} " if place else "")


def places_of(documents: Sequence[Document]) -> list[str]:
    """The places that the bodies are called by: Alderbourne of the Alderbourne Fire Panel."""
    return list(dict.fromkeys(document.meeting.body.rsplit(" ", 2)[0].title() for document in documents))


def bodies_of(documents: Sequence[Document]) -> list[Scope]:
    """Each body by itself."""
    return [Scope(bodies=(body,)) for body in dict.fromkeys(document.body_id for document in documents)]


def years_of(documents: Sequence[Document]) -> list[Scope]:
    """Each body in each year in which it met."""
    met = dict.fromkeys((d.body_id, d.meeting.date.year) for d in documents if d.meeting.date)
    return [Scope(bodies=(body,), first=date(year, 1, 1), last=date(year, 12, 31)) for body, year in met]
