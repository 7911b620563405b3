"""What a language model wrote, what of it stood, and its headline beside the quoted one: counted over scripted replies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import QueuedModel
from worlds import QUAY_MINUTES, world

from assistant.build import assemble
from assistant.config import Config
from assistant.llm import Voice
from eval.composed import Told, Watched, as_markdown, as_text, watched
from eval.score import Score
from eval.summary import summarise
from index.errors import LanguageModelError, UsageError
from index.store import Store

PONTOON = "What did the board decide about the ferry pontoon?"
BUDGET = "Members do not agree the budget of £310,000 for the ferry pontoon [1]."
FALSE = "The Board agreed to buy 36 drones [1]."


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with world(tmp_path_factory.mktemp("quay"), {"quay-minutes.txt": QUAY_MINUTES}) as opened:
        yield opened


def writing(store: Store, file: Path | None, *replies: str) -> tuple[Watched, QueuedModel]:
    model = QueuedModel(replies=list(replies))
    return watched(assemble(store, Config(), Voice(model, "inkwell", 5.0)), file), model


def only(asked: Watched) -> Told:
    (one,) = asked.told
    return one


def test_a_sentence_that_stood_is_kept_with_the_words_it_cites_and_one_that_did_not_with_its_reason(store: Store):
    asked, _ = writing(store, None, f"{BUDGET} {FALSE}")
    asked.ask(PONTOON)
    told = only(asked)
    assert told.wrote == (BUDGET, FALSE)
    assert told.shown == ((BUDGET.replace(" [1]", ""), (BUDGET.replace(" [1]", ""),)),)
    assert [kind for kind, _ in told.out] == ["unsupported_number"]
    assert not told.fell_back


def test_an_answer_of_which_nothing_stood_was_quoted_instead(store: Store):
    asked, _ = writing(store, None, FALSE)
    asked.ask(PONTOON)
    assert (only(asked).shown, only(asked).fell_back) == ((), True)


def test_a_question_that_no_model_was_asked_is_not_counted(store: Store):
    asked, model = writing(store, None)
    asked.ask("What about zebra crossings in Atlantis in 1987?")
    assert (asked.told, model.prompts) == ([], [])


def test_a_reply_that_is_kept_is_not_asked_for_again(store: Store, tmp_path: Path):
    kept = tmp_path / "replies" / "inkwell.jsonl"
    first, _ = writing(store, kept, BUDGET)
    first.ask(PONTOON)
    again, model = writing(store, kept)  # its queue is empty
    again.ask(PONTOON)
    assert model.prompts == []
    assert again.told == first.told


def test_a_failure_that_is_kept_fails_again(store: Store, tmp_path: Path):
    kept = tmp_path / "inkwell.jsonl"
    first, _ = writing(store, kept)
    first.recorder.voice = Mute()
    notices = first.ask(PONTOON).notices
    assert "has too much to do" in notices[0]
    assert writing(store, kept)[0].ask(PONTOON).notices == notices


class Mute:
    name = "mute"

    def speak(self, prompt: str) -> Iterator[str]:
        yield ""
        raise LanguageModelError("has too much to do")


def test_without_a_language_model_there_is_nothing_to_measure(store: Store):
    with pytest.raises(UsageError, match="no language model"):
        watched(assemble(store, Config()), None)


def test_the_tally_counts_sentences_and_sets_the_headlines_side_by_side():
    told = [
        Told("a?", ("One [1].", "Two [1]."), (("One.", ("One.",)),), (("uncited", "Two"),), False),
        Told("b?", (), (), (), True),
    ]
    nothing: list[Score] = []
    text = as_text(told, summarise(nothing), summarise(nothing))
    assert "put to the language model: 2 of 0" in text
    assert "wrote: 2; shown: 1; taken out: 1" in text
    assert "wrote no sentence: 1; answers quoted instead: 1" in text
    assert "  1 uncited" in text
    assert as_markdown(told).split("\n## ")[1] == "a?\n\n- SHOWN: One.\n    > One.\n- OUT (uncited): Two\n"
