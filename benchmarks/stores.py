"""Archives of invented minutes and the stores made of them, made once and kept."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from assistant.cli import main as assistant
from benchmarks.archive import documents, write
from benchmarks.harness import ROOT, command, environment
from benchmarks.hashed import loader

BENCH = ROOT / ".bench"


@dataclass(frozen=True, slots=True)
class Kept:
    """An archive of so many items, and the store it was taken into."""

    items: int
    minutes: Path
    store: Path


def kept(folder: Path, items: int, hashed: bool = False) -> Kept:
    """The archive of ``items`` below ``folder``, with its store; made where they are not there yet."""
    home = folder / f"{items}{'-hashed' if hashed else ''}"
    found = Kept(items, home / "minutes", home / "store")
    if not (home / "done").exists():
        shutil.rmtree(home, ignore_errors=True)  # what a run left that was stopped
        write(found.minutes, documents(items))
        take_in(found.minutes, found.store, hashed)
        (home / "done").touch()
    return found


def take_in(minutes: Path, store: Path, hashed: bool = False) -> None:
    """The minutes taken into the store by the command, which ends well."""
    arguments = ["ingest", str(minutes), "--store", str(store)]
    if not hashed:
        command(["-m", "assistant", *arguments])
        return
    with redirect_stdout(StringIO()):
        code = assistant(arguments, loader(True))
    assert code == 0, "the invented minutes were not taken in"


@contextmanager
def served(store: Path) -> Iterator[str]:
    """The address of the application over ``store``, running meanwhile."""
    given = [sys.executable, "app.py", "--store", str(store), "--port", "0"]
    with subprocess.Popen(given, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            ready = next(line for line in process.stdout if "http://" in line)
            yield re.findall(r"http://[\d.:]+", ready)[0]
        finally:
            process.terminate()
