"""Who came to the meetings of a body, as a table, and what is held of one person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import HTMLResponse

from assistant.listing import register
from assistant.member import Member, member
from assistant.rows import PersonRow, PresenceRow
from index.catalog import Catalog
from index.dates import spoken
from web.address import attendance_path, item_path, meeting_path, person_path, with_query
from web.asked import asked, only
from web.bodies import body_name
from web.grid import GRIDS, Grid
from web.meetings import Table, table_of
from web.outgoing import settled
from web.problem import Refused
from web.site import Site
from web.sorted import Shown
from web.template import Link

NO_BODY = Refused(404, "E_NOTFOUND", "No minutes of such a body are held.", "Open People in the bar and choose one of the list.")
NO_PERSON = Refused(404, "E_NOTFOUND", "The minutes held of this body name no such person.", NO_BODY.hint)
ACROSS = 24  # meetings on one page
_ACTIONS = GRIDS[1]
_PRESENTED = Grid("items", "Items presented", "item", "items", {"Title": lambda row: item_path(row.item_id)})
_NEEDLESS = ("Body", "Under", "Presenter", "Chair", "Kind", "Id")


@dataclass(frozen=True, slots=True)
class Meeting:
    """A column: ``key`` tells undated papers apart."""

    key: object
    day: date | None
    path: str
    words: str


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    path: str
    marks: tuple[str, ...]  # "P", "A" or "" for each meeting
    attended: int


@dataclass(frozen=True, slots=True)
class Profile:
    """What the page of a person tells."""

    name: str
    others: tuple[str, ...]  # as which the person is printed besides
    roles: tuple[str, ...]
    first: str
    last: str
    attended: tuple[tuple[Link, str], ...]  # with the capacity printed
    missed: tuple[tuple[Link, str], ...]
    actions: Table
    unsure: Table
    presented: Table


def add_people(app: FastAPI, site: Site) -> None:
    @app.get("/attendance/{body_id}")
    def attendance(request: Request, body_id: str) -> HTMLResponse:
        catalog = site.assistant(request).store.catalog
        name = _named(catalog, body_id)
        given = asked("people", only(request.query_params, "since", "until", "page", body=body_id), catalog)
        if given.wrong:
            settled(request.scope)
        rows = () if given.wrong else register(catalog, "people", given.filters).rows
        people = [row for row in rows if isinstance(row, PersonRow)]
        meetings = _meetings(people)
        shown = Shown(len(meetings), given.page, ACROSS)
        across = _page_of(meetings, shown)
        path = attendance_path(body_id)
        near = (("Later meetings", shown.page - 1), ("Earlier meetings", shown.page + 1))
        pairs = [(name, value) for name, value in given.typed if name != "body"]
        return site.page(
            request,
            "attendance.html",
            status=422 if given.wrong else 200,
            here="/people",
            name=name,
            path=path,
            asked=given,
            shown=shown,
            meetings=across,
            people=_people(people, across),
            turns=[(title, with_query(path, [*pairs, ("page", str(n))])) for title, n in near if 1 <= n <= shown.pages],
        )

    @app.get("/people/{body_id}")
    def person(request: Request, body_id: str) -> HTMLResponse:
        catalog = site.assistant(request).store.catalog
        body = _named(catalog, body_id)
        found = member(catalog, body_id, request.query_params.get("name", ""))
        if found is None:
            raise NO_PERSON
        return site.page(request, "person.html", here="/people", body=body, attendance=attendance_path(body_id), person=_profile(found))


def _named(catalog: Catalog, body_id: str) -> str:
    name = body_name(catalog, body_id)
    if name is None:
        raise NO_BODY
    return name


def _meetings(people: Sequence[PersonRow]) -> list[Meeting]:
    """The meetings that list anybody, by date."""
    each = ((row.body_id, one) for row in people for one in row.meetings)
    found = {_key(one): Meeting(_key(one), one.date, meeting_path(body, one.date), spoken(one.date)) for body, one in each}
    return sorted(found.values(), key=lambda one: (one.day is None, str(one.key)))


def _page_of(meetings: Sequence[Meeting], shown: Shown) -> list[Meeting]:
    """The first page has the latest meetings; on each they go by date."""
    return list(reversed(shown.of(list(reversed(meetings)))))


def _people(people: Sequence[PersonRow], across: Sequence[Meeting]) -> list[Person]:
    """Those whom one of these meetings lists."""
    found = []
    for row in people:
        there = {_key(one): "A" for one in row.meetings} | {_key(one): "P" for one in row.meetings if one.presence == "attended"}
        marks = tuple(there.get(meeting.key, "") for meeting in across)
        if any(marks):
            found.append(Person(row.name, person_path(row.body_id, row.name), marks, marks.count("P")))
    return found


def _key(one: PresenceRow) -> object:
    return one.date or one.document_id


def _profile(found: Member) -> Profile:
    row = found.person
    return Profile(
        name=row.name,
        others=tuple(name for name in row.names if name != row.name),
        roles=row.roles,
        first=spoken(row.first),
        last=spoken(row.last),
        attended=tuple(_meeting_link(row, one) for one in found.attended),
        missed=tuple(_meeting_link(row, one) for one in found.missed),
        actions=table_of(_ACTIONS, found.actions, name="Actions owned"),
        unsure=table_of(_ACTIONS, found.unsure, name="Actions that may be meant for somebody else of that name"),
        presented=table_of(_PRESENTED, found.presented, _NEEDLESS, name="Items presented"),
    )


def _meeting_link(row: PersonRow, one: PresenceRow) -> tuple[Link, str]:
    return Link(meeting_path(row.body_id, one.date), spoken(one.date)), one.capacity
