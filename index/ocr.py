"""A picture of a page -> its words, read by Debian's tesseract where that is installed."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass

from index.pages import Box

PROGRAM = "tesseract"
SECONDS = 60  # for one page
_SURE = 0.3  # words that are less sure are specks
# What to do when a page was recognised: who sets a clock for a file gives a long scan more, as long as its pages move on.
PAGE_DONE: ContextVar[Callable[[], object]] = ContextVar("page_done", default=lambda: None)


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    box: Box  # in dots from the top left corner
    confidence: float  # 0 to 1
    line: tuple[int, int, int]  # block, paragraph and line that it stands in


def installed() -> bool:
    return shutil.which(PROGRAM) is not None


def ocr(width: int, height: int, grey: bytes) -> list[Word]:
    """The words of a picture of ``width * height`` grey values; none where it could not be read in time."""
    image = b"P5 %d %d 255\n" % (width, height) + grey
    command = [PROGRAM, "stdin", "stdout", "--dpi", "300", "--psm", "3", "tsv"]
    try:
        done = subprocess.run(command, input=image, capture_output=True, timeout=SECONDS, check=True)
    except (subprocess.SubprocessError, OSError):
        return []
    PAGE_DONE.get()()
    return _words(done.stdout.decode("utf-8", "replace"))


def _words(table: str) -> list[Word]:
    rows = csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE)
    found: list[Word] = []
    for row in rows:
        text, confidence = (row["text"] or "").strip(), float(row["conf"] or -1) / 100
        if text and confidence >= _SURE:
            left, top, width, height = (float(row[name]) for name in ("left", "top", "width", "height"))
            line = (int(row["block_num"]), int(row["par_num"]), int(row["line_num"]))
            found.append(Word(text, (left, top, left + width, top + height), confidence, line))
    return found
