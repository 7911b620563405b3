"""The main path: a question and the turns before it -> a verified Answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.absence import Gate, not_recorded
from assistant.answer import Answer, Claim, Draft, Evidence, Query, Timing, Turn
from assistant.cite import Cited
from assistant.compose import Composer, quotes
from assistant.notices import of_sources
from assistant.question import cleaned, plain_text
from assistant.retrieve import Retriever
from assistant.write import Writer
from index.minutes import Document
from index.store import Store


@dataclass(frozen=True, slots=True)
class Assistant:
    """Each field is one step; each step takes the noun before it and returns the next."""

    store: Store
    rewrite: Callable[[str, Sequence[Turn]], str]
    plan: Callable[[str, str, Sequence[Document]], Query]
    retriever: Retriever
    gate: Gate
    writer: Writer
    cite: Callable[[Draft, Sequence[Evidence]], Cited]
    verify: Callable[[Query, Cited, Sequence[Evidence]], Answer]
    max_question: int = 2000
    composer: Composer | None = None  # where a language model is configured

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """The verified answer. Raises UsageError (E_EMPTY, E_TOO_LONG) for a question that is none."""
        *_, answer = self.stream(question, history)
        assert isinstance(answer, Answer)
        return answer

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[Claim | Answer]:
        """The verified claims, whole sentences one by one, then the Answer: nothing shown is ever withdrawn."""
        began = time.perf_counter()
        asked, notices = cleaned(question, self.max_question)
        query, evidence = self._found(asked, history)
        found = time.perf_counter()
        draft = self._draft(query, evidence)
        answer = yield from self._told(query, draft, evidence)
        ended = time.perf_counter()
        ms = Timing(1000 * (found - began), 1000 * (ended - found), 1000 * (ended - began))
        yield replace(answer, notices=(*notices, *answer.notices, *of_sources(answer.citations)), ms=ms)

    def _told(self, query: Query, draft: Draft, evidence: Sequence[Evidence]) -> Generator[Claim, None, Answer]:
        """The claims one by one, then the answer: in the words of a language model where there is one and the minutes were quoted."""
        if self.composer and quotes(draft):
            return (yield from self.composer.told(query, draft, evidence))
        answer = self.verify(query, self.cite(draft, evidence), evidence)
        yield from answer.claims
        return answer

    def retrieve(self, question: str, history: Sequence[Turn] = ()) -> tuple[Query, tuple[Evidence, ...]]:
        """The question as understood and the items it leads to, without an answer. Raises as ``ask`` does."""
        asked, _ = cleaned(question, self.max_question)
        return self._found(asked, history)

    def _found(self, asked: str, history: Sequence[Turn]) -> tuple[Query, tuple[Evidence, ...]]:
        said = [replace(turn, content=plain_text(turn.content)[: self.max_question]) for turn in history]
        query = self.plan(asked, self.rewrite(asked, said), self.store.catalog.documents())
        return query, self.retriever.find(query)

    def _draft(self, query: Query, evidence: Sequence[Evidence]) -> Draft:
        if self.gate.answerable(query, evidence):
            return self.writer.write(query, evidence)
        return not_recorded(query, self.store.catalog.documents(query.scope), evidence)
