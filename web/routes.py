"""Every address there is, and who may ask for it. What is not in this table does not exist, whatever Gradio would answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.handover import PATH as COMMAND

Access = Literal["all", "visitor", "token"]  # anyone; who is signed in, or is let in without; who has the token of the command line

_FILE = r"(?:[\w@-][\w@.-]*/)*[\w@-][\w@.-]*"  # no part of it begins with a point
SESSION = r"[A-Za-z0-9_-]{1,64}"  # the name a page gives itself when it is loaded


@dataclass(frozen=True, slots=True)
class Route:
    """``kept`` is True where nothing personal is in the answer and a browser may keep it."""

    path: str
    methods: tuple[str, ...]
    access: Access
    kept: bool = False

    def fits(self, path: str) -> bool:
        return re.fullmatch(self.path, path, re.ASCII) is not None


PAGE, JOIN, DATA, HEARTBEAT = "/", "/gradio_api/queue/join", "/gradio_api/queue/data", "/gradio_api/heartbeat/"
READ = ("GET", "HEAD")
ROUTES = (
    Route(PAGE, READ, "visitor"),
    Route(JOIN, ("POST",), "visitor"),
    Route(DATA, ("GET",), "visitor"),
    Route(f"{HEARTBEAT}{SESSION}", ("GET",), "visitor"),
    Route("/login", ("GET", "POST"), "all"),
    Route("/logout", ("POST",), "all"),
    Route("/healthz", ("GET",), "all"),
    Route(re.escape(COMMAND), ("POST",), "token"),
    Route("/(?:help|accessibility)", READ, "visitor"),
    Route("/feedback", ("POST",), "visitor"),
    Route(rf"/(?:assets|static|look)/{_FILE}", ("GET",), "all", kept=True),
    Route(r"/(?:theme\.css|favicon\.ico|robots\.txt)", ("GET",), "all", kept=True),
)


def route_of(path: str) -> Route | None:
    """None where there is no such address."""
    return next((route for route in ROUTES if route.fits(path)), None)
