from __future__ import annotations

from pathlib import Path

import pytest
from worlds import QUAY, QUAY_AGENDA, QUAY_MINUTES, query, world

from assistant.agenda import announced
from assistant.answer import Evidence
from assistant.retrieve import Retriever
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


def test_an_agenda_announces_nothing_about_itself(tmp_path: Path):
    with world(tmp_path, QUAY) as store:
        assert found(store, PONTOON, "agenda") == []


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
