"""What is left on disk of words and vectors that were removed: a search through the bytes of every file.

A stretch of 31 bytes or more of the removed words is found wherever it stands: it holds one whole window of 16 bytes that begins
at a multiple of 16. Words that other minutes have too are no trace.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from index.records import Vector

_WINDOW = 16


@dataclass(frozen=True, slots=True)
class Traces:
    """What to look for; made before the removal."""

    windows: frozenset[bytes]
    halves: tuple[bytes, ...]  # of vectors: long enough to be no accident


def traces_of(texts: Iterable[str], vectors: Iterable[Vector]) -> Traces:
    windows = {window for text in texts for window in _windows(text)}
    return Traces(frozenset(windows), tuple({half for vector in vectors for half in _halves(vector)}))


def but_not(traces: Traces, texts: Iterable[str], vectors: Iterable[Vector]) -> Traces:
    """Without what stands in ``texts`` and ``vectors`` that stay; a number stored beside such a text may happen to continue it."""
    windows, halves = set(traces.windows), set(traces.halves)
    beside = _by_most(windows)
    for text in texts:
        windows.difference_update(_windows(text))
        content = text.encode("utf-8", "surrogatepass")
        for most in (_WINDOW - 1, _WINDOW - 2, _WINDOW - 3):
            windows.difference_update(beside.get((True, content[:most]), ()), beside.get((False, content[-most:]), ()))
    for vector in vectors:
        halves.difference_update(_halves(vector))
    return Traces(frozenset(windows), tuple(halves))


def _by_most(windows: Iterable[bytes]) -> dict[tuple[bool, bytes], list[bytes]]:
    """The windows by their last 13 to 15 bytes (True) and by their first."""
    found: dict[tuple[bool, bytes], list[bytes]] = {}
    for window in windows:
        for most in (_WINDOW - 1, _WINDOW - 2, _WINDOW - 3):
            found.setdefault((True, window[-most:]), []).append(window)
            found.setdefault((False, window[:most]), []).append(window)
    return found


def left_in(folder: Path, traces: Traces) -> list[str]:
    """The files below ``folder`` that hold any of it, by their names there."""
    return [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file() and holds(path, traces)]


def quotes(text: str, traces: Traces) -> bool:
    """Whether ``text`` says some of it."""
    return any(window in traces.windows for window in _windows(text))


def holds(path: Path, traces: Traces) -> bool:
    content = path.read_bytes()
    if any(content[start : start + _WINDOW] in traces.windows for start in range(0, len(content), _WINDOW)):
        return True
    return any(half in content for half in traces.halves)


def _windows(text: str) -> Iterator[bytes]:
    content = text.encode("utf-8", "surrogatepass")
    for start in range(len(content) - _WINDOW + 1):
        window = content[start : start + _WINDOW]
        if len(set(window)) > 4:  # rules and rows of dots say nothing
            yield window


def _halves(vector: Vector) -> Iterator[bytes]:
    content, middle = vector.astype("<f4").tobytes(), vector.nbytes // 2
    return (half for half in (content[:middle], content[middle:]) if any(half))
