"""Where the stores of a test keep their vectors: in their folders, or on a Chroma server of this machine, as ``MINUTES_VECTORS`` says.

A module whose tests shall run on both asks for the fixture ``vectors_at`` and opens its stores by the names of this file.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from index import rebuild as rebuilding
from index import restore as restoring
from index import store as storing
from index.backup import Backup
from index.rebuild import Rebuilt
from index.store import Store

VARIABLE = "MINUTES_VECTORS"
STARTING = 60.0  # seconds


def address() -> str | None:
    return os.environ.get(VARIABLE)


def open_store(path: Path, embedder: Callable[[], Any], create: bool = False) -> AbstractContextManager[Store]:
    return storing.open_store(path, embedder, create, address())


def rebuild(path: Path, embedder: Callable[[], Any], pipeline: Any = None) -> Rebuilt:
    return rebuilding.rebuild(path, embedder, pipeline, address())


def restore(path: Path, backup: Path, embedder: Callable[[], Any], pipeline: Any = None) -> Backup:
    return restoring.restore(path, backup, embedder, pipeline, address())


def placed(url: str | None, target: Callable[..., None], *arguments: Any) -> None:
    """``target(*arguments)`` in a process that was not started with the variable."""
    os.environ.update({VARIABLE: url} if url else {})
    target(*arguments)


@dataclass(slots=True)
class ChromaServer:
    """A server that a test may stop, hold up, end and start again, over one folder."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        program = Path(sys.executable).with_name("chroma")
        command = [sys.executable, str(program), "run", "--host", "127.0.0.1", "--port", str(self.port), "--path", str(self.folder)]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        due = time.monotonic() + STARTING
        while not self._answers():
            assert self.process.poll() is None, "chroma run ended by itself"
            assert time.monotonic() < due, "chroma run does not answer"
            time.sleep(0.05)

    def kill(self) -> None:
        if self.process:
            self.process.send_signal(signal.SIGCONT)  # one that is held up would not end
            self.process.kill()
            self.process.wait()
            self.process = None

    def hold(self) -> None:
        assert self.process
        self.process.send_signal(signal.SIGSTOP)

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/api/v2/heartbeat", trust_env=False).status_code == 200
        except httpx.TransportError:
            return False


@contextmanager
def chroma_server(folder: Path) -> Iterator[ChromaServer]:
    """A Chroma server of its own, ended at the end."""
    server = ChromaServer(folder, free_port())
    try:
        server.start()
        yield server
    finally:
        server.kill()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
