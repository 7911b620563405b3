"""What the head of a document tells of its meeting."""

from __future__ import annotations

from datetime import date, time

import pytest

from index.head import Head, head, organisation
from index.lines import lines


def top(text: str) -> Head:
    return head(lines(text), None)


@pytest.mark.parametrize(
    ("text", "body", "day"),
    [
        ("FENMARCH CRIME BOARD\n\nNotes of the meeting held on Thursday 6 June 2019", "Fenmarch Crime Board", date(2019, 6, 6)),
        ("DRAFT Minutes of the Governance Board, 3rd September 2019", "Governance Board", date(2019, 9, 3)),
        ("Governance Board, 3rd September 2019 09:30 – 12:00", "Governance Board", date(2019, 9, 3)),
        (
            "Monthly Assurance Meeting March 2019 – Meeting Notes\n\nDate: Tuesday 12 March @ 14:00",
            "Monthly Assurance Meeting",
            date(2019, 3, 12),
        ),
        ("Full Governing Body (FGB) – minutes of the meeting held on Tuesday 8 May 2024", "Full Governing Body (FGB)", date(2024, 5, 8)),
        ("RESIDENTS' PANEL\n\nNotes of the meeting on 16 May 2024", "Residents' Panel", date(2024, 5, 16)),
        ("Notes\n\nPresent: Ann Reed", "Meeting", None),
    ],
)
def test_body_and_date_are_taken_from_the_title(text: str, body: str, day: date | None):
    assert (top(text).meeting.body, top(text).meeting.date) == (body, day)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Crime Board\nNotes of the meeting", "notes"),
        ("Crime Board\nMinutes of the meeting", "minutes"),
        ("Accountability Meeting May 2019 – Record", "notes"),
        ("Crime Board, 3 May 2019\nVenue: Room 2\nAGENDA", "agenda"),
        ("Decision Notice 2019/021 of the Board", "notice"),
        ("Report to the Board, 3 May 2019", "report"),
        ("Report of the Board, 3 May 2019\nPresent: Ann Reed", "minutes"),
        ("Crime Board, 3 May 2019\nPresent: Ann Reed", "minutes"),
        ("Crime Board, 3 May 2019", None),
    ],
)
def test_the_role_is_told_by_the_words_of_the_title(text: str, role: str | None):
    assert top(text).role == role


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("DRAFT Minutes of the Board", "draft"),
        ("Unconfirmed minutes of the Board", "draft"),
        ("Approved minutes of the Board", "approved"),
        ("Minutes of the Board", "unknown"),
        ("Minutes of the Board\nPresent: Ann Reed\nA draft plan was seen", "unknown"),
    ],
)
def test_the_status_is_told_by_the_title_alone(text: str, status: str):
    assert top(text).status == status


@pytest.mark.parametrize(
    ("text", "venue", "start", "end"),
    [
        ("Board, 3 May 2019 13:00 – 17:00\nVenue: Heron Suite", "Heron Suite", time(13), time(17)),
        ("Board, Tuesday 3 May 2019 - 1000 - 1300 hrs, Mill Room, Weir House", "Mill Room, Weir House", time(10), time(13)),
        ("Minutes of the Board held in the Reading Room, Fen, on 3 May 2019 commencing at 7.30pm", "Reading Room, Fen", time(19, 30), None),
        ("Board meeting of 3 May 2019 at 2.00 pm in the Loom Room, County Hall", "Loom Room, County Hall", time(14), None),
        ("Board, 3 May 2019\nVenue Room 2.04 – Tollgate House", "Room 2.04 – Tollgate House", None, None),
        ("Board, 3 May 2019", None, None, None),
    ],
)
def test_place_and_times_are_told_where_they_are_printed(text: str, venue: str | None, start: time | None, end: time | None):
    assert (top(text).venue, top(text).start_time, top(text).end_time) == (venue, start, end)


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("The PCC met officers of Kent Police in Kent; the OPCC has grown.", "Kent Police and Crime Commissioner"),
        ("Harrowdale Police were praised. The Harrowdale team met Response Police.", "Harrowdale Police and Crime Commissioner"),
        ("A letter from Corrie County Council, and one from Fen Parish Council. Corrie is larger.", "Corrie County Council"),
        ("The Stow-on-Tarn Town Council met. Stow-on-Tarn is old.", "Stow-on-Tarn Town Council"),
        ("A speaker came from Corrie County Council.", None),
        ("The Chief Constable of Kent wrote from Kent to the ministry.", None),
        ("the council met and the police came", None),
        ("Local Police and National Police spoke at Fen Police Station.", None),
    ],
)
def test_the_organisation_is_the_one_that_is_named_most(text: str, owner: str | None):
    assert organisation(text) == owner


def test_a_body_that_is_an_organisation_is_its_own_owner():
    meeting = head(lines("SALLOWBECK PARISH COUNCIL\n\nMinutes of 4th November 2024"), "Corrie County Council").meeting
    assert (meeting.body, meeting.organisation) == ("Sallowbeck Parish Council", "Sallowbeck Parish Council")
