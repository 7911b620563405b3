"""Signing in and out: a page that works without script, and as slow for a name that does not exist as for one that does."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from urllib.parse import parse_qs

from anyio import CapacityLimiter, to_thread
from fastapi import FastAPI, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from assistant.accounts import folded
from assistant.audit import Entry
from web.gate import Gate, address_of
from web.landing import landing
from web.outgoing import cookie, settled
from web.problem import Refused, respond
from web.routes import PAGE
from web.session import Sessions, token_in
from web.template import filled

_AT_ONCE, _WAITING = 2, 40  # passwords looked at together, each with 19 MiB; and those that wait for it
WRONG = "The name or the password is not right."
ENDED = "Your session has ended. Sign in again."
HINT = "Check both and try again. Five wrong passwords in 15 minutes lock a name for a while."


@dataclass(frozen=True, slots=True)
class Typed:
    """What the form says; ``way`` is a page of ours."""

    name: str = ""
    password: str = field(default="", repr=False)
    way: str = PAGE


def add_login(app: FastAPI, gate: Gate) -> None:
    """The pages for signing in and out."""
    workers = CapacityLimiter(_AT_ONCE)

    @app.get("/login")
    async def form(request: Request) -> Response:
        way = landing(request.query_params.get("next", ""))
        if gate.accounts is None:
            return RedirectResponse(way, 303)
        return HTMLResponse(login_html(Typed(way=way), notice=ENDED if "ended" in request.query_params else ""))

    @app.post("/login")
    async def sign_in(request: Request) -> Response:
        if gate.sessions is None or gate.accounts is None:
            return RedirectResponse("/", 303)
        typed = _typed(await request.body())
        try:
            return await _signed_in(gate, gate.sessions, request, typed, workers)
        except Refused as refused:
            return _told(request, refused, typed)

    @app.post("/logout")
    async def sign_out(request: Request) -> Response:
        secure = request.url.scheme == "https"
        if gate.sessions:
            gate.sessions.end(token_in(request.cookies, secure))
        settled(request.scope)
        return RedirectResponse("/login" if gate.accounts else "/", 303, {"Set-Cookie": cookie("", secure)})


async def _signed_in(gate: Gate, sessions: Sessions, request: Request, typed: Typed, workers: CapacityLimiter) -> Response:
    """A new session under a new token, and the way to the page that was asked for. Raises Refused: E_AUTH, E_RATE, E_BUSY."""
    address, who = address_of(request), folded(typed.name)
    if workers.statistics().tasks_waiting >= _WAITING:
        raise Refused(503, "E_BUSY", "Many people are signing in just now.", "Try again in a few seconds.", wait=5)
    if wait := max(gate.by_name.wait(who), gate.by_address.wait(address)):
        raise Refused(429, "E_RATE", "There were too many attempts to sign in.", f"Try again in {wait / 60:.0f} minutes.", wait)
    gate.by_name.take(who)
    gate.by_address.take(address)
    account = await to_thread.run_sync(partial(sessions.accounts.verified, typed.name, typed.password), limiter=workers)
    if account is None:
        gate.audit.record(Entry("refused", about="sign-in"))  # without the name typed: some type their password there
        raise Refused(401, "E_AUTH", WRONG, HINT)
    gate.by_name.clear(who)
    gate.by_address.give_back(address)
    gate.audit.record(Entry("signed in", account.name))
    secure = request.url.scheme == "https"
    sessions.end(token_in(request.cookies, secure))
    settled(request.scope)
    return RedirectResponse(typed.way, 303, {"Set-Cookie": cookie(sessions.begin(account), secure)})


def _typed(body: bytes) -> Typed:
    """The form as typed. Raises Refused for what is no form."""
    try:
        given = parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=4)
    except ValueError as error:
        raise Refused(400, "E_JSON", "The form cannot be read.", "Load the page again.") from error
    name, password, way = (given.get(field, [""])[0] for field in ("name", "password", "next"))
    return Typed(name[:100], password, landing(way))


def _told(request: Request, refused: Refused, typed: Typed) -> Response:
    """The form again with what was wrong; the one shape of errors for programs."""
    settled(request.scope)
    if "text/html" not in request.headers.get("accept", ""):
        return respond(request.scope, refused)
    headers = {"Retry-After": str(refused.wait)} if refused.wait else {}
    return HTMLResponse(login_html(typed, refused.message, refused.hint), refused.status, headers)


def login_html(typed: Typed, error: str = "", hint: str = "", notice: str = "") -> str:
    """The form; with ``error`` a summary that is read first, and both fields named as wrong."""
    return filled("login.html", error=error, hint=hint, name=typed.name, way=typed.way, notice=notice)
