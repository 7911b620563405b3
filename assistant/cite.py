"""A draft -> claims and citations. The quotation is read from the file by its place; no writer supplies it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.answer import Citation, Claim, Draft, Evidence, Problem, Source
from assistant.labels import label
from index.catalog import Catalog
from index.heal import heal
from index.minutes import Span


@dataclass(frozen=True, slots=True)
class Cited:
    """A draft with its claims numbered; ``problems`` names every marker that points at no evidence, and what the writer left out."""

    draft: Draft
    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Citer:
    catalog: Catalog

    def __call__(self, draft: Draft, evidence: Sequence[Evidence]) -> Cited:
        numbered = _Numbered(self.catalog, {e.number: e for e in evidence})
        claims = tuple(
            Claim(s.text, tuple(dict.fromkeys(n for source in s.sources if (n := numbered.cite(source)))), s.basis) for s in draft.sentences
        )
        return Cited(draft, claims, tuple(numbered.citations.values()), (*draft.problems, *numbered.problems))


@dataclass(slots=True)
class _Numbered:
    """Citations in order of first appearance; one for each place."""

    catalog: Catalog
    evidence: dict[int, Evidence]
    citations: dict[tuple[str, Span], Citation] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def cite(self, source: Source) -> int | None:
        found = self.evidence.get(source.evidence)
        if found is None:
            self.problems.append(Problem("unknown_evidence", f"the draft points at evidence {source.evidence}, which was not given"))
            return None
        key = (found.item.item_id, source.span)
        if key not in self.citations:
            quote = heal(self.catalog.source_text(found.document.sha256)[source.span.start : source.span.end])
            pages = self.catalog.pages.of(found.document.sha256, source.span)
            named = label(found.document, found.item, pages)
            self.citations[key] = Citation(len(self.citations) + 1, found.document, found.item, source.span, quote, named, pages)
        return self.citations[key].n
