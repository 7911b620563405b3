from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from fakes import LINES
from worlds import WEIRS, assistant, document, evidence, query, world

from assistant.absence import not_recorded, not_recorded_sentence, support
from assistant.answer import Answer, Draft
from assistant.assistant import Assistant
from index.minutes import Scope

MEETINGS = [document("weirs", "Weirs and Fords Board", None, f"2018-0{n}-04") for n in range(1, 10)]


@pytest.fixture(scope="module")
def clerk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with world(tmp_path_factory.mktemp("weirs"), WEIRS, LINES) as store:
        yield assistant(store)


def sentences(*documents, near=(), scope: Scope | None = None) -> list[str]:
    draft = not_recorded(query("Where are the herons?", scope), documents, near)
    assert draft.status == "not_recorded"
    assert draft.verdict is None
    assert all(s.basis == "absence" and not s.sources for s in draft.sentences)
    return [s.text for s in draft.sentences]


def test_what_was_searched_is_named_with_its_meetings_and_dates():
    [text] = sentences(*MEETINGS[:2])
    assert "Weirs and Fords Board 4 January 2018" in text
    assert "Weirs and Fords Board 4 February 2018" in text


def test_of_many_meetings_some_are_named_and_the_others_counted():
    [text] = sentences(*MEETINGS)
    assert text.count("Weirs and Fords Board") == 6
    assert "3 more" in text


def test_a_scope_without_a_meeting_is_said_to_hold_none():
    [text] = sentences(scope=Scope(first=date(2020, 8, 18), last=date(2020, 8, 18)))
    assert "no meeting held here" in text


def test_the_nearest_items_are_named_and_not_cited():
    _, near = sentences(*MEETINGS[:1], near=[evidence(1, 1.0, ("Eels were counted.", 1.0), label="9b")])
    assert "Weirs and Fords Board, 4 April 2018, draft minutes, item 9b" in near
    assert "Eels were counted" not in near


def refused(answer: Answer) -> str:
    assert answer.status == "not_recorded"
    assert answer.citations == ()
    assert all(claim.citations == () for claim in answer.claims)
    assert answer.verdict is None
    assert answer.problems == ()
    return answer.text


@pytest.mark.parametrize(
    "question",
    [
        "What did KITES decide about Larkfield Common in 2018?",
        "What was said about Tamsworth at the 4 April 2018 meeting?",
        "What did Ms Quillon ask in 2020?",
    ],
)
def test_a_name_met_elsewhere_but_not_in_the_scope_is_not_recorded(clerk: Assistant, question: str):
    refused(clerk.ask(question))


def test_the_same_name_is_answered_where_it_is_met(clerk: Assistant):
    answer = clerk.ask("What did Ms Quillon ask about the eel counts?")
    assert answer.status == "answered"
    assert "Ms Quillon asked why the eel counts had stopped" in answer.text


def test_an_acronym_that_is_met_nowhere_is_not_recorded(clerk: Assistant):
    refused(clerk.ask("What was agreed about the XQZ otter ladder?"))


def test_a_meeting_that_was_not_held_is_not_recorded_and_nothing_else_is_searched(clerk: Assistant):
    answer = clerk.ask("What did the 18 August 2020 board agree about the otter ladder?")
    assert "no meeting held here" in refused(answer)
    assert answer.evidence == ()


def test_words_that_are_met_nowhere_are_not_recorded(clerk: Assistant):
    text = refused(clerk.ask("Who mended the carillon clockwork?"))
    assert "4 April 2018" in text
    assert "2 June 2020" in text


def test_only_what_lies_in_the_scope_is_said_to_be_searched(clerk: Assistant):
    text = refused(clerk.ask("Who mended the carillon clockwork in 2018?"))
    assert "4 April 2018" in text
    assert "2020" not in text


@pytest.mark.parametrize("question", ["What did the board decide in 2019 about the otter ladder?", "What about the otter ladder in 2011?"])
def test_a_decision_of_another_year_is_no_answer_for_a_year_without_a_meeting(clerk: Assistant, question: str):
    answer = clerk.ask(question)
    assert answer.status != "answered" or answer.notices


def test_an_empty_store_records_nothing(store):
    refused(assistant(store).ask("What was agreed about the otter ladder?"))


@pytest.mark.parametrize("question", ["What was agreed under 999/18 about the otter ladder?", "What is item 77 about?"])
def test_a_reference_that_is_not_held_is_not_answered_from_elsewhere(clerk: Assistant, question: str):
    assert clerk.ask(question).status == "not_recorded"


@pytest.mark.parametrize("what", ["a vote on this", "the amount asked for", "a decision on this"])
def test_what_was_not_asked_for_is_not_said_to_be_missing(clerk: Assistant, what: str):
    """The verifier looks again at what a question asks for: a writer may not say at will that something is not recorded."""
    searched = clerk.store.catalog.documents()
    asked, found = clerk.retrieve("Which weirs were repaired?")
    draft = Draft((not_recorded_sentence(what, searched),), "not_recorded")
    answer = clerk.verify(asked, clerk.cite(draft, found), found)
    assert [problem.kind for problem in answer.problems] == ["unsupported_absence"]
    assert what not in answer.text


LAMPS = {
    "fen.txt": "Fen Parish Council\n\nMinutes of the meeting held on 4 April 2018\n\n1. Lamps\n\n"
    "The clerk wrote to the Turning Circle Group. The lamps were turned off, and a letter from the Odmar Players was read.\n",
    "marl.txt": "Marl Parish Council\n\nMinutes of the meeting held on 5 May 2018\n\n1. Ferry\n\nThe ferry ran late in the spring.\n",
}


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with world(tmp_path_factory.mktemp("lamps"), LAMPS) as store:
        yield assistant(store)


def test_a_word_that_others_print_in_a_name_and_without_a_capital_too_is_no_name(two: Assistant):
    asked, found = two.retrieve("Why was the ferry turning late at Marl?")
    assert two.gate.answerable(asked, found)


def test_a_word_that_others_print_only_with_a_capital_is_a_name(two: Assistant):
    asked, found = two.retrieve("Did Odmar say why the ferry ran late at Marl?")
    assert not two.gate.answerable(asked, found)


def test_support_is_two_parts_meaning_and_one_part_words():
    held = replace(evidence(1, 1.0, ("The herons nest on the weir.", 0.9)), cosine=0.6)
    assert support(query("Where do herons nest?"), [held]) == pytest.approx((2 * 0.6 + 1.0) / 3)
    assert support(query("Where do herons nest?"), [replace(held, cosine=-0.2)]) == pytest.approx(1 / 3)


def test_support_is_that_of_the_best_of_three_items():
    low, high = replace(evidence(1, 1.0, ("Nobody spoke.", 0.9)), cosine=0.2), replace(evidence(2, 0.9, ("Nobody wrote.", 0.8)), cosine=0.5)
    assert support(query("Where do herons nest?"), [low, low, low, high]) == pytest.approx(2 * 0.2 / 3)
    assert support(query("Where do herons nest?"), [low, high]) == pytest.approx(2 * 0.5 / 3)
