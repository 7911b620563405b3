"""A kept answer as it may be shown now: every citation is looked up again, with the labels of who reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from assistant.answer import Answer, Citation, Timing
from assistant.kept import KeptAnswer, Pin
from assistant.labels import label
from assistant.recalled import lasting, rests_on_seen
from index.errors import MissingInput
from index.minutes import Document, Item, Span
from index.pages import Page


class Pages(Protocol):
    def of(self, sha256: str, span: Span) -> Sequence[Page]: ...


class Catalog(Protocol):
    """A catalogue as somebody sees it."""

    def items_at(self, item_ids: Sequence[str]) -> Mapping[str, tuple[Item, str]]: ...

    def document(self, document_id: str) -> Document | None: ...

    def source_text(self, sha256: str) -> str: ...

    @property
    def pages(self) -> Pages: ...


def restored(question: str, kept: KeptAnswer, catalog: Catalog) -> Answer | None:
    """The answer with its items and labels as they stand now; None where what it rests on is not to be seen, or has other words."""
    held = catalog.items_at(sorted({*(pin.item_id for pin in kept.pins), *kept.rests_on}))
    if not held.keys() >= set(kept.rests_on):
        return None
    try:
        found = [_citation(pin, held, catalog) for pin in kept.pins]
    except MissingInput:  # nobody may see any of the file, or it is gone
        return None
    citations = tuple(citation for citation in found if citation)
    answer = _answer(question, kept, citations)
    return answer if len(citations) == len(kept.pins) and rests_on_seen(answer, catalog) else None


def _citation(pin: Pin, held: Mapping[str, tuple[Item, str]], catalog: Catalog) -> Citation | None:
    item, document_id = held.get(pin.item_id, (None, ""))
    document = catalog.document(document_id) if item else None
    if item is None or document is None or document.sha256 != pin.sha256:
        return None
    span = Span(pin.start, pin.end)
    pages = tuple(catalog.pages.of(pin.sha256, span))
    return Citation(pin.n, document, item, span, pin.quote, label(document, item, pages), pages)


def _answer(question: str, kept: KeptAnswer, citations: tuple[Citation, ...]) -> Answer:
    return Answer(
        question,
        kept.standalone,
        kept.status,
        kept.verdict,
        kept.text,
        kept.claims,
        citations,
        (),
        (),
        lasting(kept.notices),
        kept.writer,
        kept.model,
        Timing(0, 0, 0),
        kept.prompt,
    )
