"""What stands before every route: names, origins, the table of addresses, who asks, and how much; and the headers of every answer."""

from __future__ import annotations

import asyncio
import logging
import secrets
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.audit import Entry
from index.errors import AssistantError
from web.gate import Gate
from web.incoming import LARGEST_HEAD, MOST_HEADERS, Function, again, body_of, event_in, own_query, own_session
from web.landing import may_be_sent, sign_in_path
from web.outgoing import Outgoing, settled
from web.problem import FAULT, FOREIGN, NO_TOKEN_OR_SESSION, NOT_FOUND, NOT_SIGNED_IN, Refused, of_error
from web.routes import DATA, HEARTBEAT, JOIN, OF_VISITORS, PAGE, STREAM, Route, route_of
from web.session import cookie_name
from web.visitor import Visitor, set_visitor

log = logging.getLogger(__name__)

_TICK = 0.25  # seconds between two looks at whether a stream may go on
_FORWARDED = ("forwarded", "x-forwarded-", "x-gradio-", "x-direct-")  # the server has read what it trusts of these; Gradio would trust all


class Guard:
    """Refuses what is not allowed, and tells the application who asks (``web/visitor.py``)."""

    def __init__(self, app: ASGIApp, gate: Gate, functions: Mapping[int, Function]) -> None:
        self.app, self.gate, self.functions = app, gate, functions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        out = Outgoing(scope, send)
        try:
            await self._admit(scope, receive, out)
        except Refused as refused:
            await out.instead(refused, receive)
        except AssistantError as error:
            await out.instead(of_error(error), receive)
        except Exception as error:  # the border: its own words may hold what was asked
            log.error("%s\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)[-4:]))
            await out.instead(FAULT, receive)

    async def _admit(self, scope: Scope, receive: Receive, out: Outgoing) -> None:
        route = self._route(scope)
        out.kept = route.kept
        connection = HTTPConnection(scope)
        visitor = self._visitor(route, connection)
        if route.access in OF_VISITORS and visitor is None:
            if may_be_sent(scope, connection.headers.get("accept", "")):
                await RedirectResponse(sign_in_path(scope, ended=bool(connection.cookies)), 303)(settled(scope), receive, out)
                return
            raise NO_TOKEN_OR_SESSION if route.program else NOT_SIGNED_IN
        if route.access == "staff" and visitor and not visitor.tends:
            self.gate.audit.record(Entry("refused", visitor.viewer.name if visitor.viewer else "", about=route.path))
            raise NOT_FOUND
        if scope["method"] == "POST" and not route.large:
            receive = again(await body_of(scope, receive, route.most), receive)
        if visitor is None:
            await self.app(scope, receive, out)
        else:
            await self._for_visitor(scope, receive, out, visitor)

    def _visitor(self, route: Route, connection: HTTPConnection) -> Visitor | None:
        """Who asks, where the route is for somebody in particular. Raises Refused for a token that opens nothing."""
        if route.access not in OF_VISITORS:
            return None
        return self.gate.program(connection) if route.program and self.gate.is_program(connection) else self.gate.visitor(connection)

    def _route(self, scope: Scope) -> Route:
        """The route of a request that may be looked at. Raises Refused."""
        headers = Headers(scope=scope)
        if len(scope["headers"]) > MOST_HEADERS or sum(len(name) + len(value) for name, value in scope["headers"]) > LARGEST_HEAD:
            raise Refused(413, "E_TOO_LARGE", f"The request has more than {MOST_HEADERS} headers, or too long ones.", "Send fewer.")
        if _name_in(headers.get("host", "")) not in self.gate.hosts:
            raise Refused(400, "E_ORIGIN", "The page does not answer to this name.", "Ask whoever runs it for its address.")
        route = route_of(scope["path"])
        if route is None:
            raise NOT_FOUND
        if scope["method"] not in route.methods:
            raise Refused(405, "E_USAGE", "This address does not take such a request.", f"It takes {' and '.join(route.methods)}.")
        program = route.program and self.gate.is_program(HTTPConnection(scope))
        if scope["method"] == "POST" and route.access != "token" and not program and _foreign(scope, headers):
            raise FOREIGN
        return route

    async def _for_visitor(self, scope: Scope, receive: Receive, out: Outgoing, visitor: Visitor) -> None:
        set_visitor(scope, visitor)
        scope["headers"] = [pair for pair in scope["headers"] if not pair[0].decode("latin-1").startswith(_FORWARDED)]
        path: str = scope["path"]
        if path == PAGE:
            self._plain_page(scope, out, visitor)
        elif path == JOIN:
            receive = await self._joining(scope, receive, visitor)
        elif path == DATA:
            scope["query_string"] = own_query(scope["query_string"], visitor.key)
        elif path.startswith(HEARTBEAT):
            own = HEARTBEAT + own_session(path.removeprefix(HEARTBEAT), visitor.key)
            scope["path"], scope["raw_path"] = own, own.encode()
        if path in (DATA, STREAM) or path.startswith(HEARTBEAT):
            await self._while_staying(scope, receive, out, self._goes_on(visitor, answers=path in (DATA, STREAM)))
        else:
            await self.app(scope, receive, out)

    def _plain_page(self, scope: Scope, out: Outgoing, visitor: Visitor) -> None:
        """The page itself: nothing of its address is passed on, and its scripts are listed in its policy, so it may not be packed."""
        scope["query_string"] = b""
        scope["headers"] = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
        out.is_page = True
        secure = scope["scheme"] == "https"
        if visitor.viewer and not visitor.viewer.name and cookie_name(secure) not in HTTPConnection(scope).cookies:
            out.token = secrets.token_urlsafe(32)  # opens nothing: it keeps one nameless visitor's conversation from another's

    async def _joining(self, scope: Scope, receive: Receive, visitor: Visitor) -> Receive:
        """An event of the page: read, counted, and passed on for this visitor's own session. Raises Refused."""
        event = event_in(scope, (await receive())["body"], self.functions)
        if self.functions[event.fn_index].question:
            self.gate.counted(visitor, HTTPConnection(scope))
        own = event.model_copy(update={"session_hash": own_session(event.session_hash, visitor.key)})
        body = own.model_dump_json().encode()
        MutableHeaders(scope=scope)["content-length"] = str(len(body))
        scope["query_string"] = b""
        return again(body, receive)

    def _goes_on(self, visitor: Visitor, answers: bool) -> Callable[[], bool]:
        """While the session is open; and where it carries no answers, while the application is not being stopped."""

        def goes_on() -> bool:
            try:
                return visitor.stays() and (answers or not self.gate.closing.is_set())
            except AssistantError:
                return False

        return goes_on

    async def _while_staying(self, scope: Scope, receive: Receive, out: Outgoing, goes_on: Callable[[], bool]) -> None:
        """A stream is cut off within a second after its session has ended, whatever is being written at that moment."""
        stream = asyncio.ensure_future(self.app(scope, receive, out))
        try:
            while not stream.done() and goes_on():
                await asyncio.wait({stream}, timeout=_TICK)
            if stream.done():
                stream.result()
            else:
                await out.cut_off()
        finally:
            stream.cancel()
            with suppress(BaseException):
                await stream


def _name_in(host: str) -> str:
    """The name in a Host header, without the port."""
    name, _, port = host.rpartition(":")
    return (name if name and port.isdecimal() else host).lower()


def _foreign(scope: Scope, headers: Headers) -> bool:
    """True where a browser says that another site made it send this."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None and site not in ("same-origin", "none"):
        return True
    return origin is not None and origin != f"{scope['scheme']}://{headers.get('host', '')}"
