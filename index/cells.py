"""Tables of outcomes: which cells of a document name an action or a decision, with the owner and the date beside them.

A table counts where its head row names such columns. Rows come from HTML tags, from Markdown pipes or from tabs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

from index.heal import heal
from index.minutes import Span

Column = Literal["action", "decision", "owner", "due", "state"]
Row = tuple[Span, ...]

_COLUMNS: tuple[tuple[Column, re.Pattern[str]], ...] = (
    ("action", re.compile(r"actions?(?:\s+(?:points?|items?|required|agreed|to be taken))?|tasks?|text", re.I)),
    ("decision", re.compile(r"outcomes?|decisions?|resolutions?|observations?", re.I)),
    ("owner", re.compile(r"owners?|who|lead|by whom|person responsible|responsib\w+|assigned(?: to)?|assignee|action by|officer", re.I)),
    ("due", re.compile(r"due(?: date)?|when|by when|deadline|date|timescales?|target(?: date)?|completion(?: date)?", re.I)),
    ("state", re.compile(r"(?:status|state|progress|rag|done|complete)\??", re.I)),
)
_HTML_ROW = re.compile(r"<tr\b.*?(?=</tr\b|<tr\b|</table\b|\Z)", re.I | re.S)
_HTML_CELL = re.compile(r"<t[dh]\b(?P<attributes>[^>]*)>(?P<inner>.*?)(?=</t[dh]\b|<t[dh]\b|\Z)", re.I | re.S)
_ROWSPAN = re.compile(r"""rowspan\s*=\s*["']?(\d{1,3})""", re.I)
_FRESH = re.compile(r"\W*(?:new|agreed|to do|not started)\b", re.I)  # a state that no earlier meeting gave
_EMPTY = re.compile(r"[\W_]*")
_MOST = 60  # characters of a head cell
ROW = 200  # characters of a row short enough to be printed whole


@dataclass(frozen=True, slots=True)
class Cell:
    """One entry of an action or decision column. ``old``: the table follows up what an earlier meeting settled."""

    column: Column
    span: Span
    owner: str | None
    due: str | None
    old: bool
    text: str  # as a register prints it: a decision with its row, which names the matter
    words: str  # of the cell alone


def outcome_cells(text: str, masked: str) -> list[Cell]:
    """The entries of all tables that list actions or decisions, in reading order."""
    found: list[Cell] = []
    for rows in _tables(text, masked):
        found += _entries(rows, masked)
    return sorted(found, key=lambda cell: cell.span.start)


def _tables(text: str, masked: str) -> Iterator[list[Row]]:
    html = [_html_row(text, row) for row in _HTML_ROW.finditer(text)] if "<t" in text else []
    plain = _without(masked, html)
    yield _with_rowspans(html)
    for sign, least in (("|", 2), ("\t", 1)):
        held = _lines(plain) if sign in plain else ()
        yield [_parted(plain, line, sign) for line in held if plain.count(sign, line.start, line.end) >= least]


def _without(masked: str, rows: Sequence[Sequence[tuple[Span, int]]]) -> str:
    """The text with the rows that tags have told blanked."""
    parts, end = list[str](), 0
    for row in (row for row in rows if row):
        start, stop = max(end, row[0][0].start), row[-1][0].end
        parts += [masked[end:start], re.sub(r"[^\n]", " ", masked[start:stop])]
        end = max(end, stop)
    return "".join([*parts, masked[end:]])


def _lines(masked: str) -> Iterator[Span]:
    start = 0
    for line in masked.splitlines(keepends=True):
        yield Span(start, start + len(line.rstrip("\n")))
        start += len(line)


def _parted(masked: str, line: Span, sign: str) -> Row:
    """The cells of a line; the border at its left is none."""
    cells, start = [], line.start
    for place in [*(m.start() for m in re.finditer(re.escape(sign), masked[line.start : line.end])), line.end - line.start]:
        cells.append(Span(start, line.start + place))
        start = min(line.start + place + 1, line.end)
    if sign == "|" and not masked[cells[0].start : cells[0].end].strip():
        cells = cells[1:]
    return tuple(cells)


def _html_row(text: str, row: re.Match[str]) -> list[tuple[Span, int]]:
    return [
        (Span(*m.span("inner")), int(r.group(1)) if (r := _ROWSPAN.search(m["attributes"])) else 1)
        for m in _HTML_CELL.finditer(text, row.start(), row.end())
    ]


def _with_rowspans(rows: Sequence[Sequence[tuple[Span, int]]]) -> list[Row]:
    """A cell that reaches down over several rows keeps its column; it stands in the first of them."""
    found, reach = [], dict[int, int]()
    for row in rows:
        cells: list[Span] = []
        for span, rowspan in row:
            while reach.get(len(cells), 0) > 0:
                reach[len(cells)] -= 1
                cells.append(Span(span.start, span.start))
            reach[len(cells)] = rowspan - 1
            cells.append(span)
        found.append(tuple(cells))
    return found


def _entries(rows: Sequence[Row], masked: str) -> Iterator[Cell]:
    columns: list[Column | None] = []
    for row in rows:
        texts = [masked[cell.start : cell.end] for cell in row]
        if found := head_of(texts):
            columns = found
        elif columns and any(map(str.strip, texts)):
            yield from _row_entries(row, columns, masked)


def head_of(texts: Sequence[str]) -> list[Column | None]:
    """The columns of a head row; none where it is none. One with a state lists what was settled before."""
    columns = [next((name for name, words in _COLUMNS if len(t) < _MOST and words.fullmatch(heal(t))), None) for t in texts]
    named = set(columns) - {None}
    listing = "action" in named and named & {"owner", "due"}
    return columns if listing or ("decision" in named and "action" not in named and len(texts) >= 2) else []


def _row_entries(row: Row, columns: Sequence[Column | None], masked: str) -> Iterator[Cell]:
    beside: dict[str, list[str]] = {}
    for span, column in zip(row, columns, strict=False):
        if column is not None:
            beside.setdefault(column, []).extend(heal(masked[part.start : part.end]) for part in _split(span, masked))
    old = is_old(beside.get("state", ()))
    for span, column in zip(row, columns, strict=False):
        if column in ("action", "decision"):
            parts = list(_split(span, masked))
            owners, dues = beside.get("owner", []), beside.get("due", [])
            if len(parts) > 1 and len(parts) != len(owners):
                parts, owners, dues = [Span(parts[0].start, parts[-1].end)], [" / ".join(owners)], dues[:1]
            for part, owner, due in zip_longest(parts, owners[: len(parts)], dues[: len(parts)]):
                words = heal(masked[part.start : part.end])
                whole = Span(row[0].start, part.end) if column == "decision" and part.end - row[0].start <= ROW else part
                text = heal(masked[whole.start : whole.end])
                yield Cell(column, whole, filled(owner), filled(due), old, text, words)


def is_old(states: Iterable[str]) -> bool:
    """True where a column says how far an action has got: an earlier meeting gave it."""
    return any(not _EMPTY.fullmatch(state) and not _FRESH.match(state) for state in states)


def filled(words: str | None) -> str | None:
    """The words of a cell; None where it holds none."""
    return None if words is None or _EMPTY.fullmatch(words) else words


def _split(span: Span, masked: str) -> Iterator[Span]:
    """The lines of a cell that hold words."""
    for line in re.finditer(r"[^\n]+", masked[span.start : span.end]):
        words = line.group()
        if not _EMPTY.fullmatch(heal(words)):
            start = span.start + line.start() + len(words) - len(words.lstrip())
            yield Span(start, start + len(words.strip()))
