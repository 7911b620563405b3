"""The rows of all pages -> the same without running heads, feet and page numbers, and what was taken out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from index.glyphs import Sheet
from index.grammars import BODY, DATE
from index.layout import Row
from index.minutes import LeftOut, Reason

_EDGE = 0.15  # of the page: heads and feet stand above or below
_MOST = 0.4  # of the pages: heads may differ on left and right pages
_SLACK = 4.0  # points
_PAGE_NUMBER = re.compile(
    r"\W*(?:page\s*)?(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:of|/)\s*\d{1,4})?\W*(?:page)?|.*\bpage\s*\W?\s*\d{1,4}(?:\s*of\s*\d{1,4})?\W*", re.I
)
_NUMBERED_PAGE = re.compile(r"\W*page\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\W*|\W*\d{1,4}\s+of\s+\d{1,4}\W*", re.I)

Key = tuple[bool, str]  # whether a head, and its words with the number of the page as #


def without_furniture(sheets: Sequence[Sheet], pages: Sequence[list[Row]]) -> tuple[list[list[Row]], list[LeftOut]]:
    """The rows that stay, page by page, and what was left out.

    The head of the first page stays where it alone names the body or the day.
    """
    repeated = _repeated(sheets, pages)
    kept: list[list[Row]] = []
    out: list[LeftOut] = []
    for sheet, rows in zip(sheets, pages, strict=True):
        stay: list[Row] = []
        for row in rows:
            reason = _reason(sheet, row, repeated)
            if reason == "running head" and not any(kept) and _tells(row, rows):
                reason = None
            if reason is None:
                stay.append(row)
            else:
                out.append(LeftOut(reason, row.text.strip(), sheet.number))
        kept.append(stay)
    return (kept, out) if any(kept) else (list(pages), [])  # where all comes back on all pages, it is the text


def _key(sheet: Sheet, row: Row) -> Key | None:
    top, bottom = row.box[1], row.box[3]
    if bottom > _EDGE * sheet.height and top < (1 - _EDGE) * sheet.height:
        return None
    text = " ".join(row.text.split())
    figures = r"\d+" if _PAGE_NUMBER.fullmatch(text) else rf"\b{sheet.number}\b"
    return bottom <= _EDGE * sheet.height, re.sub(figures, "#", text)


def _repeated(sheets: Sequence[Sheet], pages: Sequence[list[Row]]) -> dict[Key, list[float]]:
    """The heights at which the same words stand on most pages."""
    heights: dict[Key, list[float]] = {}
    for sheet, rows in zip(sheets, pages, strict=True):
        for row in rows:
            if key := _key(sheet, row):
                heights.setdefault(key, []).append(row.box[3])
    needed = max(2.0, _MOST * sum(1 for rows in pages if rows))
    found = {}
    for key, places in heights.items():
        often = Counter(round(place / _SLACK) for place in places)
        common = [level * _SLACK for level, _ in often.items() if sum(often[level + step] for step in (-1, 0, 1)) >= needed]
        if common:
            found[key] = common
    return found


def _reason(sheet: Sheet, row: Row, repeated: dict[Key, list[float]]) -> Reason | None:
    key = _key(sheet, row)
    if key is None:
        return None
    head, text = key
    if any(abs(row.box[3] - height) <= 1.5 * _SLACK for height in repeated.get(key, ())):
        if _PAGE_NUMBER.fullmatch(row.text):
            return "page number"
        return "running head" if head else "running foot"
    lone = text == "#" and row.text.strip() == str(sheet.number) and not head
    return "page number" if lone or _NUMBERED_PAGE.fullmatch(row.text) else None


def _tells(head: Row, rows: Sequence[Row]) -> bool:
    """The head names the body or the day, and nothing else on the page does."""
    others = [row.text for row in rows if row.text != head.text]
    return any(pattern.search(head.text) and not any(map(pattern.search, others)) for pattern in (BODY, DATE))
