"""One assistant with and without its reader over the same cases, pair by pair: by type, with 95 % intervals, and McNemar's exact test."""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.assistant import Assistant
from eval.cases import Case
from eval.metrics import Yardstick
from eval.provenance import Provenance
from eval.report import aligned
from eval.run import Asked, run
from eval.score import Score
from eval.steps import mcnemar
from eval.summary import ALL, LOWER_IS_BETTER, Estimate, estimate

METRICS = ("headline", "false_answer", "false_abstention", "hit@1", "answer_ok", "citation_ok")
LOOSE = ("who", "why", "list")  # types whose answers are looked for among many statements; counted together as well


@dataclass(frozen=True, slots=True)
class Pair:
    """One metric over the cases of one type. ``gained`` became right with the reader, ``lost`` became wrong."""

    type: str
    without: Estimate
    read: Estimate
    gained: int
    lost: int

    @property
    def p(self) -> float:
        return mcnemar(self.gained, self.lost)


@dataclass(frozen=True, slots=True)
class Compared:
    """``seconds``: of processor for a question, without and with the reader."""

    pairs: tuple[Pair, ...]
    seconds: tuple[float, float]


def compare(cases: Sequence[Case], bare: Asked, reading: Asked, yardstick: Yardstick, made: Provenance) -> Compared:
    """Each case asked of both, in one process."""
    run(cases, bare, yardstick, made)  # so that both find the same kept
    (plain, before), (read, after) = (_timed(cases, one, yardstick, made) for one in (bare, reading))
    return Compared(tuple(_pairs(plain, read)), (before, after))


def without_reader(assistant: Assistant) -> Assistant:
    """The same, reading nothing."""
    return replace(assistant, retriever=replace(assistant.retriever, reader=None))


def _timed(cases: Sequence[Case], assistant: Asked, yardstick: Yardstick, made: Provenance) -> tuple[tuple[Score, ...], float]:
    run(cases[:1], assistant, yardstick, made)  # so that no model is loaded in what is timed
    started = time.process_time()
    found = run(cases, assistant, yardstick, made).scores
    return found, (time.process_time() - started) / max(1, len(cases))


def _pairs(plain: Sequence[Score], read: Sequence[Score]) -> Iterator[Pair]:
    both = list(zip(plain, read, strict=True))
    types = [name for name, _ in Counter(score.type for score in plain).most_common()]
    yield from (_pair(ALL, metric, both) for metric in METRICS)
    yield from (_pair(" ".join(LOOSE), metric, [pair for pair in both if pair[0].type in LOOSE]) for metric in METRICS[:1])
    yield from (_pair(name, metric, [pair for pair in both if pair[0].type == name]) for name in types for metric in ("headline", "hit@1"))


def _pair(name: str, metric: str, both: Sequence[tuple[Score, Score]]) -> Pair:
    marks = [(plain.mark(metric), read.mark(metric)) for plain, read in both]
    best = 0.0 if metric in LOWER_IS_BETTER else 1.0
    right = [(one.value == best, other.value == best) for one, other in marks if one.eligible]
    without, with_it = (estimate(metric, side) for side in ([one for one, _ in marks], [other for _, other in marks]))
    return Pair(name, without, with_it, sum(b and not a for a, b in right), sum(a and not b for a, b in right))


def as_text(found: Compared) -> str:
    """A table; a type of which no case is eligible for a metric is left out."""
    rows = [("type", "metric", "n", "without", "with", "gained", "lost", "p")]
    for pair in found.pairs:
        if pair.without.n:
            told = (_told(pair.without), _told(pair.read), str(pair.gained), str(pair.lost), f"{pair.p:.3f}")
            rows.append((pair.type, pair.without.metric, str(pair.without.n), *told))
    before, after = (1000 * seconds for seconds in found.seconds)
    return f"{aligned(rows)}\n\nprocessor milliseconds a question: {before:.0f} without, {after:.0f} with"


def _told(one: Estimate) -> str:
    return f"{one.value if one.value is not None else math.nan:.3f} [{one.low:.2f}-{one.high:.2f}]"
