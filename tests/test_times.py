from __future__ import annotations

from datetime import date

import pytest
from worlds import document

from assistant.answer import Query, Standalone
from assistant.plan import plan
from assistant.times import hinted, named_stretch
from index.minutes import Document, Scope

WEIRS = [document("weirs", "Weirs and Fords Board", "Larkfield Town Council", day) for day in ("2017-02-01", "2018-07-04", "2019-03-06")]
AHEAD = document("weirs", "Weirs and Fords Board", "Larkfield Town Council", "2019-05-01", "agenda")
KITES = [document("kites", "Kite Festival Committee", "Marrowby Parish Council", day) for day in ("2020-06-02", "2021-06-08")]


def planned(question: str, documents: list[Document]) -> Query:
    return plan(question, Standalone(question, question), documents)


def stretch(question: str, documents: list[Document] = WEIRS) -> tuple[date, date] | None:
    found = named_stretch(question, documents)
    return (found.first, found.last) if found else None


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("What did the last meeting decide about eels?", date(2019, 3, 6)),
        ("eels at the latest board", date(2019, 3, 6)),
        ("What happened to the ladder in the last two years?", date(2017, 3, 6)),
        ("the past 12 months of eel counts", date(2018, 3, 6)),
        ("eels over the last 2 meetings", date(2018, 7, 4)),
        ("eels over the last ten meetings", date(2017, 2, 1)),
    ],
)
def test_a_stretch_of_time_counts_back_from_the_latest_meeting_of_the_body(question: str, first: date):
    assert stretch(question) == (first, date(2019, 3, 6))


@pytest.mark.parametrize(
    "question",
    ["What about eels?", "What arose from the notes of the last meeting?", "How long did the last ladder stand?", "Who came last?"],
)
def test_a_question_that_counts_back_to_no_meeting_names_none(question: str):
    assert stretch(question) is None


def test_an_agenda_of_a_meeting_to_come_is_not_the_latest_meeting():
    assert stretch("What did the last meeting decide?", [*WEIRS, AHEAD]) == (date(2019, 3, 6), date(2019, 3, 6))


def test_the_latest_meeting_is_a_hint_where_several_bodies_could_be_meant():
    question = "What did the latest meeting say of eels?"
    assert stretch(question, [*WEIRS, *KITES]) is None
    assert hinted(question, [*WEIRS, *KITES]) == (
        Scope(bodies=("weirs",), first=date(2019, 3, 6), last=date(2019, 3, 6)),
        Scope(bodies=("kites",), first=date(2021, 6, 8), last=date(2021, 6, 8)),
    )


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("Have the eels been counted recently?", date(2018, 3, 6), date(2019, 3, 6)),
        ("What did they say last year?", date(2018, 1, 1), date(2018, 12, 31)),
        ("What did the summer meeting say?", date(2018, 7, 4), date(2018, 7, 4)),
    ],
)
def test_a_hint_is_counted_from_the_latest_meeting_not_from_today(question: str, first: date, last: date):
    assert hinted(question, WEIRS) == (Scope(bodies=("weirs",), first=first, last=last),)


def test_a_plan_searches_what_is_named_alone_and_prefers_what_is_hinted_at():
    named = planned("What did Larkfield's last meeting say of eels?", [*WEIRS, *KITES])
    assert (named.scope, named.hints) == (Scope(bodies=("weirs",), first=date(2019, 3, 6), last=date(2019, 3, 6)), ())
    hint = planned("What was said of eels recently?", [*WEIRS, *KITES])
    assert hint.scope == Scope()
    assert [h.bodies for h in hint.hints] == [("weirs",), ("kites",)]


def test_a_date_named_goes_before_a_hint():
    asked = planned("What was said recently, in 2018?", WEIRS)
    assert (asked.scope.first, asked.hints) == (date(2018, 1, 1), ())


def test_a_day_without_its_year_is_that_day_of_the_meetings_held():
    asked = planned("the 2 June agenda", [*WEIRS, *KITES])
    assert (asked.scope.first, asked.scope.last) == (date(2020, 6, 2), date(2020, 6, 2))


def test_no_meeting_gives_no_stretch_and_no_hint():
    assert named_stretch("the last meeting", []) is None
    assert hinted("recently", []) == ()
