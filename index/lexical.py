"""Words -> rows, best first: BM25 by SQLite's FTS5, one table a label, so that statistics come from visible rows only.

The tables hold our own tokens (index/tokens.py) joined by spaces; FTS5 is told to split at nothing but spaces.
Another database would bring another file like this one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine, inspect, text

from index.minutes import Item
from index.places import located
from index.schema import items, label_key, passages
from index.tokens import tokens

HEADING_WEIGHT = 2.0
TEXT_WEIGHT = 1.0
_WEIGHTS = f"{HEADING_WEIGHT}, {TEXT_WEIGHT}"

Kind = Literal["passages", "items"]
Found = tuple[NDArray[np.int64], NDArray[np.float64]]  # keys, or places, and scores
CITABLE = ("head", "item", "closing")  # a group holds its items' words again
_ROWS = {"passages": passages, "items": items}
_NOTHING: Found = np.zeros(0, np.int64), np.zeros(0, np.float64)
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
    return connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = ?", (_name("passages", label),)).first() is not None


def count(connection: Connection, kind: Kind, label: str) -> int:
    return int(connection.execute(text(f'SELECT count(*) FROM "{_name(kind, label)}"')).scalar_one())


@dataclass(frozen=True, slots=True)
class Among:
    """The rows that may be found: those of ``keys``, which ascend, that are ``allowed``; None: all of them."""

    keys: NDArray[np.int64]
    allowed: NDArray[np.bool_] | None

    def of(self, found: Found) -> Found:
        """Those of ``found``, keys with scores, that are among them, by their places."""
        at = located(self.keys, found[0])
        shown = at >= 0 if self.allowed is None else (at >= 0) & self.allowed[at]
        return at[shown], found[1][shown]


def search(connection: Connection, kind: Kind, labels: Iterable[str], terms: Sequence[str], among: Among, limit: int) -> Found:
    """Places and scores of the rows ``among`` those of ``labels`` that hold any of ``terms``, best first, then by key.

    The words are asked first and what may be found is taken from that: joining the tables of the catalogue costs several times as much.
    """
    query = " OR ".join(f'"{term.replace(chr(34), chr(34) * 2)}"' for term in dict.fromkeys(terms))
    keys = among.keys if among.allowed is None else among.keys[among.allowed]
    if not query or not len(keys):
        return _NOTHING
    parts = [_of_label(connection, _name(kind, label), query, among, keys, limit) for label in labels]
    found, scores = (np.concatenate(column) for column in zip(_NOTHING, *parts, strict=True))
    best = np.lexsort((found, -scores))[:limit]
    return found[best], scores[best]


def _of_label(connection: Connection, name: str, query: str, among: Among, keys: NDArray[np.int64], limit: int) -> Found:
    """A table of FTS5 is in the order of its keys, so a stretch of it is asked fast; of all of it SQLite itself finds the best."""
    if among.allowed is None:
        best = _asked(connection, name, query, "ORDER BY 2 DESC, 1 LIMIT ?", (limit,))
        found = among.of(best)
        if len(found[0]) == len(best[0]) or len(best[0]) < limit:  # else rows that are not shown took the place of others
            return found
    return among.of(_asked(connection, name, query, "AND rowid BETWEEN ? AND ?", (int(keys[0]), int(keys[-1]))))


def _asked(connection: Connection, name: str, query: str, condition: str, values: tuple[int, ...]) -> Found:
    asked = f'SELECT rowid, -bm25("{name}", {_WEIGHTS}) FROM "{name}" WHERE "{name}" MATCH ? {condition}'
    rows = connection.exec_driver_sql(asked, (query, *values)).all()
    keys, scores = zip(*rows, strict=True) if rows else ((), ())
    return np.array(keys, np.int64), np.array(scores, np.float64)


def _name(kind: str, label: str) -> str:
    return f"lexical_{kind}_{label_key(label)}"
