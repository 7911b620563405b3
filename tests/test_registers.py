"""Answers from the catalogue's rows: the direct answer first, complete, by date, cited; and nothing that the rows do not say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from fen import FEN
from worlds import QUAY, assistant, world

from assistant.answer import Evidence, Turn
from assistant.assistant import Assistant
from assistant.registers import Registered, Registers
from assistant.stated import Told
from assistant.verify import TAKEN_OUT


@pytest.fixture(scope="module")
def fen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with world(tmp_path_factory.mktemp("fen"), FEN) as store:
        yield assistant(store)


@pytest.fixture(scope="module")
def quay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with world(tmp_path_factory.mktemp("quay"), QUAY) as store:
        yield assistant(store)


FEN_OF = "Sallow Fen Drainage Board of"
PRESENT = "Cllr Orla Pettifer (Chair), Mr Tobias Wren (Engineer), Ms Ada Marl (Member)"


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Who attended the April 2018 meeting?", f"3 are listed as present at the {FEN_OF} 11 April 2018: {PRESENT}."),
        ("who sent apologies on 9 May 2018", f"1 sent apologies for the {FEN_OF} 9 May 2018: Ada Marl (Member)."),
        ("Who chaired the Sallow Fen meeting of July 2018?", f"Orla Pettifer chaired the {FEN_OF} 11 July 2018."),
        ("How many decisions were made?", "3 are recorded in 3 meetings: 3 decisions."),
        ("What was deferred?", f"1 is recorded in the {FEN_OF} 9 May 2018: 1 deferral."),
        ("What actions were given to Ada Marl?", f"1 is recorded for Ada Marl in the {FEN_OF} 9 May 2018: 1 action."),
        ("When is the next Sallow Fen meeting?", "The next meeting was to be on 8 August 2018, as announced on 11 July 2018."),
        ("next Sallow Fen meeting after 11 April 2018?", "The next meeting was to be on 9 May 2018, as announced on 11 April 2018."),
        ("which meetings do you have", "Minutes or notes of 4 meetings are held, and of 1 more only an agenda or another paper."),
        ("What is the latest meeting?", "The latest meeting held of Sallow Fen Drainage Board is that of 11 July 2018."),
        (
            "how many meetings did Tobias Wren attend?",
            f"Tobias WREN is listed as present at 2 meetings: {FEN_OF} 11 April 2018; {FEN_OF} 9 May 2018.",
        ),
        ("Who was the clerk?", f"Miriam Wren is listed as Clerk at the {FEN_OF} 11 July 2018."),
        ("what happened with weed cutting since april", "3 meetings speak of it, the last on 11 July 2018."),
        ("Which meetings discussed the culvert?", f"2 meetings speak of it, in 2 items: {FEN_OF} 11 April 2018; {FEN_OF} 9 May 2018."),
    ],
)
def test_the_direct_answer_comes_first(fen: Assistant, question: str, first: str):
    answer = fen.ask(question)
    assert (answer.status, answer.problems) == ("answered", ())
    assert answer.claims[0].text == first
    assert answer.claims[0].basis == "catalogue"
    assert all(claim.citations for claim in answer.claims)


def test_a_list_is_complete_by_date_and_says_what_else_is_there(fen: Assistant):
    answer = fen.ask("List the decisions")
    assert [c.text for c in answer.claims if c.basis == "quote"] == [
        "The Board RESOLVED to buy a second pump for £41,000.",
        "Members do not agree the new charge of £12 for water.",
        "The Board RESOLVED to cut the weed twice.",
    ]
    assert answer.claims[-1].text == "Recorded there besides: 1 agreement and 1 deferral."


def test_an_owner_whom_no_row_names_is_said_not_to_be_there(fen: Assistant):
    answer = fen.ask("what is outstanding for Orla Pettifer")
    assert (answer.status, answer.citations) == ("not_recorded", ())
    assert answer.text == "No entry of this sort in the minutes searched names Orla Pettifer as the one to act."


def test_a_body_that_records_nothing_is_said_beside_one_that_does(fen: Assistant):
    answer = fen.ask("compare Sallow Fen and Heronsgate on the culvert")
    assert answer.status == "partial"
    assert any(c.basis == "quote" and "leaks in four places" in c.text for c in answer.claims)
    assert answer.claims[-1].text == "The minutes held of the Heronsgate Allotments Committee record nothing on it (searched: 15 May 2018)."


@pytest.mark.parametrize(
    "question", ["Who attended the reed symposium?", "Who led the weed survey?", "what did the minutes say about sheds"]
)
def test_a_look_alike_goes_the_usual_way(fen: Assistant, question: str):
    query, evidence = fen.retrieve(question)
    assert fen.registers.answer(fen.registers.told(query), evidence) is None


@dataclass(frozen=True, slots=True)
class Liar(Registers):
    """Says ``false`` where the rows say ``true``."""

    true: str = ""
    false: str = ""

    def answer(self, told: Told | None, ranked: Sequence[Evidence]) -> Registered | None:
        honest = Registers.answer(self, told, ranked)
        assert honest is not None
        assert any(self.true in s.text for s in honest.draft.sentences)
        lies = tuple(replace(s, text=s.text.replace(self.true, self.false)) for s in honest.draft.sentences)
        return replace(honest, draft=replace(honest.draft, sentences=lies))


@pytest.mark.parametrize(
    ("question", "true", "false"),
    [
        ("Who attended the April 2018 meeting?", "3 are listed", "4 are listed"),
        ("Who attended the April 2018 meeting?", "Ms Ada Marl", "Ms Ada Marlowe"),
        ("Who attended the April 2018 meeting?", "(Member)", "(Member), Miriam Wren (Clerk)"),
        ("Who attended the April 2018 meeting?", "11 April 2018", "9 May 2018"),
        ("who sent apologies on 9 May 2018", "Ada Marl", "Tobias Wren"),
        ("Who chaired the Sallow Fen meeting of July 2018?", "Orla Pettifer", "Miriam Wren"),
        ("How many decisions were made?", "3 are recorded", "2 are recorded"),
        ("How many decisions were made?", "buy a second pump", "sell the second pump"),
        ("List the decisions", "1 agreement", "2 agreements"),
        ("When is the next Sallow Fen meeting?", "8 August", "9 August"),
        ("which meetings do you have", "of 4 meetings", "of 5 meetings"),
        ("which meetings do you have", "11 April 2018", "12 April 2018"),
        ("What is the latest meeting?", "11 July 2018", "13 June 2018"),
        ("how many meetings did Tobias Wren attend?", "at 2 meetings", "at 3 meetings"),
        ("what happened with weed cutting since april", "3 meetings", "5 meetings"),
        ("compare Sallow Fen and Heronsgate on the culvert", "of the Heronsgate Allotments Committee", "of the Sallow Fen Drainage Board"),
    ],
)
def test_a_count_a_name_or_a_date_that_is_not_the_rows_is_taken_out(fen: Assistant, question: str, true: str, false: str):
    lying = replace(fen, registers=Liar(fen.registers.catalog, fen.registers.retriever, true, false))
    answer = lying.ask(question)
    assert "unsupported_row" in [p.kind for p in answer.problems]
    assert not any(
        false in claim.text and true not in claim.text for claim in answer.claims if claim.basis != "quote" and false != "9 May 2018"
    )
    assert TAKEN_OUT in answer.notices or answer.status == "not_recorded"


def test_a_row_added_to_a_list_is_taken_out_though_its_words_stand_in_the_minutes(fen: Assistant):
    """The June culvert report is verbatim, but no decision: a list of decisions may not show it."""

    query = fen.understood("List the decisions")
    assert query.asked

    class Adding(Registers):
        def answer(self, told: Told | None, ranked: Sequence[Evidence]) -> Registered | None:
            honest = Registers.answer(self, told, ranked)
            other = Registers.answer(self, self.told(replace(query, asked=replace(query.asked, sort="actions"))), ranked)
            assert honest is not None
            assert other is not None
            numbers = {e.item.item_id: e.number for e in honest.evidence}
            moved = next(s for s in other.draft.sentences if s.basis == "quote")
            of = next(e for e in other.evidence if e.number == moved.sources[0].evidence)
            added = replace(moved, sources=(replace(moved.sources[0], evidence=numbers[of.item.item_id]),))
            return replace(honest, draft=replace(honest.draft, sentences=(*honest.draft.sentences, added)))

    answer = replace(fen, registers=Adding(fen.registers.catalog, fen.registers.retriever)).ask("List the decisions")
    assert [p.kind for p in answer.problems] == ["unsupported_row"]
    assert not any("culvert" in claim.text for claim in answer.claims)


def test_who_led_it_asks_of_the_walk_spoken_of_and_who_ran_the_meeting_of_the_chair(tmp_path: Path):
    minutes = (
        "Otter Mill Trust\n\nMinutes of the Otter Mill Trust, Tuesday 7 May 2019 at 18:00, Mill House\n\nPresent:\nHesper Quill, Chair\n"
        "Ludo Marsh, Treasurer\n\n1. Lantern walk\n\nThe lantern walk drew 340 visitors. It was led by Ludo Marsh.\n\n"
        "2. Kettle\n\nThe kettle leaks.\n"
    )
    with world(tmp_path, {"mill.txt": minutes}) as store:
        asking = assistant(store)

        def after(first: str, question: str) -> str:
            return asking.ask(question, (Turn("user", first), Turn("assistant", asking.ask(first).text))).text

        walk = "How many visitors came to the lantern walk on 7 May 2019?"
        assert "led by Ludo Marsh" in after(walk, "Who led it?")
        assert "chaired" not in after(walk, "Who led it?")
        assert after(walk, "Who ran the meeting?").startswith("Hesper Quill chaired")
        assert after("Who attended the meeting of 7 May 2019?", "Who led it?").startswith("Hesper Quill chaired")
