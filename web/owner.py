"""The door for the command line: commands for the store that this application owns, from whoever has the token."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, field

from fastapi import FastAPI, Request
from pydantic import TypeAdapter, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse

from assistant.handover import PATH, Done, Handed

LONGEST = 1_000_000  # bytes of a command
_HANDED = TypeAdapter(Handed)


@dataclass(frozen=True, slots=True)
class Door:
    """Who may hand a command over, and what carries it out."""

    carry_out: Callable[[Handed], Done]
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)


def add_door(app: FastAPI, door: Door) -> None:
    """POST a command to ``app``; 401 without the token, 413 and 422 for what is no command."""

    @app.post(PATH)
    async def command(request: Request) -> JSONResponse:
        given = request.headers.get("authorization", "")
        if not hmac.compare_digest(given.encode(), f"Bearer {door.token}".encode()):
            return JSONResponse({"detail": "Unauthorized"}, 401)
        if int(request.headers.get("content-length") or LONGEST + 1) > LONGEST:
            return JSONResponse({"detail": "Too long"}, 413)
        try:
            handed = _HANDED.validate_json(await request.body())
        except ValidationError:
            return JSONResponse({"detail": "No command"}, 422)
        return JSONResponse(asdict(await run_in_threadpool(door.carry_out, handed)))
