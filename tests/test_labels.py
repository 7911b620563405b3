from __future__ import annotations

from dataclasses import replace

import pytest
from worlds import document, evidence

from assistant.labels import item_label, label, meeting_label

ITEM = evidence(1, 1.0, ("Agreed.", 1.0)).item
MINUTES = replace(document("weirs", "Weirs and Fords Board", None, "2018-04-04"), status="unknown")


@pytest.mark.parametrize(
    ("number", "minute_ref", "kind", "said"),
    [
        ("8", None, "item", "item 8"),
        ("9b", "085/18", "item", "item 9b (085/18)"),
        (None, "005/23", "item", "minute 005/23"),
        (None, None, "item", "“Otter ladder”"),
        (None, None, "head", "head of the meeting"),
    ],
)
def test_an_item_is_called_what_a_clerk_would_call_it(number: str | None, minute_ref: str | None, kind: str, said: str):
    assert item_label(replace(ITEM, number=number, minute_ref=minute_ref, kind=kind)) == said


@pytest.mark.parametrize(
    ("role", "status", "said"),
    [
        ("minutes", "draft", "Weirs and Fords Board, 4 April 2018, draft minutes"),
        ("minutes", "approved", "Weirs and Fords Board, 4 April 2018, minutes"),
        ("agenda", "unknown", "Weirs and Fords Board, 4 April 2018, agenda"),
    ],
)
def test_a_meeting_is_called_by_body_day_and_role_with_its_draft_status(role: str, status: str, said: str):
    assert meeting_label(replace(MINUTES, role=role, status=status)) == said


def test_a_label_is_the_meeting_and_the_item():
    assert label(MINUTES, ITEM) == "Weirs and Fords Board, 4 April 2018, minutes, item 8"


def test_a_meeting_without_a_date_is_undated():
    undated = replace(MINUTES, meeting=replace(MINUTES.meeting, date=None))
    assert meeting_label(undated) == "Weirs and Fords Board, undated, minutes"
