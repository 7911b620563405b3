"""Writing the catalogue: pending -> committed -> retired -> gone.

``begin`` writes all of one reading of one file, seen by nobody. ``commit`` shows it and hides the reading before it, in one
transaction. ``drop`` clears away what is hidden. Killed anywhere between, what was committed stays, and ``unfinished`` says
what to clear away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import numpy as np
from sqlalchemy import ColumnElement, Engine, Row, Select, delete, false, func, insert, or_, select, update

from index import lexical, writing
from index.contents import contents_digest, known_digest
from index.database import afterwards, copy_to, pack
from index.kept import unpacked
from index.labels import Stretch
from index.minutes import Acceptance, Document, Finding, LeftOut, Passage, Source
from index.records import Vector, VectorRow, embedded, to_passage, to_vector_row
from index.schema import SHOWN, decided, documents, identity, issued, items, passages, revisions, sources, vectors

_CHUNK = 500  # keys in one question to the database
_EVERY = select(*(revisions.c[name] for name in ("id", "path", "file", "sha256", "state", "label", "parser"))).order_by(revisions.c.id)


@dataclass(frozen=True, slots=True)
class Revision:
    """One reading of one file."""

    id: int
    path: str  # the key of the file: where it was read from
    file: str
    sha256: str
    state: Literal["pending", "committed", "retired"]
    label: str  # stated for the file or its folder; "" where nobody said
    parser: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reading of one file found, with its ids already settled."""

    path: str
    content: bytes
    source: Source
    parser: str
    made: str  # ISO time
    documents: tuple[Document, ...]
    passages: tuple[Passage, ...]
    findings: tuple[Finding, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    acceptances: tuple[Acceptance, ...] = ()  # of earlier minutes
    label: str = ""  # as stated
    stretches: tuple[Stretch, ...] = ()  # of its text that are not open
    decisions: Mapping[str, str] = field(default_factory=dict)  # taken with it: labels by subject


@dataclass(frozen=True, slots=True)
class Issued:
    """An id that was given out, and the hash of the words it last stood for."""

    item_id: str
    document_id: str
    text_sha256: str
    redirect: str | None


class Revisions:
    def __init__(self, engine: Engine, changed: Callable[[], None] = lambda: None) -> None:
        self._engine = engine
        self._changed = changed  # told whenever something else is shown

    # -- identity

    def identity(self, name: str) -> str | None:
        """A line of the store's identity: "schema" or "fingerprint"; None where it was never written."""
        with self._engine.connect() as connection:
            return connection.execute(select(identity.c.value).where(identity.c.name == name)).scalar_one_or_none()

    def identify(self, name: str, value: str) -> None:
        """Write a line of the store's identity."""
        with self._engine.begin() as connection:
            connection.execute(delete(identity).where(identity.c.name == name))
            connection.execute(insert(identity), {"name": name, "value": value})

    def forget(self, name: str) -> None:
        """Take a line out of the store's identity."""
        with self._engine.begin() as connection:
            connection.execute(delete(identity).where(identity.c.name == name))

    def adopt(self, fingerprint: str) -> None:
        """From now on the vectors are those of this embedder; what others made is forgotten."""
        with self._engine.begin() as connection:
            connection.execute(delete(vectors).where(vectors.c.fingerprint != fingerprint))
        self.identify("fingerprint", fingerprint)

    def at(self, path: str) -> Revision | None:
        """The committed reading of the file at ``path``."""
        return next(iter(self._read(_EVERY.where(SHOWN, revisions.c.path == path))), None)

    def committed(self) -> list[Revision]:
        return self._read(_revisions("committed"))

    def holding(self, sha256: str) -> list[Revision]:
        """Committed readings of these very bytes, oldest first."""
        return self._read(_EVERY.where(SHOWN, revisions.c.sha256 == sha256))

    def unfinished(self) -> list[Revision]:
        """Readings that are not shown: being written, or left behind by a killed process, or replaced and not yet cleared."""
        return self._read(_revisions("pending", "retired"))

    def owned(self, names: Iterable[str], path: str) -> set[str]:
        """The document ids of these names, with or without a number behind, that committed files other than ``path`` hold."""
        query = select(documents.c.document_id).join(revisions).where(SHOWN, revisions.c.path != path)
        return {row.document_id for row in self._all(query.where(_called(documents.c.document_id, names)))}

    def issued(self, names: Iterable[str]) -> list[Issued]:
        """Every id ever given out in documents of these names, with or without a number behind."""
        query = select(issued).where(_called(issued.c.document_id, names)).order_by(issued.c.item_id)
        return [Issued(*tuple(row)) for row in self._all(query)]

    def _read(self, query: Select[Any]) -> list[Revision]:
        return [Revision(*tuple(row)) for row in self._all(query)]

    def _all(self, query: Select[Any]) -> Sequence[Row[Any]]:
        with self._engine.connect() as connection:
            return connection.execute(query).all()

    def copy_to(self, path: Path) -> None:
        """Write a catalogue with all this one holds to ``path``, where nothing is."""
        copy_to(self._engine, path)

    def pack(self) -> None:
        """Nothing of what was deleted is left in the file, nor in the one beside it."""
        lexical.optimize(self._engine)
        pack(self._engine)

    # -- labels

    def decided(self) -> dict[str, str]:
        """What staff decided: a label by the id of an item or document, or the path of a file."""
        return {row.subject: row.label for row in self._all(select(decided))}

    def decide(self, decisions: Mapping[str, str]) -> None:
        """Decisions for what is not held yet."""
        with self._engine.begin() as connection:
            writing.decide(connection, decisions, _now())

    def undecide(self, subjects: Sequence[str]) -> None:
        """Nothing was ever decided of these."""
        with self._engine.begin() as connection:
            connection.execute(delete(decided).where(decided.c.subject.in_(subjects)))

    def source(self, revision: int) -> tuple[Source, bytes]:
        """The file as it was read, and its bytes."""
        [row] = self._all(select(revisions.c.text, revisions.c.read, sources.c.content).join(sources).where(revisions.c.id == revision))
        return unpacked(row.read, row.text), bytes(row.content)

    def cached(self, keys: Sequence[str], fingerprint: str) -> dict[str, Vector]:
        """The vectors that are known already, by the hash of their text."""
        found: dict[str, Vector] = {}
        for start in range(0, len(keys), _CHUNK):
            query = select(vectors).where(vectors.c.embedded.in_(keys[start : start + _CHUNK]), vectors.c.fingerprint == fingerprint)
            found |= {row.embedded: np.frombuffer(row.vector, "<f4") for row in self._all(query)}
        return found

    def vector_rows(self, fingerprint: str, revision: int | None = None) -> list[tuple[int, str, VectorRow]]:
        """Revision, label and row of every passage with a vector: of one revision, or of all that are committed."""
        query = (
            select(passages.c.item_id, passages.c.ordinal, passages.c.label.label("of"), documents, vectors.c.vector)
            .join(documents, documents.c.pk == passages.c.document)
            .join(revisions, revisions.c.id == documents.c.revision)
            .join(vectors, vectors.c.embedded == passages.c.embedded)
            .where(vectors.c.fingerprint == fingerprint)
            .where(revisions.c.state == "committed" if revision is None else revisions.c.id == revision)
            .order_by(passages.c.pk)
        )
        return [(row.revision, row.of, to_vector_row(row)) for row in self._all(query)]

    def words(self, revision: int) -> list[str]:
        """All the words of one revision: the text as read, and headings that our own words stand in."""
        text = select(revisions.c.text).where(revisions.c.id == revision)
        headings = select(passages.c.heading).join(documents).where(documents.c.revision == revision).distinct()
        return [str(row[0]) for query in (text, headings) for row in self._all(query)]

    def ids_of(self, revision: int) -> list[tuple[str, str]]:
        """Document and item, by their ids, of all that one revision holds, whatever its label."""
        query = select(documents.c.document_id, items.c.item_id).join(items, items.c.document == documents.c.pk)
        return [(row.document_id, row.item_id) for row in self._all(query.where(documents.c.revision == revision))]

    def ids(self) -> list[str]:
        """Every id ever given out: they stay."""
        return [row.item_id for row in self._all(select(issued.c.item_id))]

    def count_passages(self) -> int:
        """How many passages are shown."""
        of = select(func.count()).select_from(passages).join(documents).join(revisions).where(revisions.c.state == "committed")
        return int(self._all(of)[0][0])

    def digest(self) -> str:
        """One sha256 for all that is shown: the same for the same files."""
        return contents_digest(self._engine)

    def known_digest(self) -> str:
        """One sha256 for what stands in no file: paths, ids given out, decisions on labels, files set aside."""
        return known_digest(self._engine)

    def texts(self) -> dict[str, str]:
        """What is embedded of every committed passage, by its hash."""
        committed = select(documents.c.pk).join(revisions).where(revisions.c.state == "committed")
        query = select(passages).where(passages.c.document.in_(committed))
        return {row.embedded: embedded(to_passage(row)) for row in self._all(query)}

    def remember(self, known: Mapping[str, Vector], fingerprint: str) -> None:
        """Keep vectors by the hash of their text."""
        with self._engine.begin() as connection:
            writing.remember(connection, known, fingerprint)

    # -- the protocol

    def begin(self, reading: Reading, known: Mapping[str, Vector], fingerprint: str) -> int:
        """Write a pending revision with all that belongs to it; its number."""
        of_item: dict[str, list[Passage]] = {}
        for passage in reading.passages:
            of_item.setdefault(passage.item_id, []).append(passage)
        with self._engine.begin() as connection:
            revision = writing.write_reading(connection, reading)
            writing.remember(connection, known, fingerprint)
            for document in reading.documents:
                cut = [passage for item in document.items for passage in of_item.get(item.item_id, ())]
                own = {item.item_id for item in document.items}
                writing.write_document(connection, document, revision, cut, [a for a in reading.acceptances if a.item_id in own])
        return revision

    def commit(self, revision: int, took_over: Mapping[str, str], decisions: Mapping[str, str] | None = None) -> int | None:
        """Show a pending revision instead of the one shown for the same path; the number of that one, now retired.

        ``took_over`` says which item stands now for each id that has vanished; ``decisions`` on labels hold from now on.
        """
        with afterwards(self._changed), self._engine.begin() as connection:
            path = connection.execute(select(revisions.c.path).where(revisions.c.id == revision)).scalar_one()
            shown = (revisions.c.path == path) & (revisions.c.state == "committed")
            former = connection.execute(select(revisions.c.id).where(shown)).scalar_one_or_none()
            connection.execute(update(revisions).where(shown).values(state="retired"))
            connection.execute(update(revisions).where(revisions.c.id == revision).values(state="committed"))
            writing.issue(connection, revision)
            writing.redirect(connection, took_over)
            writing.decide(connection, decisions or {}, _now())
            return former

    def retire(self, revision: int) -> None:
        """Hide a committed revision; its ids stay issued."""
        with afterwards(self._changed), self._engine.begin() as connection:
            connection.execute(update(revisions).where(revisions.c.id == revision).values(state="retired"))

    def move(self, revision: int, path: str) -> None:
        """The file of this revision is at ``path`` now, and what was decided on its label holds there."""
        with self._engine.begin() as connection:
            former = select(revisions.c.path).where(revisions.c.id == revision).scalar_subquery()
            connection.execute(delete(decided).where(decided.c.subject == path, former != path))
            connection.execute(update(decided).where(decided.c.subject == former).values(subject=path))
            connection.execute(update(revisions).where(revisions.c.id == revision).values(path=path))

    def drop(self, revision: int) -> None:
        """Delete a hidden revision with everything that only it needed."""
        with self._engine.begin() as connection:
            writing.clear(connection, revision)

    def reissue(self, ids: Sequence[Issued]) -> None:
        """Ids that another catalogue gave out count as given out."""
        with self._engine.begin() as connection:
            writing.write_all(connection, issued, [asdict(one) for one in ids])

    def redirect(self, took_over: Mapping[str, str]) -> None:
        """Each key, an id that no longer stands, leads to its value from now on."""
        with self._engine.begin() as connection:
            writing.redirect(connection, took_over)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _revisions(*states: str) -> Select[Any]:
    return _EVERY.where(revisions.c.state.in_(states))


def _called(column: ColumnElement[str], names: Iterable[str]) -> ColumnElement[bool]:
    """The name itself, or with ``~`` and more behind: a range, so that the index is used where LIKE would read all rows."""
    return or_(false(), *((column == name) | ((column > f"{name}~") & (column < f"{name}\x7f")) for name in names))
