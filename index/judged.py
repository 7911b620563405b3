"""The standing of the documents of a catalogue, read from its rows; kept until what is shown changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Engine, Row, Select, and_, select

from index.minutes import Status
from index.records import to_acceptance
from index.schema import acceptances, amendments, documents, items, revisions
from index.sight import Seen
from index.standing import Held, Standing, standings
from index.tokens import tokens

_SAME = 0.5  # share of common phrases of three words from which two papers of one day are versions of one record
_MANY = 500  # bodies beyond which all are read


class Standings:
    """Safe between threads: what is kept is replaced, never changed."""

    def __init__(self, engine: Engine, seen: Seen) -> None:
        self._engine, self._seen = engine, seen
        self._kept: tuple[object, dict[str, dict[int, Standing]]] = (None, {})

    def of(self, bodies: Collection[str]) -> dict[int, Standing]:
        """The standing of every committed document of ``bodies``, by its key in the table."""
        shown, (then, kept) = self._seen.state(), self._kept
        known = kept if then == shown else {}
        missing = [body for body in bodies if body not in known]
        if missing:
            known = known | self._read(missing)
            self._kept = (shown, known)
        return {key: standing for body in bodies for key, standing in known[body].items()}

    def _read(self, bodies: Sequence[str]) -> dict[str, dict[int, Standing]]:
        within = documents.c.body_id.in_(bodies) if len(bodies) <= _MANY else and_(True)
        held: dict[str, list[Held]] = {body: [] for body in bodies}
        for row in self._all(_committed(documents).where(within, self._seen.allows(documents.c.shown))):
            told = self._seen.shows(row.label)
            status: Status = row.status if told else "unknown"
            one = Held(row.pk, row.document_id, row.body_id, row.date, row.role, status, row.next_meeting if told else None)
            held.setdefault(row.body_id, []).append(one)
        found = dict(self._found(within))
        return {body: standings(of_it, found, self._alike) for body, of_it in held.items()}

    def _found(self, within: ColumnElement[bool]) -> Iterator[tuple[int, tuple[Any, ...]]]:
        said = _committed(acceptances, documents.c.date).where(within, self._seen.allows(acceptances.c.label))
        rows = self._all(said.order_by(acceptances.c.pk))
        of = acceptances.c.pk == amendments.c.acceptance
        changed = select(amendments).join(acceptances, of).join(documents, documents.c.pk == acceptances.c.document).where(within)
        changes = _grouped(self._all(changed.order_by(amendments.c.pk)), "acceptance")
        for key, of_it in _grouped(rows, "document").items():
            yield key, tuple(to_acceptance(row, changes.get(row.pk, ())) for row in of_it)

    def _alike(self, one: int, other: int) -> bool:
        """True for two documents more than half of whose phrases are common: an approved draft, not a second meeting that day."""
        mine, theirs = (self._phrases(key) for key in (one, other))
        return len(mine & theirs) > _SAME * max(len(mine), len(theirs), 1)

    def _phrases(self, key: int) -> set[tuple[str, ...]]:
        of_it = items.c.document == key, items.c.kind != "head", self._seen.allows(items.c.label)
        query = select(items.c.text).where(*of_it).order_by(items.c.ordinal)
        words = [word for row in self._all(query) for word in tokens(row.text)]
        return set(zip(words, words[1:], words[2:], strict=False))

    def _all(self, query: Select[Any]) -> Sequence[Row[Any]]:
        with self._engine.connect() as connection:
            return connection.execute(query).all()


def _committed(table: Any, *more: ColumnElement[Any]) -> Select[Any]:
    query = select(table, *more)
    if table is not documents:
        query = query.join(documents, documents.c.pk == table.c.document)
    return query.join(revisions, revisions.c.id == documents.c.revision).where(revisions.c.state == "committed")


def _grouped(rows: Iterable[Row[Any]], name: str) -> dict[int, list[Row[Any]]]:
    groups: dict[int, list[Row[Any]]] = {}
    for row in rows:
        groups.setdefault(getattr(row, name), []).append(row)
    return groups
