"""What a question asks for, and whether it is there."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answer import Evidence
from assistant.expected import lacking, shown
from index.minutes import Document, Hit, Item, Meeting, Passage, Span

MEETING = Meeting("Fen Board", None, date(2019, 5, 3), "")
DOCUMENT = Document("fen/2019-05-03/minutes", "fen", MEETING, "minutes", "unknown", "fen.txt", "", Span(0, 900), ())


def evidence(*statements: tuple[str, float], title: str = "Towpath lamps") -> Evidence:
    text = " ".join(words for words, _ in statements)
    item = Item("fen/2019-05-03/minutes/04", 4, "item", "4", None, title, None, None, Span(0, len(text)), text)
    hits = tuple(Hit(Passage(item.item_id, n, Span(0, len(words)), "", words), score) for n, (words, score) in enumerate(statements))
    return Evidence(1, DOCUMENT, item, hits, 1.0)


@pytest.mark.parametrize(
    ("question", "statements", "missing"),
    [
        ("How much will the lamps cost?", [("The lamps will cost £18,400.", 0.8)], None),
        ("How much will the lamps cost?", [("New lamps are wanted.", 0.8), ("The fair took £90.", 0.3)], "the amount asked for"),
        ("How many lamps failed?", [("Nine of the lamps failed in May.", 0.7)], None),
        ("How many lamps failed?", [("Some lamps failed.", 0.8), ("Twelve ducks were seen.", 0.2)], "the number asked for"),
        ("How many lamps failed?", [("The Clerk did not have the figure for lamps that failed.", 0.8)], "the number asked for"),
        ("Who voted against the lamps?", [("The Board resolved to buy lamps.", 0.8)], "a vote on this"),
        ("How did they vote on the lamps?", [("The lamps were agreed by 4 votes to 3.", 0.8)], None),
        ("When will the lamps be lit?", [("The date of lighting the lamps has not been settled.", 0.8)], "a date for this"),
        ("When will the lamps be lit?", [("The lamps will be lit in June.", 0.8)], None),
        ("Which firm won the lamps?", [("The contract for lamps went to Bright Brothers Ltd.", 0.8)], None),
        ("Which firm won the lamps?", [("Three tenders for the lamps are to be obtained.", 0.8)], "the name asked for"),
        ("Who replaced the keeper of the lamps?", [("The keeper of the lamps was thanked.", 0.8)], "the name asked for"),
        ("Who replaced the keeper of the lamps?", [("The keeper of the lamps is now Ada Marl.", 0.8)], None),
        ("How did they vote on the lamps?", [("On the lamps, by roll call 4-0-1.", 0.8)], None),
        ("How did they vote on the lamps?", [("On the lamps: for a winter start 2, against 2.", 0.8)], None),
        ("How did they vote on the lamps?", [("The Board asked for 3 reports on the lamps.", 0.8)], "a vote on this"),
        ("How much did the lamps fall?", [("The lamps fell by a third.", 0.8)], None),
        ("How much did use of the lamps rise?", [("Use of the lamps is to be measured.", 0.8)], "the number asked for"),
        ("How much will the lamps cost?", [("The maker of the lamps declined to say.", 0.8)], "the amount asked for"),
        ("Why were lamps bought?", [("New lamps are wanted.", 0.8)], None),
        ("Who spoke about the lamps?", [("New lamps are wanted.", 0.8)], None),
    ],
)
def test_what_is_asked_for_is_missing_where_no_near_statement_holds_one(
    question: str, statements: list[tuple[str, float]], missing: str | None
):
    assert lacking(question, (), [evidence(*statements)]) == missing


def test_a_value_may_stand_behind_the_statement_that_names_its_matter():
    assert lacking("How much will the lamps cost?", (), [evidence(("New lamps are wanted.", 0.8), ("They cost £18,400.", 0.75))]) is None


def test_without_evidence_nothing_is_said_to_be_missing():
    assert lacking("How much will the lamps cost?", (), []) is None


@pytest.mark.parametrize(
    ("question", "quote", "value"),
    [
        ("How many lamps failed?", "Nine lamps failed.", True),
        ("How many lamps failed?", "4. Lamps that failed were counted on 5 May 2019.", False),  # a label and a date
        ("How many lamps failed at the weir?", "Nine lamps are new.", False),  # one word of three
        ("Which firm sold the lamps?", "Lamps were sold by Holm Works.", False),  # a name is looked for by who did what
    ],
)
def test_words_show_a_value_beside_most_words_of_the_topic(question: str, quote: str, value: bool):
    assert shown(question, (), quote) is value
