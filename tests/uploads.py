"""The library over a small real store, and what one does there."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
from fakes_app import archive_of
from fastapi.testclient import TestClient
from gates import PASSWORD
from pages import BROWSER, MINUTES
from worlds import assistant, world

from assistant.assistant import Assistant
from assistant.audit import Audit
from assistant.config import Config
from index.store import Store
from web.gate import Gate
from web.server import create_server

MARCH = """WITHERNICK SLUICE BOARD

Minutes of the meeting held on 12 March 2024

Present: Cllr Thorold (Chair), Dr Pell

1. Penstock
The penstock was greased in February.
RESOLVED to repaint the penstock for £310.
2. Otter holt
ACTION: Dr Pell to photograph the otter holt by 30 April.
"""
APRIL = MARCH.replace("12 March", "9 April").replace("enstock", "addle gate").replace("Otter holt", "Heron")


@dataclass(frozen=True)
class Library:
    client: TestClient
    store: Store
    audit: Audit
    gate: Gate
    asked: Assistant

    def page(self, path: str) -> str:
        """The page as HTML, the references in it read."""
        answer = self.client.get(path, headers=BROWSER)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.text

    def send(self, files: Mapping[str, str | bytes], **fields: str) -> httpx.Response:
        sent = [("files", (name, text.encode() if isinstance(text, str) else text)) for name, text in files.items()]
        return self.client.post("/library/upload", headers=BROWSER, files=sent, data={"label": "", **fields})

    def sent(self, files: Mapping[str, str | bytes], **fields: str) -> str:
        """The report on these files, once it is complete."""
        answer = self.send(files, **fields)
        assert answer.status_code == 303, answer.text
        return self.report(answer.headers["location"])

    def report(self, place: str) -> str:
        until = time.monotonic() + 60
        while not self.client.get(f"{place}.json").json()["ended"]:
            assert time.monotonic() < until, "the job does not end"
            time.sleep(0.05)
        return self.page(place)

    def sign_in(self, name: str) -> None:
        self.client.cookies.clear()
        assert self.client.post("/login", data={"name": name, "password": PASSWORD}).status_code == 303

    @property
    def left(self) -> list[str]:
        """What lies in the folder of uploaded files."""
        folder = self.store.path / "uploads"
        return sorted(path.name for path in folder.rglob("*")) if folder.exists() else []

    def documents(self) -> list[tuple[str, str]]:
        return [(d.document_id, d.file) for d in self.store.catalog.documents()]


@contextmanager
def library(
    folder: Path, files: Mapping[str, str] = MINUTES, gate: Gate | None = None, notice: str = "", **config: object
) -> Iterator[Library]:
    """The pages over ``files``; without a gate, for whoever works at this machine."""
    with world(folder, files) as store:
        gate, audit, asked = gate or Gate(), Audit(folder / "audit"), assistant(store)
        audit.folder.mkdir()
        archive = replace(archive_of(asked, notice=notice), audit=audit, config=Config(**config))  # type: ignore[arg-type]
        client = TestClient(create_server(archive, gate=gate), base_url="http://127.0.0.1", follow_redirects=False)
        yield Library(client, store, audit, gate, asked)
