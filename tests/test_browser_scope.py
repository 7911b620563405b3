"""In a real browser: a search narrowed and widened again, what stands beneath an answer, and an opinion that becomes a case."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Page, expect, sync_playwright

from tests.fakes_app import archive_of
from tests.pages import MINUTES
from tests.test_browser import ARGUMENTS, CHROMIUM, NARROW, WIDE, put
from tests.test_browser import pytestmark as pytestmark
from tests.worlds import assistant, world
from web.server import create_server

WINCH = "What was decided about the winch in February 2024?"


@dataclass(frozen=True)
class Place:
    address: str
    store: Path


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("scope")
    with world(folder, MINUTES) as store, socket.create_server(("127.0.0.1", 0)) as door:
        archive = archive_of(assistant(store))
        archive = replace(archive, config=archive.config.model_copy(update={"store": folder / "store"}))
        app = create_server(archive)
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
        thread.start()
        yield Place(f"http://127.0.0.1:{door.getsockname()[1]}", folder / "store")
        server.should_exit = True
        thread.join(10)


@pytest.fixture(params=[WIDE, NARROW], ids=["wide", "narrow"])
def page(request: pytest.FixtureRequest, place: Place) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS.split(), "--disable-sync"])
        page = browser.new_page(viewport=request.param)
        troubles: list[str] = []
        page.on("pageerror", lambda error: troubles.append(f"page error: {error}"))
        page.goto(f"{place.address}/")
        expect(page.locator("#question textarea")).to_be_visible(timeout=30_000)
        yield page
        browser.close()
        assert troubles == []


def test_a_search_is_narrowed_seen_as_chips_and_widened_again(page: Page):
    put(page, WINCH)
    beneath = page.locator("#chat .beneath").last
    expect(beneath).to_contain_text("Searched: February 2024 (1 document).")
    page.locator("#chat .change").last.click()
    expect(page.locator("#narrow .label-wrap")).to_be_focused()
    expect(page.get_by_label("From")).to_have_value("2024-02-01")
    expect(page.locator(".narrow-chip")).to_contain_text("February 2024")
    page.get_by_label("Agendas").check()
    expect(page.locator(".narrow-chip")).to_have_count(2)
    put(page, WINCH)
    expect(page.locator("#chat .answer").last).to_contain_text("no paper held here fits")
    page.locator(".narrow-chip").filter(has_text="agendas only").click()
    expect(page.locator(".narrow-chip")).to_have_count(1)
    expect(page.get_by_label("All papers")).to_be_checked()
    page.locator(".narrow-chip").click()
    expect(page.locator(".narrow-chip")).to_have_count(0)
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator("#chat .answer")).to_have_count(0)
    put(page, "What about helicopters?")
    expect(beneath).to_contain_text("Searched: everything held here (2 documents).")
    expect(page.locator("#chat .looked").last).to_have_attribute("open", "")
    assert page.evaluate("document.documentElement.scrollWidth") == (page.viewport_size or WIDE)["width"]


def test_what_is_wrong_with_an_answer_becomes_a_case_and_nothing_is_sent_before(page: Page, place: Place):
    file = place.store / "feedback" / "cases.jsonl"
    before = len(file.read_text("utf-8").splitlines()) if file.exists() else 0
    put(page, WINCH)
    page.locator("#chat .vote-down").last.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="What is wrong with this answer?")
    expect(dialog).to_contain_text("are kept")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.locator("#chat .vote-down").last).to_be_focused()
    page.keyboard.press("Enter")
    dialog.get_by_label("Something is missing").check()
    dialog.get_by_label("Anything to add?").fill("the price of the old one")
    assert (len(file.read_text("utf-8").splitlines()) if file.exists() else 0) == before
    dialog.get_by_role("button", name="Send").click()
    expect(page.locator("#chat .opinion").last).to_have_text("Thank you. What you said is kept.")
    case = json.loads(file.read_text("utf-8").splitlines()[before])
    assert (case["question"], case["feedback"]["reason"]) == (WINCH, "not complete")
