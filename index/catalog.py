"""The catalogue: the truth about what was read, in SQL. This file answers; ``revisions.py`` writes.

Everything here shows committed revisions only, and of those only what may be seen: ``seen_by`` gives the catalogue as somebody
sees it, and what he may not see is missing there, in lists, in counts and by its id. A ``Scope`` says what a question is about.
"""

from __future__ import annotations

from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Engine, Row, Select, and_, select, true
from sqlalchemy.exc import SQLAlchemyError

from index.database import connect, make
from index.errors import AssistantError, DamagedStore, MissingInput, NewerStore, WrongStore
from index.health import problems
from index.judged import Standings
from index.labels import Sight
from index.memory import Made, Memory, looked_up
from index.minutes import Document, Finding, Item, Outcome, Passage, Scope
from index.originals import Originals
from index.paging import Pages
from index.places import Held, Places
from index.quarantine import Quarantine
from index.records import to_document, to_item, to_outcome, to_passage, without_head
from index.revisions import Revisions
from index.roll import Roll
from index.scan import Matrix
from index.schema import SCHEMA, SHOWN, documents, findings, issued, items, outcomes, passages, people, revisions
from index.scoped import in_scope, within
from index.sight import Seen, searchable
from index.standing import Standing
from index.words import Words

KEPT = 4096  # items that are kept with their words, and as many with their passages: some 20 MB
_EVERYTHING = Scope()
_ORDER = (documents.c.body, documents.c.body_id, documents.c.date, documents.c.role, documents.c.revision, documents.c.pk)


class Catalog:
    """What a data directory knows of its minutes. Safe between threads; one process writes."""

    def __init__(
        self, engine: Engine, seen: Seen | None = None, memory: Memory | None = None, kept: tuple[Held, Matrix] | None = None
    ) -> None:
        self._engine, self._seen, self._memory = engine, seen or Seen(engine), memory or Memory()
        self._held, self.matrix = kept or (Held(engine, lambda: self._seen.version), Matrix(engine))
        self.words = Words(engine, self._held, self.labels)  # looking for words, in what is seen
        self._standings = Standings(engine, self._seen)
        self._known: tuple[object, Roll] = (None, Roll(()))

    def seen_by(self, granted: Iterable[str], today: Callable[[], date] = date.today) -> Catalog:
        """The catalogue for who may see these labels; ``today`` gives the day of a question."""
        return Catalog(self._engine, self._seen.through(Sight(frozenset(granted), today)), self._memory, (self._held, self.matrix))

    def labels(self) -> tuple[str, ...]:
        """The labels that are seen here today, of those that items have."""
        return tuple(searchable(self._seen.labels()))

    @classmethod
    def open(cls, path: Path, create: bool) -> Catalog:
        """The catalogue in the file ``path``; an existing one is never written to by opening it.

        Raises MissingInput where there is none and ``create`` is false, WrongStore for another schema, DamagedStore.
        """
        if not path.exists() and not create:
            raise MissingInput(f"There is no store of minutes here: {path.parent.name}", "Run: python -m assistant ingest PATH")
        if not path.exists():
            make(path)
        catalog = cls(connect(path))
        try:
            catalog._accept()
        except AssistantError:
            catalog.close()
            raise
        return catalog

    def close(self) -> None:
        self._engine.dispose()

    def _accept(self) -> None:
        found = self.revisions.identity("schema")
        if found is None or not found.isdecimal():
            raise DamagedStore("The catalogue is not complete.", "Run: python -m assistant verify --rebuild")
        if int(found) > SCHEMA:
            raise NewerStore(f"The store has schema {found}, this program {SCHEMA}.", "Use the version of the program that made it.")
        if int(found) < SCHEMA:
            raise WrongStore(f"The store has schema {found}, this program {SCHEMA}.", "Run: python -m assistant verify --rebuild")

    @cached_property
    def revisions(self) -> Revisions:
        """The writing side, which knows no labels: of the whole catalogue alone."""
        if not self._seen.sight.whole:
            raise LookupError("the writing side belongs to the whole catalogue")
        return Revisions(self._engine, self._seen.forget)

    @cached_property
    def quarantine(self) -> Quarantine:
        """Files set aside: for those who look after the whole catalogue."""
        if not self._seen.sight.whole:
            raise LookupError("what is set aside belongs to the whole catalogue")
        return Quarantine(self._engine)

    @cached_property
    def pages(self) -> Pages:
        """Where on its pages the words of a file stand."""
        return Pages(self._engine, self._seen)

    def documents(self, scope: Scope = _EVERYTHING) -> list[Document]:
        """Documents of ``scope`` by body, date and role; without their items and outcomes.

        Every question asks for them, several times: they are kept until something else is shown.
        """
        return self._roll().of(scope)

    def _roll(self) -> Roll:
        state, (then, listed) = self._seen.state(), self._known
        if then != state:
            listed = Roll(tuple(self._documents(true())))
            self._known = (state, listed)
        return listed

    def remembered(self, what: Hashable, make: Callable[[], Made]) -> Made:
        """What ``make`` works out of this catalogue, kept under the name ``what`` until something else is shown to who sees the same."""
        return self._memory.of(self._seen.state(), what, make)

    def places(self) -> Places:
        """Where everything that is searched stands now, whoever may see it: ``Places.allowed`` tells what somebody may."""
        return self._held.now()

    def document(self, document_id: str) -> Document | None:
        """The document of that id, without its items and outcomes."""
        return self._roll().by_id.get(document_id)

    def document_of(self, item_id: str) -> Document | None:
        """The document that holds the item, wherever it has moved to."""
        found = self.standing(item_id)
        return found[1] if found else None

    def held(self, revision: int) -> list[Document]:
        """The documents of one committed revision, with their items."""
        found = self._documents(documents.c.revision == revision)
        return [replace(one, items=tuple(self.items(one.document_id))) for one in found]

    def whole(self, scope: Scope = _EVERYTHING, at_a_time: int = 200) -> Iterator[Document]:
        """The documents of ``scope`` with items and outcomes; the database is asked four times for so many of them."""
        query = self._rows(documents).with_only_columns(documents.c.pk).where(in_scope(scope)).order_by(*_ORDER)
        keys = [row.pk for row in self._all(query)]
        for start in range(0, len(keys), at_a_time):
            these = documents.c.pk.in_(keys[start : start + at_a_time])
            held = _by_document(self._all(self._rows(items).where(these).order_by(items.c.ordinal)))
            settled = _by_document(self._all(self._rows(outcomes).where(these).order_by(outcomes.c.pk)))
            for key, one in self._keyed(these).items():
                yield replace(one, items=tuple(map(to_item, held[key])), outcomes=tuple(map(to_outcome, settled[key])))

    def _documents(self, condition: ColumnElement[bool]) -> list[Document]:
        return list(self._keyed(condition).values())

    def _keyed(self, condition: ColumnElement[bool]) -> dict[int, Document]:
        rows = self._all(self._rows(documents, revisions.c.file, revisions.c.sha256).where(condition).order_by(*_ORDER))
        named = _by_document(self._all(self._rows(people).where(condition).order_by(people.c.pk)))
        standing = self._standings.of({row.body_id for row in rows})
        found = {row.pk: to_document(row, named[row.pk], standing.get(row.pk, Standing())) for row in rows}
        return {row.pk: found[row.pk] if self._seen.shows(row.label) else without_head(found[row.pk]) for row in rows}

    def items(self, document_id: str | None = None, scope: Scope = _EVERYTHING) -> list[Item]:
        """Items of one document, or of all of ``scope``, in the order of the minutes."""
        condition = and_(in_scope(scope), within(document_id))
        return [to_item(row) for row in self._all(self._rows(items).where(condition).order_by(*_ORDER, items.c.ordinal))]

    def item(self, item_id: str) -> Item | None:
        """The item of that id; where it has vanished, the item that took over."""
        found = self.standing(item_id)
        return found[0] if found else None

    def standing(self, item_id: str) -> tuple[Item, Document] | None:
        """The item of that id, or the one that took over, with its document."""
        found = self.items_at([item_id]) or self.items_at(self._led(item_id))
        for item, owner in found.values():
            if document := self.document(owner):
                return item, document
        return None

    def items_at(self, item_ids: Sequence[str]) -> dict[str, tuple[Item, str]]:
        """The items of these ids with the ids of their documents; one that is not shown now is left out."""
        return looked_up(self.remembered("items", dict), item_ids, self._items_at, KEPT)

    def _items_at(self, item_ids: Sequence[str]) -> dict[str, tuple[Item, str]]:
        query = self._rows(items, documents.c.document_id).where(items.c.item_id.in_(item_ids))
        return {row.item_id: (to_item(row), row.document_id) for row in self._all(query)}

    def _led(self, item_id: str) -> list[str]:
        """Where an ``item_id`` that has vanished leads. Redirects are kept one step long by the writer."""
        return [row.redirect for row in self._all(select(issued.c.redirect).where(issued.c.item_id == item_id)) if row.redirect]

    def outcomes(self, scope: Scope = _EVERYTHING, document_id: str | None = None) -> list[Outcome]:
        """Decisions, actions and the like, in the order of the minutes."""
        condition = and_(in_scope(scope), within(document_id))
        return [to_outcome(row) for row in self._all(self._rows(outcomes).where(condition).order_by(*_ORDER, outcomes.c.pk))]

    def passages(self, item_id: str) -> list[Passage]:
        """The passages of an item, in order; of the item that took over where it has vanished."""
        found = self.standing(item_id)
        return self.passages_of([found[0].item_id])[found[0].item_id] if found else []

    def passages_of(self, item_ids: Sequence[str]) -> dict[str, list[Passage]]:
        """The passages of each of these items, in order."""
        return looked_up(self.remembered("passages", dict), item_ids, self._passages_of, KEPT)

    def _passages_of(self, item_ids: Sequence[str]) -> dict[str, list[Passage]]:
        found: dict[str, list[Passage]] = {item_id: [] for item_id in item_ids}
        for row in self._all(self._rows(passages).where(passages.c.item_id.in_(item_ids)).order_by(passages.c.ordinal)):
            found[row.item_id].append(to_passage(row))
        return found

    def statements(self, held: Sequence[Document], at_a_time: int = 200) -> Iterator[tuple[Document, list[Passage]]]:
        """Each of these documents with its passages in order; the database is asked once for so many of them."""
        for start in range(0, len(held), at_a_time):
            these = held[start : start + at_a_time]
            named = documents.c.document_id.in_([d.document_id for d in these])
            rows = self._all(self._rows(passages, documents.c.document_id).where(named).order_by(passages.c.document, passages.c.pk))
            of = {name: list(group) for name, group in groupby(rows, key=lambda row: row.document_id)}
            yield from ((d, [to_passage(row) for row in of.get(d.document_id, ())]) for d in these)

    def findings(self) -> list[tuple[str, Finding]]:
        """What the parser noticed, with the file it noticed it in."""
        shown = (revisions.c.state == "committed") & self._seen.allows(findings.c.label)
        query = select(findings, revisions.c.file).join(revisions).where(shown).order_by(findings.c.pk)
        return [(row.file, Finding(row.kind, row.start, row.detail)) for row in self._all(query)]

    def warnings(self) -> Counter[str]:
        """How many findings each document has, by document id; one before the first document of its file counts for that."""
        place = documents.c.revision, documents.c.start
        starts: dict[int, list[tuple[int, str]]] = {}
        for row in self._all(self._rows(documents).with_only_columns(*place, documents.c.document_id).order_by(*place)):
            starts.setdefault(row.revision, []).append((row.start, row.document_id))
        found = self._all(select(findings.c.revision, findings.c.start).where(self._seen.allows(findings.c.label)))
        rows = [row for row in found if row.revision in starts]
        return Counter(_starting(starts[row.revision], row.start) for row in rows)

    @cached_property
    def originals(self) -> Originals:
        """The files as they were taken in."""
        return Originals(self._engine, self._seen)

    def source_text(self, sha256: str) -> str:
        """The decoded text of a file, in which spans count; with blanks for what may not be seen of it."""
        return self.originals.text(sha256)

    def source_bytes(self, sha256: str) -> bytes:
        """The file as it was; not to be had where any of it may not be seen."""
        return self.originals.content(sha256)

    def check(self) -> list[str]:
        """What is wrong with the catalogue, one sentence each; empty where all is well."""
        try:
            with self._engine.connect() as connection:
                return problems(connection)
        except (SQLAlchemyError, DamagedStore) as error:
            return [f"The catalogue cannot be read through: {error}"]

    def _rows(self, table: Any, *more: ColumnElement[Any]) -> Select[Any]:
        """Rows of ``table`` that are shown and may be seen, with the document each is of: the way by which everything is read."""
        label = documents.c.shown if table is documents else documents.c.label if table is people else table.c.label
        query = select(table, *more)
        if table is not documents:
            query = query.join(documents, documents.c.pk == table.c.document)
        shown = query.join(revisions, revisions.c.id == documents.c.revision).where(SHOWN)
        return shown.where(self._seen.allows(label))

    def _all(self, query: Select[Any]) -> Sequence[Row[Any]]:
        with self._engine.connect() as connection:
            return connection.execute(query).all()


def _starting(starts: Sequence[tuple[int, str]], place: int) -> str:
    """The last of those that start at or before ``place``; the first where none does."""
    return starts[max(0, bisect(starts, place, key=itemgetter(0)) - 1)][1]


def _by_document(rows: Iterable[Row[Any]]) -> defaultdict[int, list[Row[Any]]]:
    found: defaultdict[int, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        found[row.document].append(row)
    return found
