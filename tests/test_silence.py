"""What minutes do not say though they speak of the matter: premises, doers, what is kept apart, half a question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from worlds import assistant, world

from assistant import verify
from assistant.answer import Answer, Draft, Query, Sentence, Turn
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


def sound(asking: Assistant, question: str, history: Sequence[Turn] = ()) -> Answer:
    """Every claim passed the verifier, and the second of two askings says the same."""
    answer, again = asking.ask(question, history), asking.ask(question, history)
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
    asking = assistant(mill.store.whole)  # whose verifier is given the counted method
    assert asking.ask(question).problems == ()
    assert made == {"silence": searches, "told": 2}  # by the answer, and anew by the verifier


WHARF = """Tern Wharf Trust

Minutes of the Tern Wharf Trust, Tuesday 5 February 2019 at 18:00, Net Loft

Present:
Odile Farr, Chair
Ben Stroud, Treasurer

1. Thefts

There were 42 thefts in the harbour in the year.
A breakdown by ward can be provided later.

2. Audit

The Clerk had asked the auditor about the fee.
The auditor replied in writing that the fee would stay at £300.

3. Staff pay

A pay rise of 3% for the staff was agreed.
The grades are recorded separately.

4. Clock tower

Ben Stroud asked how many visitors climb the clock tower.
The Clerk gave a written answer: 510 visitors climbed the clock tower.

5. Boathouse

Two quotes came for the boathouse.
Holm Works was chosen at £800.
The decision on the slipway was deferred to July.

6. Carers

Funding for carers was refused by the county.
Carers may ring the Clerk on Mondays.

7. Mast

The Trust did not hesitate to approve the mast.

8. Bell

The plan for the bell was not only approved but praised.

9. Rowing club

The rowing club has 25 places for those aged 16 to 25.

10. Weighbridge

The weighbridge was built by Holm Works in 1890.

11. Steps

ACTION: The steps to the quay to be mended. Finn will mend the steps.

12. Insurance

Brace Brothers are the new insurers, at £400 a year.

13. Roof

Oakes and Sons won the contract for the roof.

14. Trespass

Trespass on the weir fell by 12% in the quarter.

15. Crane

Two tenders came for the crane.
The tender of Brace Brothers was accepted.
The tender of Holm Works was declined.

16. Otter holt

The plan for the otter holt was not opposed and was approved.

17. Lamps

Lamps on the towpath cost £700 in the year; the valuation of the lamps is in the confidential appendix.

18. Kiln

The question on the kiln will be answered in writing.

19. Hut

An offer of £900 had come for the hut. Mrs Tansy Reed thanked those who had called.
"""


@pytest.fixture(scope="module")
def wharf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with world(tmp_path_factory.mktemp("wharf"), {"wharf.txt": WHARF}) as store:
        yield assistant(store)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How many thefts were there in the harbour?", "42 thefts"),
        ("How many thefts were there in the harbour on 2019-02-05?", "42 thefts"),
        ("How many thefts were there at the meeting of 05-02-2019?", "42 thefts"),
        ("What places are there for 16-25 year olds at the rowing club?", "25 places"),
        ("How much were the lamps on the towpath in 2018/19?", "£700"),
        ("What was the price of the lamps?", "£700"),
        ("What did the auditor reply about the fee?", "would stay at £300"),
        ("How much was the pay rise for the staff?", "3%"),
        ("What answer was given about visitors to the clock tower?", "510 visitors"),
        ("Which quote did the Trust accept for the boathouse?", "Holm Works was chosen"),
        ("What support is there for carers?", "carers"),
        ("Who approved the mast?", "approve the mast"),
        ("Why was the plan for the bell approved?", "not only approved"),
        ("Which tender was declined and why?", "Holm Works was declined"),
        ("Who is to mend the steps to the quay?", "Finn will mend"),
        ("Who took over as the new insurers?", "Brace Brothers"),
        ("Who won the contract for the roof?", "Oakes and Sons"),
        ("How much did trespass on the weir fall?", "12%"),
    ],
)
def test_what_stands_there_is_answered_whatever_stands_beside_it(wharf: Assistant, question: str, words: str):
    answer = sound(wharf, question)
    assert answer.status == "answered"
    assert any(words in c.quote for c in answer.citations)


@pytest.mark.parametrize("question", ["Why was the plan for the otter holt rejected?", "Why did the Trust turn down the mast?"])
def test_a_negation_of_another_verb_hides_no_correction(wharf: Assistant, question: str):
    answer = sound(wharf, question)
    assert answer.claims[0].text == "The minutes held here do not bear out that this was turned down; they say:"


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("How many thefts were there by ward?", "what is asked for"),
        ("What was the answer about the kiln?", "the answer asked for"),
        ("Which firm made the offer for the hut?", "the name asked for"),
    ],
)
def test_a_value_of_something_wider_a_promise_or_a_person_is_no_answer(wharf: Assistant, question: str, missing: str):
    answer = sound(wharf, question)
    assert answer.status == "not_recorded"
    assert answer.claims[0].text == f"The minutes held here do not record {missing}."


def test_a_year_of_accounts_in_which_nothing_was_held_is_not_recorded(wharf: Assistant):
    assert wharf.ask("How much were the lamps on the towpath in 2015/16?").status == "not_recorded"


def test_what_a_follow_up_carries_is_not_asked_for(wharf: Assistant):
    first = "How much did the weighbridge cost?"
    turns = [Turn("user", first), Turn("assistant", wharf.ask(first).text)]
    answer = sound(wharf, "Who built it?", turns)
    assert answer.status == "answered"
    assert "built by Holm Works" in answer.citations[0].quote
