"""What minutes do not say though they speak of the matter: premises, doers, what is kept apart, half a question."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from worlds import assistant, world

from assistant import verify
from assistant.answer import Answer, Draft, Query, Sentence
from assistant.assistant import Assistant
from assistant.registers import Registers

MILL = """Otter Mill Trust

Minutes of the Otter Mill Trust, Tuesday 7 May 2019 at 18:00, Mill House

Present:
Hesper Quill, Chair
Ludo Marsh, Treasurer

1. Ferry landing

Two offers had come for the ferry landing, a chandler at £4,000 and a rowing club at £2,500.
The decision was deferred to the meeting in July.

2. Sluice gate

The Trust did not support the plan for the sluice gate because the price had doubled.

3. Weighbridge

It was resolved to accept the tender of Brace Brothers for the weighbridge at £7,300.
The tender of Holm Works was declined.

4. Eel ladder

Members voted on the eel ladder: 4 for, 2 against.
Action: Report on the eel ladder to be sent to the anglers.

5. Staff pay

The item on staff pay is recorded in the confidential minute book.

6. Grinding stone

Counsel was asked about the grinding stone; the answer is due in autumn.

7. Lantern walk

The lantern walk drew 340 visitors.
"""


@pytest.fixture(scope="module")
def mill(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with world(tmp_path_factory.mktemp("mill"), {"mill.txt": MILL}) as store:
        yield assistant(store)


def sound(asking: Assistant, question: str) -> Answer:
    """Every claim passed the verifier, and the second of two askings says the same."""
    answer, again = asking.ask(question), asking.ask(question)
    assert answer.problems == ()
    assert (again.text, again.status, again.verdict) == (answer.text, answer.status, answer.verdict)
    return answer


@pytest.mark.parametrize(
    ("question", "premise", "words"),
    [
        ("Why did the Trust approve the plan for the sluice gate?", "approved", "did not support the plan"),
        ("Why was the tender of Brace Brothers for the weighbridge rejected?", "turned down", "accept the tender of Brace Brothers"),
    ],
)
def test_what_the_minutes_contradict_is_corrected_with_its_item(mill: Assistant, question: str, premise: str, words: str):
    answer = sound(mill, question)
    assert answer.status == "partial"
    assert answer.claims[0].text == f"The minutes held here do not bear out that this was {premise}; they say:"
    assert len(answer.citations) == 1
    assert words in answer.citations[0].quote


@pytest.mark.parametrize(
    ("question", "missing", "words"),
    [
        ("Which offer did the Trust accept for the ferry landing?", "that this was approved", "deferred to the meeting in July"),
        ("Who voted against the eel ladder?", "who it was", "2 against"),
        ("Who was told to send the report on the eel ladder to the anglers?", "who it was", "to be sent to the anglers"),
        ("What did the Trust say about staff pay?", "this; they say that it is kept apart from them", "confidential minute book"),
        ("What was counsel's answer about the grinding stone?", "the answer asked for", "due in autumn"),
    ],
)
def test_what_is_open_unnamed_or_kept_apart_is_not_recorded_and_the_nearest_words_are_shown(
    mill: Assistant, question: str, missing: str, words: str
):
    answer = sound(mill, question)
    assert answer.status == "not_recorded"
    assert answer.claims[0].text == f"The minutes held here do not record {missing}."
    assert any(words in c.quote for c in answer.citations)
    assert answer.claims[-1].text == "Searched: Otter Mill Trust 7 May 2019 (minutes)."


@pytest.mark.parametrize(
    "question",
    [
        "Why did the Trust turn down the plan for the sluice gate?",
        "Which tender did the Trust accept for the weighbridge?",
        "Why was the tender of Holm Works declined?",
        "How many voted for the eel ladder?",
        "What happened to the decision on the ferry landing?",
    ],
)
def test_what_the_minutes_bear_out_is_answered(mill: Assistant, question: str):
    assert sound(mill, question).status == "answered"


def test_of_two_questions_in_one_the_half_that_is_there_is_given(mill: Assistant):
    answer = sound(mill, "How many visitors came to the lantern walk and how much did it cost?")
    assert answer.status == "partial"
    assert answer.claims[0].text == "The minutes held here do not record the amount asked for."
    assert any("340 visitors" in c.quote for c in answer.citations)


def test_a_month_of_which_nothing_is_said_is_not_recorded(mill: Assistant):
    assert mill.ask("How many visitors came to the lantern walk in March 2019?").status == "not_recorded"
    assert mill.ask("How many visitors came to the lantern walk in May 2019?").status == "answered"


@pytest.mark.parametrize(
    "said",
    [
        "The minutes held here do not bear out that this was approved; they say:",
        "The minutes held here do not record who it was.",
        "Several fit this. Which meeting is meant? 1. Otter Mill Trust, 7 May 2019; 2. Otter Mill Trust, 8 May 2019.",
    ],
)
def test_a_writer_may_not_say_at_will_that_a_premise_is_wrong_or_the_question_open(mill: Assistant, said: str):
    asked, found = mill.retrieve("How many visitors came to the lantern walk?")
    draft = Draft((Sentence(said, (), "absence"),), "not_recorded")
    answer = mill.verify(asked, mill.cite(draft, found), found)
    assert [problem.kind for problem in answer.problems] == ["unsupported_absence"]
    assert said not in answer.text


@pytest.mark.parametrize(
    ("question", "searches"),
    [
        ("Who voted against the eel ladder?", 1),  # three claims that need no citation
        ("What happened with the lantern walk over the years?", 0),
    ],
)
def test_what_is_missing_is_looked_for_once_however_many_claims_are_verified(
    mill: Assistant, monkeypatch: pytest.MonkeyPatch, question: str, searches: int
):
    made = {"silence": 0, "told": 0}
    of_silence, of_rows = verify.silence, Registers.told

    def silence(*given: Any) -> Any:
        made["silence"] += 1
        return of_silence(*given)

    def told(self: Registers, query: Query) -> Any:
        made["told"] += 1
        return of_rows(self, query)

    monkeypatch.setattr(verify, "silence", silence)
    monkeypatch.setattr(Registers, "told", told)
    asking = assistant(mill.store)  # whose verifier is given the counted method
    assert asking.ask(question).problems == ()
    assert made == {"silence": searches, "told": 2}  # by the answer, and anew by the verifier
