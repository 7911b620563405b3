"""One owner of a data directory: others are told who, or have their commands carried out by it (R-12, R-13)."""

from __future__ import annotations

import json
import os
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import pytest
import uvicorn
from archives import take_in, written
from fakes import WordEmbedding
from fastapi import FastAPI
from fastapi.testclient import TestClient
from kills import Point, killed_at, ran, start
from worlds import QUAY_MINUTES, Shell, words_only

from assistant import handover
from assistant.build import open_assistant
from assistant.cli import carry_out
from assistant.config import Config
from assistant.handover import HEALTH, PATH, Done, Handed, hand_over
from index.errors import LockedStore
from index.lock import OWNER, announce, owner_of
from index.store import open_store
from web.archive import _archive
from web.owner import LONGEST, Door, add_door

pytestmark = pytest.mark.usefixtures("alone")
QUESTION = "What did the board decide about the ferry pontoon?"
ROOT = Path(__file__).parent.parent


class Running:
    """The web application without its page: the store opened, the door served and announced."""

    def __init__(self, store: Path) -> None:
        config = Config(store=store)
        self._opened = open_assistant(config, load=words_only)
        self.assistant = self._opened.__enter__()
        app = FastAPI()
        self.door = Door(partial(carry_out, _archive(self.assistant, config, ()).lent))
        app.get(HEALTH)(lambda: {"status": "ok"})
        add_door(app, self.door)
        self.server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
        self._thread = threading.Thread(target=self.server.run)
        self._thread.start()
        while not self.server.started:
            time.sleep(0.01)
        self.port = self.server.servers[0].sockets[0].getsockname()[1]
        announce(store, self.port, self.door.token)

    def stop(self) -> None:
        self.server.should_exit = True
        self._thread.join()
        self._opened.__exit__(None, None, None)


@pytest.fixture
def running(quay: Shell) -> Iterator[Running]:
    one = Running(quay.store)
    yield one
    one.stop()


def test_a_question_gets_the_same_answer_from_the_running_application(quay: Shell):
    alone = {command: quay(*command) for command in (("ask", QUESTION), ("list", "items"), ("retrieve", QUESTION, "-k", 2), ("show", "x"))}
    one = Running(quay.store)
    try:
        assert {command: quay(*command) for command in alone} == alone
    finally:
        one.stop()
    assert [ran.code for ran in alone.values()] == [0, 0, 0, 66]


def test_what_is_taken_in_through_the_application_is_answered_next_and_what_is_removed_is_gone(quay: Shell, running: Running, files: Path):
    (files / "june.txt").write_text(QUAY_MINUTES.replace("6 March 2019", "5 June 2019").replace("ontoon", "latypus"), "utf-8")
    assert quay("ingest", "minutes/june.txt").out.splitlines()[-1] == "1 added"  # a path from where it was typed
    found = quay("retrieve", "ferry platypus", "--json").json["evidence"][0]
    assert found["file"] == "june.txt"
    assert quay("remove", "minutes/june.txt").out == "removed   june.txt\n"
    assert {row["file"] for row in quay("retrieve", "ferry platypus", "--json").json["evidence"]} <= {"quay-minutes.txt", "quay-agenda.txt"}
    assert quay("remove", "june.txt").code == 66


def test_answers_are_written_where_the_command_was_typed(quay: Shell, running: Running, tmp_path: Path):
    (tmp_path / "cases.jsonl").write_text(json.dumps({"id": 7, "question": QUESTION}))
    assert quay("batch", "cases.jsonl", "--out", "answers.jsonl").code == 0
    assert json.loads((tmp_path / "answers.jsonl").read_text())["id"] == 7


def test_what_only_a_free_store_allows_names_the_owner_and_its_address(quay: Shell, running: Running):
    ran = quay("verify", "--rebuild")
    assert (ran.code, f"process {os.getpid()} since" in ran.err, f"http://127.0.0.1:{running.port}" in ran.err) == (75, True, True)
    assert quay("verify").out == "The store is whole.\n"


def test_the_token_is_for_this_user_alone_and_without_it_nothing_is_done(quay: Shell, running: Running):
    assert stat.S_IMODE((quay.store / OWNER).stat().st_mode) == 0o600
    assert running.door.token not in repr(owner_of(quay.store)) + repr(running.door)
    announce(quay.store, running.port, "guessed")
    ran = quay("ask", QUESTION)
    assert (ran.code, "error[E_LOCKED]" in ran.err) == (75, True)


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({}, b"{}", 401),
        ({"authorization": "Bearer "}, b"{}", 401),
        ({"authorization": "Bearer ü"}, b"{}", 401),
        ({"authorization": "Bearer T"}, b"{}", 422),
        ({"authorization": "Bearer T"}, b'{"arguments": ["list"], "folder": "/", "columns": "wide"}', 422),
        ({"authorization": "Bearer T"}, b" " * (LONGEST + 1), 413),
        ({"authorization": "Bearer T"}, b'{"arguments": ["list"], "folder": "/", "columns": 80}', 200),
    ],
)
def test_the_door_opens_to_a_command_with_the_token(headers: dict[str, str], body: bytes, status: int):
    app = FastAPI()
    add_door(app, Door(lambda handed: Done(" ".join(handed.arguments), "", 0), "T"))
    encoded = {name: value.encode() for name, value in headers.items()}
    answer = TestClient(app).post(PATH, content=body, headers=encoded)
    assert answer.status_code == status
    assert ("list" in answer.text) == (status == 200)


@pytest.mark.parametrize("command", [("chat",), ("verify", "--rebuild"), ("lint", "x.txt"), ("--help",), ("fetch",)])
def test_an_application_does_for_others_only_what_needs_its_store(command: tuple[str, ...]):
    def unwanted(**changes: object):
        raise AssertionError("the store was used")

    done = carry_out(unwanted, Handed(command, "/", 80))
    assert done.code == (0 if command == ("--help",) else 64)


def test_an_owner_that_is_gone_or_whose_port_is_anothers_is_passed_over(quay: Shell):
    store = quay.store
    (store / OWNER).write_text(json.dumps({"pid": 1, "since": "2019-03-06T10:00:00", "port": 9, "token": "T"}))
    assert hand_over(store, ["list", "items"], 80) is None
    assert quay("list", "items").code == 0
    assert not (store / OWNER).exists()


@contextmanager
def listening(answer: bytes) -> Iterator[tuple[int, list[bytes]]]:
    """A program on a port of its own that gives this answer to whoever comes, or none; and what it heard."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        ended = threading.Event()

        def serve() -> None:
            while not ended.is_set():
                with suppress(OSError):
                    client, _ = server.accept()
                    with client:
                        client.settimeout(0.2)
                        with suppress(OSError):
                            while said := client.recv(65536):
                                heard.append(said)
                                client.sendall(answer)
                        if not answer:
                            ended.wait(10)

        server.settimeout(0.1)
        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield server.getsockname()[1], heard
        finally:
            ended.set()
            thread.join()


OTHERS = [b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", b"220 mail\r\n", b""]


@pytest.mark.parametrize("answer", OTHERS)
def test_another_program_on_the_port_never_hears_the_token_and_holds_nobody_up(quay: Shell, answer: bytes, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(handover, "GREETING", 0.5)
    with open_store(quay.store, WordEmbedding), listening(answer) as (port, heard):
        announce(quay.store, port, "the-token")
        began = time.monotonic()
        assert hand_over(quay.store, ["list", "items"], 80) is None
        assert time.monotonic() - began < 5
    assert b"healthz" in b"".join(heard)
    assert b"the-token" not in b"".join(heard)


def test_where_nobody_holds_the_lock_nobody_is_spoken_to_though_the_process_named_runs(quay: Shell):
    with listening(b'HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{"status":"ok"}') as (port, heard):
        signed = {"pid": os.getpid(), "since": "2019-03-06T10:00:00", "port": port, "token": "the-token"}
        (quay.store / OWNER).write_text(json.dumps(signed))
        assert hand_over(quay.store, ["list", "items"], 80) is None
    assert heard == []


def test_r12_of_two_at_once_one_wins_and_the_other_names_it_within_two_seconds(tmp_path: Path):
    files = written(tmp_path / "minutes", 12, 40)
    first = start(take_in, tmp_path / "store", files)
    while not owner_of(tmp_path / "store"):
        time.sleep(0.01)
    began = time.monotonic()
    with pytest.raises(LockedStore, match=f"process {first.pid} since"), open_store(tmp_path / "store", WordEmbedding, create=True):
        pass
    assert time.monotonic() - began < 2
    first.join(120)
    assert first.exitcode == 0


def test_r12_the_command_line_says_so_too(quay: Shell):
    with open_store(quay.store, WordEmbedding):
        command = [sys.executable, "-m", "assistant", "ingest", "tests", "--store", str(quay.store)]
        ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (ran.returncode, f"process {os.getpid()} since" in ran.stderr) == (75, True)


def test_r12_the_lock_of_a_killed_process_is_taken_over(tmp_path: Path):
    files = written(tmp_path / "minutes", 3, 5)
    assert killed_at(Point("call", "Vectors.upsert", time=2), take_in, tmp_path / "store", files)
    assert (tmp_path / "store" / OWNER).exists()
    assert ran(take_in, tmp_path / "store", files) == 0


def handed_over(store: Path, folder: Path, count: int, heard: Path) -> None:
    """Another process that takes in so many files, one command each, and removes every tenth; it writes down what it was told."""

    def tell(word: str, command: str, number: int) -> None:
        done = hand_over(store, [command, str(folder / f"n{number:03}.txt")], 80)
        assert done is not None
        assert done.code == 0, done
        with heard.open("a") as file:
            file.write(f"{word} {number}\n")

    for number in range(count):
        head = f"Upper Marl Parish Council\n\nMinutes of the meeting held on 4 April {1800 + number}\n\n"
        (folder / f"n{number:03}.txt").write_text(f"{head}1. Berth{number}\n\nBerth{number} was let.\n")
        tell("in", "ingest", number)
        if number % 10 == 9:
            tell("out", "remove", number - 5)


def test_r13_a_reader_sees_at_once_what_another_process_takes_in_and_never_again_what_it_removes(
    quay: Shell, running: Running, tmp_path: Path
):
    heard = tmp_path / "heard"
    heard.touch()
    (tmp_path / "more").mkdir()
    writer = start(handed_over, quay.store, tmp_path / "more", 200 if os.environ.get("SOAK") else 20, heard)
    seen: dict[str, int] = {"in": 0, "out": 0}
    while writer.is_alive():
        before = heard.read_text().splitlines()
        for word, number in [line.split() for line in before[-3:]]:
            hits = running.assistant.store.dense(f"Berth{number} was let", limit=5)
            there = any(f"/{1800 + int(number)}-04-04/" in hit.item_id for hit in hits)
            if word == "out" or f"out {number}" in before:
                assert not there, number
            elif f"out {number}" not in heard.read_text() and f"in {int(number) + 5}" not in heard.read_text():  # none is at work on it
                assert there, number
            seen[word] += 1
        assert running.assistant.ask(QUESTION).status == "answered"  # whatever the writer does meanwhile
        time.sleep(0.05)
    assert writer.exitcode == 0
    assert seen["in"] > 0
    told = heard.read_text().splitlines()
    for number in range(len([line for line in told if line.startswith("in ")])):  # whatever was looked at while it ran
        hits = running.assistant.store.dense(f"Berth{number} was let", limit=5)
        there = any(f"/{1800 + number}-04-04/" in hit.item_id for hit in hits)
        assert there == (f"out {number}" not in told), number
