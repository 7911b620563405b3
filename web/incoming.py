"""What a request may bring along: how much, how deep, which fields; and whose page it speaks for."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import parse_qs, urlencode

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope

from web.problem import Refused, too_large
from web.routes import SESSION

LARGEST, DEEPEST = 1_000_000, 32  # bytes of a body that is no file, brackets within brackets
LONGEST_FIELD = 20_000  # characters: what is refused is kept with its conversation
LARGEST_HEAD, MOST_HEADERS = 32_768, 200  # bytes of all headers, and their number
_PATIENCE, _SLOWEST = 20, 100_000  # seconds for all of a body, and of one that may be larger: bytes in a second
_TOKENS = re.compile(rb'"(?:[^"\\]|\\.)*+"?|[\[{]|[\]}]', re.S)


class Join(BaseModel):
    """An event of the page, as its script sends it; nothing else is passed on."""

    model_config = ConfigDict(extra="forbid", strict=True)

    # No files: Gradio would fetch one from any address.
    data: list[Annotated[str, Field(max_length=LONGEST_FIELD)] | None] = Field(max_length=8)
    fn_index: int
    session_hash: str = Field(pattern=f"^{SESSION}$")
    event_data: dict[str, Any] | None = None
    trigger_id: int | None = None


@dataclass(frozen=True, slots=True)
class Function:
    """What an event of the page leads to: how many values it takes, whether it is a question, and in which queue it waits."""

    inputs: int
    question: bool
    queue: str = ""


async def body_of(scope: Scope, receive: Receive, most: int = LARGEST) -> bytes:
    """All of the body. Raises Refused for one of more than ``most`` bytes, or too slow."""
    declared = Headers(scope=scope).get("content-length", "0")
    if not declared.isdecimal() or int(declared) > most:
        raise too_large(most)
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(max(_PATIENCE, most / _SLOWEST)):
            more = True
            while more:
                message = await receive()
                parts.append(message.get("body", b""))
                size += len(parts[-1])
                more = message["type"] == "http.request" and message.get("more_body", False)
                if size > most:
                    raise too_large(most)
    except TimeoutError as error:
        raise Refused(400, "E_USAGE", "The request did not arrive in time.", "Send it again.") from error
    return b"".join(parts)


def again(body: bytes, receive: Receive) -> Receive:
    """``receive`` for an application that has yet to read the body."""
    left = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive_again() -> Message:
        return left.pop() if left else await receive()

    return receive_again


def event_in(scope: Scope, body: bytes, functions: Mapping[int, Function]) -> Join:
    """The event of the page. Raises Refused: E_TYPE, E_JSON, or E_FIELD with the name of the field."""
    try:
        event = Join.model_validate(json_in(scope, body))
    except ValidationError as error:
        raise _field(str(error.errors()[0]["loc"][0]) if error.errors()[0]["loc"] else "") from error
    if event.fn_index not in functions:
        raise _field("fn_index")
    if len(event.data) != functions[event.fn_index].inputs:
        raise _field("data")
    return event


def json_in(scope: Scope, body: bytes) -> object:
    """What the body says. Raises Refused: E_TYPE, E_JSON with the place."""
    if Headers(scope=scope).get("content-type", "").split(";")[0].strip().lower() != "application/json":
        raise Refused(415, "E_TYPE", "JSON was expected.", "Send it as application/json.")
    depth = 0
    for token in _TOKENS.finditer(body):
        depth += (token[0] in b"[{") - (token[0] in b"]}")
        if depth > DEEPEST:
            raise Refused(400, "E_JSON", f"The JSON is more than {DEEPEST} deep at byte {token.start()}.", "Send it flatter.")
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        place = f" at character {error.pos}" if isinstance(error, json.JSONDecodeError) else ""
        raise Refused(400, "E_JSON", f"The request is no JSON{place}.", "Send a JSON object.") from error


def _field(name: str) -> Refused:
    known = name in Join.model_fields
    shown = name if re.fullmatch(r"\w{1,40}", name) else "?"
    said = f"The field '{shown}' has a value that it cannot have." if known else f"There is no field '{shown}'."
    return Refused(422, "E_FIELD", said, f"Fields: {', '.join(Join.model_fields)}.")


def own_session(name: str, key: str) -> str:
    """The name of a page's session on this side: the same name from another visitor is another session."""
    return hashlib.sha256(f"{key} {name}".encode()).hexdigest()[:40] if key else name


def own_query(query: bytes, key: str) -> bytes:
    """The query of a stream, for this visitor's session. Raises Refused."""
    given = parse_qs(query.decode("latin-1"), max_num_fields=10)
    names = given.get("session_hash", [])
    if len(names) != 1 or not re.fullmatch(SESSION, names[0], re.ASCII):
        raise _field("session_hash")
    return urlencode({"session_hash": own_session(names[0], key)}).encode()
