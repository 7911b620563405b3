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


TOPICS = {
    "creek.txt": at(
        "Larkspur Harbour Board",
        "Wednesday 3 July 2019",
        "Dredging\n\nIt was agreed to pay for dredging at £900.",
        "Ice plant\n\nThe ice plant broke down twice in June and the makers will come on Friday to look at its pump and at the drain.",
        "Fog horn\n\nThe fog horn was mended by Finn Oakes.",
    ),
    "llan.txt": at(
        "Llanfarrog Town Council",
        "Tuesday 7 May 2019",
        "Streams\n\nThe Clerk had three letters on this from people by the river. After a long talk dredging was put off to the autumn.",
        "Ice plant\n\nA new ice plant was bought.",
        "Defibrillator\n\nLudo Marsh will order a defibrillator.",
    ),
    "mill.txt": at(
        "Otter Mill Trust",
        "Tuesday 4 June 2019",
        "Any other business\n\nHesper Quill asked who checks the defibrillator at the mill; nobody knew it, and it comes back in July.",
        "Kettle\n\nThe kettle leaks.",
    ),
}
CREEK, LLAN, MILL = "Larkspur Harbour Board, 3 July 2019", "Llanfarrog Town Council, 7 May 2019", "Otter Mill Trust, 4 June 2019"


@pytest.fixture(scope="module")
def topics(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with world(tmp_path_factory.mktemp("topics"), TOPICS) as store:
        yield assistant(store)


@pytest.mark.parametrize(
    ("question", "meetings"),
    [
        ("What was decided about dredging?", {CREEK, LLAN}),
        ("did the dredging go through?", {CREEK, LLAN}),
        ("what's going on with the ice plant", {CREEK, LLAN}),
        ("ice plant, any news?", {CREEK, LLAN}),
        ("what's the latest on the ice plant?", {CREEK, LLAN}),
        ("who's dealing with the defibrillator?", {LLAN, MILL}),
    ],
)
def test_a_bare_topic_of_several_bodies_is_asked_about_though_one_ranks_above(topics: Assistant, question: str, meetings: set[str]):
    answer = topics.ask(question)
    assert (answer.status, answer.problems) == ("clarify", ())
    assert set(choices(answer.text)) == meetings


@pytest.mark.parametrize("reply", ["Llanfarrog", "the town council", "the May one"])
def test_the_reply_to_a_bare_topic_is_read_back(topics: Assistant, reply: str):
    assert "new ice plant was bought" in replied(topics, "what's going on with the ice plant", reply)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What was decided about the fog horn?", "mended by Finn Oakes"),  # one body alone
        ("How much was the dredging?", "£900"),  # one alone gives a number
        ("What did Llanfarrog decide about dredging?", "put off to the autumn"),
        ("Who will order a defibrillator?", "Ludo Marsh"),  # what is done with it is one body's alone
    ],
)
def test_what_one_body_alone_says_of_a_topic_is_answered(topics: Assistant, question: str, words: str):
    answer = topics.ask(question)
    assert answer.status == "answered"
    assert words in answer.text


def test_an_archive_of_one_body_is_not_asked_back_because_of_bodies(tmp_path: Path):
    with world(tmp_path, {"llan.txt": TOPICS["llan.txt"]}) as store:
        assert assistant(store).ask("what's going on with the ice plant").status == "answered"
