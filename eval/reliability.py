"""How far the gate's signals can be trusted: a probability fitted to them, and how often it comes true.

For every question a logistic regression on the signals of the questions about other files says how likely the minutes answer it.
The plot shows groups of equal size: what was said against what was so. It is for people; the gate itself uses the limits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.intervals import wilson
from eval.signals import Signal
from index.errors import CannotCreate

GROUPS = 8
RIDGE = 1.0  # price of a coefficient, squared
STEPS = 30
_SIZE, _EDGE = 360, 48  # of the plot, in pixels

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Group:
    """Questions of about the same probability."""

    said: float  # mean probability
    hits: int  # answered by the minutes
    n: int


@dataclass(frozen=True, slots=True)
class Reliability:
    groups: tuple[Group, ...]
    brier: float  # mean squared distance from what was so
    base: float  # of saying the overall share every time
    auc: float  # how often an answered question is above an unanswered one
    n: int


def reliability(signals: Sequence[Signal]) -> Reliability:
    """Of the questions that the coverage limit concerns, each judged by the questions about other files."""
    asked = [signal for signal in signals if signal.support is not None]
    so = np.array([signal.recorded for signal in asked], dtype=np.float64)
    said = _crossed(asked, so)
    share = float(so.mean())
    return Reliability(_groups(said, so), float(np.mean((said - so) ** 2)), share * (1 - share), auc(said, so), len(asked))


def _crossed(asked: Sequence[Signal], so: Numbers) -> Numbers:
    table = np.array([_features(signal) for signal in asked])
    said = np.full(len(asked), float(so.mean()))
    for files in sorted({signal.files for signal in asked}):
        others = np.array([not set(signal.files) & set(files) for signal in asked])
        own = np.array([signal.files == files for signal in asked])
        if others.any():
            said[own] = _probability(table[own], _fitted(table[others], so[others]))
    return said


def _features(signal: Signal) -> tuple[float, float, float, float]:
    """One, the coverage, whether a kind of value is asked for, and how near one is."""
    return 1.0, signal.support or 0.0, float(signal.near is not None), max(signal.near or 0.0, -0.5)


def _fitted(table: Numbers, so: Numbers) -> Numbers:
    """Coefficients by Newton's method, the constant free, the others at a price."""
    price = RIDGE * np.diag([0.0] + [1.0] * (table.shape[1] - 1))
    found: Numbers = np.zeros(table.shape[1])
    for _ in range(STEPS):
        said = _probability(table, found)
        slope = table.T @ (said - so) + price @ found
        found = found - np.linalg.solve(table.T @ (table * (said * (1 - said))[:, None]) + price + 1e-9 * np.eye(len(found)), slope)
    return found


def _probability(table: Numbers, coefficients: Numbers) -> Numbers:
    found: Numbers = 1.0 / (1.0 + np.exp(-np.clip(table @ coefficients, -30, 30)))
    return found


def _groups(said: Numbers, so: Numbers) -> tuple[Group, ...]:
    parts = [part for part in np.array_split(np.argsort(said, kind="stable"), GROUPS) if len(part)]
    return tuple(Group(float(said[part].mean()), int(so[part].sum()), len(part)) for part in parts)


def auc(said: Numbers, so: Numbers) -> float:
    """Of all pairs of an answered and an unanswered question the share in which the answered one is above; a tie is half."""
    above = said[so == 1.0][:, None] - said[so == 0.0][None, :]
    return float(np.mean((above > 0) + 0.5 * (above == 0))) if above.size else 0.5


def as_text(found: Reliability) -> str:
    rows = [
        f"{g.said:5.2f}  {g.hits / g.n:5.2f} [{wilson(g.hits, g.n)[0]:.2f}-{wilson(g.hits, g.n)[1]:.2f}]  {g.n:3}" for g in found.groups
    ]
    worth = f"Brier {found.brier:.3f} (saying the share every time: {found.base:.3f}), AUC {found.auc:.2f}, n = {found.n}"
    return "\n".join([" said  answered by the minutes  n", *rows, worth])


def as_svg(found: Reliability, title: str) -> str:
    """The plot: a point for each group with its 95 % interval, on the diagonal where it is as likely as was said."""
    whole = _SIZE + 2 * _EDGE
    marks = [_axis(tick / 10) for tick in range(0, 11, 2)] + [_point(group) for group in found.groups]
    worth = f"Brier {found.brier:.3f}, AUC {found.auc:.2f}, n = {found.n}"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}" font-family="sans-serif" font-size="11">',
            f'<rect width="{whole}" height="{whole}" fill="#fff"/>',
            f'<text x="{_EDGE}" y="18" font-size="13">{escape(title)}</text><text x="{_EDGE}" y="34">{worth}</text>',
            f'<rect x="{_EDGE}" y="{_EDGE}" width="{_SIZE}" height="{_SIZE}" fill="none" stroke="#999"/>',
            f'<line x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}" stroke="#999" stroke-dasharray="4"/>',
            *marks,
            f'<text x="{_x(0.5)}" y="{whole - 12}" text-anchor="middle">said: how likely the minutes answer it</text>',
            f'<text x="14" y="{_y(0.5)}" text-anchor="middle" transform="rotate(-90 14 {_y(0.5)})">share that they answer</text>',
            "</svg>\n",
        ]
    )


def _axis(value: float) -> str:
    down = f'<text x="{_x(value)}" y="{_y(0) + 16}" text-anchor="middle">{value:.1f}</text>'
    return f'{down}<text x="{_x(0) - 6}" y="{_y(value) + 4}" text-anchor="end">{value:.1f}</text>'


def _point(group: Group) -> str:
    low, high = wilson(group.hits, group.n)
    x = _x(group.said)
    line = f'<line x1="{x}" y1="{_y(low)}" x2="{x}" y2="{_y(high)}" stroke="#36c"/>'
    return f'{line}<circle cx="{x}" cy="{_y(group.hits / group.n)}" r="4" fill="#36c"><title>n = {group.n}</title></circle>'


def _x(value: float) -> float:
    return round(_EDGE + _SIZE * value, 1)


def _y(value: float) -> float:
    return round(_EDGE + _SIZE * (1 - value), 1)


def write_text(text: str, path: Path) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CannotCreate(f"cannot write {path}: {error.strerror}", "Name another file with --plot.") from error
