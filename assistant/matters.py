"""Whether a short question begins a matter of its own: "what is the police precept?" after one about cameras.

Its shape does not tell: "what is the find rate?" is as short and stays with what was spoken of. What is held tells: a word of the
title of another item, which holds all that is asked of, while no item cited last knows that word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answer import Mention, Standalone, Turn
from assistant.rewrite import rewrite
from index.catalog import Catalog
from index.minutes import Document, Item
from index.tokens import terms, tokens

LOOKED_AT = 20  # items of the archive that hold some of the words
_NO_MATTER = frozenset(
    tokens(
        "decide decided agree agreed approve approved resolve resolved accept accepted support supported vote voted sign signed say said "
        "report reported present presented ask asked note noted discuss discussed item minute minutes paper matter question action update "
        "meeting date time day year month next last new other first second people person member chair cost price amount number total "
        "happen happened go get got give given take taken make made come came know think thought much many long old big"
    )
)


@dataclass(frozen=True, slots=True)
class Rewriter:
    """``rewrite`` for who sees this catalogue."""

    catalog: Catalog

    def __call__(self, question: str, history: Sequence[Turn], documents: Sequence[Document]) -> Standalone:
        return rewrite(question, history, documents, self.begins)

    def begins(self, question: str, cited: Sequence[Mention]) -> frozenset[str]:
        """The documents of other items that hold all words of the question, one that no item cited holds among those of their title."""
        asked = {word for word in terms(question) if word not in _NO_MATTER and not word.isdigit()}
        texts = list(self._cited(cited))
        strange = asked.difference(*(_words(item) for item in texts)) if texts else set()
        if not strange:
            return frozenset()
        found = self.catalog.words.items(sorted(asked), limit=LOOKED_AT)
        others = self.catalog.items_at([item_id for item_id, _ in found]).values()
        return frozenset(document_id for item, document_id in others if strange & set(tokens(item.title)) and asked <= _words(item))

    def _cited(self, cited: Sequence[Mention]) -> Iterator[Item]:
        for mention in cited:
            held = self.catalog.items(mention.document_id) if mention.document_id else ()
            yield from (item for item in held if set(mention.labels) <= {item.number, item.minute_ref, item.title})


def _words(item: Item) -> set[str]:
    return set(tokens(f"{item.title} {item.text}"))
