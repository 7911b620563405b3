from __future__ import annotations

from datetime import date

import pytest
from worlds import document

from assistant.scope import named_accounts, named_bodies, named_periods, named_references, named_years, scope_words
from index.tokens import terms

ARCHIVE = [
    document("wl", "Police and Crime Board", "Winnow and Larch Police and Crime Commissioner", "2018-04-04"),
    document("hs", "Policing Scrutiny Board", "Harrowmere Police and Crime Commissioner", "2017-09-19"),
    document("hs", "Policing Scrutiny Board", "Harrowmere Police and Crime Commissioner", "2020-05-19"),
    document("bp", "Brindlecote Parish Council", "Brindlecote Parish Council", "2023-01-09"),
    document("sh", "Skerravoe Harbour Trust", "Skerravoe Harbour Trust", "2023-02-23"),
]


@pytest.mark.parametrize(
    ("question", "bodies"),
    [
        ("What did Harrowmere decide about drones?", ("hs",)),
        ("harrowmere's view of the drones", ("hs",)),
        ("What did the Policing Scrutiny Board decide?", ("hs",)),
        ("what did the PSB decide", ("hs",)),
        ("the Police and Crime Board in April", ("wl",)),
        ("the PCB budget", ("wl",)),
        ("What did Winnow and Larch agree?", ("wl",)),
        ("What did Winnow & Larch agree?", ("wl",)),
        ("What did Winnow Larch agree?", ("wl",)),
        ("W&L budget", ("wl",)),
        ("the w & l budget", ("wl",)),
        ("How many parcels did Brindlecote buy?", ("bp",)),
        ("Brindlecote Parish Council", ("bp",)),
        ("Skerravoe dredging", ("sh",)),
        ("Compare Harrowmere and Brindlecote", ("hs", "bp")),
        ("What was decided about drones?", ()),
        ("What did the board decide?", ()),
        ("the trust and its council", ()),
        ("harrowmeresque lamps", ()),
    ],
)
def test_bodies_are_named_by_place_title_and_initials(question: str, bodies: tuple[str, ...]):
    assert tuple(body for group in named_bodies(question, ARCHIVE) for body in group) == bodies


def test_two_boards_of_one_place_are_one_name_and_two_places_are_two():
    archive = [*ARCHIVE, document("ha", "Accountability Meeting", "Harrowmere Police and Crime Commissioner", "2019-05-14")]
    assert named_bodies("What did Harrowmere decide?", archive) == (("hs", "ha"),)
    assert named_bodies("Compare Harrowmere and Brindlecote", archive) == (("hs", "ha"), ("bp",))


@pytest.mark.parametrize("question", ["What was reported as missing?", "Was the bridge as long as planned?"])
def test_an_ordinary_word_names_no_body_though_it_spells_initials(question: str):
    archive = [document("as", "Police and Crime Board", "Alderford and Southmarsh Police and Crime Commissioner", "2018-04-04")]
    assert named_bodies(question, archive) == ()


def held_over(*days: str):
    return [document("hs", "Policing Scrutiny Board", None, day) for day in days]


def spans(question: str, *days: str) -> list[tuple[str, str]]:
    return [(p.first.isoformat(), p.last.isoformat()) for p in named_periods(question, held_over(*days))]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("on 4 April 2018", [("2018-04-04", "2018-04-04")]),
        ("on 4th April 2018", [("2018-04-04", "2018-04-04")]),
        ("on the 4th of April 2018", [("2018-04-04", "2018-04-04")]),
        ("April 4, 2018", [("2018-04-04", "2018-04-04")]),
        ("04/04/2018", [("2018-04-04", "2018-04-04")]),
        ("2018-04-04", [("2018-04-04", "2018-04-04")]),
        ("in April 2018", [("2018-04-01", "2018-04-30")]),
        ("Apr 2018", [("2018-04-01", "2018-04-30")]),
        ("the April meeting", [("2018-04-01", "2018-04-30")]),
        ("April's board", [("2018-04-01", "2018-04-30")]),
        ("in 2018", [("2018-01-01", "2018-12-31")]),
        ("2018 and 2020", [("2018-01-01", "2018-12-31"), ("2020-01-01", "2020-12-31")]),
        ("in February 2020", [("2020-02-01", "2020-02-29")]),
        ("last spring", []),
        ("at a cost of £2018", []),
        ("the budget for 2018/19", []),
        ("a rise of 2018%", []),
        ("2,018 and 12018 lamps", []),
    ],
)
def test_a_question_names_days_months_and_years(question: str, expected: list[tuple[str, str]]):
    assert spans(question, "2018-04-04", "2020-02-11") == expected


@pytest.mark.parametrize(
    "question", ["after the flood of 2012", "the drone bought in 2012", "homes flooded on 16 January 2012", "since the May 2012 storm"]
)
def test_a_time_without_a_meeting_dates_an_event_and_is_no_scope(question: str):
    assert spans(question, "2018-04-04") == []


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("the 18 August 2020 board", ("2020-08-18", "2020-08-18")),
        ("the 18 August 2020 scrutiny meeting", ("2020-08-18", "2020-08-18")),
        ("at the meeting of 18 August 2020", ("2020-08-18", "2020-08-18")),
        ("at the board held on Tuesday 18 August 2020", ("2020-08-18", "2020-08-18")),
        ("the August 2020 meeting", ("2020-08-01", "2020-08-31")),
    ],
)
def test_a_meeting_named_by_its_day_is_the_scope_though_none_was_held_then(question: str, expected: tuple[str, str]):
    assert spans(question, "2018-04-04") == [expected]


def test_a_meeting_named_by_its_year_is_the_scope_though_none_was_held_then():
    assert spans("What did the 2012 board decide?", "2018-04-04") == [("2012-01-01", "2012-12-31")]


def test_the_verb_may_is_not_a_month():
    assert spans("How much may the board spend?", "2020-05-19") == []


def test_a_month_without_its_year_means_every_such_month_held():
    assert spans("the May meeting", "2018-05-01", "2020-05-19", "2020-06-02") == [
        ("2018-05-01", "2018-05-31"),
        ("2020-05-01", "2020-05-31"),
    ]


def test_a_day_goes_before_the_month_and_the_year_it_lies_in():
    [period] = named_periods("on 4 April 2018", held_over("2018-04-04", "2018-04-25", "2018-11-01"))
    assert (period.first, period.last) == (date(2018, 4, 4), date(2018, 4, 4))


@pytest.mark.parametrize(
    ("question", "references"),
    [
        ("What was decided under 087/18?", ("087/18",)),
        ("minutes 003/23 and 004/23", ("003/23", "004/23")),
        ("the same 003/23, and again 003/23", ("003/23",)),
        ("decision 2018/008", ("2018/008",)),
        ("what does 08818 say", ("08818",)),
        ("FGB 20/2021", ("FGB 20/2021",)),
        ("minute 34.12/13", ("34.12/13",)),
        ("item 9b", ("9b",)),
        ("Item 9 b", ("9b",)),
        ("agenda item 12", ("12",)),
        ("item no. 3", ("3",)),
        ("item 2.1.1", ("2.1.1",)),
        ("item 9 about eels", ("9",)),
        ("item 9b, 087/18", ("087/18", "9b")),
        ("open 24/7", ()),
        ("£1/20", ()),
        ("9 items", ()),
        ("in 2018", ()),
    ],
)
def test_references_and_item_numbers_are_found_as_typed(question: str, references: tuple[str, ...]):
    assert named_references(question) == references


def test_a_numeric_date_is_no_reference():
    assert named_references("What happened on 17/07/2018?") == ()


def test_the_words_of_the_scope_need_not_stand_in_an_answer():
    words = scope_words("What did Harrowmere decide about drones in May 2020?", ARCHIVE)
    assert [word for word in terms("What did Harrowmere decide about drones in May 2020?") if word not in words] == [
        "decid",
        "drone",
        "2020",
    ]


@pytest.mark.parametrize(("question", "years"), [("In 2018, who paid?", (2018,)), ("2018,500 of them", ()), ("2018.5 tonnes", ())])
def test_a_comma_behind_a_year_ends_it(question: str, years: tuple[int, ...]):
    assert named_years(question) == years


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        ("What did lamps cost in 2018/19?", ("2018/19",)),
        ("The precept of 22/23, please", ("22/23",)),
        ("The 2022-23 accounts", ("2022-23",)),
        ("The 22-23 budget", ("22-23",)),
        ("What was said on 2019-05-06?", ()),
        ("What was said on 05-06-2019?", ()),
        ("Places for 16-25 year olds", ()),
        ("Places for those aged 16-17", ()),
        ("Places for 16-17 year olds", ()),
        ("Minute 2018/008", ()),
        ("From 2015-18 on", ()),
    ],
)
def test_a_year_of_accounts_is_two_years_running_and_no_date(question: str, labels: tuple[str, ...]):
    assert named_accounts(question) == labels
