"""Every address of the API as data: the OpenAPI document and the page are written from this."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel

from web.api import shapes
from web.api.given import LISTED, Ask, Given, Search
from web.routes import API, ASK, INGEST, REGISTERS, STREAM

WORDS = {
    200: "As described.",
    202: "The file is set aside until a person has looked at it: see `code` and `message`.",
    400: "What was sent cannot be read (E_JSON), or the address has a name that is not known here (E_ORIGIN).",
    401: "Nobody is signed in, or the token opens nothing (E_AUTH).",
    403: "Another site made a browser send this (E_ORIGIN).",
    404: "It is not held, or not for you to see (E_NOTFOUND): nobody can tell which.",
    409: "Another process has the store (E_LOCKED).",
    413: "Too large (E_TOO_LARGE), or the question is too long (E_TOO_LONG).",
    415: "Another type of content was expected (E_TYPE).",
    422: "A field or parameter that is unknown, missing or wrong is named (E_FIELD, E_RANGE, E_EMPTY); or the file cannot be read.",
    429: "Too many in a short time (E_RATE): try again after the seconds in Retry-After.",
    500: "A fault of the program (E_INTERNAL): `ref` finds it in the log.",
    503: "Too much to do (E_BUSY): try again after the seconds in Retry-After; or the store cannot be used.",
    507: "The disk is full (E_NOSPACE).",
}
_ALWAYS = (400, 401, 413, 422, 500, 503)
_ASKED = (*_ALWAYS, 429)
_SENT = (403, 415)
EVENTS = (
    "Server-sent events. `claim`: one verified sentence, as in `claims` of the answer; it is never withdrawn. `answer`: the whole answer, "
    "the last event. `error`: in its place where it fails on the way. Lines that begin with a colon only keep the connection open."
)
HEADER = "-H 'Authorization: Bearer TOKEN'"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """``query`` are its parameters, ``optional`` those that need not be there though their model wants them."""

    path: str
    method: str
    summary: str
    told: str
    answers: type[BaseModel] | None
    curl: str
    query: tuple[type[Given], ...] = ()
    body: type[BaseModel] | None = None
    fails: tuple[int, ...] = _ALWAYS
    optional: tuple[str, ...] = ()


ABOUT = {
    "actions": "Actions, requests and undertakings, and what later minutes say became of each.",
    "coverage": "What is held of each body, and which meetings seem to be missing.",
    "decisions": "Decisions, agreements, approvals and deferrals, as printed.",
    "documents": "The papers that are held.",
    "items": "The items of all papers; with q those that a question leads to, best first, and no other parameter but k.",
    "meetings": "Meetings, with attendance and how much was decided.",
    "outcomes": "Decisions, actions and notings together.",
    "people": "Who attended, or sent apologies, and how often.",
}


def _register(what: str) -> Endpoint:
    search = (Search,) if what == "items" else ()
    return Endpoint(
        f"{API}/{what}",
        "get",
        f"Register of {what}" + (", and search" if search else ""),
        ABOUT[what],
        shapes.REGISTERS[what],
        f"curl {HEADER} 'ADDRESS{API}/{what}?{'q=winch&k=5' if search else 'since=2024&limit=5'}'",
        (LISTED[what], *search),
        fails=(*(_ASKED if search else _ALWAYS), 404),
        optional=("q",),
    )


ENDPOINTS = (
    Endpoint(
        ASK,
        "post",
        "Ask a question",
        "The answer with a citation for every sentence. “Not recorded” is an answer too: see `status`.",
        shapes.Answer,
        f"""curl {HEADER} -H 'Content-Type: application/json' -d '{{"question": "What was agreed about the winch?"}}' ADDRESS{ASK}""",
        body=Ask,
        fails=(*_ASKED, *_SENT),
    ),
    Endpoint(
        STREAM,
        "post",
        "Ask, and read the answer as it is written",
        EVENTS,
        None,
        f"""curl -N {HEADER} -H 'Content-Type: application/json' -d '{{"question": "What was agreed about the winch?"}}' ADDRESS{STREAM}""",
        body=Ask,
        fails=(*_ASKED, *_SENT),
    ),
    *map(_register, REGISTERS),
    Endpoint(
        f"{API}/items/{{item_id}}",
        "get",
        "One item, whole",
        "With its meeting, what later meetings made of it, and what of it is never quoted. Send the slashes in the id as they are.",
        shapes.Item,
        f"curl {HEADER} ADDRESS{API}/items/withernick-sluice-board/2024-02-13/minutes/02",
        fails=(*_ALWAYS, 404),
    ),
    Endpoint(
        INGEST,
        "post",
        "Take in a file",
        "For staff. Answers when the file can be asked about. A file of the same name takes the place of the former one.",
        shapes.TakenIn,
        f"curl {HEADER} -F file=@minutes.pdf -F label=open ADDRESS{INGEST}",
        fails=(*_ASKED, *_SENT, 404, 409, 507),
    ),
    Endpoint(
        f"{API}/openapi.json",
        "get",
        "This document",
        "All of this page for a program, in OpenAPI 3.1.",
        shapes.Paper,
        f"curl {HEADER} ADDRESS{API}/openapi.json",
        fails=(400, 401, 413, 422, 500, 503),
    ),
)
