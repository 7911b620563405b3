from __future__ import annotations

from datetime import date

import pytest

from index.acceptance import acceptances, next_meeting
from index.amendments import concerned
from index.heal import mask
from index.minutes import Acceptance, Amendment, Document, Item, Source, Span
from index.parse import parse

HEAD = """Fellside Rescue Board

Minutes of the Fellside Rescue Board, Tuesday 10 January 2023 at 10:00, Tarn House

Present:
Perpetua Lowther, Chair
Ivo Threlkeld, Engineer

1. Welcome

The Chair welcomed the members.

2. {title}

{text}

3. Boats

The Board agreed to paint both boats red.

4. Date of next meeting

Tuesday 14 February.
"""


def document(text: str, title: str = "Minutes of the last meeting") -> tuple[Document, str]:
    whole = HEAD.format(title=title, text=text)
    [found] = parse(Source("fells.txt", "0" * 64, whole, "txt", "utf-8")).documents
    return found, whole


def said(text: str, title: str = "Minutes of the last meeting") -> list[Acceptance]:
    found, whole = document(text, title)
    return list(acceptances(found, mask(whole)))


def told(text: str, title: str = "Minutes of the last meeting") -> list[tuple[str, str]]:
    return [(one.kind, f"{one.first}" if one.first == one.last else f"{one.first} {one.last}") for one in said(text, title)]


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        ("The minutes of the meeting held on 13 December 2022 were accepted as a correct record.", "accepted", "2022-12-13"),
        ("The minutes of the meeting held on 13 December were accepted as a correct record.", "accepted", "2022-12-13"),
        ("The notes of the meeting of 3 January were agreed.", "accepted", "2023-01-03"),
        ("The 13 December 2022 minutes were approved.", "accepted", "2022-12-13"),
        ("The minutes of the December meeting were approved.", "accepted", "2022-12-01 2022-12-31"),
        ("The minutes were taken as read and signed.", "accepted", "None"),
        ("The minutes, having been circulated, were approved and signed by the Chair on 12 January 2023.", "accepted", "None"),
        ("RESOLVED that the minutes of the meeting of 13 December 2022 be approved and signed.", "accepted", "2022-12-13"),
        ("It was RESOLVED to approve the minutes of 13 December 2022.", "accepted", "2022-12-13"),
        (
            "The Board agreed the minutes from the meeting held on 13th December 2022 and went through the actions.",
            "accepted",
            "2022-12-13",
        ),
        ("Members agreed the accuracy of the minutes of 13.12.2022.", "accepted", "2022-12-13"),
        ("Minutes of the previous meeting – approved.", "accepted", "None"),
        ("Agreed as a correct record and signed by the Chair.", "accepted", "None"),
        ("They were approved.", "accepted", "None"),
        ("Approved.", "accepted", "None"),
        ("The minutes were accepted without amendment.", "accepted", "None"),
        ("The minutes of 13 December 2022 were not approved.", "refused", "2022-12-13"),
        ("Members did not accept the minutes of 13 December, which leave out the vote.", "refused", "2022-12-13"),
        ("The minutes of 13 December were not signed and were deferred to the next meeting.", "deferred", "2022-12-13"),
        ("Signing deferred.", "deferred", "None"),
        ("Approval of the minutes of 13 December 2022 was deferred.", "deferred", "2022-12-13"),
        ("The minutes were not yet available.", "deferred", "None"),
        ("The minutes will be approved at the next meeting.", "deferred", "None"),
        ("The minutes were agreed and the stores report was deferred.", "accepted", "None"),
        ("The minutes were accepted subject to minor amendments.", "amended", "None"),
        ("The minutes of 13 December 2022 were amended to show Mr Threlkeld as present and then signed.", "amended", "2022-12-13"),
    ],
)
def test_what_a_meeting_does_with_the_minutes_of_an_earlier_one(text: str, kind: str, day: str):
    assert told(text) == [(kind, day)]


@pytest.mark.parametrize(
    "text",
    [
        "To approve the minutes of 13 December 2022.",
        "Were the minutes of 13 December 2022 approved?",
        "The minutes of the Finance Committee held on 6 December 2022 were agreed.",
        "Actions from the minutes of 13 December were agreed.",
        "Matters arising from the minutes of 13 December: the new ropes were approved.",
        "The minutes of 13 December record that the ropes were approved.",
        "The minutes of 13 December were agreed for publication.",
        "The minutes of 13 December will be circulated.",
        "The training of 30 minutes was agreed.",
        "The Board agreed to buy new ropes.",
        "Agreed to buy new ropes for both boats.",
    ],
)
def test_what_is_no_acceptance_of_minutes(text: str):
    assert told(text) == []


def test_the_day_may_stand_in_the_title():
    assert told("The minutes were approved.", "Minutes of 13 December 2022 and matters arising") == [("accepted", "2022-12-13")]


def test_two_meetings_accepted_together_are_two():
    text = "The minutes of the meetings held on 29 November 2022 and 13 December 2022 were approved."
    assert told(text) == [("accepted", "2022-11-29"), ("accepted", "2022-12-13")]


def test_days_that_share_a_month_are_both_named():
    assert told("The minutes of the meetings held on 6th and 13th December were signed.") == [
        ("accepted", "2022-12-06"),
        ("accepted", "2022-12-13"),
    ]


def test_the_day_may_stand_in_the_statement_before():
    text = "The Chair asked members to approve the minutes of 13 December 2022. There were no comments, and the minutes were approved."
    assert told(text) == [("accepted", "2022-12-13")]


def test_a_day_that_is_not_before_the_meeting_is_a_slip_and_stands_for_none():
    assert told("The minutes of 13 December 2023 were approved.") == []


def test_under_another_title_only_a_statement_that_names_the_meeting_counts():
    assert told("The minutes of the last meeting were approved.", "Stores") == [("accepted", "None")]
    assert told("The minutes were approved.", "Stores") == []
    assert told("Approved.", "Stores") == []


def test_an_agenda_accepts_nothing():
    found, whole = document("The minutes were approved.")
    agenda = Document(**{name: getattr(found, name) for name in Document.__slots__} | {"role": "agenda"})
    assert acceptances(agenda, mask(whole)) == ()


def test_the_words_of_an_acceptance_stand_at_its_place():
    text = "The minutes were accepted as a correct\nrecord subject to this correction: in item 3 “red”\nshould read “green”."
    found, whole = document(text)
    [one] = acceptances(found, mask(whole))
    [change] = one.amendments
    assert " ".join(whole[one.span.start : one.span.end].split()) == one.text
    assert " ".join(whole[change.span.start : change.span.end].split()) == change.text == "in item 3 “red” should read “green”."


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        (
            "The minutes were agreed subject to the following amendment: under 118/22 the number of ropes should be 43, not 34.",
            [("118/22", "under 118/22 the number of ropes should be 43, not 34.")],
        ),
        (
            'The minutes were accepted subject to the words "in principle" being put in after "supported" in item 7.',
            [("item 7", 'the words "in principle" being put in after "supported" in item 7.')],
        ),
        (
            "The minutes were accepted subject to the following amendments:\n\n"
            "- Page 2: delete “heavy”.\n- Item 4b, line 3: replace “May” by “March”.\n- The ropes have been bought.",
            [("Page 2", "Page 2: delete “heavy”."), ("Item 4b", "Item 4b, line 3: replace “May” by “March”.")],
        ),
        (
            "With one correction the minutes were approved. Mr Threlkeld should have been shown as present. The ropes are here.",
            [(None, "Mr Threlkeld should have been shown as present.")],
        ),
        (
            "The minutes were approved with one correction. Mr Threlkeld should be shown as present. The ropes are here.",
            [(None, "Mr Threlkeld should be shown as present.")],
        ),
        (
            "The minutes were approved with these corrections: in item 3 “red” should read “green”; in item 4 delete “not”.",
            [("item 3", "in item 3 “red” should read “green”"), ("item 4", "in item 4 delete “not”.")],
        ),
        (
            "The minutes were approved subject to the removal of the last sentence of item 5 and signed by the Chair.",
            [("item 5", "the removal of the last sentence of item 5")],
        ),
        (
            "Subject to the following corrections the minutes were agreed:\n\n- Item 2 – Mr Threlkeld gave apologies.\n- Ropes are here.",
            [("Item 2", "Item 2 – Mr Threlkeld gave apologies.")],
        ),
        (
            "It was noted that item 5 should name Mr Threlkeld. Subject to this the minutes were approved.",
            [("item 5", "It was noted that item 5 should name Mr Threlkeld.")],
        ),
        ("The minutes were accepted subject to minor amendments.", [(None, "subject to minor amendments.")]),
    ],
)
def test_the_words_of_a_correction_and_the_item_it_names(text: str, changes: list[tuple[str | None, str]]):
    [one] = said(text)
    assert one.kind == "amended"
    assert [(change.named, change.text) for change in one.amendments] == changes


def item(place: int, number: str | None, ref: str | None, title: str, text: str = "", parent: int | None = None) -> Item:
    kind = "head" if place == 0 else "item"
    return Item(str(place), place, kind, number, ref, title, None if parent is None else str(parent), None, Span(0, 1), f"{title} {text}")


EARLIER = (
    item(0, None, None, "Meeting", "Present: Perpetua Lowther"),
    item(1, "1", "117/22", "Boat fleet", "The fleet has 94 oars. It is red."),
    item(2, "2", "118/22", "Rope store", "The store holds 34 ropes. It is red."),
    item(3, "2.1", None, "Winter ropes", "All of hemp.", parent=2),
    item(4, "4", "FGB 7/2023", "Finance", "The balance was £1,200."),
)


@pytest.mark.parametrize(
    ("text", "named", "ids"),
    [
        ("in 117/22 delete it", "117/22", "1"),
        ("under 7/2023 the number should be 143", "7/2023", "4"),
        ("in item 2 delete it", "item 2", "23"),  # with the item inside it
        ("in item 2.1 delete it", "item 2.1", "23"),  # with the item around it
        ("in item 9 delete it", "item 9", ""),
        ("page 4: delete it", "page 4", ""),
        ("in the fleet item delete it", "fleet item", "1"),
        ("“94 oars” should read “49 oars”", None, "1"),
        ("“red” should read “green”", None, ""),  # too common a word
        ("“It is red” should read “It is green”", None, ""),  # in two items
        ("the line on the rope store should go", None, "23"),
        ("the finance line should go", None, ""),
        ("Mr Threlkeld should be shown as present", None, "0"),
        ("subject to minor amendments", None, ""),
    ],
)
def test_a_correction_is_tied_to_an_item_only_by_what_tells_it(text: str, named: str | None, ids: str):
    assert "".join(concerned(Amendment(text, named, Span(0, 1)), EARLIER)) == ids


def test_the_next_meeting_is_the_day_the_minutes_give_with_the_year_they_leave_out():
    assert next_meeting(document("Approved.")[0]) == date(2023, 2, 14)
