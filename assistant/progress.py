"""A progress bar for people; nothing where nobody looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from tqdm import tqdm


@contextmanager
def progress(stream: TextIO) -> Iterator[Callable[[str, int, int], None]]:
    """A callable (stage, done, total) that draws a bar on ``stream`` where that is a terminal."""
    bar = tqdm(file=stream, unit="file", disable=not stream.isatty(), leave=False)

    def show(stage: str, done: int, total: int) -> None:
        bar.total, bar.n = total, done
        bar.set_description(stage)
        bar.refresh()

    try:
        yield show
    finally:
        bar.close()
