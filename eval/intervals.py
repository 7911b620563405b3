"""95 % intervals: of a share by Wilson, of anything else by drawing the same cases again."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence

_Z = 1.959964
_RESAMPLES, _SEED = 1000, 20180717


def wilson(hits: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share; everything is possible where nothing was asked."""
    if n == 0:
        return 0.0, 1.0
    share, spread = hits / n, _Z * _Z / n
    middle = share + spread / 2
    half = _Z * math.sqrt(share * (1 - share) / n + spread / (4 * n))
    return max(0.0, (middle - half) / (1 + spread)), min(1.0, (middle + half) / (1 + spread))


def bootstrap(values: Sequence[float]) -> tuple[float, float]:
    """The 95 % percentile interval of a mean; the same values give the same interval."""
    return resampled(values, _mean) if values else (0.0, 1.0)


def resampled(values: Sequence[float], of: Callable[[Sequence[float]], float]) -> tuple[float, float]:
    """The 95 % percentile interval of what ``of`` makes of values, of which there are some."""
    choose: Callable[..., list[float]] = random.Random(_SEED).choices
    found = sorted(of(choose(values, k=len(values))) for _ in range(_RESAMPLES))
    return found[int(0.025 * _RESAMPLES)], found[int(0.975 * _RESAMPLES) - 1]


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)
