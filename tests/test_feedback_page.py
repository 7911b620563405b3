"""POST /feedback: who may say what of which answer, and what is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from html import unescape
from pathlib import Path

import httpx
import pytest
from fakes_app import archive_of
from fastapi import FastAPI
from gates import PASSWORD, Clock, accounts_in, event, gate_of, heard, problem, running
from pages import MINUTES
from worlds import assistant, world

from assistant.answer import Turn
from assistant.audit import Audit
from assistant.feedback import Feedback, Rated
from eval.cases import load_cases
from web.feedback import Noted
from web.gate import Gate
from web.server import create_server

WINCH = "What was decided about the winch in February 2024?"
UP = {"vote": "up"}
DOWN = {"vote": "down", "reason": "wrong statement", "comment": "It was £8,400."}


class Place:
    """The application over a store of its own, and what it keeps."""

    def __init__(self, app: FastAPI, folder: Path, address: str) -> None:
        self.app, self.folder, self.address = app, folder, address
        self.visitors: list[httpx.Client] = []

    def visitor(self, name: str = "") -> httpx.Client:
        client = httpx.Client(base_url=self.address, timeout=20, trust_env=False)
        self.visitors.append(client)
        if name:
            assert client.post("/login", data={"name": name, "password": PASSWORD}).status_code == 303
        return client

    @property
    def cases(self) -> list[dict[str, object]]:
        path = Feedback(self.folder).path
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []

    @property
    def audited(self) -> list[tuple[str, str, str]]:
        return [(e.who, e.about, e.status) for e in Audit(self.folder).entries() if e.event == "feedback"]


@contextmanager
def place(folder: Path, gate: Gate | None = None) -> Iterator[Place]:
    with world(folder, MINUTES) as store:
        kept = folder / "kept"
        kept.mkdir()
        archive = archive_of(assistant(store))
        archive = replace(archive, config=archive.config.model_copy(update={"store": kept}), audit=Audit(kept))
        gate = gate or Gate()
        app = create_server(archive, gate=gate)
        with running(app, gate) as (_, address):
            opened = Place(app, kept, address)
            yield opened
            for client in opened.visitors:
                client.close()


@pytest.fixture
def local(tmp_path: Path) -> Iterator[Place]:
    with place(tmp_path) as opened:
        yield opened


def answered(opened: Place, client: httpx.Client, question: str = WINCH, page: str = "page1") -> str:
    """Asks on the page; the key that the answer's buttons have."""
    client.get("/")  # a nameless visitor is given a cookie
    assert client.post("/gradio_api/queue/join", json=event(opened.app, "question", question, page)).status_code == 200
    found = re.findall(r"vote-up[^>]*value=[^>]*?([\w-]{24})", unescape(heard(client, page)))
    return found[-1] if found else ""


def say(client: httpx.Client, key: str, what: Mapping[str, object] = UP, **headers: str) -> httpx.Response:
    return client.post("/feedback", json={"answer": key, **what}, headers=headers)


def test_whoever_works_at_this_machine_says_that_an_answer_was_right_and_it_is_a_case(local: Place):
    client = local.visitor()
    response = say(client, answered(local, client))
    assert (response.status_code, response.json()) == (201, {"kept": True})
    [case] = local.cases
    assert (case["question"], case["open"]) == (WINCH, False)
    assert [item["item_id"] for item in case["items"]] == ["withernick-sluice-board/2024-02-13/minutes/02"]  # type: ignore[attr-defined]
    assert len(load_cases([Feedback(local.folder).path])) == 1
    assert local.audited == [("", "up", "answered")]


def test_what_is_wrong_is_kept_with_its_reason_and_words(local: Place):
    client = local.visitor()
    assert say(client, answered(local, client), DOWN).status_code == 201
    [case] = local.cases
    assert case["open"] is True
    assert {key: case["feedback"][key] for key in ("vote", "reason", "comment")} == DOWN  # type: ignore[index]


def test_something_is_said_of_an_answer_once(local: Place):
    client = local.visitor()
    key = answered(local, client)
    assert say(client, key).status_code == 201
    assert problem(say(client, key)) == (404, "E_NOTFOUND")
    assert len(local.cases) == 1


def test_a_follow_up_is_kept_with_the_questions_before_it_and_no_sentence_of_an_answer(local: Place):
    client = local.visitor()
    answered(local, client)
    assert say(client, answered(local, client, "And what was it in January?"), DOWN | {"comment": ""}).status_code == 201
    [case] = local.cases
    assert case["history"] == [
        {"role": "user", "content": WINCH},
        {"role": "assistant", "content": "Withernick Sluice Board, 13 February 2024, minutes, item 2: [1]"},
    ]
    assert "RESOLVED" not in json.dumps(case)


WRONG: tuple[dict[str, object], ...] = (
    {"vote": "sideways"},
    {"vote": "down"},
    {"vote": "up", "reason": "other"},
    {"vote": "down", "reason": "I like it not"},
    {"vote": "up", "comment": "w" * 501},
    {"vote": "up", "comment": None},
    {"vote": "up", "question": "another question"},
    {"vote": "up", "answer": "../../x"},
    {"vote": "up", "answer": 1},
    {},
)


def test_wrong_fields_are_named_and_nothing_is_kept(local: Place):
    client = local.visitor()
    responses = [client.post("/feedback", json={"answer": "k" * 24, **wrong}) for wrong in WRONG]
    assert [problem(response) for response in responses] == [(422, "E_FIELD")] * len(WRONG)
    assert not any("another question" in response.text for response in responses)
    assert local.cases == []


def test_what_is_too_large_no_json_or_of_another_type_is_refused(local: Place):
    client = local.visitor()
    json_type = {"content-type": "application/json"}
    assert problem(client.post("/feedback", content=b'{"comment": "' + b"w" * 6_000 + b'"}', headers=json_type)) == (413, "E_TOO_LARGE")
    assert problem(client.post("/feedback", content=b"{", headers=json_type)) == (400, "E_JSON")
    assert problem(client.post("/feedback", content=b"[" * 100, headers=json_type)) == (400, "E_JSON")
    assert problem(client.post("/feedback", data={"vote": "up"})) == (415, "E_TYPE")
    assert problem(client.get("/feedback")) == (405, "E_USAGE")


def test_another_site_cannot_have_a_browser_say_anything(local: Place):
    client = local.visitor()
    key = answered(local, client)
    assert problem(say(client, key, **{"sec-fetch-site": "cross-site"})) == (403, "E_ORIGIN")
    assert problem(say(client, key, origin="https://attacker.invalid")) == (403, "E_ORIGIN")
    assert local.cases == []
    assert say(client, key, **{"sec-fetch-site": "same-origin"}).status_code == 201


def test_a_full_disk_costs_nobody_the_answer_and_it_can_be_said_again(local: Place):
    client = local.visitor()
    key = answered(local, client)
    file = Feedback(local.folder).path
    file.parent.write_text("in the way")
    assert problem(say(client, key)) == (503, "E_CANTCREATE")
    file.parent.unlink()
    assert say(client, key).status_code == 201


def test_with_accounts_nobody_says_anything_without_one_or_of_what_another_was_told(tmp_path: Path):
    with place(tmp_path, gate_of(accounts_in(tmp_path))) as opened:
        rhea, sam = opened.visitor("rhea"), opened.visitor("sam")
        key = answered(opened, rhea)
        assert problem(say(opened.visitor(), key)) == (401, "E_AUTH")
        assert problem(say(sam, key)) == (404, "E_NOTFOUND")
        assert say(rhea, key, DOWN).status_code == 201
        assert opened.audited == [("rhea", "down", "answered")]
        assert "rhea" not in json.dumps(opened.cases)


def test_where_the_public_is_let_in_a_nameless_visitor_says_something_of_the_own_answer_alone(tmp_path: Path):
    with place(tmp_path, gate_of(accounts_in(tmp_path), public=True)) as opened:
        one, other = opened.visitor(), opened.visitor()
        key = answered(opened, one)
        other.get("/")
        assert problem(say(other, key)) == (404, "E_NOTFOUND")
        assert say(one, key).status_code == 201
        assert opened.audited == [("", "up", "answered")]


def test_it_counts_with_the_questions_against_their_limit(tmp_path: Path):
    clock = Clock()
    with place(tmp_path, gate_of(accounts_in(tmp_path), clock, questions=2)) as opened:
        rhea = opened.visitor("rhea")
        key = answered(opened, rhea)  # one
        assert problem(say(rhea, "k" * 24)) == (404, "E_NOTFOUND")  # two
        response = say(rhea, key)
        assert problem(response) == (429, "E_RATE")
        assert response.headers["retry-after"] == "60"
        clock.now += 61
        assert say(rhea, key).status_code == 201


def test_only_so_many_answers_are_remembered():
    noted, rated = Noted(2), Rated("why?", (Turn("user", "x"),), "answered", None, ())
    keys = [noted.put("me", rated) for _ in range(3)]
    assert noted.take("me", keys[2]) == rated
    with pytest.raises(Exception, match="not known any more"):
        noted.take("me", keys[0])
