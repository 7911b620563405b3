"""The library: what is held, what is missing, what a clerk should look at, and taking a file out; each visitor sees what is his."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes_app import PAYLOADS
from gates import accounts_in, gate_of, problem
from pages import BROWSER, MINUTES
from uploads import APRIL, MARCH, Library, library

from index.folders import Labelling
from index.ingest import ingest
from web.held import PAGE

JANUARY = "withernick-sluice-board/2024-01-09/minutes"
FEBRUARY = "withernick-sluice-board/2024-02-13/minutes"
FAULTY = """WITHERNICK SLUICE BOARD

Minutes of the meeting held on 14 May 2024

Present: Cllr Thorold (Chair)

1. Penstock
The board resolved to repaint it.
3. Otter holt
ACTION: to photograph the otter holt.
Date of next meeting: Tuesday 12 June 2024.
"""
HERONS = MARCH.replace("WITHERNICK SLUICE BOARD", "ELDERMERE HERON PANEL")


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Nothing is changed in it."""
    files = {**MINUTES, "heron.txt": HERONS, "faulty.txt": FAULTY}
    with library(tmp_path_factory.mktemp("library"), files) as opened:
        yield opened


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Library]:
    """With accounts, and one file that is exempt."""
    with library(tmp_path / "world", gate=gate_of(accounts_in(tmp_path))) as opened:
        file = tmp_path / "secret.txt"
        file.write_text(APRIL, "utf-8")
        assert ingest(opened.store, [file], labelling=Labelling("confidential")).exit_code == 0
        yield opened


def words_of(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


def test_what_is_held_is_listed_by_body_with_the_latest_meeting_first(held: Library):
    page = held.page("/library")
    words = words_of(page)
    assert "4 documents" in words
    order = ["Eldermere Heron Panel 12", "Withernick Sluice Board Documents", "14 May 2024", "13 February 2024", "9 January 2024"]
    places = [words.index(one.replace(" 12", " Documents")) for one in order]
    assert places == sorted(places)
    assert f'<a href="/documents/{html.escape(FEBRUARY)}">' in html.unescape(page)
    assert "13 February 2024 minutes not said 2 sluice-2024-02-13.txt" in words


@pytest.mark.parametrize(
    ("query", "files"),
    [
        ("body=eldermere-heron-panel", {"heron.txt"}),
        ("words=herons", {"heron.txt"}),
        ("words=february", {"sluice-2024-02-13.txt"}),
        ("words=sluice-2024", {"sluice-2024-01-09.txt", "sluice-2024-02-13.txt"}),
        ("words=zeppelin", set()),
        ("words=...", set()),
        ("body=nobody", set()),
        ("page=99", {"heron.txt", "faulty.txt", "sluice-2024-01-09.txt", "sluice-2024-02-13.txt"}),  # the last there is
        ("page=x", {"heron.txt", "faulty.txt", "sluice-2024-01-09.txt", "sluice-2024-02-13.txt"}),
    ],
)
def test_the_list_can_be_narrowed(held: Library, query: str, files: set[str]):
    page = held.page(f"/library?{query}")
    assert {
        name for name in ("heron.txt", "faulty.txt", "sluice-2024-01-09.txt", "sluice-2024-02-13.txt") if f"<td>{name}<" in page
    } == files
    assert bool(files) != ("Nothing that is held fits" in page)


def test_a_long_list_is_divided_into_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    assert PAGE == 50
    monkeypatch.setattr("web.held.PAGE", 1)
    monkeypatch.setattr("web.library.PAGE", 1)
    with library(tmp_path) as held:
        first, second = held.page("/library?words=sluice"), html.unescape(held.page("/library?words=sluice&page=2"))
    assert ("13 February" in first, "9 January" in first) == (True, False)
    assert ("13 February" in second, "9 January" in second) == (False, True)
    assert 'rel="next" href="/library?words=sluice&page=2"' in html.unescape(first)
    assert 'rel="prev" href="/library?words=sluice"' in second
    assert "page 2 of 2" in second


def test_what_is_missing_is_told_with_the_item_that_announces_it(held: Library):
    page = held.page("/library/gaps")
    assert "Announced as the next meeting, and nothing is held" in page
    assert re.search(r'<a href="/items/withernick-sluice-board/2024-05-14/minutes/\w+">12 June 2024', html.unescape(page))
    assert "All pages of all files hold text." in page


def test_the_findings_of_a_file_are_told_each_with_the_item_it_stands_in(held: Library):
    page = html.unescape(held.page("/library/documents/withernick-sluice-board/2024-05-14/minutes"))
    words = words_of(page)
    assert "12 June 2024 was a Wednesday, not a Tuesday." in words
    assert "May mislead" in words
    text = held.store.catalog.source_text(held.store.catalog.documents()[-1].sha256)
    start = text.index("Tuesday 12 June 2024")
    assert re.search(rf'<a href="/items/withernick-sluice-board/2024-05-14/minutes/\d\d\?start={start}&end=\d+">line 11, ', page)


@pytest.mark.parametrize("path", ["documents", "remove"])
def test_a_document_that_is_not_held_is_not_found(held: Library, path: str):
    assert problem(held.client.get(f"/library/{path}/nobody/2024-01-01/minutes")) == (404, "E_NOTFOUND")
    assert held.client.get(f"/library/{path}/..%2f..%2fx/y").status_code == 404


# -- removing


def test_a_file_is_removed_after_a_page_that_says_what_goes_and_it_is_recorded(tmp_path: Path):
    with library(tmp_path) as held:
        page = words_of(held.page(f"/library/remove/{FEBRUARY}"))
        assert "Withernick Sluice Board, 13 February 2024, minutes: 2 items" in page
        assert "will lead nowhere" in page
        assert "python -m assistant remove --for-good" in page
        assert len(held.documents()) == 2
        answer = held.client.post(f"/library/remove/{FEBRUARY}", headers=BROWSER)
        assert (answer.status_code, answer.headers["location"]) == (303, "/library?removed")
        assert [document for document, _ in held.documents()] == [JANUARY]
        assert "The file was removed" in held.page("/library?removed")
        assert [(entry.event, entry.items) for entry in held.audit.entries()] == [("removed", (FEBRUARY,))]
        assert held.client.post(f"/library/remove/{FEBRUARY}").status_code == 404


def test_an_uploaded_file_is_removed_and_may_come_again(tmp_path: Path):
    with library(tmp_path) as held:
        held.sent({"march.txt": MARCH})
        assert held.client.post("/library/remove/withernick-sluice-board/2024-03-12/minutes").status_code == 303
        assert len(held.documents()) == 2
        assert "Taken in</span>" in held.sent({"march.txt": MARCH})


def test_another_site_cannot_have_a_file_removed_or_sent(held: Library):
    foreign = {"origin": "https://attacker.invalid"}
    assert problem(held.client.post(f"/library/remove/{JANUARY}", headers=foreign)) == (403, "E_ORIGIN")
    sent = held.client.post("/library/upload", headers=foreign, files=[("files", ("a.txt", MARCH.encode()))], data={"label": ""})
    assert problem(sent) == (403, "E_ORIGIN")


# -- who sees what


def test_a_reader_sees_the_list_of_what_is_his_and_no_tools(house: Library):
    house.sign_in("rhea")
    page = house.page("/library")
    assert "2 documents" in page
    assert "secret.txt" not in page
    for tool in ("Add minutes", "/library/documents/", "/library/aside", "/library/remove/"):
        assert tool not in html.unescape(page)
    assert "Pages without text" not in house.page("/library/gaps")
    for path in ("aside", "upload", f"documents/{JANUARY}", f"remove/{JANUARY}", "jobs/none"):
        assert problem(house.client.get(f"/library/{path}")) == (404, "E_NOTFOUND")
    assert problem(house.client.post(f"/library/remove/{JANUARY}")) == (404, "E_NOTFOUND")
    assert len(house.documents()) == 3


def test_the_public_sees_what_is_open_and_staff_see_all(house: Library, tmp_path: Path):
    house.sign_in("sam")
    page = house.page("/library")
    assert "secret.txt" in page
    assert "3 documents" in page
    assert "confidential" in house.page("/library/documents/withernick-sluice-board/2024-04-09/minutes")


def test_findings_of_a_file_that_is_not_shown_whole_are_not_listed(tmp_path: Path):
    marked = MARCH.replace("2. Otter holt", "2. CONFIDENTIAL: Otter holt")
    with library(tmp_path, {"marked.txt": marked}) as held:
        items = held.store.catalog.items("withernick-sluice-board/2024-03-12/minutes")
        assert {item.label for item in items} > {"open"}
        page = held.page("/library/documents/withernick-sluice-board/2024-03-12/minutes")
    assert "You are not shown all of this file" in page
    assert "otter" not in page.lower()


# -- hostile words


def test_no_words_of_minutes_and_no_query_come_through_as_markup(tmp_path: Path):
    hostile = MARCH.replace("WITHERNICK SLUICE BOARD", "WITHERNICK <img src=x onerror=alert(1)> BOARD") + "".join(
        f"{n}. {payload}\nNoted. TBC.\n" for n, payload in enumerate(PAYLOADS, 3)
    )
    with library(tmp_path, {"hostile.txt": hostile}) as held:
        [(document, _)] = held.documents()
        pages = [held.page(f"/library{end}") for end in ("", "/gaps", f"/documents/{document}", f"/remove/{document}")]
        pages += [held.client.get("/library", params={"words": payload, "body": payload}, headers=BROWSER).text for payload in PAYLOADS]
    for page in pages:
        assert not re.search(r"<(?:img|svg|iframe|math|noscript|details|style|base|meta http)", page)
        assert "{{" not in page
        assert "javascript:" not in page
