"""A store as somebody sees it: its catalogue through their labels, and the search by meaning among what they may see."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.catalog import Catalog
from index.errors import AssistantError, EmbedError, ModelError, ServerAway
from index.minutes import Scope
from index.places import Match, Places
from index.records import Vector
from index.scan import Nearest, exactly, nearest

if TYPE_CHECKING:
    from index.store import Store
    from index.vectors import Vectors

log = logging.getLogger(__name__)
_EVERYTHING = Scope()
SCANNED = 12_000  # passages of which all are looked at as fast as Chroma finds the nearest
TURNS = 5  # of asking Chroma again while a file is written
HELD = 250_000  # passages whose vectors are kept in memory, 0.4 GB at 384 dimensions; of more Chroma alone is asked


class View:
    """Made by ``Store.seen_by``. ``whole`` is the store itself, for those who write or look after it."""

    def __init__(self, whole: Store, catalog: Catalog) -> None:
        self.whole, self.catalog = whole, catalog

    @property
    def lacking(self) -> AssistantError | None:
        """Why nothing can be found by meaning, once that was tried in vain."""
        return self.whole.lacking

    def by_meaning(self, question: str, scope: Scope = _EVERYTHING, limit: int = 50) -> list[Match]:
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

    def dense(self, question: str | Vector, scope: Scope = _EVERYTHING, limit: int = 50) -> list[Match]:
        """The passages of ``scope`` nearest in meaning to ``question`` (words, or their vector), best first, by cosine."""
        vector = self.whole.vector(question) if isinstance(question, str) else question
        vectors = self.whole.vectors  # opened, and so looked at, whichever plan is taken
        while True:
            places = self.catalog.places()
            at, cosines = self._nearest(vectors, places, vector, scope, limit)
            if places is self.catalog.places():  # else a file was committed meanwhile
                break
        return places.passages.matches(at, cosines)

    def _nearest(self, vectors: Vectors, places: Places, vector: Vector, scope: Scope, limit: int) -> Nearest:
        """The plan by size and selectivity: Chroma's index for much at once, an exact scan for little, or for some of much.

        Chroma's filters cost more than a scan of what they let through; see docs/scale.md for the measured figures.
        """
        labels, every = self.catalog.labels(), len(places.passages.keys)
        allowed = places.allowed(places.passages, labels, scope)
        if every <= HELD and (every <= SCANNED or allowed is not None or self._hidden()):
            return nearest(self._matrix(places), vector, allowed, limit)
        at, cosines, whole = self._indexed(vectors, places, vector, scope, limit)
        if every > HELD:
            return at, cosines
        return exactly(self._matrix(places), vector, at, limit) if whole else nearest(self._matrix(places), vector, allowed, limit)

    def _indexed(
        self, vectors: Vectors, places: Places, vector: Vector, scope: Scope, limit: int
    ) -> tuple[NDArray[np.intp], NDArray[np.float32], bool]:
        """What Chroma's index finds, and whether all of it is shown: vectors that came meanwhile take the place of others."""
        for _ in range(TURNS):
            found = vectors.search(vector, self.catalog.labels(), scope, self._hidden(), limit)
            shown = [(places.by_place[place], cosine) for *place_, cosine in found if (place := tuple(place_)) in places.by_place]
            if len(shown) == len(found) or places is not self.catalog.places():
                break
        at, cosines = np.array([n for n, _ in shown], np.intp), np.array([cosine for _, cosine in shown], np.float32)
        return at, cosines, len(shown) == len(found)

    def _hidden(self) -> list[int]:
        return [revision.id for revision in self.whole.catalog.revisions.unfinished()]

    def _matrix(self, places: Places) -> NDArray[np.float32]:
        return self.catalog.matrix.of(places, lambda: self.whole.fingerprint)
