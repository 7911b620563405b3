"""A conversation: questions in, answers out, citations opened. Knows nothing of the page it is shown on."""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.answer import ANYWHERE, Answer, Citation, Claim, Turn
from assistant.conversation_file import MASKED
from assistant.doubts import Reading, doubts
from assistant.kept import Failure, items_of
from assistant.labels import label
from assistant.recalled import lasting, rests_on_seen
from assistant.viewer import Viewer
from index.errors import AssistantError
from index.heal import heal
from index.minutes import Document, Item, Scope, Span
from web.around import around
from web.message import answer_html, draft_html, failure_html, sentence
from web.panel import panel_html, problem_html
from web.picture import Places, pictured

log = logging.getLogger(__name__)

KEPT = 30  # exchanges of one conversation: a page left open for a week must not hold a week of answers
_KEY = re.compile(r"(\d{1,6})-(\d{1,6})")
_ITEM = "item:"
_BROKEN = Failure(
    "Something went wrong here, and the question was not answered", "Ask again; if it happens again, tell whoever runs this page"
)


class Pages(Reading, Places, Protocol):
    """Where words stand on their pages, and how these were read."""


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
    """A question and what is shown for it; ``answer`` is None while it is being written and where there is a ``failure``.

    Of the answer only what a later question or a link needs is kept: its evidence is ten times as large as the rest. ``rests_on`` are the
    items it was made from where it cites none.
    """

    question: str
    html: str
    answer: Answer | None = None
    failure: Failure | None = None
    rests_on: tuple[str, ...] = ()
    beneath: str = ""  # what stands under the answer, as HTML
    looked: tuple[str, ...] = ()  # the items that are named there

    @property
    def failed(self) -> bool:
        return self.failure is not None

    @property
    def done(self) -> bool:
        """Whether nothing more comes of it."""
        return self.answer is not None or self.failed


@dataclass(frozen=True, slots=True)
class Conversation:
    """``id`` is that under which it is kept, "" where it is not; ``trouble`` says why not, where it should be."""

    exchanges: tuple[Exchange, ...] = ()
    forgotten: int = 0  # exchanges that were before these
    id: str = ""
    trouble: str = ""

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
        return replace(self, exchanges=(*self.exchanges, exchange)[max(0, over) :], forgotten=self.forgotten + max(0, over))


def ask(assistant: Answering, question: str, before: Conversation) -> Iterator[Conversation]:
    """The conversation after each sentence of the answer; the last one holds the Answer, or says what went wrong."""
    started = Exchange(question, draft_html(()))
    conversation = replace(before, exchanges=(), forgotten=before.latest)  # nothing of before, until it is known what may still be seen
    try:
        conversation = still_shown(assistant, before)
        yield conversation.put(started)
        for exchange in _answering(assistant, started, conversation):
            yield conversation.put(exchange)
    except AssistantError as error:
        yield conversation.put(failing(question, Failure(error.message, error.hint)))
    except Exception as error:  # the border: whatever it was, a person reads a sentence
        _record(error)
        yield conversation.put(failing(question, _BROKEN))


def still_shown(assistant: Answering, conversation: Conversation) -> Conversation:
    """The conversation without the answers that rest on what may not be seen any more."""
    held = enumerate(conversation.exchanges, conversation.forgotten + 1)
    return replace(conversation, exchanges=tuple(_as_seen(one, n, assistant.store.catalog) for n, one in held))


def _as_seen(exchange: Exchange, n: int, catalog: Catalog) -> Exchange:
    """The exchange without words of what may not be seen any more. Notices that quote are not shown twice: what they quote is not known."""
    if exchange.answer is None:
        return exchange
    if not _rests_on_seen(exchange, exchange.answer, catalog):
        return failing(exchange.question, MASKED)
    answer = replace(exchange.answer, notices=lasting(exchange.answer.notices))
    seen = catalog.items_at(exchange.looked).keys() >= set(exchange.looked)
    told = exchange if answer.notices == exchange.answer.notices else replace(exchange, html=answer_html(answer, n), answer=answer)
    return told if seen else replace(told, beneath="", looked=())


def _rests_on_seen(exchange: Exchange, answer: Answer, catalog: Catalog) -> bool:
    return rests_on_seen(answer, catalog) and catalog.items_at(exchange.rests_on).keys() >= set(exchange.rests_on)


def failing(question: str, failure: Failure) -> Exchange:
    """The exchange of a question that has no answer to be shown."""
    return Exchange(question, failure_html(failure.message, failure.hint), failure=failure)


def source(assistant: Answering, conversation: Conversation, key: str) -> str:
    """The evidence panel for the citation a person chose, or for an item beside one (``item:`` and its id)."""
    try:
        if key.startswith(_ITEM):
            return _item(assistant, key.removeprefix(_ITEM))
        citation = conversation.citation(key)
        if citation is None:
            return problem_html("It belongs to a conversation that is no longer open.", "Ask the question again.")
        now = _now(assistant.store.catalog, citation)
        return _panel(assistant, now, now.span) if now else problem_html("It is not shown any more.", "Ask the question again.")
    except AssistantError as error:
        return problem_html(sentence(error.message), error.hint)
    except Exception as error:
        _record(error)
        return problem_html("Something went wrong here.", "Try again; if it happens again, tell whoever runs this page.")


def _item(assistant: Answering, item_id: str) -> str:
    """The panel for a whole item, of which no words are cited."""
    catalog = assistant.store.catalog
    held = catalog.items_at([item_id]).get(item_id)
    document = catalog.document(held[1]) if held else None
    if held is None or document is None:
        return problem_html("It is not shown any more.", "Ask the question again.")
    item, pages = held[0], tuple(catalog.pages.of(document.sha256, held[0].span))
    nothing = Span(item.span.start, item.span.start)
    return _panel(assistant, Citation(0, document, item, nothing, "", label(document, item), pages), item.span)


def _panel(assistant: Answering, citation: Citation, place: Span) -> str:
    """``place`` is what the picture shows."""
    catalog, item, document = assistant.store.catalog, citation.item, citation.document
    text = catalog.source_text(document.sha256)
    picture = pictured(catalog, document.sha256, citation.pages[0], place) if citation.pages else None
    near = around(item, catalog.items(document.document_id))
    shown = panel_html(citation, text, picture, near, doubts(document, item, catalog))
    assistant.opened(item.item_id)
    return shown


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


def _answering(assistant: Answering, started: Exchange, conversation: Conversation) -> Iterator[Exchange]:
    claims: list[Claim] = []
    for part in assistant.stream(started.question, conversation.turns()):
        if isinstance(part, Answer):
            rests_on = () if part.citations else items_of(part.evidence)
            shown = answer_html(part, conversation.latest + 1)
            yield replace(started, html=shown, answer=replace(part, evidence=(), problems=()), rests_on=rests_on)
        else:
            claims.append(part)
            yield replace(started, html=draft_html(claims))


def _turns(exchange: Exchange) -> tuple[Turn, Turn]:
    return Turn("user", exchange.question), Turn("assistant", exchange.answer.text if exchange.answer else "")


def _record(error: Exception) -> None:
    """Where it happened and of what kind; an exception's own words may hold a question or a passage of minutes."""
    log.error("%s in the web chat\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))
