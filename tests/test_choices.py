from __future__ import annotations

import pytest

from assistant.choices import choices, chosen_of

NUMBERED = "Which meeting do you mean? 1. Quay Board, 3 July 2018 2. Quay Board, 4 September 2018"
SPOKEN = "Do you mean West Fenshire, Teskmoor or Old Harrow?"


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (NUMBERED, ("Quay Board, 3 July 2018", "Quay Board, 4 September 2018")),
        ("Which one? - the lamps - the bridge", ("the lamps", "the bridge")),
        ("Which one? the lamps; the bridge", ("the lamps", "the bridge")),
        ("Which body do you mean: Fenshire or Teskmoor?", ("Fenshire", "Teskmoor")),
        ("It was agreed? Yes; by all. [1]", ()),  # cites: an answer
        ("The lamps; the bridge.", ()),
        ("", ()),
    ],
)
def test_the_choices_of_a_question_back(answer: str, found: tuple[str, ...]):
    assert choices(answer) == found


@pytest.mark.parametrize(
    ("reply", "meant"),
    [
        ("2", "Quay Board, 4 September 2018"),
        ("number 1", "Quay Board, 3 July 2018"),
        ("the second", "Quay Board, 4 September 2018"),
        ("the last one", "Quay Board, 4 September 2018"),
        ("the July one", "Quay Board, 3 July 2018"),
        ("the Sept one please", "Quay Board, 4 September 2018"),
        ("3", None),
        ("the Quay Board", None),  # both
        ("August", None),
        ("What was decided about July?", None),  # a question of its own
    ],
)
def test_a_reply_means_one_choice_or_none(reply: str, meant: str | None):
    assert chosen_of(reply, NUMBERED) == meant


def test_no_question_back_no_choice():
    assert chosen_of("2", "They agreed. [1]") is None
