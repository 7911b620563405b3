"""What became of an action: known again by its words in later minutes of the same body, and whether they say that it is done."""

from __future__ import annotations

from pathlib import Path

import pytest
from sluice import JANUARY
from worlds import Shell

from index.parse import parse
from index.read import decode
from index.split import split
from index.tracking import Record, Tracked, track

FEBRUARY = """WITHERNICK SLUICE BOARD

Minutes of the meeting held on 13 February 2024

1. Apologies
None.
2. Matters arising
{arising}
3. Heron count
The count is on 2 March.
"""


def tracked(*texts: str) -> dict[str, Tracked]:
    """The actions of these minutes, by the word that tells them apart."""
    records = []
    for n, text in enumerate(texts):
        source = decode(f"{n}.txt", text.encode(), "txt")
        for document in parse(source).documents:
            records.append(Record(document, tuple(split(document, source, lambda words: len(words.split())))))
    words = ("winch", "eel", "renewal")
    return {word: one for one in track(records) for word in words if word in one.outcome.text}


@pytest.mark.parametrize(
    ("said", "action", "state"),
    [
        ("Three quotations for the winch were obtained. DONE", "winch", "closed"),
        ("Quotations for the winch: complete.", "winch", "closed"),
        ("The Clerk had obtained three quotations for the sluice winch.", "winch", "closed"),
        ("The Clerk has not yet obtained the winch quotations.", "winch", "updated"),
        ("Winch quotations: two received, one still awaited.", "winch", "updated"),
        ("Winch quotations - ongoing.", "winch", "updated"),
        ("The eel pass was inspected on 20 January and is clear.", "eel", "closed"),
        ("Inspection of the eel pass is outstanding.", "eel", "updated"),
        ("The insurance renewal form was returned.", "renewal", "closed"),
        ("The renewal form will be returned to the insurer this week.", "renewal", "updated"),
    ],
)
def test_a_later_meeting_says_whether_an_action_is_done(said: str, action: str, state: str):
    assert tracked(JANUARY, FEBRUARY.format(arising=said))[action].state == state


def test_what_later_minutes_do_not_speak_of_is_silent():
    states = {word: one.state for word, one in tracked(JANUARY, FEBRUARY.format(arising="The winch quotations are complete.")).items()}
    assert states == {"winch": "closed", "eel": "silent", "renewal": "silent"}


def test_without_later_minutes_an_action_is_open():
    assert {one.state for one in tracked(JANUARY).values()} == {"open"}


def test_minutes_of_another_body_say_nothing_of_it():
    other = FEBRUARY.format(arising="The winch quotations are complete.").replace("WITHERNICK SLUICE", "OTTERBECK FERRY")
    assert tracked(JANUARY, other)["winch"].state == "open"


def test_each_later_meeting_that_leaves_it_open_is_counted_and_the_one_that_closes_it_ends_the_tale():
    february = FEBRUARY.format(arising="Winch quotations: still awaited.")
    march = february.replace("13 February 2024", "12 March 2024").replace("still awaited", "two to hand, one outstanding")
    april = february.replace("13 February 2024", "9 April 2024").replace("still awaited", "complete")
    may = february.replace("13 February 2024", "14 May 2024").replace("still awaited", "a new winch is on order")
    winch = tracked(may, JANUARY, march, april, february)["winch"]
    assert (winch.state, winch.carried) == ("closed", 2)
    assert [str(step.document.meeting.date) for step in winch.steps] == ["2024-02-13", "2024-03-12", "2024-04-09"]


def test_a_word_that_its_title_alone_shares_is_not_enough():
    later = "5. Sluice gate\nThe sluice gate was painted green in time for the heron count.\n"
    assert tracked(JANUARY, FEBRUARY.format(arising="None.") + later)["winch"].state == "silent"


def test_the_register_of_actions_tells_state_and_words_and_filters_by_it(shell: Shell, tmp_path: Path):
    for name, text in (("january.txt", JANUARY), ("february.txt", FEBRUARY.format(arising="Winch quotations: still awaited."))):
        (tmp_path / name).write_text(text, "utf-8")
        assert shell("ingest", str(tmp_path / name)).code == 0
    rows = shell("list", "actions", "--json").json
    winch = next(row for row in rows if "winch" in row["text"])
    assert (winch["state"], winch["carried"], winch["reported"]) == ("updated", 1, "2024-02-13")
    assert winch["report"] == "Winch quotations: still awaited."
    assert shell("show", winch["report_item"]).code == 0
    silent = shell("list", "actions", "--state", "silent", "--json").json
    assert len(silent) == 2
    # a filter by day hides no later report
    assert shell("list", "actions", "--until", "2024-01-31", "--state", "updated", "--json").json == [winch]
    assert "updated" in shell("list", "actions").out
    assert shell("list", "decisions", "--state", "open").code == 64
