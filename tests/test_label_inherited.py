"""R-48: a decision follows what it was taken for: through repairs, into other files and versions, and into conversations held before."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import WordEmbedding
from places import open_store, rebuild
from worlds import assistant, world

from assistant.viewer import PUBLIC
from index import seal
from index.folders import Labelling
from index.ingest import ingest, remove
from index.relabel import relabel
from index.store import Store
from web.chat import Conversation, ask, source
from web.page import messages

pytestmark = pytest.mark.usefixtures("vectors_at")
MINUTES = """Quayside and Locks Board

Minutes of the Quayside and Locks Board, Wednesday 6 March 2019 at 10:00, Lock Keeper's House

Present:
Ottoline Fairbrass, Chair

1. Welcome

The Chair opened the meeting and welcomed two new members.

2. Ferry yard

The Board noted the plans for the ferry yard.

{yard}

3. Lift bridges

Benedek Szalai reported that the lift bridges failed nine times in the winter.
"""
PAID = "Mr Marrow is paid severance of £45,000."
DRAFT = MINUTES.format(yard=PAID)
APPROVED = DRAFT.replace("two new", "three new")
OTHER = MINUTES.format(yard="The gate is painted blue.").replace("two new", "three new")
Write = Callable[[str, str], Path]


def shown(store: Store) -> str:
    """All that everybody may read."""
    return " ".join(item.text for item in store.seen_by(("open",)).catalog.items())


def holding(store: Store, words: str) -> str:
    return next(item.item_id for item in reversed(store.catalog.items()) if words in item.text)


def repaired(folder: Path) -> None:
    """The store made anew, as after an update."""
    with sqlite3.connect(folder / "catalog.sqlite") as connection:
        connection.execute("UPDATE identity SET value = '4' WHERE name = 'schema'")
    seal.take_off(folder)
    assert rebuild(folder, WordEmbedding).saved == 2


def test_a_repair_gives_each_of_two_files_of_one_meeting_its_own_decisions(tmp_path: Path):
    with world(tmp_path, {"a.txt": DRAFT, "b.txt": OTHER}) as store:
        relabel(store, holding(store, "Marrow"), "exempt")
        (tmp_path / "a.txt").write_text(DRAFT + "\n", "utf-8")
        ingest(store, [tmp_path / "a.txt"])  # now it stands behind the other in the order of readings
        assert ("Marrow" in shown(store), "painted blue" in shown(store)) == (False, True)
    repaired(tmp_path / "store")
    with open_store(tmp_path / "store", WordEmbedding) as store:
        assert ("Marrow" in shown(store), "painted blue" in shown(store)) == (False, True)


def test_a_repair_that_cannot_give_the_ids_back_shows_nothing_of_the_file(tmp_path: Path):
    with world(tmp_path, {"a.txt": DRAFT, "b.txt": OTHER.replace("6 March", "6 May")}) as store:
        relabel(store, holding(store, "Marrow"), "exempt")
    with sqlite3.connect(tmp_path / "store" / "catalog.sqlite") as connection:
        connection.execute("UPDATE issued SET text_sha256 = '0' WHERE item_id IN (SELECT subject FROM decided)")
    repaired(tmp_path / "store")
    with open_store(tmp_path / "store", WordEmbedding) as store:
        assert ("two new" in shown(store), "painted blue" in shown(store)) == (False, True)


def test_a_repair_reads_no_labels_from_the_folder_of_the_store(tmp_path: Path):
    with world(tmp_path, {"a.txt": DRAFT, "b.txt": OTHER.replace("6 March", "6 May")}) as store:
        before = shown(store)
    (tmp_path / "labels.toml").write_text('label = "exempt"\n', "utf-8")
    repaired(tmp_path / "store")
    with open_store(tmp_path / "store", WordEmbedding) as store:
        assert shown(store) == before


def test_the_approved_version_of_a_restricted_draft_is_restricted_as_that_is_and_the_report_says_so(tmp_path: Path):
    with world(tmp_path, {"draft.txt": DRAFT}) as store:
        relabel(store, holding(store, "Marrow"), "exempt")
        (tmp_path / "approved.txt").write_text(APPROVED, "utf-8")
        [entry] = ingest(store, [tmp_path / "approved.txt"]).entries
        assert (entry.code, "a version of these minutes is restricted" in entry.message) == ("I_LABELLED", True)
        assert ("Marrow" in shown(store), "three new" in shown(store)) == (False, True)
        relabel(store, next(i.item_id for i in store.catalog.items() if "Marrow" in i.text and "~2" in i.item_id), "open")
        assert "Marrow" in shown(store)  # what staff decide of it holds
        assert store.check() == []


def test_a_restricted_file_stays_so_under_another_name_and_when_it_was_taken_out(tmp_path: Path):
    with world(tmp_path, {"m.txt": DRAFT}) as store:
        relabel(store, "m.txt", "confidential")
        (tmp_path / "m.txt").rename(tmp_path / "m2.txt")
        (tmp_path / "m2.txt").write_text(APPROVED, "utf-8")
        ingest(store, [tmp_path / "m2.txt"])
        assert shown(store) == ""
        for name in ("m.txt", "m2.txt"):
            remove(store, tmp_path / name)
        ingest(store, [tmp_path / "m2.txt"])
        assert shown(store) == ""


def test_a_restricted_document_stays_so_under_a_corrected_date(tmp_path: Path):
    with world(tmp_path, {"m.txt": DRAFT}) as store:
        relabel(store, store.catalog.documents()[0].document_id, "confidential")
        text = APPROVED.replace("6 March", "7 March").replace("nine times", "ten times").replace("£45,000", "£45,000 at once")
        (tmp_path / "m.txt").write_text(text, "utf-8")
        ingest(store, [tmp_path / "m.txt"])
        assert [d.document_id.split("/")[1] for d in store.catalog.documents()] == ["2019-03-07"]
        assert shown(store) == ""


def test_minutes_of_another_meeting_of_the_body_stay_open(tmp_path: Path):
    with world(tmp_path, {"m.txt": DRAFT}) as store:
        relabel(store, "m.txt", "confidential")
        (tmp_path / "may.txt").write_text(OTHER.replace("6 March", "6 May"), "utf-8")
        ingest(store, [tmp_path / "may.txt"])
        assert "painted blue" in shown(store)


def test_restricting_a_document_does_not_lower_what_its_minutes_mark(tmp_path: Path):
    with world(tmp_path, {"m.txt": DRAFT.replace("3. Lift bridges", "3. Lift bridges (CONFIDENTIAL)")}) as store:
        relabel(store, store.catalog.documents()[0].document_id, "exempt")
        assert "nine times" not in " ".join(i.text for i in store.seen_by(("open", "exempt")).catalog.items())
        assert "nine times" in " ".join(i.text for i in store.seen_by(("open", "exempt", "confidential")).catalog.items())
        relabel(store, store.catalog.documents()[0].document_id, "open")
        assert "nine times" in shown(store)


def test_a_stricter_label_said_later_is_refused_where_staff_opened_the_file(tmp_path: Path):
    with world(tmp_path, {"m.txt": DRAFT}) as store:
        relabel(store, holding(store, "Marrow"), "open")
        [entry] = ingest(store, [tmp_path / "m.txt"], labelling=Labelling("confidential")).entries
        assert (entry.outcome, entry.code) == ("failed", "E_LABEL")
        assert ingest(store, [tmp_path / "m.txt"]).entries[0].outcome == "unchanged"


def test_words_that_were_restricted_later_are_gone_from_an_open_conversation(tmp_path: Path):
    with world(tmp_path, {"m.txt": DRAFT.replace(PAID, f"(a) The gate is painted blue.\n\n(b) {PAID}")}) as store:
        public = assistant(store).seen_by(PUBLIC)
        *_, before = ask(public, "What severance is Mr Marrow paid?", Conversation())
        assert "45,000" in str(messages(before))
        assert "45,000" in source(public, before, "1-1")
        relabel(store, holding(store, "Marrow"), "exempt")  # the point alone: its item is still shown
        *_, after = ask(public, "Who was in the chair?", before)
        assert "45,000" not in str(messages(after))
        assert "not shown any more" in source(public, before, "1-1")


def test_the_panel_says_of_a_document_what_may_be_seen_of_it_now(tmp_path: Path):
    with world(tmp_path, {"m.txt": DRAFT.replace("Minutes of", "DRAFT Minutes of")}) as store:
        public = assistant(store).seen_by(PUBLIC)
        *_, before = ask(public, "What did the Board note about the ferry yard?", Conversation())
        assert "not yet accepted" in source(public, before, "1-1")
        relabel(store, store.catalog.items()[0].item_id, "confidential")
        assert "raft" not in source(public, before, "1-1")
