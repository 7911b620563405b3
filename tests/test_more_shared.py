"""Questions about other minutes than those anything was tuned on, in a form of their own; what they reach is printed (``-rP``)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant.answer import Answer, Turn
from assistant.build import open_assistant
from assistant.config import Config
from eval.facts import has_any, without_markers
from eval.intervals import wilson
from eval.metrics import ANSWER_CHARS
from index.ingest import ingest

SHARED = Path(__file__).resolve().parents[2] / "shared"
QUESTIONS = SHARED / "gold" / "qa_more.jsonl"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not QUESTIONS.is_file(), reason=f"NOT CHECKED: there are no questions at {QUESTIONS}"),
]


@dataclass(frozen=True)
class Judged:
    """An answer to one row: ``right`` in what it says, ``cited`` one of the items that may be cited."""

    id: str
    expect: str
    answer: Answer
    right: bool
    cited: bool

    @property
    def fine(self) -> bool:
        return self.right and (self.cited or self.answer.status == "not_recorded")


def judged(row: dict, answer: Answer) -> Judged:
    text = without_markers(answer.text[:ANSWER_CHARS])
    facts = all(has_any(text, [words.strip() for words in fact.split("|")]) for fact in row["key_facts"])
    refuses = answer.status == "not_recorded"
    right = {"answer": facts, "abstain": refuses, "correct_or_abstain": refuses or (bool(row["key_facts"]) and facts)}[row["expect"]]
    return Judged(row["id"], row["expect"], answer, right, any(_may_be(c.item, row["item_ok"]) for c in answer.citations))


def _may_be(item, allowed: list[str]) -> bool:
    """By number ("5.2" stands in "5"), by title, or the head of the meeting."""
    own = {item.number, "header" if item.kind == "head" else None}
    title = item.title.casefold()
    return any(
        name in own or (item.number or "\0") == name.split(".")[0] or (name.casefold() in title and len(name) > 2) for name in allowed
    )


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Judged]]:
    rows = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines() if line.strip()]
    files = sorted({SHARED / "minutes-more" / file for row in rows for file in row["files"]})
    with open_assistant(Config(store=tmp_path_factory.mktemp("more") / "store"), create=True) as assistant:
        ingest(assistant.store.whole, files)
        found = []
        for row in rows:
            history = [Turn(turn["role"], turn["content"]) for turn in row.get("history", ())]
            found.append(judged(row, assistant.ask(row["question"], history)))
        yield found


def test_nothing_of_an_answer_had_to_be_taken_out(answers: list[Judged]):
    assert {one.id: one.answer.problems for one in answers if one.answer.problems} == {}


def test_most_are_right_in_answer_and_citation(answers: list[Judged]):
    for one in answers:
        cited = ", ".join(c.label for c in one.answer.citations)
        told = "right" if one.fine else "WRONG" if not one.right else "right, cited elsewhere"
        print(f"{one.id} {one.expect}: {told}; {one.answer.status}; cites {cited or 'nothing'}")
    hits = sum(one.fine for one in answers)
    low, high = wilson(hits, len(answers))
    print(f"{hits} of {len(answers)} right: {hits / len(answers):.3f} [{low:.3f}-{high:.3f}]")
    assert hits >= len(answers) / 2  # a floor, no aim: these questions are few
