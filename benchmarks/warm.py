"""A question to an assistant that is awake, step by step: where its time goes."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from assistant.answer import ANYWHERE
from assistant.assistant import Assistant
from assistant.build import open_assistant
from assistant.config import Config
from assistant.reader import Reads
from benchmarks.figures import Figure, Section, median, p95
from benchmarks.harness import Numbers, child
from benchmarks.hashed import loader
from benchmarks.questions import places_of, questions
from benchmarks.setting import Setting
from benchmarks.stores import kept

ABOUT = """
Questions that name a place of the archive ({items} items), none twice, after three that warm up. `whole` is what the answer says it
took (`ms`), `retrieve` its first part (understanding and searching); the others are single steps of it, each timed as it runs: the
assistant is a row of functions, and each was given a clock.
"""
STEPS = ("rewrite", "plan", "search", "write", "cite", "verify")


def measure(setting: Setting) -> Section:
    figures: list[Figure] = []
    for items in setting.items:
        store = kept(setting.folder, items, setting.hashed).store
        found = child("benchmarks.warm:measured", store=str(store), number=setting.questions, hashed=setting.hashed)
        for name in ("whole", "retrieve", *STEPS):
            figures += [
                Figure(f"{items:,} items, {name}: p50", 1000 * median(found[name]), "ms"),
                Figure(f"{items:,} items, {name}: p95", 1000 * p95(found[name]), "ms"),
            ]
        figures.append(Figure(f"{items:,} items, whole: p95 of p50", p95(found["whole"]) / median(found["whole"]), "times", most=2.0))
    about = ABOUT.format(items=" and ".join(f"{items:,}" for items in setting.items))
    return Section("warm", "A question, step by step", about, tuple(figures))


@dataclass
class Clock:
    """Seconds by step, of the question being asked."""

    spent: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def running(self, step: str) -> Generator[None]:
        began = time.perf_counter()
        yield
        self.spent[step] = self.spent.get(step, 0.0) + time.perf_counter() - began

    def on(self, step: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """``work``, timed as ``step``."""

        def timed(*given: Any) -> Any:
            with self.running(step):
                return work(*given)

        return timed


@dataclass(frozen=True, slots=True)
class _Retriever:
    """In the place of the assistant's own, which does the work."""

    find: Callable[..., Any]
    reader: Reads | None


@dataclass(frozen=True, slots=True)
class _Writer:
    write: Callable[..., Any]


def clocked(assistant: Assistant, clock: Clock) -> Assistant:
    """The assistant with a clock on each of its steps."""
    steps: dict[str, Any] = {
        "rewrite": clock.on("rewrite", assistant.rewrite),
        "plan": clock.on("plan", assistant.plan),
        "retriever": _Retriever(clock.on("search", assistant.retriever.find), assistant.retriever.reader),
        "writer": _Writer(clock.on("write", assistant.writer.write)),
        "cite": clock.on("cite", assistant.cite),
        "verify": clock.on("verify", assistant.verify),
    }
    return replace(assistant, **steps)


def measured(store: str, number: int, hashed: bool) -> Numbers:
    """Seconds of each question, by step; a step that a question did not need took none."""
    found: Numbers = {name: [] for name in ("whole", "retrieve", *STEPS)}
    with open_assistant(Config(store=Path(store)), load=loader(hashed)) as assistant:
        places = places_of(assistant.store.catalog.documents())
        for question in islice(questions("warm", places), 3):
            assistant.ask(question)
        for question in islice(questions("steps", places), number):
            clock = Clock()
            ms = clocked(assistant, clock).ask(question, (), ANYWHERE).ms
            found["whole"].append(ms.total / 1000)
            found["retrieve"].append(ms.retrieve / 1000)
            for step in STEPS:
                found[step].append(clock.spent.get(step, 0.0))
    return found
