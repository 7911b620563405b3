from __future__ import annotations

import argparse
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from worlds import QUAY_MINUTES, Shell

from assistant.commands import COMMANDS
from assistant.options import parser

ROOT = Path(__file__).parent.parent
PONTOON = "What did the board decide about the ferry pontoon?"
ITEM_4 = "quayside-and-locks-board/2019-03-06/minutes/04"


pytestmark = pytest.mark.usefixtures("alone")


def parsers() -> dict[str, argparse.ArgumentParser]:
    [chosen] = [action for action in parser()._actions if isinstance(action, argparse._SubParsersAction)]
    return dict(chosen.choices)


# -- help and usage


def test_every_command_is_a_function_and_every_function_a_command():
    assert list(parsers()) == list(COMMANDS)


@pytest.mark.parametrize("command", list(COMMANDS))
def test_every_command_has_help(shell: Shell, command: str):
    ran = shell.bare(command, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert parsers()[command].description in " ".join(ran.out.split())


@pytest.mark.parametrize("command", list(COMMANDS))
def test_every_option_has_help(command: str):
    bare = [action.option_strings for action in parsers()[command]._actions if action.option_strings and not action.help]
    assert bare == []


def test_the_help_names_every_command(shell: Shell):
    ran = shell.bare("--help")
    assert all(f"\n    {command} " in ran.out for command in COMMANDS)


def test_help_imports_nothing_that_carries_a_command_out():
    script = "import sys\nfrom assistant.cli import main\ntry:\n    main(['ask', '--help'])\nexcept SystemExit:\n    pass\n"
    script += "print([m for m in ('assistant.commands', 'pydantic', 'sqlalchemy', 'numpy', 'argon2', 'http.client') if m in sys.modules])"
    root = Path(__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", script], cwd=root, env={"PYTHONPATH": ":".join(sys.path)}, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "[]", done.stderr


# -- ingest


def test_ingest_reports_a_line_for_each_file(shell: Shell, files: Path):
    ran = shell("ingest", files)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "added     quay-agenda.txt  documents: 1, items: 9",
        "added     quay-minutes.txt  documents: 1, items: 8",
        "2 added",
    ]


def test_ingesting_again_changes_nothing(quay: Shell, files: Path):
    ran = quay("ingest", files, "--json")
    assert [(row["file"], row["outcome"]) for row in ran.json["files"]] == [
        ("quay-agenda.txt", "unchanged"),
        ("quay-minutes.txt", "unchanged"),
    ]


def test_the_report_as_json_has_its_keys(shell: Shell, files: Path):
    rows = shell("ingest", files, "--json").json["files"]
    assert list(rows[0]) == ["file", "outcome", "code", "message", "hint", "documents", "items", "warnings"]


# -- ask, chat


def test_ask_prints_the_verdict_the_answer_and_its_sources(quay: Shell):
    ran = quay("ask", PONTOON)
    assert (ran.code, ran.err) == (0, "")
    first, _, answer, _, source, quote, *_ = ran.out.splitlines()
    assert first == "Answered: not agreed"
    assert "Members do not agree the budget of £310,000 for the ferry pontoon." in answer
    assert source == f"[1] Quayside and Locks Board, 6 March 2019, draft minutes, item 4 (quay-minutes.txt, {ITEM_4})"
    assert "Members do not agree the budget" in quote


def test_not_recorded_is_an_answer_and_no_failure(quay: Shell):
    ran = quay("ask", "Who mended the carillon clockwork?")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Not recorded in the minutes\n")
    assert "Searched: " in ran.out


def test_ask_as_json_is_one_line_with_the_same_answer(quay: Shell):
    ran = quay("ask", PONTOON, "--json")
    assert ran.out.count("\n") == 1
    assert (ran.json["status"], ran.json["verdict"], ran.json["question"]) == ("answered", "not agreed", PONTOON)
    assert "£310,000" in ran.out


def test_ask_takes_earlier_turns_from_a_file(quay: Shell, tmp_path: Path):
    history = tmp_path / "history.json"
    history.write_text(json.dumps([{"role": "user", "content": PONTOON}, {"role": "assistant", "content": "Not agreed. [1]"}]))
    assert quay("ask", "and who raised that?", "--history", history, "--json").json["standalone"] == f"and who raised that? ({PONTOON})"


def test_chat_answers_line_by_line_and_remembers(quay: Shell, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PONTOON}\n\n?!\nand the budget for it?\n"))
    ran = quay("chat")
    assert ran.code == 0
    assert ran.out.count("£310,000") >= 2
    assert ran.err.count("> ") == 5
    assert "error[E_EMPTY]" in ran.err


# -- batch


def cases(tmp_path: Path, *lines: object) -> Path:
    path = tmp_path / "cases.jsonl"
    path.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines), "utf-8")
    return path


TROUBLE: list[tuple[object, str]] = [
    ("not json", "E_JSON"),
    ('{"id": "cut", "question": "What', "E_JSON"),
    ("[1, 2]", "E_JSON"),
    ('"a question"', "E_JSON"),
    ("[" * 100_000, "E_JSON"),
    ({"id": "none"}, "E_JSON"),
    ({"id": "number", "question": 5}, "E_JSON"),
    ({"id": "empty", "question": ""}, "E_EMPTY"),
    ({"id": "marks", "question": "?!"}, "E_EMPTY"),
    ({"id": "long", "question": "why " * 1000}, "E_TOO_LONG"),
    ({"id": "history", "question": PONTOON, "history": "none"}, "E_JSON"),
    ({"id": "turn", "question": PONTOON, "history": [{"role": "god", "content": "x"}]}, "E_JSON"),
    ({"id": "turns", "question": PONTOON, "history": {}}, "E_JSON"),
]


def test_batch_gives_one_line_for_every_line_whatever_it_holds(quay: Shell, tmp_path: Path):
    asked = [{"id": 1, "question": PONTOON}, *(line for line, _ in TROUBLE), {"id": "last", "question": "Who attended?", "history": None}]
    ran = quay("batch", cases(tmp_path, *asked))
    assert (ran.code, ran.err) == (0, "")
    said = [json.loads(line) for line in ran.out.splitlines()]
    assert len(said) == len(asked)
    assert [line["error"]["code"] for line in said[1:-1]] == [code for _, code in TROUBLE]
    assert all(list(line) == ["id", "error"] and list(line["error"]) == ["code", "message"] for line in said[1:-1])
    assert [line["id"] for line in said[6:-1]] == [line["id"] for line, _ in TROUBLE[5:]]  # type: ignore[index]
    assert (said[0]["id"], said[0]["status"], said[-1]["id"], said[-1]["status"]) == (1, "answered", "last", "answered")


def test_a_line_of_batch_is_the_answer_of_ask_with_its_id(quay: Shell, tmp_path: Path):
    [line] = quay("batch", cases(tmp_path, {"id": "a", "question": PONTOON})).out.splitlines()
    batched, asked = json.loads(line), quay("ask", PONTOON, "--json").json
    assert list(batched) == ["id", *asked]
    assert {k: v for k, v in batched.items() if k not in ("id", "ms")} == {k: v for k, v in asked.items() if k != "ms"}


def test_batch_writes_to_a_file(quay: Shell, tmp_path: Path):
    out = tmp_path / "answers.jsonl"
    ran = quay("batch", cases(tmp_path, {"id": "a", "question": PONTOON}, "broken"), "--out", out)
    assert (ran.code, ran.out) == (0, "")
    assert [json.loads(line)["id"] for line in out.read_text("utf-8").splitlines()] == ["a", None]


def test_half_a_surrogate_pair_in_an_id_or_a_question_stops_nothing(quay: Shell, tmp_path: Path):
    lines = ['{"id": "\\ud800", "question": "Who attended\\udc00?"}', {"id": "b", "question": "Who attended?"}]
    out = tmp_path / "answers.jsonl"
    assert quay("batch", cases(tmp_path, *lines), "--out", out).code == 0
    said = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [line["id"] for line in said] == ["\ud800", "b"]
    assert [line["id"] for line in map(json.loads, quay("batch", cases(tmp_path, *lines)).out.splitlines())] == ["\ud800", "b"]


# -- parse, retrieve, list, show, verify


def test_parse_needs_no_store_and_gives_one_line_a_file(shell: Shell, files: Path):
    ran = shell.bare("parse", files / "quay-agenda.txt", files / "quay-minutes.txt", "--json")
    assert [json.loads(line)["file"] for line in ran.out.splitlines()] == ["quay-agenda.txt", "quay-minutes.txt"]
    assert not shell.store.exists()
    assert not Path(".store").exists()


def test_parse_prints_the_text_that_offsets_point_into(shell: Shell, files: Path):
    assert shell.bare("parse", files / "quay-minutes.txt", "--text").out == QUAY_MINUTES


def test_parse_shows_items_with_number_and_title(shell: Shell, files: Path):
    assert "    4                   Performance of the lift bridges" in shell.bare("parse", files / "quay-minutes.txt").out


@pytest.mark.parametrize("k", [1, 3])
def test_retrieve_shows_k_items_best_first(quay: Shell, k: int):
    rows = quay("retrieve", "lift bridges failed nine times", "-k", k, "--json").json["evidence"]
    assert len(rows) >= k
    assert rows[0]["item_id"] == ITEM_4
    assert quay("retrieve", "lift bridges failed nine times", "-k", k).out.startswith(" 1. ")


def test_show_prints_an_item_as_the_minutes_do(quay: Shell):
    ran = quay("show", ITEM_4)
    first, second, _, *body = ran.out.splitlines()
    assert (first, second) == ("Quayside and Locks Board, 6 March 2019, draft minutes, item 4 (draft)", ITEM_4)
    assert len(body) == 5
    detail = quay("show", ITEM_4, "--json").json
    assert QUAY_MINUTES[detail["start"] : detail["end"]].startswith("4. Performance of the lift bridges")


def test_show_of_an_item_of_an_agenda_says_what_became_of_it(quay: Shell):
    ran = quay("show", "quayside-and-locks-board/2019-03-06/agenda/03")
    assert ran.out.splitlines()[-4:] == [
        "3 Decisions (to be signed at the meeting): taken in the minutes as item 3",
        "2019/004 Ferry Pontoon: no entry in the minutes held; they speak of it in item 4",
        "2019/005 Towpath Lighting: taken in the minutes as 2019/005",
        "2019/006 Swing Bridge: renumbered, in the minutes 2019/009",
    ]
    detail = quay("show", "quayside-and-locks-board/2019-03-06/agenda/03", "--json").json
    assert [(row["number"], row["fate"], row["minutes_number"]) for row in detail["became"]] == [
        ("3", "taken", "3"),
        ("2019/004", "not minuted", None),
        ("2019/005", "taken", "2019/005"),
        ("2019/006", "renumbered", "2019/009"),
    ]
    assert quay("show", ITEM_4, "--json").json["became"] == []


def test_verify_says_that_a_store_is_whole_and_rebuilds_its_vectors(quay: Shell):
    assert quay("verify").out == "The store is whole.\n"
    assert "chroma.aside-1" in quay("verify", "--rebuild").out
    assert quay("ask", PONTOON, "--json").json["verdict"] == "not agreed"


def test_minutes_cannot_move_the_cursor_of_a_terminal(shell: Shell, tmp_path: Path):
    path = tmp_path / "quay.txt"
    path.write_text(QUAY_MINUTES.replace("nine times", "\x1b[2Jnine\x1b]0;owned\x07 times \x9b31m"), "utf-8")
    assert shell("ingest", path).code == 0
    for command in (["ask", "How often did the lift bridges fail in the winter?"], ["show", ITEM_4], ["list", "items"]):
        ran = shell(*command)
        assert ran.code == 0
        assert not any(c in ran.out for c in "\x1b\x07\x9b")


# Link, clipboard, title, cursor, a sequence that begins with one character, a turned direction of writing, letters nobody sees.
ESCAPES = (
    "\x1b]8;;https://attacker.invalid\x1b\\click\x1b]8;;\x1b\\",
    "\x1b]52;c;cm0gLXJmIC8=\x07",
    "\x1b]2;owned\x07",
    "\x1b[2J\x1b[1;1H\x1b[31m",
    "\x9b31m\x9d0;owned\x9c",
    "\u202egnp.exe\u2066",
    "nine\U000e0041\U000e0042",
)
MOVING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")


@pytest.mark.parametrize("escape", ESCAPES)
def test_no_command_prints_an_escape_sequence_of_minutes(shell: Shell, tmp_path: Path, escape: str):
    path = tmp_path / "quay.txt"
    path.write_text(QUAY_MINUTES.replace("nine times", f"nine {escape} times").replace("5. Date", f"5. {escape} Date"), "utf-8")
    shell("ingest", path)
    question = f"How often did the lift bridges {escape} fail in the winter?"
    (tmp_path / "cases.jsonl").write_text(json.dumps({"id": escape, "question": question}))
    forms = {"batch": [[]], "list": [[], ["--json"], ["--format", "csv"], ["--format", "markdown"]]}
    for command in (["ask", question], ["retrieve", question], ["batch", tmp_path / "cases.jsonl"], ["list", "items"], ["show", ITEM_4]):
        for form in forms.get(str(command[0]), [[], ["--json"]]):
            ran = shell(*command, *form)
            assert not MOVING.search((ran.out + ran.err).replace("\r\n", "\n")), command
    for command in (["parse", path], ["parse", path, "--json"], ["parse", path, "--text"], ["lint", path], ["lint", path, "--json"]):
        ran = shell.bare(*command)
        assert not MOVING.search(ran.out + ran.err), command


def test_json_loses_no_character_for_being_harmless_but_signs_that_nobody_sees(shell: Shell, tmp_path: Path):
    (tmp_path / "quay.txt").write_text(QUAY_MINUTES.replace("nine times", "nine \x9b31m \u202e\U000e0041 times"), "utf-8")
    said = shell.bare("parse", tmp_path / "quay.txt", "--json")
    text = shell.bare("parse", tmp_path / "quay.txt", "--text").out
    assert "\\u009b" in said.out
    [item] = [one for one in said.json["documents"][0]["items"] if one["number"] == "4"]
    assert "nine \x9b31m times" in item["text"]  # what turns the text round or cannot be seen is no part of an item
    assert text[item["start"] : item["end"]].startswith("4. Performance")


# -- as a process of its own


def start(*arguments: object, **environment: str) -> subprocess.Popen[bytes]:
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([sys.executable, "-m", "assistant", *map(str, arguments)], cwd=ROOT, env=os.environ | environment, **pipes)  # type: ignore[call-overload, no-any-return]


def test_what_is_printed_is_utf_8_whatever_the_locale(quay: Shell):
    out, err = start(
        "show", "quayside-and-locks-board/2019-03-06/minutes/03", "--store", quay.store, PYTHONIOENCODING="ascii"
    ).communicate()
    assert (b"\xc2\xa318,400" in out, err) == (True, b"")


def test_a_reader_that_goes_away_is_no_failure(quay: Shell):
    with start("list", "items", "--store", quay.store) as process:
        process.stdout.close()
        err = process.stderr.read()
    assert (process.returncode, err) == (0, b"")


def test_a_termination_frees_the_store(quay: Shell):
    with start("chat", "--store", quay.store) as process:
        assert process.stderr.read(2) == b"> "
        process.terminate()
        err = process.stderr.read()
    assert (process.returncode, err) == (143, b"")
    assert quay("list", "meetings").code == 0
