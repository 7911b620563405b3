"""Every address there is, and who may ask for it. What is not in this table does not exist, whatever Gradio would answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.conversations import ID
from assistant.handover import PATH as COMMAND

# Anyone; who is signed in, or is let in without; of these who looks after the archive; who has the token of the command line.
Access = Literal["all", "visitor", "staff", "token"]
OF_VISITORS = ("visitor", "staff")

_FILE = r"(?:[\w@-][\w@.-]*/)*[\w@-][\w@.-]*"  # no part of it begins with a point
_HELD = r"[\w~-][\w~.-]{0,99}"  # a part of the id of what is held
SESSION = r"[A-Za-z0-9_-]{1,64}"  # the name a page gives itself when it is loaded


@dataclass(frozen=True, slots=True)
class Route:
    """``kept`` is True where nothing personal is in the answer and a browser may keep it; ``program`` where a program may ask with the
    token of an account; ``most`` is how many bytes a body may have. A ``large`` body is read piece by piece by what answers.
    """

    path: str
    methods: tuple[str, ...]
    access: Access
    kept: bool = False
    program: bool = False
    most: int = 1_000_000
    large: bool = False

    def fits(self, path: str) -> bool:
        return re.fullmatch(self.path, path, re.ASCII) is not None


PAGE, JOIN, DATA, HEARTBEAT = "/", "/gradio_api/queue/join", "/gradio_api/queue/data", "/gradio_api/heartbeat/"
READ = ("GET", "HEAD")
API = "/api/v1"
ASK, STREAM, INGEST = f"{API}/ask", f"{API}/ask/stream", f"{API}/ingest"
REGISTERS = ("actions", "coverage", "decisions", "documents", "items", "meetings", "outcomes", "people")
LARGEST_UPLOAD = 50_100_000  # bytes: a file of the largest size that is read unless configured, and the form around it
UPLOAD = "/library/upload"
_DOCUMENT = r"[\w~-]+(?:/[\w~-][\w~.-]*)+"  # the id of one
ROUTES = (
    Route(PAGE, READ, "visitor"),
    Route(JOIN, ("POST",), "visitor"),
    Route(DATA, ("GET",), "visitor"),
    Route(f"{HEARTBEAT}{SESSION}", ("GET",), "visitor"),
    Route("/login", ("GET", "POST"), "all"),
    Route("/logout", ("POST",), "all"),
    Route("/healthz", ("GET",), "all"),
    Route(re.escape(COMMAND), ("POST",), "token"),
    Route(rf"/conversations(?:/(?:{ID}(?:\.md|\.json|/[1-9]\d{{0,5}})?|(?:{ID}|all)/delete))?", ("GET",), "visitor"),
    Route("/conversations/delete", ("POST",), "visitor"),
    Route("/conversations/rename", ("POST",), "visitor"),
    Route("/(?:help|accessibility)", ("GET",), "visitor"),
    Route(rf"/documents/{_HELD}/{_HELD}/{_HELD}", ("GET",), "visitor"),
    Route(r"/files/[0-9a-f]{64}", ("GET",), "visitor"),
    Route(rf"/(?:items|pictures)/{_HELD}/{_HELD}/{_HELD}/{_HELD}", ("GET",), "visitor"),
    Route(r"/(?:decisions|actions|meetings|people)(?:\.(?:csv|json|md))?", ("GET",), "visitor"),
    Route(r"/meetings/[\w.~-]+/[\w-]+", ("GET",), "visitor"),
    Route(r"/(?:attendance|people)/[\w.~-]+", ("GET",), "visitor"),
    Route("/topics", ("GET",), "visitor"),
    Route("/briefing", ("GET",), "visitor"),
    Route("/briefing/(?:edit|export)", ("POST",), "visitor"),
    Route("/api", READ, "visitor"),
    Route(ASK, ("POST",), "visitor", program=True),
    Route(STREAM, ("POST",), "visitor", program=True),
    Route(INGEST, ("POST",), "staff", program=True, most=LARGEST_UPLOAD),
    Route(rf"{API}/items/[^\s\\]{{1,300}}", ("GET",), "visitor", program=True),
    Route(rf"{API}/(?:{'|'.join(REGISTERS)})", ("GET",), "visitor", program=True),
    Route(rf"{API}/openapi\.json", ("GET",), "visitor", program=True),
    Route("/library(?:/gaps)?", ("GET",), "visitor"),
    Route("/library/aside", ("GET",), "staff"),
    Route(UPLOAD, ("GET", "POST"), "staff", large=True),
    Route(r"/library/jobs/[\w-]{1,40}(?:\.json)?", ("GET",), "staff"),
    Route(r"/library/jobs/[\w-]{1,40}/again", ("POST",), "staff"),
    Route(rf"/library/documents/{_DOCUMENT}", ("GET",), "staff"),
    Route(rf"/library/remove/{_DOCUMENT}", ("GET", "POST"), "staff"),
    Route("/feedback", ("POST",), "visitor"),
    Route(rf"/(?:assets|static|look)/{_FILE}", ("GET",), "all", kept=True),
    Route(r"/(?:theme\.css|favicon\.ico|robots\.txt)", ("GET",), "all", kept=True),
)


def route_of(path: str) -> Route | None:
    """None where there is no such address."""
    return next((route for route in ROUTES if route.fits(path)), None)
