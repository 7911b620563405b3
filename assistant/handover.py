"""A command handed over to the web application that owns the store: one process opens it, the command line speaks to that one.

The way there is a port of this machine and a token from a file that only the same user can read (``index/lock.py``). Such a file stays
behind after a kill, and the port may be another program's by then: the token goes to none but a greeting owner of a locked store.
"""

from __future__ import annotations

import http.client
import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from index.lock import Owner, is_held, owner_of

PATH = "/owner/command"
HEALTH = "/healthz"
LONGEST_GREETING = 1000  # bytes
GREETING = 5.0  # seconds for an owner to be reached and to say that it is well


@dataclass(frozen=True, slots=True)
class Handed:
    """A command as typed, and where: paths count from ``folder``."""

    arguments: tuple[str, ...]
    folder: str
    columns: int


@dataclass(frozen=True, slots=True)
class Done:
    """What a command said, and its exit code."""

    out: str
    err: str
    code: int


def hand_over(store: Path, arguments: Sequence[str], columns: int) -> Done | None:
    """What came of the command in the process that owns ``store``; None where none takes commands: then open it yourself."""
    owner = owner_of(store)
    if owner is None or owner.port is None or not is_held(store):
        return None
    return _carried_out(owner, owner.port, Handed(tuple(arguments), os.getcwd(), columns))


def _carried_out(owner: Owner, port: int, handed: Handed) -> Done | None:
    """Waits as long as it takes once the owner has greeted: taking in a folder may last."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=GREETING)
    headers = {"Authorization": f"Bearer {owner.token}", "Content-Type": "application/json"}
    try:
        if not _greets(connection):
            return None
        if connection.sock is None:
            connection.connect()
        connection.sock.settimeout(None)
        connection.request("POST", PATH, json.dumps(asdict(handed)).encode("utf-8"), headers)
        answer = connection.getresponse()
        return Done(**json.loads(answer.read())) if answer.status == 200 else None
    except (OSError, http.client.HTTPException, ValueError):  # the owner is gone, or another program has its port by now
        return None
    finally:
        connection.close()


def _greets(connection: http.client.HTTPConnection) -> bool:
    """Whether what listens there answers as our application does."""
    connection.request("GET", HEALTH)
    answer = connection.getresponse()
    return answer.status == 200 and json.loads(answer.read(LONGEST_GREETING)) == {"status": "ok"}
