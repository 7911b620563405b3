"""Tables whose columns are set with spaces, as a conversion of pages to text leaves them: their cells, and the text without them.

A head row names the columns; where it puts their words, the words of the rows below stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from index.cells import ROW, Cell, Column, filled, head_of, is_old
from index.heal import heal
from index.minutes import Span

_CHUNK = re.compile(r"\S+(?: \S+)*")  # words with single spaces between them
_SLACK = 2  # characters that a column may stand out to the left


@dataclass(slots=True)
class _Row:
    """The parts of each column, line under line."""

    parts: dict[int, list[Span]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Head:
    starts: tuple[int, ...]
    names: tuple[Column | None, ...]

    @property
    def key(self) -> int:
        """The column that every row fills in its first line: who is to act, else the first."""
        return self.names.index("owner") if "owner" in self.names else 0

    @property
    def prose(self) -> int | None:
        """The widest of the columns without a name that tells: there stand the minutes, and only there sentences."""
        wide = [(end - start, n) for n, (start, end) in enumerate(pairwise(self.starts)) if self.names[n] is None]
        return max(wide)[1] if wide else None

    def column(self, place: int) -> int:
        return max((n for n, start in enumerate(self.starts) if start - _SLACK <= place), default=0)

    def fits(self, chunk: re.Match[str]) -> bool:
        """False for a line of prose that runs across the columns."""
        behind = self.column(chunk.start()) + 1
        return behind >= len(self.starts) or chunk.end() <= self.starts[behind]


def spaced_cells(text: str) -> tuple[list[Cell], str]:
    """The cells of action and decision columns; the text with what stands in columns beside the minutes blanked."""
    cells, blanks = list[Cell](), list[Span]()
    for head, rows in _tables(text):
        for row in rows:
            found = _cell(head, row, text)
            cells += found
            alone = {cell.column for cell in found if cell.text == cell.words}
            aside = alone if "action" not in head.names else set(head.names) if found or head.prose in row.parts else set()
            blanks += [part for n, parts in row.parts.items() if n != head.prose and head.names[n] in aside for part in parts]
    return cells, _without(text, blanks)


def _tables(text: str) -> Iterator[tuple[_Head, list[_Row]]]:
    head, rows, start = None, list[_Row](), 0
    for line in text.splitlines(keepends=True):
        chunks = list(_CHUNK.finditer(line))
        names = head_of([chunk.group() for chunk in chunks]) if len(chunks) > 2 and "\t" not in line else []
        if names or (head and not all(map(head.fits, chunks))):
            if head:
                yield head, rows
            head, rows = _Head(tuple(chunk.start() for chunk in chunks), tuple(names)) if names else None, []
        elif head:
            _add(head, rows, chunks, start)
        start += len(line)
    if head:
        yield head, rows


def _add(head: _Head, rows: list[_Row], chunks: Sequence[re.Match[str]], start: int) -> None:
    """A line begins a row where it fills the key column, else it goes on with the row above; an empty line ends that."""
    parts = dict[int, Span]()
    for chunk in chunks:
        n = head.column(chunk.start())
        parts[n] = Span(parts[n].start if n in parts else start + chunk.start(), start + chunk.end())
    if head.key in parts or not rows or not parts:
        rows.append(_Row())
    for n, part in parts.items():
        rows[-1].parts.setdefault(n, []).append(part)


def _cell(head: _Head, row: _Row, text: str) -> list[Cell]:
    if head.key not in row.parts:
        return []
    words = {head.names[n]: heal(" ".join(text[p.start : p.end] for p in parts)) for n, parts in row.parts.items()}
    owner, due, old = filled(words.get("owner")), filled(words.get("due")), is_old([words.get("state", "")])
    found = []
    for n, parts in row.parts.items():
        name = head.names[n]
        if name in ("action", "decision"):
            span, every = _whole(parts), _whole([p for others in row.parts.values() for p in others])
            said = words[name]
            if name == "decision" and every.end - every.start <= ROW:
                span, said = every, heal(text[every.start : every.end])
            found.append(Cell(name, span, owner, due, old, said, words[name]))
    return found


def _whole(parts: Sequence[Span]) -> Span:
    return Span(min(p.start for p in parts), max(p.end for p in parts))


def _without(text: str, blanks: Sequence[Span]) -> str:
    ends = [0, *(end for span in sorted(blanks, key=lambda s: s.start) for end in (span.start, span.end)), len(text)]
    return "".join(text[a:b] if n % 2 == 0 else re.sub(r"[^\n]", " ", text[a:b]) for n, (a, b) in enumerate(pairwise(ends)))
