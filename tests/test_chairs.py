"""Who is in the chair, item by item: what the minutes say of it, how far it reaches, and the question for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from worlds import assistant, world

from assistant.assistant import Assistant
from index.parse import parse
from index.read import decode

HEAD = """Orrin Marsh Fire Authority

Minutes of the Orrin Marsh Fire Authority, Thursday 6 June 2024 at 10:00, Marsh House

Present:
Councillor H Tarrow (Chair)
Councillor D Quint (Vice-Chair)
Councillor Morag Ferris
Mrs Kit Penhallow

"""


NO_CHAIR = HEAD.replace(" (Chair)", "")


def chairs(*items: str) -> list[str | None]:
    """The chair of each item of minutes whose items are these texts."""
    text = HEAD + "\n\n".join(f"{n}. {item}" for n, item in enumerate(items, 1)) + "\n"
    [document] = parse(decode("marsh.txt", text.encode(), "txt")).documents
    assert document.chair == "Councillor H Tarrow"
    return [item.chair for item in document.items[1:]]


APOLOGIES = "Apologies\n\nNone were received."
SIREN = "Sirens\n\nThe siren at Orrin was tested. It failed."
BOATS = "Boats\n\nThe second boat leaks. A tender was sought."
CLOSE = "Date of next meeting\n\nThursday 4 July 2024."


@pytest.mark.parametrize(
    ("remark", "chair"),
    [
        ("(Councillor Tarrow left the meeting. Councillor Quint in the Chair.)", "Councillor D Quint"),
        ("Cllr Ferris took the chair for this item.", "Councillor Morag Ferris"),
        ("The Vice-Chair took the chair for this item.", "Councillor D Quint"),
        ("In the absence of the Chair, the Vice-Chairman took the chair for this item.", "Councillor D Quint"),
        ("Morag chaired this bit as the Chair has an interest.", "Councillor Morag Ferris"),
        ("KP chaired this item.", "Mrs Kit Penhallow"),
        ("This item was chaired by Mrs Penhallow.", "Mrs Kit Penhallow"),
        ("The Chair declared an interest and handed the chair to Councillor Quint.", "Councillor D Quint"),
        ("The chair was taken by Sir Bran Otterly for this item.", "Sir Bran Otterly"),
        ("Councillor Tarrow vacated the chair and Councillor Quint took the chair.", "Councillor D Quint"),
        ("The Chair left the chair and Kit Penhallow took over.", "Mrs Kit Penhallow"),
        ("Councillor Tarrow invited Mrs Penhallow to take the chair.", "Mrs Kit Penhallow"),
        ("Thereupon the Vice-Chair took the chair.", "Councillor D Quint"),
        ("Councillor Quint, Vice-Chair, presided.", "Councillor D Quint"),
        ("Councillor Quint took the chair for the consideration of this item.", "Councillor D Quint"),
        ("Councillor Quint took the chair for the purposes of this item.", "Councillor D Quint"),
        ("Councillor Quint took the chair until the end of the item.", "Councillor D Quint"),
        ("COUNCILLOR QUINT IN THE CHAIR\n\n", "Councillor D Quint"),
        ("Councillor Quint took over as chair.", "Councillor D Quint"),
        ("Councillor Quint took the chair, 3 members having left.", "Councillor D Quint"),
        ("Councillor Quint took the chair, 7.30 pm.", "Councillor D Quint"),
        ("Councillor Quint took the chair at 1930.", "Councillor D Quint"),
        ("Councillor Quint took the chair in the Chair's absence.", "Councillor D Quint"),
        # and what names no chair of the item
        ("Who took the chair?", None),
        ("Whoever took the chair was not said.", None),
        ("Mrs Joan Quint took the chair of governors.", None),
        ("Councillor Quint took the chair for 10 minutes.", None),
        ("Mrs Penhallow chaired the meeting of the Boats Panel in May.", None),
        ("Mrs Penhallow acted as chair of governors.", None),
        ("Mrs Penhallow took the chair of Boats Panel.", None),
        ("Mrs Penhallow took the chair at the Panel's meeting in May.", None),
        ("Sir Bran Otterly took the chair home.", None),
        ("Councillor Quint was asked to take the chair but declined.", None),
        ("The minutes of May were amended to read that Councillor Quint took the chair.", None),
        ("Mrs Ferris reported that Councillor Quint took the chair in May.", None),
        ("Councillor Quint took the chair for 2019.", None),
        ("Boats Panel took the chair.", None),
        ("The Harbour Master took the chair.", None),
        ("The Chair took the chair for this item.", None),
        ("Councillor Quint took the chair of the Boats Panel.", None),
        ("Mrs Penhallow chaired the working group on boats.", None),
        ("Councillor Quint had taken the chair at the last meeting.", None),
        ("Councillor Quint took the chair at the last meeting.", None),
        ("Councillor Quint took the chair while the Chair answered the telephone.", None),
        ("Councillor Quint would take the chair in July.", None),
        ("The Chair said that Mrs Penhallow took over the boats in May.", None),
    ],
)
def test_an_item_carries_the_chair_that_its_minutes_name(remark: str, chair: str | None):
    assert chairs(APOLOGIES, f"Boats\n\n{remark} The second boat leaks. A tender was sought.", SIREN) == [None, chair, None]


@pytest.mark.parametrize(
    "back",
    [
        "At this point Councillor Tarrow returned and resumed the chair.",
        "Following the vote, Councillor Tarrow resumed the chair.",
        "Councillor Quint left the chair and Councillor Tarrow resumed the chair.",
        "The Chair thanked Councillor Quint and resumed the chair.",
        "The Chair re-joined the meeting.",
        "Councillor Tarrow returned to the meeting at 8.10 pm.",
    ],
)
def test_whoever_comes_back_the_chair_of_the_meeting_is_in_the_chair_again(back: str):
    boats = f"Boats\n\nCouncillor Quint took the chair. The second boat leaks. It will be sold. {back}"
    assert chairs(APOLOGIES, boats, SIREN, CLOSE) == [None, "Councillor D Quint", None, None]
    [document] = parse(decode("marsh.txt", (NO_CHAIR + f"1. Boats\n\nIt leaks. {back}\n\n2. {SIREN}\n").encode(), "txt")).documents
    assert document.chair in ("Councillor H Tarrow", None)


@pytest.mark.parametrize("back", ["The Chair re-joined the meeting.", "Councillor Tarrow returned.", "The Chair came back and spoke."])
def test_a_chair_who_is_back_in_a_later_item_was_away_until_then(back: str):
    boats = "Boats\n\nCouncillor Quint took the chair. The second boat leaks."
    assert chairs(APOLOGIES, boats, SIREN, f"{BOATS} {back}", CLOSE) == [None, *["Councillor D Quint"] * 3, None]


def test_a_chair_who_returns_a_form_does_not_come_back():
    returned = "Hoses\n\nThe Chair returned the completed form to the county."
    boats = "Boats\n\nCouncillor Quint took the chair. The second boat leaks."
    assert chairs(APOLOGIES, boats, SIREN, returned, CLOSE) == [None, "Councillor D Quint", None, None, None]


def test_numbers_that_no_item_is_named_by_lead_to_none():
    hoses = "Hoses\n\nCouncillor Quint took the chair, 4 members having left. The hoses were counted."
    assert chairs(APOLOGIES, hoses, SIREN, BOATS) == [None, "Councillor D Quint", None, None]


def test_what_minutes_tell_of_another_meeting_makes_nobody_chair_of_this():
    for told in (
        "Mrs Penhallow chaired the meeting of the Boats Panel in May.",
        "The minutes of May were amended to read that Councillor Quint took the chair.",
    ):
        text = NO_CHAIR + f"1. Minutes\n\n{told}\n\n2. {SIREN}\n\n3. {BOATS}\n"
        [document] = parse(decode("marsh.txt", text.encode(), "txt")).documents
        assert [document.chair, *(item.chair for item in document.items)] == [None] * 5


def test_who_takes_the_chair_first_is_the_chair_of_a_meeting_whose_head_names_none():
    text = NO_CHAIR + f"The Vice-Chair took the chair.\n\n1. {APOLOGIES}\n\n2. {SIREN}\n"
    [document] = parse(decode("marsh.txt", text.encode(), "txt")).documents
    told = NO_CHAIR + f"1. Apologies\n\nNone.\n\nCouncillor Quint took the chair.\n\n2. {SIREN}\n"
    [first] = parse(decode("marsh.txt", told.encode(), "txt")).documents
    assert first.chair == "Councillor D Quint"
    assert {item.chair for item in (*document.items, *first.items)} == {None}


def test_who_is_elected_keeps_the_chair():
    elected = "Election of Chair\n\nCouncillor Quint was elected. Councillor Quint took the chair. He signed the declaration of office."
    assert chairs(elected, SIREN, BOATS)[1:] == ["Councillor D Quint", "Councillor D Quint"]


def test_a_remark_far_below_its_title_speaks_only_of_what_follows():
    boats = "Boats\n\n" + "The boat leaks. " * 20 + "Councillor Quint took the chair. It was sold. It is gone."
    assert chairs(APOLOGIES, boats, SIREN) == [None, None, None]


def test_a_damaged_statement_is_no_remark():
    boats = "Boats\n\nCouncillor Quint took the chair and " + "the boat that leaks " * 60 + "was sold."
    assert chairs(APOLOGIES, boats, SIREN) == [None, None, None]


def test_a_remark_names_the_items_it_is_for():
    said = "Apologies\n\nNone. The Vice-Chair took the chair for items 2 and 4."
    assert chairs(said, BOATS, SIREN, BOATS, CLOSE) == [None, "Councillor D Quint", None, "Councillor D Quint", None]
    said = "Apologies\n\nNone. The Vice-Chair took the chair for items 2 to 4."
    assert chairs(said, BOATS, SIREN, BOATS, CLOSE)[1:4] == ["Councillor D Quint"] * 3


def test_a_chair_lasts_until_the_former_one_is_back():
    left = "Boats\n\nCouncillor Tarrow left the meeting. Councillor Quint took the chair. The second boat leaks."
    back = "Sirens\n\nThe siren was tested.\n\nIt failed.\n\n(Councillor Tarrow returned and resumed the Chair at 11.02 am.)"
    assert chairs(APOLOGIES, left, back, CLOSE) == [None, "Councillor D Quint", "Councillor D Quint", None]


def test_a_remark_behind_an_item_speaks_of_what_follows():
    left = "The Chair, having an interest in the next item, left the chair and Kit Penhallow took over."
    last = f"{BOATS}\n\n{left}"
    first = "Sirens\n\nThe siren was tested. It failed.\n\nCouncillor Tarrow returned to the chair."
    assert chairs(APOLOGIES, last, first, CLOSE) == [None, None, "Mrs Kit Penhallow", None]
    rest = "Boats\n\nThe second boat leaks. A tender was sought.\n\nMrs Penhallow chaired the remainder of the meeting."
    assert chairs(APOLOGIES, rest, SIREN, CLOSE) == [None, None, "Mrs Kit Penhallow", "Mrs Kit Penhallow"]


MARSH = {
    "marsh-2024-06.txt": HEAD
    + "1. Sirens\n\nThe siren at Orrin was tested. It failed twice in the rain.\n\n"
    + "2. Boat tender\n\n(Councillor Tarrow left the meeting. Councillor Quint in the Chair.)\n\n"
    + "The second boat leaks. The Authority RESOLVED to seek a tender for its hull.\n\n"
    + "(Councillor Tarrow returned and resumed the Chair.)\n\n"
    + "3. Hoses\n\nThe hoses were counted, and nine were found wanting.\n"
}


@pytest.fixture(scope="module")
def marsh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with world(tmp_path_factory.mktemp("marsh"), MARSH) as store:
        yield assistant(store)


OF = "at the Orrin Marsh Fire Authority of 6 June 2024"


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Who chaired item 2?", f"Councillor D Quint chaired item 2 {OF}."),
        ("who chaired the boat tender item", f"Councillor D Quint chaired item 2 {OF}."),
        ("Who was in the chair for the boat tender?", f"Councillor D Quint chaired item 2 {OF}."),
        (
            "Who chaired item 3?",
            "Councillor H Tarrow chaired the Orrin Marsh Fire Authority of 6 June 2024; no other chair is named for item 3.",
        ),
        ("Who chaired the June 2024 meeting?", "Councillor H Tarrow chaired the Orrin Marsh Fire Authority of 6 June 2024."),
    ],
)
def test_who_chaired_an_item_is_answered_from_it(marsh: Assistant, question: str, first: str):
    answer = marsh.ask(question)
    assert (answer.status, answer.problems) == ("answered", ())
    assert answer.claims[0].text == first


def test_a_chair_that_was_taken_before_the_item_is_cited_from_there(tmp_path: Path):
    text = HEAD + (
        "1. Sirens\n\nThe siren at Orrin was tested. It failed twice in the rain.\n\n"
        "The Chair, having an interest in the next item, left the chair and Kit Penhallow took over.\n\n"
        "2. Boat tender\n\nThe second boat leaks and must be mended. It will be sold.\n\nCouncillor Tarrow returned to the chair.\n\n"
        "3. Hoses\n\nThe hoses were counted.\n"
    )
    with world(tmp_path, {"marsh.txt": text}) as store:
        answer = assistant(store).ask("Who chaired the boat tender item?")
    assert answer.claims[0].text == f"Mrs Kit Penhallow chaired item 2 {OF}."
    assert "left the chair and Kit Penhallow took over" in answer.citations[0].quote


def test_a_chair_who_is_told_by_office_alone_is_cited_where_the_name_is_listed_as_well(tmp_path: Path):
    text = HEAD + "1. Sirens\n\nThe siren was tested.\n\n2. Boat tender\n\nThe Vice-Chair took the chair for this item. The boat leaks.\n"
    with world(tmp_path, {"marsh.txt": text}) as store:
        for question in ("Who chaired item 2?", "Who chaired the June 2024 meeting?"):
            answer = assistant(store).ask(question)
            [claim] = [claim for claim in answer.claims if "chaired item 2" in claim.text and claim.basis == "catalogue"]
            quotes = [c.quote for c in answer.citations if c.n in claim.citations]
            assert claim.text == f"Councillor D Quint chaired item 2 {OF}."
            assert ["took the chair" in quote or "Quint" in quote for quote in quotes] == [True, True]


def test_who_chaired_a_meeting_tells_who_chaired_parts_of_it(marsh: Assistant):
    answer = marsh.ask("Who chaired the June 2024 meeting?")
    assert answer.claims[1].text == f"Councillor D Quint chaired item 2 {OF}."


@pytest.mark.parametrize(
    ("emptied", "between", "named"),
    [
        ("The Chair left the chair and left the meeting for the rest of the evening.", BOATS, False),
        ("The Chair vacated the chair.", BOATS, False),
        ("The Chair left the chair for this item.", BOATS, True),
        ("The Chair left the chair.", "Boats\n\nThe Chair returned. The second boat leaks.", True),
    ],
)
def test_an_item_behind_a_chair_that_was_left_has_the_chair_of_the_meeting_only_where_he_came_back(
    tmp_path: Path, emptied: str, between: str, named: bool
):
    items = [f"Sirens\n\nThe siren was tested. {emptied}", between, "Hoses\n\nThe hoses were counted."]
    text = HEAD + "\n\n".join(f"{n}. {item}" for n, item in enumerate(items, 1)) + "\n"
    with world(tmp_path, {"marsh.txt": text}) as store:
        answer = assistant(store).ask("Who chaired item 3?")
    assert ("no other chair is named for item 3" in answer.text) is named
    assert answer.problems == ()
