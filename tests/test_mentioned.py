"""What an answer was about, read from its labels, and how far it counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from worlds import document, evidence

from assistant.answer import Carried, Mention
from assistant.mentioned import BODY, LATER, MEETING, mentioned, preference

BOARD = document("weirs", "Weirs and Fords Board", None, "2018-04-04")
LATER_BOARD = document("weirs", "Weirs and Fords Board", None, "2020-05-19")
ARCHIVE = [BOARD, LATER_BOARD]
LED = "Weirs and Fords Board, 4 April 2018, draft minutes, "


@pytest.mark.parametrize(
    ("label", "labels"),
    [
        ("item 8", ("8",)),
        ("item 9b (085/18)", ("9b", "085/18")),
        ("item 2.1.1", ("2.1.1",)),
        ("minute 105.22/23", ("105.22/23",)),
        ("minute FGB 20/2023", ("FGB 20/2023",)),
        ("“Date of next meeting”", ("Date of next meeting",)),
    ],
)
def test_a_label_names_its_document_and_item(label: str, labels: tuple[str, ...]):
    assert mentioned(f"{LED}{label}: They agreed. [1]", ARCHIVE) == (Mention(BOARD.document_id, labels),)


def test_items_come_in_the_order_of_the_answer():
    answer = f"Weirs and Fords Board, 19 May 2020, draft minutes, item 3: Deferred. [1] {LED}item 8: Agreed. [2]"
    assert [m.labels for m in mentioned(answer, ARCHIVE)] == [("3",), ("8",)]


@pytest.mark.parametrize(
    ("answer", "labels"),
    [
        ("It was agreed [Item 6, 079/18].", ("6", "079/18")),
        ("Yes [item 4].", ("4",)),
        ("No [009/23].", ("009/23",)),
        ("No [1.1].", ("1.1",)),
    ],
)
def test_the_short_labels_of_other_programs_name_no_document(answer: str, labels: tuple[str, ...]):
    assert mentioned(answer, ARCHIVE) == (Mention(None, labels),)


@pytest.mark.parametrize(
    "answer",
    [
        "They agreed. [1]",
        "They agreed. [1, 2]",
        f"The minutes held here do not record an answer to this. Nearest items, which do not answer it: {LED}item 8.",
        "",
    ],
)
def test_markers_and_nearest_items_are_no_mentions(answer: str):
    assert mentioned(answer, ARCHIVE) == ()


def test_the_items_of_a_half_answer_are_mentioned_and_those_that_only_come_near_are_not():
    missing = "The minutes held here do not record the amount asked for."
    cited = f"{LED}item 8: They agreed. [1]"
    assert mentioned(f"{missing} {cited}", ARCHIVE) == (Mention(BOARD.document_id, ("8",)),)
    assert mentioned(f"{missing} What they say of it: {cited} Searched: Weirs and Fords Board 4 April 2018 (minutes).", ARCHIVE) == ()


EIGHT = evidence(1, 0.5, ("A ladder.", 0.5), of=BOARD).item


def test_preferences_add_up_by_meeting_body_and_time():
    assert preference(BOARD, EIGHT, Carried()) == 0.0
    assert preference(BOARD, EIGHT, Carried(documents=(BOARD.document_id,), bodies=("weirs",))) == pytest.approx(MEETING + BODY)
    assert preference(BOARD, EIGHT, Carried(after=date(2018, 4, 4))) == 0.0
    assert preference(LATER_BOARD, EIGHT, Carried(after=date(2018, 4, 4))) == LATER


def test_an_item_is_not_preferred_for_having_been_cited():
    assert preference(BOARD, EIGHT, Carried(items=(Mention(BOARD.document_id, ("8",)),))) == 0.0


def test_a_label_without_its_document_prefers_the_items_of_that_label():
    assert preference(BOARD, EIGHT, Carried(items=(Mention(None, ("8",)),))) == pytest.approx(MEETING + BODY)
    assert preference(BOARD, EIGHT, Carried(items=(Mention(None, ("9b",)),))) == 0.0


def test_the_head_of_a_meeting_is_preferred_for_its_body_alone():
    head = replace(EIGHT, kind="head", number=None)
    assert preference(BOARD, head, Carried(documents=(BOARD.document_id,), bodies=("weirs",))) == BODY
