"""Scores -> figures that are no mean of one metric: shares of what was said or cited, and how long answers are."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from eval.intervals import resampled, wilson
from eval.score import Score


@dataclass(frozen=True, slots=True)
class Figure:
    """With its 95 % interval over ``n``; ``value`` is None where there is nothing to count. ``unit``: "share" or "characters"."""

    name: str
    value: float | None
    low: float
    high: float
    n: int
    unit: str = "share"


def figures(scores: Sequence[Score]) -> tuple[Figure, ...]:
    """Of all answers. A question that ended in an error said nothing, and counts where something was due."""
    said = [score for score in scores if score.outcome == "not_recorded"]
    due = [score for score in scores if not score.answerable]
    judged = [score for score in scores if score.mark("verdict_right").eligible]
    given = [score for score in judged if score.shown and score.shown.verdict]
    answers = [score.shown for score in scores if score.shown]
    lengths = [answer.length for answer in answers]
    return (
        share("refusal precision", sum(not score.answerable for score in said), len(said)),
        share("refusal recall", sum(score.outcome == "not_recorded" for score in due), len(due)),
        share("cited items that belong", sum(a.fitting for a in answers), sum(a.cited for a in answers)),
        share("verdicts given that are right", sum(s.mark("verdict_right").value == 1.0 for s in given), len(given)),
        share("answers longer than counted", sum(a.beyond for a in answers), len(answers)),
        quantile("answer length, median", lengths, 0.5),
        quantile("answer length, 90th percentile", lengths, 0.9),
    )


def share(name: str, hits: int, n: int) -> Figure:
    return Figure(name, hits / n if n else None, *wilson(hits, n), n)


def quantile(name: str, lengths: Sequence[int], part: float) -> Figure:
    """The least length that ``part`` of the answers do not pass, with its bootstrap interval."""
    if not lengths:
        return Figure(name, None, 0.0, 0.0, 0, "characters")
    low, high = resampled([float(length) for length in lengths], _passed_by(part))
    return Figure(name, _passed_by(part)(lengths), low, high, len(lengths), "characters")


def _passed_by(part: float) -> Callable[[Sequence[float]], float]:
    return lambda values: float(sorted(values)[math.ceil(part * len(values)) - 1])
