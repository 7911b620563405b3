"""What the head of a document tells of its meeting."""

from __future__ import annotations

from datetime import date, time

import pytest

from index.head import Head, head
from index.lines import lines
from index.parse import parse
from index.read import decode
from index.whose import Whose, force, organisation


def top(text: str) -> Head:
    return head(lines(text), Whose(None))


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
        ("It rained. Harrowdale Police spoke; the PCC and the Chief Constable left.", "Harrowdale Police and Crime Commissioner"),
        # what is only spoken of, on a panel of many
        ("Kent Police, Kent Police and Kent Police were praised. Kent is large.", None),
        ("Ada Marl, Metropolitan Police. The Metropolitan Police and the Metropolitan area were named to the PCCs.", None),
        ("The Chief Constable of Kent and the PCC for Kent wrote from Kent to the ministry.", None),
        ("A letter from Corrie County Council, and one from Corrie County Council. Corrie is large.", None),
        ("the council met and the police came", None),
        ("Local Police and National Police spoke at Fen Police Station to the PCC and the PCC.", None),
    ],
)
def test_a_force_is_the_one_whose_posts_stand_without_a_name(text: str, owner: str | None):
    assert force(text) == owner


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("Minutes | Corrie County Council", "Corrie County Council"),
        ("The Stow-on-Tarn Town Council", "Stow-on-Tarn Town Council"),
        ("Ethics minutes | Norrow and Isk Police and Crime Commissioner", "Norrow and Isk Police and Crime Commissioner"),
        ("Minutes of 4 May", None),
    ],
)
def test_a_title_names_the_organisation(text: str, owner: str | None):
    assert organisation(text) == owner


REST = "\n\nPresent: Ada Marl (Chair), Tom Reed\n\n1. Apologies\n\nNone were sent.\n\n{}2. Roof\n\nIt was agreed to mend the roof.\n{}"
FOOT = "Larkmoor Hospice - Trustees, 4 March 2021     Page {} of 2\n\n"


@pytest.mark.parametrize(
    ("text", "body", "owner"),
    [
        ("THE HOLLOWBROOK MUSEUM\n\nMinutes of the meeting of the Trustees held on 4 March 2021", "Trustees", "The Hollowbrook Museum"),
        ("Pennygate Primary School\n\nGovernors' Meeting\n\nMinutes, 4 March 2021", "Governors' Meeting", "Pennygate Primary School"),
        ("Minutes of a meeting of the Governors of Pennygate Primary School held on 4 March 2021", "Governors", "Pennygate Primary School"),
        ("Kestrel Homes Limited\nThe Board\n4 March 2021\n\nMINUTES", "Board", "Kestrel Homes Limited"),
        ("St Orrin's Almshouse Charity (charity no. 123)\nMEETING OF TRUSTEES\n4 March 2021", "Trustees", "St Orrin's Almshouse Charity"),
        ("MINUTES OF THE TRUSTEES' MEETING\n\nLarkmoor Hospice, Pell\n\n4 March 2021", "Trustees' Meeting", "Larkmoor Hospice"),
        # nothing says whose they are
        ("BOARD MEETING\nThursday 4 March 2021\nBoard Room, Larkmoor House", "Board Meeting", None),
        ("Governors\n\nDraft Minutes\n\nThursday 4 March 2021\n\nPell Village Hall", "Governors", None),
        ("Governors\n\nPell Village Hall\n\nThursday 4 March 2021", "Governors", None),
        ("Via Zoom\n\nTrustees\n\nMinutes, 4 March 2021", "Trustees", None),
        ("Welcome Pack\n\nTrustees\n\nMinutes, 4 March 2021", "Trustees", None),
        ("Ada Marl\n\nTrustees\n\nMinutes, 4 March 2021\n\nMembers: Ada Marl, Bo Oak", "Trustees", None),
    ],
)
def test_a_body_without_a_name_has_that_of_its_organisation(text: str, body: str, owner: str | None):
    [document] = parse(decode("a.txt", (text + REST.format("", "")).encode(), "txt")).documents
    assert (document.meeting.body, document.meeting.organisation) == (body, owner)


def test_a_running_foot_or_the_agenda_beside_tells_whose_trustees_they_are():
    text = "Trustees\n\nMinutes of the meeting held on 4 March 2021" + REST.format(FOOT.format(1), FOOT.format(2))
    [document] = parse(decode("a.txt", text.encode(), "txt")).documents
    assert document.meeting.organisation == "Larkmoor Hospice"
    agenda = "LARKMOOR HOSPICE TRUST\n\nAGENDA for the meeting of the Trustees\n\n4 March 2021\n\n1. Apologies\n\n2. Minutes\n\n3. Roof\n\n"
    pack = agenda + "Trustees\n\nMinutes of the meeting held on 4 February 2021" + REST.format("", "")
    assert [d.meeting.organisation for d in parse(decode("a.txt", pack.encode(), "txt")).documents] == ["Larkmoor Hospice Trust"] * 2


def test_a_body_that_is_an_organisation_is_its_own_owner():
    meeting = head(lines("SALLOWBECK PARISH COUNCIL\n\nMinutes of 4th November 2024"), Whose("Corrie County Council")).meeting
    assert (meeting.body, meeting.organisation) == ("Sallowbeck Parish Council", "Sallowbeck Parish Council")
