"""Bytes become text, or an error that says what is wrong with them."""

from __future__ import annotations

import pickle
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import BadFile, MissingInput
from index.minutes import Span
from index.read import MAX_BYTES, decode, read

WORDS = "The board agreed to pay £240 for the “Heron” lamp – at the clerk’s request.\n"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (WORDS.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + WORDS.encode(), "utf-8"),
        (WORDS.encode("cp1252"), "cp1252"),
        ((WORDS * 40).encode("cp1252"), "cp1252"),
        (WORDS.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + WORDS.encode("utf-16-be"), "utf-16"),
    ],
    ids=["utf-8", "utf-8 with a mark", "windows", "long windows", "utf-16 little", "utf-16 big"],
)
def test_minutes_are_read_in_the_encodings_that_offices_save_in(content: bytes, encoding: str):
    source = decode("a.txt", content, "txt")
    assert set(source.text.splitlines()) == {WORDS.strip()}
    assert source.encoding == encoding


def test_one_pound_sign_in_a_long_windows_file_keeps_its_pound():
    text = "The clerk reported that all was well with the hall and the roof.\n" * 60 + "The lamp cost £240.\n"
    assert decode("a.txt", text.encode("cp1252"), "txt").text.endswith("The lamp cost £240.\n")


def test_utf8_with_a_damaged_byte_stays_utf8():
    content = ("Café £1 – £2 – £3\n" * 30).encode() + b"bad \xff byte\n"
    source = decode("a.txt", content, "txt")
    assert source.encoding == "utf-8"
    assert source.text.startswith("Café £1")
    assert source.text.endswith("bad \ufffd byte\n")


def test_utf16_without_a_mark_is_not_taken_for_text_with_holes():
    text = "Minutes of the Board. The lamp was mended and paid for.\n" * 20
    assert decode("a.txt", text.encode("utf-16-le"), "txt").text == text


def test_line_ends_become_newlines_and_offsets_count_in_that_text():
    source = decode("a.md", b"one\r\ntwo\rthree\r\n**four**\r\n", "md")
    assert source.text == "one\ntwo\nthree\n**four**\n"
    assert [(mark.kind, mark.span) for mark in source.marks] == [("bold", Span(16, 20))]
    assert source.text[16:20] == "four"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "E_NO_TEXT"),
        (b" \n\t\r\n", "E_NO_TEXT"),
        (b"\xef\xbb\xbf", "E_NO_TEXT"),
        (b"%PDF-1.7\n1 0 obj", "E_TYPE"),
        (b"PK\x03\x04 a word file", "E_TYPE"),
        (b"{\\rtf1 rich text}", "E_TYPE"),
        (random.Random(7).randbytes(4000), "E_ENCODING"),
        (b"\xff\xfe" + random.Random(8).randbytes(4000), "E_ENCODING"),
        (bytes(range(1, 32)) * 50, "E_ENCODING"),
    ],
    ids=["empty", "blank", "only a mark", "pdf", "zip", "rtf", "random", "random utf-16", "control characters"],
)
def test_what_is_no_text_is_refused_by_name(content: bytes, code: str):
    with pytest.raises(BadFile) as refused:
        decode("a.txt", content, "txt")
    assert (refused.value.code, refused.value.exit_code) == (code, 65)
    assert "a.txt" in refused.value.message
    assert refused.value.hint


def test_a_file_that_is_not_there_is_named_without_its_folder(tmp_path: Path):
    with pytest.raises(MissingInput) as refused:
        read(tmp_path / "none.txt")
    assert (refused.value.code, refused.value.exit_code) == ("E_NOINPUT", 66)
    assert str(tmp_path) not in refused.value.message + refused.value.hint


def test_a_folder_is_no_file(tmp_path: Path):
    with pytest.raises(MissingInput):
        read(tmp_path)


@pytest.mark.parametrize("name", ["sheet.xyz", "minutes", "run.exe"])
def test_a_wrong_suffix_is_refused_with_the_allowed_ones(tmp_path: Path, name: str):
    (tmp_path / name).write_text("Minutes")
    with pytest.raises(BadFile) as refused:
        read(tmp_path / name)
    assert refused.value.code == "E_TYPE"
    assert ".md" in refused.value.hint
    assert ".txt" in refused.value.hint


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path: Path):
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)  # a hole on the disk: reading it would find zeros, and refuse them by another code
    with pytest.raises(BadFile) as refused:
        read(path)
    assert refused.value.code == "E_TOO_LARGE"
    assert "50,000,001" in refused.value.message
    assert "50,000,000" in refused.value.message


def test_the_suffix_gives_the_format_in_capitals_too(write: Callable[[str, str], Path]):
    assert read(write("a.HTM", "<p>x</p>")).format == "html"
    assert read(write("a.markdown", "x")).format == "md"


def test_a_source_can_be_handed_from_one_process_to_another(write: Callable[[str, str], Path]):
    source = read(write("a.md", "# Minutes\n\n**Agreed** <i>at once</i>\n"))
    assert pickle.loads(pickle.dumps(source)) == source
    assert [(mark.kind, source.text[mark.span.start : mark.span.end]) for mark in source.marks] == [
        ("heading", "Minutes"),
        ("bold", "Agreed"),
        ("italic", "at once"),
    ]


def test_a_heading_ends_with_its_line():
    source = decode("a.md", b"# One\ntext\n## Two\ntext\n<h2>Three</h2>\n", "md")
    assert [source.text[mark.span.start : mark.span.end] for mark in source.marks] == ["One", "Two", "Three"]


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes):
    try:
        text, code = decode("a.txt", content, "txt").text, "read"
    except BadFile as refused:
        text, code = "refused", refused.code
    assert code in {"read", "E_TYPE", "E_NO_TEXT", "E_ENCODING"}
    assert text.strip()
    assert "\r" not in text
