"""Cells in columns on a terminal: every word is shown, on as many lines as it needs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from assistant.columns import Cells

NARROWEST = 20  # a terminal that says it is narrower than this is not believed
_GAP = 2
_PROSE = 60  # the width from which a column is taken for prose
_LEAST = ((14, 24), (10, 16))  # the least width of a column with a longest word as long as this or longer, and of one of prose
_JOINT = re.compile(r".*[-/_]")  # where an id may be cut
_PROSE_SHARE = 3  # shares of what is left for one of prose


def table(cells: Cells, width: int) -> str:
    """The cells under their headings in lines of at most ``width``; one below the other where that is too narrow for columns."""
    width = max(width, NARROWEST)
    widths = _widths(cells, width)
    if widths is None:
        return "\n\n".join("\n".join(_stacked(cells.headings, line, width)) for line in cells.lines)
    return "\n".join(row for line in (cells.headings, *cells.lines) for row in _row(line, widths))


def _widths(cells: Cells, width: int) -> list[int] | None:
    """A width for each column, none where they do not fit."""
    columns = list(zip(cells.headings, *cells.lines, strict=True))
    whole = [max(map(columns_of, column)) for column in columns]
    words = [max(columns_of(word) for text in column for word in text.split()) for column in columns]
    left = width - _GAP * (len(columns) - 1)
    for most, prose in _LEAST:
        found = [min(size, max(min(most, word), prose if size >= _PROSE else 0)) for size, word in zip(whole, words, strict=True)]
        if sum(found) <= left:
            return _shared(found, whole, left)
    return None


def _shared(found: list[int], whole: Sequence[int], left: int) -> list[int]:
    """The widths ``found`` grown to ``left`` together, none of them beyond the ``whole`` it needs."""
    for _ in range(left - sum(found)):
        wanting = [n for n, size in enumerate(found) if size < whole[n]]
        if not wanting:
            break
        found[min(wanting, key=lambda n: found[n] / (_PROSE_SHARE if whole[n] >= _PROSE else 1))] += 1
    return found


def _row(line: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    parts = [wrapped(text, width) for text, width in zip(line, widths, strict=True)]
    for n in range(max(map(len, parts))):
        shown = (_padded(part[n] if n < len(part) else "", width) for part, width in zip(parts, widths, strict=True))
        yield (" " * _GAP).join(shown).rstrip()


def _stacked(headings: Sequence[str], line: Sequence[str], width: int) -> Iterator[str]:
    for heading, text in zip(headings, line, strict=True):
        if text:
            first, *more = wrapped(f"{heading}: {text}", width - _GAP)
            yield from (first, *(" " * _GAP + part for part in more))


def _padded(text: str, width: int) -> str:
    return text + " " * (width - columns_of(text))


def wrapped(text: str, width: int) -> list[str]:
    """The words of ``text`` on lines of at most ``width`` columns; a longer word is cut. At least one line."""
    lines, line = [], ""
    for word in text.split():
        joined = f"{line} {word}" if line else word
        if columns_of(joined) <= width:
            line = joined
            continue
        lines += [line] if line else []
        *cut, line = _cut(word, width)
        lines += cut
    return [*lines, line]


def _cut(word: str, width: int) -> list[str]:
    """A word in parts of at most ``width``, cut behind its strokes and hyphens where there are any."""
    parts = [""]
    for letter in word:
        if columns_of(parts[-1] + letter) > width and parts[-1]:
            at = _JOINT.match(parts[-1])
            parts[-1:] = [parts[-1][: at.end()], parts[-1][at.end() :]] if at else [parts[-1], ""]
        parts[-1] += letter
    return parts


def columns_of(text: str) -> int:
    """How many columns of a terminal ``text`` takes: two for a wide character, none for an accent set upon another."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else unicodedata.category(c) not in ("Mn", "Me", "Cf") for c in text)
