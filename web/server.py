"""The web server: the chat at "/", the pages beside it, signing in, its health at "/healthz", and the guard before all of them."""

from __future__ import annotations

import signal
import socket

import gradio as gr
import uvicorn
from fastapi import FastAPI

from web.archive import Archive
from web.feedback import Noted, add_feedback
from web.gate import NAMES, Gate
from web.guard import Guard
from web.incoming import LARGEST_HEAD
from web.login import add_login
from web.owner import Door, add_door
from web.page import STYLE, build_page, functions_of, theme
from web.patience import Patience
from web.site import Site, add_site

_GRACE = 8  # seconds that answers being written have when the application is stopped


def create_server(archive: Archive, door: Door | None = None, gate: Gate | None = None) -> FastAPI:
    """The application for one archive; with a ``door`` it takes commands for it, and a ``gate`` says who is let in."""
    gate = gate or Gate()
    noted = Noted()
    page = build_page(archive.assistant, archive.examples, archive.notice, noted)
    style = "".join(file.read_text("utf-8") for file in STYLE)
    app = FastAPI(title="Minutes assistant", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(Guard, gate=gate, functions=functions_of(page))
    add_login(app, gate)
    site = Site(archive, gate)
    add_site(app, site)
    add_feedback(app, site, noted)

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
        head=f"<style>{style}</style>",  # css= would put every rule under a class, the dark colours too
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
    """Says where it is once it is ready to answer, and tells the gate when it is stopped."""

    def __init__(self, config: uvicorn.Config, gate: Gate) -> None:
        super().__init__(config)
        self._gate = gate

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and sockets:
            host, port = sockets[0].getsockname()[:2]
            print(f"The minutes assistant is ready at http://{host}:{port}  (stop it with Ctrl+C)", flush=True)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._gate.closing.set()
        await super().shutdown(sockets)


def run(server: Announced, sockets: list[socket.socket]) -> None:
    """Answers until SIGTERM; what is being answered then is waited for, and the process ends as one that did its work."""
    signal.signal(signal.SIGTERM, _waited)  # the server sends itself again what stopped it
    server.run(sockets=sockets)


def _waited(*_: object) -> None:
    """Nothing is left to do."""
