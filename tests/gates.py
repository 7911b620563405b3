"""The page with accounts, served on a port of this machine, and people who sign in to it."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep

import httpx
from fakes_app import ScriptedAssistant, archive_of
from fastapi import FastAPI

from assistant.accounts import Accounts
from assistant.answer import ANYWHERE, Answer, Claim, Turn
from assistant.conversations import NONE, Conversations
from assistant.handover import Done
from assistant.viewer import Viewer
from index.minutes import Scope
from web.gate import NAMES, Gate
from web.incoming import Function
from web.limit import Limit
from web.owner import Door
from web.page import CHOOSING
from web.server import Announced, create_server, settings
from web.session import Sessions

PASSWORD = "three random words"
PEOPLE = {"rhea": ("reader", ("exempt",)), "sam": ("staff", ()), "ada": ("admin", ())}
TOKEN = "the token of the command line"


class Clock:
    """A clock that goes on only when it is told to."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


class Telling(ScriptedAssistant):
    """Answers as its elder, and says for whom; "endless" goes on until nobody listens."""

    def __init__(self, pause: float = 0, viewer: Viewer | None = None, steps: list[int] | None = None) -> None:
        super().__init__(pause)
        self.viewer = viewer
        self.steps = steps if steps is not None else []  # of endless answers, one for each sentence

    def seen_by(self, viewer: Viewer) -> Telling:
        return Telling(self.pause, viewer, self.steps)

    def stream(self, question: str, history: Sequence[Turn] = (), within: Scope = ANYWHERE) -> Iterator[Claim | Answer]:
        while "endless" in question:
            self.steps.append(len(self.steps))
            yield Claim(f"Sentence {len(self.steps)} of many.", (), "quote")
            sleep(0.1)
        for part in super().stream(question, history, within):
            if isinstance(part, Answer):
                said = f"For {described(self.viewer)}, who asked {question}, after {len(history)} turns"
                part = replace(part, claims=(*part.claims, Claim(said, (), "quote")))
            yield part


def described(viewer: Viewer | None) -> str:
    """In words that HTML leaves as they are."""
    if viewer is None:
        return "the owner of the machine"
    return f"{viewer.name or 'nobody'} as {viewer.role} seeing {' and '.join(viewer.labels).replace('*', 'everything')}"


@cache
def _people() -> bytes:
    with TemporaryDirectory() as folder:
        accounts = Accounts(Path(folder) / "accounts.sqlite")
        for name, (role, sees) in PEOPLE.items():
            accounts.add(name, PASSWORD, role, sees)  # type: ignore[arg-type]
        return accounts.path.read_bytes()


def accounts_in(folder: Path) -> Accounts:
    """One account of each role; those that were there are gone."""
    accounts = Accounts(folder / "accounts.sqlite")
    accounts.path.write_bytes(_people())
    accounts.path.chmod(0o600)
    return accounts


@dataclass(frozen=True)
class House:
    """A running server and all that it was made of."""

    app: FastAPI
    gate: Gate
    address: str
    assistant: Telling
    server: Announced

    @contextmanager
    def client(self, name: str = "", timeout: float = 20) -> Iterator[httpx.Client]:
        """A browser, signed in where there is a name."""
        with httpx.Client(base_url=self.address, timeout=timeout, trust_env=False) as client:
            if name:
                assert client.post("/login", data={"name": name, "password": PASSWORD}).status_code == 303
            yield client

    @property
    def sessions(self) -> Sessions:
        assert self.gate.sessions
        return self.gate.sessions

    @property
    def accounts(self) -> Accounts:
        return self.sessions.accounts


def door() -> Door:
    return Door(lambda handed: Done(" ".join(handed.arguments), "", 0), TOKEN)


@contextmanager
def served(gate: Gate, assistant: Telling | None = None, conversations: Conversations = NONE) -> Iterator[House]:
    assistant = assistant or Telling()
    app = create_server(archive_of(assistant, conversations=conversations), door(), gate)
    with running(app, gate) as (server, address):
        yield House(app, gate, address, assistant, server)


@contextmanager
def running(app: FastAPI, gate: Gate) -> Iterator[tuple[Announced, str]]:
    """The server with its address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = Announced(settings(app), gate)
        server.config.timeout_graceful_shutdown = 1
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            sleep(0.01)
        yield server, f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


def gate_of(accounts: Accounts, clock: Clock | None = None, public: bool = False, questions: int = 1_000_000) -> Gate:
    """With limits that a test can wait for, where it has a clock."""
    if clock is None:
        return Gate(Sessions(accounts), NAMES, public, Limit(questions, 60))
    quarter = 15 * 60
    return Gate(Sessions(accounts, clock), NAMES, public, Limit(questions, 60, clock), Limit(5, quarter, clock), Limit(20, quarter, clock))


def functions_in(app: FastAPI) -> dict[int, Function]:
    found: dict[int, Function] = app.user_middleware[0].kwargs["functions"]  # type: ignore[assignment]
    return found


def event(app: FastAPI, kind: str, value: str = "", page: str = "page1") -> dict[str, object]:
    """What the page sends for a question, when a source or a conversation is opened, or when it is loaded."""
    functions = functions_in(app)
    if kind == "load":  # the last of them; the page puts it after all that a person sets going
        number = max(functions)
    elif kind == "conversation":
        number = next(one for one, function in functions.items() if function.queue == CHOOSING)
    else:
        number = next(one for one, function in functions.items() if (function.question if kind == "question" else function.inputs == 1))
    data = [value if kind == "question" else None, *[None] * functions[number].inputs][: functions[number].inputs]
    return {"data": data, "fn_index": number, "session_hash": page, "event_data": {"value": value}, "trigger_id": None}


def join(house: House, client: httpx.Client, kind: str, value: str = "", page: str = "page1") -> httpx.Response:
    return client.post("/gradio_api/queue/join", json=event(house.app, kind, value, page))


def heard(client: httpx.Client, page: str = "page1") -> str:
    """All that the stream of a page says until it ends, which it does within half a minute."""
    until, said = monotonic() + 30, ""
    with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": page}) as response:
        for part in response.iter_text():
            said += part
            assert monotonic() < until, "the stream goes on and on"
    return said


def told(house: House, client: httpx.Client, kind: str, value: str = "", page: str = "page1") -> str:
    """What comes of a question or of opening a source."""
    response = join(house, client, kind, value, page)
    assert response.status_code == 200, response.text
    return heard(client, page)


def problem(response: httpx.Response) -> tuple[int, str]:
    """Status and code of a refusal, which has the one shape."""
    assert response.headers["content-type"] == "application/json", response.text
    found = json.loads(response.text)
    assert list(found) == ["error"]
    assert sorted(found["error"]) == ["code", "hint", "message", "ref"]
    return response.status_code, found["error"]["code"]
