"""Headings of a document without labels: lines of their own, or the bold words that a paragraph begins with."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from index.dates import dates
from index.grammars import BODY, FURNITURE, HEAD_CUE, HEADING_RUN_ON, PEOPLE_CUE, TITLE
from index.heal import heal
from index.lines import Line
from index.person import looks_like_name

_LED = 3  # fewest items of a document without labels or headings whose paragraphs begin with bold words
_APART = 0.5  # of the bold words that paragraphs begin with: fewest that come only once
_MINUTES = re.compile(r"minutes of\b", re.I)  # of the last meeting
_FIELD = re.compile(r"(?:due|by|when|owner|who|lead|actions?|deadline|status|date|time)\s*:", re.I)  # of a form, no heading
_OUTCOME = re.compile(
    r"(?:it was\s+)?(?:resolved|agreed|decisions?|decided|noted?|actions?(?: points?)?|recommended|recommendations?|approved|carried"
    r"|outcomes?|motion|proposed|proposal|seconded|votes?|questions?|answers?|repl(?:y|ied)|responses?|q|a)(?:\s+(?:unanimously|that))?",
    re.I,
)


def headed(rows: Sequence[Line]) -> list[int]:
    """Items of a document without numbers: its headings, after those of its head."""
    places: list[int] = []
    for n, row in enumerate(rows):
        heads = heading(row) or _set_apart(rows, n) or HEADING_RUN_ON.match(row.raw)
        named = BODY.search(row.text) or TITLE.search(row.text)
        titles = named and not places and (n < 3 or not prose(rows[min(n + 1, len(rows) - 1)]))
        dated = not places and dates(row.text)
        if 0 < n < len(rows) - 1 and heads and not dated and not _of_head(rows, n) and not FURNITURE.match(row.text) and not titles:
            places.append(n)
    return places if len(places) > 1 else []


def led(rows: Sequence[Line]) -> list[int]:
    """Items whose heading is the bold beginning of their first paragraph ("Finance. The treasurer ..."), each another one.

    What comes again ("Agreed:", a speaker) is no heading; where more does than does not, nothing is.
    """
    told = {n: _words(row) for n, row in enumerate(rows) if n and leads(row)}
    roll = _roll(rows[: min(told, default=0)])
    found = {n: words.casefold() for n, words in told.items() if not _spoken(words, roll)}
    said = Counter(found.values())
    places = [n for n, words in found.items() if said[words] == 1]
    return places if len(places) >= _LED and len(places) >= _APART * len(found) else []


def _words(row: Line) -> str:
    return heal(row.raw[: row.lead])


def _roll(rows: Sequence[Line]) -> str:
    """The lines from the list of those present on."""
    first = next((n for n, row in enumerate(rows) if PEOPLE_CUE.match(row.text)), len(rows))
    return " ".join(row.text for row in rows[first:])


def _spoken(words: str, roll: str) -> bool:
    """True for one of those present: what stands behind is what he said."""
    return looks_like_name(words) and re.search(rf"\b{re.escape(words.split()[-1])}\b", roll) is not None


def leads(row: Line) -> bool:
    """True for a line that begins with bold words that may be a title: no cue of the head, field of a form or word of an outcome."""
    if not row.lead or row.bullet or _FIELD.match(row.text):
        return False
    of_head = HEAD_CUE.match(row.text) and not _MINUTES.match(row.text)
    return not of_head and not PEOPLE_CUE.fullmatch(_words(row)) and not _OUTCOME.fullmatch(_words(row))


def prose(row: Line) -> bool:
    """True for a line of running text: no heading, no cell, no line of a list of people."""
    return len(row.words) > 10 and sum(w[0].islower() for w in row.words) > len(row.words) / 2 and not HEAD_CUE.match(row.text)


def _of_head(rows: Sequence[Line], n: int) -> bool:
    """True for a cue such as "Present"; a heading "Minutes" above a paragraph is none."""
    cue = HEAD_CUE.match(rows[n].text)
    return cue is not None and not (cue.end() == len(rows[n].text) and n + 1 < len(rows) and prose(rows[n + 1]))


def _set_apart(rows: Sequence[Line], n: int) -> bool:
    """A short line without a full stop between empty lines, above a paragraph: a heading without bold or capitals."""
    row, below = rows[n], rows[n + 1 : n + 2]
    if row.bullet or len(cells_of(row.raw)) > 2 or _FIELD.match(row.text):
        return False
    short = len(row.words) <= 8 and row.text[0].isupper() and row.text[-1].isalnum()
    return short and row.gap > 0 and bool(below) and below[0].gap > 0 and prose(below[0])


def heading(row: Line) -> bool:
    """A short line in bold or in capitals."""
    if row.bullet or row.text[-1] in ".;,?" or len(row.words) > 14 or len(cells_of(row.raw)) > 2 or _FIELD.match(row.text):
        return False
    letters = [c for c in row.text if c.isalpha()]
    return (bool(letters) and row.bold) or (len(letters) > 3 and all(c.isupper() for c in letters))


def cells_of(raw: str) -> list[str]:
    """The cells of a row drawn with pipes or tabs; one for a line that is no row."""
    parts = raw.strip(" ").removeprefix("|").removesuffix("|").split("|") if "|" in raw else raw.split("\t")
    return [" ".join(part.split()) for part in parts]
