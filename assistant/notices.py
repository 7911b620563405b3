"""What a reader must know of the sources of an answer: pages read by character recognition, text that has no clear items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.answer import Citation


def of_sources(citations: Sequence[Citation]) -> tuple[str, ...]:
    """One notice for each page or document that needs it, in the order of the citations."""
    return tuple(dict.fromkeys([*_recognised(citations), *_undivided(citations)]))


def _recognised(citations: Sequence[Citation]) -> Iterator[str]:
    for citation in citations:
        for page in citation.pages:
            if page.confidence is not None:
                yield f"Page {page.number} of {citation.document.file} was read by character recognition, confidence {page.confidence:.2f}."


def _undivided(citations: Sequence[Citation]) -> Iterator[str]:
    for citation in citations:
        if citation.document.undivided(citation.item):
            yield f"No items could be told apart in {citation.document.file}: it was searched by paragraph."
