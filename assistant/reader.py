"""A small reader of our own: does a window of minutes answer the question, and with which of its words?

What the network (index/spans.py) makes of the best windows of the evidence, read in one batch. It proves nothing by itself: what it
prefers is chosen, cited and verified as everything is. How it was trained and what it is worth: training/CARD.md.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from assistant.answer import Evidence, Reading
from assistant.windows import Window, windows
from index.embed import DEFAULT
from index.errors import ModelError
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

    @property
    def lacking(self) -> ModelError | None: ...

    def load(self) -> None: ...

    def read(self, question: str, texts: Sequence[Window]) -> list[Reading]: ...


class Reader:
    """One batch at a time: the tokenizer is not safe between threads. The network is made at the first question, or by ``load``."""

    def __init__(self, load: Callable[[], Network]) -> None:
        self._load = load
        self._lock = threading.Lock()
        self._network: Network | None = None
        self.lacking: ModelError | None = None  # why nothing can be read, once that was tried in vain

    def load(self) -> None:
        """So that the first question need not wait for it."""
        with self._lock:
            self._loaded()

    def read(self, question: str, texts: Sequence[Window]) -> list[Reading]:
        """A reading of each window, in their order; none of any where the network cannot be had.

        Raises EmbedError where it gives something else than numbers.
        """
        if not texts:
            return []
        with self._lock:
            network = self._loaded()
            judged = network.judge(question, [window.text for window in texts]) if network else []
        return [_reading(window, one) for window, one in zip(texts, judged, strict=False)]

    def _loaded(self) -> Network | None:
        if self._network is None and self.lacking is None:
            try:
                self._network = self._load()
            except ModelError as error:
                self.lacking = error
        return self._network


def _reading(window: Window, judged: Judged) -> Reading:
    answered, partly, _ = judged.kinds
    return Reading(answered + partly, window.ordinal_at(judged.span.start) if judged.span else None, judged.span)


def reader_of(named: str, model: str) -> Reader | None:
    """The reader that the configuration names, over an index made by ``model``.

    The shipped one goes with the shipped model alone: it shares its files, and its limit was fitted with it.
    """
    if named == NONE or (named == SHIPPED and model != DEFAULT):
        return None
    return load_reader(FILE, SHA256, REPAIR) if named == SHIPPED else load_reader(*_pinned(named))


@lru_cache
def load_reader(weights: Path, sha256: str = "", remedy: str = REMEDY) -> Reader:
    """The reader with these weights, one for all who ask. They are looked at when it loads: see ``proved``."""
    return Reader(lambda: loaded(proved(weights, sha256, remedy), remedy))


def identity(named: str) -> str:
    """What tells the weights of a configured reader from others; "" for none, and where they cannot be read."""
    if named in (NONE, SHIPPED):
        return SHA256[:16] if named == SHIPPED else ""
    try:
        return hashlib.sha256(_pinned(named)[0].read_bytes()).hexdigest()[:16]
    except OSError:  # said by whoever reads with it
        return ""


def _pinned(named: str) -> tuple[Path, str]:
    name, expected = pinned(named)
    return Path(name), expected


def with_readings(reader: Reads, question: str, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """``evidence`` with what the reader makes of its best windows; items of which none is read stay as they are."""
    chosen = best_windows(evidence)
    readings = reader.read(question, [window for _, window in chosen])
    if not readings:
        return tuple(evidence)
    held: dict[int, list[Reading]] = {}
    for (number, _), reading in zip(chosen, readings, strict=True):
        held.setdefault(number, []).append(reading)
    return tuple(replace(e, readings=tuple(held.get(e.number, ()))) for e in evidence)


def best_windows(evidence: Sequence[Evidence], most: int = READ) -> list[tuple[int, Window]]:
    """The ``most`` windows with the best statements, best first, each with the number of its evidence."""
    scored = [row for e in evidence if e.hits for row in _windows(e)]
    scored.sort(key=lambda row: (-row[0], row[1], row[2].passages[0].ordinal))
    return [(number, window) for _, number, window in scored[:most]]


def _windows(evidence: Evidence) -> Iterator[tuple[float, int, Window]]:
    """Each with its worth: the score of its item, and by how much its best statement falls behind the best of the item."""
    scores = {hit.passage.ordinal: hit.score for hit in evidence.hits}
    behind = evidence.score - max(scores.values())
    for window in windows(sorted((hit.passage for hit in evidence.hits), key=lambda passage: passage.ordinal)):
        yield behind + max(scores[passage.ordinal] for passage in window.passages), evidence.number, window
