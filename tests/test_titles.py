"""The title of an item, told apart from the text that runs on behind it, and who presented it."""

from __future__ import annotations

import pytest

from index.lines import lines
from index.titles import MAX, presenter, title


def titled(text: str, after: str = "") -> str:
    return title(text, lines(text), 0, len(after), len(text))


@pytest.mark.parametrize(
    ("text", "after", "expected"),
    [
        ("1. Dues\nThe dues rise.", "1. ", "Dues"),
        ("1.\nDues\nThe dues rise.", "1.", "Dues"),
        ("041/19\n1. Dues", "041/19", "Dues"),
        ("Item 3 – Conflicts of Interest There were no conflicts.", "Item 3 – ", "Conflicts of Interest"),
        ("1. Apologies for absence Apologies were received from Ann Reed and others.", "1. ", "Apologies for absence"),
        ("1. Boat thefts LINK", "1. ", "Boat thefts"),
        ("1. Drones To be presented by: ACC Freja Lind Paper", "1. ", "Drones"),
        ("5.\t10.20\tRoads policing", "5.\t", "Roads policing"),
        ("1. What happens next a. The clerk writes. b. The chair signs.", "1. ", "What happens next"),
        ("1. Finance: a. Outturn b. Treasury", "1. ", "Finance"),
        ("BIKE SHED AT SPINDLE HOUSE   Since March it has been locked.", "", "BIKE SHED AT SPINDLE HOUSE"),
        (
            "1. The work of the unit that looks after hidden harm and of those who\nanswer the calls",
            "1. ",
            "The work of the unit that looks after hidden harm and of those who answer the calls",
        ),
        ("1. Next meeting: Friday 7th June.", "1. ", "Next meeting"),
        ("1. Dues\n- the dues rise", "1. ", "Dues"),
        ("1.\n- a bullet", "1.", ""),
    ],
)
def test_a_title_ends_where_the_text_begins(text: str, after: str, expected: str):
    assert titled(text, after) == expected


def test_a_title_never_grows_beyond_its_limit():
    assert len(titled("1. " + "Very long words about the state of all the lamps " * 20, "1. ")) <= MAX


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("This report was presented by Superintendent Ida Holm.", "Superintendent Ida Holm"),
        ("This report was presented and summarised by ACC Jo Moor and the following points", "ACC Jo Moor"),
        ("To be presented by: Ann Reed\nPaper", "Ann Reed"),
        ("Ann Reed presented the paper and left.", "Ann Reed"),
        ("It was presented by the clerk.", None),
        ("Nobody spoke.", None),
    ],
)
def test_the_presenter_is_named_as_printed(text: str, name: str | None):
    assert presenter(text) == name
