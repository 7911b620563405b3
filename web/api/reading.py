"""What is held, over the API: items searched for, one item whole, and registers in parts."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from assistant.assistant import Assistant
from assistant.contract import evidence_json, item_detail_json
from assistant.filters import Filters
from assistant.listing import register
from assistant.rows import row_json
from assistant.shown import shown
from index.errors import MissingInput
from web.api.asking import Json, Slots
from web.api.given import LISTED, Given, Search, filters_of, query_in
from web.problem import Refused
from web.routes import API, REGISTERS
from web.site import Site
from web.visitor import visitor_of

NO_ITEM = Refused(404, "E_NOTFOUND", "There is no such item.", f"See {API}/items for those there are.")
NO_BODY = Refused(404, "E_NOTFOUND", "No minutes of such a body are held.", f"See {API}/coverage for those there are.")


def add_reading(app: FastAPI, site: Site, slots: Slots) -> None:
    @app.get(f"{API}/items/{{item_id:path}}")
    async def item(request: Request, item_id: str) -> Response:
        if request.query_params:
            query_in(request.query_params, Given)
        return await run_in_threadpool(_item, site.assistant(request), item_id)

    async def search(request: Request) -> Response:
        asked, assistant = query_in(request.query_params, Search), site.assistant(request)
        site.gate.counted(visitor_of(request.scope), request)
        slots.free()
        return Json(await slots.run(partial(_found, assistant, asked)))

    def listing(what: str, request: Request) -> Response:
        asked = query_in(request.query_params, LISTED[what])
        return Json(_register(site.assistant(request), what, filters_of(what, asked), asked))

    @app.get(f"{API}/items")
    async def items(request: Request) -> Response:
        """A search where it is asked what for; else the register of all items."""
        return await search(request) if "q" in request.query_params else await run_in_threadpool(listing, "items", request)

    def add(what: str) -> None:
        @app.get(f"{API}/{what}")
        def rows(request: Request) -> Response:
            return listing(what, request)

    for what in REGISTERS:
        if what != "items":
            add(what)


def _item(assistant: Assistant, item_id: str) -> Response:
    try:
        one = shown(assistant, item_id)
    except MissingInput as error:
        raise NO_ITEM from error
    return Json(item_detail_json(one.document, one.item, one.became, one.left_out))


def _found(assistant: Assistant, asked: Search) -> dict[str, object]:
    """As ``retrieve --json``."""
    looking = replace(assistant, retriever=replace(assistant.retriever, k=asked.k))
    query, evidence = looking.retrieve(asked.q)
    return {"question": query.question, "standalone": query.standalone, "evidence": evidence_json(evidence[: asked.k])}


def _register(assistant: Assistant, what: str, filters: Filters, part: Given) -> dict[str, object]:
    offset, limit = (int(getattr(part, name)) for name in ("offset", "limit"))
    try:
        rows = register(assistant.store.catalog, what, filters).rows
    except MissingInput as error:
        raise NO_BODY from error
    shown_rows = [row_json(row) for row in rows[offset : offset + limit]]
    return {"register": what, "total": len(rows), "offset": offset, "limit": limit, "rows": shown_rows}
