"""Claims -> an Answer: every claim is checked against its own source before anyone sees it.

quote: the words stand in the cited place. catalogue: the label is that of a committed row. absence: what is said to be
missing is missing, and what was searched is what the scope holds. A claim that fails is taken out and named as a Problem;
nothing is repaired.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer import Answer, Citation, Claim, Evidence, Problem, Query, Timing
from assistant.cite import Cited
from assistant.labels import label, meeting_label
from index.catalog import Catalog
from index.heal import heal, mask
from index.minutes import Scope

SHOWN = 10  # items of evidence in an answer
_ENTRY = re.compile(r"have no entry (\S+?)\.?$")
_UNVERIFIED = "The minutes held here do not record an answer to this that could be verified."


@dataclass(frozen=True, slots=True)
class Verifier:
    catalog: Catalog

    def __call__(self, query: Query, cited: Cited, evidence: Sequence[Evidence]) -> Answer:
        known = {c.n: c for c in cited.citations}
        problems = [*cited.problems, *(p for c in cited.citations if (p := self._unresolved(c)))]
        broken = {c.n for c in cited.citations if self._unresolved(c)}
        good: list[Claim] = []
        for claim in cited.claims:
            problem = self._problem(claim, known, broken)
            if problem is None:
                good.append(claim)
            else:
                problems.append(problem)
        return _answer(query, cited, _without_bare_leads(good), evidence, problems)

    def _problem(self, claim: Claim, known: dict[int, Citation], broken: set[int]) -> Problem | None:
        places = [known[n] for n in claim.citations if n in known and n not in broken]
        if len(places) < len(claim.citations) or (not places and claim.basis != "absence"):
            return Problem("uncited", "a sentence has no citation that resolves", claim)
        checks = {"quote": self._quoted, "catalogue": self._catalogued, "absence": self._absent}
        return (
            None
            if checks[claim.basis](claim, places)
            else Problem(f"unsupported_{claim.basis}", "the cited place does not bear it out", claim)
        )

    def _unresolved(self, citation: Citation) -> Problem | None:
        """A citation resolves when its item is committed, its span lies in the item, and its quotation is what stands there."""
        item, document = self.catalog.item(citation.item.item_id), self.catalog.document_of(citation.item.item_id)
        if item is None or document is None:
            return Problem("unknown_item", f"{citation.label} is not in the catalogue")
        if not (item.span.start <= citation.span.start < citation.span.end <= item.span.end):
            return Problem("outside_item", f"the cited place is not in {citation.label}")
        if citation.quote != heal(self._text(citation)):
            return Problem("not_verbatim", f"the quotation is not what {citation.label} says")
        return None

    def _quoted(self, claim: Claim, places: Sequence[Citation]) -> bool:
        """All words of the claim stand, in order and together, in one of the cited places."""
        return any(_plain(claim.text) in _plain(mask(self._text(c), "md")) for c in places)

    def _catalogued(self, claim: Claim, places: Sequence[Citation]) -> bool:
        said = claim.text.rstrip(":.")
        return all(said in (label(c.document, c.item), meeting_label(c.document)) for c in places)

    def _absent(self, claim: Claim, places: Sequence[Citation]) -> bool:
        if not places:
            return True
        entry = _ENTRY.search(claim.text)
        return entry is not None and all(entry[1] in c.quote and not self._entered(entry[1], c) for c in places)

    def _entered(self, reference: str, agenda: Citation) -> bool:
        """True where a document of that meeting, other than the agenda, prints the reference."""
        day = agenda.document.meeting.date
        held = self.catalog.documents(Scope(bodies=(agenda.document.body_id,), first=day, last=day))
        texts = (self.catalog.source_text(d.sha256)[d.span.start : d.span.end] for d in held if d.role != "agenda")
        return any(reference in text for text in texts)

    def _text(self, citation: Citation) -> str:
        return self.catalog.source_text(citation.document.sha256)[citation.span.start : citation.span.end]


def _plain(text: str) -> str:
    """Letters and digits only, so that bullets, breaks and marks between statements do not matter."""
    return " ".join(re.findall(r"[^\W_]+", heal(text).lower()))


def _without_bare_leads(claims: Sequence[Claim]) -> list[Claim]:
    """Leads ("Board, date, item 8:") whose sentences were all taken out say nothing."""
    return [
        c
        for i, c in enumerate(claims)
        if not c.text.endswith(":") or c.basis != "catalogue" or (i + 1 < len(claims) and claims[i + 1].basis == "quote")
    ]


def _answer(query: Query, cited: Cited, claims: Sequence[Claim], evidence: Sequence[Evidence], problems: Sequence[Problem]) -> Answer:
    draft = cited.draft
    lost = not claims
    if lost:
        claims = [Claim(_UNVERIFIED, (), "absence")]
    claims, citations = _renumbered(claims, cited.citations)
    return Answer(
        question=query.question,
        standalone=query.standalone,
        status="not_recorded" if lost else draft.status,
        verdict=None if lost else draft.verdict,
        text=" ".join(marked(claim) for claim in claims),
        claims=tuple(claims),
        citations=citations,
        evidence=tuple(evidence[:SHOWN]),
        problems=tuple(problems),
        notices=draft.notices,
        writer="extractive",
        model=None,
        ms=Timing(0.0, 0.0, 0.0),
    )


def _renumbered(claims: Sequence[Claim], citations: Sequence[Citation]) -> tuple[list[Claim], tuple[Citation, ...]]:
    """Only citations that a claim still uses, numbered 1, 2, 3 in order of first appearance."""
    order = {n: i for i, n in enumerate(dict.fromkeys(n for claim in claims for n in claim.citations), 1)}
    by_n = {c.n: c for c in citations}
    renamed = [replace(claim, citations=tuple(order[n] for n in claim.citations)) for claim in claims]
    return renamed, tuple(replace(by_n[n], n=new) for n, new in order.items())


def marked(claim: Claim) -> str:
    """The claim with its markers; a lead that ends in a colon shares those of the sentence behind it."""
    if claim.basis == "catalogue" and claim.text.endswith(":"):
        return claim.text
    return " ".join([claim.text, "".join(f"[{n}]" for n in claim.citations)]).strip()
