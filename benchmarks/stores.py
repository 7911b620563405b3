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
from benchmarks.harness import ROOT, Failed, command, environment
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
    if home.exists() and not (home / "done").exists():
        raise Failed(f"{home} is not complete: wait for whoever makes it, or remove it")
    if not home.exists():
        _made(home, items, hashed)
    return Kept(items, home / "minutes", home / "store")


def _made(home: Path, items: int, hashed: bool) -> None:
    """Made under another name, which it loses when it is whole."""
    new = home.with_name(f"{home.name}.new")
    shutil.rmtree(new, ignore_errors=True)  # what a run left that was stopped
    write(new / "minutes", documents(items))
    take_in(new / "minutes", new / "store", hashed)
    (new / "done").touch()
    new.rename(home)


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
