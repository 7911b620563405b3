"""Sentences and their markers, also in pieces."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.sentences import Part, ended, parts, sentences, without_markers, written

TEXT = "Cllr. Dr. Smith asked at 6 p.m. about No. 5 [1]. It was noted.[2] The vote was 5.5 to 1 [1][2].\n- One more [3]"


def test_abbreviations_numbers_and_markers_do_not_end_a_sentence():
    assert sentences(TEXT) == [
        "Cllr. Dr. Smith asked at 6 p.m. about No. 5 [1].",
        "It was noted.[2]",
        "The vote was 5.5 to 1 [1][2].",
        "- One more [3]",
    ]


@given(st.lists(st.integers(0, len(TEXT)), max_size=12))
def test_the_pieces_in_which_a_text_comes_do_not_matter(cuts: list[int]):
    places = [0, *sorted(cuts), len(TEXT)]
    assert list(written(TEXT[a:b] for a, b in itertools.pairwise(places))) == sentences(TEXT)


@given(st.text(alphabet="Ab. [1]\n!?", max_size=40))
def test_no_word_is_lost(text: str):
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


def test_a_sentence_is_given_as_soon_as_the_next_begins():
    pieces = iter(["It was noted [1]. ", "The", " rest"])
    assert next(written(pieces)) == "It was noted [1]."
    assert next(pieces) == " rest"


def test_markers_stand_behind_the_words_before_them():
    assert parts("A was noted [1] and B agreed [2][3].") == [Part("A was noted", (1,)), Part("and B agreed.", (2, 3))]
    assert parts("A was noted [1], gladly.") == [Part("A was noted , gladly.", (1,))]
    assert parts("A was noted.") == [Part("A was noted.", ())]
    assert without_markers("A was noted [1] and B agreed [2].") == "A was noted and B agreed."


@pytest.mark.parametrize(
    ("sentence", "whole"),
    [("It was noted.", True), ("It was noted [1]", True), ("It was noted.[1]", True), ("It was", False)],
)
def test_a_sentence_that_breaks_off_is_told_from_a_whole_one(sentence: str, whole: bool):
    assert ended(sentence) is whole
