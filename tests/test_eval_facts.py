"""Whether words stand in an answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.facts import normalise, says_missing, stands_in, without_markers


@pytest.mark.parametrize(
    ("answer", "words", "there"),
    [
        ("They bought £7,000 worth.", "7000", True),
        ("49 million pounds", "49m", True),
        ("on 04 April 2018", "4 April 2018", True),
        ("April 4, 2018", "April 4 2018", True),
        ("the 28 th of May", "28 May", True),
        ("assessment", "assess", True),  # from the start of a word
        ("reassess", "assess", False),
        ("nothing", "no", False),  # short words stand whole
        ("item 13", "3", False),
        ("3.65", "3", False),
        ("12/3", "3", False),
        ("3a", "3", False),
        ("three, 3.", "3", True),
        ("well\u2011known \u201cboats\u201d", 'well known "boats"', True),
        ("anything", "--", False),
    ],
)
def test_words_stand_in_an_answer(answer: str, words: str, there: bool) -> None:
    assert stands_in(answer, words) is there


@given(st.text())
def test_normalising_never_leaves_double_spaces_or_emphasis(text: str) -> None:
    healed = normalise(text)
    assert "  " not in healed
    assert not set("*_`") & set(healed)


def test_a_marker_is_not_a_number_of_the_answer() -> None:
    assert without_markers("Boats [1], oars [2, 3]. [1") == "Boats, oars."


def test_saying_that_something_is_missing() -> None:
    assert says_missing("The minutes don\u2019t state a figure")
    assert not says_missing("Three boats were bought")
