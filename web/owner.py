"""The door for the command line: commands for the store that this application owns, from whoever has the token."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, field

from fastapi import FastAPI, Request
from pydantic import TypeAdapter, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from assistant.handover import PATH, Done, Handed
from web.outgoing import settled
from web.problem import Refused, respond, too_large

LONGEST = 1_000_000  # bytes of a command
_HANDED = TypeAdapter(Handed)


@dataclass(frozen=True, slots=True)
class Door:
    """Who may hand a command over, and what carries it out."""

    carry_out: Callable[[Handed], Done]
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)


def add_door(app: FastAPI, door: Door) -> None:
    """POST a command to ``app``; 401 without the token, 413 and 422 for what is no command."""

    @app.exception_handler(Refused)
    async def refuse(request: Request, refused: Refused) -> Response:
        return respond(settled(request.scope), refused)

    @app.post(PATH)
    async def command(request: Request) -> JSONResponse:
        given = request.headers.get("authorization", "")
        if not hmac.compare_digest(given.encode(), f"Bearer {door.token}".encode()):
            raise Refused(401, "E_AUTH", "This address is for the command line of the same user.")
        if int(request.headers.get("content-length") or LONGEST + 1) > LONGEST:
            raise too_large(LONGEST)
        try:
            handed = _HANDED.validate_json(await request.body())
        except ValidationError as error:
            raise Refused(422, "E_FIELD", "This is no command.") from error
        return JSONResponse(asdict(await run_in_threadpool(door.carry_out, handed)))
