"""Where the documents of one file begin: an agenda and the minutes of the meeting before, or two meetings on one day."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from index.dates import dates
from index.grammars import BODY, CAPITAL, CLOSING, FIRST, HEAD_CUE, ITEM, NUMBER, REFERENCES, ROMAN, TITLE
from index.headings import leads, prose
from index.lines import Line

_SIGNED = re.compile(r"^sign(?:ed|ature)\b|\bpage\s+\d|\.{6}", re.I)  # a signature or a foot of a page
_FIGURES = re.compile(r"\d+")
_OF_TITLE = set("held on of the a at in and for from to date dated this day meeting".split())
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
        often = met[folded[n]] > 2  # as the head of a page does; only another date tells it from the head of a document
        if labels >= 2 and (_begins_again(rows, n, start, folded, often) or (not often and _opens(rows, n))):
            start = _first_title(rows, n, start, folded)
            yield start
            labels = 0
        labels += _labelled(rows[n]) or (leads(rows[n]) and prose(rows[n]))


def _folded(row: Line) -> str:
    """The line without its figures: page heads differ in the number of the page."""
    return _FIGURES.sub("#", row.text.casefold())


def _first_title(rows: Sequence[Line], n: int, start: int, folded: Sequence[str]) -> int:
    """The first line of the title whose line ``n`` was recognised: above it may stand again what headed the last document."""
    titles = folded[start : start + 3]
    while n - 1 > start + 3 and (folded[n - 1] in titles or _DRAFT.fullmatch(rows[n - 1].text)):
        n -= 1
    return n


def _begins_again(rows: Sequence[Line], n: int, start: int, folded: Sequence[str], redated: bool) -> bool:
    """The line that headed the last document stands here again, above a date and a numbering that begins anew.

    ``redated``: only where the date is another than the last document's.
    """
    if len(rows[n].words) < 2 or folded[n] not in folded[start : min(start + 3, n)]:
        return False
    behind = rows[n + 1 : n + 40]
    first = first_label(behind)
    if first == len(behind) or not FIRST.match(behind[first].raw):
        return False
    told = [row for row in behind[:first] if _dated(row) and not (redated and _said(row))]
    before = {day for row in rows[start : start + first + 1] for day in dates(row.text)} if redated else set()
    return any(day not in before for row in told for day in dates(row.text))


def _said(row: Line) -> bool:
    """True where the words before the day make a sentence ("The contractor wrote on 7 May"): no line of a title."""
    titled = (TITLE.search(row.text) or HEAD_CUE.match(row.text)) and row.text[-1] not in ".:;,?"
    before = re.split(r"\d", row.text, maxsplit=1)[0]
    return not titled and any(word.islower() and word not in _OF_TITLE for word in re.findall(r"[^\W\d_]+", before))


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
