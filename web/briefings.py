"""The pages of a briefing: asked for, edited, taken away as a file. All works without script.

Nothing is kept on the server: the form holds what was asked for and what was done to it, and at every post the briefing is made
anew, for this visitor. Of the points the form holds only names that tell nothing; what cannot be made again is told, not shown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from assistant.assistant import Assistant
from assistant.briefing import Briefing, brief
from assistant.briefing_file import FORMS, file_name, written
from assistant.edited import edited, moved
from assistant.labels import label
from index.errors import AssistantError, MissingInput, UsageError
from index.minutes import Document
from web.briefing_form import Posted, Wanted, posted, read, wanted
from web.briefing_page import LOST, AskForm, counted, shown, told_of_changes
from web.message import sentence
from web.outgoing import settled
from web.problem import of_error
from web.site import Site
from web.template import Link
from web.visitor import visitor_of

HERE = "/briefing"
NOTHING = UsageError("Nothing was asked for.", "Type a subject or a question.", code="E_EMPTY")
GO_BACK = "Pick others; what you typed is still there when you go back."
TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
    ".md": "text/markdown; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Made:
    """A briefing made for a visitor, of the picked items that are held for them; and what has to be told of the making."""

    briefing: Briefing
    items: tuple[str, ...]
    told: tuple[str, ...]


def add_briefings(app: FastAPI, site: Site) -> None:
    """The form, the briefing as a page, and as a file."""
    pages = _Pages(site)

    @app.get(HERE)
    def show(request: Request) -> Response:
        return pages.asked(request)

    @app.post(f"{HERE}/edit")
    async def edit(request: Request) -> Response:
        return await run_in_threadpool(pages.edited, request, await request.body())

    @app.post(f"{HERE}/export")
    async def export(request: Request) -> Response:
        return await run_in_threadpool(pages.exported, request, await request.body())


@dataclass(frozen=True, slots=True)
class _Pages:
    site: Site

    def asked(self, request: Request) -> Response:
        """The briefing that the address asks for; the form where it asks for none, or for what cannot be made."""
        given = {name: request.query_params.getlist(name) for name in request.query_params}
        asked = Wanted()
        try:
            asked = wanted(given)
            if not asked.given and "q" not in given:
                return self._form(request, asked)
            return self._page(request, Posted(asked), self._made(request, asked))
        except AssistantError as error:
            if "text/html" not in request.headers.get("accept", ""):
                raise
            return self._form(request, asked, error)

    def edited(self, request: Request, body: bytes) -> Response:
        """The briefing made anew with what was done to it."""
        done = posted(read(body))
        made = self._made(request, done.wanted)
        told = (*made.told, *told_of_changes(made.briefing, done.edits))
        order = moved(made.briefing, done.edits.order, done.moved, done.by) if done.by else done.edits.order
        done = replace(done, edits=replace(done.edits, order=order))
        return self._page(request, done, replace(made, told=told))

    def exported(self, request: Request, body: bytes) -> Response:
        """The edited briefing as a file."""
        done = posted(read(body))
        if done.form not in FORMS:
            raise UsageError("There is no such form of a file.", f"Choose one of {', '.join(FORMS)}.")
        made = self._made(request, done.wanted)
        told = (*made.told, *told_of_changes(made.briefing, done.edits))
        final = replace(edited(made.briefing, done.edits), notices=(*made.briefing.notices, *told), site=self._address(request))
        name = file_name(final, done.form)
        return Response(
            written(final, done.form), headers={"Content-Disposition": f'attachment; filename="{name}"'}, media_type=TYPES[done.form]
        )

    def _made(self, request: Request, asked: Wanted) -> Made:
        """Raises UsageError, MissingInput; Refused (E_RATE) for a visitor who asks too often."""
        if not asked.given:
            raise NOTHING
        within = asked.filters()
        self._count(request)
        assistant = self.site.assistant(request)
        items = [one for one in asked.items if assistant.store.catalog.item(one)]
        if asked.items and not items:
            raise MissingInput("None of the items picked is held, or they are not for you to see.", GO_BACK, code="E_NOTFOUND")
        lost = counted(len(asked.items) - len(items), "picked item")
        return Made(brief(assistant, asked.subject, items, within=within), tuple(items), (LOST.format(lost),) if lost else ())

    def _count(self, request: Request) -> None:
        """A briefing counts as a question does."""
        self.site.gate.counted(visitor_of(request.scope), request, "asked much", "Try again")

    def _address(self, request: Request) -> str:
        """Where this site answers, if it was asked for by a name of its own."""
        host = request.url.hostname or ""
        ours = host in self.site.gate.hosts or f"[{host}]" in self.site.gate.hosts
        return f"{request.url.scheme}://{request.url.netloc}" if ours else ""

    def _page(self, request: Request, done: Posted, made: Made) -> HTMLResponse:
        assistant = self.site.assistant(request)
        done = replace(done, wanted=replace(done.wanted, items=made.items))
        view = shown(made.briefing, done)
        return self.site.page(request, "briefing.html", here=HERE, shown=view, told=made.told, ask=_ask_form(assistant, done.wanted))

    def _form(self, request: Request, asked: Wanted, error: AssistantError | None = None) -> HTMLResponse:
        status = of_error(error).status if error else 200
        settled(request.scope)
        said = [sentence(error.message), sentence(error.hint)] if error else []
        return self.site.page(request, "briefing_ask.html", status, HERE, error=said, ask=_ask_form(self.site.assistant(request), asked))


def _ask_form(assistant: Assistant, wanted: Wanted) -> AskForm:
    catalog = assistant.store.catalog
    bodies = {d.body_id: _called(d) for d in catalog.documents()}
    found = [held for one in wanted.items if (held := catalog.standing(one))]
    return AskForm(
        wanted=wanted,
        bodies=tuple(Link(body, name) for body, name in sorted(bodies.items(), key=lambda one: one[1])),
        picked=tuple(Link(item.item_id, f"{label(document, item)}: {item.title}") for item, document in found),
        most=assistant.max_question,
    )


def _called(document: Document) -> str:
    return ", ".join(dict.fromkeys(filter(None, (document.meeting.body, document.meeting.organisation))))
