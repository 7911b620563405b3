"""The pages of a person's conversations: all of them, one with what can be done with it, one answer by itself, and one as a file.

Whose it is not gets the same answer as for one that does not exist.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import FastAPI, Form
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from assistant.answer import Answer
from assistant.conversation_file import Shown, address, as_json, as_markdown, shown, when
from assistant.conversations import Conversations
from assistant.kept import KeptConversation
from web.inert import inert
from web.message import failure_html, said_html
from web.problem import NOT_FOUND, Refused
from web.site import Site
from web.visitor import visitor_of

ALL = "all"
_TYPES = {"md": "text/markdown; charset=utf-8", "json": "application/json"}
Id = Annotated[str, Form(max_length=20)]
Title = Annotated[str, Form(max_length=1000)]


@dataclass(frozen=True, slots=True)
class _Own:
    """The conversations of one visitor."""

    kept: Conversations
    who: str

    def read(self, id: str) -> KeptConversation:
        found = self.kept.read(self.who, id)
        if found is None:
            raise NOT_FOUND
        return found


def _own(site: Site, request: Request) -> _Own:
    """Raises Refused for a visitor whose conversations are not kept."""
    who = visitor_of(request.scope).owner
    if who is None:
        raise NOT_FOUND
    return _Own(site.archive.conversations, who)


def add_conversations(app: FastAPI, site: Site) -> None:
    """What is read, and what is changed."""
    _add_read(app, site)
    _add_changed(app, site)


def _add_read(app: FastAPI, site: Site) -> None:
    @app.get("/conversations")
    def every(request: Request) -> HTMLResponse:
        own = _own(site, request)
        held = [(one, when(one.last)) for one in own.kept.all(own.who)]
        return site.page(request, "conversations.html", here="/", held=held, on=own.kept.on, days=own.kept.days)

    @app.get("/conversations/{name}")
    def one(request: Request, name: str) -> Response:
        own = _own(site, request)
        id, _, form = name.partition(".")
        held = own.read(id)
        told = shown(held.exchanges, site.assistant(request).store.catalog)
        if form:
            return _file(held, told, form, str(request.base_url))
        rows = [(exchange, when(exchange.at), not isinstance(exchange.said, Answer)) for exchange in told]
        return site.page(request, "conversation.html", here="/", held=held.listed, rows=rows, last=when(held.listed.last))

    @app.get("/conversations/{name}/{part}")
    def within(request: Request, name: str, part: str) -> Response:
        own = _own(site, request)
        if part == "delete":
            held = own.kept.all(own.who) if name == ALL else [own.read(name).listed]
            return site.page(request, "conversation_delete.html", here="/", held=held, id=name, every=name == ALL)
        found = [exchange for exchange in own.read(name).exchanges if str(exchange.n) == part]
        if not found:
            raise NOT_FOUND
        return _answer_page(site, request, name, shown(found, site.assistant(request).store.catalog)[0])


def _add_changed(app: FastAPI, site: Site) -> None:
    @app.post("/conversations/rename")
    def rename(request: Request, id: Id = "", title: Title = "") -> Response:
        own = _own(site, request)
        own.read(id)
        if not own.kept.rename(own.who, id, title):
            raise Refused(422, "E_EMPTY", "The name is empty.", "Go back and type a name.")
        return RedirectResponse(f"/conversations/{id}", 303)

    @app.post("/conversations/delete")
    def delete(request: Request, id: Id = "") -> Response:
        own = _own(site, request)
        if id == ALL:
            own.kept.delete_all(own.who)
        elif not own.kept.delete(own.who, id):
            raise NOT_FOUND
        return RedirectResponse("/conversations", 303)


def _file(held: KeptConversation, told: list[Shown], form: str, base: str) -> Response:
    text = as_json(held.listed, told) if form == "json" else as_markdown(held.listed, told, base)
    name = {"Content-Disposition": f'attachment; filename="conversation-{held.listed.id[:8]}.{form}"'}
    return Response(text, media_type=_TYPES[form], headers=name)


def _answer_page(site: Site, request: Request, id: str, one: Shown) -> HTMLResponse:
    answer = one.said if isinstance(one.said, Answer) else None
    body = _said(answer) if answer else failure_html(one.said.message, one.said.hint)  # type: ignore[union-attr]
    sources = [(citation, address(citation)) for citation in answer.citations] if answer else []
    words = Markup(body)  # nosec B704  # every value in it was made inert
    return site.page(request, "answer.html", here="/", one=one, at=when(one.at), said=words, sources=sources, id=id)


def _said(answer: Answer) -> str:
    cited = {citation.n: citation for citation in answer.citations}

    def link(n: int) -> str:
        if n not in cited:
            return f"[{n}]"
        return f'<a class="cite" href="{inert(address(cited[n]))}"><span class="unseen">Source </span>[{n}]</a>'

    return said_html(answer, link)
