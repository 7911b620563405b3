"""What a document's standing is among all that is held: accepted by a later meeting or not, and whether a later version replaces it.

Computed when asked, from rows that each document brought with it; nothing is written into a document that another one speaks of. So
the order in which files are taken in, and files that are taken out again, change nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from index.minutes import Acceptance, Role, Status

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
    days = _by_day(held)
    versions = {one.key: _version(one, days[one.day], alike) for one in held if one.day and one.role in RECORDS}
    judged: dict[int, list[Acceptance]] = {}
    for one in held:
        for acceptance in found.get(one.key, ()) if versions.get(one.key) is None else ():
            for earlier in _meant(one, acceptance, days):
                if earlier.role in RECORDS and versions[earlier.key] is None:
                    judged.setdefault(earlier.key, []).append(acceptance)
    return {
        one.key: Standing(tuple(sorted(judged.get(one.key, ()), key=lambda a: a.on or date.min)), versions.get(one.key)) for one in held
    }


def _by_day(held: Iterable[Held]) -> dict[date, list[Held]]:
    """What is held of each day, the days in order."""
    days: dict[date, list[Held]] = {}
    for day, one in sorted(((h.day, h) for h in held if h.day), key=lambda pair: pair[0]):
        days.setdefault(day, []).append(one)
    return days


def _version(one: Held, same_day: Iterable[Held], alike: Callable[[int, int], bool]) -> str | None:
    """The version of the same record that goes before ``one``: approved before unmarked, unmarked before draft."""
    same = [r for r in same_day if r.role == one.role]
    later = [r for r in same if _RANKS[r.status] > _RANKS[one.status] and alike(one.key, r.key)]
    return max(later, key=lambda r: (_RANKS[r.status], r.document_id)).document_id if later else None


def _meant(one: Held, acceptance: Acceptance, days: Mapping[date, Sequence[Held]]) -> list[Held]:
    """What is held of the days that ``one`` speaks of, or of the last meeting before it."""
    if one.day is None:
        return []
    first, last = acceptance.first, acceptance.last
    if first is None or last is None:
        first = last = _last_day(one.day, days)
    if first is None or last is None:
        return []
    meant = [day for day in days if first <= day <= last and day < one.day]
    return [earlier for day in meant for earlier in days[day]]


def _last_day(day: date, days: Mapping[date, Sequence[Held]]) -> date | None:
    """The day of the last meeting before ``day`` of which anything is held; None where another seems to lie between.

    Another lies between where the papers of that meeting announce one that is not this one.
    """
    earlier = max((one for one in days if one < day), default=None)
    if earlier is None or day - earlier > _LONGEST:
        return None
    announced = [h.next_day for h in days[earlier] if h.next_day]
    return earlier if all(n + _MOVED >= day for n in announced) else None
