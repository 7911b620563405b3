"""R-76: a store whose embedding model cannot be used answers by words alone, says so, and is well again with the model."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from fakes import WordEmbedding
from worlds import Ran, Shell

from assistant.build import open_assistant
from assistant.cli import main
from assistant.config import Config
from index.errors import EmbedError, ModelError
from index.store import Store, open_store

ROOT = Path(__file__).resolve().parent.parent
QUESTION = "What did the board decide about the ferry pontoon?"
pytestmark = pytest.mark.usefixtures("alone")


def gone(name: str, allow_download: bool) -> WordEmbedding:
    raise ModelError("The embedding model is not installed.", "Run: python -m pip install it")


class Unreadable(WordEmbedding):
    """Known by its name and hash, and broken when it is first used."""

    def _get_query_embedding(self, query: str) -> list[float]:
        raise ModelError("The embedding model cannot be read.", "Reinstall it")


class Wrong(WordEmbedding):
    def _get_query_embedding(self, query: str) -> list[float]:
        return [0.0] * self.dimension


def without(quay: Shell, *arguments: object) -> Ran:
    quay.capture.readouterr()
    code = main([*map(str, arguments), "--store", str(quay.store)], gone)
    said = quay.capture.readouterr()
    return Ran(code, said.out, said.err)


def test_a_question_is_answered_by_words_and_the_answer_says_so(quay: Shell):
    expected = quay("ask", QUESTION, "--json").json
    ran = without(quay, "ask", QUESTION, "--json")
    assert (ran.code, ran.json["status"], ran.json["verdict"]) == (0, "answered", "not agreed")
    assert ran.json["citations"][0]["item_id"] == expected["citations"][0]["item_id"]
    assert [notice for notice in ran.json["notices"] if "by words alone" in notice and "E_MODEL" in notice]
    assert not [notice for notice in expected["notices"] if "words alone" in notice]
    assert "words alone" in without(quay, "ask", QUESTION).out


def test_what_the_minutes_do_not_say_is_not_recorded_without_a_model_either(quay: Shell):
    assert without(quay, "ask", "Who won the regatta in 1987?", "--json").json["status"] == "not_recorded"


@pytest.mark.parametrize("command", [("list", "items"), ("list", "decisions"), ("list", "people"), ("backup", "kept.backup")])
def test_what_needs_no_model_is_as_before(quay: Shell, command: tuple[str, ...]):
    ran = without(quay, *command)
    assert (ran.code, ran.err) == (0, "")


@pytest.mark.parametrize("command", [("ingest", "minutes"), ("verify",)])
def test_what_needs_the_model_says_what_is_wrong_and_what_to_run(quay: Shell, files: Path, command: tuple[str, ...]):
    ran = without(quay, *command)
    assert ran.code == 78
    assert ran.err.startswith("error[E_MODEL]: The embedding model is not installed.\nhint: Run: python -m pip install it")


def test_items_found_by_words_alone_say_so_beside_them(quay: Shell):
    ran = without(quay, "retrieve", "ferry pontoon", "--json")
    assert ran.json["evidence"][0]["number"] == "4"
    assert "Found by words alone: The embedding model is not installed." in ran.err


@pytest.mark.parametrize("embedder", [lambda: gone("", False), Unreadable])
def test_a_model_that_cannot_be_used_is_said_once_and_not_tried_again(quay: Shell, caplog: pytest.LogCaptureFixture, embedder):
    tried: list[int] = []

    def load() -> WordEmbedding:
        tried.append(1)
        return embedder()

    with caplog.at_level(logging.WARNING), open_store(quay.store, load) as store:
        assert [store.by_meaning("ferry") for _ in range(5)] == [[]] * 5
        assert (len(tried), len(caplog.records), store.lacking.code) == (1, 1, "E_MODEL")


def test_vectors_that_are_none_are_an_error_and_no_reason_to_do_without(quay: Shell):
    with open_store(quay.store, Wrong) as store, pytest.raises(EmbedError):
        store.by_meaning("ferry")


def test_with_the_model_back_the_same_store_is_searched_by_meaning_again(quay: Shell):
    assert without(quay, "ask", QUESTION).code == 0
    assert quay("verify").out == "The store is whole.\n"
    with open_store(quay.store, WordEmbedding) as store:
        assert found(store)


def found(store: Store) -> bool:
    return bool(store.by_meaning("ferry pontoon")) and store.lacking is None


def test_the_page_starts_on_a_store_that_is_searched_by_words(quay: Shell):
    from web.archive import warm

    with open_assistant(Config(store=quay.store), load=gone) as assistant:
        warm(assistant)
        assert assistant.ask(QUESTION).status == "answered"


@pytest.mark.slow
def test_r76_the_application_starts_without_a_model_says_so_and_answers(quay: Shell):
    command = [sys.executable, "-W", "ignore", str(ROOT / "app.py"), "--port", "0", "--store", str(quay.store)]
    without = {**os.environ, "MINUTES_EMBEDDER": "no-such-model"}
    with subprocess.Popen(command, text=True, env=without, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as server:
        assert server.stdout
        assert "is ready at http://" in server.stdout.readline()
        ran = quay("ask", QUESTION)
        server.terminate()
        complaint = server.communicate(timeout=60)[1]
    assert (ran.code, "not agreed" in ran.out, "by words alone" in ran.out) == (0, True, True)
    assert "The embedding model 'no-such-model' is not installed" in complaint
    assert "pip install" in complaint
    assert "Traceback" not in complaint
