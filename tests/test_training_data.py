"""What a reader is to be trained on holds together, and its check can see where it does not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from training.check import faults, hands, main

GOOD = {"doc": "a.txt", "question": "Who paid?", "kind": "answered", "answer": "The Clerk paid"}


@pytest.fixture
def hand(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.txt").write_text("The <b>Clerk</b>\npaid &pound;3 for **paint**.\n", "utf-8")
    return tmp_path


def test_the_words_of_every_answer_stand_in_its_document(capsys: pytest.CaptureFixture[str]):
    assert main() == 0
    assert [fault for one in hands() for fault in faults(one)] == []
    assert capsys.readouterr().out.endswith("; 0 faults\n")


def test_every_document_is_asked_about_and_half_of_the_questions_are_near_misses():
    for one in hands():
        rows = [json.loads(line) for line in (one / "questions.jsonl").read_text("utf-8").splitlines()]
        assert {row["doc"] for row in rows} == {path.name for path in (one / "docs").iterdir()}
        assert 0.4 < sum(row["kind"] == "near" for row in rows) / len(rows) < 0.5


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ({}, ""),
        ({"answer": "the clerk paid £3"}, "not in the document"),
        ({"answer": ["The Clerk paid £3", "paint"]}, ""),
        ({"answer": ""}, "no words"),
        ({"kind": "maybe"}, "unknown kind"),
        ({"doc": "b.txt"}, "no document"),
        ({"kind": "partly"}, "what is missing is not said"),
        ({"kind": "near", "beside": "for paint", "near": "colour"}, "unknown lack"),
        ({"kind": "near", "beside": "for paint", "near": "number"}, ""),
        ({"style": "short"}, "unknown fields"),
    ],
)
def test_what_is_wrong_is_named(hand: Path, row: dict[str, object], fault: str):
    (hand / "questions.jsonl").write_text(json.dumps({**GOOD, **row}) + "\n", "utf-8")
    found = list(faults(hand))
    assert (fault in found[0]) if fault else found == []


def test_a_question_that_is_asked_twice_is_named(hand: Path):
    again = {**GOOD, "question": "who  paid"}
    (hand / "questions.jsonl").write_text(f"{json.dumps(GOOD)}\n{json.dumps(again)}\n", "utf-8")
    assert [fault.split(": ")[1] for fault in faults(hand)] == ["asked before"]
