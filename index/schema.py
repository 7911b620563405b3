"""The tables of the catalogue. Everything that belongs to one reading of one file hangs on its revision.

Nouns are turned into rows and back in ``records.py``; the lexical tables, which only SQLite makes this way, are in ``lexical.py``.
"""

from __future__ import annotations

import hashlib
import re

from sqlalchemy import Column, Date, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, Text, Time, UniqueConstraint

SCHEMA = 5  # raise it when a table changes; an older store is then refused with the command that rebuilds it

metadata = MetaData()


def _key() -> Column[int]:
    return Column("pk", Integer, primary_key=True)


def _of_document() -> Column[int]:
    return Column("document", Integer, ForeignKey("documents.pk", ondelete="CASCADE"), nullable=False, index=True)


def _of_revision() -> Column[int]:
    return Column("revision", Integer, ForeignKey("revisions.id", ondelete="CASCADE"), nullable=False, index=True)


def _span() -> tuple[Column[int], Column[int]]:
    return Column("start", Integer, nullable=False), Column("end", Integer, nullable=False)


def _label() -> Column[str]:
    return Column("label", String, nullable=False)  # without an index: nearly all rows have one label, and no search should begin there


identity = Table("identity", metadata, Column("name", String, primary_key=True), Column("value", String, nullable=False))

sources = Table(
    "sources",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("encoding", String, nullable=False),
    Column("size", Integer, nullable=False),
)

revisions = Table(
    "revisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("path", String, nullable=False, index=True),
    Column("file", String, nullable=False),
    Column("sha256", ForeignKey("sources.sha256"), nullable=False, index=True),
    Column("state", String, nullable=False, index=True),  # pending, committed, retired
    Column("label", String, nullable=False),  # stated for the file or its folder; "" where nobody said
    Column("parser", String, nullable=False),
    Column("made", String, nullable=False),  # ISO time
    Column("text", Text, nullable=False),  # as the reader gave it: spans count in it, and another parser may read otherwise
    Column("read", LargeBinary, nullable=False),  # what else the reader gave, packed by kept.py: labels change without reading anew
    sqlite_autoincrement=True,  # never the same number twice: vector ids carry it
)
SHOWN = revisions.c.state.concat("") == "committed"  # not by the index of states: it leads through nearly all that is held
Index("one_committed_a_path", revisions.c.path, unique=True, sqlite_where=revisions.c.state == "committed")

documents = Table(
    "documents",
    metadata,
    _key(),
    _of_revision(),
    Column("document_id", String, nullable=False, index=True),
    Column("body_id", String, nullable=False, index=True),
    Column("body", String, nullable=False),
    Column("organisation", String),
    Column("date", Date, index=True),
    Column("title", String, nullable=False),
    Column("role", String, nullable=False),
    Column("status", String, nullable=False),
    *_span(),
    Column("chair", String),
    Column("venue", String),
    Column("start_time", Time),
    Column("end_time", Time),
    Column("label", String, nullable=False),  # of the head, and so of people, times and the like
    Column("shown", String, nullable=False),  # to whom there is such a document: who may see any item of it
    Column("next_meeting", Date),  # as it announces it
    UniqueConstraint("revision", "document_id"),
)

people = Table(
    "people",
    metadata,
    _key(),
    _of_document(),
    Column("list", String, nullable=False),  # attendees, apologies
    Column("name", String, nullable=False),
    Column("role", String, nullable=False),
)

items = Table(
    "items",
    metadata,
    _key(),
    _of_document(),
    Column("item_id", String, nullable=False, index=True),
    Column("ordinal", Integer, nullable=False),
    _label(),
    Column("kind", String, nullable=False),
    Column("number", String),
    Column("minute_ref", String),
    Column("title", String, nullable=False),
    Column("parent", String),
    Column("presenter", String),
    Column("chair", String),  # of the item, where another than that of the meeting
    *_span(),
    Column("text", Text, nullable=False),
    UniqueConstraint("document", "item_id"),
)

outcomes = Table(
    "outcomes",
    metadata,
    _key(),
    _of_document(),
    Column("item_id", String, nullable=False, index=True),
    _label(),
    Column("kind", String, nullable=False),
    Column("reference", String),
    Column("owner", String),
    Column("due", String),
    Column("text", Text, nullable=False),
    *_span(),
)

acceptances = Table(
    "acceptances",
    metadata,
    _key(),
    _of_document(),  # that speaks of earlier minutes
    Column("item_id", String, nullable=False, index=True),
    _label(),
    Column("kind", String, nullable=False),
    Column("first", Date),  # the earlier meeting is named by its days; by none: the last meeting
    Column("last", Date),
    Column("text", Text, nullable=False),
    *_span(),
)

amendments = Table(
    "amendments",
    metadata,
    _key(),
    Column("acceptance", Integer, ForeignKey("acceptances.pk", ondelete="CASCADE"), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("named", String),
    *_span(),
)

passages = Table(
    "passages",
    metadata,
    _key(),
    _of_document(),
    Column("item_id", String, nullable=False, index=True),
    Column("ordinal", Integer, nullable=False),
    _label(),
    *_span(),
    Column("heading", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("embedded", String(64), nullable=False, index=True),  # sha256 of heading and text: the key of its vector
    UniqueConstraint("document", "item_id", "ordinal"),
)

vectors = Table(
    "vectors",
    metadata,
    Column("embedded", String(64), primary_key=True),
    Column("fingerprint", String, primary_key=True),
    Column("vector", LargeBinary, nullable=False),  # float32, little endian
)

issued = Table(
    "issued",
    metadata,
    Column("item_id", String, primary_key=True),
    Column("document_id", String, nullable=False, index=True),
    Column("text_sha256", String(64), nullable=False),  # of the words it last stood for
    Column("redirect", String, index=True),  # the item that has taken over; none while it stands, or where the document is gone
)

findings = Table(
    "findings",
    metadata,
    _key(),
    _of_revision(),
    _label(),
    Column("kind", String, nullable=False),
    Column("start", Integer, nullable=False),
    Column("detail", Text, nullable=False),
)

pages = Table(
    "pages",
    metadata,
    _key(),
    _of_revision(),
    Column("number", Integer, nullable=False),
    *_span(),
    Column("width", Float, nullable=False),
    Column("height", Float, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("confidence", Float),  # of character recognition; none where the file itself holds the text
    Column("places", LargeBinary, nullable=False),  # of its lines, packed by records.py
)

left_out = Table(
    "left_out",
    metadata,
    _key(),
    _of_revision(),
    _label(),
    Column("reason", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("page", Integer),
    Column("start", Integer),  # none where the reader's text is without it
    Column("end", Integer),
)


quarantine = Table(
    "quarantine",
    metadata,
    Column("sha256", String(64), primary_key=True),  # of the bytes: under any name they are the same file
    Column("file", String, nullable=False),  # its name when it was set aside
    Column("code", String, nullable=False),
    Column("reason", Text, nullable=False),  # counts and limits, none of its words
    Column("made", String, nullable=False),  # ISO time
    Column("approved", String),  # ISO time from which on it may be taken in; none while it is set aside
)

stretches = Table("stretches", metadata, _key(), _of_revision(), *_span(), _label())  # of a text that is not open to all

labels = Table("labels", metadata, Column("name", String, primary_key=True))  # every label that any row has or had

decided = Table(
    "decided",
    metadata,
    Column("subject", String, primary_key=True),  # the id of an item or a document, or the path of a file
    Column("label", String, nullable=False),
    Column("made", String, nullable=False),  # ISO time
)


def label_key(label: str) -> str:
    """A name for what is kept of one label: safe in SQL and in Chroma, different for different labels."""
    return f"{re.sub(r'[^a-z0-9]+', '_', label.lower())[:24].strip('_') or 'label'}_{hashlib.sha256(label.encode()).hexdigest()[:8]}"


def digest(text: str) -> str:
    """sha256 of ``text``, as the catalogue writes it."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
