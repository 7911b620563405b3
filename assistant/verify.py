"""Claims -> an Answer: every claim is checked against its own source before anyone sees it.

quote: the words stand in each cited place. catalogue: the label is that of a committed row. absence: what is said to be
missing is missing, and what was searched is what the scope holds. What a language model wrote (a quote too) is checked by
claims.py. A claim that fails is taken out and named as a Problem;
nothing is repaired.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from assistant.absence import NEAREST_WORDS, ON_AGENDA, corrected_sentence, missing_sentence, not_recorded, searched_sentence
from assistant.acronyms import spells_out
from assistant.agenda import bears_out as agenda_bears_out
from assistant.answer import Answer, Citation, Claim, Evidence, Problem, Query, Timing
from assistant.cite import Cited
from assistant.claims import borne_out
from assistant.clarify import question_back
from assistant.expected import A_DECISION
from assistant.labels import label, meeting_label
from assistant.scope import scope_words
from assistant.silence import silence
from assistant.stated import Told, bears_out
from index.catalog import Catalog
from index.heal import heal, mask
from index.minutes import Scope
from index.reconcile import prints
from index.tokens import tokens

SHOWN = 10  # items of evidence in an answer
USES = 200  # items looked at for the words of an acronym
TAKEN_OUT = "A part of the answer could not be verified against the minutes and was left out."
_MISSING = re.compile(r"(?P<label>.+), lists (?P<point>.+); the minutes held of that meeting have no entry (?P<reference>\S*\d\S*)\.")
_UNSPELT = re.compile(r"The minutes held here use (?P<acronym>\S+) and do not say what it stands for\.")
_WORD = re.compile(r"[£$€]?\d+(?:[.,:/]\d+)*%?|[^\W\d_]+")
_LETTER_BULLET = re.compile(r"^\s*o\s", re.M)
_BRACKETED = re.compile(r"\[(\d[\d,\s]*)\]")


@dataclass(frozen=True, slots=True)
class Verifier:
    catalog: Catalog
    rows: Callable[[Query], Told | None] = lambda query: None  # what the catalogue's rows say, made anew
    near: Mapping[str, float] = field(default_factory=dict)  # the gate's: see assistant/absence.py

    def __call__(self, query: Query, cited: Cited, evidence: Sequence[Evidence]) -> Answer:
        broken = {c.n: problem for c in cited.citations if (problem := self._unresolved(c))}
        known = {c.n: c for c in cited.citations if c.n not in broken}
        rows = self.rows(query)
        told = None if cited.draft.status == "clarify" else rows
        uncited = cache(lambda: self._uncited(query, evidence, rows))  # once, however many claims ask for it
        judged = [(claim, self._problem(claim, known, cited, told, uncited)) for claim in cited.claims]
        kept, bare = _led([claim for claim, problem in judged if problem is None], known)
        problems = [*cited.problems, *broken.values(), *(problem for _, problem in judged if problem), *bare]
        if kept:
            return _answer(query, cited, kept, evidence, problems)
        silent = [Claim(s.text, (), "absence") for s in not_recorded(query, self.catalog.documents(query.scope), evidence).sentences]
        draft = replace(cited.draft, status="not_recorded")
        return _answer(query, replace(cited, draft=draft), silent, evidence, problems)

    def _problem(
        self, claim: Claim, known: dict[int, Citation], cited: Cited, told: Told | None, uncited: Callable[[], frozenset[str]]
    ) -> Problem | None:
        places = [known[n] for n in claim.citations if n in known]
        if len(places) < len(claim.citations) or (not places and claim.basis != "absence"):
            return Problem("uncited", "a sentence has no citation that resolves", claim)
        if told and not bears_out(told, claim, places):
            return Problem("unsupported_row", "the rows of the catalogue do not bear it out", claim)
        if claim.basis == "quote" and cited.draft.writer == "composed":
            return self._unwritten(claim, places)
        if claim.basis == "quote":
            good = all(self._says(c, claim.text) for c in places)
        elif told:
            good = True
        elif claim.basis == "catalogue":
            good = all(claim.text.rstrip(":.") in (label(c.document, c.item), meeting_label(c.document)) for c in places)
        else:
            good = all(self._lacks(claim, c) for c in places) if places else self._silent(claim, uncited)
        return None if good else Problem(f"unsupported_{claim.basis}", "its source does not bear it out", claim)

    def _unwritten(self, claim: Claim, places: Sequence[Citation]) -> Problem | None:
        """None for words of a language model that the cited places bear out, or that are all those of one of them."""
        if any(_plain(claim.text) == _plain(c.quote) for c in places):
            return None
        found = borne_out(claim.text, [c.quote for c in places])
        return replace(found, claim=claim) if found else None

    def _unresolved(self, citation: Citation) -> Problem | None:
        """A citation resolves when its item is committed, its span lies in the item, and label and quotation are what stands there."""
        found = self.catalog.standing(citation.item.item_id)
        if found is None:
            return Problem("unknown_item", f"{citation.label} is not in the catalogue")
        item, document = found
        if citation.label != (named := label(document, item, self.catalog.pages.of(document.sha256, citation.span))):
            return Problem("wrong_label", f"{citation.label} is called {named}")
        if not (item.span.start <= citation.span.start < citation.span.end <= item.span.end):
            return Problem("outside_item", f"the cited place is not in {citation.label}")
        if citation.quote != heal(self._text(citation)):
            return Problem("not_verbatim", f"the quotation is not what {citation.label} says")
        return None

    def _says(self, citation: Citation, text: str) -> bool:
        """True where all words of ``text`` stand, in order and together, in the cited place."""
        said = _plain(text)
        return bool(said.strip()) and said in _plain(heal(_LETTER_BULLET.sub(" ", mask(self._text(citation), "md"))))

    def _silent(self, claim: Claim, uncited: Callable[[], frozenset[str]]) -> bool:
        """True for what may be said without a citation: one of those sentences, or that an acronym is not spelt out."""
        if unspelt := _UNSPELT.fullmatch(claim.text):
            used = self.catalog.items_at([item_id for item_id, _ in self.catalog.words.items(tokens(unspelt["acronym"]), limit=USES)])
            return bool(used) and not any(spells_out(unspelt["acronym"], item.text) for item, _ in used.values())
        return claim.text in uncited()

    def _uncited(self, query: Query, evidence: Sequence[Evidence], rows: Told | None) -> frozenset[str]:
        """The sentences that need no citation: a question back, or what is missing, what was searched and what came near."""
        if back := question_back(query, evidence, self.catalog, rows):
            return frozenset(s.text for s in back.sentences)
        searched = self.catalog.documents(query.scope)
        missing = silence(query, scope_words(query.standalone, self.catalog.documents()), evidence, self.near)
        decided = evidence and evidence[0].document.role == "agenda" and evidence[0].fate is None
        near = [missing_sentence(what) for what in (missing and missing.what, A_DECISION if decided else None) if what]
        near += [corrected_sentence(missing.what)] if missing and missing.corrects else []
        near += [NEAREST_WORDS, searched_sentence(searched)] if near else []
        return frozenset(s.text for s in (*not_recorded(query, searched, evidence).sentences, *near))

    def _lacks(self, claim: Claim, agenda: Citation) -> bool:
        """True for a point that the cited agenda lists and the minutes held of that meeting do not print.

        What has no number of its own is missing where both papers, compared again, say so.
        """
        said = _MISSING.fullmatch(claim.text)
        if said is None:
            return agenda_bears_out(claim.text, agenda.document, self.catalog)
        if agenda.document.role != "agenda" or said["label"] != agenda.label:
            return False
        listed = self._says(agenda, said["point"]) and prints(said["point"], said["reference"])
        texts = self._minutes(agenda)
        return listed and bool(texts) and not any(prints(text, said["reference"]) for text in texts)

    def _minutes(self, agenda: Citation) -> list[str]:
        """The texts held of the agenda's meeting, agendas left out."""
        day = agenda.document.meeting.date
        held = self.catalog.documents(Scope(bodies=(agenda.document.body_id,), first=day, last=day)) if day else []
        return [self.catalog.source_text(d.sha256)[d.span.start : d.span.end] for d in held if d.role != "agenda"]

    def _text(self, citation: Citation) -> str:
        return self.catalog.source_text(citation.document.sha256)[citation.span.start : citation.span.end]


def _plain(text: str) -> str:
    """Words, numbers and amounts between spaces: bullets, breaks and marks between statements do not matter."""
    return f" {' '.join(_WORD.findall(text.lower()))} "


def _led(claims: Sequence[Claim], known: dict[int, Citation]) -> tuple[list[Claim], list[Problem]]:
    """Each lead ("Board, date, item 8:") with the citations of the words behind it; one without words of its item is a Problem."""
    kept: list[Claim] = []
    bare: list[Problem] = []
    for n, claim in enumerate(claims):
        behind = claims[n + 1] if n + 1 < len(claims) else None
        if not is_lead(claim):
            kept.append(claim)
        elif behind and behind.basis == "quote" and _items(behind, known) == _items(claim, known):
            kept.append(replace(claim, citations=behind.citations))
        else:
            bare.append(Problem("bare_lead", "the words it introduces were taken out", claim))
    return kept, bare


def _items(claim: Claim, known: dict[int, Citation]) -> set[str]:
    return {known[n].item.item_id for n in claim.citations}


def is_lead(claim: Claim) -> bool:
    return claim.basis == "catalogue" and claim.text.endswith(":")


def _answer(query: Query, cited: Cited, claims: Sequence[Claim], evidence: Sequence[Evidence], problems: Sequence[Problem]) -> Answer:
    draft, lost = cited.draft, any(problem.claim for problem in problems)
    claims, citations = _renumbered(claims, cited.citations)
    return Answer(
        question=query.question,
        standalone=query.standalone,
        status="partial" if lost and draft.status == "answered" else draft.status,
        verdict=None if lost or (draft.status == "not_recorded" and draft.verdict != ON_AGENDA) else draft.verdict,
        text=" ".join(marked(claim) for claim in claims),
        claims=tuple(claims),
        citations=citations,
        evidence=tuple(evidence[:SHOWN]),
        problems=tuple(problems),
        notices=(*draft.notices, TAKEN_OUT) if lost else draft.notices,
        writer=draft.writer,
        model=draft.model,
        ms=Timing(0.0, 0.0, 0.0),
        prompt=draft.prompt,
    )


def _renumbered(claims: Sequence[Claim], citations: Sequence[Citation]) -> tuple[list[Claim], tuple[Citation, ...]]:
    """Only citations that a claim still uses, numbered 1, 2, 3 in order of first appearance."""
    order = {n: i for i, n in enumerate(dict.fromkeys(n for claim in claims for n in claim.citations), 1)}
    by_n = {c.n: c for c in citations}
    renamed = [replace(claim, citations=tuple(order[n] for n in claim.citations)) for claim in claims]
    return renamed, tuple(replace(by_n[n], n=new) for n, new in order.items())


def marked(claim: Claim) -> str:
    """The claim with its markers, its own bracketed numbers as (n); a lead shares those of the sentence behind it."""
    text = _BRACKETED.sub(r"(\1)", claim.text)
    return text if is_lead(claim) else " ".join([text, "".join(f"[{n}]" for n in claim.citations)]).strip()
