"""Conversations over HTTP: on the page and on pages of their own, for their owner and for nobody else."""

from __future__ import annotations

import html
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fakes_app import PAYLOADS
from gates import House, Telling, accounts_in, gate_of, join, problem, served, told
from pages import BROWSER, visited

from assistant.conversations import Conversations
from assistant.kept import UNFINISHED, Failure
from web.chat import Conversation
from web.talks import Talks

SECRET = "What of the secretive lighting?"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Conversations:
    return Conversations(tmp_path_factory.mktemp("conversations"))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, kept: Conversations) -> Iterator[House]:
    with served(gate_of(accounts_in(tmp_path_factory.mktemp("gate"))), conversations=kept) as running:
        yield running


@pytest.fixture
def rhea(house: House, kept: Conversations) -> Iterator[httpx.Client]:
    kept.delete_all("rhea")
    with house.client("rhea") as client:
        yield client


def asked(house: House, client: httpx.Client, kept: Conversations, *questions: str, who: str = "rhea", page: str = "page1") -> str:
    """These questions put on one page; the id of their conversation."""
    for question in questions:
        told(house, client, "question", question, page)
    return kept.all(who)[0].id


# -- on the page


def test_what_was_asked_is_there_in_a_later_session_and_goes_on(house: House, rhea: httpx.Client, kept: Conversations):
    id = asked(house, rhea, kept, SECRET, "and the ferry?")
    with house.client("rhea") as later:
        assert f"#talk-{id}" in told(house, later, "load")
        opened = told(house, later, "conversation", id, "another")
        assert "secretive" in opened
        assert "#cite-1-2" in opened
        assert "eleven lamps" in told(house, later, "source", "1-2", "another")
        assert "after 4 turns" in told(house, later, "question", "and when?", "another")
    assert [one.exchanges for one in kept.all("rhea")] == [3]


def test_two_people_and_the_owner_of_a_copied_page_never_meet(house: House, rhea: httpx.Client, kept: Conversations):
    id = asked(house, rhea, kept, SECRET, page="theirs")
    kept.delete_all("sam")
    with house.client("sam") as sam:
        loaded = told(house, sam, "load", page="theirs")
        assert "secretive" not in loaded
        assert id not in loaded
        opened = told(house, sam, "conversation", id, "theirs")
        assert "That conversation is not there any more." in opened
        assert "secretive" not in opened
        assert "after 0 turns" in told(house, sam, "question", "ferry", "theirs")
    assert [one.exchanges for one in kept.all("rhea")] == [1]
    assert [one.title for one in kept.all("sam")] == ["ferry"]


def test_a_question_is_put_down_before_its_answer_and_says_that_it_was_broken_off(house: House, rhea: httpx.Client, kept: Conversations):
    assert join(house, rhea, "question", "endless and secretive", "off").status_code == 200
    with rhea.stream("GET", "/gradio_api/queue/data", params={"session_hash": "off"}) as response:
        for line in response.iter_lines():
            if "Sentence 2" in line or "process_generating" in line:
                break
    rhea.post("/logout")
    until = time.monotonic() + 10
    while not kept.all("rhea"):
        assert time.monotonic() < until
        time.sleep(0.05)
    found = kept.read("rhea", kept.all("rhea")[0].id)
    assert found is not None
    assert [(one.question, one.said) for one in found.exchanges] == [("endless and secretive", UNFINISHED)]


def test_a_failure_is_kept_with_its_question_and_an_empty_question_is_not(house: House, rhea: httpx.Client, kept: Conversations):
    id = asked(house, rhea, kept, "explode", page="bad")
    told(house, rhea, "question", "   ", "bad")
    found = kept.read("rhea", id)
    assert found is not None
    assert [one.said.message for one in found.exchanges if isinstance(one.said, Failure)] == [
        "Something went wrong here, and the question was not answered"
    ]
    page = rhea.get(f"/conversations/{id}/1", headers=BROWSER)
    assert "Something went wrong here, and the question was not answered." in page.text.replace("&#44;", ",").replace("&#46;", ".")


def test_what_goes_on_in_two_windows_is_put_together(house: House, rhea: httpx.Client, kept: Conversations):
    id = asked(house, rhea, kept, SECRET, page="one")
    told(house, rhea, "conversation", id, "two")
    told(house, rhea, "question", "ferry", "two")
    said = told(house, rhea, "question", "and when?", "one")
    assert "after 4 turns" in said
    found = kept.read("rhea", id)
    assert found is not None
    assert [one.question for one in found.exchanges] == [SECRET, "ferry", "and when?"]


def test_a_question_in_a_conversation_that_was_deleted_elsewhere_begins_a_new_one(house: House, rhea: httpx.Client, kept: Conversations):
    id = asked(house, rhea, kept, SECRET, page="gone")
    assert rhea.post("/conversations/delete", data={"id": id}).status_code == 303
    assert "after 0 turns" in told(house, rhea, "question", "ferry", "gone")
    assert [(one.title, one.id == id) for one in kept.all("rhea")] == [("ferry", False)]


def test_a_nameless_visitor_has_no_list_and_nothing_is_kept(tmp_path: Path):
    kept = Conversations(tmp_path / "kept")
    kept.folder.mkdir()
    theirs = kept.begin("", "of this machine's own user").id
    with served(gate_of(accounts_in(tmp_path), public=True), conversations=kept) as house, house.client() as client:
        client.get("/")
        assert "talks" not in told(house, client, "load", page="p")
        assert "secretive" in told(house, client, "question", SECRET, "p")
        assert "after 2 turns" in told(house, client, "question", "ferry", "p")
        assert "That conversation" not in told(house, client, "conversation", theirs, "q")
        for path in ("", f"/{theirs}", f"/{theirs}.md", f"/{theirs}/1"):
            assert client.get(f"/conversations{path}").status_code == 404
    assert [one.id for one in kept.all("")] == [theirs]


def test_where_nothing_is_to_be_kept_nothing_is(tmp_path: Path):
    off = Conversations(tmp_path, on=False)
    with served(gate_of(accounts_in(tmp_path)), conversations=off) as house, house.client("rhea") as rhea:
        told(house, rhea, "question", SECRET)
        assert "after 2 turns" in told(house, rhea, "question", "ferry")
        assert "talks" not in told(house, rhea, "load")
        assert "Conversations are not kept here" in rhea.get("/conversations").text
    assert not off.path.exists()


def test_a_damaged_file_costs_nobody_an_answer(tmp_path: Path):
    kept = Conversations(tmp_path)
    kept.path.write_bytes(b"no database " * 1000)
    with served(gate_of(accounts_in(tmp_path)), conversations=kept) as house, house.client("rhea") as rhea:
        assert "is damaged" in told(house, rhea, "load")
        said = told(house, rhea, "question", SECRET)
        assert "eleven lamps" in said.lower()
        assert "Not kept" in said
        assert "is damaged" in told(house, rhea, "conversation", "0" * 20)
        assert problem(rhea.get("/conversations")) == (503, "E_CORRUPT")


# -- pages of their own


def test_everything_of_a_conversation_is_its_owners_alone(house: House, rhea: httpx.Client, kept: Conversations):
    id = asked(house, rhea, kept, SECRET)
    paths = [f"/conversations/{id}{part}" for part in ("", ".md", ".json", "/1", "/delete")]
    assert [rhea.get(path).status_code for path in paths] == [200] * 5
    assert "secretive" in rhea.get("/conversations").text
    nowhere = rhea.get(f"/conversations/{'0' * 20}.md").json()["error"]
    for name in ("sam", "ada"):  # staff and admin too
        with house.client(name) as other:
            refused = [other.get(path) for path in paths]
            assert [answer.status_code for answer in refused] == [404] * 5
            assert {answer.json()["error"]["message"] for answer in refused} == {nowhere["message"]}
            assert id not in other.get("/conversations").text
            assert problem(other.post("/conversations/rename", data={"id": id, "title": "mine"})) == (404, "E_NOTFOUND")
            assert problem(other.post("/conversations/delete", data={"id": id})) == (404, "E_NOTFOUND")
    with house.client() as nobody:
        assert {nobody.get(path).status_code for path in paths} == {401}
    assert [one.title for one in kept.all("rhea")] == [SECRET]


@pytest.mark.parametrize(
    "part", ["/2", "/0", "/01", "/1/", "/x", ".txt", ".md.json", "/delete/1", "%2f..%2f", "/1.md", "/9999999", f"/{'1' * 40}"]
)
def test_what_there_is_not_of_a_conversation_is_not_found(house: House, rhea: httpx.Client, kept: Conversations, part: str):
    id = asked(house, rhea, kept, SECRET)
    assert problem(rhea.get(f"/conversations/{id}{part}")) == (404, "E_NOTFOUND")


def test_an_answer_has_a_page_with_numbered_links_to_the_items(house: House, rhea: httpx.Client, kept: Conversations):
    id = asked(house, rhea, kept, SECRET)
    page = rhea.get(f"/conversations/{id}/1", headers=BROWSER).text
    plain = re.sub(r"&#(\d+);", lambda sign: chr(int(sign[1])), page)
    assert plain.count("<h1") == 1
    assert f"<h1>{SECRET}</h1>" in plain
    assert '<span class="badge badge-answered">Answered</span>' in plain
    assert '<span class="verdict">Agreed</span>' in plain
    assert "These minutes are a draft: the next meeting may correct them." in plain
    links = re.findall(r'<a class="cite" href="(/items/harbour/2019-03-06/minutes/2\?start=\d+&end=\d+)">', plain)
    assert len(links) == 4  # two sentences, two sources
    assert len(set(links)) == 2
    assert "“" in plain or "<q>The Board **agreed** to set aside £14,500" in plain
    assert "<script>" not in plain


def test_a_conversation_is_renamed_and_deleted_by_its_forms(house: House, rhea: httpx.Client, kept: Conversations):
    id = asked(house, rhea, kept, SECRET)
    done = rhea.post("/conversations/rename", data={"id": id, "title": " Lamps <b>on</b> the quay "})
    assert (done.status_code, done.headers["location"]) == (303, f"/conversations/{id}")
    assert "Lamps &#60;b&#62;on" in rhea.get("/conversations").text
    refused = rhea.post("/conversations/rename", data={"id": id, "title": " \u200b "})
    assert problem(refused) == (422, "E_EMPTY")
    assert "Delete this conversation?" in rhea.get(f"/conversations/{id}/delete").text
    assert [one.id for one in kept.all("rhea")] == [id]  # to look at the question deletes nothing
    done = rhea.post("/conversations/delete", data={"id": id})
    assert (done.status_code, done.headers["location"]) == (303, "/conversations")
    assert rhea.get(f"/conversations/{id}").status_code == 404
    assert b"secretive" not in kept.path.read_bytes()


def test_all_conversations_of_one_are_deleted_at_once_and_nobody_elses(house: House, rhea: httpx.Client, kept: Conversations):
    asked(house, rhea, kept, SECRET, page="a")
    asked(house, rhea, kept, "ferry", page="b")
    before = len(kept.all("sam"))
    kept.begin("sam", "mine")
    assert "2 conversations will be deleted" in rhea.get("/conversations/all/delete").text
    assert rhea.post("/conversations/delete", data={"id": "all"}).status_code == 303
    assert (kept.all("rhea"), len(kept.all("sam"))) == ([], before + 1)


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("rename", {"id": "x" * 21, "title": "x"}),
        ("rename", {"title": "x"}),
        ("rename", {}),
        ("delete", {"id": "../x"}),
        ("delete", {"id": ["a", "b"]}),
        ("rename", {"id": "0" * 20, "title": "x" * 1001}),
    ],
)
def test_a_form_that_is_none_changes_nothing(house: House, rhea: httpx.Client, kept: Conversations, path: str, data: dict[str, object]):
    asked(house, rhea, kept, SECRET)
    assert problem(rhea.post(f"/conversations/{path}", data=data))[0] in (404, 422)
    assert [one.title for one in kept.all("rhea")] == [SECRET]


def test_an_export_is_a_file_to_be_saved(house: House, rhea: httpx.Client, kept: Conversations):
    id = asked(house, rhea, kept, SECRET, "Is a ferry mentioned?")
    text = rhea.get(f"/conversations/{id}.md")
    assert text.headers["content-type"] == "text/markdown; charset=utf-8"
    assert text.headers["content-disposition"] == f'attachment; filename="conversation-{id[:8]}.md"'
    assert text.headers["cache-control"] == "no-store"
    assert f"(<{house.address}/items/harbour/2019-03-06/minutes/2?start=" in text.text
    data = rhea.get(f"/conversations/{id}.json")
    assert data.headers["content-type"] == "application/json"
    found = json.loads(data.text)
    assert [one["answer"]["status"] for one in found["exchanges"]] == ["answered", "not_recorded"]
    assert [citation["n"] for citation in found["exchanges"][0]["answer"]["citations"]] == [1, 2]


def test_hostile_words_come_through_as_words(house: House, rhea: httpx.Client, kept: Conversations):
    question = "hostile " + " ".join(PAYLOADS)[:1500]
    id = asked(house, rhea, kept, question)
    assert kept.rename("rhea", id, PAYLOADS[1])
    for path in ("/conversations", f"/conversations/{id}", f"/conversations/{id}/1", f"/conversations/{id}/delete"):
        page = rhea.get(path, headers=BROWSER).text
        main = page[page.index("<main") : page.index("</main>")]
        assert not re.search(r"<(?:img|svg|iframe|script|style|math|details|meta|base|object)\b", main), path
        assert not re.search(r"<[^>]*\son\w+=", main), path
        assert all(html.unescape(link).startswith("/") for link in re.findall(r'href="([^"]*)"', main)), path
    listed = Talks(kept, "rhea").listed(Conversation())
    assert "onerror" in listed
    assert "<img" not in listed


def test_with_real_minutes_the_owner_of_the_machine_has_one_list(tmp_path: Path):
    kept = Conversations(tmp_path / "kept")
    kept.folder.mkdir()
    with visited(tmp_path / "store", conversations=kept) as client:
        begun = kept.begin("", "What was decided about the winch?")
        assert client.get(f"/conversations/{begun.id}/1", headers=BROWSER).status_code == 200
        page = client.get("/conversations", headers=BROWSER)
        assert "What was decided about the winch" in page.text


def test_the_file_of_a_session_that_has_ended_is_not_given_out(house: House, rhea: httpx.Client, kept: Conversations):
    id = asked(house, rhea, kept, SECRET)
    token = rhea.cookies["minutes"]
    rhea.post("/logout")
    with httpx.Client(base_url=house.address, cookies={"minutes": token}, trust_env=False) as replayed:
        assert replayed.get(f"/conversations/{id}.json").status_code == 401
        assert replayed.get("/conversations").status_code == 401


def test_labels_taken_away_take_the_answers_with_them(tmp_path: Path):
    class Fading(Telling):
        """Shows nothing any more once the light is out."""

        out = False

        def seen_by(self, viewer: object) -> Fading:
            from test_conversations import LIGHTING, Hiding

            found = Fading(self.pause, viewer, self.steps)  # type: ignore[arg-type]
            if type(self).out:
                found.store = replace_catalog(Hiding((LIGHTING,)))
            return found

    def replace_catalog(catalog: object) -> object:
        return type("Store", (), {"catalog": catalog})()

    kept = Conversations(tmp_path)
    with served(gate_of(accounts_in(tmp_path)), Fading(), kept) as house, house.client("rhea") as rhea:
        id = asked(house, rhea, kept, SECRET)
        Fading.out = True
        for path in (f"/conversations/{id}/1", f"/conversations/{id}.md", f"/conversations/{id}.json"):
            text = rhea.get(path).text
            assert "14,500" not in text.replace("&#44;", ",")
            assert "not shown any more" in text
        opened = told(house, rhea, "conversation", id, "new")
        assert "14,500" not in opened.replace("&#44;", ",")
        assert "not shown any more" in opened
        Fading.out = False
        assert "14,500" in rhea.get(f"/conversations/{id}.md").text
