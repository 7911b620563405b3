"""A short question back where several meetings fit equally, and never where one is meant."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from worlds import assistant, world

from assistant.answer import Turn
from assistant.assistant import Assistant
from assistant.choices import choices, chosen_of


def minutes(body: str, day: str, away: str, title: str, matter: str) -> str:
    return (
        f"{body}\n\nMinutes of the {body}, {day} at 10:00, Old Hall\n\nPresent:\nAlma Reed, Chair\nFinn Oakes, Clerk\n\n"
        f"Apologies:\n{away}, Member\n\n1. {title}\n\n{matter}\n\n2. Date of next meeting\n\nTo be fixed.\n"
    )


FILES = {
    "heron1.txt": minutes(
        "Heron Bank Parish Council", "Monday 7 January 2019", "Una Vale", "Cameras", "It was agreed to buy four cameras for the green."
    ),
    "heron2.txt": minutes("Heron Bank Parish Council", "Monday 4 February 2019", "Ned Hollin", "Culvert", "The culvert was cleared."),
    "plover1.txt": minutes(
        "Plover Quay Harbour Board", "Tuesday 8 January 2019", "Iris Combe", "Cameras", "It was agreed to buy two cameras for the quay."
    ),
    "plover2.txt": minutes("Plover Quay Harbour Board", "Tuesday 5 February 2019", "Saul Tarn", "Crane", "The crane was painted."),
}


@pytest.fixture(scope="module")
def two_bodies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with world(tmp_path_factory.mktemp("bodies"), FILES) as store:
        yield assistant(store)


def test_meetings_that_fit_equally_are_asked_about(two_bodies: Assistant):
    answer = two_bodies.ask("What did they decide about the cameras?")
    assert (answer.status, answer.citations, answer.problems) == ("clarify", (), ())
    assert set(choices(answer.text)) == {"Heron Bank Parish Council, 7 January 2019", "Plover Quay Harbour Board, 8 January 2019"}


def test_rows_of_several_bodies_are_asked_about_the_latest_first(two_bodies: Assistant):
    answer = two_bodies.ask("Who sent apologies?")
    assert answer.status == "clarify"
    assert choices(answer.text)[0] == "Plover Quay Harbour Board, 5 February 2019"
    assert len(choices(answer.text)) == 4


@pytest.mark.parametrize(
    "question",
    [
        "What did Heron Bank decide about the cameras?",
        "What was decided about the cameras on 8 January 2019?",
        "What was decided about the crane?",
        "Who sent apologies for the Plover Quay meeting of 5 February 2019?",
        "List all apologies",
    ],
)
def test_what_names_a_body_or_a_time_or_fits_one_meeting_alone_is_answered(two_bodies: Assistant, question: str):
    assert two_bodies.ask(question).status == "answered"


def test_the_reply_is_read_back_and_answers_the_question_that_was_open(two_bodies: Assistant):
    first = two_bodies.ask("What did they decide about the cameras?")
    history = (Turn("user", first.question), Turn("assistant", first.text))
    assert chosen_of("the harbour board", first.text) == "Plover Quay Harbour Board, 8 January 2019"
    answer = two_bodies.ask("the harbour board", history)
    assert answer.status == "answered"
    assert "two cameras for the quay" in answer.text
    assert "green" not in answer.text


def at(board: str, day: str, *items: str) -> str:
    listed = "\n\n".join(f"{n}. {item}" for n, item in enumerate(items, 1))
    head = f"{board}\n\nMinutes of the {board}, {day} at 18:00, Mill House\n\nPresent:\nHesper Quill, Chair\nLudo Marsh, Treasurer"
    return f"{head}\n\n{listed}\n"


def rows(board: str, day: str, then: str) -> str:
    return at(
        board,
        day,
        "Lamps\n\nIt was resolved to mend the lamps.",
        "Gate\n\nIt was resolved to paint the gate.",
        f"Next meeting\n\nThe next meeting will be held on {then}.",
    )


ROWS = {
    "mill1.txt": rows("Otter Mill Trust", "Tuesday 7 May 2019", "4 June 2019"),
    "mill2.txt": rows("Otter Mill Trust", "Tuesday 4 June 2019", "9 July 2019"),
    "lark1.txt": rows("Larkspur Harbour Board", "Wednesday 3 July 2019", "7 August 2019"),
    "lark2.txt": rows("Larkspur Harbour Board", "Wednesday 7 August 2019", "4 September 2019"),
}


@pytest.fixture(scope="module")
def of_rows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with world(tmp_path_factory.mktemp("rows"), ROWS) as store:
        yield assistant(store)


def replied(to: Assistant, question: str, reply: str) -> str:
    first = to.ask(question)
    assert first.status == "clarify"
    answer = to.ask(reply, (Turn("user", question), Turn("assistant", first.text)))
    assert (answer.status, answer.problems) == ("answered", ())
    return answer.text


@pytest.mark.parametrize("reply", ["2", "the second", "Larkspur Harbour Board, 3 July 2019"])
def test_a_reply_to_a_question_back_about_rows_gives_all_rows_of_the_meeting_chosen(of_rows: Assistant, reply: str):
    decided = replied(of_rows, "What was decided?", reply)
    assert "2 are recorded in the Larkspur Harbour Board of 3 July 2019" in decided
    assert "mend the lamps" in decided
    assert "paint the gate" in decided
    assert replied(of_rows, "Who chaired?", reply).startswith("Hesper Quill chaired the Larkspur Harbour Board of 3 July 2019.")


def test_a_reply_to_which_body_gives_the_latest_announcement_of_its_next_meeting(of_rows: Assistant):
    assert replied(of_rows, "When is the next meeting?", "2").startswith("The next meeting is on 9 July 2019, as announced on 4 June 2019.")


def lamps(board: str, day: str, who: str, other: str) -> str:
    return at(board, day, f"Lamps\n\nThe lamps on the towpath flicker and were repaired by {who}.", other)


@pytest.mark.parametrize("question", ["Which lamps on towpath flicker?", "Who repaired flickering lamps on towpath?"])
def test_a_whole_question_is_asked_of_the_body_spoken_of_and_not_asked_back(tmp_path: Path, question: str):
    files = {
        "a.txt": lamps("Otter Mill Trust", "Tuesday 5 February 2019", "Brace Brothers", "Kettle\n\nThe kettle leaks."),
        "b.txt": lamps("Otter Mill Trust", "Tuesday 4 June 2019", "Holm Works", "Kettle\n\nThe kettle was mended."),
        "c.txt": lamps("Larkspur Harbour Board", "Wednesday 3 July 2019", "Finn Oakes", "Fog horn\n\nThe fog horn was mended."),
    }
    with world(tmp_path, files) as store:
        asking = assistant(store)
        first = asking.ask("What did the Larkspur Harbour Board say about the fog horn on 3 July 2019?")
        answer = asking.ask(question, (Turn("user", first.question), Turn("assistant", first.text)))
        assert answer.status == "answered"
        assert "Finn Oakes" in answer.text
        assert asking.ask(question).status == "clarify"
