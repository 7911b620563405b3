"""The nouns of judging: a Mark is one metric of one case with its reason, a Score all marks of a case and what its answer shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from eval.cases import Abstain

Outcome = Literal["answered", "partial", "not_recorded", "clarify", "unstated", "error"]


@dataclass(frozen=True, slots=True)
class Mark:
    """``value`` lies in 0..1. None: the case is not eligible for the metric, or, where it is, could not be scored."""

    metric: str
    value: float | None
    reason: str
    eligible: bool = True

    @property
    def unscored(self) -> bool:
        return self.eligible and self.value is None


@dataclass(frozen=True, slots=True)
class Shown:
    """What an answer puts before its reader."""

    length: int  # characters, markers left out
    beyond: bool  # it is longer than what counts
    cited: int  # items, each once
    fitting: int  # of those, what it rests on, what may be cited as well and near misses
    verdict: bool  # it says what became of the matter


@dataclass(frozen=True, slots=True)
class Score:
    case_id: str
    type: str
    abstain: Abstain
    outcome: Outcome
    marks: tuple[Mark, ...]
    files: tuple[str, ...] = ()  # that the case asks about
    bodies: tuple[str, ...] = ()  # whose minutes it asks about
    shown: Shown | None = None  # None where no answer came
    open: bool = False  # what is right is not known yet

    @property
    def answerable(self) -> bool:
        return self.abstain != "full" and not self.open

    def mark(self, metric: str) -> Mark:
        return next(mark for mark in self.marks if mark.metric == metric)


def verdict(metric: str, right: bool, reason: str) -> Mark:
    return Mark(metric, float(right), reason)


def not_eligible(metric: str, reason: str) -> Mark:
    return Mark(metric, None, reason, eligible=False)
