"""Who was there, who sent apologies, who held which role: from the people the minutes list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from assistant.answer import Asked, Query
from assistant.roles import holds
from assistant.stated import MEETINGS, Place, Stated, Told, beside, joined, meeting_name, meetings, names_place
from index.catalog import Catalog
from index.dates import spoken
from index.minutes import Document, Person
from index.names import bare_name

_FEW = 8  # people named with their roles


def attended(query: Query, asked: Asked, catalog: Catalog) -> Told | None:
    """Those listed as present, meeting by meeting; or at which of them one person is."""
    held = meetings(query, catalog)
    if asked.person:
        return _was_there(held, asked.person, catalog)
    listed = [(d, d.attendees) for d in held if d.attendees]
    return _rolls(listed, "{count} {are} listed as present at the {meeting}: {names}.", "present", catalog)


def apologies(query: Query, asked: Asked, catalog: Catalog) -> Told | None:
    """Those who sent apologies, with the words of the minutes where one meeting is meant."""
    listed = [(d, d.apologies) for d in meetings(query, catalog) if d.apologies]
    told = _rolls(listed, "{count} sent apologies for the {meeting}: {names}.", "apolog", catalog)
    return Told((*told.stated, *beside(told.stated[0], catalog))) if told and len(listed) == 1 else told


def _rolls(listed: Sequence[tuple[Document, tuple[Person, ...]]], sentence: str, cue: str, catalog: Catalog) -> Told | None:
    shown = listed[-MEETINGS:]
    stated = [s for d, people in shown if (s := _roll(d, people, sentence, cue, catalog))]
    if stated and len(shown) < len(listed):
        stated.insert(0, Stated(f"{len(listed)} meetings fit; these are the latest {len(shown)}.", stated[0].places))
    return Told(tuple(stated)) if stated else None


def _roll(document: Document, people: Sequence[Person], sentence: str, cue: str, catalog: Catalog) -> Stated | None:
    place = names_place(document, [p.name for p in people], cue, catalog)
    names = [with_role(p) if len(people) <= _FEW else p.name for p in people]
    are = "are" if len(people) > 1 else "is"
    said = sentence.format(count=len(people), are=are, meeting=meeting_name(document), names=", ".join(names))
    return Stated(said, (place,)) if place else None


def with_role(person: Person) -> str:
    return f"{person.name} ({person.role})" if person.role else person.name


def _was_there(held: Sequence[Document], person: str, catalog: Catalog) -> Told | None:
    stated = []
    for d in held:
        for people, said in ((d.attendees, "is listed as present at"), (d.apologies, "sent apologies for")):
            for name in (p.name for p in people if bare_name(p.name) == person):
                place = names_place(d, [name], "", catalog)
                stated += [Stated(f"{name} {said} the {meeting_name(d)}.", (place,))] if place else []
    return Told(tuple(stated[-MEETINGS:])) if stated else None


def role(query: Query, asked: Asked, catalog: Catalog) -> Told | None:
    """Who is listed in a role, or in which role a person is listed; meetings in a row that agree are told together."""
    found = [(d, tuple(_listed(d, asked))) for d in meetings(query, catalog)]
    rows = [(d, people) for d, people in found if people]
    told = [s for _, of in groupby(rows, key=_same) if (s := _held_by(list(of), catalog))]
    timed = query.parts or query.scope.first or query.scope.last
    return Told(tuple(told if timed else reversed(told))) if told else None


def _listed(document: Document, asked: Asked) -> Iterator[Person]:
    for person in (*document.attendees, *document.apologies):
        if (asked.person and bare_name(person.name) == asked.person and person.role) or (asked.role and holds(person, asked.role)):
            yield person


def _same(row: tuple[Document, tuple[Person, ...]]) -> tuple[str, ...]:
    document, people = row
    return (document.body_id, *(f"{bare_name(p.name)} {p.role}" for p in people))


def _held_by(rows: Sequence[tuple[Document, tuple[Person, ...]]], catalog: Catalog) -> Stated | None:
    (first, people), (last, _) = rows[0], rows[-1]
    names = joined([p.name for p in people])
    roles = "; ".join(dict.fromkeys(p.role for p in people if p.role)) or "holding that rank"
    between = meeting_name(first) if len(rows) == 1 else f"{len(rows)} meetings of {first.meeting.body} from {_days(first, last)}"
    printed = (names_place(d, [p.name for p in people], people[0].role.casefold(), catalog) for d in dict.fromkeys((first, last)))
    places: tuple[Place, ...] = tuple(place for place in printed if place)
    verb = "is" if len(people) == 1 else "are"
    return Stated(f"{names} {verb} listed as {roles} at the {between}.", places) if places else None


def _days(first: Document, last: Document) -> str:
    return f"{spoken(first.meeting.date)} to {spoken(last.meeting.date)}"
