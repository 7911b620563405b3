"""One meeting: the papers held of it, who was there, the agenda against the minutes, what was decided and undertaken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import HTMLResponse

from assistant.agenda import meeting as reconciled
from assistant.columns import paper, used
from assistant.entries import counted_once, person_rows
from assistant.filters import Filters
from assistant.labels import item_label
from assistant.listing import register
from assistant.rows import PersonRow
from index.catalog import Catalog
from index.dates import spoken
from index.minutes import Acceptance, Document, Item, Scope
from index.reconcile import Fate, Reconciled
from web.address import UNDATED, attendance_path, item_path, meeting_path, person_path
from web.bodies import body_name
from web.evidence import BEFORE
from web.grid import GRIDS, Cell, Grid
from web.problem import Refused
from web.site import Site
from web.template import Link

NO_MEETING = Refused(404, "E_NOTFOUND", "No papers of such a meeting are held.", "Open Meetings in the bar and choose one of the list.")
_SAID_ELSEWHERE = ("Date", "Body")
_FATES: dict[Fate, tuple[str, str]] = {  # what is said, and the badge
    "taken": ("Minuted", "ok"),
    "renumbered": ("Minuted under another number", "part"),
    "swapped": ("Minuted, the numbers exchanged", "part"),
    "deferred": ("Put off", "part"),
    "not minuted": ("No entry in the minutes", "bad"),
    "not on the agenda": ("Not on the agenda", "bad"),
}
_ACCEPTED = {
    "accepted": "Accepted as a correct record",
    "amended": "Accepted with corrections",
    "deferred": "Acceptance put off",
    "refused": "Not accepted",
}


@dataclass(frozen=True, slots=True)
class Paper:
    name: str
    path: str | None  # of its first item
    file: str
    accepted: tuple[Link, ...]
    replaced: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the agenda against the minutes."""

    agenda: Link | None
    fate: str
    badge: str
    minutes: Link | None
    mentions: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Part of a register as it stands on the page of a meeting or a person."""

    name: str
    headings: tuple[str, ...]
    lines: tuple[tuple[Cell, ...], ...]


def add_meetings(app: FastAPI, site: Site) -> None:
    @app.get("/meetings/{body_id}/{day}")
    def meeting(request: Request, body_id: str, day: str) -> HTMLResponse:
        catalog = site.assistant(request).store.catalog
        on = _day(day)
        papers = [d for d in catalog.whole(Scope(bodies=(body_id,), first=on, last=on)) if d.meeting.date == on]
        name = body_name(catalog, body_id)
        if not papers or name is None:
            raise NO_MEETING
        records = [d for d in counted_once(papers) if d.role not in BEFORE]
        people = person_rows(records) if records else []
        return site.page(
            request,
            "meeting.html",
            here="/meetings",
            name=name,
            day=spoken(on),
            facts=_facts(records),
            papers=[_paper(d) for d in papers],
            beside=_beside(catalog, body_id, on),
            attendance=attendance_path(body_id),
            present=[_person(row) for row in people if row.attended],
            absent=[_person(row) for row in people if not row.attended],
            entries=_entries(catalog, papers),
            tables_of=[_of_day(catalog, grid, body_id, on) for grid in GRIDS[:2]],
        )


def _day(typed: str) -> date | None:
    """None for meetings without a date. Raises Refused."""
    try:
        return None if typed == UNDATED else date.fromisoformat(typed)
    except ValueError as error:
        raise NO_MEETING from error


def _facts(records: Sequence[Document]) -> list[tuple[str, str]]:
    """What the head of the minutes says beside the names."""
    told = {
        "Chair": next((d.chair for d in records if d.chair), None),
        "Place": next((d.venue for d in records if d.venue), None),
        "Began": next((f"{d.start_time:%H:%M}" for d in records if d.start_time), None),
        "Ended": next((f"{d.end_time:%H:%M}" for d in records if d.end_time), None),
    }
    return [(title, value) for title, value in told.items() if value]


def _paper(document: Document) -> Paper:
    path = item_path(document.items[0].item_id) if document.items else None
    accepted = tuple(map(_acceptance, document.acceptances))
    return Paper(paper(document.role, document.status), path, document.file, accepted, document.superseded_by is not None)


def _acceptance(one: Acceptance) -> Link:
    return Link(item_path(one.item_id, one.span), f"{_ACCEPTED[one.kind]} on {spoken(one.on)}")


def _beside(catalog: Catalog, body_id: str, day: date | None) -> list[Link]:
    """The meetings of the body before and after."""
    if day is None:
        return []
    days = sorted({d.meeting.date for d in catalog.documents(Scope(bodies=(body_id,))) if d.meeting.date})
    before, after = [d for d in days if d < day][-1:], [d for d in days if d > day][:1]
    said = [("Previous meeting", one) for one in before] + [("Next meeting", one) for one in after]
    return [Link(meeting_path(body_id, one), f"{title}: {spoken(one)}") for title, one in said]


def _person(row: PersonRow) -> tuple[Link, str]:
    return Link(person_path(row.body_id, row.name), row.name), "; ".join(row.roles)


def _entries(catalog: Catalog, papers: Sequence[Document]) -> list[Entry]:
    """The agenda against the minutes; nothing where one of them is not held."""
    found = reconciled(catalog, papers[0])
    return [_entry(row) for row in found[1]] if found else []


def _entry(row: Reconciled) -> Entry:
    fate, badge = _FATES[row.fate]
    mentions = tuple(Link(item_path(item.item_id), item_label(item)) for item in row.mentions)
    return Entry(_linked(row.agenda), fate, badge, _linked(row.minutes), mentions)


def _linked(item: Item | None) -> Link | None:
    if item is None:
        return None
    holder = item.item_id if item.citable else item.parent or item.item_id
    number = item.number or item.minute_ref
    title = f"{number} {item.title}" if number and not item.title.startswith(number) else item.title
    return Link(item_path(holder), title or item_label(item))


def _of_day(catalog: Catalog, grid: Grid, body_id: str, day: date | None) -> Table:
    rows = register(catalog, grid.what, Filters(body=(body_id,), since=day, until=day)).rows
    return table_of(grid, [row for row in rows if getattr(row, "date", None) == day], _SAID_ELSEWHERE)


def table_of(grid: Grid, rows: Sequence[object], without: Sequence[str] = ("Body",), name: str = "") -> Table:
    """The rows without the columns that the page says once for all of them."""
    columns = [column for column in used(rows) if column.heading not in without]  # type: ignore[arg-type]
    titles = tuple(grid.title_of(column) for column in columns)
    return Table(name or grid.title, titles, tuple(tuple(grid.cells(row, columns)) for row in rows))
