"""The main path, over minutes that the real parser cut and the bag of words embedded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from fakes import LINES
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import QUAY, WEIRS, assistant, world

from assistant.answer import Answer, Claim, Timing, Turn
from assistant.assistant import Assistant
from assistant.question import CLEANED
from index.errors import UsageError
from index.heal import heal

PONTOON = "What did the board decide about the ferry pontoon?"


@pytest.fixture(scope="module")
def quay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with world(tmp_path_factory.mktemp("quay"), QUAY) as store:
        yield assistant(store)


@pytest.fixture(scope="module")
def weirs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with world(tmp_path_factory.mktemp("weirs"), WEIRS, LINES) as store:
        yield assistant(store)


def told(answer: Answer) -> Answer:
    """An answer without the time it took."""
    return replace(answer, ms=Timing(0, 0, 0))


def test_a_decision_is_answered_with_verdict_words_and_item(quay: Assistant):
    answer = quay.ask(PONTOON)
    assert (answer.status, answer.verdict, answer.problems, answer.notices) == ("answered", "not agreed", (), ())
    assert "Members do not agree the budget of £310,000 for the ferry pontoon." in answer.text
    assert answer.citations[0].label == "Quayside and Locks Board, 6 March 2019, draft minutes, item 4"
    assert (answer.writer, answer.model) == ("extractive", None)


def test_a_stream_shows_the_claims_of_the_answer_and_then_the_answer(quay: Assistant):
    *shown, last = quay.stream(PONTOON)
    assert isinstance(last, Answer)
    assert all(isinstance(claim, Claim) for claim in shown)
    assert tuple(shown) == last.claims
    assert told(last) == told(quay.ask(PONTOON))


def test_the_time_taken_is_its_parts(quay: Assistant):
    ms = quay.ask(PONTOON).ms
    assert 0 < ms.retrieve < ms.total
    assert ms.retrieve + ms.write == pytest.approx(ms.total)


def test_the_same_question_gives_the_same_answer(quay: Assistant):
    assert told(quay.ask(PONTOON)) == told(quay.ask(PONTOON))


def test_what_was_retrieved_is_the_evidence_of_the_answer(quay: Assistant):
    _, evidence = quay.retrieve(PONTOON)
    assert evidence[:10] == quay.ask(PONTOON).evidence


def test_a_cleaned_question_says_so_and_is_answered_like_the_clean_one(quay: Assistant):
    answer = quay.ask(f"\ufeff{PONTOON}\x00")
    assert answer.notices == (CLEANED,)
    assert told(replace(answer, notices=())) == told(quay.ask(PONTOON))


@pytest.mark.parametrize(("question", "code"), [("", "E_EMPTY"), ("?!", "E_EMPTY"), ("why? " * 500, "E_TOO_LONG")])
@pytest.mark.parametrize("step", ["ask", "retrieve"])
def test_a_question_that_is_none_is_refused(quay: Assistant, step: str, question: str, code: str):
    with pytest.raises(UsageError) as raised:
        getattr(quay, step)(question)
    assert raised.value.code == code


def test_an_empty_question_is_refused_before_the_embedder_is_loaded(tmp_path):
    with world(tmp_path, WEIRS, LINES) as store:
        pass  # closed again: whoever touches it now fails
    with pytest.raises(UsageError):
        assistant(store).ask("")


LADDER_2018 = (Turn("user", "What was agreed about the otter ladder in 2018?"), Turn("assistant", "To build one. [1]"))


def test_a_follow_up_is_answered_about_what_was_spoken_of(weirs: Assistant):
    answer = weirs.ask("and what about 2020?", LADDER_2018)
    assert answer.standalone == "and what about 2020? (What was agreed about the otter ladder?)"
    assert answer.question == "and what about 2020?"
    assert answer.status == "answered"
    assert {c.item.item_id for c in answer.citations} == {"weirs/2020-05-19/minutes/01"}


def test_a_correction_goes_back_to_the_other_meeting(weirs: Assistant):
    history = (Turn("user", "What was agreed about the otter ladder in 2020?"), Turn("assistant", "Repairs were deferred. [1]"))
    answer = weirs.ask("no, I meant the 2018 one", history)
    assert {c.item.item_id for c in answer.citations} == {"weirs/2018-04-04/minutes/01"}


def test_a_new_subject_is_answered_for_itself(weirs: Assistant):
    answer = weirs.ask("What did Mr Tamsworth say about insurance for the kite festival?", LADDER_2018)
    assert answer.standalone == answer.question
    assert answer.citations[0].item.item_id == "kites/2020-06-02/minutes/02"


@pytest.mark.parametrize(
    "turn", [Turn("user", "\ud800\x00 otter ladder"), Turn("user", "otter " * 50_000), Turn("assistant", "[1]" * 50_000), Turn("user", "")]
)
def test_no_earlier_turn_breaks_a_follow_up(weirs: Assistant, turn: Turn):
    answer = weirs.ask("and who raised that?", (turn,))
    answer.standalone.encode("utf-8")
    assert len(answer.standalone) < 5000


def test_an_answer_without_evidence_is_not_recorded_and_names_nothing_of_another_meeting(weirs: Assistant):
    answer = weirs.ask("What was said about otters at the meeting of 3 March 2011?")
    assert (answer.status, answer.citations, answer.evidence) == ("not_recorded", (), ())


hostile = st.text(alphabet=st.characters(), max_size=60) | st.sampled_from(
    [
        '"otter" OR *',
        "otter NEAR/2 ladder",
        "'; DROP TABLE items; --",
        "{'$ne': 1}",
        "otter*",
        "^otter",
        "(((",
        "-ladder",
        "item 9999999999",
        "31 February 2020",
        "00/00/0000",
        "%s %d {0}",
    ]
)


@settings(max_examples=60, deadline=None)
@given(hostile, st.lists(st.builds(Turn, st.sampled_from(["user", "assistant"]), hostile), max_size=2))
def test_no_question_breaks_the_assistant_and_every_answer_is_grounded(weirs: Assistant, question: str, history: list[Turn]):
    try:
        answer = weirs.ask(question, history)
    except UsageError:
        return
    assert answer.problems == ()
    assert (answer.status == "not_recorded") <= (answer.citations == ())
    assert answer.status != "answered" or answer.citations
    for c in answer.citations:
        assert c.quote == heal(weirs.store.catalog.source_text(c.document.sha256)[c.span.start : c.span.end])
