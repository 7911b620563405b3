"""The main path: a question and the turns before it -> a verified Answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.absence import Gate, not_recorded, only_near
from assistant.answer import ANYWHERE, Answer, Claim, Draft, Evidence, Query, Standalone, Timing, Turn
from assistant.audit import OFF, Audit, Entry, Event, asking
from assistant.cite import Cited
from assistant.clarify import question_back
from assistant.compose import Composer, quotes
from assistant.notices import BY_WORDS, UNREAD, notices
from assistant.question import cleaned, plain_text
from assistant.recalled import still_seen
from assistant.registers import Registers
from assistant.retrieve import Retriever
from assistant.searched import overruled
from assistant.stated import Told
from assistant.viewer import PUBLIC, Viewer
from assistant.write import Writer
from index.minutes import Document, Scope
from index.view import View


@dataclass(frozen=True, slots=True)
class Assistant:
    """Each field is one step; each step takes the noun before it and returns the next.

    ``within``, wherever it is asked for, is what the asker chose to search: it stands in place of what the question names.
    """

    store: View  # of what its viewer may see
    over: Callable[[View], Assistant]  # the same assistant for another view
    rewrite: Callable[[str, Sequence[Turn], Sequence[Document]], Standalone]
    plan: Callable[[str, Standalone, Sequence[Document], Scope], Query]
    retriever: Retriever
    registers: Registers
    gate: Gate
    writer: Writer
    cite: Callable[[Draft, Sequence[Evidence]], Cited]
    verify: Callable[[Query, Cited, Sequence[Evidence]], Answer]
    max_question: int = 2000
    composer: Composer | None = None  # where a language model is configured
    viewer: Viewer = PUBLIC
    audit: Audit = OFF

    def seen_by(self, viewer: Viewer) -> Assistant:
        """This assistant over what ``viewer`` may see, and nothing else."""
        return replace(self.over(self.store.whole.seen_by(viewer.labels)), viewer=viewer, audit=self.audit)

    def ask(self, question: str, history: Sequence[Turn] = (), within: Scope = ANYWHERE) -> Answer:
        """The verified answer. Raises UsageError (E_EMPTY, E_TOO_LONG) for a question that is none."""
        *_, answer = self.stream(question, history, within)
        assert isinstance(answer, Answer)
        return answer

    def stream(self, question: str, history: Sequence[Turn] = (), within: Scope = ANYWHERE) -> Iterator[Claim | Answer]:
        """The verified claims, whole sentences one by one, then the Answer: nothing shown is ever withdrawn."""
        began = time.perf_counter()
        asked, said = cleaned(question, self.max_question)
        with asking(self.audit, self.viewer.name, asked) as note:
            query, ranked = self._found(asked, history, within)
            said += self._lacking()
            found = time.perf_counter()
            rows = self.registers.told(query)
            draft, evidence = self._draft(query, ranked, rows)
            note.draws_on(evidence)
            answer = yield from self._told(query, draft, evidence, rows)
            note.answered(answer)
        ended = time.perf_counter()
        ms = Timing(1000 * (found - began), 1000 * (ended - found), 1000 * (ended - began))
        told = (*said, *overruled(query, self.store.catalog), *answer.notices, *notices(query, answer, self.store.catalog))
        yield replace(answer, notices=told, ms=ms, searched=query.parts or (query.scope,))

    def _told(self, query: Query, draft: Draft, evidence: Sequence[Evidence], rows: Told | None) -> Generator[Claim, None, Answer]:
        """The claims one by one, then the answer: in the words of a language model where there is one and the minutes were quoted."""
        if self.composer and quotes(draft) and rows is None:
            return (yield from self.composer.told(query, draft, evidence))
        answer = self.verify(query, self.cite(draft, evidence), evidence)
        yield from answer.claims
        return answer

    def retrieve(self, question: str, history: Sequence[Turn] = (), within: Scope = ANYWHERE) -> tuple[Query, tuple[Evidence, ...]]:
        """The question as understood and the items it leads to, without an answer. Raises as ``ask`` does."""
        asked, _ = cleaned(question, self.max_question)
        query, evidence = self._found(asked, history, within)
        self._record("searched", [e.item.item_id for e in evidence], asked)
        return query, evidence

    def briefed(self, subject: str, items: Sequence[str]) -> None:
        """A briefing was made, and these items are quoted in it."""
        self._record("searched", items, subject)

    def opened(self, item_id: str) -> None:
        """An item was shown whole, beside an answer or by itself."""
        self._record("opened", [item_id])

    def understood(self, question: str, history: Sequence[Turn] = (), within: Scope = ANYWHERE) -> Query:
        """The question as understood, before anything is looked for. Raises as ``ask`` does."""
        return self._planned(cleaned(question, self.max_question)[0], history, within)

    def _planned(self, asked: str, history: Sequence[Turn], within: Scope) -> Query:
        said = [replace(turn, content=plain_text(turn.content)[: self.max_question]) for turn in history]
        held = self.store.catalog.documents()
        return self.plan(asked, self.rewrite(asked, still_seen(said, self.store.catalog), held), held, within)

    def _found(self, asked: str, history: Sequence[Turn], within: Scope) -> tuple[Query, tuple[Evidence, ...]]:
        query = self._planned(asked, history, within)
        return query, self.retriever.find(query)

    def _record(self, event: Event, items: Sequence[str], question: str = "") -> None:
        self.audit.record(Entry(event, self.viewer.name, tuple(items), question=question))

    def _lacking(self) -> tuple[str, ...]:
        lacking, reader = self.store.lacking, self.retriever.reader
        said = (BY_WORDS.format(lacking.code),) if lacking else ()
        return (*said, UNREAD.format(reader.lacking.code, reader.lacking.message)) if reader and reader.lacking else said

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
