"""Between two steps: what a kill, a failure or a slow thread may leave of a store, and that nobody takes it for a whole one."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import stat
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from archives import digest, take_in, written
from fakes import LINES, WordEmbedding
from kills import Point, killed_at, start
from worlds import Shell

from assistant.config import Config
from index import backup, expunge, seal
from index.backup import back_up
from index.errors import DamagedStore, LockedStore, ModelError, NoSpace
from index.ingest import ingest
from index.lock import OWNER, owner_of
from index.rebuild import rebuild
from index.restore import restore
from index.seal import CATALOG, SEAL, VECTORS
from index.store import open_store
from web.archive import open_archive

pytestmark = pytest.mark.usefixtures("alone")
QUESTION = "What did the board decide about the ferry pontoon?"


@pytest.fixture
def held(tmp_path: Path) -> tuple[Path, list[Path]]:
    files = written(tmp_path / "minutes", 5, 8)
    take_in(tmp_path / "store", files)
    return tmp_path / "store", files


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


# -- a catalogue that is gone


@pytest.mark.parametrize("sealed", [True, False])
@pytest.mark.parametrize("command", [["ask", QUESTION], ["list", "items"], ["ingest", "minutes"], ["verify"]], ids=lambda row: row[0])
def test_where_the_catalogue_is_gone_no_empty_store_takes_its_place(quay: Shell, command: list[str], sealed: bool):
    (quay.store / CATALOG).unlink()
    if not sealed:
        (quay.store / SEAL).unlink()
    ran = quay(*command)
    assert (ran.code, ran.out) == (65, "")
    assert ran.err.startswith("error[E_CORRUPT]: The catalogue (catalog.sqlite) is gone.\nhint: Run: python -m assistant verify --rebuild")
    assert not (quay.store / CATALOG).exists()


def test_where_the_catalogue_is_gone_the_page_shows_no_samples_in_its_place(quay: Shell):
    (quay.store / CATALOG).unlink()
    with pytest.raises(DamagedStore), open_archive(Config(store=quay.store)):
        pass


@pytest.mark.slow
def test_a_backup_brings_a_store_back_whose_catalogue_is_gone(held: tuple[Path, list[Path]], tmp_path: Path):
    store, files = held
    before = digest(store)
    with open_store(store, WordEmbedding) as opened:
        back_up(opened, tmp_path / "kept")
    (store / CATALOG).unlink()
    # Killed before the new seal is there: the old one must not speak of the new files.
    assert killed_at(Point("call", "put_on"), restore, store, tmp_path / "kept", WordEmbedding)
    assert digest(store) == before
    take_in(store, files)
    assert digest(store) == before


# -- a rebuild that fails or is killed


def no_model() -> WordEmbedding:
    raise ModelError("no such model")


@pytest.mark.parametrize("damaged", [True, False])
def test_a_rebuild_without_its_model_leaves_every_file_as_it_was(held: tuple[Path, list[Path]], damaged: bool):
    store, _ = held
    if damaged:
        (store / CATALOG).write_bytes(b"junk")
    before = tree(store)
    with pytest.raises(ModelError):
        rebuild(store, no_model)
    assert {**tree(store), "lock": b""} == {**before, "lock": b""}


def test_a_rebuild_makes_no_store_where_there_is_none(shell: Shell):
    ran = shell("verify", "--rebuild")
    assert (ran.code, "error[E_NOINPUT]" in ran.err) == (66, True)
    assert not shell.store.exists()


def saved_anew(store: Path) -> None:
    rebuild(store, WordEmbedding, LINES)


SAVING = {
    "before the third file is taken back": ("call", "ingest", 3),
    "before the new store is complete": ("return", "take_back"),
    "as it takes over": ("call", "take_over"),
    "when the old vectors are aside": ("return", "set_aside", 1),
    "when the old catalogue is aside": ("return", "set_aside", 4),
    "before the seal": ("call", "put_on", 2),
}


@pytest.mark.slow
@pytest.mark.parametrize("point", SAVING)
def test_killed_while_a_damaged_catalogue_is_saved_no_part_of_it_is_taken_for_the_whole(held: tuple[Path, list[Path]], point: str):
    store, _ = held
    before = digest(store)
    content = (store / CATALOG).read_bytes()
    (store / CATALOG).write_bytes(content.replace(b"CREATE TABLE people", b"CREATE TABLE PEOPLE", 1))  # harmless, and not as it was left
    assert killed_at(Point(*SAVING[point]), saved_anew, store)
    if (store / "saved").exists() or point == "before the seal":
        assert digest(store) == before  # the next opening ends it
    else:
        with pytest.raises(DamagedStore), open_store(store, WordEmbedding) as opened:
            opened.dense("the board")
        assert rebuild(store, WordEmbedding, LINES).missing == ()
        assert digest(store) == before
    assert not [name for name in os.listdir(store) if name.startswith("saved")]


REFILLING = [("return", "fill"), ("return", "set_aside"), ("call", "put_on")]


@pytest.mark.slow
@pytest.mark.parametrize("point", REFILLING)
def test_killed_while_the_vectors_are_made_anew_the_store_is_whole_or_refused(held: tuple[Path, list[Path]], point: tuple[str, str]):
    store, _ = held
    before = digest(store)
    assert killed_at(Point(*point), saved_anew, store)
    if point == ("return", "set_aside"):
        with pytest.raises(DamagedStore), open_store(store, WordEmbedding) as opened:
            opened.dense("the board")
        assert rebuild(store, WordEmbedding, LINES).why == ""
    assert digest(store) == before


DECIDED = "CREATE TABLE IF NOT EXISTS decided (subject VARCHAR PRIMARY KEY, label VARCHAR NOT NULL, made VARCHAR NOT NULL)"
LABELLED = {
    "a file": "UPDATE revisions SET label = 'exempt' WHERE file = 'm01.txt'",
    "a file, decided": "INSERT INTO decided SELECT path, 'exempt', '2026' FROM revisions WHERE file = 'm01.txt'",
    "a document": "INSERT INTO decided SELECT document_id, 'exempt', '2026' FROM documents WHERE body_id = 'board-01'",
    "an item": "INSERT INTO decided VALUES ('board-01/2019-03-02/minutes/01', 'confidential', '2026')",
}


@pytest.mark.parametrize("labelled", LABELLED)
def test_what_has_a_label_is_never_saved_as_open_to_all(held: tuple[Path, list[Path]], labelled: str):
    store, _ = held
    connection = sqlite3.connect(store / CATALOG)
    connection.execute(DECIDED)
    connection.execute(LABELLED[labelled])
    connection.commit()
    connection.close()
    assert rebuild(store, WordEmbedding, LINES).missing == ()  # the bytes differ from those sealed
    with open_store(store, WordEmbedding) as opened:
        public = opened.seen_by(("open",)).catalog
        assert len(opened.catalog.documents()) == 5
        assert public.item("board-01/2019-03-02/minutes/01") is None
        others = [document.file for document in public.documents() if document.file != "m01.txt"]
        assert others == ["m00.txt", "m02.txt", "m03.txt", "m04.txt"]
        if labelled != "an item":
            assert [document.file for document in public.documents()] == others


def test_where_the_labels_cannot_be_read_nothing_is_saved_as_open_to_all(held: tuple[Path, list[Path]]):
    store, _ = held
    connection = sqlite3.connect(store / CATALOG)
    connection.execute("DROP TABLE IF EXISTS decided")
    connection.execute("CREATE TABLE decided (other VARCHAR)")
    connection.commit()
    connection.close()
    assert rebuild(store, WordEmbedding, LINES).saved == 5
    with open_store(store, WordEmbedding) as opened:
        assert len(opened.catalog.documents()) == 5
        assert opened.seen_by(("open",)).catalog.documents() == []


# -- what a killed ingest leaves is no damage


@pytest.mark.slow
def test_what_a_killed_ingest_left_is_no_damage_and_its_catalogue_is_trusted(shell: Shell, tmp_path: Path):
    files = written(tmp_path / "minutes", 4, 8)
    assert killed_at(Point("return", "Vectors.upsert", 3), take_in, shell.store, files)
    shutil.copytree(shell.store, tmp_path / "other")
    assert shell("verify").out == "The store is whole.\n"
    assert rebuild(tmp_path / "other", WordEmbedding, LINES).why == ""
    take_in(tmp_path / "other", files)
    take_in(shell.store, files)
    assert digest(tmp_path / "other") == digest(shell.store)


# -- the seal


def test_a_store_whose_log_still_holds_something_is_not_sealed(held: tuple[Path, list[Path]]):
    store, _ = held
    (store / SEAL).unlink()
    (store / f"{CATALOG}-wal").write_bytes(b"committed, and not yet in the catalogue")
    seal.put_on(store)
    assert not seal.is_on(store)


def test_a_log_that_appears_beside_a_sealed_catalogue_is_named(held: tuple[Path, list[Path]]):
    store, _ = held
    (store / f"{CATALOG}-wal").write_bytes(b"from elsewhere")
    assert seal.changed(store) == f"{CATALOG}-wal"


def test_a_file_that_the_disk_no_longer_gives_is_named(held: tuple[Path, list[Path]], monkeypatch: pytest.MonkeyPatch):
    store, _ = held
    real = Path.open

    def bad_disk(path: Path, *arguments: object, **named: object):
        if path.name == "chroma.sqlite3":
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real(path, *arguments, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", bad_disk)
    assert seal.changed(store) == f"{VECTORS}/chroma.sqlite3"


def test_a_store_whose_vectors_failed_while_they_were_written_is_not_sealed_as_sound(held: tuple[Path, list[Path]], tmp_path: Path):
    store, _ = held
    more = written(tmp_path / "more", 6, 8)
    with open_store(store, WordEmbedding) as opened:
        break_off(opened.vectors)
        with pytest.raises(DamagedStore):
            ingest(opened, more, pipeline=LINES)
    assert not seal.is_on(store)
    take_in(store, more)  # a child looked it through
    assert seal.is_on(store)


def break_off(vectors) -> None:
    from chromadb.errors import InternalError

    def upsert(**_: object) -> None:
        raise InternalError("Failed to apply logs to the metadata segment")

    for collection in vectors._collections.values():
        collection.upsert = upsert


# -- two at a store


def test_the_pid_of_a_dead_owner_is_never_given(held: tuple[Path, list[Path]]):
    store, _ = held
    gone = subprocess.Popen(["true"])
    gone.wait()
    (store / OWNER).write_text(f'{{"pid": {gone.pid}, "since": "2019-03-06T10:00:00", "port": 9, "token": "T"}}')
    assert owner_of(store) is None


def try_in(store: Path, files: Sequence[Path], at: float, said: Path) -> None:
    """Ingest at a moment agreed on; what came of it."""
    time.sleep(max(0.0, at - time.time()))
    began = time.monotonic()
    try:
        take_in(store, files)
        said.write_text(f"{os.getpid()} won")
    except LockedStore as error:
        said.write_text(f"{os.getpid()} {time.monotonic() - began < 2} {error.exit_code} {error.message}")


TWICE = 20 if os.environ.get("SOAK") else 5


@pytest.mark.slow
@pytest.mark.parametrize("turn", range(TWICE))
def test_r12_of_two_that_start_at_once_one_wins_and_the_other_names_it(tmp_path: Path, turn: int):
    files = written(tmp_path / "minutes", 6, 20)
    at = time.time() + 1.0
    two = [start(try_in, tmp_path / "store", files, at, tmp_path / name) for name in ("a", "b")]
    for process in two:
        process.join(120)
        assert process.exitcode == 0
    said = sorted(((tmp_path / name).read_text() for name in ("a", "b")), key=len)
    winner = said[0].split()[0]
    assert said[0] == f"{winner} won"
    assert said[1].startswith(
        f"{({str(process.pid) for process in two} - {winner}).pop()} True 75 The store is in use by process {winner} since "
    )
    take_in(tmp_path / "alone", files)
    assert digest(tmp_path / "store") == digest(tmp_path / "alone")


def test_a_store_that_is_closed_under_an_ingest_ends_it_after_the_file_at_hand_and_is_whole(tmp_path: Path):
    files = written(tmp_path / "minutes", 8, 8)
    third, go_on, told, steps = threading.Event(), threading.Event(), [], []

    def step(name: str) -> None:
        steps.append(name)
        if steps.count("filing") == 3:
            third.set()
            go_on.wait(30)

    def work() -> None:
        try:
            ingest(opened, files, pipeline=replace(LINES, step=step))
        except LockedStore as error:
            told.append(error.exit_code)

    with open_store(tmp_path / "store", WordEmbedding, create=True) as opened:
        writer = threading.Thread(target=work)
        writer.start()
        assert third.wait(30)
        threading.Timer(0.3, go_on.set).start()
    writer.join(30)
    assert told == [75]
    assert seal.changed(tmp_path / "store") is None
    with open_store(tmp_path / "store", WordEmbedding) as again:
        assert [document.file for document in again.catalog.documents()] == ["m00.txt", "m01.txt", "m02.txt"]
    with pytest.raises(LockedStore):
        opened.dense("the board")  # a thread that comes late opens nothing


# -- backups


def test_a_backup_and_a_new_store_are_for_this_user_alone(held: tuple[Path, list[Path]], tmp_path: Path):
    store, _ = held
    with open_store(store, WordEmbedding) as opened:
        back_up(opened, tmp_path / "kept")
    assert stat.S_IMODE((tmp_path / "kept").stat().st_mode) == 0o600
    assert stat.S_IMODE(store.stat().st_mode) == 0o700


def test_a_backup_into_a_folder_that_is_not_there_is_refused_by_its_name(quay: Shell, tmp_path: Path):
    ran = quay("backup", tmp_path / "nowhere" / "kept")
    assert (ran.code, ran.out) == (73, "")
    assert ran.err == "error[E_CANTCREATE]: kept cannot be written: No such file or directory.\nhint: Name another file or folder.\n"
    assert not (tmp_path / "nowhere").exists()


def no_space(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_disk_without_room_for_a_backup_is_told_and_nothing_half_made_stays(
    held: tuple[Path, list[Path]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    store, _ = held
    (tmp_path / "disk").mkdir()
    with open_store(store, WordEmbedding) as opened:
        monkeypatch.setattr(backup, "flush", no_space)
        with pytest.raises(NoSpace):
            back_up(opened, tmp_path / "disk" / "kept")
        monkeypatch.undo()
        monkeypatch.setattr(shutil, "disk_usage", lambda _: type("Usage", (), {"free": 4_100_000}))
        with pytest.raises(NoSpace, match=r"disk has 4\.1 MB free"):
            back_up(opened, tmp_path / "disk" / "kept")
    assert list((tmp_path / "disk").iterdir()) == []


def test_a_disk_without_room_for_a_restored_store_is_told_and_nothing_half_made_stays(
    held: tuple[Path, list[Path]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    store, _ = held
    with open_store(store, WordEmbedding) as opened:
        back_up(opened, tmp_path / "kept")
    monkeypatch.setattr(shutil, "copyfileobj", no_space)
    with pytest.raises(NoSpace):
        restore(tmp_path / "machine", tmp_path / "kept", WordEmbedding)
    assert [path.name for path in (tmp_path / "machine").iterdir()] == ["lock"]


def test_a_backup_that_cannot_be_noted_is_a_backup(held: tuple[Path, list[Path]], tmp_path: Path):
    store, _ = held
    (store / backup.BACKUP_NOTE).mkdir()
    with open_store(store, WordEmbedding) as opened:
        assert back_up(opened, tmp_path / "kept").documents == 5
    assert (tmp_path / "kept").exists()


@pytest.mark.parametrize("name", ["a b", "a#b", "a?mode=memory", "100%25", "-x"])
def test_a_store_may_lie_in_a_folder_of_any_name(tmp_path: Path, name: str):
    files = written(tmp_path / "minutes", 2, 3)
    store, machine = tmp_path / name / "store", tmp_path / name / "machine"
    take_in(store, files)
    before = digest(store)
    with open_store(store, WordEmbedding) as opened:
        back_up(opened, tmp_path / name / "kept")
    restore(machine, tmp_path / name / "kept", WordEmbedding)
    (store / CATALOG).write_bytes((store / CATALOG).read_bytes().replace(b"CREATE TABLE people", b"CREATE TABLE PEOPLE", 1))
    assert rebuild(store, WordEmbedding, LINES).missing == ()
    assert digest(store) == digest(machine) == before
    assert {path.name for path in tmp_path.iterdir()} == {name, "minutes"}


# -- removal for good


def test_a_removal_for_good_whose_child_hangs_says_how_to_end_it(quay: Shell, monkeypatch: pytest.MonkeyPatch):
    def hangs(*_: object, seconds: int) -> None:
        raise subprocess.TimeoutExpired("index.expunge", seconds)

    monkeypatch.setattr(expunge, "run_child", hangs)
    ran = quay("remove", "--for-good", "quay-minutes.txt")
    assert (ran.code, "out of sight, but not gone" in ran.err) == (65, True)
    assert "hint: Run: python -m assistant remove --for-good" in ran.err
    monkeypatch.undo()
    assert quay("remove", "--for-good").code == 0
    assert not [path for path in quay.store.rglob("*") if path.is_file() and b"ferry pontoon" in path.read_bytes()]
