"""Lines, sentences and paragraphs that stand twice, whole or garbled, and sentences that an empty line breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import pairwise

from index.lines import Line, paragraphs, statements
from index.minutes import Span
from index.remark import Remark, Sheet, few, line_of, quoted

_STANDARD = re.compile(r"\b(?:schedule 12a|section 100a|exempt information|press and public)\b", re.I)


def repeated_paragraphs(sheet: Sheet) -> Iterator[Remark]:
    """A paragraph of some length that stands a second time."""
    seen: dict[str, int] = {}
    for group in paragraphs(sheet.rows):
        if group[-1].text[-1] == ":":  # "The following points were made:" opens many a list
            continue
        span = Span(group[0].span.start, group[-1].span.end)
        text = sheet.text(span)
        key = " ".join(re.findall(r"\w+", text.casefold()))
        if len(key.split()) >= 12 and not _STANDARD.search(text):
            if key in seen:
                yield Remark("repeated_paragraph", span, f"The paragraph {quoted(text)} stands already on line {seen[key]}.")
            seen.setdefault(key, sheet.line(span.start))


def repeated_sentences(sheet: Sheet) -> Iterator[Remark]:
    """A sentence or a line, or the end of one, that stands again right behind itself."""
    told = {remark.span.start for remark in repeated_paragraphs(sheet)}
    sentences = statements(sheet.masked, list(sheet.rows))
    for before, span in (*pairwise(sentences), *pairwise([row.span for row in sheet.rows])):
        first, second = (re.findall(r"\w+", sheet.text(one).casefold()) for one in (before, span))
        if len(second) >= 6 and first[-len(second) :] == second and span.start not in told:
            told.add(span.start)
            yield Remark("repeated_sentence", span, f"{quoted(sheet.text(span))} stands twice in a row.")


def garbled_lines(sheet: Sheet) -> Iterator[Remark]:
    """A line that says the same as its neighbour in broken words, as character recognition leaves it."""
    everywhere: dict[str, int] = {}
    for row in sheet.rows:
        for word in row.words:
            everywhere[_bare(word)] = everywhere.get(_bare(word), 0) + 1
    for a, b in pairwise(sheet.rows):
        bad = next((x for x, y in ((a, b), (b, a)) if _broken_copy(x, y, everywhere)), None)
        if bad is not None:
            other = b if bad is a else a
            yield Remark(
                "garbled_line",
                bad.span,
                f"{quoted(bad.text)} looks like a broken copy of line {line_of(sheet.source.text, other.span.start)}.",
            )


def _broken_copy(bad: Line, good: Line, everywhere: dict[str, int]) -> bool:
    """True where words of ``bad`` that stand nowhere else are a letter or two from those at the same place in ``good``."""
    ours, theirs = [_bare(w) for w in bad.words if _bare(w)], [_bare(w) for w in good.words if _bare(w)]
    if len(ours) < 6 or len(theirs) < 6 or ours == theirs:
        return False
    size = min(len(ours), len(theirs))
    pairs = list(zip(ours[:size], theirs[:size], strict=True))
    same = sum(x == y for x, y in pairs)
    near = sum(_near(x, y) and everywhere[x] == 1 for x, y in pairs)
    sure = near >= 2 or (near == 1 and size >= 8 and all(x == y or len(x) > 5 for x, y in pairs))
    return sure and same + near >= 0.8 * size and same >= 0.4 * size


def _bare(word: str) -> str:
    return re.sub(r"\W", "", word).casefold()


def _near(x: str, y: str) -> bool:
    """Not the same word inflected: what differs is not the ending alone, and no figure."""
    if x == y or min(len(x), len(y)) < 3 or not (x + y).isalpha():
        return False
    inflected = x[: max(3, min(len(x), len(y)) - 2)] == y[: max(3, min(len(x), len(y)) - 2)] and abs(len(x) - len(y)) > 0
    return not inflected and SequenceMatcher(None, x, y).ratio() >= 0.6


def broken_sentences(sheet: Sheet) -> Iterator[Remark]:
    """An empty line, as a page break leaves it, inside a sentence."""
    found = (b for a, b in pairwise(sheet.rows) if b.gap and _broken(a, b))
    yield from few(
        Remark("broken_sentence", row.span, f"An empty line stands inside a sentence, before {quoted(row.text, 40)}.") for row in found
    )


def _broken(a: Line, b: Line) -> bool:
    begins = re.match(r"[a-z]{2,}[\w'’-]*\s+\w", b.text)
    return bool(begins) and a.text[-1].isalnum() and len(a.words) > 6 and len(b.words) > 2 and not b.bullet and not b.tabbed and not a.bold
