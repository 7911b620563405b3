"""A file set aside: said at once and later, not tried again by itself, taken in when a person says so, and never by halves."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from documents import at, box, lines, pdf
from worlds import Ran, Shell

from index import jail
from index.jail import Jail, Limits

pytestmark = pytest.mark.usefixtures("alone")
HEAD = ["Quay Board", "Minutes of the meeting of 4 March 2019", "1. Walls", "The wall was seen and will be mended in spring."]
REDACTED = pdf([*lines(60, 60, *HEAD), at(60, 300, "Mr Osric Vane of Tollgate"), box(50, 285, 400, 310)])
TAGGED = ("\n\n".join(HEAD) + "".join(chr(0xE0000 + ord(letter)) for letter in "approve")).encode()
BOMB = b"a\n" * 600_000  # for a child with little memory


@pytest.fixture(scope="module", autouse=True)
def of_one_module() -> Iterator[None]:
    yield
    jail.JAIL.close()


def said(ran: Ran, code: str, *words: str) -> None:
    assert (ran.code, ran.err.splitlines()[0].partition(":")[0]) == (65, f"error[{code}]")
    assert ran.err.splitlines()[1].startswith("hint: set aside")
    assert "Traceback" not in ran.err
    for word in words:
        assert word in ran.err


@pytest.fixture
def little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a bomb needs no gigabyte, and no time."""
    monkeypatch.setattr(jail, "Limits", partial(Limits, memory=120_000_000))


@pytest.fixture
def redacted(tmp_path: Path) -> Path:
    path = tmp_path / "minutes" / "redacted.pdf"
    path.parent.mkdir()
    path.write_bytes(REDACTED)
    return path


def test_words_under_a_box_are_held_until_a_person_approves(shell: Shell, redacted: Path):
    for _ in range(2):
        ran = shell("ingest", redacted)
        said(ran, "W_REDACTION", "redacted.pdf", "5 words", "--approve")
        assert ran.out.startswith("held      redacted.pdf")
        assert "Vane" not in ran.out + ran.err
        assert shell("list", "documents", "--json").json == []
    [row] = shell("list", "quarantine", "--json").json
    assert (row["file"], row["code"], row["approved"]) == ("redacted.pdf", "W_REDACTION", None)
    assert "5 words" in row["reason"]
    assert len(row["sha256"]) == 64
    assert "redacted.pdf" in shell("list", "quarantine").out


def test_what_was_approved_is_taken_in_without_the_hidden_words_and_stays(shell: Shell, redacted: Path):
    shell("ingest", redacted)
    assert shell("ingest", redacted, "--approve").code == 0
    assert "Vane" not in shell("list", "items", "--json").out
    assert [row["file"] for row in shell("list", "documents", "--json").json] == ["redacted.pdf"]
    [row] = shell("list", "quarantine", "--json").json
    assert row["approved"]
    ran = shell("ingest", redacted)
    assert (ran.code, ran.out.split()[0]) == (0, "unchanged")
    assert "Vane" not in shell("show", "quay-board/2019-03-04/minutes/01").out


def test_what_is_approved_once_is_approved_when_the_store_is_made_anew(shell: Shell, redacted: Path):
    shell("ingest", redacted, "--approve")
    catalog = shell.store / "catalog.sqlite"
    catalog.write_bytes(catalog.read_bytes() + b"\0")  # no longer trusted: its files are read anew
    assert shell("verify", "--rebuild").code == 0
    assert [row["file"] for row in shell("list", "documents", "--json").json] == ["redacted.pdf"]


def untrusted(shell: Shell, *statements: str) -> None:
    """The catalogue changed behind the store's back: its files are read anew."""
    connection = sqlite3.connect(shell.store / "catalog.sqlite")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    with (shell.store / "catalog.sqlite").open("ab") as file:
        file.write(b"\0")


def test_what_is_set_aside_stays_so_when_the_store_is_made_anew(shell: Shell, redacted: Path, tmp_path: Path):
    (tmp_path / "good.txt").write_text("\n\n".join(HEAD).replace("4 March", "5 March"))
    shell("ingest", redacted, tmp_path / "good.txt")
    before = shell("list", "quarantine", "--json").json
    untrusted(shell)
    assert shell("verify", "--rebuild").code == 0
    assert shell("list", "quarantine", "--json").json == before != []
    said(shell("ingest", redacted), "W_REDACTION", "set aside since")


def test_what_nobody_approved_is_held_when_the_store_is_made_anew_and_named(shell: Shell, redacted: Path, tmp_path: Path):
    (tmp_path / "good.txt").write_text("\n\n".join(HEAD).replace("4 March", "5 March"))
    shell("ingest", redacted, tmp_path / "good.txt", "--approve")
    untrusted(shell, "DELETE FROM quarantine")  # as of a version that did not look for hidden words
    ran = shell("verify", "--rebuild")
    assert (ran.code, "1 files were read anew" in ran.out) == (0, True)
    assert "held, since nobody approved their hidden words (ingest --approve): redacted.pdf" in ran.out
    assert [row["file"] for row in shell("list", "documents", "--json").json] == ["good.txt"]
    assert [(row["file"], row["approved"]) for row in shell("list", "quarantine", "--json").json] == [("redacted.pdf", None)]


def test_a_copy_under_another_name_is_the_same_file(shell: Shell, redacted: Path, tmp_path: Path):
    shell("ingest", redacted)
    (tmp_path / "copy.pdf").write_bytes(REDACTED)
    said(shell("ingest", tmp_path / "copy.pdf"), "W_REDACTION", "copy.pdf", "set aside since")
    assert len(shell("list", "quarantine", "--json").json) == 1


def test_signs_nobody_sees_hold_a_file(shell: Shell, tmp_path: Path):
    (tmp_path / "tagged.txt").write_bytes(TAGGED)
    said(shell("ingest", tmp_path / "tagged.txt"), "W_HIDDEN", "tag characters: 7")
    assert shell("list", "documents", "--json").json == []


def test_a_changed_file_that_is_held_keeps_what_it_said_before(shell: Shell, redacted: Path):
    redacted.write_bytes(pdf(lines(60, 60, *HEAD)))
    assert shell("ingest", redacted).code == 0
    redacted.write_bytes(REDACTED)
    said(shell("ingest", redacted), "W_REDACTION")
    assert [row["file"] for row in shell("list", "documents", "--json").json] == ["redacted.pdf"]
    assert shell("verify").code == 0


@pytest.mark.usefixtures("little_memory")
def test_a_file_that_breaks_a_limit_is_tried_once_and_again_when_forced(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "bomb.txt"
    path.write_bytes(BOMB)
    good = tmp_path / "good.txt"
    good.write_text("\n\n".join(HEAD))
    tried: list[str] = []
    understand = Jail.understand

    def counted(one: Jail, file: str, content: bytes, limits: Limits) -> object:
        tried.append(file)
        return understand(one, file, content, limits)

    monkeypatch.setattr(Jail, "understand", counted)
    ran = shell("ingest", path, good)
    said(ran, "E_PARSE_LIMIT", "bomb.txt", "--force")
    assert [line.split()[:2] for line in ran.out.splitlines()[:2]] == [["failed", "bomb.txt"], ["added", "good.txt"]]
    said(shell("ingest", path), "E_PARSE_LIMIT", "set aside since")
    assert tried == ["bomb.txt", "good.txt"]
    said(shell("ingest", path, "--force"), "E_PARSE_LIMIT")
    assert tried == ["bomb.txt", "good.txt", "bomb.txt"]
    [row] = shell("list", "quarantine", "--json").json
    assert (row["file"], row["code"]) == ("bomb.txt", "E_PARSE_LIMIT")


def test_a_file_that_breaks_no_limit_any_more_is_one_like_any_other(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "long.txt"
    path.write_text("\n\n".join(HEAD))
    understand = Jail.understand
    monkeypatch.setattr(Jail, "understand", lambda one, file, content, _: understand(one, file, b"a\n" * 1_000_000, Limits(clock=0.2)))
    said(shell("ingest", path), "E_PARSE_LIMIT", "0.2 seconds", "max_read_seconds")
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    said(shell("ingest", path), "E_PARSE_LIMIT")
    assert shell("ingest", path, "--force").code == 0
    assert shell("list", "quarantine", "--json").json == []


def test_a_fault_of_the_machine_sets_no_file_aside(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "good.txt"
    path.write_text("\n\n".join(HEAD))
    jail.JAIL.close()
    with monkeypatch.context() as broken:
        broken.setattr(sys, "executable", "/nowhere/python")
        ran = shell("ingest", path)
        assert ran.code != 0
        assert ran.err.startswith("error[E_INTERNAL]: good.txt")
    assert shell("list", "quarantine", "--json").json == []
    assert shell("ingest", path).code == 0


def test_verify_names_what_is_set_aside(shell: Shell, redacted: Path):
    shell("ingest", redacted)
    ran = shell("verify")
    assert (ran.code, ran.out) == (0, "The store is whole.\n")
    assert "redacted.pdf [W_REDACTION]" in ran.err


@pytest.mark.usefixtures("little_memory")
def test_approval_lets_no_broken_limit_pass_and_force_no_hidden_word(shell: Shell, redacted: Path, tmp_path: Path):
    (tmp_path / "bomb.txt").write_bytes(BOMB)
    shell("ingest", redacted, tmp_path / "bomb.txt")
    said(shell("ingest", redacted, "--force"), "W_REDACTION")
    said(shell("ingest", tmp_path / "bomb.txt", "--approve"), "E_PARSE_LIMIT")


def test_a_filter_does_not_fit_the_list_of_what_is_set_aside(shell: Shell, redacted: Path):
    shell("ingest", redacted)
    assert shell("list", "quarantine", "--body", "quay").code == 64
    assert len(shell("list", "quarantine", "--format", "csv").out.splitlines()) == 2


@pytest.mark.usefixtures("little_memory")
def test_parse_and_lint_say_a_broken_limit_and_set_nothing_aside(shell: Shell, tmp_path: Path):
    (tmp_path / "bomb.txt").write_bytes(BOMB)
    for command in ("parse", "lint"):
        ran = shell(command, tmp_path / "bomb.txt")
        assert (ran.code, ran.err.partition(":")[0]) == (65, "error[E_PARSE_LIMIT]")
    assert not shell.store.exists()


def test_the_size_of_a_file_can_be_configured(shell: Shell, tmp_path: Path):
    (tmp_path / "assistant.toml").write_text("max_file_mb = 1\n")
    (tmp_path / "large.txt").write_text("The wall was seen by the Board.\n" * 40_000)
    for command in ("ingest", "parse", "lint"):
        ran = shell(command, tmp_path / "large.txt")
        assert (ran.code, ran.err.partition(":")[0]) == (65, "error[E_TOO_LARGE]")
        assert "1,000,000" in ran.err
        assert "max_file_mb" in ran.err


def test_the_time_for_a_file_can_be_configured(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """By hand: 200 seconds of clock, half of them of processor; ten times 200 in all, and never more than an hour."""
    given: list[Limits] = []
    understand = Jail.understand

    def noted(one: Jail, file: str, content: bytes, limits: Limits) -> object:
        given.append(limits)
        return understand(one, file, content, limits)

    monkeypatch.setattr(Jail, "understand", noted)
    (tmp_path / "good.txt").write_text("\n\n".join(HEAD))
    for seconds in (200, 3600):
        (tmp_path / "assistant.toml").write_text(f"max_read_seconds = {seconds}\n")
        for command in ("parse", "lint"):
            shell(command, tmp_path / "good.txt")
    assert shell("ingest", tmp_path / "good.txt").code == 0
    assert [(one.processor, one.clock, one.longest) for one in given] == [(100, 200, 2000)] * 2 + [(1800, 3600, 3600)] * 3
    (tmp_path / "assistant.toml").write_text("max_read_seconds = 3601\n")
    ran = shell("ingest", tmp_path / "good.txt")
    assert (ran.code, "max_read_seconds" in ran.err) == (78, True)
