"""Several meetings in one file, each under the same title, told from pages under the same running head."""

from __future__ import annotations

from datetime import date

from index.parse import parse
from index.read import decode

_MEETING = """SILLWATER PARISH COUNCIL

Minutes of the meeting held on {day} {month} {year}

Present: Ann Reed (Chair), Bo Oak, Mo Weir

1. Apologies
None were received.

2. Footbridge
It was RESOLVED to mend the handrail.

3. Allotments
The clerk reported that plot {n} was let.

"""


def pack(days: list[date]) -> str:
    return "".join(_MEETING.format(day=d.day, month=f"{d:%B}", year=d.year, n=n) for n, d in enumerate(days, 1))


def meetings(text: str) -> list[date | None]:
    return [d.meeting.date for d in parse(decode("pack.txt", text.encode(), "txt")).documents]


def test_many_meetings_under_one_title_are_as_many_documents():
    days = [date(year, month, 3) for year in (2022, 2023, 2024) for month in (1, 3, 5, 7)]
    assert meetings(pack(days)) == days


def test_meetings_of_one_month_are_told_apart_by_their_day():
    days = [date(2024, 3, day) for day in (5, 12, 19, 26)]
    assert meetings(pack(days)) == days


def test_a_title_and_date_at_the_head_of_each_page_begin_no_document():
    page = "SILLWATER PARISH COUNCIL\n\nMinutes of the meeting held on 5 March 2024\n\n"
    points = "The contractor offered:\n\n1. A rail of oak\n2. A rail of steel\n3. No rail\n\n"
    text = page + "Present: Ann Reed (Chair), Bo Oak\n\n" + "".join(f"{n}. Matter {n}\n{points}{page}" for n in range(4, 10))
    assert meetings(text) == [date(2024, 3, 5)]


def test_a_letter_quoted_under_the_head_of_a_page_begins_no_document():
    head = "SILLWATER PARISH COUNCIL\n\n"
    text = (
        _MEETING.format(day=3, month="May", year=2024, n=2).rstrip()
        + f"\n\n{head}The contractor wrote on 7 February 2024 and offered:\n\n1. A rail of oak\n2. A rail of steel\n\n"
        + "4. Roof\nIt leaks.\n\n"
        + f"{head}5. Next meeting\nIn June.\n"
    )
    assert meetings(text) == [date(2024, 5, 3)]
