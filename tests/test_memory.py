"""What is worked out of a catalogue is kept, and never shown to who may not see what it was made of."""

from __future__ import annotations

from pathlib import Path

from worlds import world

from assistant.filters import Filters
from assistant.listing import register
from index.memory import VIEWS, Memory
from index.relabel import relabel

BOARD = "Fernlow Ditch Board\n\nMinutes of the meeting held on {day} 2024\n\nPresent: Ms Alder, Mr Birch\n\n{items}"
FILES = {
    "one.txt": BOARD.format(day="9 January", items="1. Gate\nThe gate is stuck.\nACTION: Ms Alder to order a hinge for the gate.\n"),
    "two.txt": BOARD.format(day="13 February", items="1. Matters arising\nHinge for the gate: ordered.\n2. Eels\nEels were seen.\n"),
}


def test_what_was_made_is_given_again_until_something_else_is_shown():
    memory, made = Memory(), iter(range(100))
    assert [memory.of((1, "open"), "count", lambda: next(made)) for _ in range(2)] == [0, 0]
    assert memory.of((1, "open"), "sum", lambda: next(made)) == 1
    assert memory.of((1, "all"), "count", lambda: next(made)) == 2  # who sees more has his own
    assert memory.of((2, "open"), "count", lambda: next(made)) == 3
    assert memory.of((1, "all"), "count", lambda: next(made)) == 2


def test_no_more_views_are_kept_than_so_many():
    memory, made = Memory(), iter(range(100))
    for labels in range(VIEWS + 1):
        memory.of((1, labels), "count", lambda: next(made))
    assert memory.of((1, VIEWS), "count", lambda: next(made)) == VIEWS
    assert memory.of((1, 0), "count", lambda: next(made)) == VIEWS + 1


def test_what_became_of_an_action_is_not_told_from_minutes_that_are_restricted_meanwhile(tmp_path: Path):
    with world(tmp_path, FILES) as store:

        def states(*labels: str) -> list[object]:
            return [row.state for row in register(store.seen_by(labels).catalog, "actions", Filters()).rows]  # type: ignore[union-attr]

        assert states("open") == states("open", "exempt") == ["closed"]
        report = register(store.catalog, "actions", Filters()).rows[0].report_item  # type: ignore[union-attr]
        relabel(store, report, "exempt")
        assert states("open") == ["silent"]
        assert states("open", "exempt") == ["closed"]
        assert states("open") == ["silent"]
