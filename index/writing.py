"""The steps of writing the catalogue, each within somebody else's transaction (index/revisions.py)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, LargeBinary, Table, bindparam, delete, exists, insert, literal, select, update

from index import lexical
from index.kept import packed
from index.minutes import Acceptance, Document, Passage
from index.records import (
    Record,
    acceptance_record,
    amendment_record,
    document_record,
    item_record,
    left_out_record,
    outcome_record,
    page_records,
    passage_record,
    people_records,
    shown_to,
)
from index.schema import (
    acceptances,
    amendments,
    decided,
    digest,
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
    revisions,
    sources,
    stretches,
    vectors,
)

if TYPE_CHECKING:
    from index.revisions import Reading


def write_all(connection: Connection, table: Table, records: Sequence[Record]) -> None:
    if records:
        connection.execute(insert(table), records)


def write_source(connection: Connection, sha256: str, content: bytes, encoding: str) -> None:
    """Keep the bytes of a file, unless they are kept already."""
    if not connection.execute(select(sources.c.sha256).where(sources.c.sha256 == sha256)).first():
        write_all(connection, sources, [{"sha256": sha256, "content": content, "encoding": encoding, "size": len(content)}])


def write_reading(connection: Connection, reading: Reading) -> int:
    """A pending revision with what belongs to the file as a whole; its number."""
    write_source(connection, reading.source.sha256, reading.content, reading.source.encoding)
    row = {
        "path": reading.path,
        "file": reading.source.file,
        "sha256": reading.source.sha256,
        "state": "pending",
        "label": reading.label,
        "parser": reading.parser,
        "made": reading.made,
        "text": reading.source.text,
        "read": packed(reading.source),
    }
    revision = key_of(connection.execute(insert(revisions), row))
    notes: list[Record] = [{"revision": revision, **asdict(one)} for one in reading.findings]
    labelled: list[Record] = [
        {"revision": revision, "start": one.span.start, "end": one.span.end, "label": one.label} for one in reading.stretches
    ]
    write_all(connection, stretches, labelled)
    _know(connection, {one.label for one in reading.stretches})
    write_all(connection, findings, notes)
    write_all(connection, pages, page_records(reading.source, revision))
    write_all(connection, left_out, [left_out_record(out, revision) for out in reading.left_out])
    return revision


def write_document(connection: Connection, document: Document, revision: int, cut: Iterable[Passage], said: Iterable[Acceptance]) -> None:
    """The document with all it holds; ``cut`` are its passages, ``said`` what it says of earlier minutes."""
    key = key_of(connection.execute(insert(documents), document_record(document, revision)))
    write_all(connection, people, people_records(document, key))
    write_all(connection, items, [item_record(item, key) for item in document.items])
    label = {item.item_id: item.label for item in document.items}
    write_all(connection, outcomes, [outcome_record(outcome, key, label[outcome.item_id]) for outcome in document.outcomes])
    write_all(connection, passages, [passage_record(passage, key, label[passage.item_id]) for passage in cut])
    for acceptance in said:
        of = key_of(connection.execute(insert(acceptances), acceptance_record(acceptance, key, label[acceptance.item_id])))
        write_all(connection, amendments, [amendment_record(change, of) for change in acceptance.amendments])
    _know(connection, {*label.values(), document.label, shown_to(document)})
    for one in dict.fromkeys(label.values()):
        lexical.make(connection, one)
        _index(connection, document, key, one)


def _index(connection: Connection, document: Document, key: int, label: str) -> None:
    """The citable items and all passages of one label, by their words."""
    keys = dict(connection.execute(select(items.c.item_id, items.c.pk).where(items.c.document == key)).all())
    found = [item for item in document.items if item.label == label and item.kind in lexical.CITABLE]
    lexical.put(connection, "items", label, [(keys[item.item_id], lexical.heading_of(item), item.text) for item in found])
    of_it = (passages.c.document == key) & (passages.c.label == label)
    rows = connection.execute(select(passages.c.pk, passages.c.heading, passages.c.text).where(of_it))
    lexical.put(connection, "passages", label, [(row.pk, row.heading, row.text) for row in rows])


def _know(connection: Connection, found: Collection[str]) -> None:
    """Labels that rows have, so that who reads knows which there are."""
    known = set(connection.execute(select(labels.c.name)).scalars())
    write_all(connection, labels, [{"name": name} for name in sorted(set(found) - known)])


def decide(connection: Connection, decisions: Mapping[str, str], made: str) -> None:
    """What staff decided, by subject; a later decision takes the place of the former."""
    rows: list[Record] = [{"subject": subject, "label": label, "made": made} for subject, label in decisions.items()]
    if rows:
        connection.execute(delete(decided).where(decided.c.subject == bindparam("subject")), rows)
    write_all(connection, decided, rows)


def remember(connection: Connection, known: Mapping[str, NDArray[np.float32]], fingerprint: str) -> None:
    """Keep vectors by the hash of their text; what is kept already stays."""
    rows: list[Record] = [{"key": key, "vector": np.asarray(vector, "<f4").tobytes()} for key, vector in known.items()]
    if rows:
        held = exists().where(vectors.c.embedded == bindparam("key"), vectors.c.fingerprint == fingerprint)
        new: Any = select(bindparam("key"), literal(fingerprint), bindparam("vector", type_=LargeBinary)).where(~held)
        connection.execute(insert(vectors).from_select(["embedded", "fingerprint", "vector"], new), rows)


def issue(connection: Connection, revision: int) -> None:
    """Every id of the revision stands from now on, for the words it has there."""
    query = select(items.c.item_id, documents.c.document_id, items.c.text).join(documents).where(documents.c.revision == revision)
    rows: list[Record] = [
        {"item_id": row.item_id, "document_id": row.document_id, "text_sha256": digest(row.text), "redirect": None}
        for row in connection.execute(query)
    ]
    if rows:
        connection.execute(delete(issued).where(issued.c.item_id == bindparam("item_id")), rows)
    write_all(connection, issued, rows)


def redirect(connection: Connection, took_over: Mapping[str, str]) -> None:
    """Redirects are kept one step long: what led to the old id leads to the new one."""
    for old, new in took_over.items():
        led_here = (issued.c.item_id == old) | (issued.c.redirect == old)
        connection.execute(update(issued).where(led_here, issued.c.item_id != new).values(redirect=new))


def clear(connection: Connection, revision: int) -> None:
    """Delete a hidden revision with everything that only it needed."""
    of_it = select(documents.c.pk).where(documents.c.revision == revision)
    keys = [{"key": key} for key in connection.execute(select(passages.c.embedded).where(passages.c.document.in_(of_it))).scalars()]
    file = [{"key": key} for key in connection.execute(select(revisions.c.sha256).where(revisions.c.id == revision)).scalars()]
    _unindex(connection, revision)
    connection.execute(delete(revisions).where(revisions.c.id == revision, revisions.c.state != "committed"))
    _delete_unused(connection, vectors.c.embedded, passages.c.embedded, keys)
    _delete_unused(connection, sources.c.sha256, revisions.c.sha256, file)


def _unindex(connection: Connection, revision: int) -> None:
    kinds: tuple[tuple[lexical.Kind, Table], ...] = (("passages", passages), ("items", items))
    for kind, table in kinds:
        query = select(table.c.pk, table.c.label).join(documents).where(documents.c.revision == revision)
        by_label: dict[str, list[int]] = {}
        for row in connection.execute(query):
            by_label.setdefault(row.label, []).append(row.pk)
        for label, keys in by_label.items():
            lexical.drop(connection, kind, label, keys)


def _delete_unused(connection: Connection, column: Any, user: Any, keys: Sequence[Record]) -> None:
    if keys:
        connection.execute(delete(column.table).where(column == bindparam("key"), ~exists().where(user == column)), keys)


def key_of(result: Any) -> int:
    return int(result.inserted_primary_key[0])
