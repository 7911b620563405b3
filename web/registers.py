"""The registers: decisions, actions, meetings and people, as pages that can be filtered, sorted and taken away as files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from assistant.columns import COLUMNS, used
from assistant.export import exported
from assistant.listing import LISTS, Register, register
from assistant.rows import Row
from index.catalog import Catalog
from web.address import attendance_path, with_query
from web.asked import Asked, asked, choices, fitting, usable
from web.bodies import Body, bodies
from web.grid import GRIDS, Grid, key
from web.outgoing import settled
from web.problem import NOT_FOUND
from web.site import Site
from web.sorted import Shown, ordered

LATEST = "-date"  # the order where none is chosen, of lists that have dates


@dataclass(frozen=True, slots=True)
class File:
    """A form in which a list can be taken away."""

    form: str
    type: str
    title: str


FILES = {
    "csv": File("csv", "text/csv; charset=utf-8", "CSV"),
    "json": File("json", "application/json", "JSON"),
    "md": File("markdown", "text/markdown; charset=utf-8", "Markdown"),
}


def add_registers(app: FastAPI, site: Site) -> None:
    for grid in GRIDS:
        _add(app, site, grid)


def _add(app: FastAPI, site: Site, grid: Grid) -> None:
    @app.get(grid.path)
    def page(request: Request) -> HTMLResponse:
        catalog = site.assistant(request).store.catalog
        given = asked(grid.what, request.query_params, catalog, grid.sorts)
        if given.wrong:
            settled(request.scope)
        return _page(site, request, grid, given, catalog)

    @app.get(f"{grid.path}.{{ending}}")
    def file(request: Request, ending: str) -> Response:
        if ending not in FILES:
            raise NOT_FOUND
        catalog = site.assistant(request).store.catalog
        given = usable(grid.what, request.query_params, catalog, grid.sorts)
        found = register(catalog, grid.what, given.filters)
        return download(Register(found.what, found.filters, tuple(_sorted(grid, given.sort, found.rows))), ending)


def download(found: Register, ending: str) -> Response:
    """The rows as the command ``list`` exports them, to be saved as a file."""
    kind = FILES[ending]
    headers = {"Content-Disposition": f'attachment; filename="{found.what}.{ending}"'}
    return Response(exported(found, kind.form, 0).encode("utf-8", "backslashreplace"), media_type=kind.type, headers=headers)


def _sorted(grid: Grid, sort: str, rows: Sequence[Row]) -> Sequence[Row]:
    column = next((c for c in COLUMNS[LISTS[grid.what]] if key(c) == sort.removeprefix("-")), None)
    return ordered(rows, column.cell, sort.startswith("-")) if column else rows


def _page(site: Site, request: Request, grid: Grid, given: Asked, catalog: Catalog) -> HTMLResponse:
    rows = () if given.wrong else register(catalog, grid.what, given.filters).rows
    given = given if given.sort or LATEST.removeprefix("-") not in grid.sorts else _latest(given)
    shown = Shown(len(rows), given.page)
    columns = used(rows)
    return site.page(
        request,
        "register.html",
        status=422 if given.wrong else 200,
        here=grid.path,
        grid=grid,
        asked=given,
        said=said_of(given, catalog),
        form=form_of(grid.what, given, catalog),
        shown=shown,
        headings=grid.headings(given, columns),
        lines=[grid.cells(row, columns) for row in shown.of(_sorted(grid, given.sort, rows))],
        attendance=attendance_path,
        turns=_turns(grid, given, shown),
        files=[(kind.title, with_query(f"{grid.path}.{ending}", _own(request, given).pairs())) for ending, kind in FILES.items()],
    )


def _latest(given: Asked) -> Asked:
    return Asked(given.what, given.typed, given.filters, given.wrong, LATEST, given.page)


def _own(request: Request, given: Asked) -> Asked:
    """With the order that was chosen, if one was: a file comes in that of the command otherwise."""
    return given if request.query_params.get("sort") else Asked(given.what, given.typed, given.filters)


def _turns(grid: Grid, given: Asked, shown: Shown) -> list[tuple[str, str]]:
    """The pages beside this one."""
    near = (("Previous page", shown.page - 1), ("Next page", shown.page + 1))
    return [(title, with_query(grid.path, given.pairs(page=page))) for title, page in near if 1 <= page <= shown.pages]


@dataclass(frozen=True, slots=True)
class Form:
    """What the form of a list offers."""

    bodies: tuple[Body, ...]
    fields: tuple[str, ...]
    kinds: tuple[str, ...]
    states: tuple[str, ...]
    statuses: tuple[str, ...]
    roles: tuple[str, ...]


def said_of(given: Asked, catalog: Catalog) -> list[tuple[str, str]]:
    """The filters in use as a person reads them."""
    names = {body.body_id: body.name for body in bodies(catalog)}
    return [(title, names.get(value, value)) for title, value in given.said]


def form_of(what: str, given: Asked, catalog: Catalog) -> Form:
    several = (choices(what, name) if name in fitting(what) else () for name in ("kind", "state", "status", "role"))
    return Form(bodies(catalog), fitting(what), *several)
