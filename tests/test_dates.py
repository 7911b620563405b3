from __future__ import annotations

from datetime import date, time

import pytest

from index.dates import clock, dates, month, month_years

JULY = date(2018, 7, 17)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("held on Tuesday, 17 July 2018", [JULY]),
        ("the 17th of July 2018", [JULY]),
        ("17 th Jul. 2018", [JULY]),
        ("July 17, 2018", [JULY]),
        ("17/07/2018 and 17.7.18", [JULY]),
        ("2018-07-17", [JULY]),
        ("1 Sept 2020, then 2 September 2020", [date(2020, 9, 1), date(2020, 9, 2)]),
        ("3 May 2019; 1 May 2019; 3 May 2019", [date(2019, 5, 3), date(2019, 5, 1)]),
        ("31 February 2019", []),
        ("13/13/2019", []),
        ("17 July", []),
        ("a 1 march to the sea", []),
        ("087/18 and 2018/008", []),
    ],
)
def test_dates_are_found_as_minutes_print_them(text: str, expected: list[date]):
    assert dates(text) == expected


def test_a_date_without_its_year_takes_the_one_given():
    assert dates("Tuesday 17 July @ 10:30", 2018) == [JULY]


def test_months_are_known_by_their_first_letters():
    assert [month("Jan"), month("sept"), month("December")] == [1, 9, 12]
    assert month_years("from July 2018 to May 2019") == [(2018, 7), (2019, 5)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("13:00 – 17:00", [time(13), time(17)]),
        ("1000 – 1300 hrs", [time(10), time(13)]),
        ("at 1005 hrs", [time(10, 5)]),
        ("10.30am to 2pm", [time(10, 30), time(14)]),
        ("12.52 pm and 12.15 a.m.", [time(12, 52), time(0, 15)]),
        ("in 1912 and 2018", []),
        ("Room 2.04, £4.20, item 3.10", []),
        ("at 25:00 or 10:75", []),
        ("at noon", []),
    ],
)
def test_times_are_found_and_room_numbers_are_none(text: str, expected: list[time]):
    assert clock(text) == expected
