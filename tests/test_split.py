"""Passages: lossless, in order, small enough, and with a heading that says where they come from."""

from __future__ import annotations

import pytest

from index.dates import spoken
from index.minutes import Passage
from index.parse import parse
from index.read import decode
from index.split import MAX_PIECES, heading, split

HEAD = "FEN PARISH COUNCIL\n\nMinutes of the meeting of 4th November 2024\n\nPresent: Ann Reed\n\n"


def pieces(text: str) -> int:
    """A word piece for every four letters begun."""
    return sum((len(word) + 3) // 4 for word in text.split())


def passages(text: str) -> list[Passage]:
    """The passages of the items behind the head."""
    source = decode("a.txt", (HEAD + text).encode(), "txt")
    (document,) = parse(source).documents
    return [passage for passage in split(document, source, pieces) if not passage.item_id.endswith("/00")]


def test_a_passage_is_a_statement_and_a_very_short_one_joins_the_one_before():
    found = passages(
        "1. Lamps\nThe oil in the harbour lamps is low again this month. It burns.\n"
        "The clerk will write to the oil merchant about all of it.\n2. Boats\nNone."
    )
    assert [passage.text for passage in found] == [
        "1. Lamps",
        "The oil in the harbour lamps is low again this month. It burns.",
        "The clerk will write to the oil merchant about all of it.",
        "2. Boats",
        "None.",
    ]


def test_a_short_title_behind_a_letter_stays_with_what_it_heads():
    found = passages(
        "1. Quays\n(a) Lamps. The oil in the harbour lamps is low again this month. Act by May.\n"
        "(b) Ropes. The clerk will write to the rope merchant about all of it.\n2. Boats\nNone."
    )
    assert [passage.text for passage in found][1:3] == [
        "(a) Lamps. The oil in the harbour lamps is low again this month. Act by May.",
        "(b) Ropes. The clerk will write to the rope merchant about all of it.",
    ]


def test_ordinals_count_from_nought_in_each_item():
    found = passages("1. Lamps\nThe oil in the harbour lamps is low again this month.\n2. Boats\nNone.")
    assert [(passage.item_id[-2:], passage.ordinal) for passage in found] == [("01", 0), ("01", 1), ("02", 0), ("02", 1)]


def test_the_heading_names_owner_body_role_date_and_item():
    source = decode("a.txt", (HEAD + "34.24/25 Item 3 – Lamps\nOil.\n35.24/25 Item 4 – Boats\nTar.").encode(), "txt")
    (document,) = parse(source).documents
    assert [heading(document, item) for item in document.items[1:]] == [
        "Fen Parish Council | minutes 4 November 2024 | 34.24/25 item 3 Lamps",
        "Fen Parish Council | minutes 4 November 2024 | 35.24/25 item 4 Boats",
    ]
    assert spoken(None) == "undated"


def test_a_question_stands_above_its_answers():
    found = passages(
        "1. Drones\nWho pays for the batteries of the new drones of the Force?\n"
        "The Force does, out of the budget for its cars and vans.\n2. Boats\nNone."
    )
    answer = next(passage for passage in found if passage.text.startswith("The Force"))
    assert answer.heading.endswith("Who pays for the batteries of the new drones of the Force?")


@pytest.mark.parametrize(
    "words",
    ["lamp " * 900, "x" * 5000, "x" * 3000 + " y " + "z" * 3000, "a " + "x" * 2500],
    ids=["many words", "one word", "two long words", "short and long"],
)
def test_no_passage_is_longer_than_the_embedder_reads_unless_it_is_one_word(words: str):
    found = passages(f"1. Lamps\n{words}\n2. Boats\nNone.")
    assert all(pieces(passage.text) <= MAX_PIECES or len(passage.text.split()) == 1 for passage in found)
    assert "".join(passage.text for passage in found).replace(" ", "") == f"1.Lamps{words}2.BoatsNone.".replace(" ", "")


def test_a_long_statement_is_cut_into_halves_of_equal_length():
    found = [passage for passage in passages("1. Lamps\n" + "lamp " * 300 + "\n2. Boats\nNone.") if passage.text.startswith("lamp")]
    assert [len(passage.text.split()) for passage in found] == [150, 150]


def test_many_short_statements_are_not_joined_into_one_that_must_be_cut_again():
    found = passages("1. Lamps\n" + "The board agreed that all is well.\n" * 200 + "2. Boats\nNone.")
    assert all(passage.text.endswith("well.") for passage in found if passage.text.startswith("The board"))


def test_bullets_alone_make_no_passage():
    assert all(passage.text.strip("•- ") for passage in passages("1. Lamps\n•\n• Oil.\n-\n2. Boats\nNone."))


def test_the_words_of_an_item_inside_another_are_not_said_twice():
    found = passages(
        "1. Lamps\n" + "The oil is low and has been low for some time now. " * 4 + "\n1.1 Wicks\nThey are short.\n2. Boats\nTar."
    )
    assert sum(passage.text.count("Wicks") for passage in found) == 1


def test_a_group_has_no_passages_of_its_own():
    found = passages("1 LAMPS\n1.1 Oil\nIt is low.\n1.2 Wicks\nThey are short.\n2 BOATS\nTar is dear.")
    assert "LAMPS" not in " ".join(passage.text for passage in found)
