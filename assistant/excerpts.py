"""Evidence as a language model is shown it: numbered stretches, fenced, with nothing in them that looks like a marker or a fence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answer import Evidence, Source
from assistant.labels import label
from index.minutes import Hit, Span

LENGTH = 1000  # characters of one stretch
MOST = 6  # stretches
LETTERS = 3  # characters a token stands for, at the least: the budget holds for any tokeniser
_FENCE = '"""'
_BRACKETED = re.compile(r"\[(\s*\d[\d,;\s–-]*)\]")


@dataclass(frozen=True, slots=True)
class Excerpt:
    evidence: Evidence
    hits: tuple[Hit, ...]  # neighbours, in reading order

    @property
    def source(self) -> Source:
        return _source(self.evidence, self.hits)

    @property
    def text(self) -> str:
        return " ".join(hit.passage.text for hit in self.hits)

    def narrower(self) -> Iterator[tuple[Source, str]]:
        """Its parts with their text, the smallest first, the whole last."""
        for width in range(1, len(self.hits) + 1):
            for n in range(len(self.hits) - width + 1):
                part = self.hits[n : n + width]
                yield _source(self.evidence, part), " ".join(hit.passage.text for hit in part)


def excerpts(evidence: Sequence[Evidence], tokens: int) -> list[Excerpt]:
    """The best stretch of each item, best item first, as many as fit into ``tokens``."""
    found: list[Excerpt] = []
    left = tokens * LETTERS
    for e in [e for e in evidence if e.hits][:MOST]:
        excerpt = Excerpt(e, _around(e.hits))
        left -= len(_shown(len(found) + 1, excerpt))
        if left < 0:
            break
        found.append(excerpt)
    return found


def fenced(shown: Sequence[Excerpt]) -> str:
    return "\n\n".join(_shown(n, excerpt) for n, excerpt in enumerate(shown, 1))


def _shown(n: int, excerpt: Excerpt) -> str:
    named = f"{label(excerpt.evidence.document, excerpt.evidence.item)}: {excerpt.evidence.item.title}"
    return f"[{n}] {_harmless(named)}\n{_FENCE}\n{_harmless(excerpt.text)}\n{_FENCE}"


def _harmless(text: str) -> str:
    """On one line, its own bracketed numbers as (n), no fence in it."""
    return " ".join(_BRACKETED.sub(r"(\1)", text.replace('"', "'").replace("`", "'")).split())


def _around(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """The best passage with its neighbours, as long as they are known and the stretch stays short."""
    known = {hit.passage.ordinal: hit for hit in hits}
    first = last = hits[0].passage.ordinal
    length = len(hits[0].passage.text)
    for step in (1, -1, 1, -1, 1, -1):
        place = last + 1 if step > 0 else first - 1
        if place in known and length + len(known[place].passage.text) <= LENGTH:
            length += len(known[place].passage.text)
            first, last = min(first, place), max(last, place)
    return tuple(known[n] for n in range(first, last + 1))


def _source(evidence: Evidence, hits: Sequence[Hit]) -> Source:
    return Source(evidence.number, Span(hits[0].passage.span.start, hits[-1].passage.span.end))
