"""Does what was tuned hold elsewhere? Each file is left out of all that is fitted, in turn, and the questions about it are asked then.

Fitted are the retriever's weights (eval/fit.py) and the gate's limits (eval/calibrate.py), on the questions that do not concern the
file. Beside the answers that come of it stand those of the same questions with what is fitted on all files, and with what ships.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.assistant import Assistant
from assistant.build import assemble
from assistant.calibration import Limits
from assistant.config import Config
from assistant.weights import Weights
from eval.calibrate import fit as fit_limits
from eval.cases import Case
from eval.fit import fit as fit_weights
from eval.intervals import bootstrap, wilson
from eval.metrics import Yardstick
from eval.pools import gather as gather_pools
from eval.provenance import Provenance
from eval.report import aligned
from eval.run import run
from eval.score import Score
from eval.signals import Signal
from eval.signals import gather as gather_signals
from index.store import Store

ASKED = 0.05  # at most so far may the left-out files fall
METRICS = ("headline", "false_answer", "false_abstention")


@dataclass(frozen=True, slots=True)
class Tuned:
    weights: Weights
    limits: Limits


@dataclass(frozen=True, slots=True)
class Fold:
    """The questions about one file, answered with what was fitted without it and with what was fitted on all."""

    file: str
    tuned: Tuned
    without: tuple[Score, ...]
    whole: tuple[Score, ...]


@dataclass(frozen=True, slots=True)
class Generality:
    folds: tuple[Fold, ...]
    whole: tuple[Score, ...]  # all cases, fitted on all
    ships: tuple[Score, ...]  # all cases, with what ships


class Ground:
    """Cases over one store; what was gathered from them once."""

    def __init__(self, cases: Sequence[Case], store: Store, config: Config, yardstick: Yardstick) -> None:
        self.cases, self.store, self.config, self.yardstick = cases, store, config, yardstick
        self.pools = gather_pools(cases, self.assistant(), yardstick.structure)  # before anything is weighed
        self._signals: dict[Weights, list[Signal]] = {}

    def assistant(self, tuned: Tuned | None = None) -> Assistant:
        """With what ships, or with what was fitted."""
        return assemble(self.store, self.config, weights=tuned.weights, limits=tuned.limits) if tuned else assemble(self.store, self.config)

    def tuned(self, ids: Collection[str]) -> Tuned:
        """Fitted on these cases: the weights first, then the limits of the scores that they give."""
        weights = fit_weights([pool for pool in self.pools if pool.case_id in ids])
        if weights not in self._signals:
            self._signals[weights] = gather_signals(self.cases, assemble(self.store, self.config, weights=weights))
        return Tuned(weights, fit_limits([signal for signal in self._signals[weights] if signal.case_id in ids]))

    def asked(self, cases: Sequence[Case], tuned: Tuned | None = None) -> tuple[Score, ...]:
        return run(cases, self.assistant(tuned), self.yardstick, Provenance("", "", "")).scores


def left_out_answers(cases: Sequence[Case], store: Store, config: Config, yardstick: Yardstick) -> Generality:
    """Every case is asked once for each file it concerns, once with all files, and once with what ships."""
    ground = Ground(cases, store, config, yardstick)
    whole = ground.asked(cases, ground.tuned({case.id for case in cases}))
    folds = tuple(_fold(file, ground, whole) for file in sorted({file for case in cases for file in case.files}))
    return Generality(folds, whole, ground.asked(cases))


def _fold(file: str, ground: Ground, whole: Sequence[Score]) -> Fold:
    own = [case for case in ground.cases if file in case.files]
    ids = {case.id for case in own}
    tuned = ground.tuned({case.id for case in ground.cases} - ids)
    return Fold(file, tuned, ground.asked(own, tuned), tuple(score for score in whole if score.case_id in ids))


def as_text(found: Generality) -> str:
    """A line for each file, then all files left out against the same questions with nothing left out."""
    ships = {score.case_id: score for score in found.ships}
    rows: list[tuple[str, ...]] = [("left out", "n", *METRICS, "fitted on all", "against the rest", "support", "near")]
    for fold in found.folds:
        rest = [score for score in found.whole if score.case_id not in {own.case_id for own in fold.without}]
        limits = fold.tuned.limits
        near = "/".join(f"{value:.2f}" for value in sorted(set(limits.near.values())))
        told = (_told(fold.whole, METRICS[0]), _against(fold.without, rest), f"{limits.support:.2f}", near)
        rows.append((fold.file, str(len(fold.without)), *(_told(fold.without, metric) for metric in METRICS), *told))
    without = [score for fold in found.folds for score in fold.without]
    again = [score for fold in found.folds for score in fold.whole]
    shipped = [ships[score.case_id] for score in without]
    for name, scores in (("all, each left out", without), ("all, fitted on all", again), ("all, what ships", shipped)):
        rows.append((name, str(len(scores)), *(_told(scores, metric) for metric in METRICS), "", "", "", ""))
    return "\n".join([aligned(rows), "", verdict_of(without, again), verdict_of(without, shipped, "what ships")])


def verdict_of(without: Sequence[Score], again: Sequence[Score], other: str = "fitted on all") -> str:
    """How far the same questions fall when the file they are about is left out, with the 95 % interval of the difference."""
    pairs = [(one.mark(METRICS[0]), two.mark(METRICS[0])) for one, two in zip(without, again, strict=True)]
    falls = [(two.value or 0.0) - (one.value or 0.0) for one, two in pairs if one.eligible]
    fall = sum(falls) / len(falls)
    low, high = bootstrap(falls)
    kept = "within" if fall <= ASKED else "beyond"
    told = f"answer and citation right, {other} less left out: {fall:+.3f} [{low:+.3f}, {high:+.3f}] over {len(falls)}"
    return f"{told}; {kept} the {ASKED} asked"


def _told(scores: Sequence[Score], metric: str) -> str:
    hits, n = _counted(scores, metric)
    low, high = wilson(hits, n)
    return f"{hits / n:.2f} [{low:.2f}-{high:.2f}]" if n else "-"


def _against(own: Sequence[Score], rest: Sequence[Score]) -> str:
    (hits, n), (others, of) = _counted(own, METRICS[0]), _counted(rest, METRICS[0])
    return f"{hits / n - others / of:+.2f}" if n and of else "-"


def _counted(scores: Sequence[Score], metric: str) -> tuple[int, int]:
    marks = [mark for score in scores if (mark := score.mark(metric)).eligible]
    return sum(mark.value == 1.0 for mark in marks), len(marks)
