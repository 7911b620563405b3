from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Turn
from assistant.rewrite import leans, rewrite

OTTERS = "What did Larkfield decide about the otter ladder in 2018?"
HISTORY = (Turn("user", OTTERS), Turn("assistant", "The board agreed to build an otter ladder. [1]"))


@pytest.mark.parametrize(
    "question",
    [
        "and who raised that?",
        "what about 2020?",
        "no, I meant the 2018 one",
        "why?",
        "how much?",
        "who proposed it?",
        "What happened to it next?",
        "Did they agree?",
        "and in Marrowby?",
        "What did she say about that?",
        "the second one",
    ],
)
def test_a_follow_up_carries_the_question_before_it(question: str):
    assert rewrite(question, HISTORY) == f"{question} ({OTTERS})"


@pytest.mark.parametrize(
    "question",
    [
        "What did Marrowby agree about insurance for the kite festival?",
        "Who chaired the Brindlecote parish council in January 2023?",
        "How many zebra mussels were counted at the lower weir?",
        "Which roads did the scrutiny board discuss in Harrowmere?",
    ],
)
def test_a_question_with_a_subject_of_its_own_carries_nothing(question: str):
    assert not leans(question)
    assert rewrite(question, HISTORY) == question


def test_there_are_does_not_point_back():
    assert not leans("How many drones are there in Harrowmere?")


def test_the_first_question_stands_alone_whatever_it_says():
    assert rewrite("and who raised that?") == "and who raised that?"


def test_a_chain_of_follow_ups_reaches_back_to_the_subject():
    turns = (*HISTORY, Turn("user", "and who raised that?"), Turn("assistant", "Ms Quillon. [1]"))
    assert rewrite("what about 2020?", turns) == f"what about 2020? ({OTTERS} and who raised that?)"


def test_after_a_change_of_subject_only_the_new_one_is_carried():
    kites = "What did Marrowby agree about insurance for the kite festival?"
    turns = (*HISTORY, Turn("user", kites), Turn("assistant", "£4,100. [1]"))
    assert rewrite("and who raised that?", turns) == f"and who raised that? ({kites})"


def test_what_the_assistant_said_is_never_carried():
    turns = (Turn("assistant", "Ask me about gravel."), Turn("user", OTTERS), Turn("assistant", "Gravel, gravel, gravel."))
    assert "ravel" not in rewrite("and who raised that?", turns)


@given(st.text(max_size=60), st.lists(st.tuples(st.sampled_from(["user", "assistant"]), st.text(max_size=40)), max_size=4))
def test_a_rewritten_question_begins_with_the_question(question: str, said: list[tuple[str, str]]):
    turns = [Turn(role, content) for role, content in said]  # type: ignore[arg-type]
    found = rewrite(question, turns)
    assert found.startswith(question)
    assert found == rewrite(question, turns)
