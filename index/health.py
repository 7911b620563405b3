"""What can be wrong with a catalogue, in sentences."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from sqlalchemy import Connection, Table, func, select, text

from index import lexical
from index.records import embedded, to_passage
from index.schema import digest, issued, items, passages, revisions, sources, vectors


def problems(connection: Connection) -> list[str]:
    """Everything found, worst first; empty where all is well."""
    return [*_damage(connection), *_altered(connection), *_orphans(connection), *_lexical(connection)]


def _damage(connection: Connection) -> Iterator[str]:
    for (line,) in connection.execute(text("PRAGMA integrity_check")):
        if line != "ok":
            yield f"The database is damaged: {line}."
    for row in connection.execute(text("PRAGMA foreign_key_check")):
        yield f"A row of {row[0]} belongs to nothing."


def _altered(connection: Connection) -> Iterator[str]:
    """What carries the hash of its own words, and no longer has those words."""
    stream = connection.execution_options(yield_per=100)
    wrong = sum(hashlib.sha256(row.content).hexdigest() != row.sha256 for row in stream.execute(select(sources)))
    yield from [f"{wrong} files are not those that were taken in."] if wrong else []
    wrong = sum(digest(embedded(to_passage(row))) != row.embedded for row in stream.execute(select(passages)))
    yield from [f"{wrong} passages are not as they were written."] if wrong else []


def _orphans(connection: Connection) -> Iterator[str]:
    counted = {
        "revisions that were never finished or never cleared away": select(func.count()).where(revisions.c.state != "committed"),
        "passages without a vector": select(func.count()).where(passages.c.embedded.not_in(select(vectors.c.embedded))),
        "vectors without a passage": select(func.count()).where(vectors.c.embedded.not_in(select(passages.c.embedded))),
        "files without a revision": select(func.count()).where(sources.c.sha256.not_in(select(revisions.c.sha256))),
        "items whose id was never issued": select(func.count()).where(items.c.item_id.not_in(select(issued.c.item_id))),
        "redirects to an id that was never issued": select(func.count()).where(issued.c.redirect.not_in(select(issued.c.item_id))),
    }
    for what, query in counted.items():
        if number := connection.execute(query).scalar_one():
            yield f"{number} {what}."


def _lexical(connection: Connection) -> Iterator[str]:
    kinds: tuple[tuple[lexical.Kind, Table], ...] = (("passages", passages), ("items", items))
    for kind, table in kinds:
        for label in connection.execute(select(table.c.label).distinct()).scalars().all():
            held = select(func.count()).select_from(table).where(table.c.label == label)
            if kind == "items":
                held = held.where(items.c.kind.in_(lexical.CITABLE))
            if lexical.count(connection, kind, label) != connection.execute(held).scalar_one():
                yield f"The lexical index does not hold all {kind} of one label."
