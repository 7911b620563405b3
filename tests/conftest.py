"""Fixtures for all tests; and no test of ours reaches the network."""

from __future__ import annotations

import ipaddress
import shutil
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fakes import WordEmbedding
from places import VARIABLE, ChromaServer, address, chroma_server, open_store
from worlds import QUAY, Shell, filled

from index import view
from index.ingest import ingest
from index.read import FORMATS
from index.store import Store

CORPUS = Path(__file__).parents[1] / "eval" / "corpus"
_connect, _connect_ex = socket.socket.connect, socket.socket.connect_ex


def _guarded(connect: Callable[..., object]) -> Callable[..., object]:
    def guarded(self: socket.socket, address: object) -> object:
        if not _local(self, address):
            raise AssertionError(f"A test tried to reach {address!r}: nothing may leave this machine. Inject a fake instead.")
        return connect(self, address)

    return guarded


def _local(one: socket.socket, address: object) -> bool:
    if one.family not in (socket.AF_INET, socket.AF_INET6):
        return True
    host = address[0] if isinstance(address, tuple) else ""
    try:
        return host in ("localhost", "") or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def pytest_configure() -> None:
    socket.socket.connect = _guarded(_connect)  # type: ignore[method-assign, assignment]
    socket.socket.connect_ex = _guarded(_connect_ex)  # type: ignore[method-assign, assignment]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests marked ``folder`` do not run again on a server; the mark says why."""
    again = [one for one in items if one.get_closest_marker("folder") and one.callspec.params.get("vectors_at") == "server"]  # type: ignore[attr-defined]
    config.hook.pytest_deselected(items=again)
    gone = set(again)
    items[:] = [one for one in items if one not in gone]


def pytest_unconfigure() -> None:
    socket.socket.connect, socket.socket.connect_ex = _connect, _connect_ex  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    """One Chroma server for all stores of all tests that ask for it: each has a database of its own there. To be used, not to be ended."""
    with chroma_server(tmp_path_factory.mktemp("server")) as started:
        yield started


@pytest.fixture(scope="module", params=["folder", *(pytest.param(name, marks=pytest.mark.slow) for name in ("index", "server"))])
def vectors_at(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """The stores of this module keep their vectors in their folders, and are so small that a search looks at all of them.

    All its tests run again with every search asked of Chroma, as in a large archive: in the folder, and on a server (tests/places.py).
    """
    url = request.getfixturevalue("server").url if request.param == "server" else None
    with pytest.MonkeyPatch.context() as patch:
        if url:
            patch.setenv(VARIABLE, url)
        if request.param != "folder":
            patch.setattr(view, "HELD", -1)
        yield url


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store whose embedder is the bag of words."""
    with open_store(tmp_path / "store", WordEmbedding, create=True) as opened:
        yield opened


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    """A function that writes a file of minutes and gives its path."""

    def writing(name: str, text: str) -> Path:
        path = tmp_path / "minutes" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    return writing


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A working folder without configuration; and the signals as they were."""
    monkeypatch.chdir(tmp_path)
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path / "store", capsys)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "minutes"
    folder.mkdir()
    for name, text in QUAY.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("quay"), QUAY)


@pytest.fixture
def quay(shell: Shell, files: Path, made: Path) -> Shell:
    """The command line over a store that holds ``files``: a copy, or made anew on a server, whose vectors belong to one folder."""
    if address():
        assert shell("ingest", files).code == 0
    else:
        shutil.copytree(made, shell.store)
    return shell


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The invented samples, embedded as a bag of words; to be asked, not to be changed."""
    with open_store(tmp_path_factory.mktemp("samples") / "store", WordEmbedding, create=True) as opened:
        ingest(opened, [path for path in sorted(CORPUS.iterdir()) if path.suffix in FORMATS])
        yield opened
