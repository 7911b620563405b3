"""Whether a ranking leads to the right item, for programs that cut minutes differently: judged by where the characters lie.

Gold items are stretches of a file (eval/corpus/structure.json). What a program returns is a stretch as well: an item of ours, a chunk of
another's. Two readings, both reported:

- ``held``, as a citation needs it: a stretch stands for the one gold item that holds most of it, as eval/structure.py reads our own
  passages; stretches that stand for an item already ranked take no further rank.
- ``touched``, generous to chunks that span several items: a stretch stands for every gold item of which it covers at least half, or in
  which at least half of it lies; each stretch takes one rank.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from eval.structure import GoldEntry, Structure, resolve_span


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the decoded text of a file; line ends count as one character."""

    file: str
    start: int
    end: int


def held(structure: Structure, ranked: Sequence[Stretch]) -> list[frozenset[str]]:
    """The gold item of each rank."""
    items = [resolve_span(structure, one.file, one.start, one.end) for one in ranked]
    return [frozenset([item]) for item in dict.fromkeys(items) if item]


def touched(structure: Structure, ranked: Sequence[Stretch]) -> list[frozenset[str]]:
    """The gold items of each rank."""
    return [_touched(structure, one) for one in ranked]


def hit(gold: Collection[str], ranks: Sequence[frozenset[str]], k: int) -> bool:
    """Whether one of the first ``k`` ranks holds an item of ``gold``."""
    return any(rank & frozenset(gold) for rank in ranks[:k])


def _touched(structure: Structure, one: Stretch) -> frozenset[str]:
    entries = (e for d in structure.documents(one.file) for e in d.items if e.cite_level)
    return frozenset(entry.item_id for entry in entries if _half(entry, one))


def _half(entry: GoldEntry, one: Stretch) -> bool:
    common = min(entry.end_char, one.end) - max(entry.start_char, one.start)
    return common > 0 and 2 * common >= min(entry.end_char - entry.start_char, one.end - one.start)
