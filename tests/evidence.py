"""Stores whose items are opened at their addresses: who may see what is decided, pages are drawn, visitors sign in."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import httpx
from documents import at, lines, pdf
from fakes import WordEmbedding
from fakes_app import archive_of
from fastapi.testclient import TestClient
from gates import PASSWORD, accounts_in, gate_of
from worlds import assistant

from assistant.audit import Audit
from index.ingest import Pipeline, ingest
from index.minutes import Source
from index.pages import Paged
from index.read import read
from index.store import Store, open_store
from web.server import create_server

BROWSER = {"accept": "text/html"}
FEN = pdf(
    lines(
        60, 80, "FEN PARISH COUNCIL", "Minutes of the meeting of 4 November 2024", "Present: Ann Reed (Chair), Bo Oak",
        "1. Apologies", "None were received by the clerk before the meeting.",
    ),
    lines(
        60, 80, "2. Otter ladder", "The council agreed to build an otter ladder beside the upper weir.",
        "ACTION: Bo Oak to ask for two prices by May.",
    ),
    [at(60, 80, "3. Eels"), at(60, 94, "The eel counts of the lower weir were noted.")],
)  # fmt: skip
LADDER = "fen-parish-council/2024-11-04/minutes/02"


def scan(path: Path) -> Source:
    """A file as if its second page had been read by character recognition."""
    found = read(path)
    if not isinstance(found, Paged):
        return found
    return replace(found, pages=tuple(replace(page, confidence=0.834) if page.number == 2 else page for page in found.pages))


@contextmanager
def held(folder: Path, files: Mapping[str, str | bytes]) -> Iterator[Store]:
    """A store that holds ``files``; those of bytes are what their ending says."""
    with open_store(folder / "store", WordEmbedding, create=True) as store:
        take_in(store, folder, files)
        yield store


def take_in(store: Store, folder: Path, files: Mapping[str, str | bytes]) -> None:
    """The files as they are now, in the place of those of the same name."""
    (folder / "files").mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / "files" / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    assert ingest(store, [folder / "files" / name for name in files], pipeline=Pipeline(read=scan)).exit_code == 0


def at_this_machine(store: Store) -> TestClient:
    """Whoever works at the machine, without accounts."""
    return browsing(create_server(archive_of(assistant(store))))


@contextmanager
def people(store: Store, folder: Path) -> Iterator[dict[str, TestClient]]:
    """Somebody nameless whom the page is open to (""), rhea who sees what is exempt, and sam of the staff. Openings are recorded."""
    audited = replace(assistant(store), audit=Audit(folder, questions=True))
    app = create_server(archive_of(audited), gate=gate_of(accounts_in(folder), public=True))
    clients = {name: browsing(app) for name in ("", "rhea", "sam")}
    for name, client in clients.items():
        if name:
            assert client.post("/login", data={"name": name, "password": PASSWORD}).status_code == 303
    yield clients


def browsing(app: object) -> TestClient:
    return TestClient(app, base_url="http://127.0.0.1", follow_redirects=False, headers=BROWSER)  # type: ignore[arg-type]


def said(page: httpx.Response) -> str:
    """What of a page a person reads, the parts apart by a stroke."""
    return re.sub(r"(\s*\|\s*)+", "|", html.unescape(re.sub(r"<[^>]*>", "|", page.text.partition("<main")[2])))


def links(page: httpx.Response) -> list[str]:
    return [html.unescape(href) for href in re.findall(r'href="([^"]*)"', page.text.partition("<main")[2])]


def marked(page: httpx.Response) -> list[str]:
    return [html.unescape(words) for words in re.findall(r"<mark[^>]*>(.*?)</mark>", page.text)]
