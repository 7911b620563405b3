"""The whole application in a real browser: by keyboard alone from a question to a briefing, and every view before axe-core."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from fakes_app import archive_of
from pages import MINUTES
from playwright.sync_api import Browser, Page, expect
from serving import serving
from test_browser import browser
from test_browser import pytestmark as pytestmark
from worlds import assistant, world

from web.server import create_server

__all__ = ["browser"]  # a fixture

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WINCH = "What was resolved about the winch on 13 February 2024?"
UNKNOWN = "Who painted the lighthouse?"
VIEWS = (
    "/decisions",
    "/actions?state=open",
    "/meetings",
    "/people",
    "/topics?q=winch",
    "/briefing",
    "/briefing?q=winch",
    "/library",
    "/library/gaps",
    "/help",
    "/accessibility",
    "/api",
    "/items/withernick-sluice-board/2024-01-09/minutes/02",
    "/documents/withernick-sluice-board/2024-01-09/minutes",
    "/meetings/withernick-sluice-board/2024-01-09",
    "/attendance/withernick-sluice-board",
    "/conversations",
    "/decisions?since=never",
    "/nowhere",
)
FOCUSED = """() => {
  const e = document.activeElement, by = e.labels?.[0]?.textContent || "";
  const own = e.matches("[role=region]") ? "" : e.textContent || "";  // not all that stands in a frame
  return [e.getAttribute("aria-label") || "", by, own, e.value || "", e.id].join(" ").replace(/\\s+/g, " ");
}"""
SEEN = """() => {
  const e = document.activeElement, s = getComputedStyle(e), box = e.getBoundingClientRect();
  return (s.outlineStyle !== "none" || s.boxShadow !== "none" || s.borderStyle !== "none") && box.bottom > 0 && box.top < innerHeight;
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with world(tmp_path_factory.mktemp("whole"), MINUTES) as store, serving(create_server(archive_of(assistant(store), (WINCH,)))) as at:
        yield at


def reach(page: Page, words: str, key: str = "Tab", most: int = 60) -> None:
    """Press ``key`` until what has the focus says ``words``; it can be seen there."""
    for _ in range(most):
        page.keyboard.press(key)
        if words in page.evaluate(FOCUSED):
            assert page.evaluate(SEEN), f"{words} has the focus, and nobody sees it"
            return
    raise AssertionError(f"{words} is not reached with {key}; the focus is on: {page.evaluate(FOCUSED)[:200]}")


def answered(page: Page, question: str) -> None:
    before = page.locator("#chat .answer").count()
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator("#chat .answer").nth(before).locator(".badge:not(.badge-working)").first).to_be_visible(timeout=30_000)


def test_thirty_steps_by_keyboard_alone_from_a_question_to_a_briefing(address: str, browser: Browser):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    press = page.keyboard.press
    page.goto(address)
    expect(page.get_by_label("Your question")).to_be_focused(timeout=30_000)
    page.keyboard.type(WINCH)  # 1
    press("Enter")  # 2
    expect(page.locator("#chat .badge-answered")).to_be_visible(timeout=30_000)
    reach(page, "[1]", "Shift+Tab")  # 3
    press("Enter")  # 4
    expect(page.locator("#source-title")).to_be_focused()
    reach(page, "Open as a page")  # 5
    press("Escape")  # 6
    assert "[1]" in page.evaluate(FOCUSED)
    reach(page, "Copy")  # 7
    press("Enter")  # 8
    reach(page, "Decisions", "Shift+Tab")  # 9
    press("Enter")  # 10
    expect(page).to_have_title("Decisions - Minutes assistant")
    press("Tab")  # 11
    assert "Skip to the content" in page.evaluate(FOCUSED)
    press("Enter")  # 12
    expect(page.locator("main")).to_be_focused()
    reach(page, "Words")  # 13
    page.keyboard.type("winch")  # 14
    press("Enter")  # 15
    expect(page.get_by_text("Showing all 2 decisions")).to_be_visible()
    reach(page, "Date: sort")  # 16
    press("Enter")  # 17
    expect(page.locator('th[aria-sort="ascending"]')).to_have_count(1)
    reach(page, "CSV")  # 18
    reach(page, "RESOLVED that the purchase")  # 19
    press("Enter")  # 20
    expect(page.locator("mark").first).to_contain_text("RESOLVED that the purchase")
    reach(page, "Eel pass")  # 21
    press("Enter")  # 22
    expect(page.locator("h1")).to_contain_text("item 3")
    reach(page, "Topics")  # 23
    press("Enter")  # 24
    expect(page).to_have_title("Topics - Minutes assistant")
    reach(page, "Topic ")  # 25
    page.keyboard.type("winch")
    press("Enter")  # 26
    expect(page).to_have_title("winch: Topics - Minutes assistant")
    reach(page, "Briefing")  # 27
    press("Enter")
    expect(page).to_have_title("Briefing - Minutes assistant")
    reach(page, "ubject")  # 28
    page.keyboard.type("the sluice winch")
    reach(page, "Make")  # 29
    press("Enter")
    expect(page.locator("h1")).to_contain_text("the sluice winch")
    reach(page, "Leave out")  # 30
    press("Space")
    reach(page, "Library", "Shift+Tab")
    press("Enter")
    expect(page).to_have_title("Library - Minutes assistant")
    page.close()


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_view_and_none_scrolls_sideways(address: str, browser: Browser, scheme: str, width: int):
    context = browser.new_context(viewport={"width": width, "height": 860}, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page, found = context.new_page(), []

    def look(state: str) -> None:
        told = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}}).response["violations"]
        found.extend(f"{state}: {one['id']} {node['target']}" for one in told for node in one["nodes"])
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append(f"{state}: scrolls sideways")

    page.goto(address)
    expect(page.locator("#examples button").first).to_be_visible(timeout=30_000)
    look("ask")
    answered(page, WINCH)
    look("answered")
    page.locator("#chat a.cite").first.click()
    expect(page.locator("#panel .source")).to_be_visible()
    look("evidence beside it")
    answered(page, UNKNOWN)
    look("not recorded")
    page.get_by_text("Search only in").click()
    look("search only in")
    for path in VIEWS:
        page.goto(address + path)
        look(path)
    assert found == []
    context.close()
