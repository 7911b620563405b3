from __future__ import annotations

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.support import coverage
from index.rarity import rarity

TEXTS = ["otter ladder", "otter count", "otter weir", "eel weir"]


def test_a_rare_word_weighs_more_than_a_common_one():
    weight = rarity(TEXTS)
    # log(1 + (N - n + 0.5) / (n + 0.5)) with N = 4: otter n = 3, eel n = 1, heron n = 0
    assert weight("otter") == pytest.approx(log(1 + 1.5 / 3.5))
    assert weight("eel") == pytest.approx(log(1 + 3.5 / 1.5))
    assert weight("heron") == pytest.approx(log(1 + 4.5 / 0.5))


def test_coverage_is_the_share_of_the_weight_that_stands_in_the_text():
    weight = {"otter": 1.0, "ladder": 3.0}.__getitem__
    assert coverage("the otter ladder", "An otter was seen.", weight) == 0.25
    assert coverage("the otter ladder", "The ladder is for the otter.", weight) == 1.0
    assert coverage("the otter ladder", "An eel was seen.", weight) == 0.0


def test_a_word_asked_twice_counts_once():
    weight = {"otter": 1.0, "ladder": 3.0}.__getitem__
    assert coverage("otter, otter, ladder", "an otter", weight) == 0.25


def test_other_forms_of_a_word_count_as_the_word():
    assert coverage("agreed ladders", "The board agrees to one ladder", rarity(TEXTS)) == 1.0


@pytest.mark.parametrize("question", ["", "what was it about?", "?!"])
def test_a_question_without_telling_words_is_covered_by_anything(question: str):
    assert coverage(question, "An eel was seen.", rarity(TEXTS)) == 1.0


def test_rarity_over_nothing_weighs_all_words_alike():
    weight = rarity([])
    assert weight("otter") == weight("eel") == pytest.approx(log(2))


words = st.lists(st.sampled_from("otter eel weir ladder count heron budget".split()), max_size=8).map(" ".join)


@given(words, words, words)
def test_coverage_lies_between_nothing_and_all_and_more_text_never_lowers_it(question: str, text: str, more: str):
    weight = rarity(TEXTS)
    some, all_of_it = coverage(question, text, weight), coverage(question, f"{text} {more}", weight)
    assert 0.0 <= some <= all_of_it <= 1.0 + 1e-9
