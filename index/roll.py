"""The documents that somebody sees, kept, and narrowed to a scope without asking for them anew."""

from __future__ import annotations

from collections.abc import Sequence

from index.memory import with_last
from index.minutes import Document, Scope

KEPT = 16  # scopes whose documents are kept


class Roll:
    """In the order of the catalogue. Safe between threads: what is kept is replaced, never changed."""

    def __init__(self, every: Sequence[Document]) -> None:
        self.every = every
        self.by_id = {document.document_id: document for document in reversed(every)}
        self._of: dict[Scope, list[Document]] = {}

    def of(self, scope: Scope) -> list[Document]:
        if scope == Scope():
            return list(self.every)
        found = self._of.get(scope)
        if found is None:
            found = [d for d in self.every if _is_in(d, scope)]
            self._of = with_last(self._of, scope, found, KEPT)
        return list(found)


def _is_in(document: Document, scope: Scope) -> bool:
    return scope.meets(document) and (not scope.roles or document.role in scope.roles)
