"""What is asked of a meeting itself, of a time alone, and of a matter of its own, behind an answer about something else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from fakes import LINES
from worlds import WEIRS, document, evidence, query, world

from assistant.absence import Gate
from assistant.answer import Asked, Mention, Turn
from assistant.matters import Rewriter
from assistant.mentioned import mentioned
from assistant.plan import plan
from assistant.rewrite import rewrite
from assistant.sitting import of_the_meeting
from index.minutes import Scope
from index.store import Store

ARCHIVE = [
    document("weirs", "Weirs and Fords Board", "Larkfield Town Council", "2018-04-04"),
    document("weirs", "Weirs and Fords Board", "Larkfield Town Council", "2020-05-19"),
    document("kites", "Kite Festival Committee", "Marrowby Parish Council", "2020-06-02"),
]
LADDER = "What did Larkfield decide about the otter ladder in 2018?"
CITED = "Weirs and Fords Board, 4 April 2018, draft minutes, item 8: The board agreed to build an otter ladder. [1]"
LISTED = "2 are listed as present at the Weirs and Fords Board of 4 April 2018: Ann Quillon, Bea Tamsworth. [1]"
APRIL_2018 = Scope(("weirs",), (), date(2018, 4, 4), date(2018, 4, 4))


def said(*turns: str) -> list[Turn]:
    return [Turn("assistant" if n % 2 else "user", text) for n, text in enumerate(turns)]


@pytest.fixture(scope="module")
def weirs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with world(tmp_path_factory.mktemp("weirs"), WEIRS, LINES) as store:
        yield store


@pytest.mark.parametrize(
    "question", ["Who was there?", "who chaired?", "Who sent apologies?", "Where was the meeting held?", "when was the meeting"]
)
def test_attendance_chair_place_and_day_are_asked_of_the_meeting(question: str):
    assert of_the_meeting(question, ARCHIVE)


@pytest.mark.parametrize(
    "question",
    [
        "How many are there?",
        "Who was in the chair for that item?",
        "who led it?",
        "where was it?",
        "who was at the walk?",
        "When was the ladder built?",
        "why was that?",
    ],
)
def test_what_may_be_asked_of_the_matter_is_not_asked_of_the_meeting(question: str):
    assert not of_the_meeting(question, ARCHIVE)


def test_behind_a_question_about_the_meeting_where_was_it_asks_of_the_meeting():
    assert of_the_meeting("and where was it?", ARCHIVE, going_on=True)


def test_who_was_there_is_asked_of_the_very_meeting_cited_and_of_none_of_the_words_before():
    understood = rewrite("Who was there?", said(LADDER, CITED), ARCHIVE)
    assert understood.text == "Who was there? (Larkfield)"
    assert plan("Who was there?", understood, ARCHIVE).scope == APRIL_2018


def test_a_meeting_chosen_by_its_asker_goes_before_the_meeting_spoken_of():
    understood = rewrite("Who was there?", said(LADDER, CITED), ARCHIVE)
    chosen = Scope(("kites",), (), date(2020, 1, 1), date(2020, 12, 31))
    assert plan("Who was there?", understood, ARCHIVE, chosen).scope == chosen


def test_a_year_behind_who_was_there_asks_who_was_there_in_that_year():
    history = said(LADDER, CITED, "Who was there?", LISTED)
    understood = rewrite("and in 2020?", history, ARCHIVE)
    found = plan("and in 2020?", understood, ARCHIVE)
    assert understood.text == "and in 2020? (Who was there?)"
    assert found.asked == Asked("attended")
    assert found.scope == Scope(("weirs",), (), date(2020, 1, 1), date(2020, 12, 31))


def test_of_a_year_without_a_meeting_no_other_year_is_listed():
    history = said(LADDER, CITED, "Who was there?", LISTED)
    found = plan("and in 2019?", rewrite("and in 2019?", history, ARCHIVE), ARCHIVE)
    assert found.scope == Scope(("weirs",), (), date(2019, 1, 1), date(2019, 12, 31))


def test_after_who_was_there_the_talk_goes_back_to_the_matter():
    history = said(LADDER, CITED, "Who was there?", LISTED)
    assert rewrite("how much was it?", history, ARCHIVE).text == "how much was it? (What did Larkfield decide about the otter ladder?)"


def test_a_list_of_those_present_tells_which_meeting_is_spoken_of():
    assert mentioned(LISTED, ARCHIVE) == (Mention("weirs/2018-04-04/minutes", ()),)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("and in May?", "and in May 2020? (What did Larkfield decide about the otter ladder?)"),  # the board met in May 2020
        ("and in December?", "and in December 2018? (What did Larkfield decide about the otter ladder?)"),  # it never met in December
    ],
)
def test_a_month_alone_gets_its_year_from_the_meetings_held(question: str, text: str):
    assert rewrite(question, said(LADDER, CITED), ARCHIVE).text == text


def test_a_year_asked_after_takes_the_place_of_a_year_of_accounts():
    before = said("What was the Larkfield weir budget for 2017/18?", CITED)
    assert rewrite("and in 2020?", before, ARCHIVE).text == "and in 2020? (What was the Larkfield weir budget?)"


def test_a_year_without_a_meeting_is_answered_only_by_words_that_speak_of_it(weirs: Store):
    found = plan("and in 2019?", rewrite("and in 2019?", said(LADDER, CITED), ARCHIVE), ARCHIVE)
    gate = Gate(weirs.catalog, 0.0)
    assert found.beyond == "and in 2019?"
    assert not gate.answerable(found, [evidence(1, 1.0, ("The otter ladder was built.", 1.0), ("Budget 2019/20.", 0.5))])
    assert gate.answerable(found, [evidence(1, 1.0, ("The otter ladder was built in 2019.", 1.0))])


def test_a_question_for_what_another_title_names_leans_on_nothing(weirs: Store):
    rewriter = Rewriter(weirs.catalog)
    ladder = next(d for d in weirs.catalog.documents() if d.meeting.date == date(2018, 4, 4))
    first = Mention(ladder.document_id, ("8",))
    assert rewriter.begins("what happened about the insurance", [first])
    assert not rewriter.begins("what was the weir cost", [first])  # the item cited speaks of the weir
    assert not rewriter.begins("what was the bribe", [first])  # no title knows it


def test_a_short_question_of_a_matter_of_its_own_stands_alone():
    def begins(question: str, cited: object) -> frozenset[str]:
        return frozenset({"weirs/2020-05-19/minutes"}) if "mussels" in question else frozenset()

    history = said(LADDER, CITED)
    alone = rewrite("What is the mussels policy?", history, ARCHIVE, begins)
    assert (alone.text, alone.carried.bodies, alone.carried.items) == ("What is the mussels policy?", ("weirs",), ())
    assert rewrite("What is the price?", history, ARCHIVE, begins).text.endswith("(What did Larkfield decide about the otter ladder?)")
    assert rewrite("Was it the mussels policy?", history, ARCHIVE, begins).text.endswith("ladder?)")  # "it" points back


def test_was_it_approved_is_not_searched_for_by_its_verb():
    history = said(LADDER, CITED)
    assert rewrite("Was it approved?", history, ARCHIVE).own == ""
    assert rewrite("Was the price approved?", history, ARCHIVE).own == "Was the price approved?"


def test_a_time_that_the_chosen_body_never_met_in_is_overruled_all_the_same():
    chosen = Scope(("kites",), (), date(2020, 1, 1), date(2020, 12, 31))
    found = plan("What was said in 2018?", rewrite("What was said in 2018?", (), ARCHIVE), ARCHIVE, chosen)
    assert found.overruled == Scope(first=date(2018, 1, 1), last=date(2018, 12, 31))


def test_a_body_meant_by_another_word_than_its_name_is_overruled_as_well():
    asked = "What did the parish council say about insurance?"
    found = plan(asked, rewrite(asked, (), ARCHIVE), ARCHIVE, Scope(("weirs",)))
    assert found.overruled == Scope(bodies=("kites",))


def test_a_single_question_asks_of_no_time_beyond_what_is_held():
    assert plan("What happened in 2019?", rewrite("What happened in 2019?", (), ARCHIVE), ARCHIVE).beyond == ""
    assert query("x").beyond == ""
