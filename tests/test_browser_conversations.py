"""Conversations in a real browser: kept over a reload, gone on with, renamed, deleted; an answer said once, copied and linked to."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from test_browser import LIGHTING, Open, Picture, browser, picture, put, visit
from test_browser import pytestmark as pytestmark
from test_browser_accounts import NARROW, WIDE, no_overflow

from assistant.conversations import Conversations
from tests.fakes_app import ScriptedAssistant, archive_of
from web.server import create_server

__all__ = ["browser", "picture", "visit"]  # fixtures

FERRY = "Is a ferry mentioned?"
AA = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
# Every text that a live region is given, in order; a region that is silent tells nothing.
LISTEN = """() => { window.heard = []; new MutationObserver((changes) => { for (const { target } of changes) {
    const place = target.nodeType === 1 ? target : target.parentElement;
    const region = place && place.closest("[aria-live], [role=status], [role=alert], [role=log]");
    if (region && region.getAttribute("aria-live") !== "off" && region.textContent.trim())
      window.heard.push(region.textContent.trim()); } })
    .observe(document.body, { subtree: true, childList: true, characterData: true }); }"""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A server with the scripted assistant that keeps conversations."""
    app = create_server(archive_of(ScriptedAssistant(pause=0.2), (LIGHTING,), conversations=Conversations(tmp_path)))
    with socket.create_server(("127.0.0.1", 0)) as door:
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{door.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


def questions(page: Page, *expected: str) -> None:
    expect(page.locator("#chat .question")).to_have_text(list(expected), timeout=30_000)


def test_a_conversation_is_there_after_a_reload_goes_on_gets_a_name_and_is_deleted(address: str, visit: Open, picture: Picture):
    page = visit(address)
    put(page, LIGHTING)
    expect(page.locator(".talks .talk[aria-current]")).to_have_text(LIGHTING)
    page.reload()
    questions(page, LIGHTING)  # the same conversation, without being asked for
    put(page, FERRY)
    page.locator('#chat a[href="#cite-1-2"]').first.click()
    expect(page.locator("#panel mark")).to_contain_text("eleven lamps had failed since the autumn")
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator("#chat .answer")).to_have_count(0)
    expect(page.locator(".talks .talk[aria-current]")).to_have_count(0)
    put(page, FERRY)
    expect(page.locator(".talks .talk")).to_have_text([FERRY, LIGHTING])
    page.locator(".talks .talk", has_text=LIGHTING).press("Enter")
    questions(page, LIGHTING, FERRY)
    expect(page.locator(".talks .talk", has_text=LIGHTING)).to_be_focused()
    picture(page, "conversations-wide")
    page.get_by_role("link", name=f"Manage {LIGHTING}").click()
    page.get_by_label("Name of this conversation").fill("Lamps")
    page.get_by_role("button", name="Rename").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lamps")
    page.get_by_role("link", name="Go on with it").click()
    questions(page, LIGHTING, FERRY)
    expect(page.locator(".talks .talk")).to_have_text([FERRY, "Lamps"])
    page.get_by_role("link", name="Manage Lamps").click()
    page.get_by_role("link", name="Delete").click()
    page.get_by_role("link", name="Keep").click()
    page.get_by_role("link", name="Delete").click()
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("row")).to_have_count(2)  # the heading and the other one
    page.goto(f"{address}/")
    expect(page.locator(".talks .talk")).to_have_text([FERRY])


def test_an_answer_is_said_once_when_it_is_finished_and_copied_by_keyboard(address: str, browser: Browser):
    context = browser.new_context(viewport=WIDE, permissions=["clipboard-read", "clipboard-write"])  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{address}/")
    expect(page.locator(".talks")).to_be_visible(timeout=30_000)
    page.evaluate(LISTEN)
    put(page, LIGHTING)
    expect(page.locator("#said")).to_contain_text("Answered. Agreed. The Board agreed to set aside £14,500")
    put(page, FERRY)
    expect(page.locator("#said")).to_contain_text("Not recorded in the minutes.")
    put(page, "explode")
    expect(page.locator("#said")).to_contain_text("Something went wrong here")
    heard = page.evaluate("heard")
    assert [text[:12] for text in heard] == ["Answered. Ag", "Not recorded", "Something we"]
    assert heard[0].endswith("the next meeting may correct them. 1 source.")
    page.get_by_role("button", name="Copy answer 1").press("Enter")
    expect(page.locator("#said")).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == (
        "Answered. Agreed.\n"
        "The Board agreed to set aside £14,500 for the work, subject to a second quotation. [1] "
        "Eleven lamps had failed since the autumn, and the contractor would replace them by the end of May. [2]\n"
        "These minutes are a draft: the next meeting may correct them.\n\n"
        "Sources\n[1] [2] Harbour and Quays Board, 6 March 2019, minutes, item 2 · draft"
    )
    expect(page.get_by_role("button", name="Copy answer 1")).to_be_focused()
    assert page.evaluate("heard.length") == 4
    context.close()


def test_the_link_of_an_answer_leads_to_its_page_and_back(address: str, visit: Open, picture: Picture):
    page = visit(address)
    put(page, LIGHTING)
    page.get_by_role("link", name="Link to answer 1").click()
    expect(page).to_have_url(re.compile(r"/conversations/[0-9a-f]{20}/1$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(LIGHTING)
    expect(page.get_by_role("link", name=re.compile("^\\[2\\] Harbour and Quays Board"))).to_have_attribute(
        "href", re.compile(r"^/items/harbour/2019-03-06/minutes/2\?start=\d+&end=\d+$")
    )
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Copy")).to_be_hidden()
    expect(page.locator(".sources")).to_be_visible()
    page.emulate_media(media="screen")
    picture(page, "answer-page")
    page.get_by_role("link", name="Go on with the conversation").click()
    questions(page, LIGHTING)


@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "dark"), (NARROW, "light")], ids=["wide", "320"])
def test_the_list_folds_away_on_a_narrow_screen_and_all_of_it_is_accessible(
    address: str, browser: Browser, picture: Picture, size: dict[str, int], scheme: str
):
    context = browser.new_context(viewport=size, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{address}/")
    expect(page.locator(".talks")).to_be_visible(timeout=30_000)
    put(page, LIGHTING)
    put(page, "wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww")
    expect(page.locator(".talks details")).to_have_js_property("open", size == WIDE)
    page.locator(".talks summary").click()
    expect(page.locator(".talks details")).to_have_js_property("open", size == NARROW)
    page.locator(".talks summary").click() if size == WIDE else None
    assert no_overflow(page)
    assert violations(page, "#talks") + violations(page, "#chat .tools") == []
    path = page.get_by_role("link", name="Link to answer 1").get_attribute("href")
    assert path
    for where in ("/conversations", path, path.removesuffix("/1"), path.removesuffix("1") + "delete"):
        page.goto(f"{address}{where}")
        assert no_overflow(page), where
        assert violations(page) == [], where
    context.close()


def violations(page: Page, within: str = "") -> list[str]:
    """What axe says against WCAG A and AA."""
    found = Axe().run(page, context=within or None, options={"runOnly": {"type": "tag", "values": list(AA)}})
    return [f"{one['id']}: {[node['html'][:120] for node in one['nodes']]}" for one in found.response["violations"]]
