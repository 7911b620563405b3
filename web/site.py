"""The pages beside the chat: what each needs to answer a visitor. Each is written on the server and works without script."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import cast

from fastapi import FastAPI
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse

from assistant.assistant import Assistant
from web.archive import Archive
from web.gate import Gate
from web.problem import NOT_FOUND
from web.template import filled
from web.visitor import bar_html, visitor_of

LOOK = Path(__file__).with_name("look")


@dataclass(frozen=True, slots=True)
class Site:
    """What the pages have in common; each module of pages adds its own to the application (``add_...(app, site)``)."""

    archive: Archive
    gate: Gate

    def assistant(self, request: Request) -> Assistant:
        """The assistant over what the visitor may see."""
        return cast(Assistant, visitor_of(request.scope).sees(self.archive.assistant))

    def page(self, request: Request, template: str, status: int = 200, here: str = "", **values: object) -> HTMLResponse:
        """The template filled in for this visitor; ``here`` is the path of the view that it belongs to."""
        bar, notice = Markup(bar_html(visitor_of(request.scope), here)), Markup(self.archive.notice)  # nosec B704  # ours
        return HTMLResponse(filled(template, bar=bar, notice=notice, **values), status)


def add_site(app: FastAPI, site: Site) -> None:
    """The style of all pages, and those that tell about the pages themselves."""
    looks = {path.name: path for path in LOOK.iterdir()}

    @app.get("/look/{name}")
    def look(name: str) -> FileResponse:
        if name not in looks:
            raise NOT_FOUND
        return FileResponse(looks[name])

    @app.get("/help")
    def help_page(request: Request) -> HTMLResponse:
        return site.page(request, "help.html")

    @app.get("/accessibility")
    def statement(request: Request) -> HTMLResponse:
        return site.page(request, "accessibility.html")
