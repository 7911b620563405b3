"""How much a word tells: the rarer it is among some texts, the more."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from functools import cache

from index.tokens import tokens

Rarity = Callable[[str], float]


def rarity(texts: Iterable[str]) -> Rarity:
    """Inverse document frequency of a token over ``texts`` (Robertson and Sparck Jones 1976, smoothed)."""
    counts: dict[str, int] = {}
    total = 0
    for text in texts:
        total += 1
        for token in set(tokens(text)):
            counts[token] = counts.get(token, 0) + 1

    @cache
    def weight(token: str) -> float:
        held = counts.get(token, 0)
        return math.log(1 + (total - held + 0.5) / (held + 0.5))

    return weight
