"""The lines of a text conversion -> the page numbers, running heads and feet that were left among them.

What tells them is general: "Page 3 of 4", a number between dashes, numbers that count up where pages break, and lines that
come back at those breaks. An amount or the number of an item alone on its line counts no pages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from index.lines import Line
from index.minutes import LeftOut, Reason, Span

_MOST_WORDS = 16  # of a running head or foot
_SHARE = 0.4  # of the page breaks at which a running line comes back: left and right pages may differ
_DEPTH = 3  # lines above and below a page break among which it is looked for
_OF = r"(?:\s*(?:of|/)\s*\d{1,4})"
_WHOLE = re.compile(rf"\W*[Pp](?:age|AGE)\b\s*\W?\s*(\d{{1,4}}){_OF}?\W*|[-–—~]+\s*(\d{{1,4}})\s*[-–—~]+")
_BEHIND = re.compile(rf"(.*\S)\s*\bP(?:age|AGE)\s+(\d{{1,4}})({_OF}?)\W*")
_BEFORE = re.compile(rf"P(?:age|AGE)\s+(\d{{1,4}})({_OF}?)\W+(\S.*)")
_WITHIN = re.compile(r"\bPage\s+(\d{1,4})\s+of\s+(\d{1,4})\b")
_BARE = re.compile(r"\d{1,4}")
_APART = re.compile(r"(\S.*?)(?:\s*\t\s*|\s{3,})(\d{1,4})")  # words, a wide gap, a number
_POINTS_AT = re.compile(r"\b(?:on|see|at|from|to|in|of|and|or|the|this|under|also|pages?|,)\s*$", re.I)  # a page that a sentence speaks of
_ENDED = ".!?:;"


def running(text: str, rows: Sequence[Line]) -> list[LeftOut]:
    """What is no part of the minutes, in order; ``text`` is the file's own, with its form feeds."""
    feeds = _feeds(text, rows)
    numbered = _sure(rows) | _counted(rows, feeds)
    again = _again(rows, feeds | {n + 1 for n in numbered} | numbered, numbered)
    found = [_whole(row, _reason(row, n, numbered, again)) for n, row in enumerate(rows) if n in numbered or n in again]
    return sorted([*found, *_within(rows, numbered)], key=lambda out: out.span.start if out.span else 0)


def _whole(row: Line, reason: Reason) -> LeftOut:
    return LeftOut(reason, row.text, None, row.span)


def _reason(row: Line, n: int, numbered: Collection[int], again: Collection[int]) -> Reason:
    if n in numbered and (_WHOLE.fullmatch(row.text) or _BARE.fullmatch(row.text)):
        return "page number"
    return "running head" if n in again and n - 1 in {*numbered, *again} else "running foot"


def _feeds(text: str, rows: Sequence[Line]) -> set[int]:
    """The lines before which a form feed stands."""
    ends = [0, *(row.span.end for row in rows)]
    return {n for n, row in enumerate(rows) if n and text.find("\f", ends[n], row.span.start) >= 0} if "\f" in text else set()


def _sure(rows: Sequence[Line]) -> set[int]:
    """The lines that say "Page 3", "Page 3 of 4" or "- 3 -", alone or beside the words of a running line."""
    found = {n for n, row in enumerate(rows) if _WHOLE.fullmatch(row.text) and not _spoken_of(rows, n)}
    worded: dict[str, dict[int, str]] = {}
    for n, row in enumerate(rows):
        if n not in found and len(row.words) <= _MOST_WORDS and (match := _worded(row.text)):
            words, number, counted = match
            worded.setdefault(words, {})[n] = number
            if counted:
                found.add(n)
    return found | {n for pages in worded.values() if len(set(pages.values())) > 1 for n in pages}


def _worded(text: str) -> tuple[str, str, bool] | None:
    """The words beside "Page 3", the number, and whether "of 4" stands behind."""
    if (match := _BEHIND.fullmatch(text)) and not _POINTS_AT.search(match[1]):
        return match[1], match[2], bool(match[3])
    if match := _BEFORE.fullmatch(text):
        return match[3], match[1], bool(match[2])
    return None


def _spoken_of(rows: Sequence[Line], n: int) -> bool:
    """The end of a sentence that was broken over the line: "... is set out on / page 4"."""
    return n > 0 and not rows[n].gap and (_POINTS_AT.search(rows[n - 1].text) is not None or rows[n].text[0] == "p")


def _counted(rows: Sequence[Line], feeds: Collection[int]) -> set[int]:
    """Bare numbers, or numbers far behind the same words, that count up by one where pages break."""
    found: set[int] = set()
    for words, group in groupby(sorted(_numbers(rows)), key=lambda one: one[0]):
        run: list[tuple[int, int]] = []
        for _, n, number in [*group, ("", len(rows), -1)]:
            if run and number == run[-1][1] + 1:
                run.append((n, number))
                continue
            if _pages(rows, [m for m, _ in run], feeds, words):
                found |= {m for m, _ in run}
            run = [(n, number)]
    return found


def _numbers(rows: Sequence[Line]) -> Iterator[tuple[str, int, int]]:
    for n, row in enumerate(rows):
        if _BARE.fullmatch(row.text):
            yield "", n, int(row.text)
        elif len(row.words) <= _MOST_WORDS and (match := _APART.fullmatch(row.raw)):
            yield " ".join(match[1].split()), n, int(match[2])


def _pages(rows: Sequence[Line], run: Sequence[int], feeds: Collection[int], words: str) -> bool:
    """At page breaks, most of them; without form feeds that is seen where a sentence goes on behind the number."""
    if not run:
        return False
    if sum(n in feeds or n + 1 in feeds for n in run) > len(run) / 2:
        return True
    apart = all(rows[n].gap and (n + 1 == len(rows) or rows[n + 1].gap) for n in run)
    broken = sum(0 < n < len(rows) - 1 and _goes_on(rows[n - 1], rows[n + 1]) for n in run)
    return len(run) > 1 and apart and ((len(run) > 2 and bool(words)) or 2 * broken >= len(run))


def _goes_on(above: Line, below: Line) -> bool:
    return above.text[-1] not in _ENDED and below.text[0].islower()


def _again(rows: Sequence[Line], breaks: Collection[int], numbered: Collection[int]) -> set[int]:
    """Short lines that come back, word for word, at the page breaks; ``breaks`` are the lines before which one may stand."""
    near: dict[int, str] = {}
    for at in breaks:
        for n in (*_run(rows, at - 1, -1, numbered), *_run(rows, at, 1, numbered)):
            near[n] = rows[n].text
    often = Counter(near.values())
    needed = max(2.0, _SHARE * len(numbered or breaks))
    return {n for n, text in near.items() if often[text] >= needed}


def _run(rows: Sequence[Line], start: int, step: int, numbered: Collection[int]) -> Iterator[int]:
    """The lines next to a page break that may be running lines."""
    for n in range(start, start + step * _DEPTH, step):
        if n in numbered:
            continue
        if not 0 <= n < len(rows) or len(rows[n].words) > _MOST_WORDS or rows[n].text[-1] in _ENDED or rows[n].bullet:
            return
        yield n


def _within(rows: Sequence[Line], numbered: Collection[int]) -> Iterator[LeftOut]:
    """ "Page 3 of 4" inside lines, where the pages of one count come up more than once."""
    found = [(row, match) for n, row in enumerate(rows) if n not in numbered for match in _WITHIN.finditer(row.raw)]
    found = [(row, match) for row, match in found if not _POINTS_AT.search(row.raw[: match.start()][-20:])]
    pages: dict[str, set[str]] = {}
    for _, match in found:
        pages.setdefault(match[2], set()).add(match[1])
    for row, match in found:
        if len(pages[match[2]]) > 1:
            span = Span(row.span.start + match.start(), row.span.start + match.end())
            yield LeftOut("page number", match.group(), None, span)
