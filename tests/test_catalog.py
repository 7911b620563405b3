from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from fakes import LINES
from worlds import document

from index.catalog import Catalog
from index.errors import DamagedStore, MissingInput, WrongStore
from index.ingest import Pipeline, ingest, remove
from index.minutes import Finding, Parsed, Scope, Source, Span
from index.revisions import Issued
from index.store import Store

Write = Callable[[str, str], Path]

FILES = {
    "a.txt": "wm-spcb 2018-07-17 minutes\n9b | Budget | The board agreed £3.65m, see 087/18.\n2.1.1 | Café | Decision 2018/008.\n",
    "b.txt": "wm-spcb 2018-04-04 notes\n1 | Budget | A budget budget budget was noted.\n",
    "c.txt": "marl-pc 2019-01-08 agenda\n1 | Budget | To consider the A&S budget.\n",
    "d.txt": "marl-pc undated notice\n1 | Budget | A notice of the budget.\n",
}
BUDGETS = {
    "a": "wm-spcb/2018-07-17/minutes/01",
    "b": "wm-spcb/2018-04-04/notes/01",
    "c": "marl-pc/2019-01-08/agenda/01",
    "d": "marl-pc/undated/notice/01",
}


@pytest.fixture
def catalog(store: Store, write: Write) -> Catalog:
    ingest(store, [write(name, text) for name, text in FILES.items()], pipeline=LINES)
    return store.catalog


def test_documents_come_by_body_date_and_role(catalog: Catalog):
    assert [one.document_id for one in catalog.documents()] == [
        "marl-pc/undated/notice",
        "marl-pc/2019-01-08/agenda",
        "wm-spcb/2018-04-04/notes",
        "wm-spcb/2018-07-17/minutes",
    ]
    assert all(one.items == () and one.outcomes == () for one in catalog.documents())


def test_a_document_and_an_item_are_found_by_their_ids(catalog: Catalog):
    item = catalog.item(BUDGETS["a"])
    assert (item.number, item.title, item.text) == ("9b", "Budget", "The board agreed £3.65m, see 087/18.")
    assert catalog.document_of(item.item_id) == catalog.document("wm-spcb/2018-07-17/minutes")
    assert [one.item_id for one in catalog.items("wm-spcb/2018-04-04/notes")] == [f"wm-spcb/2018-04-04/notes/0{n}" for n in (0, 1)]
    assert catalog.document("nowhere") is catalog.document_of("nowhere") is catalog.item("nowhere") is None


@pytest.mark.parametrize(
    ("scope", "seen"),
    [
        (Scope(), "abcd"),
        (Scope(bodies=("wm-spcb",)), "ab"),
        (Scope(roles=("minutes", "agenda")), "ac"),
        (Scope(first=date(2018, 7, 17)), "ac"),
        (Scope(last=date(2018, 7, 17)), "ab"),
        (Scope(first=date(2018, 4, 5), last=date(2018, 12, 31)), "a"),
        (Scope(bodies=("wm-spcb",), roles=("agenda",)), ""),
    ],
)
def test_a_scope_limits_every_way_of_looking(store: Store, catalog: Catalog, scope: Scope, seen: str):
    expected = {BUDGETS[one] for one in seen}
    assert {one.item_id for one in catalog.items(scope=scope) if one.title == "Budget"} == expected
    assert {item_id for item_id, _ in catalog.words.items(["budget"], scope)} == expected
    assert {hit.item_id for hit in catalog.words.passages(["budget"], scope)} == expected
    assert {hit.item_id for hit in store.dense("budget", scope) if hit.score > 0.1} == expected


@pytest.mark.parametrize(
    ("term", "found"), [("9b", "a"), ("£3.65m", "a"), ("087/18", "a"), ("a&s", "c"), ("087", ""), ("65m", ""), ("a", "bd"), ("s", "")]
)
def test_the_database_splits_no_token_of_ours(catalog: Catalog, term: str, found: str):
    assert {item_id for item_id, _ in catalog.words.items([term])} == {BUDGETS[one] for one in found}


def test_numbers_with_points_and_strokes_and_letters_with_accents_are_found(catalog: Catalog):
    second = "wm-spcb/2018-07-17/minutes/02"
    assert [[item_id for item_id, _ in catalog.words.items([term])] for term in ("2.1.1", "2018/008", "café", "cafe")] == [
        [second],
        [second],
        [second],
        [],
    ]


def test_the_best_match_is_first_and_scores_are_positive(catalog: Catalog):
    found = catalog.words.items(["budget", "agr"])
    assert found[0][0] == BUDGETS["a"]  # the only one that holds both words
    assert all(score > 0 for _, score in found)
    assert found == sorted(found, key=lambda pair: -pair[1])
    assert catalog.words.items(["budget", "agr"], limit=1) == found[:1]


def test_no_terms_find_nothing_and_quotation_marks_do_no_harm(catalog: Catalog):
    assert catalog.words.items([]) == []
    assert catalog.words.items(['"', '" OR budget', "*", ""]) == []


def test_a_file_is_given_back_as_it_was(catalog: Catalog):
    [document] = catalog.documents(Scope(roles=("agenda",)))
    assert catalog.source_text(document.sha256) == FILES["c.txt"]
    assert catalog.source_bytes(document.sha256) == FILES["c.txt"].encode()
    with pytest.raises(MissingInput, match="no file") as raised:
        catalog.source_text("0" * 64)
    assert raised.value.code == "E_NOTFOUND"


def test_warnings_are_counted_where_they_stand(store: Store, write: Write):
    """Two documents in one file; what is noticed before the first counts for the first."""

    def parse(source: Source) -> Parsed:
        first, second = (document("fen", "Fen Board", None, f"2018-0{n}-11") for n in (4, 5))
        kept = {"file": source.file, "sha256": source.sha256}
        both = replace(first, span=Span(5, 20), **kept), replace(second, span=Span(20, 40), **kept)
        return Parsed(source.file, both, tuple(Finding("W", start, "") for start in (0, 5, 19, 20, 39)))

    ingest(store, [write("fen.txt", "x" * 40)], pipeline=Pipeline(LINES.read, parse, lambda *_: [], "1"))
    assert store.catalog.warnings() == {"fen/2018-04-11/minutes": 3, "fen/2018-05-11/minutes": 2}


def test_a_redirect_leads_an_old_id_to_its_item_in_one_step(catalog: Catalog):
    gone, b, c = "b-a/2018-07-17/minutes/99", BUDGETS["b"], BUDGETS["c"]
    catalog.revisions.reissue([Issued(gone, "b-a/2018-07-17/minutes", "", None)])
    catalog.revisions.redirect({gone: b})
    assert catalog.item(gone).item_id == b
    catalog.revisions.redirect({b: c})
    assert catalog.item(gone).item_id == c
    assert catalog.item(b).item_id == b  # an item that stands is itself


def test_all_is_well_after_an_ingest(catalog: Catalog):
    assert catalog.check() == []


def test_a_passage_that_the_lexical_index_lost_is_reported(store: Store, catalog: Catalog):
    with sqlite3.connect(store.path / "catalog.sqlite") as connection:
        [name] = connection.execute("select name from sqlite_master where name like 'lexical_passages_open_________'").fetchone()
        connection.execute(f"delete from {name} where rowid = 1")
    connection.close()
    assert catalog.check() == ["The lexical index does not hold all passages of one label."]


def test_an_absent_catalogue_is_made_only_when_asked(tmp_path: Path):
    with pytest.raises(MissingInput):
        Catalog.open(tmp_path / "catalog.sqlite", create=False)
    assert list(tmp_path.iterdir()) == []
    Catalog.open(tmp_path / "catalog.sqlite", create=True).close()
    assert [path.name for path in tmp_path.iterdir()] == ["catalog.sqlite"]


def test_opening_writes_nothing(tmp_path: Path):
    path = tmp_path / "catalog.sqlite"
    Catalog.open(path, create=True).close()
    before = path.read_bytes(), path.stat().st_mtime_ns
    Catalog.open(path, create=True).close()
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


@pytest.mark.parametrize("content", [b"garbage" * 1000, b"", b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_catalogue_is_refused_with_the_command_that_helps(tmp_path: Path, content: bytes):
    path = tmp_path / "catalog.sqlite"
    path.write_bytes(content)
    with pytest.raises(DamagedStore) as raised:
        Catalog.open(path, create=True)
    assert (raised.value.code, raised.value.exit_code) == ("E_CORRUPT", 65)
    assert "verify --rebuild" in raised.value.hint
    assert path.read_bytes() == content


def test_another_schema_is_refused(tmp_path: Path):
    catalog = Catalog.open(tmp_path / "catalog.sqlite", create=True)
    catalog.revisions.identify("schema", "0")
    catalog.close()
    with pytest.raises(WrongStore, match="schema 0") as raised:
        Catalog.open(tmp_path / "catalog.sqlite", create=True)
    assert (raised.value.code, raised.value.exit_code) == ("E_INDEX_VERSION", 78)


def test_what_was_listed_before_is_listed_anew_after_an_ingest_a_change_and_a_removal(store: Store, write: Write):
    """The list of documents is kept between questions, and never beyond what it was made from."""
    older, newer = write("older.txt", "weirs 2018-04-04 minutes\n1 | Otters | An otter."), write("newer.txt", "kites 2019-04-04 minutes\n")

    def listed(*bodies: str) -> list[tuple[str, str]]:
        return [(d.body_id, str(d.meeting.date)) for d in store.catalog.documents(Scope(bodies=bodies))]

    assert listed() == []
    ingest(store, [older], pipeline=LINES)
    assert listed() == [("weirs", "2018-04-04")] == listed()
    assert listed("kites") == []
    ingest(store, [newer], pipeline=LINES)
    assert listed() == [("kites", "2019-04-04"), ("weirs", "2018-04-04")]
    assert listed("kites") == [("kites", "2019-04-04")]
    older.write_text("weirs 2017-04-04 minutes\n1 | Otters | An otter.", "utf-8")
    ingest(store, [older], pipeline=LINES)
    assert listed("weirs") == [("weirs", "2017-04-04")]
    assert remove(store, newer)
    assert listed() == [("weirs", "2017-04-04")]


def test_what_is_listed_belongs_to_the_one_who_asked(store: Store, write: Write):
    ingest(store, [write("older.txt", "weirs 2018-04-04 minutes\n")], pipeline=LINES)
    store.catalog.documents().clear()
    assert len(store.catalog.documents()) == 1


def test_items_come_by_their_ids_with_the_document_they_stand_in(store: Store, write: Write):
    ingest(store, [write("older.txt", "weirs 2018-04-04 minutes\n1 | Otters | An otter.")], pipeline=LINES)
    item_id = "weirs/2018-04-04/minutes/01"
    found = store.catalog.items_at([item_id, "nobody/00"])
    assert list(found) == [item_id]
    assert (found[item_id][0].title, found[item_id][1]) == ("Otters", "weirs/2018-04-04/minutes")
