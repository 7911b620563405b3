"""A store as somebody sees it: its catalogue through their labels, and the search by meaning among what they may see."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from index.catalog import Catalog
from index.errors import AssistantError, EmbedError, ModelError, ServerAway
from index.minutes import Hit, Scope
from index.records import Vector

if TYPE_CHECKING:
    from index.store import Store

log = logging.getLogger(__name__)
_EVERYTHING = Scope()


class View:
    """Made by ``Store.seen_by``. ``whole`` is the store itself, for those who write or look after it."""

    def __init__(self, whole: Store, catalog: Catalog) -> None:
        self.whole, self.catalog = whole, catalog

    @property
    def lacking(self) -> AssistantError | None:
        """Why nothing can be found by meaning, once that was tried in vain."""
        return self.whole.lacking

    def by_meaning(self, question: str, scope: Scope = _EVERYTHING, limit: int = 50) -> list[Hit]:
        """As ``dense``; none where the embedding model, or a server that is needed for it, cannot be used. Then ``lacking`` says why.

        Words alone must do then. It is said once, and not tried again at every question; a server is asked again after a while.
        """
        if self.whole.lacking and not self.whole.due():
            return []
        try:
            hits = self.dense(question, scope, limit)
            self.whole.lacking = None
            return hits
        except EmbedError:  # it is there, and gives something that is no vector
            raise
        except (ModelError, ServerAway) as error:
            self.whole.lack(error)
            log.warning("%s %s", error.message, error.hint)
            return []

    def dense(self, question: str | Vector, scope: Scope = _EVERYTHING, limit: int = 50) -> list[Hit]:
        """The passages of ``scope`` nearest in meaning to ``question`` (words, or their vector), best first, by cosine."""
        vector = self.whole.vector(question) if isinstance(question, str) else question
        hits, settled = self._nearest(vector, scope, limit)
        if settled:
            return hits
        with self.whole.shifting:  # a file was being committed between two steps of the search: ask again while none is
            return self._nearest(vector, scope, limit)[0]

    def _nearest(self, vector: Vector, scope: Scope, limit: int) -> tuple[list[Hit], bool]:
        """The hits, and whether what is shown stayed the same meanwhile."""
        hidden = self._hidden()
        found = self.whole.vectors.search(vector, self.catalog.labels(), scope, hidden, limit)
        passages = self.catalog.passages_at([row[:3] for row in found], scope)
        hits = [Hit(passages[row[:3]], row[3]) for row in found if row[:3] in passages]
        return hits, len(hits) == len(found) and hidden == self._hidden()

    def _hidden(self) -> list[int]:
        return [revision.id for revision in self.whole.catalog.revisions.unfinished()]
