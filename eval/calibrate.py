"""Signals -> the gate's limits: as many questions refused that the minutes do not answer as a small share of wrong refusals allows.

The two sorts of unanswered questions (asked of the whole archive; asked as if the files that answer were not held) count alike,
however many there are of each. One limit serves all kinds of values that few questions ask for. Of what does equally well the
middle is taken, so that a few questions do not move a limit far.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.calibration import Limits
from assistant.expected import KINDS
from eval.intervals import wilson
from eval.signals import Signal

ALLOWED = 0.05  # of the questions that the minutes answer may be refused
OWN = 20  # questions of a kind, from which it gets a limit of its own
READS = np.array([0.0, *np.round(1 / (1 + np.exp(np.arange(7.0, -3.0, -0.1))), 4)])  # even steps of its logit: a reader is sure of itself
SUPPORTS = np.round(np.arange(0.0, 0.51, 0.01), 2)
NEARS = np.round(np.arange(-0.5, 0.51, 0.01), 2)

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Rates:
    """How many are refused, of how many: of those answered by the minutes, of those not, of those whose files were withheld."""

    answered: tuple[int, int]
    unanswered: tuple[int, int]
    withheld: tuple[int, int]

    def __add__(self, other: Rates) -> Rates:
        pairs = ((self.answered, other.answered), (self.unanswered, other.unanswered), (self.withheld, other.withheld))
        answered, unanswered, withheld = ((a + c, b + d) for (a, b), (c, d) in pairs)
        return Rates(answered, unanswered, withheld)


@dataclass(frozen=True, slots=True)
class Left:
    """One file: the limits fitted without it, and what they refuse of the questions about it."""

    file: str
    limits: Limits
    rates: Rates


def fit(signals: Sequence[Signal]) -> Limits:
    """The limits that suit the signals; the same signals give the same limits."""
    asked = Counter(signal.kind for signal in signals if signal.near is not None and not signal.withheld)
    measured = [kind.missing for kind in KINDS if kind.least is not None]
    limits = _searched(signals, Limits(support=0.0), measured, SUPPORTS)
    for name in measured:
        if asked[name] >= OWN:
            limits = _searched(signals, limits, [name], np.array([limits.support]))
    return _with_reading(signals, limits)


def _with_reading(signals: Sequence[Signal], limits: Limits) -> Limits:
    """``limits``, as they suit without a reader, and the least that it must make of the best window where one reads.

    Of what refuses as much rightly, that which refuses least wrongly.
    """
    if not any(signal.read is not None for signal in signals):
        return limits
    already = np.array([signal.refused(limits) for signal in signals])
    read = np.array([np.inf if signal.read is None else signal.read for signal in signals])
    turned = [already | (read < least) for least in READS]
    worth = np.array([_worth(signals, refused) for refused in turned])
    wrong = np.array([rates_of(signals, refused).answered[0] for refused in turned])
    best = np.flatnonzero(worth >= worth.max() - 1e-9)
    gentlest = best[wrong[best] == wrong[best].min()]
    return limits.model_copy(update={"read": float(READS[gentlest[len(gentlest) // 2]])})


def _searched(signals: Sequence[Signal], limits: Limits, names: Sequence[str], supports: NDArray[np.float64]) -> Limits:
    """``limits`` with the best of ``supports`` and, for the kinds ``names``, the best limit of nearness."""
    others = limits.model_copy(update={"support": 0.0, "near": {k: v for k, v in limits.near.items() if k not in names}})
    already = np.array([signal.refused(others) for signal in signals])
    support = np.array([np.inf if signal.support is None else signal.support for signal in signals])
    near = np.array([signal.near if signal.near is not None and signal.kind in names else np.inf for signal in signals])
    table = np.array([[_worth(signals, already | (support < s) | (near < n)) for n in NEARS] for s in supports])
    row, column = _middle(np.argwhere(table >= table.max() - 1e-9))
    update = {"support": float(supports[row]), "near": {**limits.near, **dict.fromkeys(names, float(NEARS[column]))}}
    return limits.model_copy(update=update)


def _middle(places: NDArray[np.int64]) -> tuple[int, int]:
    """Of places, sorted, the one in the middle row, and there in the middle."""
    row = int(places[len(places) // 2, 0])
    columns = places[places[:, 0] == row][:, 1]
    return row, int(columns[len(columns) // 2])


def _worth(signals: Sequence[Signal], refused: Mask) -> float:
    """The share of right refusals, each question counted once; less than nothing where more is refused that is answered than allowed."""
    rates = rates_of(signals, refused)
    wrong, of = rates.answered
    if wrong > ALLOWED * of:
        return -wrong / of
    (unanswered, of_those), (withheld, of_these) = rates.unanswered, rates.withheld
    return _share((unanswered + withheld, of_those + of_these))


def rates_of(signals: Sequence[Signal], refused: Sequence[bool] | Mask) -> Rates:
    recorded = np.array([signal.recorded for signal in signals], dtype=np.bool_)
    withheld = np.array([signal.withheld for signal in signals], dtype=np.bool_)
    turned = np.asarray(refused, dtype=np.bool_)
    answered, unanswered, away = ((int(turned[of].sum()), int(of.sum())) for of in (recorded, ~recorded & ~withheld, withheld))
    return Rates(answered, unanswered, away)


def refusals(signals: Sequence[Signal], limits: Limits) -> Rates:
    return rates_of(signals, [signal.refused(limits) for signal in signals])


def left_out(signals: Sequence[Signal]) -> Iterator[Left]:
    """Each file in turn: limits fitted on the questions that do not concern it, asked those that do."""
    for file in sorted({file for signal in signals for file in signal.files}):
        own = [signal for signal in signals if file in signal.files]
        limits = fit([signal for signal in signals if file not in signal.files])
        yield Left(file, limits, refusals(own, limits))


def as_text(signals: Sequence[Signal], limits: Limits, before: Limits) -> str:
    """The limits found beside those before, what each refuse, and the same with each file left out in turn."""
    each = list(left_out(signals))
    pooled = sum((left.rates for left in each[1:]), each[0].rates)
    counted = "  ".join(f"{name:>24}" for name in ("answered, refused", "unanswered, refused", "file withheld, refused"))
    header = f"{'':48} {'support':>7}  {'near':>5}  {'read':>6}  {counted}"
    rows = [_line("limits before", before, refusals(signals, before)), _line("limits found", limits, refusals(signals, limits))]
    rows += [_line("limits found, each file left out", None, pooled), "", *(_line(f"without {o.file}", o.limits, o.rates) for o in each)]
    return "\n".join([header, *rows])


def _line(name: str, limits: Limits | None, rates: Rates) -> str:
    near = sorted(set(limits.near.values())) if limits else []
    numbers = f"{limits.support:7.2f}  {'/'.join(f'{n:5.2f}' for n in near) or '    -'}  {limits.read:6.4f}" if limits else " " * 22
    return "  ".join([f"{name[:48]:48} {numbers}", *(f"{_shown(pair):>24}" for pair in (rates.answered, rates.unanswered, rates.withheld))])


def _shown(pair: tuple[int, int]) -> str:
    low, high = wilson(*pair)
    return f"{pair[0]}/{pair[1]} [{low:.2f}-{high:.2f}]"


def _share(pair: tuple[int, int]) -> float:
    return pair[0] / pair[1] if pair[1] else 0.0
