"""A small reader of our own: does a window of minutes answer the question, and with which of its words?

What the network (index/spans.py) makes of the best windows of the evidence, read in one batch. It proves nothing by itself: what it
prefers is chosen, cited and verified as everything is. How it was trained and what it is worth: training/CARD.md.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Protocol

from assistant.answer import Evidence, Reading
from assistant.windows import Window, windows
from index.minutes import Passage
from index.spans import Judged, Network, loaded, proved
from index.weights import pinned

REMEDY = "Give a file of weights that python -m training.train wrote, or remove the key 'reader'."
READ = 4  # windows of all the evidence: six did no better


class Reads(Protocol):
    """What is needed of a reader."""

    def read(self, question: str, texts: Sequence[Window]) -> list[Reading]: ...


class Reader:
    """One batch at a time: the tokenizer is not safe between threads. The network is made at the first question."""

    def __init__(self, load: Callable[[], Network]) -> None:
        self._load = cache(load)
        self._lock = threading.Lock()

    def read(self, question: str, texts: Sequence[Window]) -> list[Reading]:
        """A reading of each window, in their order. Raises EmbedError where the network gives something else than numbers."""
        if not texts:
            return []
        with self._lock:
            judged = self._load().judge(question, [window.text for window in texts])
        return [_reading(window, one) for window, one in zip(texts, judged, strict=True)]


def _reading(window: Window, judged: Judged) -> Reading:
    answered, partly, _ = judged.kinds
    return Reading(window.ordinals, answered, partly, window.ordinal_at(judged.span.start) if judged.span else None, judged.span)


def load_reader(weights: Path) -> Reader:
    """The reader with these weights. Raises ModelError where they are none, or not those that a sha256 behind the name asks for."""
    name, expected = pinned(str(weights))
    proved(Path(name), expected, REMEDY)  # at the start, not at the first question
    return Reader(lambda: loaded(proved(Path(name), expected, REMEDY), REMEDY))


def with_readings(reader: Reads, question: str, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """``evidence`` with what the reader makes of its best windows; items of which none is read stay as they are."""
    chosen = best_windows(evidence)
    readings = reader.read(question, [window for _, window in chosen])
    held: dict[int, list[Reading]] = {}
    for (number, _), reading in zip(chosen, readings, strict=True):
        held.setdefault(number, []).append(reading)
    return tuple(replace(e, readings=tuple(held.get(e.number, ()))) for e in evidence)


def best_windows(evidence: Sequence[Evidence], most: int = READ) -> list[tuple[int, Window]]:
    """The ``most`` windows with the best statements, best first, each with the number of its evidence."""
    scored = [(_worth(e, window), e.number, window) for e in evidence if e.hits for window in windows(_in_order(e))]
    scored.sort(key=lambda row: (-row[0], row[1], row[2].ordinals[0]))
    return [(number, window) for _, number, window in scored[:most]]


def _in_order(evidence: Evidence) -> list[Passage]:
    return sorted((hit.passage for hit in evidence.hits), key=lambda passage: passage.ordinal)


def _worth(evidence: Evidence, window: Window) -> float:
    """The score of its item, and by how much its best statement falls behind the best of the item."""
    scores = {hit.passage.ordinal: hit.score for hit in evidence.hits}
    return evidence.score + max(scores[n] for n in window.ordinals) - max(scores.values())
