"""An answer on its way out: its headers put on, an error told in the one shape, the page with the policy for its scripts."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Receive, Scope, Send

from web.headers import page_policy, security
from web.problem import Refused, of_status, respond
from web.session import cookie_name

_SETTLED = "settled"
_OURS = (b"set-cookie", b"server")  # of Gradio's headers these are dropped, and all that would let another site read


def settled(scope: Scope) -> Scope:
    """Marks the request: what answers it is ours, and is passed on as it is."""
    scope[_SETTLED] = True
    return scope


def cookie(token: str, secure: bool) -> str:
    """The one cookie; an empty ``token`` takes it away."""
    ended = "" if token else "; Max-Age=0"
    return f"{cookie_name(secure)}={token}; Path=/; HttpOnly; SameSite=Lax{'; Secure' if secure else ''}{ended}"


class Outgoing:
    """In place of ``send``."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self.kept = False  # nothing personal: the browser may keep it
        self.is_page = False
        self.token = ""  # for a visitor who has none yet
        self._scope, self._send = scope, send
        self._started = self._over = False
        self._held: Message | None = None
        self._page = b""

    async def __call__(self, message: Message) -> None:
        if self._over:
            return
        if message["type"] == "http.response.start":
            await self._start(message)
        elif self._held is not None:
            await self._gather(self._held, message)
        else:
            await self._send(message)

    async def instead(self, refused: Refused, receive: Receive) -> None:
        """The refusal, where nothing has been sent yet; else the end."""
        if self._started:
            await self.cut_off()
        elif not self._over:
            self._held = None
            await respond(self._scope, refused)(settled(self._scope), receive, self)

    async def cut_off(self) -> None:
        """No more of it."""
        if not self._over:
            self._over = True
            if not self._started:
                await self._send({"type": "http.response.start", "status": 204, "headers": []})
            await self._send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _start(self, message: Message) -> None:
        ours = self._scope.get(_SETTLED, False)
        if message["status"] >= 400 and not ours:
            self._scope[_SETTLED] = True
            await respond(self._scope, of_status(message["status"]))(self._scope, _nothing, self)
            self._over = True
            return
        self._dress(message, ours)
        if self.is_page and message["status"] == 200 and self._scope["method"] == "GET":
            self._held = message
        else:
            self._started = True
            await self._send(message)

    def _dress(self, message: Message, ours: bool) -> None:
        secure = self._scope["scheme"] == "https"
        raw = [pair for pair in message.get("headers", ()) if ours or not (pair[0] in _OURS or pair[0].startswith(b"access-control-"))]
        message["headers"] = raw
        headers = MutableHeaders(raw=raw)
        headers.update(security(secure))
        if not self.kept or message["status"] >= 400:
            headers["Cache-Control"] = "no-store"
        if self.token:
            headers.append("Set-Cookie", cookie(self.token, secure))

    async def _gather(self, start: Message, message: Message) -> None:
        self._page += message.get("body", b"")
        if not message.get("more_body", False):
            MutableHeaders(raw=start["headers"])["Content-Security-Policy"] = page_policy(self._page)
            self._held, self._started = None, True
            await self._send(start)
            await self._send({"type": "http.response.body", "body": self._page})


async def _nothing() -> Message:
    return {"type": "http.disconnect"}
