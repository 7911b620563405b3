"""Words -> what holds them, among what somebody may see: asked of the lexical index, narrowed by ``places.py``."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import Engine

from index import lexical
from index.minutes import Scope
from index.places import Held, Match, Rows, last_word

_EVERYTHING = Scope()


class Words:
    """``labels`` gives those that are seen now."""

    def __init__(self, engine: Engine, held: Held, labels: Callable[[], tuple[str, ...]]) -> None:
        self._engine, self._held, self._labels = engine, held, labels

    def passages(self, terms: Sequence[str], scope: Scope = _EVERYTHING, limit: int = 50) -> list[Match]:
        """Passages of ``scope`` that hold any of ``terms`` (tokens of index/tokens.py), by BM25, best first."""
        rows, (at, scores) = self._search("passages", terms, scope, limit)
        return rows.matches(at, scores)

    def items(self, terms: Sequence[str], scope: Scope = _EVERYTHING, limit: int = 50) -> list[tuple[str, float]]:
        """Ids and scores of the citable items of ``scope`` that hold any of ``terms``, by BM25, best first."""
        rows, (at, scores) = self._search("items", terms, scope, limit)
        return list(zip(rows.item_ids[at].tolist(), scores.tolist(), strict=True))

    def is_met(self, term: str, scope: Scope = _EVERYTHING) -> bool:
        """True where a citable item of ``scope`` holds ``term``."""
        return len(self._search("items", [term], scope, 1)[1][0]) > 0

    def numbered(self, labels: Sequence[str], same: Callable[[str, str], bool], scope: Scope = _EVERYTHING) -> list[str]:
        """The ids of items of ``scope``, in their order, at which one of these numbers or references is printed.

        ``same`` tells for a number asked and one printed whether they are; it is asked where their last words agree, strokes aside.
        """
        places = self._held.now()
        rows, allowed = places.items, places.allowed(places.items, self._labels(), scope)
        near = {(n, label) for label in labels for n in places.by_printed.get(last_word(label), ()) if allowed is None or allowed[n]}
        return sorted({str(rows.item_ids[n]) for n, label in near if any(same(label, printed) for printed in rows.printed[n])})

    def _search(self, kind: lexical.Kind, terms: Sequence[str], scope: Scope, limit: int) -> tuple[Rows, lexical.Found]:
        """The best rows of ``kind``, as places and scores, and all the rows; asked again where they changed meanwhile."""
        while True:
            places = self._held.now()
            rows = getattr(places, kind)
            labels = [label for label in self._labels() if label in places.labels(rows)]
            with self._engine.connect() as connection:
                found = lexical.search(
                    connection, kind, labels, terms, lexical.Among(rows.keys, places.allowed(rows, labels, scope)), limit
                )
            if places is self._held.now():
                return rows, found
