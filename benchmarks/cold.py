"""Starts: help, a question to a program that is not running, to one that is, and the application until it can be asked."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from itertools import islice
from pathlib import Path

from benchmarks.figures import Figure, Section, median, ratio
from benchmarks.harness import command, in_turns
from benchmarks.load import answered
from benchmarks.questions import questions
from benchmarks.setting import Setting
from benchmarks.stores import kept, served

ABOUT = """
Each a process of its own, modules compiled beforehand, in turns: `--help`, an empty Python, the import of the encoder's library alone,
`ask` over {items:,} items with nothing running. Then the application is started; its time ends with the first answer, and `ask` is
handed to it.
"""
ROUNDS = 5
ENCODER = "import index.bert"


def measure(setting: Setting) -> Section:
    items = setting.items[0]
    store = kept(setting.folder, items).store
    asked = questions("cold")
    sides: dict[str, Callable[[], float]] = {
        "python": partial(_took, "-c", "pass"),
        "help": partial(_took, "-m", "assistant", "--help"),
        "import": partial(_took, "-c", ENCODER),
        "ask": lambda: _ask(next(asked), store),
    }
    for side in sides.values():  # what is imported is compiled now
        side()
    found = in_turns(ROUNDS, sides)
    began = time.perf_counter()
    with served(store) as address:
        ready = time.perf_counter() - began
        answered(address, next(asked))
        first = time.perf_counter() - began
        handed = [_ask(question, store) for question in islice(asked, ROUNDS + 1)][1:]
    figures = (
        Figure("python -m assistant --help", median(found["help"]), "s", most=0.3),
        Figure("an empty Python", median(found["python"]), "s"),
        Figure("ask, nothing running", median(found["ask"]), "s"),
        Figure("the encoder's import alone, of that ask", 100 * ratio(found["import"], found["ask"]), "%"),
        Figure("application ready", ready, "s"),
        Figure("application: first answer after its start", first, "s"),
        Figure("ask, handed to the running application", median(handed), "s", most=0.5),
    )
    return Section("cold", "Starts", ABOUT.format(items=items), figures)


def _took(*arguments: str) -> float:
    return command(arguments).seconds


def _ask(question: str, store: Path) -> float:
    return _took("-m", "assistant", "ask", question, "--store", str(store))
