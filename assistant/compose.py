"""The composed writer: a language model picks evidence numbers and writes the words between; only what is borne out is shown.

Each sentence is verified as it comes and never withdrawn. Where the model fails or nothing of it stands, the extractive draft does.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.answer import Answer, Claim, Draft, Evidence, Problem, Query, Sentence, Source
from assistant.check_form import tidied
from assistant.cite import Cited
from assistant.claims import borne_out, problem
from assistant.excerpts import Excerpt, excerpts, fenced
from assistant.prompts import Prompt
from assistant.sentences import ended, parts, without_markers, written
from index.errors import LanguageModelError

SILENT = "NOT RECORDED"
SENTENCES = 12  # a model that writes more does not answer
INSTEAD = "The language model {}; the answer is quoted from the minutes instead."
AFTER_ALL = "The language model {}; what follows its checked sentences is quoted from the minutes."
SIGNED = "Written by the language model {} from the items cited and checked sentence by sentence (prompt {})."
UNPROVEN = "wrote nothing that the minutes bear out"


class Speaking(Protocol):
    """What the composer needs of a language model; it raises LanguageModelError where that fails."""

    @property
    def name(self) -> str: ...

    def speak(self, prompt: str) -> Iterator[str]: ...


@dataclass(frozen=True, slots=True)
class Composer:
    voice: Speaking
    prompt: Prompt
    tokens: int  # for the evidence
    cite: Callable[[Draft, Sequence[Evidence]], Cited]
    verify: Callable[[Query, Cited, Sequence[Evidence]], Answer]

    def told(self, query: Query, quoted: Draft, evidence: Sequence[Evidence]) -> Generator[Claim, None, Answer]:
        """The verified claims as they are written, then the answer; ``quoted`` stands in where the model does not answer."""
        draft = Draft((), "answered", writer="composed", model=self.voice.name, prompt=self.prompt.id)
        told, reason, said = self._checked(query, draft, evidence), "", 0
        try:
            for grown in self._growing(query, draft, evidence):
                draft = grown
                told = self._checked(query, draft, evidence)
                yield from _kept(told)[said:]
                said = len(_kept(told))
        except LanguageModelError as error:
            reason = error.message
        final = self._final(draft, told, quoted, reason)
        answer = self.verify(query, self.cite(final, evidence), evidence)
        yield from answer.claims[said:]
        return answer

    def _growing(self, query: Query, draft: Draft, evidence: Sequence[Evidence]) -> Iterator[Draft]:
        """The draft after each sentence."""
        shown = excerpts(evidence, self.tokens)
        asked = self.prompt.filled(evidence=fenced(shown), question=" ".join(query.standalone.split()))
        for n, sentence in enumerate(written(self.voice.speak(asked)), 1):
            if n > SENTENCES:
                raise LanguageModelError("does not come to an end")
            if sentence.strip(" .").upper() == SILENT:
                raise LanguageModelError("found no answer in these items")
            draft = _with(draft, sentence, shown)
            yield draft

    def _checked(self, query: Query, draft: Draft, evidence: Sequence[Evidence]) -> Answer:
        return self.verify(query, self.cite(draft, evidence), evidence)

    def _final(self, draft: Draft, told: Answer, quoted: Draft, reason: str) -> Draft:
        if not _kept(told):
            lost = tuple(replace(problem, claim=None, detail=_named(problem)) for problem in told.problems)
            return replace(quoted, problems=lost, notices=(*quoted.notices, INSTEAD.format(reason or UNPROVEN)))
        signed = replace(draft, notices=(*quoted.notices, SIGNED.format(self.voice.name, self.prompt.id)))
        if not reason:
            return replace(signed, verdict=quoted.verdict if _same_item(draft, quoted) else None)
        return replace(signed, sentences=(*draft.sentences, *quoted.sentences), notices=(*signed.notices, AFTER_ALL.format(reason)))


def quotes(draft: Draft) -> bool:
    """True for a draft in the words of the minutes alone: rows of the catalogue, counts and silence are never a model's to tell."""
    bases = {s.basis for s in draft.sentences}
    return draft.status == "answered" and "quote" in bases and "absence" not in bases


def _kept(answer: Answer) -> tuple[Claim, ...]:
    """The claims that stand; where none does the answer holds only what was searched."""
    return answer.claims if answer.citations else ()


def _named(problem: Problem) -> str:
    return f"{problem.claim.text}: {problem.detail}" if problem.claim else problem.detail


def _same_item(draft: Draft, quoted: Draft) -> bool:
    """True where the draft speaks of the item that the verdict is about."""
    first = next((source.evidence for s in quoted.sentences for source in s.sources), None)
    return any(source.evidence == first for s in draft.sentences for source in s.sources)


def _with(draft: Draft, sentence: str, shown: Sequence[Excerpt]) -> Draft:
    """The draft with one sentence more, or with the problem that kept it out."""
    text = without_markers(tidied(sentence))
    found = _fault(draft, sentence, shown)
    if found:
        return replace(draft, problems=(*draft.problems, replace(found, claim=Claim(text, (), "quote"))))
    return replace(draft, sentences=(*draft.sentences, Sentence(text, _sources(sentence, shown), "quote")))


def _fault(draft: Draft, sentence: str, shown: Sequence[Excerpt]) -> Problem | None:
    if not ended(sentence):
        return Problem("unfinished", "the sentence has no end")
    if without_markers(tidied(sentence)) in (s.text for s in draft.sentences):
        return Problem("repeated", "it says again what was said")
    return problem(sentence, [excerpt.text for excerpt in shown])


def _sources(sentence: str, shown: Sequence[Excerpt]) -> tuple[Source, ...]:
    """The places it rests on: of a single excerpt only the smallest part that bears it out."""
    numbers = list(dict.fromkeys(n for part in parts(sentence) for n in part.markers))
    if len(numbers) > 1:
        return tuple(shown[n - 1].source for n in numbers)
    excerpt, words = shown[numbers[0] - 1], without_markers(tidied(sentence))
    return (next((source for source, text in excerpt.narrower() if borne_out(words, [text]) is None), excerpt.source),)
