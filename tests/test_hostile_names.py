"""R-30: forty names. Each file is taken in under an id of our own, or refused; its name is only shown, and nothing else is touched."""

from __future__ import annotations

import hashlib
import os
import re
import socket
import time
from pathlib import Path

import pytest
from documents import docx, p, zipped
from worlds import Shell

pytestmark = pytest.mark.usefixtures("alone")
MINUTES = "Quay Board\n\nMinutes of the meeting of 4 March 2019\n\n1. Walls\n\nThe wall was seen and will be mended.\n"
ITEM_ID = re.compile(r"[a-z0-9-]+/[0-9-]+/[a-z]+/\d\d")

NAMES = [
    "..\\x.txt",
    "%2e%2e%2fx.txt",
    "%252e%252e%252fx.txt",
    "....x.txt",
    "C:\\x.txt",
    "\\\\server\\share\\x.txt",
    "file:x.txt",
    "-rf.txt",
    "--store.txt",
    "~x.txt",
    "~.txt",
    ".htaccess.txt",
    "CON.txt",
    "NUL.txt",
    "trailing dots....txt",
    "trailing space .txt",
    "a.txt::$DATA.txt",
    "new\nline.txt",
    "tab\tname.txt",
    "\x1b]0;title\x07.txt",
    "exe\u202etxt.fdp.txt",
    "n" * 251 + ".txt",
    "\U0001f6a2.txt",
    "cafe\u0301.txt",
    "caf\u00e9.txt",
    "CASE.txt",
    "case.txt",
    ";rm -r x.txt",
    "$(id).txt",
    "`id`.txt",
    "'quoted' \"name\".txt",
    "<img src=x onerror=alert(1)>.txt",
    "=cmd|'calc'!A1.txt",
    "'; DROP TABLE items; --.txt",
    "quay-board_2019-03-04_minutes_01.txt",
    "\udcff\udcfe.txt",
]
REFUSED = ["x.txt.exe", "x", ".txt", "x.docm", "x.txt ", "x.txt."]


def everything(folder: Path) -> dict[str, str]:
    """Every file below ``folder`` with its hash."""
    found = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return {os.fsencode(path).decode("utf-8", "replace"): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def test_files_of_any_name_are_taken_in_under_ids_of_our_own(shell: Shell, tmp_path: Path):
    folder = tmp_path / "minutes"
    folder.mkdir()
    for n, name in enumerate(NAMES):
        (folder / name).write_text(f"{MINUTES}\n2. Paper {n}\n\nNoted.\n")
    before = everything(folder)
    ran = shell("ingest", folder, "--json")
    assert [file["outcome"] for file in ran.json["files"]] == ["added"] * len(NAMES)
    assert everything(folder) == before
    rows = shell("list", "items", "--json").json
    assert sorted({row["file"] for row in rows}) == sorted(name.replace("\udcff\udcfe", "\\xff\\xfe") for name in NAMES)
    assert all(re.fullmatch(r"[a-z0-9/~.-]+", row["item_id"]) for row in rows)
    outside = {path.name for path in tmp_path.iterdir()}
    assert outside == {"minutes", "store"}
    shown = shell("list", "documents").out
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", shown)


@pytest.mark.parametrize("name", REFUSED)
def test_a_name_of_another_type_is_refused(shell: Shell, tmp_path: Path, name: str):
    (tmp_path / name).write_text(MINUTES)
    ran = shell("ingest", tmp_path / name)
    assert ran.code == 65
    assert "error[E_TYPE]" in ran.err


@pytest.mark.parametrize("name", ["a\0b.txt", "n" * 4096 + ".txt", "no/such/../x.txt"])
def test_a_name_that_no_file_can_have_is_not_there(shell: Shell, tmp_path: Path, name: str):
    ran = shell("ingest", f"{tmp_path}/{name}")
    assert (ran.code, "Traceback" in ran.err) == (66, False)
    assert "error[E_NOINPUT]" in ran.err


# -- what is no ordinary file


def pipe(path: Path) -> None:
    os.mkfifo(path)


def listening(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(path))


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


@pytest.mark.parametrize("make", [pipe, listening, device])
@pytest.mark.parametrize("command", ["ingest", "parse", "lint"])
def test_a_pipe_a_socket_or_a_device_is_never_opened(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make, command: str):  # type: ignore[no-untyped-def]
    monkeypatch.chdir(tmp_path)
    make(Path("x.txt"))
    began = time.monotonic()
    ran = shell(command, "x.txt")
    assert (ran.code, ran.err.splitlines()[0]) == (65, "error[E_TYPE]: x.txt: this is no ordinary file")
    assert time.monotonic() - began < (1 if command != "ingest" else 10)


def test_a_folder_called_like_a_file_is_a_folder(shell: Shell, tmp_path: Path):
    folder = tmp_path / "minutes" / "x.txt"
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text(MINUTES)
    os.mkfifo(folder / "pipe.txt")
    assert [file["file"] for file in shell("ingest", folder.parent, "--json").json["files"]] == ["a.txt"]


# -- links


def test_links_are_followed_within_the_folder_only(shell: Shell, tmp_path: Path):
    folder, outside = tmp_path / "minutes", tmp_path / "secret"
    folder.mkdir()
    outside.mkdir()
    (outside / "secret.txt").write_text(MINUTES.replace("Walls", "Secret"))
    (folder / "real.txt").write_text(MINUTES)
    (folder / "link.txt").symlink_to(folder / "real.txt")
    (folder / "out.txt").symlink_to(outside / "secret.txt")
    (folder / "out").symlink_to(outside)
    (folder / "round").symlink_to(folder)
    (folder / "nowhere.txt").symlink_to(tmp_path / "nowhere")
    ran = shell("ingest", folder, "--json")
    told = {file["file"]: file["outcome"] for file in ran.json["files"]}
    assert (ran.code, told.pop("out.txt")) == (0, "skipped")
    assert sorted(told.values()) == ["added"]  # one file under two names
    assert "Secret" not in shell("list", "items").out


def test_a_hard_link_is_the_file_itself(shell: Shell, tmp_path: Path):
    folder = tmp_path / "minutes"
    folder.mkdir()
    (folder / "a.txt").write_text(MINUTES)
    os.link(folder / "a.txt", folder / "b.txt")
    outcomes = [file["outcome"] for file in shell("ingest", folder, "--json").json["files"]]
    assert outcomes == ["added", "duplicate"]


# -- names within a Word file


@pytest.mark.parametrize("name", ["../../evil.txt", "/evil.txt", "word/../../evil.txt"])
def test_a_part_of_a_word_file_is_written_nowhere(shell: Shell, tmp_path: Path, name: str):
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(docx(p("1. Walls") + p("The wall was seen.")))) as good:
        parts: dict[str, str | bytes] = {one: good.read(one) for one in good.namelist()}
    folder = tmp_path / "minutes"
    folder.mkdir()
    (folder / "a.docx").write_bytes(zipped({**parts, name: "evil"}))
    assert shell("ingest", folder / "a.docx").code == 0
    assert list(tmp_path.rglob("*evil*")) == []
    assert not Path("/evil.txt").exists()


def test_an_id_is_of_the_form_we_give(shell: Shell, tmp_path: Path):
    path = tmp_path / "..%2f..%2fx.txt"
    path.write_text(MINUTES)
    shell("ingest", path)
    assert all(ITEM_ID.fullmatch(row["item_id"]) for row in shell("list", "items", "--json").json)
