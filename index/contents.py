"""What a store holds, as one sha256: the same for the same files, in whatever order and after whatever accidents they came in.

What only the catalogue knows (where files lay, ids given out, decisions of staff, files set aside) has a second one: a backup must hold it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, Table, select

from index.schema import (
    acceptances,
    amendments,
    decided,
    documents,
    findings,
    issued,
    items,
    labels,
    left_out,
    outcomes,
    pages,
    passages,
    people,
    quarantine,
    revisions,
    stretches,
    vectors,
)

_KEYS = {"pk", "document", "revision", "acceptance"}  # numbers given on the way in
_OF_DOCUMENT = (people, items, outcomes, acceptances, passages)
_OF_REVISION = (findings, pages, left_out, stretches)


def contents_digest(engine: Engine) -> str:
    """The digest of all that is committed: every row with its words, and the bytes of every vector."""
    return _digest(engine, ((table, query.where(revisions.c.state == "committed")) for table, query in _queries()))


def known_digest(engine: Engine) -> str:
    """The digest of what cannot be read out of the files again."""
    where = select(*(revisions.c[name] for name in ("path", "file", "sha256", "read"))).where(revisions.c.state == "committed")
    return _digest(engine, [(revisions, where), *((table, select(table)) for table in (decided, quarantine, issued, labels))])


def _digest(engine: Engine, queries: Iterable[tuple[Table, Select[Any]]]) -> str:
    with engine.connect() as connection:
        rows = sorted(hashlib.sha256(repr(row).encode("utf-8", "surrogatepass")).digest() for row in _rows(connection, queries))
    return hashlib.sha256(b"".join(rows)).hexdigest()


def _rows(connection: Connection, queries: Iterable[tuple[Table, Select[Any]]]) -> Iterator[tuple[Any, ...]]:
    for table, query in queries:
        for row in connection.execution_options(yield_per=1000).execute(query):
            yield table.name, *_plain(row)


def _queries() -> Iterator[tuple[Table, Select[Any]]]:
    yield revisions, select(revisions.c.sha256, revisions.c.label, revisions.c.parser, revisions.c.text)
    yield documents, _columns(documents).join(revisions)
    for table in _OF_REVISION:
        yield table, _columns(table, revisions.c.sha256).join(revisions, revisions.c.id == table.c.revision)
    for table in _OF_DOCUMENT:
        yield table, _committed(_columns(table, documents.c.document_id), table)
    yield amendments, _committed(_columns(amendments, acceptances.c.item_id).join(acceptances), acceptances)
    held = vectors.c.embedded == passages.c.embedded
    query = select(documents.c.document_id, passages.c.item_id, passages.c.ordinal, vectors.c.fingerprint, vectors.c.vector)
    yield vectors, _committed(query.select_from(passages).join(vectors, held), passages)


def _columns(table: Table, *more: Any) -> Select[Any]:
    return select(*more, *(column for column in table.c if column.name not in _KEYS)).select_from(table)


def _committed(query: Select[Any], table: Table) -> Select[Any]:
    return query.join(documents, documents.c.pk == table.c.document).join(revisions, revisions.c.id == documents.c.revision)


def _plain(row: Row[Any]) -> Iterator[Any]:
    """Bytes as their hash: no row is long."""
    return (hashlib.sha256(value).digest() if isinstance(value, bytes) else value for value in row)
