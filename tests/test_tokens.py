from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.tokens import STOPWORDS, terms, tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Item 9b.", ["item", "9b"]),
        ("Minute 087/18 (2.1.1)", ["minut", "087/18", "2.1.1"]),
        ("OC16, 2018/008;", ["oc16", "2018/008"]),
        ("A&S", ["a&s"]),
        ("£3.65m", ["£3.65m", "3.65m"]),
        ("£12,000 or 50%", ["£12000", "12000", "or", "50%"]),
        ("Covid-19", ["covid-19", "covid", "19"]),
        ("2018–19", ["2018-19", "2018", "19"]),
        ("the PCC’s boards'", ["the", "pcc", "board"]),
        ("Mr O'Brien's", ["mr", "o'brien"]),
        ("was noted.The board", ["was", "note", "the", "board"]),
        ("and/or", ["and", "or"]),
        ("ﬁnance", ["financ"]),
        ("agreed agreement", ["agr", "agreement"]),
        (" .,;- — ", []),
    ],
)
def test_what_a_clerk_types_survives_whole(text: str, expected: list[str]):
    assert tokens(text) == expected


def test_a_word_with_a_digit_is_never_stemmed():
    assert tokens("9s 2018s oc16ing") == ["9s", "2018s", "oc16ing"]


def test_terms_are_the_tokens_without_function_and_question_words():
    assert terms("What did the Board decide about Covid-19 in May?") == ["board", "decid", "covid-19", "covid", "19", "may"]
    assert terms("Who was there?") == []
    assert "may" not in STOPWORDS


@settings(deadline=None)
@given(st.one_of(st.text(), st.text(alphabet="aAsS9'’-–&/.,%£ıİſ½ﬁ ")))
def test_tokenising_the_joined_tokens_again_gives_the_same_tokens(text: str):
    once = tokens(text)
    assert set(tokens(" ".join(once))) == set(once)
    assert all(token and not token.isspace() and " " not in token for token in once)
