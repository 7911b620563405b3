"""The bodies of which something is held, each by a name that no other has."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from index.catalog import Catalog


@dataclass(frozen=True, slots=True)
class Body:
    body_id: str
    name: str


def bodies(catalog: Catalog) -> tuple[Body, ...]:
    """By name; where two have the same, with whose each is."""
    held = {d.body_id: d.meeting for d in catalog.documents()}
    often = Counter(meeting.body for meeting in held.values())
    named = [Body(i, m.body if often[m.body] == 1 else f"{m.body} ({m.organisation or i})") for i, m in held.items()]
    return tuple(sorted(named, key=lambda body: (body.name.casefold(), body.body_id)))


def body_name(catalog: Catalog, body_id: str) -> str | None:
    """None for a body of which nothing is held."""
    return next((body.name for body in bodies(catalog) if body.body_id == body_id), None)
