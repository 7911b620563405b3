"""Questions over the API: the answer whole, or sentence by sentence as server-sent events."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
import traceback
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import suppress
from functools import partial
from typing import Any

from anyio import CapacityLimiter, to_thread
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from assistant.answer import Answer, Claim
from assistant.assistant import Assistant
from assistant.contract import answer_json, claim_json
from assistant.question import cleaned
from index.errors import AssistantError
from index.minutes import Scope
from web.api.given import Ask, body_in
from web.problem import FAULT, NO_TOKEN_OR_SESSION, Refused, error_json, of_error
from web.routes import ASK, STREAM
from web.site import Site
from web.visitor import visitor_of

log = logging.getLogger(__name__)

AT_ONCE, WAITING = 4, 32  # questions answered at the same time, and waiting for their turn: as many as the page has
HEARTBEAT = 5.0  # seconds of silence after which a comment says that the answer is still being made
_BEAT = b": still at work\n\n"
_END = None

Part = Claim | Answer | Refused | None


class Json(Response):
    """JSON as the command line prints it: what no UTF-8 can hold stands there as an escape."""

    media_type = "application/json"

    def render(self, content: object) -> bytes:
        return written(content)


def written(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace")


class Slots:
    """How many questions are answered at a time, for all programs together."""

    def __init__(self) -> None:
        self._limiter = CapacityLimiter(AT_ONCE)

    def free(self) -> None:
        """Raises Refused (E_BUSY) where too many wait already."""
        if self._limiter.statistics().tasks_waiting >= WAITING:
            raise Refused(503, "E_BUSY", "Too many questions are waiting.", "Ask again in a few seconds.", wait=5)

    async def run(self, work: Callable[[], Any]) -> Any:
        """``work`` in a thread, when its turn has come."""
        return await to_thread.run_sync(work, limiter=self._limiter)


def add_asking(app: FastAPI, site: Site, slots: Slots) -> None:
    @app.post(ASK)
    async def ask(request: Request) -> Response:
        asked, assistant = await body_in(request, Ask), site.assistant(request)
        site.gate.counted(visitor_of(request.scope), request)
        slots.free()
        answer = await slots.run(partial(_whole, assistant, asked))
        if not visitor_of(request.scope).stays():
            raise NO_TOKEN_OR_SESSION
        return Json(answer_json(answer))

    @app.post(STREAM)
    async def stream(request: Request) -> Response:
        asked, assistant = await body_in(request, Ask), site.assistant(request)
        site.gate.counted(visitor_of(request.scope), request)
        slots.free()
        cleaned(asked.question, site.archive.config.max_question)  # refused before anything is sent
        within = asked.within(assistant.store.catalog)
        return StreamingResponse(_events(assistant, asked, within, slots), media_type="text/event-stream")


def _whole(assistant: Assistant, asked: Ask) -> Answer:
    *_, answer = assistant.stream(asked.question, asked.turns(), asked.within(assistant.store.catalog))
    assert isinstance(answer, Answer)
    return answer


async def _events(assistant: Assistant, asked: Ask, within: Scope, slots: Slots) -> AsyncIterator[bytes]:
    """The events as bytes, and a comment where nothing else was sent for a while. Whoever stops listening ends the work."""
    parts: asyncio.Queue[Part] = asyncio.Queue()
    left, loop = threading.Event(), asyncio.get_running_loop()

    def tell(part: Part) -> None:
        with suppress(RuntimeError):  # the application is ended, and nobody listens any more
            loop.call_soon_threadsafe(parts.put_nowait, part)

    _kept(slots.run(partial(_speak, assistant, asked, within, tell, left)))
    try:
        while True:
            try:
                part = await asyncio.wait_for(parts.get(), HEARTBEAT)
            except TimeoutError:
                yield _BEAT
                continue
            if part is _END:
                return
            yield event(part)
    finally:
        left.set()


_AT_WORK: set[asyncio.Task[Any]] = set()  # a task that nobody holds may be thrown away before its end


def _kept(work: Coroutine[Any, Any, Any]) -> None:
    task = asyncio.ensure_future(work)
    _AT_WORK.add(task)
    task.add_done_callback(_AT_WORK.discard)


def _speak(assistant: Assistant, asked: Ask, within: Scope, tell: Callable[[Part], None], left: threading.Event) -> None:
    """Each part as soon as it is there, then the end; no more of it once the listener has left."""
    if left.is_set():
        return
    parts = iter(assistant.stream(asked.question, asked.turns(), within))
    try:
        for part in parts:
            if left.is_set():
                break
            tell(part)
    except AssistantError as error:
        tell(of_error(error))
    except Exception as error:  # the border: its own words may hold what was asked
        log.error("%s\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)[-4:]))
        tell(FAULT)
    finally:
        getattr(parts, "close", _nothing)()  # what is broken off is recorded now, and not whenever memory is cleared
        tell(_END)


def _nothing() -> None: ...


def event(part: Claim | Answer | Refused) -> bytes:
    """A part as an event: the names and objects of the contract."""
    if isinstance(part, Claim):
        return _event("claim", claim_json(part))
    if isinstance(part, Answer):
        return _event("answer", answer_json(part))
    return _event("error", error_json(part, STREAM))


def _event(name: str, value: object) -> bytes:
    return b"event: " + name.encode() + b"\ndata: " + written(value) + b"\n\n"
