"""A conversation: questions in, answers out, citations opened. Knows nothing of the page it is shown on."""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.answer import Answer, Citation, Claim, Turn
from assistant.viewer import Viewer
from index.errors import AssistantError
from index.minutes import Document, Item, Span
from index.pages import Place
from index.picture import picture
from web.message import answer_html, draft_html, failure_html, sentence
from web.panel import panel_html, problem_html

log = logging.getLogger(__name__)

_KEY = re.compile(r"(\d{1,6})-(\d{1,6})")
_BROKEN = ("Something went wrong here, and the question was not answered", "Ask again; if it happens again, tell whoever runs this page")


class Pages(Protocol):
    def places(self, sha256: str, span: Span) -> Sequence[Place]: ...


class Catalog(Protocol):
    def documents(self) -> Sequence[Document]: ...

    def items(self, document_id: str) -> Sequence[Item]: ...

    def source_text(self, sha256: str) -> str: ...

    def source_bytes(self, sha256: str) -> bytes: ...

    @property
    def pages(self) -> Pages: ...


class Store(Protocol):
    @property
    def catalog(self) -> Catalog: ...


class Answering(Protocol):
    """What the chat needs of an Assistant; the tests put a scripted one in its place."""

    @property
    def store(self) -> Store: ...

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterable[Claim | Answer]: ...

    def seen_by(self, viewer: Viewer) -> Answering: ...


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what is shown for it; ``answer`` is None while it is being written and where it failed."""

    question: str
    html: str
    answer: Answer | None = None
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Conversation:
    exchanges: tuple[Exchange, ...] = ()

    def turns(self) -> list[Turn]:
        """What was asked and answered, oldest first."""
        answered = [exchange for exchange in self.exchanges if exchange.answer is not None]
        return [turn for exchange in answered for turn in _turns(exchange)]

    def citation(self, key: str) -> Citation | None:
        """The citation a link ``#cite-<key>`` names, key being ``<answer>-<n>``."""
        match = _KEY.fullmatch(key)
        place, n = (int(part) for part in match.groups()) if match else (0, 0)
        if not 1 <= place <= len(self.exchanges):
            return None
        answer = self.exchanges[place - 1].answer
        return next((citation for citation in answer.citations if citation.n == n), None) if answer else None

    def put(self, exchange: Exchange) -> Conversation:
        """This conversation with one exchange more."""
        return Conversation((*self.exchanges, exchange))


def ask(assistant: Answering, question: str, conversation: Conversation) -> Iterator[Conversation]:
    """The conversation after each sentence of the answer; the last one holds the Answer, or says what went wrong."""
    started = Exchange(question, draft_html(()))
    yield conversation.put(started)
    try:
        for exchange in _answering(assistant, started, conversation):
            yield conversation.put(exchange)
    except AssistantError as error:
        yield conversation.put(replace(started, html=failure_html(error.message, error.hint), failed=True))
    except Exception as error:  # the border: whatever it was, a person reads a sentence
        _record(error)
        yield conversation.put(replace(started, html=failure_html(*_BROKEN), failed=True))


def source(assistant: Answering, conversation: Conversation, key: str) -> str:
    """The evidence panel for the citation a person chose."""
    citation = conversation.citation(key)
    if citation is None:
        return problem_html("It belongs to a conversation that is no longer open.", "Ask the question again.")
    try:
        catalog = assistant.store.catalog
        return panel_html(citation, catalog.source_text(citation.document.sha256), _pictured(catalog, citation))
    except AssistantError as error:
        return problem_html(sentence(error.message), error.hint)
    except Exception as error:
        _record(error)
        return problem_html("Something went wrong here.", "Try again; if it happens again, tell whoever runs this page.")


def _pictured(catalog: Catalog, citation: Citation) -> bytes | None:
    """The place on the page where the cited words begin; None where the file has no pages."""
    if not citation.pages:
        return None
    first, sha256 = citation.pages[0], citation.document.sha256
    boxes = [place.box for place in catalog.pages.places(sha256, citation.span) if place.page == first.number]
    return picture(catalog.source_bytes(sha256), first, boxes) if boxes else None


def _answering(assistant: Answering, started: Exchange, conversation: Conversation) -> Iterator[Exchange]:
    claims: list[Claim] = []
    for part in assistant.stream(started.question, conversation.turns()):
        if isinstance(part, Answer):
            yield replace(started, html=answer_html(part, len(conversation.exchanges) + 1), answer=part)
        else:
            claims.append(part)
            yield replace(started, html=draft_html(claims))


def _turns(exchange: Exchange) -> tuple[Turn, Turn]:
    return Turn("user", exchange.question), Turn("assistant", exchange.answer.text if exchange.answer else "")


def _record(error: Exception) -> None:
    """Where it happened and of what kind; an exception's own words may hold a question or a passage of minutes."""
    log.error("%s in the web chat\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))
