"""R-20 to R-24: mutants, bombs, sizes, wrong types and encodings. Each file is read or refused under one code; nothing else happens.

200 mutants and one seed; with SOAK=1 a thousand.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import hostile
import pytest
from documents import at, docx, lines, p, pdf
from hostile import Made

from index.content import content_of
from index.errors import BadFile
from index.jail import Jail, Limits
from index.read import read_bytes
from index.sniff import refuse_other

SOAK = bool(os.environ.get("SOAK"))
MUTANTS = 1_000 if SOAK else 200
SEED = 20_261_122


@pytest.fixture(scope="module")
def jail() -> Iterator[Jail]:
    one = Jail()
    one.understand("first.txt", b"1. Walls\n\nThe wall was seen.\n")
    yield one
    one.close()


def became(jail: Jail, made: Made, limits: Limits | None = None) -> str:
    """ "read", or the code of the refusal. A ReaderFault or any other exception fails the test."""
    refused = None
    try:
        found = jail.understand(made.name, made.content, limits)
    except BadFile as error:
        refused = error
    if refused:
        assert refused.message.startswith(made.name)
        assert refused.hint
        return refused.code
    assert found.source.text.strip()
    assert found.source.file == made.name
    return "read"


def resident() -> float:
    """Megabytes that this process holds in memory."""
    [line] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1]) / 1000


def test_mutants_are_read_or_refused_each_under_one_code(jail: Jail):
    files = list(hostile.mutants(SEED, MUTANTS))
    before, longest, found = resident(), 0.0, Counter[str]()
    for made in files:
        began = time.monotonic()
        found[became(jail, made)] += 1
        longest = max(longest, time.monotonic() - began)
    print(f"seed {SEED}, {MUTANTS} mutants: {dict(found)}, longest {longest:.1f} s")
    assert set(found) <= hostile.BAD | {"read"}
    assert found.total() == MUTANTS
    assert found["read"] > MUTANTS / 10  # they are good files with some damage, not noise
    assert longest < 60
    assert resident() - before <= 50


def test_every_base_of_the_mutants_is_a_good_file(jail: Jail):
    for sort, files in hostile.bases().items():
        for content in files:
            [document] = jail.understand(f"base.{sort}", content).parsed.documents
            assert [item.number for item in document.items if item.kind == "item"] == ["1", "2", "3", "4", "5"]


BOMBS = list(hostile.bombs())


@pytest.mark.parametrize("made", BOMBS, ids=lambda made: made.name)
def test_a_bomb_is_refused_and_the_parent_does_not_grow(jail: Jail, made: Made):
    before, began = resident(), time.monotonic()
    assert became(jail, made) in made.codes
    assert time.monotonic() - began < 60
    assert resident() - before < 150


def test_the_file_after_a_bomb_is_read(jail: Jail):
    [bomb] = [made for made in BOMBS if made.name == "flate-186.pdf"]
    became(jail, bomb)
    assert jail.understand("next.txt", b"1. Walls\n\nThe wall was seen.\n").source.text.startswith("1. Walls")


# -- sizes


def test_half_a_gigabyte_is_refused_before_it_is_read(tmp_path: Path):
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(500_000_000)
    before = resident()
    with pytest.raises(BadFile) as refused:
        content_of(path)
    assert refused.value.code == "E_TOO_LARGE"
    assert "max_file_mb" in refused.value.message
    assert resident() - before < 10


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("one-line.txt", b"wall and gate " * (3_500_000 if SOAK else 1_700_000), {"E_TOO_LARGE", "E_PARSE_LIMIT"}),
        ("short-lines.txt", b"a\n" * 1_000_000, {"read", "E_PARSE_LIMIT"}),
        ("empty.txt", b"", {"E_NO_TEXT"}),
        ("empty.html", b"", {"E_NO_TEXT"}),
        ("empty.pdf", b"", {"E_TYPE"}),
        ("empty.docx", b"", {"E_TYPE"}),
        ("byte.txt", b"a", {"read"}),
        ("blank.txt", b" \n\t" * 1000, {"E_NO_TEXT"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_of_any_size_is_read_or_refused_in_time(jail: Jail, name: str, content: bytes, expected: set[str]):
    began = time.monotonic()
    assert became(jail, Made(name, content), Limits(processor=3, clock=20)) in expected  # shorter than usual: the test waits for it
    assert time.monotonic() - began < 30


# -- types

GOOD = {
    "txt": "\n".join(hostile.minutes(0)).encode(),
    "html": b"<!DOCTYPE html><html><body><p>1. Walls</p><p>The wall was seen.</p></body></html>",
    "pdf": pdf(lines(60, 60, *hostile.minutes(1))),
    "docx": docx(p("1. Walls") + p("The wall was seen.")),
}


@pytest.mark.parametrize("sort", GOOD)
@pytest.mark.parametrize("suffix", GOOD)
def test_the_content_decides_what_a_file_is(jail: Jail, sort: str, suffix: str):
    assert became(jail, Made(f"minutes.{suffix}", GOOD[sort])) == ("read" if sort == suffix else "E_TYPE")


@pytest.mark.parametrize("suffix", ["txt", "md", "html", "pdf", "docx"])
def test_garbage_is_no_file_of_any_type(jail: Jail, suffix: str):
    garbage = bytes((n * 197 + n // 251) % 256 for n in range(40_000))
    assert became(jail, Made(f"garbage.{suffix}", garbage)) in {"E_TYPE", "E_ENCODING"}


POLYGLOTS = [
    ("page-in-front.pdf", b"<html><script>go()</script></html>" + GOOD["pdf"]),
    ("zip-behind.pdf", GOOD["pdf"] + GOOD["docx"]),
    ("zip-in-front.pdf", GOOD["docx"][:500] + GOOD["pdf"]),
    ("pdf.html", b"<html><!--\n" + GOOD["pdf"]),
    ("pdf.docx", GOOD["docx"][:30] + GOOD["pdf"]),
    ("picture.txt", b"GIF89a=1;go();//" + GOOD["txt"]),
    ("picture.html", b"GIF89a<html>" + GOOD["html"]),
    ("sheet.docm", GOOD["docx"]),
]


@pytest.mark.parametrize(("name", "content"), POLYGLOTS, ids=[row[0] for row in POLYGLOTS])
def test_what_is_two_types_at_once_is_none(jail: Jail, name: str, content: bytes):
    assert became(jail, Made(name, content)) == "E_TYPE"


def test_a_row_of_empty_comments_is_looked_through_at_once():
    comments = b"<!---->" * 130
    began = time.monotonic()
    refuse_other("minutes.txt", comments + b"x", "txt")
    with pytest.raises(BadFile):
        refuse_other("minutes.txt", comments + b" <!-- a --> <html>", "txt")
    assert time.monotonic() - began < 1


@pytest.mark.parametrize(
    "words",
    [
        b"RIFF (Regional Inland Flood Forum)\n\n1. Walls\n",
        b"BZh Committee\n\n1. Walls\n",
        b"1. Files\n\nFiles begin with %PDF-1.7; members had no objection.\n",
    ],
)
def test_minutes_that_speak_of_a_type_or_begin_as_one_are_text(words: bytes):
    refuse_other("minutes.txt", words, "txt")


@pytest.mark.parametrize(
    "content",
    [
        b"RIFF\x24\0\0\0WAVEfmt ",
        b"RIFF\x24\0\0\0WEBPVP8 ",
        b"BZh91AY&SY\0",
        b"x\n%PDF-1.4\n1 0 obj\n<<>>",
        b"x\n%PDF-1.4\n1 0%\nobj<<>>endobj",
    ],
)
def test_sounds_archives_and_pdfs_are_no_text(content: bytes):
    with pytest.raises(BadFile):
        refuse_other("minutes.txt", content, "txt")


# -- encodings

PRICE = "1. Walls\n\nThe Board agreed £9,450 – “at once” – for the café’s wall.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_pound_and_dash_survive_every_encoding(encoding: str):
    source = read_bytes("minutes.txt", PRICE.encode(encoding), "txt")
    assert source.text == PRICE


def test_latin_1_is_read():
    plain = PRICE.translate(str.maketrans("–“”’", '-""\''))
    assert read_bytes("minutes.txt", plain.encode("latin-1"), "txt").text == plain


@pytest.mark.parametrize("damage", [b"\xed\xa0\x80", b"\xc0\xaf", b"\xff", b"\xe2\x80"], ids=["surrogate", "overlong", "no byte", "cut"])
def test_a_few_bytes_that_are_none_are_kept_as_such(damage: bytes):
    text = read_bytes("minutes.txt", PRICE.encode() * 20 + damage + PRICE.encode(), "txt").text
    assert "\ufffd" in text
    assert text.count("£9,450") == 21


def test_more_than_a_hundredth_of_such_bytes_is_refused():
    with pytest.raises(BadFile) as refused:
        read_bytes("minutes.txt", PRICE.encode() + b"\x81\x8d\x8f\x90\x9d" * 5, "txt")
    assert refused.value.code == "E_ENCODING"
    assert "UTF-8" in refused.value.hint


def test_a_pdf_that_asks_for_a_password_or_holds_no_text_is_named(jail: Jail):
    assert became(jail, Made("locked.pdf", pdf([at(60, 60, "Words")], password="secret"))) == "E_ENCRYPTED"
    assert became(jail, Made("blank.pdf", pdf([], []))) == "E_NO_TEXT"
