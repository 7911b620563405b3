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
from index.embed import DEFAULT
from index.minutes import Passage
from index.spans import Judged, Network, loaded, proved
from index.weights import pinned

SHIPPED, NONE = "shipped", "none"  # values of the key 'reader' that name no file
FILE = Path(__file__).with_name("reader.safetensors")
SHA256 = "60aae093f099cf80da4c04fdf68bd841be09c71003ccec477a1775ece363c5e7"
REMEDY = "Give a file of weights that python -m training.train wrote, or remove the key 'reader'."
REPAIR = f'Fetch {FILE.name} of this version again, or set reader = "none".'
READ = 4  # windows of all the evidence: six did no better


class Reads(Protocol):
    """What is needed of a reader."""

    def load(self) -> None: ...

    def read(self, question: str, texts: Sequence[Window]) -> list[Reading]: ...


class Reader:
    """One batch at a time: the tokenizer is not safe between threads. The network is made at the first question."""

    def __init__(self, load: Callable[[], Network]) -> None:
        self._network = cache(load)
        self._lock = threading.Lock()

    def load(self) -> None:
        """So that the first question need not wait for it. Raises ModelError."""
        with self._lock:
            self._network()

    def read(self, question: str, texts: Sequence[Window]) -> list[Reading]:
        """A reading of each window, in their order. Raises EmbedError where the network gives something else than numbers."""
        if not texts:
            return []
        with self._lock:
            judged = self._network().judge(question, [window.text for window in texts])
        return [_reading(window, one) for window, one in zip(texts, judged, strict=True)]


def _reading(window: Window, judged: Judged) -> Reading:
    answered, partly, _ = judged.kinds
    return Reading(window.ordinals, answered, partly, window.ordinal_at(judged.span.start) if judged.span else None, judged.span)


def reader_of(named: str, model: str) -> Reader | None:
    """The reader that the configuration names, over an index made by ``model``. Raises ModelError as ``load_reader`` does.

    The shipped one goes with the shipped model alone: it shares its files, and its limit was fitted with it.
    """
    if named == NONE or (named == SHIPPED and model != DEFAULT):
        return None
    return load_reader(FILE, SHA256, REPAIR) if named == SHIPPED else load_reader(*_pinned(named))


def load_reader(weights: Path, sha256: str = "", remedy: str = REMEDY) -> Reader:
    """The reader with these weights. Raises ModelError where they are none, or not those of ``sha256`` where that is not empty."""
    proved(weights, sha256, remedy)  # at the start, not at the first question
    return Reader(lambda: loaded(proved(weights, sha256, remedy), remedy))


def _pinned(named: str) -> tuple[Path, str]:
    name, expected = pinned(named)
    return Path(name), expected


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
