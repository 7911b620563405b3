"""A conversation as subjects: what a follow-up carries, and what it must not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import document

from assistant.answer import Mention, Turn
from assistant.rewrite import rewrite
from index.minutes import Person

ARCHIVE = [
    document("weirs", "Weirs and Fords Board", "Larkfield Town Council", "2018-04-04"),
    document("weirs", "Weirs and Fords Board", "Larkfield Town Council", "2020-05-19"),
    document("kites", "Kite Festival Committee", "Marrowby Parish Council", "2020-06-02"),
]
LADDER = "What did Larkfield decide about the otter ladder in 2018?"
KITES = "What did Marrowby agree about insurance for the kite festival?"
CITED = "Weirs and Fords Board, 4 April 2018, draft minutes, item 8: The board agreed to build an otter ladder. [1]"
ITEM_8 = Mention("weirs/2018-04-04/minutes", ("8",))


def said(*turns: str) -> list[Turn]:
    """Turns by user and assistant in turn."""
    return [Turn("assistant" if n % 2 else "user", text) for n, text in enumerate(turns)]


BEFORE = said(LADDER, CITED)


@pytest.mark.parametrize(
    "question",
    [
        "and who raised that?",
        "why?",
        "how much?",
        "who proposed it?",
        "What happened to it next?",
        "Did they agree?",
        "by when?",
        "who is going to do it?",
    ],
)
def test_a_follow_up_carries_the_question_before_it_and_prefers_the_meeting_cited(question: str):
    found = rewrite(question, BEFORE, ARCHIVE)
    assert found.text == f"{question} (What did Larkfield decide about the otter ladder?)"  # the meeting is preferred, not demanded
    assert found.carried.items == (ITEM_8,)
    assert found.carried.documents == ("weirs/2018-04-04/minutes",)


def test_without_a_meeting_in_the_answer_the_time_asked_about_stays():
    assert rewrite("why?", said(LADDER, "Because of the eels."), ARCHIVE).text == f"why? ({LADDER})"


@pytest.mark.parametrize(
    ("question", "carried"),
    [
        ("what about 2020?", "What did Larkfield decide about the otter ladder?"),
        ("and in 2020?", "What did Larkfield decide about the otter ladder?"),
        ("no, I meant the 2020 one", "What did Larkfield decide about the otter ladder?"),
        ("and in Marrowby?", "What did decide about the otter ladder in 2018?"),
        ("same question for Marrowby", "What did decide about the otter ladder in 2018?"),
        ("and Marrowby in 2020?", "What did decide about the otter ladder?"),
    ],
)
def test_another_scope_takes_the_place_of_the_one_before_and_no_item_is_preferred(question: str, carried: str):
    found = rewrite(question, BEFORE, ARCHIVE)
    assert found.text == f"{question} ({carried})"
    assert found.asks == LADDER
    assert found.carried.items == ()


def test_words_that_only_hint_at_a_body_are_not_searched_for():
    found = rewrite("And the kite one?", BEFORE, ARCHIVE)
    assert (found.text, found.bodies) == ("What did decide about the otter ladder in 2018?", ("kites",))


@pytest.mark.parametrize(
    "question",
    [
        KITES,
        "Who chaired the Marrowby parish council in June 2020?",
        "How many zebra mussels were counted at the lower weir near Harrowgate?",
        "different thing: who mends the lamps?",
        "What was decided about fireworks?",
        "What happened to the swing bridge?",
    ],
)
def test_a_question_with_a_subject_of_its_own_carries_nothing(question: str):
    found = rewrite(question, BEFORE, ARCHIVE)
    assert (found.text, found.asks) == (question, question)
    assert found.carried.items == found.carried.documents == ()


def test_a_whole_question_about_the_board_keeps_its_meeting_and_not_its_topic():
    found = rewrite("What did the board resolve about parking charges for visiting coaches?", BEFORE, ARCHIVE)
    assert found.text == "What did the board resolve about parking charges for visiting coaches? (Larkfield)"
    assert (found.carried.items, found.carried.documents) == ((), ("weirs/2018-04-04/minutes",))


def test_the_first_question_stands_alone_whatever_it_says():
    assert rewrite("and who raised that?").text == "and who raised that?"


def test_a_chain_of_follow_ups_keeps_the_subject_and_the_last_words_about_it():
    turns = [*BEFORE, *said("who proposed it?", CITED), *said("and by when?", CITED)]
    assert rewrite("why?", turns, ARCHIVE).text == "why? (What did Larkfield decide about the otter ladder? who proposed it?)"


def test_after_a_change_of_subject_only_the_new_one_is_carried():
    turns = [*BEFORE, *said(KITES, "£4,100. [1]")]
    assert rewrite("and who raised that?", turns, ARCHIVE).text == f"and who raised that? ({KITES})"


def test_a_return_goes_to_the_subject_that_shares_its_words():
    turns = [*BEFORE, *said(KITES, "£4,100. [1]")]
    found = rewrite("Back to the ladder: who paid?", turns, ARCHIVE)
    assert found.text == "Back to the ladder: who paid? (What did Larkfield decide about the otter ladder?)"
    assert found.carried.items == (ITEM_8,)


def test_after_a_return_the_subject_returned_to_goes_on():
    turns = [*BEFORE, *said(KITES, "£4,100. [1]"), *said("Back to the ladder: who paid?", CITED)]
    assert "otter ladder" in rewrite("why?", turns, ARCHIVE).text


@pytest.mark.parametrize("question", ["Is it still open?", "was it met on time?", "what came of that?", "did that ever happen?"])
def test_what_became_of_it_is_looked_for_later_and_not_at_the_meeting_itself(question: str):
    carried = rewrite(question, BEFORE, ARCHIVE).carried
    assert carried.documents == ()
    assert str(carried.after) == "2018-04-04"


def test_what_became_of_it_is_what_the_latest_meeting_says_where_that_is_the_one_spoken_of():
    turns = said("What did Larkfield decide?", "Weirs and Fords Board, 19 May 2020, draft minutes, item 3: Built. [1]")
    assert str(rewrite("Is it still open?", turns, ARCHIVE).carried.after) == "2020-05-18"  # later than the day before


def test_any_other_bodies_are_those_not_spoken_of():
    found = rewrite("Do any other boards mention eels?", BEFORE, ARCHIVE)
    assert (found.text, found.bodies) == ("eels", ("kites",))


def test_any_other_bodies_are_asked_about_the_topic_before_where_the_question_names_none():
    found = rewrite("and the other boards?", BEFORE, ARCHIVE)
    assert found.bodies == ("kites",)
    assert "otter ladder" in found.text


def test_a_pronoun_that_means_what_the_question_brings_up_carries_no_topic():
    found = rewrite("What about spare anchors, are they locked up?", BEFORE, ARCHIVE)
    assert found.text == "What about spare anchors, are they locked up? (Larkfield)"
    assert found.carried.documents == ("weirs/2018-04-04/minutes",)


def test_why_somebody_did_not_vote_is_looked_for_among_the_interests_declared():
    turns = [*BEFORE, *said("Who didn't vote on it?", CITED)]
    assert rewrite("why not?", turns, ARCHIVE).text == "why not? (declared an interest: Who didn't vote on it?)"


def test_he_is_the_person_named_before_where_a_role_is_asked_for():
    there = [replace(d, attendees=(Person("Ada Marl", "Lock Keeper"), Person("Ben Oss", "Clerk"))) for d in ARCHIVE]
    asked = "Who was the lock keeper of Larkfield in 2020?"
    found = rewrite("what was she in 2018?", said(asked, "Ada Marl is listed as Lock Keeper. [1]"), there)
    assert found.own == "what was Ada Marl's role in 2018?"
    nobody = rewrite("what was she in 2018?", said(asked, "Ada Marl and Ben Oss. [1]"), there)
    assert "Ada Marl's" not in nobody.text


def test_two_boards_that_go_by_the_name_used_are_spoken_of_together():
    later = document("locks", "Locks Board", "Larkfield Town Council", "2021-05-19")
    assert rewrite("why?", BEFORE, [*ARCHIVE, later]).carried.bodies == ("weirs", "locks")


def test_the_next_meeting_is_that_after_the_one_spoken_of():
    assert rewrite("What did they do at the next meeting?", BEFORE, ARCHIVE).text.startswith("What did they do on 19 May 2020? (")


def test_a_bare_number_is_the_reference_before_it_with_another_end():
    turns = said("What was decided in 2018/009?", CITED)
    assert rewrite("what about 012?", turns, ARCHIVE).text.startswith("what about 2018/012?")


def test_the_words_of_the_assistant_are_never_carried():
    turns = said(LADDER, "Gravel, gravel, gravel. [1]")
    assert "ravel" not in rewrite("and who raised that?", turns, ARCHIVE).text


CHOICE = "Which meeting do you mean? 1. Weirs and Fords Board, 4 April 2018 2. Weirs and Fords Board, 19 May 2020"


@pytest.mark.parametrize("reply", ["2", "the second one", "the May one", "19 May"])
def test_a_reply_to_a_question_back_completes_the_question_that_was_open(reply: str):
    found = rewrite(reply, said("Was the ladder mended?", CHOICE), ARCHIVE)
    assert found.text == f"{reply} (Was the ladder mended? Weirs and Fords Board, 19 May 2020)"
    assert found.asks == "Was the ladder mended?"


def test_another_question_is_no_reply_to_a_question_back():
    assert rewrite(KITES, said("Was the ladder mended?", CHOICE), ARCHIVE).text == KITES


@given(st.text(max_size=60), st.lists(st.tuples(st.sampled_from(["user", "assistant"]), st.text(max_size=40)), max_size=4))
def test_any_turns_give_one_text_and_the_same_each_time(question: str, told: list[tuple[str, str]]):
    turns = [Turn(role, content) for role, content in told]  # type: ignore[arg-type]
    assert rewrite(question, turns, ARCHIVE) == rewrite(question, turns, ARCHIVE)
