"""A process that stays the same: many questions, readers who leave, models that fail (R-72, R-73, R-65)."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import cycle, islice
from pathlib import Path

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from gates import event
from model_server import MODEL, MODES, served
from soak import Census, census, scripts, soak
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from worlds import QUAY_MINUTES, assistant, world

from assistant.answer import ANYWHERE, Answer, Claim, Turn
from index.minutes import Scope as Papers
from index.store import Store
from tests.fakes_app import ScriptedAssistant, archive_of
from web.chat import KEPT, Conversation, ask, source
from web.message import answer_html
from web.page import messages
from web.server import create_server

pytestmark = pytest.mark.filterwarnings("ignore:.*no_silent_downcasting.*")  # said by pandas when Gradio counts its own events
PONTOON = "What did the board decide about the ferry pontoon?"
LONG = bool(os.environ.get("SOAK"))
QUESTIONS = 2_000 if LONG else 120
LEAVING = 1_000 if LONG else 8
FAULTS = 200 if LONG else 12
STOPS = 2.0  # seconds after which nobody works for a reader who left
GROWTH = 50_000_000


# -- questions without end


def test_a_process_holds_no_more_after_many_questions_than_after_a_few(samples: Store):
    """The long count is ``python tests/soak.py 10000``, with the real embedder."""
    found = soak(assistant(samples), QUESTIONS, scripts(), every=QUESTIONS // 4)
    few, *_, last = found
    assert last.fds <= few.fds  # fewer where what an earlier test left behind has gone meanwhile
    assert last.threads <= few.threads
    assert last.temp <= few.temp
    assert last.rss - few.rss < GROWTH


def test_a_conversation_forgets_what_is_long_past_and_its_links_stay_right():
    scripted, conversation = ScriptedAssistant(), Conversation()
    for n in range(KEPT + 5):
        *_, conversation = ask(scripted, f"lighting {n}", conversation)
    assert (len(conversation.exchanges), conversation.forgotten, conversation.latest) == (KEPT, 5, KEPT + 5)
    assert len(scripted.histories[-1]) == 2 * KEPT
    assert f"#cite-{KEPT + 5}-1" in conversation.exchanges[-1].html
    assert conversation.exchanges[0].question == "lighting 5"
    assert "cannot be shown" not in source(scripted, conversation, "6-1")
    assert "cannot be shown" in source(scripted, conversation, "5-1")
    assert "cannot be shown" in source(scripted, conversation, f"{KEPT + 6}-1")
    assert len(messages(conversation)) == 2 * KEPT


def test_a_conversation_keeps_of_an_answer_what_a_link_or_a_later_question_needs(samples: Store):
    over = assistant(samples)
    *_, conversation = ask(over, "What did the Harrowmere board decide about drones?", Conversation())
    kept = conversation.exchanges[0].answer
    whole = over.ask("What did the Harrowmere board decide about drones?")
    assert kept is not None
    assert len(whole.evidence) > 1
    assert (kept.evidence, kept.citations, kept.text) == ((), whole.citations, whole.text)
    assert conversation.exchanges[0].html == answer_html(whole, 1)


# -- readers who leave


class Endless(ScriptedAssistant):
    """Says something for as long as somebody listens; ``working`` counts the answers being written."""

    def __init__(self) -> None:
        super().__init__()
        self.working = self.begun = 0

    def stream(self, question: str, history: Sequence[Turn] = (), within: Papers = ANYWHERE) -> Iterator[Claim | Answer]:
        self.working, self.begun = self.working + 1, self.begun + 1
        try:
            for n in range(600):
                yield Claim(f"Sentence {n} of the minutes.", (), "quote")
                time.sleep(0.1)
        finally:
            self.working -= 1


@contextmanager
def serving(answering: Endless) -> Iterator[tuple[str, FastAPI]]:
    """The address of the page, and its application."""
    app = create_server(archive_of(answering, ()))
    with socket.create_server(("127.0.0.1", 0)) as door:
        server = uvicorn.Server(uvicorn.Config(counted(app), log_level="error", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        url = f"http://127.0.0.1:{door.getsockname()[1]}"
        yield url, app
        server.should_exit = True
        thread.join(10)


def counted(app: ASGIApp) -> ASGIApp:
    """``app``, and before its guard an address that tells how many tasks are at work."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        tell = scope["type"] == "http" and scope["path"] == "/tasks"
        await (JSONResponse(len(asyncio.all_tasks())) if tell else app)(scope, receive, send)

    return answer


def leaves(url: str, app: FastAPI, session: str) -> None:
    """Asks, reads the first words of the answer, and goes."""
    said = event(app, "question", "lighting", session)
    with httpx.Client(timeout=30) as client:
        assert client.post(f"{url}/gradio_api/queue/join", json=said).status_code == 200
        with client.stream("GET", f"{url}/gradio_api/queue/data", params={"session_hash": session}) as heard:
            for line in heard.iter_lines():
                if line.startswith("data:") and json.loads(line[5:]).get("msg") == "process_generating":
                    return


def test_nobody_works_on_for_a_reader_who_left():
    answering = Endless()
    with serving(answering) as (url, app):
        leaves(url, app, "first")
        stopped(answering)
        before, running = census(0, Path("/nonexistent")), at_work(url, 0)
        for n in range(LEAVING):
            leaves(url, app, f"s{n}")
            stopped(answering)
        after = census(LEAVING, Path("/nonexistent"))
        assert at_work(url, running) <= running
    assert answering.begun == LEAVING + 1
    assert after.fds <= before.fds + 2
    assert after.threads <= before.threads + 4  # of a pool that has no more than forty


def at_work(url: str, most: int) -> int:
    """The tasks of the server, once there are no more than ``most`` or it had its time to end them."""
    until = time.monotonic() + STOPS
    while (found := httpx.get(f"{url}/tasks", timeout=30).json()) > most and time.monotonic() < until:
        time.sleep(0.05)
    return int(found)


def stopped(answering: Endless) -> None:
    until = time.monotonic() + STOPS
    while answering.working and time.monotonic() < until:
        time.sleep(0.02)
    assert answering.working == 0


# -- models that fail


def test_nothing_is_left_of_models_that_fail(tmp_path: Path):
    """Threads, connections and files are as before, whatever sort of fault it was."""
    sorts = list(MODES) if LONG else ["500", "invalid JSON", "ends half-way", "no first token", "50 MB", "another model"]
    with world(tmp_path, {"quay-minutes.txt": QUAY_MINUTES}) as store:
        faults(store, sorts, len(sorts))  # the first of each imports and opens what stays
        before = settled()
        faults(store, sorts, FAULTS)
        after = settled()
    assert after.threads <= before.threads
    assert abs(after.fds - before.fds) <= 2


def faults(store: Store, sorts: Sequence[str], count: int) -> None:
    """So many questions to models that fail in these ways in turn; their servers are gone afterwards."""
    with ExitStack() as servers:
        urls = [servers.enter_context(served(MODES[sort][0]))[0] for sort in sorts]
        over = [assistant(store, llm_url=url, llm_model=MODEL, llm_timeout=0.3) for url in urls]
        for one in over:
            one.composer.voice.rest = 0.0  # type: ignore[union-attr, attr-defined]
        for one in islice(cycle(over), count):
            assert one.ask(PONTOON).writer == "extractive"


def settled() -> Census:
    """What is held once the threads of the faults have had their time to end."""
    until = time.monotonic() + 10
    while any(thread.name == "language model" for thread in threading.enumerate()) and time.monotonic() < until:
        time.sleep(0.05)
    gc.collect()
    return census(0, Path("/nonexistent"))
