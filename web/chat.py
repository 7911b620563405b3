"""A conversation: questions in, answers out, citations opened. Knows nothing of the page it is shown on."""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.answer import ANYWHERE, Answer, Citation, Claim, Turn
from assistant.labels import label
from assistant.recalled import rests_on_seen
from assistant.viewer import Viewer
from index.errors import AssistantError, MissingInput
from index.heal import heal
from index.jail import JAIL
from index.minutes import Document, Item, Scope, Span
from index.pages import Place
from web.message import answer_html, draft_html, failure_html, sentence
from web.panel import panel_html, problem_html

log = logging.getLogger(__name__)

KEPT = 30  # exchanges of one conversation: a page left open for a week must not hold a week of answers
_KEY = re.compile(r"(\d{1,6})-(\d{1,6})")
_BROKEN = ("Something went wrong here, and the question was not answered", "Ask again; if it happens again, tell whoever runs this page")


class Pages(Protocol):
    def places(self, sha256: str, span: Span) -> Sequence[Place]: ...


class Catalog(Protocol):
    def documents(self, scope: Scope = ANYWHERE) -> Sequence[Document]: ...

    def items(self, document_id: str) -> Sequence[Item]: ...

    def document(self, document_id: str) -> Document | None: ...

    def items_at(self, item_ids: Sequence[str]) -> Mapping[str, tuple[Item, str]]: ...

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

    def stream(self, question: str, history: Sequence[Turn] = (), within: Scope = ANYWHERE) -> Iterable[Claim | Answer]: ...

    def opened(self, item_id: str) -> None: ...

    def seen_by(self, viewer: Viewer) -> Answering: ...


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what is shown for it; ``answer`` is None while it is being written and where it failed.

    Of the answer only what a later question or a link needs is kept: its evidence is ten times as large as the rest.
    """

    question: str
    html: str
    answer: Answer | None = None
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Conversation:
    exchanges: tuple[Exchange, ...] = ()
    forgotten: int = 0  # exchanges that were before these

    @property
    def latest(self) -> int:
        """The number of its last exchange: links count all that ever were."""
        return self.forgotten + len(self.exchanges)

    def turns(self) -> list[Turn]:
        """What was asked and answered, oldest first."""
        answered = [exchange for exchange in self.exchanges if exchange.answer is not None]
        return [turn for exchange in answered for turn in _turns(exchange)]

    def citation(self, key: str) -> Citation | None:
        """The citation a link ``#cite-<key>`` names, key being ``<answer>-<n>``."""
        match = _KEY.fullmatch(key)
        place, n = (int(part) for part in match.groups()) if match else (0, 0)
        if not self.forgotten < place <= self.latest:
            return None
        answer = self.exchanges[place - self.forgotten - 1].answer
        return next((citation for citation in answer.citations if citation.n == n), None) if answer else None

    def put(self, exchange: Exchange) -> Conversation:
        """This conversation with one exchange more, and without the oldest where there are too many."""
        over = len(self.exchanges) + 1 - KEPT
        return Conversation((*self.exchanges, exchange)[max(0, over) :], self.forgotten + max(0, over))


def ask(assistant: Answering, question: str, before: Conversation) -> Iterator[Conversation]:
    """The conversation after each sentence of the answer; the last one holds the Answer, or says what went wrong."""
    started = Exchange(question, draft_html(()))
    conversation = Conversation(forgotten=before.latest)  # nothing of before, until it is known what may still be seen
    try:
        conversation = still_shown(assistant, before)
        yield conversation.put(started)
        for exchange in _answering(assistant, started, conversation):
            yield conversation.put(exchange)
    except AssistantError as error:
        yield conversation.put(replace(started, html=failure_html(error.message, error.hint), failed=True))
    except Exception as error:  # the border: whatever it was, a person reads a sentence
        _record(error)
        yield conversation.put(replace(started, html=failure_html(*_BROKEN), failed=True))


def still_shown(assistant: Answering, conversation: Conversation) -> Conversation:
    """The conversation without the answers that rest on what may not be seen any more."""
    catalog, held = assistant.store.catalog, conversation.exchanges
    kept = tuple(one if one.answer is None or rests_on_seen(one.answer, catalog) else _masked(one) for one in held)
    return replace(conversation, exchanges=kept)


def _masked(exchange: Exchange) -> Exchange:
    return Exchange(exchange.question, failure_html("This answer is not shown any more", "Ask the question again"), failed=True)


def source(assistant: Answering, conversation: Conversation, key: str) -> str:
    """The evidence panel for the citation a person chose."""
    citation = conversation.citation(key)
    if citation is None:
        return problem_html("It belongs to a conversation that is no longer open.", "Ask the question again.")
    try:
        catalog = assistant.store.catalog
        citation = _now(catalog, citation)
        if citation is None:
            return problem_html("It is not shown any more.", "Ask the question again.")
        shown = panel_html(citation, catalog.source_text(citation.document.sha256), _pictured(catalog, citation))
        assistant.opened(citation.item.item_id)
        return shown
    except AssistantError as error:
        return problem_html(sentence(error.message), error.hint)
    except Exception as error:
        _record(error)
        return problem_html("Something went wrong here.", "Try again; if it happens again, tell whoever runs this page.")


def _now(catalog: Catalog, citation: Citation) -> Citation | None:
    """The citation with its item and document as they are shown now; None where they, or the quoted words, are not."""
    text = catalog.source_text(citation.document.sha256)
    held = catalog.items_at([citation.item.item_id]).get(citation.item.item_id)
    document = catalog.document(held[1]) if held else None
    if held is None or document is None or document.sha256 != citation.document.sha256:
        return None
    words = heal(text[citation.span.start : citation.span.end])
    called = label(document, held[0], citation.pages)
    return replace(citation, item=held[0], document=document, label=called) if words == citation.quote else None


def _pictured(catalog: Catalog, citation: Citation) -> bytes | None:
    """The place on the page where the cited words begin; None where the file has no pages, or cannot be drawn in time."""
    if not citation.pages:
        return None
    first, sha256 = citation.pages[0], citation.document.sha256
    boxes = [place.box for place in catalog.pages.places(sha256, citation.span) if place.page == first.number]
    try:
        return JAIL.picture(catalog.source_bytes(sha256), first, boxes) if boxes else None
    except MissingInput:  # a part of the file is not for everybody, and a page shows all of it
        return None


def _answering(assistant: Answering, started: Exchange, conversation: Conversation) -> Iterator[Exchange]:
    claims: list[Claim] = []
    for part in assistant.stream(started.question, conversation.turns()):
        if isinstance(part, Answer):
            yield replace(started, html=answer_html(part, conversation.latest + 1), answer=replace(part, evidence=(), problems=()))
        else:
            claims.append(part)
            yield replace(started, html=draft_html(claims))


def _turns(exchange: Exchange) -> tuple[Turn, Turn]:
    return Turn("user", exchange.question), Turn("assistant", exchange.answer.text if exchange.answer else "")


def _record(error: Exception) -> None:
    """Where it happened and of what kind; an exception's own words may hold a question or a passage of minutes."""
    log.error("%s in the web chat\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))
