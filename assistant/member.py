"""What the catalogue tells of one person of one body: capacities, meetings, actions owned, items presented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.filters import Filters
from assistant.listing import register
from assistant.rows import ActionRow, ItemRow, PersonRow, PresenceRow
from assistant.settled import calls
from index.names import bare_name
from index.tokens import tokens

if TYPE_CHECKING:
    from index.catalog import Catalog


@dataclass(frozen=True, slots=True)
class Member:
    """``unsure``: actions whose owner is printed so that several people of the body may be meant, this one among them."""

    person: PersonRow
    attended: tuple[PresenceRow, ...]  # a meeting once, by date
    missed: tuple[PresenceRow, ...]
    actions: tuple[ActionRow, ...]
    unsure: tuple[ActionRow, ...]
    presented: tuple[ItemRow, ...]


def member(catalog: Catalog, body_id: str, name: str) -> Member | None:
    """The person of the body of whom ``name`` is one of the names printed; None where there is none."""
    of_body = Filters(body=(body_id,))
    people = [row for row in register(catalog, "people", of_body).rows if isinstance(row, PersonRow)]
    person = next((row for row in people if name in row.names), None)
    if person is None:
        return None
    actions = [row for row in register(catalog, "actions", of_body).rows if isinstance(row, ActionRow) and row.owner]
    meant = {owner: _meant(owner, people) for row in actions if (owner := row.owner)}
    items = [row for row in register(catalog, "items", of_body).rows if isinstance(row, ItemRow) and row.presenter]
    attended = _by_meeting([one for one in person.meetings if one.presence == "attended"])
    there = {_meeting(one) for one in attended}
    return Member(
        person,
        attended,
        _by_meeting([one for one in person.meetings if _meeting(one) not in there]),
        tuple(row for row in actions if meant[row.owner or ""] == [person]),
        tuple(row for row in actions if person in meant[row.owner or ""][1:] or person in meant[row.owner or ""][:-1]),
        tuple(row for row in items if _meant(row.presenter or "", people) == [person]),
    )


def _meant(printed: str, people: Sequence[PersonRow]) -> list[PersonRow]:
    """Whom a printed name may mean: those it names in full, else those it calls by surname or initials."""
    called = [row for row in people if any(calls(printed, bare_name(name)) for name in row.names)]
    words = set(tokens(printed))
    full = [row for row in called if any(set(tokens(bare_name(name))) <= words for name in row.names)]
    return full or called


def _meeting(one: PresenceRow) -> object:
    return one.date or one.document_id


def _by_meeting(found: Sequence[PresenceRow]) -> tuple[PresenceRow, ...]:
    each = {_meeting(one): one for one in found}
    return tuple(sorted(each.values(), key=lambda one: str(one.date or "9")))
