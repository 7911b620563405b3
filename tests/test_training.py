"""From documents and questions to what a reader learns from, and the figures by which it is judged."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.reader import reader_of
from assistant.windows import MOST, Window, windows
from benchmarks.plot import draw
from index.minutes import Passage, Span
from training.examples import HELD_OUT, Question, document_windows, held_out, lesson, squad
from training.plot import plot_of
from training.score import area, overlap

MINUTES = """Weirs and Fords Board

Minutes of the meeting held on 4 April 2018

1. Eel counts

The eels were counted in May by the clerk.

2. Otter ladder

The otter ladder will be mended. Mr Szalai will write to the Board of the Canal.
"""


@pytest.fixture
def read(tmp_path: Path) -> list[Window]:
    file = tmp_path / "weirs.txt"
    file.write_text(MINUTES, "utf-8")
    return document_windows(file)


def asked(kind: str, *words: str) -> Question:
    return Question("h", "weirs.txt", "Who counted the eels?", kind, words, "name" if kind == "near" else "")  # type: ignore[arg-type]


def test_the_window_with_the_words_answers_with_exactly_them_and_the_others_do_not(read: list[Window]):
    found = lesson(asked("answered", "by the clerk"), read)
    assert found is not None
    for one in found.found:
        assert one.kind == "answered"
        assert one.span is not None
        assert one.text[one.span.start : one.span.end] == "by the clerk"
    assert all(other.kind == "near" and other.span is None and "clerk" not in other.text for other in found.others)
    assert any("otter ladder" in other.text for other in found.others)


def test_a_near_miss_is_read_where_its_words_stand_and_has_no_answer(read: list[Window]):
    found = lesson(asked("near", "The eels were counted in May"), read)
    assert found is not None
    assert [(one.kind, one.span) for one in found.found] == [("near", None)]
    assert "eels" in found.found[0].text
    assert len(found.drawn(random.Random(1))) in (1, 2)


def test_words_that_were_lost_in_reading_teach_nothing(read: list[Window]):
    assert lesson(asked("answered", "by the harbour master"), read) is None


def test_one_document_of_ten_is_held_out_by_its_name_alone():
    names = [f"{n}.txt" for n in range(2000)]
    share = sum(map(held_out, names)) / len(names)
    assert share == pytest.approx(1 / HELD_OUT, abs=0.03)


def test_a_paragraph_of_squad_is_cut_to_a_window_that_holds_its_answer(tmp_path: Path):
    context = "Weirs are old. " * 60 + "The eel weir was built in 1720. " + "Fords are older. " * 60
    answers = [{"text": "1720", "answer_start": context.index("1720")}]
    questions = [
        {"question": "When was it built?", "answers": answers},
        {"question": "Who built it?", "answers": [], "plausible_answers": answers},
        {"question": "Why?", "answers": []},
    ]
    file = tmp_path / "squad.json"
    file.write_text(json.dumps({"data": [{"title": "Eel_weir", "paragraphs": [{"context": context, "qas": questions}]}]}), "utf-8")
    found = {row.question: row for row in squad(file, 10, 1)}
    assert set(found) == {"When was it built?", "Who built it?"}
    built, who = found["When was it built?"], found["Who built it?"]
    assert built.span is not None
    assert built.text[built.span.start : built.span.end] == "1720"
    assert built.text.startswith("Eel weir\n")
    assert len(built.text) <= MOST + len("Eel weir\n")
    assert (who.kind, who.span) == ("near", None)
    assert "1720" in who.text


def test_the_area_is_the_share_of_pairs_in_the_right_order():
    """Pairs of (3, 1) with (2, 1): 3 > 2, 3 > 1, 1 < 2, 1 = 1: 2.5 of 4."""
    assert area([3, 1], [2, 1]) == 2.5 / 4
    assert area([], [1]) == 0.0


def test_overlap_is_f1_of_words():
    """ "the clerk" and "by the clerk today": 2 words shared of 2 and 4: 2 * 2 / 6."""
    assert overlap("The clerk", "by the clerk today") == pytest.approx(4 / 6)
    assert overlap("", "by") == 0.0


def test_a_window_knows_its_statements():
    passage = Passage("weirs/1", 4, Span(0, 4), "Weirs", "Eels")
    assert Window((passage,), "Weirs\nEels", (6,)).ordinals == (4,)


def test_a_window_robbed_of_its_answer_keeps_the_rest_and_no_statement_with_half_of_the_words(read: list[Window]):
    text = " ".join(f"The otter {n} was seen at the ford." for n in range(3)) + " The eels were counted by the clerk. The clerk rested."
    passages = [Passage("w/1", n, Span(n, n + 1), "Weirs\n", part) for n, part in enumerate(text.replace(". ", ".|").split("|"))]
    found = lesson(asked("answered", "by the clerk"), list(windows(passages)))
    assert found is not None
    assert [one.kind for one in found.robbed] == ["near"] * len(found.found)
    for one in found.robbed:
        assert one.span is None
        assert "otter" in one.text
        assert "clerk" not in one.text
    near = lesson(asked("near", "by the clerk"), list(windows(passages)))
    assert near is not None
    assert near.robbed == ()


def test_the_loss_is_drawn_by_step_and_what_went_on_replaces_what_was_lost(tmp_path: Path):
    log = tmp_path / "all.jsonl"
    rows = [{"from": 0}, {"step": 25, "loss": 2.0}, {"step": 50, "loss": 9.0}, {"from": 25}, {"step": 50, "loss": 1.5}]
    log.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    [line] = plot_of([log], "loss.png").lines
    assert (line.name, line.points) == ("all", ((25.0, 2.0), (50.0, 1.5)))
    assert draw(plot_of([log], "loss.png"), tmp_path).stat().st_size > 1000


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::SyntaxWarning")
def test_a_training_that_was_ended_goes_on_to_the_same_weights(tmp_path: Path):
    """Four steps; the checkpoint of the third is what a kill would have left."""
    torch, train = pytest.importorskip("torch"), pytest.importorskip("training.train")
    hand = tmp_path / "hands" / "h"
    (hand / "docs").mkdir(parents=True)
    name = next(f"weirs-{n}.txt" for n in range(99) if not held_out(f"weirs-{n}.txt"))
    (hand / "docs" / name).write_text(MINUTES, "utf-8")
    rows = [
        {"doc": name, "question": "Who counted the eels?", "kind": "answered", "answer": "by the clerk"},
        {
            "doc": name,
            "question": "Which firm mends the ladder?",
            "kind": "near",
            "near": "name",
            "beside": "The otter ladder will be mended.",
        },
    ]
    (hand / "questions.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    settings = train.Settings(steps=4, batch=2, kept=3, half=False)
    whole, again = (train.train(settings, tmp_path / "hands", tmp_path / "log", tmp_path / "checkpoint") for _ in range(2))
    assert [row["from"] for row in map(json.loads, (tmp_path / "log").read_text("utf-8").splitlines()) if "from" in row] == [0, 3]
    assert all(torch.equal(whole[name], again[name]) for name in whole)
    assert whole.keys() == again.keys()
    with pytest.raises(ValueError, match="another training"):
        train.train(replace(settings, seed=8), tmp_path / "hands", tmp_path / "log", tmp_path / "checkpoint")
    sha256 = train.save(whole, tmp_path / "reader.safetensors")
    reader = reader_of(f"{tmp_path / 'reader.safetensors'}@sha256:{sha256}", "")
    assert reader
    assert 0 < reader.read("Who counted the eels?", document_windows(hand / "docs" / name)[:1])[0].answers < 1
