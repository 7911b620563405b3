"""What a measurement says: figures beside what was asked for, and lines to be drawn. No figure fails a run: it is met or missed."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """``most`` and ``least`` are what was asked for, where something was."""

    name: str
    value: float
    unit: str = ""
    most: float | None = None
    least: float | None = None

    @property
    def met(self) -> bool | None:
        """Whether it is as good as was asked; None where nothing was asked."""
        if self.most is None and self.least is None:
            return None
        return (self.most is None or self.value <= self.most) and (self.least is None or self.value >= self.least)


@dataclass(frozen=True, slots=True)
class Line:
    """Points (x, y) that belong together."""

    name: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """Lines over one pair of axes; both are logarithmic where ``log`` is true."""

    file: str
    title: str
    x: str
    y: str
    lines: tuple[Line, ...]
    log: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """What one measurement found; ``about`` says how, in plain words."""

    name: str
    title: str
    about: str
    figures: tuple[Figure, ...]
    plots: tuple[Plot, ...] = ()


def median(values: Sequence[float]) -> float:
    """The middle of ``values``; not a number where there are none."""
    return statistics.median(values) if values else math.nan


def p95(values: Sequence[float]) -> float:
    """The smallest of ``values`` that at least 95 in 100 of them do not exceed; not a number where there are none."""
    return sorted(values)[math.ceil(0.95 * len(values)) - 1] if values else math.nan


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of ``ours`` over that of ``theirs``: two sides that took turns in one run."""
    return median(ours) / median(theirs)


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """The e for which y grows as x to the e, by least squares over the logarithms; not a number for fewer than two sizes."""
    if len({x for x, _ in points}) < 2:
        return math.nan
    fitted = statistics.linear_regression([math.log(x) for x, _ in points], [math.log(y) for _, y in points])
    return fitted.slope


def share(held: Sequence[float]) -> float:
    """How much of ``held`` is so: 1 for yes, 0 for no."""
    return sum(held) / len(held)
