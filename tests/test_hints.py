from __future__ import annotations

import pytest
from worlds import document

from assistant.hints import dated, hinted_bodies, without_bodies, without_times
from assistant.references import completed

WEIRS = [document("weirs", "Weirs and Fords Board", "Larkfield Town Council", day) for day in ("2018-04-04", "2019-05-08", "2020-05-19")]
KITES = document("kites", "Kite Festival Committee", "Marrowby Parish Council", "2020-06-02")
ARCHIVE = [*WEIRS, KITES]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("What was decided in May 2019?", "What was decided?"),
        ("In 2018, who paid?", ", who paid?"),
        ("What did the 4 April 2018 board say?", "What did board say?"),
        ("What precept was set for 2023/24?", "What precept was set for 2023/24?"),
        ("Who decided 2018/009?", "Who decided 2018/009?"),
        ("It cost £2019 in all", "It cost £2019 in all"),
        ("the march to the sea", "the march to the sea"),
    ],
)
def test_times_are_taken_out_and_years_of_account_stay(text: str, left: str):
    assert without_times(text) == left


def test_names_of_bodies_are_taken_out():
    assert without_bodies("What did Larkfield Town Council and Marrowby's clerk say?", ARCHIVE) == "What did Town Council and clerk say?"


@pytest.mark.parametrize(
    ("question", "bodies"),
    [
        ("And the kite one?", ("kites",)),
        ("What did the parish council say?", ("kites",)),
        ("the town council's", ("weirs",)),
        ("What did the council say?", ()),  # either
        ("And the blue one?", ()),
        ("And the other one?", ()),
    ],
)
def test_a_phrase_that_one_body_alone_can_mean(question: str, bodies: tuple[str, ...]):
    assert hinted_bodies(question, ARCHIVE) == bodies


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("What did they do the year after?", "What did they do on 19 May 2020?"),
        ("What did they do at the following meeting?", "What did they do on 19 May 2020?"),
        ("Who came to the previous meeting?", "Who came to on 4 April 2018?"),
        ("When is the next meeting?", "When is the next meeting?"),
        ("Who came to the meeting?", "Who came to the meeting?"),
    ],
)
def test_a_meeting_before_or_after_is_counted_from_the_one_spoken_of(question: str, found: str):
    assert dated(question, WEIRS[1:2], ARCHIVE) == found


def test_nothing_comes_after_the_last_meeting():
    assert dated("What was said at the next meeting?", WEIRS[2:], ARCHIVE) == "What was said at the next meeting?"


def test_the_earlier_meeting_is_the_first_that_was_spoken_of():
    assert dated("Who chaired at that earlier meeting?", [WEIRS[0], WEIRS[2]], ARCHIVE) == "Who chaired on 4 April 2018?"
    assert dated("Who chaired at that earlier meeting?", [WEIRS[2]], ARCHIVE) == "Who chaired at that earlier meeting?"


@pytest.mark.parametrize(
    ("question", "before", "found"),
    [
        ("what about 014?", "And 2021/015?", "what about 2021/014?"),
        ("and 086?", "What is 085/18?", "and 086/18?"),
        ("and 2021/013?", "And 2021/015?", "and 2021/013?"),
        ("what about 14?", "And 2021/015?", "what about 14?"),
        ("how many of the 250 came?", "What did it cost?", "how many of the 250 came?"),
    ],
)
def test_a_bare_number_takes_the_rest_of_the_reference_before(question: str, before: str, found: str):
    assert completed(question, before) == found
