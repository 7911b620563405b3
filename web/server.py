"""The web server: the page at "/", its health at "/healthz", and headers that keep everything on this machine."""

from __future__ import annotations

import socket
from collections.abc import Sequence

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.chat import Answering
from web.owner import Door, add_door
from web.page import STYLE, build_page, theme

NAMES = ("127.0.0.1", "localhost")
# Gradio builds its page with scripts in the page, and its components' scripts from strings.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; frame-src 'none'; "
    "frame-ancestors 'none'; form-action 'self'; base-uri 'self'"
)
_HEADERS = {"Content-Security-Policy": _POLICY, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
_CLOSED = ("/gradio_api/upload", "/gradio_api/file", "/gradio_api/proxy", "/gradio_api/stream")  # the chat takes and gives no files


class Guard:
    """Adds the headers to every response, and answers 404 where the page has no use for a route of Gradio."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        closed = scope["type"] == "http" and scope["path"].startswith(_CLOSED)
        app = JSONResponse({"detail": "Not Found"}, 404) if closed else self.app
        await app(scope, receive, send_guarded)


def create_server(assistant: Answering, examples: Sequence[str], notice: str = "", door: Door | None = None) -> FastAPI:
    """The application for one archive; with a ``door`` it takes commands for it."""
    app = FastAPI(title="Minutes assistant", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(Guard)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(NAMES))

    @app.get("/healthz")
    def health() -> dict[str, str]:
        return {"status": "ok"}

    if door:
        add_door(app, door)
    gr.mount_gradio_app(
        app,
        build_page(assistant, examples, notice),
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
        head=f"<style>{STYLE.read_text('utf-8')}</style>",  # css= would put every rule under a class, the dark colours too
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
    )
    return app


class Announced(uvicorn.Server):
    """Says where it is once it is ready to answer."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and sockets:
            host, port = sockets[0].getsockname()[:2]
            print(f"The minutes assistant is ready at http://{host}:{port}  (stop it with Ctrl+C)", flush=True)
