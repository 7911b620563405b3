"""Where the documents of one file begin: an agenda and the minutes of the meeting before, or two meetings on one day."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from index.dates import dates
from index.grammars import BODY, CAPITAL, CLOSING, FIRST, HEAD_CUE, ITEM, NUMBER, REFERENCES, ROMAN, TITLE
from index.lines import Line

_SIGNED = re.compile(r"^sign(?:ed|ature)\b|\bpage\s+\d|\.{6}", re.I)  # a signature or a foot of a page
_DRAFT = re.compile(r"[\W_]*d ?r ?a ?f ?t[\W_]*", re.I)


def documents(rows: Sequence[Line]) -> list[Sequence[Line]]:
    """The lines of each document, in reading order; all lines are in one of them."""
    return [rows[start:end] for start, end in pairwise([*_starts(rows), len(rows)])]


def first_label(rows: Sequence[Line]) -> int:
    """The index of the first line that begins with a label of an item; their number where none does."""
    return next((n for n, row in enumerate(rows) if n and _labelled(row)), len(rows))


def _starts(rows: Sequence[Line]) -> Iterator[int]:
    """Rows where a document begins: a title with its meeting's date, a head behind it, and items since the last one."""
    yield 0
    labels = start = 0
    folded = [_folded(row) for row in rows]
    met = Counter(folded)
    for n in range(1, len(rows)):
        if labels >= 2 and met[folded[n]] < 3 and (_opens(rows, n) or _begins_again(rows, n, start, folded)):
            start = _first_title(rows, n, start, folded)
            yield start
            labels = 0
        labels += _labelled(rows[n])


def _folded(row: Line) -> str:
    """The line without its figures: page heads differ in the number of the page."""
    return re.sub(r"\d+", "#", row.text.casefold())


def _first_title(rows: Sequence[Line], n: int, start: int, folded: Sequence[str]) -> int:
    """The first line of the title whose line ``n`` was recognised: above it may stand again what headed the last document."""
    titles = folded[start : start + 3]
    while n - 1 > start + 3 and (folded[n - 1] in titles or _DRAFT.fullmatch(rows[n - 1].text)):
        n -= 1
    return n


def _begins_again(rows: Sequence[Line], n: int, start: int, folded: Sequence[str]) -> bool:
    """The line that headed the last document stands here again, above a date and a numbering that begins anew."""
    if len(rows[n].words) < 2 or folded[n] not in folded[start : min(start + 3, n)]:
        return False
    behind = rows[n + 1 : n + 40]
    first = first_label(behind)
    return first < len(behind) and bool(FIRST.match(behind[first].raw)) and any(map(_dated, behind[:first]))


def _labelled(row: Line) -> bool:
    if NUMBER.match(row.raw) or ITEM.match(row.raw) or any(s.pattern.match(row.raw) for s in REFERENCES):
        return True
    return bool((ROMAN.match(row.raw) or CAPITAL.match(row.raw)) and row.text.upper() == row.text)


def _opens(rows: Sequence[Line], n: int) -> bool:
    row = rows[n]
    if row.bullet or len(row.words) > 18 or row.text[-1] in ".;?" or CLOSING.search(row.text) or _labelled(row) or _SIGNED.search(row.text):
        return False
    if not (TITLE.search(row.text) or BODY.search(row.text)) or not row.text[0].isupper():
        return False
    if HEAD_CUE.match(row.text) and not dates(row.text):
        return False
    behind = rows[n + 1 : n + 25]
    cued = any(HEAD_CUE.match(r.text) and len(r.words) < 12 and not _labelled(r) for r in behind[: first_label(behind)])
    return cued and any(map(_dated, rows[n : n + 4]))


def _dated(row: Line) -> bool:
    return len(row.words) <= 18 and bool(dates(row.text)) and not CLOSING.search(row.text) and not _labelled(row)
