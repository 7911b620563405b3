"""What a person at the command line is told: with ``cli.py`` and ``files.py`` the only places that print.

A command carried out for another process (``handover.py``) speaks to that one's console.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import TextIO

from assistant import render
from index.errors import CannotCreate


@dataclass(frozen=True, slots=True)
class Console:
    """Where output and complaints go, and how wide a line may be."""

    out: TextIO
    err: TextIO
    columns: int


PATIENCE = 1.0  # seconds
_ELSEWHERE: ContextVar[Console | None] = ContextVar("console", default=None)


def console() -> Console:
    """The console of whoever asked: this process's own, unless the command came from another."""
    return _ELSEWHERE.get() or Console(sys.stdout, sys.stderr, shutil.get_terminal_size((100, 24)).columns)


@contextmanager
def speaking_to(elsewhere: Console) -> Iterator[None]:
    """What this thread says goes to ``elsewhere`` meanwhile."""
    before = _ELSEWHERE.set(elsewhere)
    try:
        yield
    finally:
        _ELSEWHERE.reset(before)


@contextmanager
def file_to_write(path: Path) -> Iterator[TextIO]:
    """The file that a command was told to write. Raises CannotCreate, also where it cannot be written to its end."""
    try:
        with path.open("w", encoding="utf-8", errors="backslashreplace") as out:
            yield out
    except OSError as error:
        raise CannotCreate(f"{path.name} cannot be written: {error.strerror}", "name another file with --out") from error


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """Says after a second, where a person watches, what is being waited for; the line is gone afterwards."""
    err = console().err
    if not err.isatty():
        yield
        return
    timer = Timer(PATIENCE, lambda: print(f"{what} ...", end="", file=err, flush=True))
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        print("\r\033[K", end="", file=err, flush=True)


def complain(code: str, message: str, hint: str) -> None:
    remark(f"error[{code}]: {message}")
    if hint:
        remark(f"hint: {hint}")


def remark(text: str) -> None:
    print(render.printable(text), file=console().err)


def say(value: object) -> None:
    print(render.printable_json(value), file=console().out)


def show_text(text: str, end: str = "\n") -> None:
    print(render.printable(text), end=end, flush=True, file=console().out)
