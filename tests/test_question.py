from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.question import CLEANED, cleaned
from index.errors import UsageError


@pytest.mark.parametrize(
    ("typed", "read", "notices"),
    [
        ("What was agreed?", "What was agreed?", ()),
        ("  What \t was\nagreed? ", "What was agreed?", ()),
        ("What was\r\nagreed?", "What was agreed?", ()),
        ("What\x00was agreed?", "What was agreed?", (CLEANED,)),
        ("What was\ud800 agreed?", "What was agreed?", (CLEANED,)),
        ("\ufeffWhat was agreed?", "What was agreed?", (CLEANED,)),
        ("What was agreed about the qu\u200bay?", "What was agreed about the quay?", (CLEANED,)),
        ("What was \u202eagreed\u202c?", "What was agreed?", (CLEANED,)),
        ("What was ag\u180er\u061ceed?", "What was agreed?", (CLEANED,)),
        ("What of \u0645\u06cc\u200c\u0631\u0648\u062f?", "What of \u0645\u06cc\u200c\u0631\u0648\u062f?", ()),  # the joiner is spelling
        ("What\ud800\u200c was agreed?", "What was agreed?", (CLEANED,)),
        ("caf\u0065\u0301", "caf\u00e9", ()),
        ("087/18", "087/18", ()),
        ("5", "5", ()),
    ],
)
def test_a_question_is_cleaned_of_what_is_no_text(typed: str, read: str, notices: tuple[str, ...]):
    assert cleaned(typed, 100) == (read, notices)


@pytest.mark.parametrize("typed", ["", " ", "\n\t", "?!", "...", "\x00\x01", "\u200b", "—"])
def test_a_question_without_a_word_is_empty(typed: str):
    with pytest.raises(UsageError) as raised:
        cleaned(typed, 100)
    assert (raised.value.code, raised.value.exit_code, bool(raised.value.hint)) == ("E_EMPTY", 64, True)


def test_a_question_may_be_as_long_as_the_limit_and_no_longer():
    assert cleaned("a" * 100, 100) == ("a" * 100, ())
    with pytest.raises(UsageError, match="101 characters, more than 100") as raised:
        cleaned("a" * 101, 100)
    assert raised.value.code == "E_TOO_LONG"


def test_space_around_a_question_does_not_count():
    assert cleaned(" " * 500 + "agreed", 100)[0] == "agreed"


@given(st.text(alphabet=st.characters(), max_size=80))
def test_a_cleaned_question_is_plain_text_and_stays_as_it_is(typed: str):
    try:
        read, _ = cleaned(typed, 100)
    except UsageError:
        return
    assert read.encode("utf-8").decode("utf-8") == read == unicodedata.normalize("NFC", read) == " ".join(read.split())
    assert cleaned(read, 1000) == (read, ())
