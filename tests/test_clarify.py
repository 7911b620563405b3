"""A short question back where several meetings fit equally, and never where one is meant."""

from __future__ import annotations

from collections.abc import Iterator

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
    assert two_bodies.ask(question).status != "clarify"


def test_the_reply_is_read_back_and_answers_the_question_that_was_open(two_bodies: Assistant):
    first = two_bodies.ask("What did they decide about the cameras?")
    history = (Turn("user", first.question), Turn("assistant", first.text))
    assert chosen_of("the harbour board", first.text) == "Plover Quay Harbour Board, 8 January 2019"
    answer = two_bodies.ask("the harbour board", history)
    assert answer.status == "answered"
    assert "two cameras for the quay" in answer.text
    assert "green" not in answer.text
