"""A topic over time: a picture of what was decided, undertaken and said on it, and the same as a list."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import HTMLResponse

from assistant.timeline import Point, Timeline, timeline
from index.catalog import Catalog
from index.dates import spoken
from index.errors import UsageError
from web.address import item_path
from web.asked import LONGEST, Asked, Wrong, asked, only
from web.bodies import bodies
from web.drawing import KINDS, drawn
from web.outgoing import settled
from web.site import Site

_TITLE = "Topic"


@dataclass(frozen=True, slots=True)
class Entry:
    kind: str
    day: str
    label: str
    path: str
    text: str


def add_topics(app: FastAPI, site: Site) -> None:
    @app.get("/topics")
    def topics(request: Request) -> HTMLResponse:
        catalog = site.assistant(request).store.catalog
        topic = request.query_params.get("q", "").strip()
        given = asked("outcomes", only(request.query_params, "body", "since", "until"), catalog)
        found, wrong = _found(catalog, topic, given)
        if wrong:
            settled(request.scope)
        dated = [point for point in found.points if point.day]
        return site.page(
            request,
            "topics.html",
            status=422 if wrong else 200,
            here="/topics",
            topic=topic,
            asked=Asked("outcomes", (*given.typed, ("q", topic)), given.filters, wrong),
            bodies=bodies(catalog),
            more=found.more,
            counts=[(kind, title, sum(point.kind == kind for point in found.points)) for kind, title in KINDS],
            count=len(found.points),
            picture=drawn(found.points),
            dated=list(map(_entry, dated)),
            undated=[_entry(point) for point in found.points if not point.day],
        )


def _found(catalog: Catalog, topic: str, given: Asked) -> tuple[Timeline, tuple[Wrong, ...]]:
    """The time line; empty where none is asked for, or something is wrong."""
    if len(topic) > LONGEST:
        long = Wrong("q", _TITLE, f"is longer than {LONGEST} characters. Type one or two words of the matter.")
        return Timeline(()), (long, *given.wrong)
    if given.wrong or not topic:
        return Timeline(()), given.wrong
    try:
        return timeline(catalog, topic, given.filters), ()
    except UsageError as error:
        return Timeline(()), (Wrong("q", _TITLE, f"has no word that tells what is meant. {error.hint}"),)


def _entry(point: Point) -> Entry:
    return Entry(point.kind, spoken(point.day), point.label, item_path(point.item_id, point.span), point.text)
