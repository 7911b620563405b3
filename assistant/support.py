"""How well words support a question: shares of its telling words, weighted by how rare they are in what is held."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable

from index.tokens import terms, tokens

Rarity = Callable[[str], float]


def rarity(texts: Iterable[str]) -> Rarity:
    """Inverse document frequency of a token over ``texts`` (Robertson and Sparck Jones 1976, smoothed)."""
    counts: dict[str, int] = {}
    total = 0
    for text in texts:
        total += 1
        for token in set(tokens(text)):
            counts[token] = counts.get(token, 0) + 1
    return lambda token: math.log(1 + (total - counts.get(token, 0) + 0.5) / (counts.get(token, 0) + 0.5))


def telling(question: str, named: Collection[str]) -> list[str]:
    """The words of a question that tell its topic: neither those that name its scope nor bare numbers."""
    return [word for word in terms(question) if word not in named and not word.isdigit()]


def coverage(question: str, text: str, weight: Rarity) -> float:
    """The share, by weight, of the question's telling words that stand in ``text``; 1.0 for a question without any."""
    asked = set(terms(question))
    held = set(tokens(text))
    total = sum(map(weight, asked))
    return sum(weight(word) for word in asked if word in held) / total if total else 1.0
