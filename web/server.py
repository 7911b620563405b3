"""The web server: the chat at "/", the pages beside it, signing in, its health at "/healthz", and the guard before all of them."""

from __future__ import annotations

import signal
import socket
import threading

import gradio as gr
import uvicorn
from fastapi import FastAPI

from web.api import add_api
from web.archive import Archive
from web.briefings import add_briefings
from web.conversations import add_conversations
from web.documents import add_documents
from web.feedback import Noted, add_feedback
from web.gate import NAMES, Gate
from web.guard import Guard
from web.incoming import LARGEST_HEAD
from web.items import add_items
from web.jobs import Jobs
from web.library import add_library
from web.login import add_login
from web.meetings import add_meetings
from web.owner import Door, add_door
from web.page import STYLE, build_page, functions_of, theme
from web.patience import Patience
from web.people import add_people
from web.registers import add_registers
from web.site import Site, add_site
from web.topics import add_topics

_GRACE = 8  # seconds that answers being written have when the application is stopped


def create_server(archive: Archive, door: Door | None = None, gate: Gate | None = None, jobs: Jobs | None = None) -> FastAPI:
    """The application for one archive; with a ``door`` it takes commands for it, and a ``gate`` says who is let in.

    ``jobs`` are the uploads that are remembered from before.
    """
    gate = gate or Gate()
    noted = Noted()
    page = build_page(archive.assistant, archive.examples, archive.notice, archive.conversations, noted)
    style = "".join(file.read_text("utf-8") for file in STYLE)
    app = FastAPI(title="Minutes assistant", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(Guard, gate=gate, functions=functions_of(page))
    add_login(app, gate)
    site = Site(archive, gate)
    add_site(app, site)
    for add in (add_items, add_documents, add_registers, add_meetings, add_people, add_topics, add_briefings, add_conversations, add_api):
        add(app, site)
    add_feedback(app, site, noted)
    add_library(app, site, jobs or Jobs())

    @app.get("/healthz")
    def health() -> dict[str, str]:
        return {"status": "ok"}

    if door:
        add_door(app, door)
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        server_name=NAMES[0],
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size=1,
        ssr_mode=False,
        mcp_server=False,
        enable_monitoring=False,
        pwa=False,
        theme=theme(),
        # css= would put every rule under a class, the dark colours too
        head=f'<style>{style}</style><script src="/look/answers.js" defer></script>',
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
    )
    return app


def settings(app: FastAPI, proxy: str | None = None) -> uvicorn.Config:
    """How the application is served; what ``proxy`` says of a visitor's address and of https is taken as true."""
    return uvicorn.Config(
        app,
        log_level="warning",
        server_header=False,
        http=Patience,
        h11_max_incomplete_event_size=LARGEST_HEAD,
        ws="none",
        proxy_headers=proxy is not None,
        forwarded_allow_ips=proxy,
        timeout_keep_alive=30,  # longer than programs keep theirs, so that none is used as it is being closed
        timeout_graceful_shutdown=_GRACE,
    )


class Announced(uvicorn.Server):
    """Says where it is once it is ready to answer, and tells the gate when it is stopped; it stops by itself when ``moved`` is set."""

    def __init__(self, config: uvicorn.Config, gate: Gate, moved: threading.Event | None = None) -> None:
        super().__init__(config)
        self._gate, self._moved = gate, moved or threading.Event()

    async def on_tick(self, counter: int) -> bool:
        return await super().on_tick(counter) or self._moved.is_set()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and sockets:
            host, port = sockets[0].getsockname()[:2]
            print(f"The minutes assistant is ready at http://{host}:{port}  (stop it with Ctrl+C)", flush=True)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._gate.closing.set()
        await super().shutdown(sockets)


def run(server: Announced, sockets: list[socket.socket]) -> bool:
    """Answers until SIGTERM; what is being answered then is waited for, and the process ends as one that did its work.

    Gives whether it was stopped so; it may also have stopped by itself.
    """
    told: list[object] = []
    signal.signal(signal.SIGTERM, lambda *said: told.append(said))  # the server sends itself again what stopped it
    server.run(sockets=sockets)
    return bool(told)
