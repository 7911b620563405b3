"""What became of each action of a body: looked for in all its minutes once, and kept until other minutes are shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from index.coverage import RECORDS
from index.minutes import Scope
from index.tracking import Place, Record, State, Tracked, track

if TYPE_CHECKING:
    from index.catalog import Catalog


@dataclass(frozen=True, slots=True)
class Followed:
    """An action's fate as a row tells it: see assistant/rows.py, ActionRow."""

    state: State | None = None
    carried: int = 0
    reported: date | None = None
    report: str = ""
    report_item: str | None = None


UNKNOWN = Followed()  # of an action in a paper that is no record of a meeting, or has no date


def followed(catalog: Catalog, bodies: Iterable[str]) -> dict[Place, Followed]:
    """What became of the actions of these bodies, by their place."""
    wanted = list(bodies)
    known: dict[str, dict[Place, Followed]] = catalog.remembered("followed", dict)
    if missing := sorted(set(wanted) - known.keys()):
        known.update(_of_bodies(catalog, missing))
    return {place: one for body in wanted for place, one in known[body].items()}


def _of_bodies(catalog: Catalog, bodies: Sequence[str]) -> dict[str, dict[Place, Followed]]:
    held = catalog.whole(Scope(bodies=tuple(bodies)))
    minutes = [d for d in held if d.role in RECORDS and not d.superseded_by]
    found: dict[str, dict[Place, Followed]] = {body: {} for body in bodies}
    for one in track(Record(d, tuple(said)) for d, said in catalog.statements(minutes)):
        found[one.document.body_id][one.place] = _followed(one)
    return found


def _followed(tracked: Tracked) -> Followed:
    last = tracked.steps[-1] if tracked.steps else None
    if last is None:
        return Followed(tracked.state)
    return Followed(tracked.state, tracked.carried, last.document.meeting.date, last.passage.text, last.passage.item_id)
