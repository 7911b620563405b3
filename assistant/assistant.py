"""The main path: a question and the turns before it -> a verified Answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.absence import Gate, not_recorded, only_near
from assistant.answer import Answer, Claim, Draft, Evidence, Query, Standalone, Timing, Turn
from assistant.cite import Cited
from assistant.clarify import question_back
from assistant.compose import Composer, quotes
from assistant.notices import notices
from assistant.question import cleaned, plain_text
from assistant.recalled import still_seen
from assistant.registers import Registers
from assistant.retrieve import Retriever
from assistant.stated import Told
from assistant.viewer import Viewer
from assistant.write import Writer
from index.minutes import Document
from index.view import View


@dataclass(frozen=True, slots=True)
class Assistant:
    """Each field is one step; each step takes the noun before it and returns the next."""

    store: View  # of what its viewer may see
    over: Callable[[View], Assistant]  # the same assistant for another view
    rewrite: Callable[[str, Sequence[Turn], Sequence[Document]], Standalone]
    plan: Callable[[str, Standalone, Sequence[Document]], Query]
    retriever: Retriever
    registers: Registers
    gate: Gate
    writer: Writer
    cite: Callable[[Draft, Sequence[Evidence]], Cited]
    verify: Callable[[Query, Cited, Sequence[Evidence]], Answer]
    max_question: int = 2000
    composer: Composer | None = None  # where a language model is configured

    def seen_by(self, viewer: Viewer) -> Assistant:
        """This assistant over what ``viewer`` may see, and nothing else."""
        return self.over(self.store.whole.seen_by(viewer.labels))

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """The verified answer. Raises UsageError (E_EMPTY, E_TOO_LONG) for a question that is none."""
        *_, answer = self.stream(question, history)
        assert isinstance(answer, Answer)
        return answer

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[Claim | Answer]:
        """The verified claims, whole sentences one by one, then the Answer: nothing shown is ever withdrawn."""
        began = time.perf_counter()
        asked, said = cleaned(question, self.max_question)
        query, ranked = self._found(asked, history)
        found = time.perf_counter()
        rows = self.registers.told(query)
        draft, evidence = self._draft(query, ranked, rows)
        answer = yield from self._told(query, draft, evidence, rows)
        ended = time.perf_counter()
        ms = Timing(1000 * (found - began), 1000 * (ended - found), 1000 * (ended - began))
        yield replace(answer, notices=(*said, *answer.notices, *notices(query, answer, self.store.catalog)), ms=ms)

    def _told(self, query: Query, draft: Draft, evidence: Sequence[Evidence], rows: Told | None) -> Generator[Claim, None, Answer]:
        """The claims one by one, then the answer: in the words of a language model where there is one and the minutes were quoted."""
        if self.composer and quotes(draft) and rows is None:
            return (yield from self.composer.told(query, draft, evidence))
        answer = self.verify(query, self.cite(draft, evidence), evidence)
        yield from answer.claims
        return answer

    def retrieve(self, question: str, history: Sequence[Turn] = ()) -> tuple[Query, tuple[Evidence, ...]]:
        """The question as understood and the items it leads to, without an answer. Raises as ``ask`` does."""
        asked, _ = cleaned(question, self.max_question)
        return self._found(asked, history)

    def understood(self, question: str, history: Sequence[Turn] = ()) -> Query:
        """The question as understood, before anything is looked for. Raises as ``ask`` does."""
        return self._planned(cleaned(question, self.max_question)[0], history)

    def _planned(self, asked: str, history: Sequence[Turn]) -> Query:
        said = [replace(turn, content=plain_text(turn.content)[: self.max_question]) for turn in history]
        held = self.store.catalog.documents()
        return self.plan(asked, self.rewrite(asked, still_seen(said, self.store.catalog), held), held)

    def _found(self, asked: str, history: Sequence[Turn]) -> tuple[Query, tuple[Evidence, ...]]:
        query = self._planned(asked, history)
        return query, self.retriever.find(query)

    def _draft(self, query: Query, evidence: Sequence[Evidence], told: Told | None) -> tuple[Draft, Sequence[Evidence]]:
        """A question back where several fit, what the catalogue's rows say to it, else what the writer makes of the evidence."""
        if back := question_back(query, evidence, self.store.catalog, told):
            return back, evidence
        if rows := self.registers.answer(told, evidence):
            return rows.draft, rows.evidence
        searched = self.store.catalog.documents(query.scope)
        if not self.gate.answerable(query, evidence):
            return not_recorded(query, searched, evidence), evidence
        draft = self.writer.write(query, evidence)
        missing = self.gate.lacking(query, evidence, draft)
        return (only_near(missing, searched, draft) if missing else draft), evidence
