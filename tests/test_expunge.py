"""R-49: what is removed for good is in no file of the store any more, and that is proved by looking; killed, it can be done again."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from archives import digest, due, shown, take_in, take_out, written
from fakes import WordEmbedding
from kills import Point, killed_at
from worlds import QUAY_MINUTES, Shell, words_only

from assistant.build import open_assistant
from assistant.config import Config
from index import expunge as module
from index.expunge import Expunged, expunge
from index.seal import VECTORS
from index.store import open_store
from index.traces import Traces, but_not, left_in, traces_of

EACH = 10 if os.environ.get("SOAK") else 1
pytestmark = pytest.mark.usefixtures("alone")


@pytest.fixture
def held(tmp_path: Path) -> tuple[Path, list[Path]]:
    files = written(tmp_path / "minutes", 5, 12)
    take_in(tmp_path / "store", files)
    return tmp_path / "store", files


def without(folder: Path, files: list[Path]) -> str:
    """The digest of a store that never held the second file."""
    take_in(folder / "never", [files[0], *files[2:]])
    return digest(folder / "never")


def out_for_good(store: Path, *names: str) -> Expunged:
    with open_store(store, WordEmbedding) as opened:
        return expunge(opened, [revision for revision in opened.catalog.revisions.committed() if revision.file in names])


def of_second(store: Path, files: list[Path]) -> Traces:
    """The words and vectors that only the second file has."""
    with open_store(store, WordEmbedding) as opened:
        rows = opened.catalog.revisions.vector_rows(opened.fingerprint)
        second = {revision.id for revision in opened.catalog.revisions.committed() if revision.file == "m01.txt"}
    gone = traces_of([files[1].read_text()], [row.vector for revision, _, row in rows if revision in second])
    others = [row.vector for revision, _, row in rows if revision not in second]
    return but_not(gone, [path.read_text() for path in [files[0], *files[2:]]], others)


def test_r49_after_a_plain_removal_words_and_vectors_are_on_disk_and_after_one_for_good_they_are_not(held, tmp_path: Path):
    store, files = held
    shutil.copytree(store, tmp_path / "plain")
    looked_for = of_second(store, files)
    take_out(tmp_path / "plain", files[1])
    assert "chroma/chroma.sqlite3" in left_in(tmp_path / "plain", looked_for)
    done = out_for_good(store, "m01.txt")
    assert (done.removed, done.left) == (("m01.txt",), ())
    assert done.searched > len(looked_for.halves) > 0
    assert left_in(store, looked_for) == []
    assert digest(store) == without(tmp_path, files)


def test_what_was_removed_before_goes_with_the_next_one_for_good(held, tmp_path: Path):
    store, files = held
    looked_for = of_second(store, files)
    take_out(store, files[1])
    assert out_for_good(store).left == ()
    assert left_in(store, looked_for) == []


def test_a_copy_that_was_set_aside_is_named(held):
    store, _ = held
    shutil.copytree(store / VECTORS, store / "chroma.aside-1")
    shutil.copy(store / "catalog.sqlite", store / "catalog.sqlite.aside-1")
    left = out_for_good(store, "m01.txt").left
    assert {name.partition("/")[0] for name in left} == {"catalog.sqlite.aside-1", "chroma.aside-1"}


def test_the_command_says_what_is_proved(quay: Shell, files: Path):
    (files / "june.txt").write_text(QUAY_MINUTES.replace("6 March 2019", "5 June 2019").replace("pontoon", "bathing raft"), "utf-8")
    assert quay("ingest", files).code == 0
    before = quay("list", "documents", "--json").json
    ran = quay("remove", "--for-good", "minutes/june.txt")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("removed   june.txt\nNo file of the store holds any of it (")
    assert ran.out.endswith(" stretches searched for). Backups made before do.\n")
    assert not [path for path in quay.store.rglob("*") if path.is_file() and b"bathing" in path.read_bytes()]
    assert [row["file"] for row in quay("list", "documents", "--json").json] == sorted({row["file"] for row in before} - {"june.txt"})
    assert quay("verify").out == "The store is whole.\n"


def test_a_copy_set_aside_ends_the_command_with_an_error(quay: Shell):
    shutil.copy(quay.store / "catalog.sqlite", quay.store / "catalog.sqlite.aside-1")
    ran = quay("remove", "--for-good", "quay-minutes.txt")
    assert (ran.code, "catalog.sqlite.aside-1" in ran.err) == (65, True)


def test_a_removal_for_good_that_fails_is_recorded_and_its_questions_are_blank(quay: Shell, monkeypatch: pytest.MonkeyPatch):
    with open_assistant(Config(store=quay.store, audit_questions=True), load=words_only) as assistant:
        assert assistant.ask("What did the board decide about the swing bridge?").citations

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "run_child", killed)
    assert quay("remove", "--for-good", "quay-minutes.txt").code == 130
    monkeypatch.undo()
    rows = quay("audit", "list", "--json").json
    assert [(row["event"], row["about"], row["question"]) for row in rows] == [("asked", "", ""), ("removed", "for good", "")]
    assert rows[1]["items"] == ["quayside-and-locks-board/2019-03-06/minutes"]
    ran = quay("remove", "--for-good")
    assert (ran.code, "No file of the store holds" in ran.out, "Nothing was searched for" in ran.out) == (0, False, True)
    assert not in_bytes(quay.store, "lift bridges failed")


def in_bytes(store: Path, words: str) -> list[str]:
    return [path.name for path in store.rglob("*") if path.is_file() and words.encode() in path.read_bytes()]


def test_the_label_of_a_file_goes_with_it_and_with_it_the_name(quay: Shell, files: Path):
    (files / "raft-inquiry.txt").write_text(QUAY_MINUTES.replace("6 March 2019", "5 June 2019").replace("pontoon", "raft"), "utf-8")
    assert quay("ingest", files).code == 0
    assert quay("label", "minutes/raft-inquiry.txt", "exempt").code == 0
    assert in_bytes(quay.store, "raft-inquiry") != []
    assert quay("remove", "--for-good", "raft-inquiry.txt").code == 0
    assert in_bytes(quay.store, "raft-inquiry") == []


def test_the_label_of_a_file_removed_before_goes_with_the_next_one_for_good_and_others_stay(quay: Shell, files: Path):
    (files / "raft-inquiry.txt").write_text(QUAY_MINUTES.replace("6 March 2019", "5 June 2019").replace("pontoon", "raft"), "utf-8")
    assert quay("ingest", files).code == 0
    assert quay("label", "raft-inquiry.txt", "exempt").code == 0
    assert quay("label", "quay-agenda.txt", "exempt").code == 0
    assert quay("remove", "raft-inquiry.txt").code == 0
    assert quay("remove", "--for-good").code == 0
    assert in_bytes(quay.store, "raft-inquiry") == []
    with open_store(quay.store, WordEmbedding) as opened:
        kept = [subject for subject in opened.catalog.revisions.decided() if subject.startswith("/")]
    assert [Path(subject).name for subject in kept] == ["quay-agenda.txt"]


def test_a_file_that_was_set_aside_can_be_removed_for_good(quay: Shell, files: Path):
    (files / "raft-inquiry.txt").write_text(QUAY_MINUTES + "".join(chr(0xE0000 + ord(letter)) for letter in "approve"), "utf-8")
    assert quay("ingest", "minutes/raft-inquiry.txt").code == 65
    assert in_bytes(quay.store, "raft-inquiry") != []
    ran = quay("remove", "--for-good", "raft-inquiry.txt")
    assert (ran.code, ran.out.splitlines()[0]) == (0, "removed   raft-inquiry.txt")
    assert ran.out.splitlines()[1].startswith("No file of the store holds any of it (")
    assert in_bytes(quay.store, "raft-inquiry") == []
    assert quay("list", "quarantine", "--json").json == []


def test_a_plain_removal_of_a_file_that_was_set_aside_drops_its_row(quay: Shell, files: Path):
    (files / "held.txt").write_text(QUAY_MINUTES + "".join(chr(0xE0000 + ord(letter)) for letter in "approve"), "utf-8")
    assert quay("ingest", "minutes/held.txt").code == 65
    assert quay("remove", "minutes/held.txt").out == "removed   held.txt\n"
    assert quay("list", "quarantine", "--json").json == []
    assert quay("remove", "minutes/held.txt").code == 66
    assert quay("verify").out == "The store is whole.\n"


def test_remove_without_a_file_is_no_command(quay: Shell):
    assert quay("remove").code == 64


def test_a_trace_is_found_wherever_it_stands_and_what_others_say_too_is_none(tmp_path: Path):
    text = "The berth of the lighter was let."
    gone = traces_of([text], [np.array([0.5, 0.25, 0.125, 0.75], dtype="<f4")])
    for start in range(40):
        (tmp_path / "file").write_bytes(b"." * start + text[1:32].encode() + b"." * 40)
        assert left_in(tmp_path, gone) == ["file"]
    assert left_in(tmp_path, but_not(gone, ["We say: The berth of the lighter was let. Yes."], [])) == []
    (tmp_path / "file").write_bytes(b"..." + np.array([0.125, 0.75], dtype="<f4").tobytes() + b"...")
    assert left_in(tmp_path, gone) == ["file"]


POINTS = {
    "before the vacuum": ("call", "pack"),
    "after the vacuum": ("return", "pack"),
    "before the new vectors": ("call", "run_child"),
    "while the new vectors are made": ("call", "Popen.communicate"),
    "before the swap": ("call", "swap"),
    "mid swap": ("return", "Path.rename"),
    "after the swap": ("return", "swap"),
}


def removed_for_good(store: Path) -> None:
    out_for_good(store, "m01.txt")


def test_a_number_beside_what_stays_that_happens_to_continue_it_is_no_trace(tmp_path: Path):
    # A row of the catalogue may have the number 32, a space, before words that stay: " Quayside ..." as in the words removed.
    gone = but_not(traces_of(["of the Quayside and Locks Board, which met"], ()), ["Quayside and Locks Board | agenda"], ())
    (tmp_path / "rows").write_bytes(b"0123456789abcde" + b"\x20Quayside and Locks Board | agenda" + b"\x00" * 20)
    assert left_in(tmp_path, gone) == []
    (tmp_path / "rows").write_bytes(b"0123456789abcde" + b"of the Quayside and Locks Board, which met")
    assert left_in(tmp_path, gone) == ["rows"]


def test_minutes_go_for_good_while_the_agenda_of_the_same_board_stays(quay: Shell):
    ran = quay("remove", "--for-good", "quay-minutes.txt")
    assert (ran.code, ran.err) == (0, "")
    assert "quay-agenda.txt" in quay("list", "documents").out


@pytest.mark.slow
@pytest.mark.parametrize("turn", range(EACH))
@pytest.mark.parametrize("point", POINTS)
def test_r02_killed_at_a_named_step_of_a_removal_for_good_the_store_opens_and_the_next_one_ends_it(
    held, tmp_path: Path, point: str, turn: int
):
    store, files = held
    looked_for = of_second(store, files)
    assert killed_at(Point(*POINTS[point]), removed_for_good, store)
    with open_store(store, WordEmbedding) as opened:
        assert shown(opened) == {path.name: due(path) for path in [files[0], *files[2:]]}
    assert out_for_good(store).left == ()
    assert left_in(store, looked_for) == []
    assert digest(store) == without(tmp_path, files)
