"""A decision put off to another item is looked for there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from worlds import document, evidence, query

from assistant.answer import Evidence
from assistant.referred import with_decision_first
from index.minutes import Document

BOARD = document("weirs", "Weirs and Fords Board", None, "2018-04-04")
OTHER = document("kites", "Kite Festival Committee", None, "2020-06-02")
PUT_OFF = "A petition for the ladder was handed in. It would be weighed under item 8b."


def found(text: str, of_second: str = "8b", second_in: Document = BOARD) -> list[Evidence]:
    first = evidence(1, 0.9, (text, 0.9), label="4", of=BOARD)
    second = evidence(2, 0.5, ("The ladder stays.", 0.5), label=of_second, of=second_in)
    return [replace(first, number=1), replace(second, number=2)]


def led(question: str, ranked: list[Evidence]) -> str | None:
    return with_decision_first(query(question, intent="decision"), ranked)[0].item.number


def test_the_item_that_a_decision_was_put_off_to_goes_first():
    assert led("what did they decide?", found(PUT_OFF)) == "8b"


@pytest.mark.parametrize(
    "ranked",
    [found("The ladder was seen under item 8b."), found(PUT_OFF, "9"), found(PUT_OFF, second_in=OTHER), []],
    ids=["not put off", "another item", "another document", "nothing found"],
)
def test_everything_else_keeps_its_order(ranked: list[Evidence]):
    assert with_decision_first(query("what did they decide?", intent="decision"), ranked) == ranked


def test_a_question_about_no_decision_keeps_the_order():
    ranked = found(PUT_OFF)
    assert with_decision_first(query("who handed it in?", intent="who"), ranked) == ranked
