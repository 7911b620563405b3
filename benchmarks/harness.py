"""How things are measured: in turns A B A B, one process at a time, one thread a process, heavy work in children of their own."""

from __future__ import annotations

import importlib
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
Numbers = dict[str, list[float]]
_QUIET = {
    "OMP_NUM_THREADS": "1",
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "ANONYMIZED_TELEMETRY": "False",
    "GRADIO_ANALYTICS_ENABLED": "False",
}


class Failed(RuntimeError):
    """A process that was to be measured ended badly; with the end of what it said."""


@dataclass(frozen=True, slots=True)
class Ran:
    """A command that was run to its end: how long it took, what it printed."""

    seconds: float
    out: str
    err: str


def environment() -> dict[str, str]:
    """That of every process measured: the same threads on all sides, modules kept compiled as they usually are."""
    usual = {name: value for name, value in os.environ.items() if not name.startswith("MINUTES_")}
    if usual.pop("PYTHONDONTWRITEBYTECODE", None):  # else every start would compile all that it imports
        usual.setdefault("PYTHONPYCACHEPREFIX", str(ROOT / ".bench" / "compiled"))
    return {**usual, **_QUIET}


def command(arguments: Sequence[str | Path]) -> Ran:
    """``python ARGUMENTS`` in the root of the project. Raises Failed where it ends badly."""
    began = time.perf_counter()
    done = subprocess.run([sys.executable, *map(str, arguments)], cwd=ROOT, env=environment(), capture_output=True, text=True)
    if done.returncode:
        raise Failed(f"{' '.join(map(str, arguments[:3]))} ended with {done.returncode}: {done.stderr[-1500:].strip()}")
    return Ran(time.perf_counter() - began, done.stdout, done.stderr)


def child(target: str, **given: str | int | float | bool | None) -> Numbers:
    """What the function ``module:name`` gives for ``given``, called in a process of its own, and its ``peak_mb`` of memory."""
    ran = command(["-m", "benchmarks.harness", target, json.dumps(given)])
    found: Numbers = json.loads(ran.out.splitlines()[-1])
    return found


def in_turns(rounds: int, sides: Mapping[str, Callable[[], float]]) -> Numbers:
    """What each side gives, round by round: A B A B, so that what a machine does meanwhile falls on all of them."""
    found: Numbers = {name: [] for name in sides}
    for _ in range(rounds):
        for name, measured in sides.items():
            found[name].append(measured())
    return found


def timed(work: Callable[[], object]) -> float:
    """Seconds that ``work`` takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def resident_mb() -> float:
    """Memory that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _called(target: str, given: str) -> str:
    module, _, name = target.partition(":")
    numbers: Numbers = getattr(importlib.import_module(module), name)(**json.loads(given))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    return json.dumps({**numbers, "peak_mb": [peak]})


if __name__ == "__main__":
    sys.stdout.write(_called(*sys.argv[1:3]) + "\n")
