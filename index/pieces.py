"""The statements of an item as what each may tell: parted where a cell ends, where a limb begins, and behind the title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from index.heal import heal
from index.minutes import Item, Span

_LIMB = r"(?<=[;,])(?:\s+and)?[^\S\n]*\n\s*(?=\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})[.)]\s)"
_IN_PROSE = re.compile(_LIMB)
_IN_A_ROW = re.compile(rf"[\t|]+|{_LIMB}")


def pieces(masked: str, spans: Iterable[Span]) -> Iterator[Span]:
    """Statements, parted where a table's cell ends and where a lettered limb begins on a line of its own."""
    for span in spans:
        text = masked[span.start : span.end]
        row = "\t" in text or text.count("|") > 1  # one stroke in a sentence is no cell
        apart = list((_IN_A_ROW if row else _IN_PROSE).finditer(text))
        for begin, end in zip([0, *(a.end() for a in apart)], [*(a.start() for a in apart), len(text)], strict=True):
            words = text[begin:end]
            if re.search(r"[^\s•*–-]", words):
                start = span.start + begin + len(words) - len(words.lstrip())
                yield Span(start, start + len(words.strip()))


def untitled(masked: str, item: Item, spans: Sequence[Span]) -> Iterator[Span]:
    """The statements, the first parted from a title that stands on a line of its own."""
    for n, span in enumerate(spans):
        line = masked.find("\n", span.start, span.end)
        if n == 0 and line > 0 and item.title and heal(masked[span.start : line]).endswith(item.title):
            yield Span(span.start, line)
            span = Span(line + 1, span.end)
        yield span
