"""The text of an item as HTML: laid out in lines as the minutes have it, the cited words marked.

The mark is placed by the citation's span in the source text; nothing is found by searching for a string.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from index.heal import mask
from index.minutes import Item, Span
from web.inert import inert

Kind = Literal["text", "bullet", "heading"]

_OPEN, _CLOSE = "\ue000", "\ue001"  # stand for <mark> and </mark> until the text is escaped
_BULLET = re.compile(r"\s*[-*•▪◦][ \t]+(?=\S)")
_POINT = re.compile(r"\s*\(?([a-z]|[ivx]{1,4}|\d{1,2})[.)][ \t]+\S", re.I)
_BREAK = re.compile(r"\n|(?<=[ \t])(?=[•▪◦][ \t])")
_LISTED = re.compile(r"<li\b", re.I)
_HEADING = re.compile(r"[ \t]*(#|\*\*[^*\n]+\*\*[ \t]*$)", re.M)
_WRAPPED = 60  # a line at least this long may go on in the next one; a shorter one ends where it ends


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, bullet or heading of the item, as a stretch of the source text."""

    kind: Kind
    span: Span


def item_html(source: str, item: Item, cited: Span) -> str:
    """The item's text as paragraphs and bullets, with ``cited`` marked."""
    text = source[: item.span.start] + mask(source[item.span.start : item.span.end])
    lines = [(line.kind, _marked(text, line.span, cited)) for line in lines_of(source, text, item.span)]
    return "".join(_element(kind, words) for kind, words in lines if words)


def lines_of(source: str, text: str, span: Span) -> Iterator[Line]:
    """The lines within ``span``: wrapped ones joined, bullets and headings apart. ``text`` is ``source`` with its tags masked."""
    pieces = _pieces(text, span)
    current = pieces[0]
    for previous, piece in pairwise(pieces):
        if _goes_on(source, text, previous, piece):
            current = Span(current.start, piece.end)
        else:
            yield Line(_kind(source, text, current.start), current)
            current = piece
    yield Line(_kind(source, text, current.start), current)


def _pieces(text: str, span: Span) -> list[Span]:
    """The lines as they are in the file, and a line cut before each bullet within it."""
    breaks = [match.span() for match in _BREAK.finditer(text, span.start, span.end)]
    starts = [span.start, *(end for _, end in breaks)]
    ends = [*(start for start, _ in breaks), span.end]
    return [Span(start, end) for start, end in zip(starts, ends, strict=True)]


def _goes_on(source: str, text: str, previous: Span, line: Span) -> bool:
    """True where ``line`` is the same paragraph as the one before it: a broken line of the conversion."""
    if source[line.start - 1] != "\n" or not text[line.start : line.end].strip():  # a tag or a bullet broke it, not the width of a page
        return False
    long = len(text[previous.start : previous.end].strip()) >= _WRAPPED
    return long and not _POINT.match(text, line.start, line.end) and _kind(source, text, line.start) == "text"


def _kind(source: str, text: str, start: int) -> Kind:
    if _HEADING.match(source, start):
        return "heading"
    return "bullet" if _LISTED.match(source, max(0, start - 1)) or _BULLET.match(text, start) else "text"


def _marked(text: str, span: Span, cited: Span) -> str:
    """The words of ``span`` escaped, the part of them that is cited within ``<mark>``."""
    words = text[span.start : span.end]
    bullet = _BULLET.match(words)
    begin = span.start + (bullet.end() if bullet else 0)
    cut = Span(max(begin, cited.start), min(span.end, cited.end))
    if cut.start >= cut.end or not text[cut.start : cut.end].strip():
        return inert(_plain(text[begin : span.end]))
    parts = (text[begin : cut.start], text[cut.start : cut.end], text[cut.end : span.end])
    before, inside, after = (_plain(part) for part in parts)
    return inert(f"{before}{_OPEN}{inside}{_CLOSE}{after}").replace(_OPEN, "<mark>").replace(_CLOSE, "</mark>")


def _plain(text: str) -> str:
    return html.unescape(text).replace(_OPEN, " ").replace(_CLOSE, " ")


def _element(kind: Kind, words: str) -> str:
    if kind == "bullet":
        return f'<p class="line bullet">{words}</p>'
    return f'<p class="line{" heading" if kind == "heading" else ""}">{words}</p>'
