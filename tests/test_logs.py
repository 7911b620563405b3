"""R-85: no log holds a word of a question or of minutes, a token or a key, whatever goes wrong."""

from __future__ import annotations

import json
import logging
from functools import partial
from pathlib import Path

import pytest
from fakes import WordEmbedding
from fastapi import FastAPI
from fastapi.testclient import TestClient
from worlds import QUAY_MINUTES, Shell, words_only

from assistant.build import open_assistant
from assistant.cli import carry_out, main
from assistant.config import Config
from assistant.handover import PATH
from index.errors import BadFile
from index.ingest import Pipeline, ingest
from index.lock import announce, owner_of
from index.minutes import Parsed, Source
from index.store import open_store
from web.archive import _archive
from web.chat import Conversation, ask, source
from web.owner import Door, add_door

OURS = ("index", "assistant", "eval", "web", "app", "__main__", "root")
SAID = "pelagic sandlings of Mirrormere"  # in the minutes alone
ASKED = "quillfeather zanthoxylum"  # in questions alone
KEY = "sk-canary-8813-tidemark"
MINUTES = QUAY_MINUTES.replace("which failed", "failed").replace("ferry pontoon", f"ferry pontoon of the {SAID}")
QUESTION = f"What did the board decide about the ferry pontoon, {ASKED}?"
pytestmark = pytest.mark.usefixtures("alone")


def explodes(parsed: Source) -> Parsed:
    raise RuntimeError(f"cannot cut {parsed.text}")


def refuses(parsed: Source) -> Parsed:
    raise BadFile(f"{parsed.file}: it cannot be read", "mend it")


def no_model(name: str, allow_download: bool) -> WordEmbedding:
    raise RuntimeError(f"{SAID} {ASKED}")


def take_in(shell: Shell, folder: Path) -> None:
    """Good files, files that are none, and two that fail on the way."""
    (folder / "quay.txt").write_text(MINUTES, "utf-8")
    (folder / "broken.txt").write_bytes(b"%PDF-1.7 " + SAID.encode())
    (folder / "noise.txt").write_bytes(SAID.encode() + bytes(range(128, 256)) * 40)
    assert shell("ingest", folder).code == 65
    (folder / "other.txt").write_text(MINUTES.replace("6 March", "7 March"), "utf-8")
    with open_store(shell.store, WordEmbedding) as store:
        for parse in (explodes, refuses):
            assert ingest(store, [folder / "other.txt"], pipeline=Pipeline(parse=parse)).entries[0].outcome == "failed"


def asks(shell: Shell, folder: Path) -> None:
    (folder / "cases.jsonl").write_text(
        json.dumps({"question": QUESTION}) + f"\n{{{ASKED}\n" + json.dumps({"question": ASKED * 500}), "utf-8"
    )
    assert SAID in shell("ask", QUESTION).out
    assert shell("batch", folder / "cases.jsonl").code == 0
    assert [shell(*typed).code for typed in (("ask", ASKED * 500), ("retrieve", QUESTION), ("show", ASKED))] == [64, 0, 66]
    assert main(["ask", QUESTION, "--store", str(shell.store)], no_model) == 70


def chats(shell: Shell) -> str:
    """The page, an answer and its source, a fault, a model that is not there, the door; the token of the door."""
    address = {"llm_url": "http://127.0.0.1:9/v1", "llm_model": "none", "llm_key": KEY}
    config = Config(store=shell.store, audit_questions=True, **address)  # type: ignore[arg-type]
    with open_assistant(config, load=words_only) as assistant:
        *_, conversation = ask(assistant, QUESTION, Conversation())
        assert conversation.citation("1-1")
        source(assistant, conversation, "1-1")
        broken = _archive(assistant, config, ()).lent
        door = Door(partial(carry_out, broken))
        announce(shell.store, 1, door.token)
        served = FastAPI()
        add_door(served, door)
        with TestClient(served) as client:
            handed = {"arguments": ["ask", QUESTION], "folder": ".", "columns": 80}
            assert client.post(PATH, json=handed, headers={"Authorization": f"Bearer {door.token}"}).status_code == 200
            assert client.post(PATH, json=handed, headers={"Authorization": f"Bearer {ASKED}"}).status_code == 401
        owner = owner_of(shell.store)
        assert owner
        assert door.token not in repr(owner) + repr(door)
    *_, conversation = ask(Exploding(), QUESTION, Conversation())
    assert conversation.exchanges[-1].failed
    return door.token


class Exploding:
    store = None

    def stream(self, question: str, history: object = (), within: object = None) -> None:
        raise RuntimeError(f"{question} {SAID}")


def told(records: list[logging.LogRecord]) -> dict[str, list[str]]:
    """What each logger said: ours whatever the level, others from INFO on."""
    said: dict[str, list[str]] = {}
    form = logging.Formatter("%(levelname)s %(name)s %(message)s")
    for record in records:
        if record.levelno >= logging.INFO or record.name.split(".")[0] in OURS:
            said.setdefault(record.name, []).append(form.format(record))
    return said


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_r85_no_log_holds_a_question_minutes_a_token_or_a_key(shell: Shell, tmp_path: Path, caplog: pytest.LogCaptureFixture):
    folder = tmp_path / "minutes"
    folder.mkdir()
    caplog.set_level(logging.DEBUG)
    take_in(shell, folder)
    asks(shell, tmp_path)
    token = chats(shell)
    assert shell("remove", "--for-good", "quay.txt").code == 0
    said = told(caplog.records)
    assert {"index.ingest", "assistant.cli", "web.chat"} <= said.keys(), "the faults above have to be logged, or this proves nothing"
    everything = "\n".join(line for lines in said.values() for line in lines)
    assert [word for word in (*SAID.split(), *ASKED.split(), KEY, token, str(tmp_path)) if len(word) > 2 and word in everything] == []


def test_a_word_in_a_log_would_be_seen(caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    logging.getLogger("index.parse").debug("cut %s", SAID)
    logging.getLogger("httpx").info("asked %s", ASKED)
    logging.getLogger("httpcore").debug("only for those who look below")
    assert told(caplog.records) == {"index.parse": [f"DEBUG index.parse cut {SAID}"], "httpx": [f"INFO httpx asked {ASKED}"]}
