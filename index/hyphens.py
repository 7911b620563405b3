"""Rows of text -> the same with the words healed that a hyphen parts at the end of a line.

The hyphen goes where the word is not written with one elsewhere in the file and does not look like one that is ("part-time").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.layout import Part, Row, joint

_PARTED = re.compile(r"[^\W\d_]{2,}[-\xad]$")
_TAIL = re.compile(r"[a-zà-öø-ÿ]{2,}")
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_COMPOUND = re.compile(
    r"(?:well|self|non|co|ex|follow|set|start|build|part|full|long|short|medium|high|low|decision|multi|cross|vice|mid|half|face|year|day|cost|risk|data|evidence"
    r"|first|second|third|one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|on|off|in|sub)-"
    r"|\w+-(?:up|off|in|on|out|to|term|time|based|related|led|wide|making|going|year|day|old|free|friendly|specific|effective|date|level|ordinate|opted)\b"
)


def without_hyphens(pages: Sequence[list[Row]]) -> list[list[Row]]:
    """The rows, page by page; one whose only word moved to the row before is gone."""
    whole = set(_WORD.findall(" ".join(row.text.lower() for rows in pages for row in rows)))
    healed: list[list[Row]] = [[] for _ in pages]
    last: tuple[int, int] | None = None  # page and row that may end in a hyphen
    for number, rows in enumerate(pages):
        for row in rows:
            rest: Row | None = row
            if last and (moved := _moved(healed[last[0]][last[1]], row, whole)):
                healed[last[0]][last[1]], rest = moved
            if rest is not None:
                healed[number].append(rest)
                last = number, len(healed[number]) - 1
    return [[_plain(row) for row in rows] for rows in healed]


def _moved(row: Row, following: Row, whole: set[str]) -> tuple[Row, Row | None] | None:
    """The two rows once the rest of a parted word has moved up; None where no word is parted between them."""
    if not row.parts[-1] or len(following.parts) != 1 or following.lead or not _PARTED.search(row.parts[-1][-1].text):
        return None
    below, before = following.parts[0], row.parts[-1]
    if following.breaks or abs(below[0].box[0] - before[0].box[0]) > 3 * row.size or not _TAIL.match(below[0].text):
        return None
    end = next((n for n in range(1, len(below)) if joint(below[n - 1], below[n])), len(below))
    tail = "".join(piece.text for piece in below[:end])
    joined = replace(before[-1], text=_joined(before[-1].text, tail, whole))
    above = replace(row, parts=(*row.parts[:-1], (*before[:-1], joined)))
    return above, replace(following, parts=(below[end:],)) if end < len(below) else None


def _joined(start: str, tail: str, whole: set[str]) -> str:
    head, hyphen = start[:-1], start[-1]
    first, second = (_WORD.findall(part.lower()) or [""] for part in (head, tail))
    together, apart = first[-1] + second[0], f"{first[-1]}-{second[0]}"
    if hyphen == "\xad" or (together in whole and apart not in whole):
        return head + tail
    return f"{head}-{tail}" if apart in whole or _COMPOUND.match(apart) else head + tail


def _plain(row: Row) -> Row:
    """Without the hyphens that only mark where a word may be parted."""
    if "\xad" not in row.text:
        return row
    return replace(row, parts=tuple(_part(part) for part in row.parts))


def _part(part: Part) -> Part:
    return tuple(replace(piece, text=piece.text.replace("\xad", "") or "-") for piece in part)
