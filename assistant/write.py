"""Query and evidence -> a draft whose sentences are the minutes' own: the extractive writer.

It needs no language model and cannot invent: it chooses places in the evidence, and the words come from the catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from assistant.absence import ON_AGENDA
from assistant.acronyms import asked_acronym, spells_out
from assistant.agenda import sentence, whole_sentence
from assistant.answer import Draft, Evidence, Query, Sentence, Source
from assistant.choose import SETTLING, Chosen, asks_all, chosen
from assistant.labels import label
from index.judge import refuses
from index.minutes import Hit, Item, OutcomeKind, Span
from index.outcomes import outcome_kind
from index.suspect import suspect

TIE = 0.1  # statements so close in score speak of the same matter
_ASKS_WHETHER = re.compile(  # what became of one matter, in other words than "decide"
    r"(?:^|[-–:;,.]\s+)(?:(?:and|so|but|ok)\s+)*(?:did|does|do|is|are|was|were|has|have|will|can|may)\b(?!.{0,60}\b(?:who|what|when|where"
    r"|how|which)\b)|\b(?:or not|(?:go|goes|went|gone|get|gets|got) (?:through|ahead)|what (?:line|view|stance|position)|turned? down"
    r"|thrown out|backed|passed|rejected|what (?:did|have) (?:they|we) do (?:with|about)|come down|came down|what happened (?:to|with)"
    r"|what became of)\b",
    re.I,
)
VERDICTS: dict[OutcomeKind, str] = {  # strongest first
    "decision": "decided",
    "agreement": "agreed",
    "approval": "agreed",
    "deferral": "deferred",
    "action": "action agreed",
    "undertaking": "undertaken",
    "request": "requested",
}


class Writer(Protocol):
    def write(self, query: Query, evidence: Sequence[Evidence]) -> Draft: ...


class ExtractiveWriter:
    """The embedded default."""

    def write(self, query: Query, evidence: Sequence[Evidence]) -> Draft:
        if query.intent in ("unminuted", "unlisted"):
            return Draft(tuple(s for e in evidence for s in _unmatched(e)), "answered")
        spoken = chosen(query, evidence)
        sentences = [s for e, hits in spoken for s in _cited(e, hits)]
        sentences += [_untaken(e, point) for e in evidence for point in e.untaken]
        acronym = asked_acronym(query.question)
        if acronym and not any(spells_out(acronym, f"{e.item.title} {e.item.text}") for e in evidence):
            return Draft((_unspelt(acronym), *sentences), "partial")
        return Draft(tuple(sentences), "answered", _verdict(query, spoken))


def _unspelt(acronym: str) -> Sentence:
    return Sentence(f"The minutes held here use {acronym} and do not say what it stands for.", (), "absence")


def _cited(evidence: Evidence, hits: Sequence[Hit]) -> Iterator[Sentence]:
    """A lead with body, date and item, then the statements; neighbours are one sentence with one place."""
    runs: list[list[Hit]] = []
    for hit in hits:
        if runs and hit.passage.ordinal == runs[-1][-1].passage.ordinal + 1:
            runs[-1].append(hit)
        else:
            runs.append([hit])
    spans = [Span(run[0].passage.span.start, run[-1].passage.span.end) for run in runs]
    yield Sentence(f"{label(evidence.document, evidence.item)}:", (Source(evidence.number, spans[0]),), "catalogue")
    for run, span in zip(runs, spans, strict=True):
        yield Sentence(" ".join(_as_quoted(hit.passage.text) for hit in run), (Source(evidence.number, span),), "quote")


def _as_quoted(text: str) -> str:
    """The words of the minutes; in quotation marks where they were written for a machine, so that they are nobody's answer."""
    return f"“{text}”" if suspect(text) else text


def _untaken(evidence: Evidence, entry: Item) -> Sentence:
    """The agenda's announcement and what the minutes lack; the verifier looks whether they lack it."""
    return Sentence(sentence(evidence.document, evidence.item, entry), (Source(evidence.number, entry.span),), "absence")


def _unmatched(evidence: Evidence) -> list[Sentence]:
    whole = Sentence(whole_sentence(evidence.document), (Source(evidence.number, evidence.item.span),), "absence")
    return [_untaken(evidence, entry) for entry in evidence.untaken] or [whole]


def _verdict(query: Query, spoken: Chosen) -> str | None:
    """What became of the matter, where the question asks for one decision: what the shown statement nearest to it says."""
    if not spoken or asks_all(query.question) or not (query.intent == "decision" or _ASKS_WHETHER.search(query.question)):
        return None
    best, hits = spoken[0]
    if best.document.role == "agenda":
        missing = best.untaken or best.fate in (None, "not minuted")
        return ON_AGENDA if missing else "deferred" if best.fate == "deferred" else None
    if best.item.kind == "head" and not best.document.undivided(best.item):
        return None
    settled = [hit for hit in hits if outcome_kind(hit.passage.text) in SETTLING]
    settled = settled or [hit for hit in hits if outcome_kind(hit.passage.text) in VERDICTS]
    if not settled:
        return "discussed without a decision" if query.intent == "decision" else None
    nearest = max(hit.score for hit in settled)
    texts = [hit.passage.text for hit in settled if hit.score >= nearest - TIE]
    if any(refuses(text) for text in texts):
        return "not agreed"
    kinds = [outcome_kind(text) for text in texts]
    if kinds[-1] == "deferral":  # moved first, put off in the end
        return "deferred"
    return next(verdict for kind, verdict in VERDICTS.items() if kind in kinds)
