"""The benchmark of parsing: what it measures is what it says, and a target that is missed is called so."""

from __future__ import annotations

import pytest

from eval.__main__ import main
from eval.speed import Speed, as_text, parse_speeds, pdf_of, text_of
from index.parse import parse
from index.pdf import read_pdf
from index.read import decode


def test_the_text_is_minutes_of_meetings_each_of_forty_items():
    text = text_of(30_000)
    documents = parse(decode("a.txt", text.encode(), "txt")).documents
    assert [len(document.items) for document in documents] == [41] * len(documents)
    assert len(documents) == text.count("FEN PARISH COUNCIL") > 1


def test_the_pdf_has_its_pages_full_of_text():
    found = read_pdf("a.pdf", pdf_of(3))
    assert [page.number for page in found.pages] == [1, 2, 3]
    assert all(page.span.end - page.span.start > 1500 for page in found.pages)


def test_three_sizes_and_a_pdf_are_measured():
    speeds = parse_speeds((3_000, 6_000), 2)
    assert [speed.name for speed in speeds] == ["text of 0.0 MB", "text of 0.0 MB", "PDF of 2 pages"]
    assert all(speed.seconds > 0 and speed.peak > speed.bytes for speed in speeds)


def test_what_was_asked_for_and_not_met_is_missed():
    text = as_text([Speed("small", 1_000_000, 1.0, 9), Speed("large", 1_000_000, 4.0, 9), Speed("pdf", 10, 0.5, 9)])
    assert [line.split()[0] for line in text.split("\n")[4:]] == ["MISSED", "MISSED", "met", "met"]
    assert "slowest text 0.25 MB/s" in text
    assert "4.00 times as fast" in text


def test_the_command_prints_them(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("eval.__main__.parse_speeds", lambda: parse_speeds((3_000, 6_000), 2))
    assert main(["bench", "parse"]) == 0
    assert "MB/s" in capsys.readouterr().out
