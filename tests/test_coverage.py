from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from worlds import document

from index.coverage import Coverage, coverage, next_meetings
from index.minutes import Document, Item, Role, Span


def fen(day: str, role: Role = "minutes", announces: str = "") -> Document:
    one = document("fen", "Sallow Fen Drainage Board", None, day, role)
    items = (item("Date of next meeting", f"Date of next meeting {announces}"),) if announces else ()
    return replace(one, items=items)


def item(title: str, text: str) -> Item:
    return Item("fen/1/minutes/09", 9, "item", "9", None, title, None, None, Span(0, len(text)), text)


def covered(*documents: Document) -> Coverage:
    [found] = coverage(documents)
    return found


def gaps(*months: str) -> tuple[int | None, list[str]]:
    """The rhythm and the gaps of meetings on the tenth of these months."""
    found = covered(*(fen(f"{month}-10") for month in months))
    return found.rhythm, [f"{day:%Y-%m}" for day in found.gaps]


def year(months: str, number: int) -> list[str]:
    return [f"{number}-{int(month):02}" for month in months.split()]


def test_each_body_has_its_own_coverage():
    first, second = coverage([fen("2018-05-09"), document("gate", "Heronsgate", "Heronsgate Council", "2018-05-15"), fen("2018-04-11")])
    assert (first.body_id, first.held, first.latest) == ("fen", (date(2018, 4, 11), date(2018, 5, 9)), date(2018, 5, 9))
    assert (second.body_id, second.organisation, second.held) == ("gate", "Heronsgate Council", (date(2018, 5, 15),))
    assert coverage([]) == ()


def test_a_month_left_out_of_a_monthly_rhythm_is_a_gap():
    assert gaps("2018-04", "2018-05", "2018-07") == (None, [])  # steps 1, 2: no rhythm yet
    assert gaps("2018-04", "2018-05", "2018-06", "2018-08") == (1, ["2018-07"])
    assert gaps("2018-11", "2018-12", "2019-01", "2019-04") == (1, ["2019-02", "2019-03"])


def test_a_longer_rhythm_has_longer_steps_and_forgives_a_meeting_a_month_early():
    assert gaps("2018-01", "2018-03", "2018-05", "2018-09") == (2, ["2018-07"])
    assert gaps("2018-01", "2018-03", "2018-05", "2018-08") == (2, [])  # three months: a month late, and none left out
    assert gaps("2018-01", "2018-04", "2018-07", "2019-01") == (3, ["2018-10"])


@pytest.mark.parametrize("months", [["2018-01"], ["2018-01", "2018-02"], ["2018-01", "2018-06", "2018-09"], ["2018-01", "2018-01"]])
def test_no_rhythm_is_told_from_too_little(months: list[str]):
    assert gaps(*months) == (None, [])


def test_of_two_equally_frequent_steps_the_one_that_suggests_less_counts():
    assert gaps("2018-01", "2018-02", "2018-03", "2018-05", "2018-07") == (2, [])  # steps 1, 1, 2, 2


def test_a_month_without_a_meeting_year_after_year_is_a_recess():
    both = "1 2 3 4 5 6 7 9 10 11 12"
    assert gaps(*year(both, 2018), *year(both, 2019)) == (1, [])
    assert gaps(*year(both, 2018)) == (1, ["2018-08"])  # one year cannot tell
    assert gaps(*year(both, 2018), *year("1 2 3 4 5 6 7 8 9", 2019)) == (1, ["2018-08"])


def test_an_agenda_shows_a_meeting_of_which_no_minutes_are_held():
    found = covered(fen("2018-04-11"), fen("2018-05-09", "agenda"), fen("2018-06-13", "notes"), fen("2018-06-13", "agenda"))
    assert (found.held, found.agenda_only) == ((date(2018, 4, 11), date(2018, 6, 13)), (date(2018, 5, 9),))
    assert (found.rhythm, found.gaps) == (1, ())


def test_notices_and_documents_without_a_date_are_no_meetings():
    undated = fen("2018-04-11")
    undated = replace(undated, meeting=replace(undated.meeting, date=None))
    found = covered(undated, fen("2018-05-09", "notice"))
    assert (found.held, found.agenda_only, found.latest) == ((), (), None)


def test_a_meeting_announced_of_which_nothing_is_held_is_named_with_the_item_that_says_so():
    found = covered(fen("2018-04-11", announces="Wednesday 9 May 2018."), fen("2018-05-09", announces="13 June 2018"))
    [announced] = found.announced
    assert (announced.day, announced.item_id, announced.file) == (date(2018, 6, 13), "fen/1/minutes/09", "fen-2018-05-09.txt")


@pytest.mark.parametrize(("held", "missing"), [("2018-05-16", False), ("2018-05-02", False), ("2018-05-17", True), ("2018-05-01", True)])
def test_a_meeting_within_a_week_of_the_day_announced_is_that_meeting(held: str, missing: bool):
    assert bool(covered(fen("2018-04-11", announces="9 May 2018"), fen(held)).announced) is missing


def test_an_agenda_held_is_something_held_and_announces_nothing_itself():
    assert covered(fen("2018-04-11", announces="9 May 2018"), fen("2018-05-09", "agenda", announces="13 June 2018")).announced == ()


@pytest.mark.parametrize(
    ("title", "text", "days"),
    [
        ("Date of next meeting", "Date of next meeting Wednesday 9 May 2018 at 10:00.", ["2018-05-09"]),
        ("Next meeting: 9 May", "Next meeting: 9 May", ["2018-05-09"]),
        ("NEXT MEETING", "NEXT MEETING 9 January", ["2019-01-09"]),  # the next ninth of January
        ("Dates of future meetings", "9 May 2018, 13 June 2018.", ["2018-05-09", "2018-06-13"]),
        ("Date of next meeting", "9 May 2018. Papers are due by 1 May 2018.", ["2018-05-09"]),
        ("Date of next meeting", "9 May 2018 (the last meeting was on 11 April 2018)", []),
        ("Date of next meeting", "9 May 2081", []),
        ("Date of next meeting", "9 May 2017", []),
        ("Any other business", "The next meeting will be held on 9 May 2018. The pump arrives on 14 May 2018.", ["2018-05-09"]),
        ("Any other business", "The Board was reminded that the next meeting was scheduled for Friday 11 May 2018.", ["2018-05-11"]),
        ("Any other business", "The next Drainage Board meeting is on 9 May 2018.", ["2018-05-09"]),
        ("Culvert", "Ada Marl to bring three prices to the next meeting by 9 May 2018.", []),
        ("Culvert", "The culvert was built on 9 May 2018.", []),
    ],
)
def test_the_day_of_the_next_meeting_is_read_where_it_is_announced(title: str, text: str, days: list[str]):
    assert [day.isoformat() for day in next_meetings(item(title, text), date(2018, 4, 11))] == days
