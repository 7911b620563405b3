from __future__ import annotations

from pathlib import Path

import pytest
from worlds import QUAY, QUAY_AGENDA, QUAY_MINUTES, assistant, query, world

from assistant.agenda import announced, bears_out
from assistant.answer import Evidence
from assistant.retrieve import Retriever
from assistant.write import ExtractiveWriter
from index.minutes import Scope
from index.store import Store

PONTOON = "What did the board decide about the ferry pontoon?"


def found(store: Store, question: str, role: str = "minutes") -> list[str]:
    best = Retriever(store, 1).find(query(question, Scope(roles=(role,))))[0]  # type: ignore[arg-type]
    evidence = announced(query(question), best, store.catalog)
    return [f"{point.number} {point.title}" for point in evidence.untaken] if evidence else []


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        (PONTOON, ["2019/004 Ferry Pontoon"]),
        ("pontoon of the ferry", ["2019/004 Ferry Pontoon"]),
        ("What did the board decide about the ferry?", []),
        ("What did the board decide about towpath lighting?", []),
        ("What did the board decide about the swing bridge?", []),
        ("How often did the lift bridges fail?", []),
    ],
)
def test_only_a_decision_the_question_names_and_the_minutes_lack_is_announced(tmp_path: Path, question: str, missing: list[str]):
    with world(tmp_path, QUAY) as store:
        assert found(store, question) == missing


def test_the_announcement_is_the_agenda_item_with_the_points_it_holds(tmp_path: Path):
    with world(tmp_path, QUAY) as store:
        best: Evidence = Retriever(store, 1).find(query(PONTOON, Scope(roles=("minutes",))))[0]
        evidence = announced(query(PONTOON), best, store.catalog)
    assert evidence is not None
    assert (evidence.document.role, evidence.item.number) == ("agenda", "3")
    assert all(evidence.item.span.start <= p.span.start < p.span.end <= evidence.item.span.end for p in evidence.untaken)


def test_where_the_agenda_itself_comes_first_what_its_minutes_lack_is_said_all_the_same(tmp_path: Path):
    with world(tmp_path, QUAY) as store:
        assert found(store, PONTOON, "agenda") == ["2019/004 Ferry Pontoon"]


def test_a_number_that_only_the_agenda_prints_is_said_to_have_no_entry(tmp_path: Path):
    with world(tmp_path, QUAY) as store:
        answer = assistant(store).ask("What was decided under 2019/004?")
    assert answer.status != "not_recorded"
    assert "lists 2019/004 – Ferry Pontoon; the minutes held of that meeting have no entry 2019/004." in answer.text
    assert answer.problems == ()


EEL_TRAPS = QUAY | {"quay-agenda.txt": QUAY_AGENDA.replace("5. Date of", "5. Eel Traps\n\n6. Date of")}
NO_PONTOON = (
    "Quayside and Locks Board, 6 March 2019, agenda, item 3, lists 2019/004 – Ferry Pontoon; "
    "the minutes held of that meeting have no entry 2019/004."
)
NO_EELS = "Quayside and Locks Board, 6 March 2019, agenda, item 5, is “Eel Traps”; the minutes held of that meeting have no entry for it."


def test_a_number_that_both_print_is_answered_from_the_minutes(tmp_path: Path):
    wordy = QUAY_MINUTES.replace("Quayside and Locks", "Fellside Rescue").replace("2019/0", "2017/0")
    other = {"other.txt": wordy.replace("The Chair opened the meeting and", "What was decided under what was decided.")}
    with world(tmp_path, QUAY | other) as store:
        answer = assistant(store).ask("What was decided under 2019/005?")
    assert (answer.verdict, answer.citations[0].document.role) == ("decided", "minutes")
    assert answer.citations[0].document.body_id == "quayside-and-locks-board"
    assert "forty lamps" in answer.text


@pytest.mark.parametrize(
    ("question", "told", "quoted"),
    [
        ("What was on the agenda and not minuted?", [NO_PONTOON, NO_EELS], ["- 2019/004 – Ferry Pontoon", "5. Eel Traps"]),
        ("Which decisions on the agenda are missing from the minutes?", [NO_PONTOON], ["- 2019/004 – Ferry Pontoon"]),
    ],
)
def test_what_was_on_the_agenda_and_not_minuted_is_told_complete(tmp_path: Path, question: str, told: list[str], quoted: list[str]):
    with world(tmp_path, EEL_TRAPS) as store:
        answer = assistant(store).ask(question)
    assert (answer.status, answer.problems) == ("answered", ())
    assert [(claim.text, claim.basis) for claim in answer.claims] == [(text, "absence") for text in told]
    assert [c.quote for c in answer.citations] == quoted


def test_what_the_minutes_have_and_the_agenda_does_not_list_is_told(tmp_path: Path):
    minutes = QUAY_MINUTES.replace("4. Performance", "2019/011 – Oars\nThe Board RESOLVED to buy two oars.\n\n4. Performance")
    with world(tmp_path, QUAY | {"quay-minutes.txt": minutes}) as store:
        answer = assistant(store).ask("Which decisions were taken that were not on the agenda?")
    [claim] = answer.claims
    assert claim.text.startswith("Quayside and Locks Board, 6 March 2019, draft minutes, item 3, has 2019/011 “Oars")
    assert claim.text.endswith("; the agenda held of that meeting does not list it.")
    assert answer.problems == ()


def test_where_nothing_is_missing_that_is_said(tmp_path: Path):
    agenda = QUAY_AGENDA.replace("- 2019/004 – Ferry Pontoon\n", "")
    with world(tmp_path, QUAY | {"quay-agenda.txt": agenda}) as store:
        answer = assistant(store).ask("What was on the agenda and not minuted?")
    told = "The agenda of Quayside and Locks Board, 6 March 2019, lists nothing that the minutes held of that meeting lack."
    assert [claim.text for claim in answer.claims] == [told]
    assert answer.problems == ()


def test_without_minutes_of_the_meeting_nothing_is_said_of_what_they_lack(tmp_path: Path):
    with world(tmp_path, {"quay-agenda.txt": QUAY_AGENDA}) as store:
        answer = assistant(store).ask("What was on the agenda and not minuted?")
    assert answer.status == "not_recorded"


def test_a_sentence_about_a_missing_entry_is_borne_out_by_the_papers_alone(tmp_path: Path):
    with world(tmp_path, QUAY) as store:
        [agenda] = store.catalog.documents(Scope(roles=("agenda",)))
        said = "Quayside and Locks Board, 6 March 2019, agenda, item {}, is “{}”; the minutes held of that meeting have no entry for it."
        assert not bears_out(said.format(4, "Performance of the lift bridges"), agenda, store.catalog)


@pytest.mark.parametrize(
    ("held", "verdict"), [(QUAY, None), ({"quay-agenda.txt": QUAY_AGENDA}, "on the agenda only")], ids=["with minutes", "agenda alone"]
)
def test_what_the_minutes_take_up_is_not_on_the_agenda_only(tmp_path: Path, held: dict[str, str], verdict: str | None):
    with world(tmp_path, held) as store:
        retriever = Retriever(store, 3)
        found = retriever.find(query("towpath lighting", Scope(roles=("agenda",)), intent="decision"))[:1]
        assert found[0].document.role == "agenda"
        assert ExtractiveWriter().write(query("towpath lighting", intent="decision"), found).verdict == verdict


def test_the_agenda_of_another_day_announces_nothing(tmp_path: Path):
    files = {"agenda.txt": QUAY_AGENDA.replace("6 March 2019", "13 March 2019"), "minutes.txt": QUAY_MINUTES}
    with world(tmp_path, files) as store:
        assert found(store, PONTOON) == []


def test_a_reference_that_the_minutes_print_anywhere_is_taken_up(tmp_path: Path):
    minutes = QUAY_MINUTES.replace("The survey of", "Decision 2019/004 was withdrawn. The survey of")
    with world(tmp_path, QUAY | {"quay-minutes.txt": minutes}) as store:
        assert found(store, PONTOON) == []


def test_a_longer_reference_that_begins_alike_is_another_one(tmp_path: Path):
    """The minutes print 2019/0041, which is not 2019/004."""
    minutes = QUAY_MINUTES.replace("2019/009 – Swing Bridge", "2019/0041 – Swing Bridge")
    with world(tmp_path, QUAY | {"quay-minutes.txt": minutes}) as store:
        assert found(store, PONTOON) == ["2019/004 Ferry Pontoon"]
