"""What a document's standing is among all that is held: accepted by a later meeting or not, and whether a later version replaces it.

Computed when asked, from rows that each document brought with it; nothing is written into a document that another one speaks of. So
the order in which files are taken in, and files that are taken out again, change nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from index.minutes import OPEN, Acceptance, Role, Status

RECORDS = ("minutes", "notes")
_LONGEST = timedelta(days=366)  # "the last meeting" was no longer ago
_MOVED = timedelta(days=14)  # a meeting is put off by so much and is still the one announced
_RANKS: dict[Status, int] = {"draft": 0, "unknown": 1, "approved": 2}


@dataclass(frozen=True, slots=True)
class Held:
    """What of a document its standing depends on."""

    key: int
    document_id: str
    body_id: str
    day: date | None
    role: Role
    status: Status  # as printed
    label: str
    next_day: date | None  # of the next meeting, where it gives one


@dataclass(frozen=True, slots=True)
class Standing:
    acceptances: tuple[Acceptance, ...] = ()  # by later meetings, oldest first
    superseded_by: str | None = None  # the id of the later version


def standings(held: Sequence[Held], found: Mapping[int, Sequence[Acceptance]], alike: Callable[[int, int], bool]) -> dict[int, Standing]:
    """The standing of each document of one body, by its key.

    ``found``: what each says of earlier minutes. ``alike``: whether two documents of one day say much the same, so that they are
    versions of one record; two meetings on one day are not.
    """
    records = [one for one in held if one.role in RECORDS and one.day]
    versions = {one.key: _version(one, records, alike) for one in records}
    current = [one for one in records if versions[one.key] is None]
    judged: dict[int, list[Acceptance]] = {}
    for one in current:
        for acceptance in found.get(one.key, ()):
            for earlier in _meant(one, acceptance, held, current):
                judged.setdefault(earlier.key, []).append(acceptance)
    return {
        one.key: Standing(tuple(sorted(judged.get(one.key, ()), key=lambda a: a.on or date.min)), versions.get(one.key)) for one in held
    }


def _version(one: Held, records: Iterable[Held], alike: Callable[[int, int], bool]) -> str | None:
    """The version of the same record that goes before ``one``: approved before unmarked, unmarked before draft."""
    same = [r for r in records if (r.body_id, r.day, r.role, r.label) == (one.body_id, one.day, one.role, one.label)]
    later = [r for r in same if _RANKS[r.status] > _RANKS[one.status] and alike(one.key, r.key)]
    return max(later, key=lambda r: (_RANKS[r.status], r.document_id)).document_id if later else None


def _meant(one: Held, acceptance: Acceptance, held: Iterable[Held], records: Sequence[Held]) -> list[Held]:
    """The records that ``one`` speaks of: of the days it names, or of the last meeting before it."""
    if one.day is None:
        return []
    first, last = acceptance.first, acceptance.last
    if first is None or last is None:
        first = last = _last_day(one.day, [h for h in held if h.body_id == one.body_id])
    if first is None or last is None:
        return []
    visible = [r for r in records if r.body_id == one.body_id and one.label in (r.label, OPEN)]
    return [r for r in visible if r.day and first <= r.day <= last and r.day < one.day]


def _last_day(day: date, held: Sequence[Held]) -> date | None:
    """The day of the last meeting before ``day`` of which anything is held; None where another seems to lie between.

    Another lies between where the papers of that meeting announce one that is not this one.
    """
    earlier = max((h.day for h in held if h.day and h.day < day), default=None)
    if earlier is None or day - earlier > _LONGEST:
        return None
    announced = [h.next_day for h in held if h.day == earlier and h.next_day]
    return earlier if all(n + _MOVED >= day for n in announced) else None
