"""Words -> rows, best first: BM25 by SQLite's FTS5, one table a label, so that statistics come from visible rows only.

The tables hold our own tokens (index/tokens.py) joined by spaces; FTS5 is told to split at nothing but spaces.
Another database would bring another file like this one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Literal

from sqlalchemy import Connection, Engine, Row, Select, column, func, inspect, literal_column, table, text
from sqlalchemy.sql.elements import ColumnElement

from index.minutes import Item
from index.schema import items, label_key, passages
from index.tokens import tokens

HEADING_WEIGHT = 2.0
TEXT_WEIGHT = 1.0

Kind = Literal["passages", "items"]
CITABLE = ("head", "item", "closing")  # a group holds its items' words again
_ROWS = {"passages": passages, "items": items}
_TOKENIZE = "unicode61 remove_diacritics 0 categories 'L* N* M* Co' tokenchars './-&''£$€%'"


def heading_of(item: Item) -> str:
    """What a clerk would call an item: its number, reference and title."""
    return " ".join(filter(None, (item.number, item.minute_ref, item.title)))


def make(connection: Connection, label: str) -> None:
    """Both tables of ``label``, unless they are there."""
    for kind in _ROWS:
        connection.execute(
            text(f'CREATE VIRTUAL TABLE IF NOT EXISTS "{_name(kind, label)}" USING fts5(heading, text, tokenize="{_TOKENIZE}")')
        )


def put(connection: Connection, kind: Kind, label: str, rows: Iterable[tuple[int, str, str]]) -> None:
    """Index ``(pk, heading, text)``."""
    records = [{"pk": pk, "heading": " ".join(tokens(heading)), "text": " ".join(tokens(words))} for pk, heading, words in rows]
    if records:
        connection.execute(text(f'INSERT INTO "{_name(kind, label)}"(rowid, heading, text) VALUES (:pk, :heading, :text)'), records)


def drop(connection: Connection, kind: Kind, label: str, keys: Iterable[int]) -> None:
    records = [{"pk": key} for key in keys]
    if records and has(connection, label):
        connection.execute(text(f'DELETE FROM "{_name(kind, label)}" WHERE rowid = :pk'), records)


def optimize(engine: Engine) -> None:
    """One segment an index: words of deleted rows stand in the older ones."""
    with engine.begin() as connection:
        for name in inspect(connection).get_table_names():
            if re.fullmatch(r"lexical_(?:passages|items)_\w+_[0-9a-f]{8}", name):
                connection.execute(text(f'INSERT INTO "{name}"("{name}") VALUES (\'optimize\')'))


def has(connection: Connection, label: str) -> bool:
    return inspect(connection).has_table(_name("passages", label))


def count(connection: Connection, kind: Kind, label: str) -> int:
    return int(connection.execute(text(f'SELECT count(*) FROM "{_name(kind, label)}"')).scalar_one())


def search(connection: Connection, kind: Kind, label: str, terms: Sequence[str], rows: Select[Any]) -> list[Row[Any]]:
    """``rows`` (a selection from the table of ``kind``) that hold any of ``terms``, with a column ``score``, best first."""
    if not terms or not has(connection, label):
        return []
    name = _name(kind, label)
    words = table(name, column("rowid"))
    score: ColumnElement[float] = -func.bm25(literal_column(f'"{name}"'), HEADING_WEIGHT, TEXT_WEIGHT)
    query = " OR ".join(f'"{term.replace(chr(34), chr(34) * 2)}"' for term in dict.fromkeys(terms))
    found = (
        rows.add_columns(score.label("score"))
        .join(words, words.c.rowid == _ROWS[kind].c.pk)
        .where(text(f'"{name}" MATCH :query'))
        .order_by(score.desc(), _ROWS[kind].c.pk)
    )
    return list(connection.execute(found, {"query": query}))


def _name(kind: str, label: str) -> str:
    return f"lexical_{kind}_{label_key(label)}"
