"""Whatever a server of language models does: an answer quoted from the minutes, a notice that says why, in time, and no key anywhere."""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from model_server import HEAD as STREAM
from model_server import MODEL, MODES, TRUE, Line, before_hanging_up, event, reply, served
from worlds import QUAY_MINUTES, world

from assistant.answer import Answer
from assistant.build import assemble
from assistant.config import Config
from assistant.llm import Voice, load_voice
from index.errors import LanguageModelError
from index.store import Store

PONTOON = "What did the board decide about the ferry pontoon?"
KEY = "sk-canary-5150"
SECONDS = 0.5
HANGING = 20.0  # seconds: no answer may take longer, on however busy a machine; how long one takes is no matter of a test


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with world(tmp_path_factory.mktemp("quay"), {"quay-minutes.txt": QUAY_MINUTES}) as opened:
        with served(lambda line: line.send(reply(TRUE))) as (url, _):  # the first request of a process imports half a second of modules
            assemble(opened, config(url).model_copy(update={"llm_timeout": 15.0})).ask(PONTOON)
        yield opened


def config(url: str, **more: object) -> Config:
    return Config(llm_url=url, llm_model=MODEL, llm_key=KEY, llm_timeout=SECONDS, **more)  # type: ignore[arg-type]


def asked(store: Store, url: str) -> tuple[Answer, float]:
    began = time.perf_counter()
    answer = assemble(store, config(url)).ask(PONTOON)
    return answer, time.perf_counter() - began


def bare(answer: Answer) -> Answer:
    """What an answer says, apart from how it came about."""
    return replace(answer, ms=None, notices=(), problems=())  # type: ignore[arg-type]


@pytest.mark.parametrize("mode", list(MODES))
def test_a_fault_of_the_model_yields_the_quoted_answer_with_its_notice_in_time(store: Store, mode: str, caplog):
    play, notice = MODES[mode]
    caplog.set_level(logging.DEBUG)
    with served(play) as (url, requests):
        answer, took = asked(store, url)
    assert bare(answer) == bare(assemble(store, Config()).ask(PONTOON))
    assert (answer.writer, answer.model, answer.status) == ("extractive", None, "answered")
    assert len(answer.notices) == 1
    assert notice in answer.notices[0]
    assert took < HANGING
    assert len(requests) == 1
    assert KEY.encode() in requests[0]
    assert KEY not in repr(answer) + caplog.text


def closed_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.mark.parametrize("url", ["http://127.0.0.1:{port}/v1", "http://inkwell.invalid/v1", "https://127.0.0.1:{plain}/v1"])
def test_a_server_that_cannot_be_reached_yields_the_quoted_answer(store: Store, url: str):
    with served(lambda line: None) as (plain, _):
        answer, took = asked(store, url.format(port=closed_port(), plain=plain.rsplit(":", 1)[1].split("/")[0]))
    assert (answer.writer, answer.status, len(answer.notices)) == ("extractive", "answered", 1)
    assert "language model" in answer.notices[0]
    assert took < HANGING


def test_a_whole_answer_is_composed_and_names_model_and_prompt(store: Store):
    with served(lambda line: line.send(reply(*TRUE))) as (url, requests):
        answer, _ = asked(store, url)
    assert (answer.writer, answer.model, answer.status, answer.problems) == ("composed", MODEL, "answered", ())
    assert answer.text == TRUE.replace(" [1].", ". [1]")
    assert answer.verdict == "not agreed"
    assert answer.prompt is not None
    assert answer.prompt.startswith("answer/v2 ")
    assert answer.prompt in answer.notices[0]
    assert b'"temperature":0.0' in requests[0].replace(b" ", b"")


def test_what_was_shown_before_a_break_stays_and_the_quoted_answer_follows(store: Store):
    def breaks(line: Line) -> None:
        line.send(STREAM + event(TRUE + " The survey was defer"))

    with served(breaks) as (url, _):
        *shown, answer = assemble(store, config(url)).stream(PONTOON)
    assert isinstance(answer, Answer)
    assert tuple(shown) == answer.claims
    assert answer.claims[0].text == TRUE.replace(" [1]", "")
    assert assemble(store, Config()).ask(PONTOON).claims[0].text in answer.text
    assert "broke off" in answer.notices[-1]


def test_a_model_that_failed_three_times_is_left_alone_and_asked_again_later(store: Store):
    with served(MODES["500"][0]) as (url, requests):
        assistant = assemble(store, config(url))
        answers = [assistant.ask(PONTOON) for _ in range(5)]
        assert len(requests) == 3
        assert "left alone" in answers[4].notices[0]
        assert assistant.composer is not None
        assistant.composer.voice._closed_until = 0.0  # type: ignore[attr-defined]
        assistant.ask(PONTOON)
        assert len(requests) == 4


def test_nothing_is_left_behind_by_failures(store: Store):
    def threads() -> int:
        return sum(thread.name == "language model" for thread in threading.enumerate())

    with served(MODES["no first token"][0]) as (url, _):
        voice = load_voice(config(url))
        assert voice is not None
        for _ in range(2):
            with pytest.raises(LanguageModelError, match="in time"):
                list(voice.speak("?"))
        until = time.monotonic() + 5
        while threads() and time.monotonic() < until:
            time.sleep(0.02)
    assert threads() == 0


def spoken(voice: Voice) -> LanguageModelError | None:
    """Reads to the end; the error as it was raised, with all its frames hold."""
    try:
        list(voice.speak("?"))
    except LanguageModelError as error:
        return error
    return None


@pytest.mark.parametrize(
    "mode", ["50 MB", "50 MB in one line", "another model", "a token now and then", "invalid JSON", "repeats for ever"]
)
def test_a_connection_is_closed_when_its_reply_is_over_though_the_error_is_kept(mode: str):
    with served(before_hanging_up(MODES[mode][0], gone := threading.Event())) as (url, _):
        voice = load_voice(config(url))
        assert voice is not None
        kept = spoken(voice)
        assert gone.wait(HANGING), kept


def test_a_reader_who_leaves_ends_the_reading_and_the_connection():
    with served(before_hanging_up(MODES["a token now and then"][0], gone := threading.Event())) as (url, _):
        voice = load_voice(config(url))
        assert voice is not None
        pieces = voice.speak("?")
        next(pieces)
        pieces.close()  # type: ignore[attr-defined]
        assert gone.wait(HANGING)


def test_without_an_address_there_is_no_model():
    assert load_voice(Config()) is None


def test_a_configuration_shows_no_key():
    assert KEY not in repr(config("http://127.0.0.1:1/v1"))
