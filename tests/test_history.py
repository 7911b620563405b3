from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Turn
from assistant.history import decoded, read_cases, read_history, turns
from index.errors import MissingInput, UsageError

SAID = [{"role": "user", "content": "What about eels?"}, {"role": "assistant", "content": "They were counted. [1]"}]


def file(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "history.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_a_history_is_read_as_turns(tmp_path: Path, bom: str):
    read = read_history(file(tmp_path, bom + json.dumps(SAID)))
    assert read == (Turn("user", "What about eels?"), Turn("assistant", "They were counted. [1]"))


def test_an_empty_history_has_no_turns(tmp_path: Path):
    assert read_history(file(tmp_path, "[]")) == ()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "line 1"),
        ('[{"role":\n "user",,', "line 2"),
        ("{}", "not a list"),
        ('"user"', "not a list"),
        ("null", "not a list"),
        ('["user"]', "turn 1"),
        ('[{"role": "user", "content": "a"}, {"role": "user"}]', "turn 2"),
        ('[{"role": "system", "content": "a"}]', "turn 1"),
        ('[{"role": ["user"], "content": "a"}]', "turn 1"),
        ('[{"role": "user", "content": 5}]', "turn 1"),
        ('[{"role": "user", "content": null}]', "turn 1"),
        ("[" * 100_000, "deep"),
        (b"\xff\xfe\xfd", "UTF-8"),
    ],
)
def test_a_history_of_another_shape_is_refused_with_its_place(tmp_path: Path, content: str | bytes, words: str):
    with pytest.raises(UsageError, match=words) as raised:
        read_history(file(tmp_path, content))
    assert (raised.value.code, raised.value.exit_code) == ("E_JSON", 64)
    assert raised.value.hint


def test_a_message_about_bad_json_does_not_repeat_it():
    with pytest.raises(UsageError) as raised:
        decoded('{"secret": hunter2}')
    assert "hunter2" not in raised.value.message + raised.value.hint


@pytest.mark.parametrize("read", [read_history, read_cases])
def test_a_file_that_is_not_there_is_named(tmp_path: Path, read):
    with pytest.raises(MissingInput, match=r"nowhere\.json") as raised:
        read(tmp_path / "nowhere.json")
    assert str(tmp_path) not in raised.value.message


def test_a_folder_is_no_history(tmp_path: Path):
    with pytest.raises(MissingInput):
        read_history(tmp_path)


def test_cases_are_the_lines_of_a_file_whatever_they_hold(tmp_path: Path):
    path = file(tmp_path, '\ufeff{"question": "a"}\r\n\nnot json\n{"question": "b\u2028c"}\n')
    lines = [line.decode().strip() for line in read_cases(path)]
    assert lines == ['{"question": "a"}', "", "not json", '{"question": "b\u2028c"}']


@pytest.mark.parametrize("line", [b"", b'{"question": "\xff"}', b'{"id": NaN}', b'{"id": ' + b"9" * 5000 + b"}", b"[" * 100_000])
def test_a_line_that_is_no_json_is_refused_with_its_code(line: bytes):
    with pytest.raises(UsageError) as refused:
        decoded(line)
    assert refused.value.code == "E_JSON"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["user", "assistant"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["role", "content", "x"]), inner, max_size=3),
    max_leaves=8,
)


@given(json_values)
def test_any_json_is_turns_or_refused(value: object):
    try:
        read = turns(value)
    except UsageError:
        return
    assert isinstance(value, list)
    assert [(turn.role, turn.content) for turn in read] == [(row["role"], row["content"]) for row in value]
