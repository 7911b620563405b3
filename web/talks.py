"""A visitor's conversations as the page needs them: begun, answered, chosen again and listed. What is kept stands in ``assistant``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.conversation_file import Shown, shown
from assistant.conversations import ID, Begun, Conversations
from assistant.kept import Failure, KeptConversation, kept_answer
from index.errors import AssistantError
from web.chat import KEPT, Answering, Conversation, Exchange, ask, failing
from web.message import answer_html, sentence
from web.template import filled
from web.visitor import Visitor

LISTED = 20  # conversations shown beside the chat; all of them on a page of their own
GONE = "That conversation is not there any more."


@dataclass(frozen=True, slots=True)
class Talks:
    """The conversations of one visitor; ``who`` is None for one whose are not kept."""

    kept: Conversations
    who: str | None

    @property
    def on(self) -> bool:
        return self.who is not None and self.kept.on

    def ask(self, assistant: Answering, question: str, before: Conversation) -> Iterator[Conversation]:
        """As ``web.chat.ask``; each question is put down before it is answered, and its answer before the last of it is shown."""
        if self.who is None or not self.kept.on or before.trouble or not question.strip():
            yield from ask(assistant, question, before)
            return
        begun, before = self._begun(self.who, assistant, question, before)
        for now in ask(assistant, question, before):
            yield self._finished(self.who, begun, now) if begun and now.exchanges[-1].done else now

    def open(self, assistant: Answering, id: str) -> Conversation | None:
        """A conversation as it may be shown now; None where this visitor has none of this id. Raises CannotCreate, DamagedStore."""
        held = self.kept.read(self.who, id) if self.who is not None and re.fullmatch(ID, id) else None
        return conversation_of(held, assistant) if held else None

    def listed(self, current: Conversation, notice: str = "") -> str:
        """The list beside the chat with what is to be told above it, "" where nothing is kept for this visitor."""
        if self.who is None or not self.kept.on:
            return ""
        notice = notice or current.trouble
        try:
            held = self.kept.all(self.who)
        except AssistantError as error:
            held, notice = [], notice or said(error)
        return filled("talks.html", held=held[:LISTED], count=len(held), current=current.id, notice=notice)

    def _begun(self, who: str, assistant: Answering, question: str, before: Conversation) -> tuple[Begun | None, Conversation]:
        """Where the question is put down, and the conversation it belongs to as it stands in the file."""
        try:
            begun = self.kept.begin(who, question, before.id)
            if begun.id != before.id:  # a new one, or the former was deleted elsewhere
                return begun, Conversation(id=begun.id)
            if begun.n != before.latest + 1:  # it went on in another window
                held = self.kept.read(who, begun.id)
                return begun, conversation_of(held, assistant, begun.n) if held else before
            return begun, before
        except AssistantError as error:
            return None, replace(before, trouble=f"Not kept: {said(error)}")

    def _finished(self, who: str, begun: Begun, now: Conversation) -> Conversation:
        last = now.exchanges[-1]
        kept = last.failure or (kept_answer(last.answer, last.rests_on) if last.answer else None)
        try:
            if kept:
                self.kept.finish(who, begun, kept)
        except AssistantError as error:
            return replace(now, trouble=f"Not kept: {said(error)}")
        return now


def talks_of(kept: Conversations, visitor: Visitor) -> Talks:
    return Talks(kept, visitor.owner)


def conversation_of(held: KeptConversation, assistant: Answering, before: int | None = None) -> Conversation:
    """As the chat shows it, with the labels of whoever asks; only what stands before the ``before``-th question, where one is given."""
    told = shown([one for one in held.exchanges if before is None or one.n < before][-KEPT:], assistant.store.catalog)
    first = told[0].n if told else (before or 1)
    exchanges = tuple(_exchange(one) for one in told)
    return Conversation(exchanges, first - 1, held.listed.id)


def _exchange(one: Shown) -> Exchange:
    if isinstance(one.said, Failure):
        return failing(one.question, one.said)
    return Exchange(one.question, answer_html(one.said, one.n), one.said, rests_on=one.rests_on)


def tools_html(conversation: Conversation, n: int) -> str:
    """What can be done with the ``n``-th answer: a link to it where it is kept, and its words as plain text."""
    path = f"/conversations/{conversation.id}/{n}"
    link = f'<a class="tool" href="{path}">Link<span class="unseen"> to answer {n}</span></a> ' if conversation.id else ""
    return f'<p class="tools">{link}<button type="button" class="tool copy">Copy<span class="unseen"> answer {n}</span></button></p>'


def said(error: AssistantError) -> str:
    """What went wrong and what to do next, as sentences."""
    return f"{sentence(error.message)} {sentence(error.hint)}" if error.hint else sentence(error.message)
