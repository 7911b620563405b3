"""The nouns of a file whose text had to be worked out: where on its pages the words stand, and what was left out.

Boxes are in points from the top left corner of the page as its text stands upright: left, top, right, bottom.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from index.heal import heal
from index.links import bare, made
from index.minutes import Finding, LeftOut, Link, Mark, Source, Span
from index.unseen import Unseen

MarkKind = Literal["bold", "italic", "heading"]
Box = tuple[float, float, float, float]

PARTIAL = "W_PARTIAL"  # the kind of the finding that some pages hold no text


@dataclass(frozen=True, slots=True)
class Place:
    """Where one line of the text stands."""

    span: Span
    page: int  # counted from 1
    box: Box


@dataclass(frozen=True, slots=True)
class Page:
    number: int  # counted from 1
    span: Span  # empty where the page holds no text
    width: float
    height: float
    turn: int = 0  # quarter turns clockwise that set the text upright on the page as it is shown
    confidence: float | None = None  # of character recognition, 0 to 1; None where the file itself holds the text


@dataclass(frozen=True, slots=True)
class Paged(Source):
    """A Source with what only paged or edited files have. ``pages`` and ``places`` are empty for DOCX, which has no pages."""

    pages: tuple[Page, ...] = ()
    places: tuple[Place, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    warnings: tuple[Finding, ...] = ()
    unseen: Unseen = field(default_factory=Unseen)  # signs that the reader left out of the text


def union(boxes: Iterable[Box]) -> Box:
    """The smallest box around at least one box."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def numbered(pages: Iterable[int]) -> str:
    """[1, 2, 3, 7] as "1-3, 7"."""
    runs: list[list[int]] = []
    for page in sorted(set(pages)):
        if runs and runs[-1][-1] == page - 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


class Script:
    """A text while it grows, with its marks."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._marked: list[tuple[MarkKind, Span]] = []
        self._links: list[tuple[str, Span]] = []
        self.end = 0

    def add(self, text: str, kinds: Iterable[MarkKind] = ()) -> None:
        start, self.end = self.end, self.end + len(text)
        self._parts.append(text)
        for kind in kinds:
            self.mark(kind, start)

    def mark(self, kind: MarkKind, start: int) -> None:
        """What was added since ``start`` is of this kind."""
        self._marked.append((kind, Span(start, self.end)))

    def link(self, target: str, start: int) -> None:
        """What was added since ``start`` leads to ``target``."""
        if self._links and self._links[-1][0] == target and start - self._links[-1][1].end <= 1:
            start = self._links.pop()[1].start
        self._links.append((target, Span(start, self.end)))

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def links(self) -> tuple[Link, ...]:
        """The links that were added, and addresses printed without one."""
        text = self.text
        found = [made(heal(text[span.start : span.end]), target, span) for target, span in self._links]
        found += bare(text, [span for _, span in self._links])
        return tuple(sorted(found, key=lambda link: link.span.start))

    def marks(self) -> tuple[Mark, ...]:
        """Stretches of one kind that only white space within a paragraph parts are one mark."""
        text = self.text
        runs: dict[MarkKind, list[Span]] = {}
        for kind, span in self._marked:
            spans = runs.setdefault(kind, [])
            between = text[spans[-1].end : span.start] if spans else ""
            if spans and not between.strip() and "\n\n" not in between:
                spans[-1] = Span(spans[-1].start, span.end)
            else:
                spans.append(span)
        found = [Mark(kind, span) for kind, spans in runs.items() for span in spans if text[span.start : span.end].strip()]
        return tuple(sorted(found, key=lambda mark: (mark.span.start, mark.kind)))
