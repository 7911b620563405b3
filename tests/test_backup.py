"""Backup and restore (R-04, R-86): one file, from which an empty machine has the same store again; killed, nothing half-made stays."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from archives import digest, moments, take_in, written
from fakes import WordEmbedding
from kills import Point, killed_after, killed_at, ran
from worlds import Shell

from index.backup import back_up
from index.errors import AssistantError, BadFile, DamagedStore
from index.quarantine import SetAside
from index.restore import restore
from index.revisions import Revisions
from index.store import open_store

KILLS = 20 if os.environ.get("SOAK") else 4
QUESTION = "What did the board decide about the ferry pontoon?"
pytestmark = pytest.mark.usefixtures("alone")


def saved(store: Path, target: Path) -> None:
    with open_store(store, WordEmbedding) as opened:
        back_up(opened, target)


@pytest.fixture
def held(tmp_path: Path) -> Path:
    take_in(tmp_path / "store", written(tmp_path / "minutes", 6, 12))
    return tmp_path / "store"


def test_r86_a_backup_restores_the_store_on_an_empty_machine(quay: Shell, tmp_path: Path):
    before, answer = digest(quay.store), quay("ask", QUESTION, "--json").json
    said = quay("backup", tmp_path / "kept").out
    assert said.startswith("Backed up 2 documents, ")
    assert said.endswith(f" passages (kept, digest {before[:16]}).\n")
    shutil.rmtree(quay.store)
    assert quay("restore", tmp_path / "kept").out == said.replace("Backed up", "Restored")
    assert quay("verify").out == "The store is whole.\n"
    assert digest(quay.store) == before
    again = quay("ask", QUESTION, "--json").json
    assert {**again, "ms": None} == {**answer, "ms": None}


@pytest.mark.slow
@pytest.mark.skipif(not os.environ.get("SOAK"), reason="20,000 passages take minutes: make soak")
def test_r86_20000_passages_are_restored_within_ten_minutes(shell: Shell, tmp_path: Path):
    take_in(shell.store, written(tmp_path / "minutes", 80, 500))
    before = digest(shell.store)
    said = shell("backup", tmp_path / "kept").out
    shutil.rmtree(shell.store)
    began = time.monotonic()
    assert shell("restore", tmp_path / "kept").out == said.replace("Backed up", "Restored")
    print("seconds to restore:", round(time.monotonic() - began, 1))
    print("what:", said.strip())
    assert time.monotonic() - began <= 600
    assert digest(shell.store) == before


def test_restoring_needs_no_embedding_model_and_new_minutes_are_taken_in_after_it(held: Path, tmp_path: Path):
    saved(held, tmp_path / "kept")
    restore(tmp_path / "machine", tmp_path / "kept", WordEmbedding)
    files = written(tmp_path / "minutes", 8, 12)
    take_in(tmp_path / "machine", files)
    take_in(held, files)
    assert digest(tmp_path / "machine") == digest(held)
    with open_store(tmp_path / "machine", WordEmbedding) as opened:
        assert opened.catalog.revisions.identity("backup digest") is None


def test_a_folder_gets_a_backup_named_by_the_day_and_none_is_overwritten(quay: Shell, tmp_path: Path):
    (tmp_path / "kept").mkdir()
    name = quay("backup", tmp_path / "kept", "--json").json["file"]
    assert [path.name for path in (tmp_path / "kept").iterdir()] == [name]
    assert name.startswith("minutes-20")
    ran = quay("backup", tmp_path / "kept")
    assert (ran.code, "no backup is overwritten" in ran.err) == (73, True)


def test_a_damaged_store_is_not_backed_up_and_the_message_names_the_last_backup(quay: Shell, tmp_path: Path):
    assert "No backup was made" in damaged(quay).err
    assert not (tmp_path / "kept").exists()
    quay("verify", "--rebuild")
    quay("backup", tmp_path / "first")
    ran = damaged(quay)
    assert (ran.code, "The last backup is first of 20" in ran.err) == (65, True)


def damaged(quay: Shell):
    with (quay.store / "chroma" / "chroma.sqlite3").open("r+b") as file:
        file.seek(5000)
        file.write(b"x")
    return quay("backup", "kept")


def test_a_store_is_never_restored_over_another(quay: Shell, tmp_path: Path):
    quay("backup", tmp_path / "kept")
    before = digest(quay.store)
    ran = quay("restore", tmp_path / "kept")
    assert (ran.code, "a store in this folder already" in ran.err) == (73, True)
    assert digest(quay.store) == before


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def other_words(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("UPDATE outcomes SET text = 'something else'")
    connection.execute("UPDATE items SET title = 'Something else' WHERE pk = 3")
    connection.commit()
    connection.close()


def no_backup(path: Path) -> None:
    path.write_bytes(b"Quayside and Locks Board\n" * 1000)


@pytest.mark.parametrize("damage", [cut, other_words, no_backup])
def test_what_is_no_whole_backup_is_refused_and_leaves_nothing(held: Path, tmp_path: Path, damage: Callable[[Path], None]):
    saved(held, tmp_path / "kept")
    damage(tmp_path / "kept")
    with pytest.raises(BadFile) as raised:
        restore(tmp_path / "machine", tmp_path / "kept", WordEmbedding)
    assert (raised.value.code, raised.value.exit_code) == ("E_STRUCTURE", 65)
    assert [path.name for path in (tmp_path / "machine").iterdir()] == ["lock"]


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM decided",
        "DELETE FROM quarantine",
        "DELETE FROM issued WHERE item_id = (SELECT max(item_id) FROM issued)",
        "UPDATE issued SET redirect = 'elsewhere' WHERE item_id = (SELECT max(item_id) FROM issued)",
        "UPDATE decided SET label = 'open'",
        "UPDATE quarantine SET approved = made",
        "UPDATE revisions SET path = path || 'x'",
        "UPDATE revisions SET file = 'x' || file",
        "UPDATE revisions SET read = x'00' WHERE id = 1",
        "DELETE FROM labels",
    ],
)
def test_a_backup_that_lacks_what_only_the_catalogue_knows_is_no_whole_one(held: Path, tmp_path: Path, change: str):
    with open_store(held, WordEmbedding) as opened:
        opened.examine()
        opened.catalog.revisions.decide({"/somewhere/else.txt": "exempt"})
        opened.catalog.quarantine.put(SetAside("0" * 64, "held.pdf", "W_REDACTION", "5 words", "2026-01-02T03:04:05"))
        back_up(opened, tmp_path / "kept")
    restore(tmp_path / "before", tmp_path / "kept", WordEmbedding)
    connection = sqlite3.connect(tmp_path / "kept")
    assert connection.execute(change).rowcount > 0
    connection.commit()
    connection.close()
    with pytest.raises(BadFile, match="not a whole backup"):
        restore(tmp_path / "machine", tmp_path / "kept", WordEmbedding)


def test_a_backup_made_before_the_second_digest_is_restored(held: Path, tmp_path: Path):
    saved(held, tmp_path / "kept")
    connection = sqlite3.connect(tmp_path / "kept")
    assert connection.execute("DELETE FROM identity WHERE name = 'backup known digest'").rowcount == 1
    connection.commit()
    connection.close()
    assert restore(tmp_path / "machine", tmp_path / "kept", WordEmbedding).digest == digest(held)


def test_a_catalogue_that_was_never_signed_is_no_backup(held: Path, tmp_path: Path):
    with pytest.raises(BadFile):
        restore(tmp_path / "machine", held / "catalog.sqlite", WordEmbedding)


def test_a_backup_that_is_not_there_is_named(quay: Shell, tmp_path: Path):
    ran = quay.bare("restore", "nowhere", "--store", tmp_path / "machine")
    assert (ran.code, "no such file: nowhere" in ran.err) == (66, True)
    assert not (tmp_path / "machine").exists()


@pytest.mark.slow
@pytest.mark.parametrize("turn", range(KILLS))
def test_r04_a_killed_backup_is_complete_or_not_there_and_the_store_is_untouched(held: Path, tmp_path: Path, turn: int):
    before = digest(held)
    began = time.monotonic()
    assert ran(saved, held, tmp_path / "whole") == 0
    moment = list(moments(KILLS, time.monotonic() - began))[turn]
    killed_after(moment, saved, held, tmp_path / "kept")
    assert digest(held) == before
    if (tmp_path / "kept").exists():
        assert restore(tmp_path / "machine", tmp_path / "kept", WordEmbedding).digest == before
    else:
        saved(held, tmp_path / "kept")
    assert sorted(path.name for path in tmp_path.iterdir() if "kept" in path.name) == ["kept"]


POINTS = ["_prepared", "told", "Vectors.upsert", "set_aside", "put_on"]


@pytest.mark.slow
@pytest.mark.parametrize("point", POINTS)
def test_r04_a_killed_restore_is_complete_or_can_be_done_again(held: Path, tmp_path: Path, point: str):
    before = digest(held)
    saved(held, tmp_path / "kept")
    assert killed_at(Point("call", point), restore, tmp_path / "machine", tmp_path / "kept", WordEmbedding)
    if (tmp_path / "machine" / "catalog.sqlite").exists():
        assert point == "put_on"
    else:
        with pytest.raises(AssistantError), open_store(tmp_path / "machine", WordEmbedding):
            pass
        restore(tmp_path / "machine", tmp_path / "kept", WordEmbedding)
    assert digest(tmp_path / "machine") == before
    assert digest(held) == before


def test_a_copy_that_differs_from_the_store_is_no_backup(held: Path, tmp_path: Path):
    class Forgetful(Revisions):
        def copy_to(self, path: Path) -> None:
            super().copy_to(path)
            connection = sqlite3.connect(path)
            connection.execute("DELETE FROM outcomes")
            connection.execute("DELETE FROM revisions WHERE id = 1")
            connection.commit()
            connection.close()

    with open_store(held, WordEmbedding) as opened:
        opened.catalog.__dict__["revisions"] = Forgetful(opened.catalog._engine)
        with pytest.raises(DamagedStore):
            back_up(opened, tmp_path / "kept")
    assert [path.name for path in tmp_path.iterdir() if "kept" in path.name] == []
