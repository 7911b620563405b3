"""What a person can get wrong, and what can go wrong below: one shape of message, the right code, and nothing lost."""

from __future__ import annotations

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from fakes import WordEmbedding
from worlds import QUAY, Ran, Shell, words_only

from assistant.cli import main
from index.errors import AssistantError
from index.store import open_store

QUESTION = "What did the board decide about the ferry pontoon?"


pytestmark = pytest.mark.usefixtures("alone")


def refused(ran: Ran, code: str, exit_code: int, *words: str) -> None:
    """One message of the agreed shape, with its hint; no stack, no folder of this machine."""
    first, second, *more = ran.err.splitlines()
    assert ran.code == exit_code
    assert first.startswith(f"error[{code}]: ")
    assert second.startswith("hint: ")
    assert len(second) > len("hint: ")
    assert not [line for line in more if line.startswith(("error[", "Traceback", "  File"))]
    for word in words:
        assert word in ran.err
    assert "Traceback" not in ran.err + ran.out
    assert os.sep + "pytest-of-" not in ran.err


def whole(shell: Shell) -> None:
    """The store answers as if nothing had happened."""
    assert shell("verify").out == "The store is whole.\n"
    assert shell("ask", QUESTION, "--json").json["verdict"] == "not agreed"


# -- files

BAD_FILES: list[tuple[str, bytes | None, str, int, str]] = [
    ("nowhere.txt", None, "E_NOINPUT", 66, "nowhere.txt"),
    ("empty.txt", b"", "E_NO_TEXT", 65, "no text"),
    ("blank.txt", b" \n\t\r\n\xc2\xa0 ", "E_NO_TEXT", 65, "no text"),
    ("marked.txt", b"\xef\xbb\xbf", "E_NO_TEXT", 65, "no text"),
    ("minutes.xyz", b"Quay Board", "E_TYPE", 65, ".txt"),
    ("minutes", b"Quay Board", "E_TYPE", 65, ".txt"),
    ("paper.txt", b"%PDF-1.7 \x00\x01", "E_TYPE", 65, "paper.txt"),
    ("archive.md", b"PK\x03\x04\x14\x00", "E_TYPE", 65, "archive.md"),
    ("noise.txt", bytes(range(1, 256)) * 40, "E_ENCODING", 65, "UTF-8"),
]


@pytest.mark.parametrize(("name", "content", "code", "exit_code", "words"), BAD_FILES, ids=[row[0] for row in BAD_FILES])
@pytest.mark.parametrize("command", ["ingest", "parse"])
def test_a_file_that_is_no_minutes_is_refused(
    shell: Shell, tmp_path: Path, command: str, name: str, content: bytes | None, code: str, exit_code: int, words: str
):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    ran = shell(command, path)
    refused(ran, code, exit_code, words)
    if command == "ingest" and content is not None:
        assert ran.out.startswith(f"failed    {name}")
        assert shell("list", "documents", "--json").json == []


@pytest.mark.parametrize("name", ["nowhere.txt", "empty.txt", "paper.txt"])
def test_a_bad_file_leaves_what_is_held_as_it_was(quay: Shell, tmp_path: Path, name: str):
    content = next(row[1] for row in BAD_FILES if row[0] == name)
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert quay("ingest", tmp_path / name).code in (65, 66)
    whole(quay)


def test_good_files_are_taken_in_beside_a_bad_one(shell: Shell, files: Path, tmp_path: Path):
    (files / "broken.txt").write_bytes(b"%PDF-1.7")
    (files / "notes.docm").write_bytes(b"PK")
    ran = shell("ingest", files)
    refused(ran, "E_TYPE", 65, "broken.txt")
    assert [line.split()[:2] for line in ran.out.splitlines()] == [
        ["failed", "broken.txt"],
        ["skipped", "notes.docm"],
        ["added", "quay-agenda.txt"],
        ["added", "quay-minutes.txt"],
        ["1", "failed,"],
    ]
    whole(shell)


def test_every_bad_file_is_named_with_its_own_code(shell: Shell, files: Path, tmp_path: Path):
    (files / "broken.txt").write_bytes(b"%PDF-1.7")
    (files / "empty.txt").write_bytes(b"")
    ran = shell("ingest", files, tmp_path / "nowhere.txt")
    assert ran.code == 65
    assert [line.partition(":")[0] for line in ran.err.splitlines()] == [
        "error[E_TYPE]",
        "hint",
        "error[E_NO_TEXT]",
        "hint",
        "error[E_NOINPUT]",
        "hint",
    ]
    whole(shell)


def test_a_changed_file_that_can_no_longer_be_read_keeps_what_it_said_before(quay: Shell, files: Path):
    (files / "quay-minutes.txt").write_bytes(b"")
    refused(quay("ingest", files), "E_NO_TEXT", 65)
    whole(quay)


def test_an_empty_folder_is_nothing_to_take_in(shell: Shell, tmp_path: Path):
    (tmp_path / "nothing").mkdir()
    ran = shell("ingest", tmp_path / "nothing")
    assert (ran.code, ran.out, ran.err) == (0, "nothing to take in\n", "")


@pytest.mark.parametrize("name", ["a\nb.txt", "\x1b[2Jquay.txt", "--store.txt", "ü ñ 漢字.txt", "<b>x.txt", "'; DROP TABLE items.txt"])
def test_a_hostile_file_name_is_only_a_name(shell: Shell, tmp_path: Path, name: str):
    path = tmp_path / "minutes" / name
    path.parent.mkdir()
    path.write_text(QUAY["quay-minutes.txt"], "utf-8")
    ran = shell("ingest", path.parent)
    assert (ran.code, ran.err) == (0, "")
    assert "\x1b" not in ran.out
    assert shell("ask", QUESTION, "--json").json["citations"][0]["file"] == name


# -- questions

BAD_QUESTIONS = [
    ("", "E_EMPTY", "question"),
    ("   ", "E_EMPTY", "question"),
    ("?!…", "E_EMPTY", "question"),
    ("\x00\x01", "E_EMPTY", "question"),
    ("why " * 501, "E_TOO_LONG", "2,000"),
]


@pytest.mark.parametrize(("question", "code", "words"), BAD_QUESTIONS)
@pytest.mark.parametrize("command", ["ask", "retrieve"])
def test_a_question_that_is_none_is_refused(quay: Shell, command: str, question: str, code: str, words: str):
    ran = quay(command, question)
    refused(ran, code, 64, words)
    assert ran.out == ""


@pytest.mark.parametrize(
    "question",
    ["What\x00 was agreed\ud800?", "'; DROP TABLE items; --", '" OR NEAR(', "{'$ne': 1}", "a" * 2000, "<script>alert(1)</script>"],
)
def test_a_strange_question_gets_an_answer(quay: Shell, question: str):
    ran = quay("ask", question, "--json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.json["status"] in ("answered", "partial", "not_recorded")
    whole(quay)


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"{", "column 2"), (b"{}", "list"), (b'[{"role": "god", "content": "x"}]', "turn 1"), (b"\xff", "UTF-8"), (b"[" * 99_999, "deep")],
)
def test_a_history_of_another_shape_is_refused(quay: Shell, tmp_path: Path, content: bytes, words: str):
    path = tmp_path / "history.json"
    path.write_bytes(content)
    refused(quay("ask", QUESTION, "--history", path), "E_JSON", 64, words)


def test_a_history_or_a_file_of_cases_that_is_not_there_is_refused(quay: Shell, tmp_path: Path):
    refused(quay("ask", QUESTION, "--history", tmp_path / "nowhere.json"), "E_NOINPUT", 66, "nowhere.json")
    refused(quay("batch", tmp_path / "nowhere.jsonl"), "E_NOINPUT", 66, "nowhere.jsonl")


def test_answers_that_cannot_be_written_are_refused_before_a_question_is_asked(quay: Shell, tmp_path: Path):
    asked = tmp_path / "cases.jsonl"
    asked.write_text(json.dumps({"id": 1, "question": QUESTION}))
    refused(quay("batch", asked, "--out", tmp_path / "nowhere" / "answers.jsonl"), "E_CANTCREATE", 73, "answers.jsonl", "--out")


def test_an_item_that_is_not_held_is_refused(quay: Shell):
    refused(quay("show", "nobody/2019-03-06/minutes/04"), "E_NOTFOUND", 66, "list items")


# -- usage and configuration


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "COMMAND"),
        (["fetch"], "ingest"),
        (["ask"], "question"),
        (["ask", "a", "b"], "b"),
        (["ask", "a", "--colour"], "--colour"),
        (["ask", "a", "--store"], "--store"),
        (["ingest"], "PATH"),
        (["list", "lamps"], "documents"),
        (["list", "items", "--role", "clerk"], "minutes"),
        (["list", "items", "--since", "spring"], "YYYY-MM-DD"),
        (["retrieve", "a", "-k", "many"], "-k"),
    ],
)
def test_what_cannot_be_typed_is_refused_with_the_usage(shell: Shell, arguments: list[str], words: str):
    ran = shell.bare(*arguments)
    refused(ran, "E_USAGE", 64, words, "usage: python -m assistant")


@pytest.mark.parametrize("k", ["0", "-1", "21", "1000000"])
def test_a_number_out_of_range_is_refused_with_the_range(quay: Shell, k: str):
    refused(quay("retrieve", "lamps", "-k", k), "E_RANGE", 64, "1 to 20")


@pytest.mark.parametrize(
    ("text", "words"),
    [("colour = 1", "'colour'"), ("evidence = 99", "'evidence'"), ("evidence = ", "TOML"), ("store = 5", "'store'")],
)
@pytest.mark.parametrize("command", [["ingest", "."], ["ask", QUESTION], ["list", "items"], ["verify"], ["chat"]])
def test_a_configuration_that_is_none_is_refused_before_anything_is_done(
    shell: Shell, tmp_path: Path, command: list[str], text: str, words: str
):
    (tmp_path / "assistant.toml").write_text(text)
    refused(shell.bare(*command), "E_USAGE", 78, words)
    assert not shell.store.exists()


def test_a_configuration_that_is_named_and_not_there_is_refused(shell: Shell):
    refused(shell("list", "items", "--config", "nowhere.toml"), "E_USAGE", 78, "nowhere.toml", "--config")


# -- the store

READING = [["ask", QUESTION], ["retrieve", QUESTION], ["list", "items"], ["show", "x"], ["verify"], ["chat"]]


@pytest.mark.parametrize("command", READING, ids=lambda row: row[0])
def test_a_store_that_is_not_there_is_not_made_by_asking(shell: Shell, command: list[str]):
    refused(shell(*command), "E_NOINPUT", 66, "ingest PATH")
    assert not shell.store.exists()


def junk(path: Path) -> None:
    path.write_bytes(b"junk " * 5000)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:6000])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("damage", [junk, cut, emptied])
@pytest.mark.parametrize("command", [*READING, ["ingest", "minutes"]], ids=lambda row: row[0])
def test_a_damaged_catalogue_names_the_remedy(quay: Shell, command: list[str], damage: Callable[[Path], None]):
    damage(quay.store / "catalog.sqlite")
    ran = quay(*command)
    refused(ran, "E_CORRUPT", 65, "verify --rebuild")


@pytest.mark.parametrize("damage", [junk, cut, emptied])
def test_a_damaged_catalogue_is_set_aside_and_filled_again(quay: Shell, files: Path, damage: Callable[[Path], None]):
    damage(quay.store / "catalog.sqlite")
    before = (quay.store / "catalog.sqlite").read_bytes()
    ran = quay("verify", "--rebuild")
    assert "catalog.sqlite.aside-1" in ran.out
    assert (quay.store / "catalog.sqlite.aside-1").read_bytes() == before
    assert quay("ingest", files).code == 0
    whole(quay)


def vectors_gone(store: Path) -> None:
    shutil.rmtree(store / "chroma")


def vectors_junk(store: Path) -> None:
    junk(store / "chroma" / "chroma.sqlite3")


def vectors_a_file(store: Path) -> None:
    vectors_gone(store)
    (store / "chroma").write_bytes(b"junk")


@pytest.mark.parametrize("damage", [vectors_gone, vectors_junk, vectors_a_file])
def test_damaged_vectors_are_found_and_made_anew(quay: Shell, damage: Callable[[Path], None]):
    damage(quay.store)
    refused(quay("verify"), "E_CORRUPT", 65, "verify --rebuild")
    assert quay("verify", "--rebuild").code == 0
    whole(quay)


@pytest.mark.parametrize("damage", [vectors_junk, vectors_a_file])
def test_a_question_over_damaged_vectors_names_the_remedy(quay: Shell, damage: Callable[[Path], None]):
    damage(quay.store)
    refused(quay("ask", QUESTION), "E_CORRUPT", 65, "verify --rebuild")


def test_a_question_over_vectors_that_have_gone_names_the_remedy(quay: Shell):
    vectors_gone(quay.store)
    refused(quay("ask", QUESTION), "E_CORRUPT", 65, "verify --rebuild")


def test_reading_the_catalogue_goes_on_while_the_vectors_are_damaged(quay: Shell):
    vectors_junk(quay.store)
    assert quay("list", "items").code == 0
    assert quay("show", "quayside-and-locks-board/2019-03-06/minutes/04").code == 0


@pytest.mark.parametrize("command", [["ask", QUESTION], ["ingest", "minutes"], ["verify"], ["verify", "--rebuild"]], ids=" ".join)
def test_a_store_in_use_is_left_alone_and_its_owner_named(quay: Shell, command: list[str]):
    with open_store(quay.store, WordEmbedding):
        refused(quay(*command), "E_LOCKED", 75, str(os.getpid()))
    whole(quay)


@pytest.mark.parametrize("command", [["ask", QUESTION], ["retrieve", QUESTION], ["ingest", "minutes"], ["verify"]], ids=lambda row: row[0])
def test_a_store_of_another_embedder_is_refused(quay: Shell, command: list[str], capsys: pytest.CaptureFixture[str]):
    def other(name: str, allow_download: bool) -> WordEmbedding:
        return WordEmbedding(model_name="other words")

    capsys.readouterr()
    code = main([*command, "--store", str(quay.store)], other)
    said = capsys.readouterr()
    refused(Ran(code, said.out, said.err), "E_INDEX_VERSION", 78, "verify --rebuild")
    whole(quay)


def test_an_embedder_that_is_not_installed_is_named(quay: Shell, files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "assistant.toml").write_text('embedder = "no-such-model"\n')
    for command in (["verify"], ["ingest", str(files)]):
        capsys.readouterr()
        code = main([*command, "--store", str(quay.store)])
        said = capsys.readouterr()
        refused(Ran(code, said.out, said.err), "E_MODEL", 78, "no-such-model", "pip install")
    assert main(["ask", QUESTION, "--store", str(quay.store)]) == 0  # by words alone: tests/test_by_words.py
    (tmp_path / "assistant.toml").unlink()
    whole(quay)


def test_a_place_that_takes_no_store_is_refused(shell: Shell, files: Path):
    refused(shell.bare("ingest", files, "--store", files / "quay-agenda.txt"), "E_CANTCREATE", 73, "--store")
    refused(shell.bare("ingest", files, "--store", files / "quay-agenda.txt" / "store"), "E_CANTCREATE", 73, "--store")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_takes_no_store(shell: Shell, files: Path, tmp_path: Path):
    (tmp_path / "closed").mkdir()
    (tmp_path / "closed").chmod(stat.S_IRUSR | stat.S_IXUSR)
    refused(shell.bare("ingest", files, "--store", tmp_path / "closed" / "store"), "E_CANTCREATE", 73, "--store")


# -- a fault of our own


def test_a_fault_of_the_program_says_so_without_the_words_it_stumbled_over(quay: Shell, capsys: pytest.CaptureFixture[str]):
    def broken(name: str, allow_download: bool) -> WordEmbedding:
        raise ZeroDivisionError("the secret minutes")

    capsys.readouterr()
    code = main(["ask", QUESTION, "--store", str(quay.store)], broken)
    said = capsys.readouterr()
    refused(Ran(code, said.out, said.err), "E_INTERNAL", 70, "ZeroDivisionError")
    assert "secret" not in said.err
    assert quay("list", "items").code == 0


def test_every_error_of_the_tree_has_a_code_of_its_own_or_of_its_parent_and_an_exit_code_of_sysexits():
    kinds = [AssistantError]
    for kind in kinds:
        kinds += kind.__subclasses__()
    assert {kind.exit_code for kind in kinds} <= set(range(64, 79))
    assert all(kind.code.startswith("E_") for kind in kinds)
    assert words_only("", False).model_name == "words"


# -- an embedder at fault, and signals


@pytest.mark.parametrize("fault", [float("nan"), float("inf"), 0.0], ids=str)
def test_an_embedder_that_gives_no_vector_stores_nothing_and_answers_nothing(
    quay: Shell, files: Path, capsys: pytest.CaptureFixture[str], fault: float
):
    def broken(name: str, allow_download: bool) -> WordEmbedding:
        made = WordEmbedding()
        made._encoder = Constant(fault)
        return made

    def run(*command: object) -> Ran:
        capsys.readouterr()
        code = main([*map(str, command), "--store", str(quay.store)], broken)
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    (files / "june.txt").write_text(QUAY["quay-minutes.txt"].replace("6 March 2019", "5 June 2019"), "utf-8")
    refused(run("ask", QUESTION), "E_EMBED", 70, "words")
    refused(run("ingest", files), "E_EMBED", 70, "Nothing was stored")
    assert {row["file"] for row in quay("list", "documents", "--json").json} == set(QUAY)
    whole(quay)


class Constant:
    """An encoder with one answer."""

    def __init__(self, value: float) -> None:
        self.value = value

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        return np.full((len(texts), 256), self.value, dtype=np.float32)

    def count(self, text: str) -> int:
        return len(text.split())


@pytest.mark.slow
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)], ids=["SIGTERM", "SIGINT"])
def test_a_signal_ends_an_ingest_with_its_own_code_and_another_run_goes_on(shell: Shell, tmp_path: Path, sent: int, code: int):
    folder = tmp_path / "minutes"
    folder.mkdir()
    for day in range(1, 29):
        (folder / f"{day:02}.txt").write_text(QUAY["quay-minutes.txt"].replace("6 March 2019", f"{day} May 2018"), "utf-8")
    script = "import sys; from worlds import words_only; from assistant.cli import main; sys.exit(main(sys.argv[1:], words_only))"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", script, "ingest", str(folder), "--store", str(shell.store)]
    heard = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # a shell's background job, as these tests may be, hears no SIGINT
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=environment, preexec_fn=heard, **pipes) as process:  # type: ignore[call-overload]
        while not (shell.store / "chroma" / "chroma.sqlite3").exists():
            time.sleep(0.01)
        process.send_signal(sent)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, "Traceback" in err) == (code, "", False)
    assert shell("verify").out == "The store is whole.\n"
    assert 0 <= len(shell("list", "documents", "--json").json) < 28
    assert shell("ingest", folder).code == 0
    assert len(shell("list", "documents", "--json").json) == 28
