"""Many Scores -> what they say together: shares and means with intervals, by type, body and file, and status by class.

Denominators come from the cases. What was eligible and could not be scored counts against us and is shown as a count of its own.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import get_args

from eval.cases import Abstain
from eval.figures import Figure, figures
from eval.intervals import bootstrap, wilson
from eval.metrics import ALL_METRICS
from eval.score import Mark, Outcome, Score

LOWER_IS_BETTER = frozenset({"false_answer", "false_abstention"})
POOLED_BELOW = 10  # a share of nine questions says nothing on its own
ALL, OTHER = "all", "other"
_MEANS = frozenset({"RR", "nDCG@10", "R@5", "citation_precision", "citation_recall"})  # between 0 and 1, not yes or no


@dataclass(frozen=True, slots=True)
class Estimate:
    """One metric over many cases. ``value`` is None where no case is eligible; ``unscored`` of the ``n`` count as failed."""

    metric: str
    value: float | None
    low: float
    high: float
    n: int
    wrong: int
    unscored: int
    not_eligible: int


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    types: tuple[str, ...]
    n: int
    estimates: tuple[Estimate, ...]

    def __getitem__(self, metric: str) -> Estimate:
        return next(e for e in self.estimates if e.metric == metric)


@dataclass(frozen=True, slots=True)
class Cell:
    outcome: Outcome
    abstain: Abstain
    n: int


@dataclass(frozen=True, slots=True)
class Summary:
    overall: Group
    groups: tuple[Group, ...]
    matrix: tuple[Cell, ...]  # every outcome by every class, zeros included
    answerable: int
    errors: int
    figures: tuple[Figure, ...] = ()
    bodies: tuple[Group, ...] = ()  # a case of two bodies belongs to both
    files: tuple[Group, ...] = ()

    def count(self, outcome: Outcome, abstain: Abstain) -> int:
        return next(c.n for c in self.matrix if (c.outcome, c.abstain) == (outcome, abstain))


def summarise(scores: Sequence[Score]) -> Summary:
    settled = [score for score in scores if not score.open]
    return Summary(
        overall=_group(ALL, scores),
        groups=_by_type(scores),
        matrix=_matrix(settled),
        answerable=sum(s.answerable for s in scores),
        errors=sum(s.outcome == "error" for s in scores),
        figures=figures(settled),
        bodies=_by(scores, lambda score: score.bodies),
        files=_by(scores, lambda score: score.files),
    )


def _by(scores: Sequence[Score], places: Callable[[Score], tuple[str, ...]]) -> tuple[Group, ...]:
    """A group for each place, in the order of their names."""
    named = sorted({place for score in scores for place in places(score)})
    return tuple(_group(name, [score for score in scores if name in places(score)]) for name in named)


def _by_type(scores: Sequence[Score]) -> tuple[Group, ...]:
    """Types by size, then the small ones pooled."""
    sizes = Counter(s.type for s in scores).most_common()
    large = [name for name, n in sizes if n >= POOLED_BELOW]
    groups = [_group(name, [s for s in scores if s.type == name]) for name in large]
    small = [s for s in scores if s.type not in large]
    return (*groups, _group(OTHER, small)) if small else tuple(groups)


def _group(name: str, scores: Sequence[Score]) -> Group:
    types = tuple(sorted({s.type for s in scores}))
    return Group(name, types, len(scores), tuple(estimate(m, [s.mark(m) for s in scores]) for m in ALL_METRICS))


def estimate(metric: str, marks: Sequence[Mark]) -> Estimate:
    eligible = [mark for mark in marks if mark.eligible]
    lower = metric in LOWER_IS_BETTER
    values = [float(lower) if mark.value is None else mark.value for mark in eligible]
    value = sum(values) / len(values) if values else None
    low, high = bootstrap(values) if metric in _MEANS else wilson(round(sum(values)), len(values))
    unscored = sum(mark.unscored for mark in eligible)
    best = 0.0 if lower else 1.0
    wrong = sum(mark.value is not None and not math.isclose(mark.value, best) for mark in eligible)
    return Estimate(metric, value, low, high, len(values), wrong, unscored, len(marks) - len(eligible))


def _matrix(scores: Sequence[Score]) -> tuple[Cell, ...]:
    counts = Counter((s.outcome, s.abstain) for s in scores)
    return tuple(Cell(o, a, counts[o, a]) for o in get_args(Outcome) for a in get_args(Abstain))
