"""Processes that are killed on purpose, by SIGKILL: after so many seconds, or where a named function is entered or left.

They are forked from a server that has imported everything, so that one costs a fraction of a second.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.forkserver import ensure_running
from multiprocessing.process import BaseProcess
from types import FrameType
from typing import Any

from places import address, placed

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(
    ["fakes", "chromadb.api.fastapi", "index.ingest", "index.rebuild", "index.probe", "chromadb", "llama_index.core"]
)


@dataclass(frozen=True, slots=True)
class Point:
    """Where a process dies: when ``function`` is entered ("call") or left ("return") for the ``time``-th time."""

    event: str
    function: str
    time: int = 1


def start(target: Callable[..., None], *arguments: Any) -> BaseProcess:
    """``target(*arguments)`` in a process of its own; both must be picklable."""
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [*sys.path, before]))
    try:
        ensure_running()
    finally:
        os.environ.pop("PYTHONPATH")
        os.environ.update({"PYTHONPATH": before} if before else {})
    process = _CONTEXT.Process(target=placed, args=(address(), target, *arguments))
    process.start()
    return process


def killed_at(point: Point, target: Callable[..., None], *arguments: Any) -> bool:
    """Whether the process reached ``point`` and died there; otherwise it went to its end."""
    process = start(_dying, point, target, arguments)
    process.join(120)
    assert process.exitcode in (0, -signal.SIGKILL), process.exitcode
    return process.exitcode != 0


def killed_after(seconds: float, target: Callable[..., None], *arguments: Any) -> bool:
    """Whether the process was still at work after so many seconds, and was killed."""
    process = start(target, *arguments)
    process.join(seconds)
    process.kill()
    process.join(120)
    assert process.exitcode in (0, -signal.SIGKILL), process.exitcode
    return process.exitcode != 0


def ran(target: Callable[..., None], *arguments: Any) -> int | None:
    """The exit code of the process that went to its end."""
    process = start(target, *arguments)
    process.join(300)
    return process.exitcode


def _dying(point: Point, target: Callable[..., None], arguments: Sequence[Any]) -> None:
    left = point.time

    def watch(frame: FrameType, event: str, _: object) -> None:
        nonlocal left
        if event == point.event and frame.f_code.co_qualname == point.function:
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)

    threading.setprofile(watch)  # files are read and embedded ahead by other threads
    sys.setprofile(watch)
    target(*arguments)
