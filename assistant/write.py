"""Query and evidence -> a draft whose sentences are the minutes' own: the extractive writer.

It needs no language model and cannot invent: it chooses places in the evidence, and the words come from the catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from assistant.answer import Draft, Evidence, Intent, Query, Sentence, Source
from assistant.labels import label, meeting_label
from index.minutes import Hit, Item, OutcomeKind, Span
from index.outcomes import outcome_kind

LENGTH = 520  # characters of minutes in an answer; a reader wants the words, not the page
SETTLED = 700  # in an answer about a decision: its parts belong together
STATEMENTS = 4  # of the best item
SECOND = 0.15  # a second item speaks where its score comes this close to the first
WEAK = 0.35  # a statement this far below the best of its item is left out
QUESTION = 0.15  # a question printed in the minutes looks like ours, and answers nothing
NEXT = 0.10  # what follows the best statement often completes it
KIND = 0.08  # a statement that holds the kind of thing asked for
SETTLES = 0.3  # a statement that settles the matter, near the best one
NEAR = 5  # statements
VERDICTS: dict[OutcomeKind, str] = {  # strongest first
    "decision": "decided",
    "agreement": "agreed",
    "approval": "agreed",
    "deferral": "deferred",
    "action": "action agreed",
    "undertaking": "undertaken",
    "request": "requested",
}
SETTLING = ("decision", "agreement", "approval", "deferral")

_REFUSED = re.compile(r"\b(?:not|never|nor)\s+(?:\w+\s+)?(?:agree|support|approve|accept)|\b(?:refused|rejected|declined|lost|fell)\b", re.I)
_DIRECTED = re.compile(r"\b(?:should|must|shall|is to|are to)\b")
_WANTED: dict[Intent, re.Pattern[str]] = {
    "number": re.compile(r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|dozen|hundred)\b", re.I),
    "when": re.compile(r"\b\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]+|\b\d{1,2}[:.]?\d{2}\b|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"),
    "who": re.compile(r"(?<!^)(?<!\. )\b[A-Z][a-z]+\s+[A-Z][a-zA-Z]+|\b(?:PCC|DPCC|ACC|DCC|CC|Cllr|Chair|Clerk|Commissioner|Constable|Dr|Mrs?|Ms)\b"),
}  # fmt: skip


class Writer(Protocol):
    def write(self, query: Query, evidence: Sequence[Evidence]) -> Draft: ...


class ExtractiveWriter:
    """The embedded default."""

    def write(self, query: Query, evidence: Sequence[Evidence]) -> Draft:
        if query.intent == "meetings":
            return Draft(tuple(_meetings(evidence)), "answered")
        chosen = _chosen(query, evidence)
        sentences = [s for e, spans in chosen for s in _cited(e, spans)]
        sentences += [_untaken(e, point) for e in evidence for point in e.untaken]
        return Draft(tuple(sentences), "answered", _verdict(query, chosen))


def _meetings(evidence: Sequence[Evidence]) -> Iterator[Sentence]:
    for e in evidence:
        yield Sentence(f"{meeting_label(e.document)}.", (Source(e.number, e.item.span),), "catalogue")


Chosen = list[tuple[Evidence, list[Hit]]]


def _chosen(query: Query, evidence: Sequence[Evidence]) -> Chosen:
    """The statements that speak for each item, in reading order: several of the best, one of a close second."""
    speaking = [e for e in evidence if e.hits]
    if not speaking:
        return []
    first, left = _best(query, speaking[0], STATEMENTS, SETTLED if query.intent == "decision" else LENGTH)
    chosen = [(speaking[0], first)]
    for second in speaking[1:2]:
        if speaking[0].score - second.score < SECOND and left > 60:
            chosen.append((second, _best(query, second, 1, left)[0]))
    return [(e, hits) for e, hits in chosen if hits]


def _best(query: Query, evidence: Evidence, most: int, left: int) -> tuple[list[Hit], int]:
    scores = _scores(query, evidence.hits)
    ranked = sorted(evidence.hits, key=lambda hit: -scores[hit.passage.ordinal])
    top = scores[ranked[0].passage.ordinal]
    kept: list[Hit] = []
    for hit in ranked:
        length = len(hit.passage.text)
        if len(kept) == most or scores[hit.passage.ordinal] < top - WEAK:
            break
        if not kept or length <= left:
            kept.append(hit)
            left -= length + 5
    return sorted(kept, key=lambda hit: hit.passage.ordinal), left


def _scores(query: Query, hits: Sequence[Hit]) -> dict[int, float]:
    wanted = _WANTED.get(query.intent)
    texts = {hit.passage.ordinal: hit.passage.text for hit in hits}
    scores = {
        hit.passage.ordinal: hit.score - QUESTION * _opens(hit.passage.text) + KIND * bool(wanted and wanted.search(hit.passage.text))
        for hit in hits
    }
    best = max(scores, key=scores.__getitem__)
    if best + 1 in scores:
        scores[best + 1] += NEXT
    if query.intent == "decision":
        for place in range(best - NEAR, best + NEAR + 1):
            if place in texts and _settles(texts[place], texts.get(place - 1, "")):
                scores[place] += SETTLES
    return scores


def _opens(text: str) -> bool:
    """True for a question, a lead-in or a subheading: it looks like our question, and answers nothing."""
    return text.rstrip().endswith(("?", ":")) or (len(text.split()) < 8 and text[-1:].isalnum())


def _settles(text: str, before: str) -> bool:
    """True for an outcome, and for what is directed right behind one ("programme work should not pause")."""
    return outcome_kind(text) in SETTLING or (outcome_kind(before) in SETTLING and _DIRECTED.search(text) is not None)


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
        yield Sentence(" ".join(hit.passage.text for hit in run), (Source(evidence.number, span),), "quote")


def _untaken(evidence: Evidence, point: Item) -> Sentence:
    """The agenda's announcement and what the minutes lack; the verifier looks whether they lack it."""
    text = f"{label(evidence.document, evidence.item)}, lists {point.text.strip(' -–•*')}; the minutes held of that meeting have no entry {point.number}."
    return Sentence(text, (Source(evidence.number, point.span),), "absence")


def _verdict(query: Query, chosen: Chosen) -> str | None:
    """What became of the matter, where the question asks for a decision; read from the statements shown of the best item."""
    if query.intent != "decision":
        return None
    texts = [hit.passage.text for _, hits in chosen[:1] for hit in hits]
    kinds = {kind for text in texts if (kind := outcome_kind(text))}
    if any(_REFUSED.search(text) for text in texts if outcome_kind(text) in SETTLING):
        return "not agreed"
    return next((verdict for kind, verdict in VERDICTS.items() if kind in kinds), "discussed without a decision")
