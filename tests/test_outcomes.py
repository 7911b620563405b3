"""What an item settled, statement by statement, and what is no outcome."""

from __future__ import annotations

import pytest

from index.lines import lines, statements
from index.outcomes import outcome_kind, outcomes


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("RESOLVED that the lamp be mended.", "decision"),
        ("The board decided to sell the barge.", "decision"),
        ("The motion was carried by six votes.", "decision"),
        ("It was agreed that the rent rise by 4%.", "agreement"),
        ("The board did not agree the budget.", "agreement"),
        ("AGREED", "agreement"),
        ("Minutes of 3 May were accepted as a correct record.", "approval"),
        ("The minutes were signed as a true record.", "approval"),
        ("The item was deferred to June.", "deferral"),
        ("RESOLVED to defer the matter.", "deferral"),
        ("Action: Clerk to chase by 31 January.", "action"),
        ("ACTION 4 - Chief Constable to report.", "action"),
        ("ACTION Toby to bring the words.", "action"),
        ("He offered to send the figures.", "undertaking"),
        ("She will circulate the plan.", "undertaking"),
        ("The Chair asked for the costs.", "request"),
        ("The report was noted.", None),
        ("Members discussed the barge.", None),
        ("He intends to look at it.", None),
        ("Was it agreed that the rent rise?", None),
        ("The action from the last meeting was done.", None),
        ("An action brought forward: it was agreed to look.", None),
        ("", None),
    ],
)
def test_a_statement_is_judged_by_its_words_of_status(text: str, kind: str | None):
    assert outcome_kind(text) == kind


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("Action: Clerk to chase the District.", "Clerk"),
        ("ACTION Toby to bring the words.", "Toby"),
        ("Action 3: Chief Supt Ida Holm, to report.", "Chief Supt Ida Holm"),
        ("Action: Send the letter.", None),
        ("Action: A letter will be sent to all.", None),
        ("Action: the report (lead: Ann Reed).", "Ann Reed"),
        ("It was agreed to write to him.", None),
    ],
)
def test_an_owner_is_named_only_where_one_is_printed(text: str, owner: str | None):
    assert [o.owner for o in outcomes("x/01", text, statements(text, lines(text)))] == [owner]


def test_an_outcome_carries_its_words_its_owner_its_date_and_its_place():
    text = "2019/021 – Decision to sell the barge.\nIt rained.\n"
    text += "Action: Chief Constable, to report by 31 January 2020.\nIt was agreed to write by the next meeting [PV]"
    found = outcomes("x/01", text, statements(text, lines(text)))
    assert [(o.kind, o.reference, o.owner, o.due) for o in found] == [
        ("decision", "2019/021", None, None),
        ("action", None, "Chief Constable", "31 January 2020"),
        ("agreement", None, "PV", "the next meeting"),
    ]
    assert [text[o.span.start : o.span.end] for o in found] == [o.text for o in found]
    assert {o.item_id for o in found} == {"x/01"}
