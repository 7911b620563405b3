"""How well words support a question: shares of its telling words, weighted by how rare they are in what is held."""

from __future__ import annotations

from collections.abc import Collection

from index.rarity import Rarity
from index.tokens import terms, tokens


def telling(question: str, named: Collection[str]) -> list[str]:
    """The words of a question that tell its topic: neither those that name its scope nor bare numbers."""
    return [word for word in terms(question) if word not in named and not word.isdigit()]


def coverage(question: str, text: str, weight: Rarity) -> float:
    """The share, by weight, of the question's telling words that stand in ``text``; 1.0 for a question without any."""
    asked = set(terms(question))
    held = set(tokens(text))
    total = sum(map(weight, asked))
    return sum(weight(word) for word in asked if word in held) / total if total else 1.0
