"""What people say of answers: the file of cases, that the evaluation reads and runs it, and the command that lists it."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pages import MINUTES
from worlds import Shell, assistant, filled, world

from assistant.answer import Turn
from assistant.assistant import Assistant
from assistant.feedback import LARGEST, Feedback, Opinion, Rated, as_turn, rated
from eval.__main__ import main
from eval.cases import load_cases
from eval.own import only_known, own_structure
from index.errors import DamagedStore, NoSpace
from index.minutes import Scope
from index.traces import Traces, traces_of

NOON = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)
WINCH = "What was decided about the sluice winch in February 2024?"
ITEM = "withernick-sluice-board/2024-02-13/minutes/02"


@pytest.fixture(scope="module")
def sluice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with world(tmp_path_factory.mktemp("sluice"), MINUTES) as store:
        yield assistant(store)


@pytest.fixture
def feedback(tmp_path: Path) -> Feedback:
    return Feedback(tmp_path, lambda: NOON)


def kept(feedback: Feedback, answer: Rated, said: Opinion) -> dict[str, object]:
    """The line of the case, after the evaluation has read the file."""
    name = feedback.keep(answer, said)
    load_cases([feedback.path])
    [row] = [row for row in map(json.loads, feedback.path.read_text("utf-8").splitlines()) if row["id"] == name]
    return row  # type: ignore[no-any-return]


def test_an_answer_found_right_is_a_case_that_expects_its_items(sluice: Assistant, feedback: Feedback):
    answer = sluice.ask(WINCH)
    row = kept(feedback, rated(answer, ()), Opinion("up"))
    assert (row["question"], row["abstain"], row["open"], row["within"]) == (WINCH, "none", False, None)
    assert row["items"] == [
        {"item_id": ITEM, "file": "sluice-2024-02-13.txt", "doc": "minutes", "date": "2024-02-13", "number": "2", "minute_ref": None}
    ]
    assert row["feedback"] == {
        "vote": "up",
        "reason": None,
        "comment": "",
        "status": "answered",
        "verdict": "decided",
        "cited": [ITEM],
        "at": "2024-03-01T12:00:00+00:00",
    }


def test_an_answer_found_wrong_is_an_open_case_that_expects_nothing(sluice: Assistant, feedback: Feedback):
    row = kept(feedback, rated(sluice.ask(WINCH), ()), Opinion("down", "wrong item", "it was in March"))
    assert (row["items"], row["related_items"], row["abstain"], row["open"]) == ([], [], "none", True)
    assert row["feedback"]["reason"] == "wrong item"  # type: ignore[index]
    assert row["feedback"]["comment"] == "it was in March"  # type: ignore[index]


def test_a_right_not_recorded_expects_the_same_again(sluice: Assistant, feedback: Feedback):
    answer = sluice.ask("What did the board decide about helicopters?")
    assert answer.status == "not_recorded"
    row = kept(feedback, rated(answer, ()), Opinion("up"))
    assert (row["abstain"], row["open"], row["items"]) == ("full", False, [])


def test_what_the_asker_chose_to_search_is_part_of_the_case(sluice: Assistant, feedback: Feedback):
    chosen = Scope(("withernick-sluice-board",), ("minutes",), date(2024, 2, 1), date(2024, 2, 29))
    row = kept(feedback, rated(sluice.ask("winch", within=chosen), (), chosen), Opinion("up"))
    assert row["within"] == {
        "bodies": ["withernick-sluice-board"],
        "roles": ["minutes"],
        "first": "2024-02-01",
        "last": "2024-02-29",
    }
    [case] = load_cases([feedback.path])
    assert case.within is not None
    assert case.within.scope == chosen


def test_no_sentence_of_an_answer_is_kept_but_the_labels_of_what_it_cited(sluice: Assistant, feedback: Feedback):
    first = sluice.ask(WINCH)
    turns = (Turn("user", WINCH), as_turn(first))
    then = sluice.ask("And the eel pass?", turns)
    kept(feedback, rated(then, turns), Opinion("down", "other"))
    text = feedback.path.read_text("utf-8")
    assert "RESOLVED" not in text
    assert "£7,950" not in text
    assert "Withernick Sluice Board, 13 February 2024, minutes, item 2: [1]" in text.replace(
        "WITHERNICK SLUICE BOARD", "Withernick Sluice Board"
    )


def test_only_this_user_of_the_machine_can_read_the_file(sluice: Assistant, feedback: Feedback):
    feedback.keep(rated(sluice.ask(WINCH), ()), Opinion("up"))
    assert stat.S_IMODE(feedback.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(feedback.path.parent.stat().st_mode) == 0o700


def test_a_full_file_takes_no_more_and_says_what_to_do(sluice: Assistant, feedback: Feedback):
    answer = rated(sluice.ask(WINCH), ())
    feedback.keep(answer, Opinion("up"))
    with feedback.path.open("ab") as file:
        file.write(b" " * LARGEST)
    with pytest.raises(NoSpace) as full:
        feedback.keep(answer, Opinion("up"))
    assert "can be moved away" in full.value.hint


def test_what_is_removed_for_good_takes_the_cases_about_it_along(sluice: Assistant, feedback: Feedback):
    about_winch = feedback.keep(rated(sluice.ask(WINCH), ()), Opinion("up"))
    quoting = rated(sluice.ask("Is it so that the winch has jammed twice since the autumn storms?"), ())
    says_so = feedback.keep(Rated(quoting.question, (), "answered", None, ()), Opinion("down", "other"))
    other = feedback.keep(Rated("What about eels?", (), "answered", None, ()), Opinion("down", "other"))
    assert [one.id for one in feedback.all()] == [about_winch, says_so, other]
    assert feedback.forget({ITEM}, Traces(frozenset(), ())) == 1
    assert feedback.forget(set(), traces_of(["The winch has jammed twice since the autumn storms."], ())) == 1
    assert [one.id for one in feedback.all()] == [other]
    assert stat.S_IMODE(feedback.path.stat().st_mode) == 0o600


def test_a_damaged_file_is_named_and_a_case_of_staff_among_them_is_none_of_the_list(feedback: Feedback):
    feedback.keep(Rated("What about eels?", (), "answered", None, ()), Opinion("down", "other"))
    with feedback.path.open("a") as file:
        file.write('{"id": "ours", "question": "Why?", "type": "why"}\n')
    assert [one.question for one in feedback.all()] == ["What about eels?"]
    with feedback.path.open("a") as file:
        file.write("{no json\n")
    with pytest.raises(DamagedStore):
        feedback.all()


def test_the_evaluation_runs_the_cases_over_the_minutes_without_a_structure_made_by_hand(
    sluice: Assistant, feedback: Feedback, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    minutes = tmp_path / "minutes"
    minutes.mkdir()
    for name, text in MINUTES.items():
        (minutes / name).write_text(text, "utf-8")
    answer = rated(sluice.ask(WINCH), ())
    feedback.keep(answer, Opinion("up"))
    feedback.keep(answer, Opinion("down", "not complete"))
    code = main(["run", "--cases", str(feedback.path), "--minutes", str(minutes), "--report", str(tmp_path / "report")])
    report = json.loads((tmp_path / "report" / "run.json").read_text("utf-8"))
    assert code == 0, capsys.readouterr().out
    assert [(s["open"], s["outcome"]) for s in report["scores"]] == [(False, "answered"), (True, "answered")]
    marks = [{mark["metric"]: mark["value"] for mark in s["marks"]} for s in report["scores"]]
    assert [(m["headline"], m["quotations_verbatim"]) for m in marks] == [(1.0, 1.0), (None, 1.0)]


def test_a_case_about_minutes_that_are_not_there_expects_nothing(sluice: Assistant, feedback: Feedback, tmp_path: Path):
    feedback.keep(rated(sluice.ask(WINCH), ()), Opinion("up"))
    [case] = only_known(load_cases([feedback.path]), own_structure(tmp_path))
    assert (case.open, case.items) == (True, ())


def test_staff_see_what_was_said_and_how_to_ask_it_again(shell: Shell, tmp_path: Path, sluice: Assistant):
    store = filled(tmp_path / "made", {"sluice.txt": MINUTES["sluice-2024-02-13.txt"]})
    ran = Shell(store, shell.capture)
    assert "nobody has said anything" in ran("feedback").out
    Feedback(store, lambda: NOON).keep(rated(sluice.ask(WINCH), ()), Opinion("down", "wrong item", "see March"))
    said = ran("feedback")
    assert said.out == f"2024-03-01T12:00  not right: wrong item  (answered; {ITEM})\n  {WINCH}\n  “see March”\n"
    assert "python -m eval run --cases" in said.err
    [row] = ran("feedback", "--json").json
    assert (row["vote"], row["reason"], row["cited"]) == ("down", "wrong item", [ITEM])
