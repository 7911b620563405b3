"""The web chat without a browser: the conversation, what is held, the server, and every failure as a sentence."""

from __future__ import annotations

import html
import logging
import lzma
import re
import socket
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app import main
from assistant.build import open_assistant
from assistant.config import Config
from index.ingest import ingest
from index.minutes import Item
from index.read import FORMATS
from tests.fakes_app import (
    HARBOUR,
    LIGHTING,
    SIGNALS,
    ScriptedAssistant,
    ScriptedCatalog,
    archive_of,
    asked,
)
from web.archive import SAMPLES, open_archive
from web.chat import Conversation, ask, source
from web.holdings import MEETINGS, examples_from, holdings_html
from web.page import messages
from web.server import create_server

TAGS = re.compile(r"<[^>]*>")


# -- the conversation


def test_sentences_come_one_by_one_and_links_with_the_last():
    shown = [conversation.exchanges[0].html for conversation in ask(ScriptedAssistant(), "lighting", Conversation())]
    assert [len(re.findall("Eleven lamps", step)) for step in shown] == [0, 0, 1, 1]
    assert ["Reading the minutes" in step for step in shown] == [True, True, True, False]
    assert ["href" in step for step in shown] == [False, False, False, True]


def test_earlier_turns_go_with_the_next_question_and_failures_do_not():
    assistant = ScriptedAssistant()
    asked("lighting", "", "and the ferry?", assistant=assistant)
    assert [len(history) for history in assistant.histories] == [0, 2, 2]
    assert [(turn.role, turn.content[:18]) for turn in assistant.histories[2]] == [
        ("user", "lighting"),
        ("assistant", "The Board agreed t"),
    ]


def test_a_link_names_its_answer_within_the_conversation():
    conversation = asked("lighting", "hostile")
    first, second = conversation.citation("1-1"), conversation.citation("2-1")
    assert first is not None
    assert second is not None
    assert (first.document, second.document) == (HARBOUR, SIGNALS)


@pytest.mark.parametrize("key", ["", "1", "0-1", "3-1", "1-9", "-1-1", "1-1-1", "x-y", "1-1 ", "9" * 30 + "-1", "²-1"])
def test_a_link_to_nothing_opens_an_explanation(key: str):
    assert "This source cannot be shown" in source(ScriptedAssistant(), asked("lighting"), key)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("   ", "The question is empty. Type a question about the minutes."),
        ("w" * 2001, "The question has 2,001 characters, more than 2,000. Ask it in fewer words."),
        (
            "explode",
            "Something went wrong here, and the question was not answered. Ask again; if it happens again, tell whoever runs this page.",
        ),
    ],
)
def test_a_failure_is_a_sentence_and_what_to_do_next(question: str, words: str):
    exchange = asked(question).exchanges[-1]
    assert exchange.failed
    assert html.unescape(" ".join(TAGS.sub(" ", exchange.html).split())) == words


def test_an_unexpected_failure_is_logged_without_the_words_of_the_question(caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.ERROR):
        asked("explode the secret")
    assert "RuntimeError" in caplog.text
    assert "fakes_app.py" in caplog.text
    assert "the secret" not in caplog.text


def test_an_empty_question_is_not_echoed():
    assert [message["role"] for message in messages(asked(" "))] == ["assistant"]


# -- what is held


def test_holdings_name_bodies_documents_and_dates():
    text = html.unescape(TAGS.sub("|", holdings_html(ScriptedCatalog().documents())))
    assert "Searching 2 documents, 6 March 2019 to 7 May 2019, of 2 bodies" in text
    assert "Harbour and Quays Board: 1 document, 6 March 2019" in text


def test_examples_are_made_of_the_titles_that_are_about_something():
    class Routine(ScriptedCatalog):
        def items(self, document_id: str) -> list[Item]:
            return [replace(LIGHTING, title="Apologies for absence"), *super().items(document_id)]

    assert examples_from(Routine()) == [
        "What was said about The <img src=x onerror=alert(1)> contract on 7 May 2019?",
        "What was said about Lighting of the North Quay on 6 March 2019?",
        MEETINGS,
    ]


def test_an_undated_meeting_gives_no_example_and_no_date():
    undated = replace(HARBOUR, meeting=replace(HARBOUR.meeting, date=None))
    assert "Harbour and Quays Board: 1 document<" in holdings_html([undated])
    assert HARBOUR.meeting.date == date(2019, 3, 6)


# -- the server


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(create_server(archive_of(ScriptedAssistant())), base_url="http://127.0.0.1")


def test_health(client: TestClient):
    assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "board.example"])
def test_another_address_is_refused_where_there_are_no_accounts(host: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["--host", host, "--store", str(tmp_path)]) == 64
    said = capsys.readouterr().err
    assert "error[E_USAGE]" in said
    assert "python -m assistant account add NAME --role admin" in said


def test_r77_a_port_in_use_is_said_with_the_exit_code_for_trying_again_later(capsys: pytest.CaptureFixture[str]):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert main(["--port", str(taken.getsockname()[1])]) == 75
    assert "choose another with --port" in capsys.readouterr().err


# -- which minutes the page answers from (with the real embedder)


@pytest.mark.slow
def test_without_a_store_the_samples_are_shown_from_one_of_their_own(tmp_path: Path):
    (tmp_path / "mine").mkdir()
    with open_archive(Config(store=tmp_path / "mine")) as archive:
        held = {document.file for document in archive.assistant.store.catalog.documents()}
    assert held == {path.name for path in SAMPLES.iterdir() if path.suffix in FORMATS}
    assert "invented sample minutes of bodies that do not exist" in archive.notice
    assert MEETINGS in archive.examples(archive.assistant.store.catalog)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine", "mine-samples"]
    assert not list((tmp_path / "mine").iterdir())


@pytest.mark.slow
def test_samples_that_an_earlier_version_took_in_are_made_anew_and_the_former_store_is_set_aside(tmp_path: Path):
    older = tmp_path / "mine-samples" / "catalog.sqlite"
    older.parent.mkdir()
    older.write_bytes(lzma.decompress((Path(__file__).parent / "data" / "older" / "schema-3.sqlite.xz").read_bytes()))
    before = older.read_bytes()
    with open_archive(Config(store=tmp_path / "mine")) as archive:
        assert len(archive.assistant.store.catalog.documents()) >= 10
    assert (tmp_path / "mine-samples.aside-1" / "catalog.sqlite").read_bytes() == before


@pytest.mark.slow
def test_a_store_of_ones_own_is_used_without_a_notice_and_with_its_own_examples(tmp_path: Path):
    config = Config(store=tmp_path / "mine")
    with open_assistant(config, create=True) as assistant:
        ingest(assistant.store.whole, [SAMPLES / "skerravoe-harbour-trust-2023-02-23.txt"])
    with open_archive(config) as archive:
        assert archive.notice == ""
        *examples, last = archive.examples(archive.assistant.store.catalog)
        assert last == MEETINGS
        assert all(example.endswith("on 23 February 2023?") for example in examples)
        assert len(examples) == 1
    assert not (tmp_path / "mine-samples").exists()
