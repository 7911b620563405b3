"""Where all that is searched stands, held in memory: a search is narrowed by arrays, not by asking the database row by row.

Some 50 bytes a passage, and 200 more where Chroma is asked. What changed is read when another file is shown, and no more than that.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cached_property
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine, select

from index.minutes import Scope
from index.schema import documents, items, passages, revisions

Mask = NDArray[np.bool_]
_IN_QUERY = 500  # revisions named in one query


@dataclass(frozen=True, slots=True)
class Match:
    """A passage that a search found, not read yet; ``key`` is that of its row."""

    key: int
    item_id: str
    ordinal: int
    score: float


@dataclass(frozen=True, slots=True)
class Rows:
    """Passages or items by ascending key, an entry each in arrays of one length."""

    keys: NDArray[np.int64]
    documents: NDArray[np.int64]  # keys of their documents
    labels: NDArray[np.int16]  # codes of ``Places.labels``
    item_ids: NDArray[Any]
    ordinals: NDArray[np.int32]  # of a passage in its item, of an item in its document
    printed: NDArray[Any]  # of an item the labels printed at it, number and reference; of a passage None

    def matches(self, at: NDArray[np.intp], scores: NDArray[Any]) -> list[Match]:
        """Those at these places, with their scores."""
        columns = (column[at].tolist() for column in (self.keys, self.item_ids, self.ordinals))
        return [Match(*one) for one in zip(*columns, scores.tolist(), strict=True)]

    def joined(self, keep: Mask, more: Rows) -> Rows:
        """Those to ``keep``, and ``more``, in the order of their keys."""
        return Rows(*_joined(self, more, keep))


def _joined(some: Any, more: Any, keep: Mask) -> Iterator[NDArray[Any]]:
    """Column by column those of ``some`` to ``keep``, and ``more``, by ascending key: the first column."""
    order = np.argsort(np.concatenate([some.keys[keep], more.keys]), kind="stable")
    return (np.concatenate([getattr(some, column.name)[keep], getattr(more, column.name)])[order] for column in fields(some))


@dataclass(frozen=True, slots=True)
class Papers:
    """The documents by ascending key, as ``Rows``."""

    keys: NDArray[np.int64]
    revisions: NDArray[np.int64]
    bodies: NDArray[np.int32]
    roles: NDArray[np.int32]
    days: NDArray[np.int64]  # ordinal of the date; -1 where the meeting has none

    def joined(self, keep: Mask, more: Papers) -> Papers:
        """Those to ``keep``, and ``more``, in the order of their keys."""
        return Papers(*_joined(self, more, keep))

    def of(self, rows: Rows) -> NDArray[np.intp]:
        return np.searchsorted(self.keys, rows.documents)


class Codes:
    """Numbers for names, given out as they are met."""

    def __init__(self) -> None:
        self._of: dict[str, int] = {}

    def of(self, names: Iterable[str]) -> list[int]:
        return [self._of.setdefault(name, len(self._of)) for name in names]

    def named(self, codes: NDArray[Any]) -> Collection[str]:
        """The names that ``codes`` stand for."""
        held = set(np.unique(codes).tolist())
        return {name for name, code in list(self._of.items()) if code in held}  # another may be met meanwhile

    def known(self, names: Iterable[str]) -> list[int]:
        return [self._of[name] for name in names if name in self._of]


@dataclass(frozen=True)
class Places:
    """What is shown at one moment."""

    papers: Papers
    passages: Rows
    items: Rows
    names: tuple[Codes, Codes, Codes] = field(default_factory=lambda: (Codes(), Codes(), Codes()))  # of labels, bodies, roles

    def allowed(self, rows: Rows, labels: Collection[str], scope: Scope) -> Mask | None:
        """Which of ``rows`` have one of ``labels`` and are of ``scope``; None where all are."""
        of_labels, of_bodies, of_roles = self.names
        shown = np.isin(rows.labels, of_labels.known(labels))
        if scope != Scope():
            papers = np.ones(len(self.papers.keys), bool)
            for codes, column, wanted in ((of_bodies, self.papers.bodies, scope.bodies), (of_roles, self.papers.roles, scope.roles)):
                papers &= np.isin(column, codes.known(wanted)) if wanted else True
            papers &= _between(self.papers.days, scope.first, scope.last)
            shown &= papers[self._papers_of(rows)]
        return None if shown.all() else shown

    def labels(self, rows: Rows) -> Collection[str]:
        """The labels that any of ``rows`` has."""
        return self._labels_of_passages if rows is self.passages else self._labels_of_items

    @cached_property
    def _labels_of_passages(self) -> Collection[str]:
        return self.names[0].named(self.passages.labels)

    @cached_property
    def _labels_of_items(self) -> Collection[str]:
        return self.names[0].named(self.items.labels)

    def _papers_of(self, rows: Rows) -> NDArray[np.intp]:
        return self._of_passages if rows is self.passages else self._of_items

    @cached_property
    def _of_passages(self) -> NDArray[np.intp]:
        return self.papers.of(self.passages)

    @cached_property
    def _of_items(self) -> NDArray[np.intp]:
        return self.papers.of(self.items)

    def known_from(self, former: Places) -> NDArray[np.intp]:
        """Where each passage stood in ``former``; -1 for one that did not. A key may be given out again, with a revision never."""
        at = located(former.passages.keys, self.passages.keys)
        here = np.flatnonzero(at >= 0)
        at[here[former.revisions[at[here]] != self.revisions[here]]] = -1
        return at

    @cached_property
    def revisions(self) -> NDArray[np.int64]:
        """Of each passage."""
        return self.papers.revisions[self._of_passages]

    @cached_property
    def by_place(self) -> dict[tuple[int, str, int], int]:
        """The passages by what a vector points at: revision, item and ordinal."""
        rows = zip(self.revisions.tolist(), self.passages.item_ids.tolist(), self.passages.ordinals.tolist(), strict=True)
        return {place: n for n, place in enumerate(rows)}

    @cached_property
    def by_printed(self) -> dict[str, list[int]]:
        """The items by the last words of the labels printed at them, without strokes: "fgb 23/2023" under "232023"."""
        found: dict[str, list[int]] = {}
        for n, labels in enumerate(self.items.printed.tolist()):
            for word in {last_word(label) for label in labels}:
                found.setdefault(word, []).append(n)
        return found


def located(keys: NDArray[np.int64], wanted: NDArray[np.int64]) -> NDArray[np.intp]:
    """The place of each of ``wanted`` among ``keys``, which ascend; -1 for one that is not there."""
    at = np.searchsorted(keys, wanted)
    there = np.flatnonzero(at < len(keys))
    there = there[keys[at[there]] == wanted[there]]
    found = np.full(len(wanted), -1, np.intp)
    found[there] = at[there]
    return found


def last_word(label: str) -> str:
    """The last word of a printed label, small, without full stop and strokes."""
    words = label.lower().rstrip(".").split()
    return words[-1].replace("/", "") if words else ""


def _between(days: NDArray[np.int64], first: date | None, last: date | None) -> Mask:
    """A meeting without a date is in no range of dates."""
    shown = np.ones(len(days), bool) if first is None and last is None else days >= 0
    if first is not None:
        shown &= days >= first.toordinal()
    return shown & (days <= last.toordinal()) if last is not None else shown


def _empty(*kinds: Any) -> Iterator[NDArray[Any]]:
    return (np.zeros(0, kind) for kind in kinds)


_NO_ROWS = Rows(*_empty(np.int64, np.int64, np.int16, object, np.int32, object))
_NO_PAPERS = Papers(*_empty(np.int64, np.int64, np.int32, np.int32, np.int64))


class Held:
    """The places of what a catalogue shows now; safe between threads. ``version`` changes whenever something else is shown."""

    def __init__(self, engine: Engine, version: Callable[[], int]) -> None:
        self._engine, self._version, self._lock = engine, version, Lock()
        self._places, self._of = Places(_NO_PAPERS, _NO_ROWS, _NO_ROWS), -1

    def now(self) -> Places:
        """As it is when it is asked; read in one transaction."""
        if self._of != self._version():
            with self._lock:
                version = self._version()  # before the reading: what changes meanwhile is read again
                if self._of != version:
                    with self._engine.connect() as connection:
                        self._places = _updated(connection, self._places)
                    self._of = version
        return self._places


def _updated(connection: Connection, former: Places) -> Places:
    found = connection.execute(select(revisions.c.id).where(revisions.c.state == "committed").order_by(revisions.c.id)).scalars()
    shown = np.fromiter(found, np.int64)
    held = np.unique(former.papers.revisions)
    new = np.setdiff1d(shown, held).tolist()
    keep = np.isin(former.papers.revisions, shown)
    if not new and keep.all():
        return former
    papers = former.papers.joined(keep, _papers(connection, new, former))
    kept = former.papers.keys[keep]
    passages_, items_ = (
        getattr(former, name).joined(np.isin(getattr(former, name).documents, kept), _rows(connection, table, new, former.names[0]))
        for name, table in (("passages", passages), ("items", items))
    )
    return Places(papers, passages_, items_, former.names)


def _papers(connection: Connection, new: Sequence[int], former: Places) -> Papers:
    d = documents.c
    rows = _asked(connection, select(d.pk, d.revision, d.body_id, d.role, d.date), new)
    keys, of, bodies, roles, days = zip(*rows, strict=True) if rows else ((),) * 5
    _, of_bodies, of_roles = former.names
    return Papers(
        np.array(keys, np.int64),
        np.array(of, np.int64),
        np.array(of_bodies.of(bodies), np.int32),
        np.array(of_roles.of(roles), np.int32),
        np.array([day.toordinal() if day else -1 for day in days], np.int64),
    )


def _rows(connection: Connection, table: Any, new: Sequence[int], labels: Codes) -> Rows:
    c = table.c
    printed = (c.number, c.minute_ref) if table is items else ()
    query = select(c.pk, c.document, c.label, c.item_id, c.ordinal, *printed).join(documents, documents.c.pk == c.document)
    rows = _asked(connection, query, new)
    keys, of, names, ids, ordinals, *labels_printed = zip(*rows, strict=True) if rows else ((),) * (5 + len(printed))
    same: dict[str, str] = {}  # one string an item, however many passages it has
    return Rows(
        np.array(keys, np.int64),
        np.array(of, np.int64),
        np.array(labels.of(names), np.int16),
        _objects([same.setdefault(name, name) for name in ids]),
        np.array(ordinals, np.int32),
        _objects([tuple(filter(None, both)) for both in zip(*labels_printed, strict=True)] if labels_printed else [None] * len(rows)),
    )


def _asked(connection: Connection, query: Any, new: Sequence[int]) -> list[Any]:
    """The rows of these revisions."""
    found: list[Any] = []
    for start in range(0, len(new), _IN_QUERY):
        found += connection.execute(query.where(documents.c.revision.in_(new[start : start + _IN_QUERY]))).all()
    return found


def _objects(values: Sequence[object]) -> NDArray[Any]:
    """An array of as many entries as ``values``, whatever these are."""
    found = np.empty(len(values), object)
    found[:] = values
    return found
