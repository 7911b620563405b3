from __future__ import annotations

from datetime import date

import pytest
from worlds import document

from assistant import plan as planning
from assistant.answer import Carried, Query, Standalone
from assistant.plan import intent
from index.minutes import Document, Scope

ARCHIVE = [
    document("weirs", "Weirs and Fords Board", "Larkfield Town Council", "2018-04-04"),
    document("weirs", "Weirs and Fords Board", "Larkfield Town Council", "2020-05-19"),
    document("kites", "Kite Festival Committee", "Marrowby Parish Council", "2020-06-02"),
]


def plan(question: str, standalone: str, documents: list[Document]) -> Query:
    return planning.plan(question, Standalone(standalone, question), documents)


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("What was decided about the otter ladder?", "decision"),
        ("Did they agree the budget?", "decision"),
        ("What was the outcome on the ladder?", "decision"),
        ("Who attended?", "head"),
        ("Who sent apologies?", "head"),
        ("Where was the meeting held and at what time?", "head"),
        ("Who asked about the eels?", "who"),
        ("How many lamps failed?", "number"),
        ("What percentage of calls were lost?", "number"),
        ("When will the ladder be mended?", "when"),
        ("Why did the eel counts stop?", "fact"),
        ("eel counts", "fact"),
    ],
)
def test_the_sort_of_answer_is_read_from_the_question(question: str, wanted: str):
    assert intent(question) == wanted


def test_a_question_that_names_nothing_searches_everything():
    found = plan("What about eels?", "What about eels?", ARCHIVE)
    assert (found.scope, found.references) == (Scope(), ())


def test_body_time_and_reference_make_the_scope():
    question = "What did Larkfield decide in 2018 under item 9b?"
    found = plan(question, question, ARCHIVE)
    assert found.scope == Scope(bodies=("weirs",), first=date(2018, 1, 1), last=date(2018, 12, 31))
    assert (found.question, found.standalone, found.references, found.intent) == (question, question, ("9b",), "decision")


def test_what_the_question_names_goes_before_what_earlier_turns_named():
    found = plan("and in 2020?", "and in 2020? (What did Larkfield decide about the ladder in 2018?)", ARCHIVE)
    assert found.scope == Scope(bodies=("weirs",), first=date(2020, 1, 1), last=date(2020, 12, 31))


def test_another_body_in_the_question_takes_the_place_of_the_one_before():
    found = plan("and Marrowby?", "and Marrowby? (What did Larkfield decide in 2020?)", ARCHIVE)
    assert (found.scope.bodies, found.scope.first) == (("kites",), date(2020, 1, 1))


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("What happened to the ladder since 2018?", date(2018, 1, 1), None),
        ("Did it change after 4 April 2018?", date(2018, 4, 4), None),
        ("What was said before 2020?", None, date(2020, 12, 31)),
        ("What was said up to 2020?", None, date(2020, 12, 31)),
    ],
)
def test_since_and_until_open_one_end(question: str, first: date | None, last: date | None):
    scope = plan(question, question, ARCHIVE).scope
    assert (scope.first, scope.last) == (first, last)


def test_a_time_is_judged_by_the_meetings_of_the_body_that_is_named():
    question = "What did Marrowby say about the 2018 festival?"
    assert plan(question, question, ARCHIVE).scope == Scope(bodies=("kites",))


def test_two_years_are_one_stretch():
    question = "Compare the ladder in 2018 with the ladder in 2020."
    scope = plan(question, question, ARCHIVE).scope
    assert (scope.first, scope.last) == (date(2018, 1, 1), date(2020, 12, 31))


@pytest.mark.parametrize("question", ["Which meetings were held in 2018?", "List the meetings", "How many meetings were there in 2020?"])
def test_a_question_for_meetings_is_one_however_it_is_put(question: str):
    asked = plan(question, question, ARCHIVE).asked
    assert asked is not None
    assert (asked.kind, asked.topic) == ("meetings", ())


def test_a_year_without_a_meeting_does_not_fall_back_to_the_year_before():
    found = plan("What about 2019?", "What about 2019? (What did Larkfield decide in 2018?)", ARCHIVE)
    assert found.scope.first != date(2018, 1, 1)


def test_the_sort_of_answer_is_that_of_the_question_asked_again_elsewhere():
    understood = Standalone("and in 2020? (Who was the clerk?)", asks="Who was the clerk?")
    assert planning.plan("and in 2020?", understood, ARCHIVE).intent == "head"


def test_a_reference_in_the_question_goes_before_one_it_carries():
    found = plan("and 2018/012?", "and 2018/012? (What is 2018/009?)", ARCHIVE)
    assert found.references == ("2018/012",)


def test_a_body_spoken_of_by_another_word_is_the_scope_and_one_preferred_is_not():
    spoken_of = Standalone("And the kite one?", "And the kite one?", bodies=("kites",))
    assert planning.plan("And the kite one?", spoken_of, ARCHIVE).scope == Scope(bodies=("kites",))
    preferred = Standalone("What did they decide?", "What did they decide?", carried=Carried(bodies=("kites",)))
    assert planning.plan("What did they decide?", preferred, ARCHIVE).scope == Scope()


def test_what_is_carried_and_what_is_its_own_reach_the_query():
    understood = Standalone("why? (x)", "why?", own="why?", carried=Carried(documents=("d",)))
    found = planning.plan("why?", understood, ARCHIVE)
    assert (found.own, found.carried) == ("why?", Carried(documents=("d",)))
