"""The page of an item in a real browser: by keyboard, at 320 pixels, in the dark, on paper, without script; and from the chat."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from evidence import FEN, LADDER, held
from fakes_app import archive_of
from pages import MINUTES
from playwright.sync_api import Browser, Page, expect
from test_browser import Picture, browser, picture, put
from test_browser import pytestmark as pytestmark
from test_standing import DECEMBER, JANUARY
from worlds import QUAY, assistant

from web.server import create_server

__all__ = ["browser", "picture"]  # fixtures

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
TEXT = MINUTES["sluice-2024-01-09.txt"]
COST = "A new winch would cost £8,400."
START = TEXT.index(COST)
WINCH = f"/items/withernick-sluice-board/2024-01-09/minutes/02?start={START}&end={START + len(COST)}"
# Targets under 24 pixels, but for links within a sentence.
SMALL = "[...document.querySelectorAll('.evidence :is(a, button, input)')].filter(e => !e.closest('.told') && e.offsetHeight < 24).length"
PAGES = (
    WINCH,
    f"/items/{LADDER}",
    "/items/fellside-rescue-board/2022-12-13/minutes/02",
    "/items/quayside-and-locks-board/2019-03-06/agenda/03",
    "/documents/quayside-and-locks-board/2019-03-06/minutes",
    "/items/none/2019-03-06/minutes/02",
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    files = {**MINUTES, **QUAY, "december.txt": DECEMBER, "january.txt": JANUARY, "fen.pdf": FEN}
    with held(tmp_path_factory.mktemp("items"), files) as store:
        app = create_server(archive_of(assistant(store)))
        with socket.create_server(("127.0.0.1", 0)) as door:
            server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
            thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
            thread.start()
            yield f"http://127.0.0.1:{door.getsockname()[1]}"
            server.should_exit = True
            thread.join(10)


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_the_pages_have_no_fault_of_access_and_fit_a_narrow_screen(
    browser: Browser, address: str, picture: Picture, width: int, scheme: str
):
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    for path in PAGES:
        page.goto(address + path)
        found = Axe().run(page, options={"runOnly": RULES})
        assert found.violations_count == 0, (path, found.generate_report())
        assert fits(page), path
        assert page.evaluate(SMALL) == 0, path
        name = "-".join(path.partition("?")[0].split("/")[1:3] + path.partition("?")[0].split("/")[-1:])
        picture(page, f"{name}-{width}-{scheme}")
    context.close()


def test_an_item_is_read_copied_left_by_keyboard_and_printed(browser: Browser, address: str, tmp_path: Path):
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    page.goto(address + WINCH)
    expect(page.locator("mark")).to_have_text(COST)
    page.get_by_label("Link to this item").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Copy the link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Copied.")).to_be_visible()
    copied = str(page.evaluate("navigator.clipboard.readText()"))
    assert copied.startswith(address + WINCH)
    page.emulate_media(media="print")
    expect(page.locator("header.site-bar")).to_be_hidden()
    expect(page.get_by_role("button", name="Copy the link")).to_be_hidden()
    expect(page.locator(".printed")).to_have_text(copied)
    expect(page.locator("mark")).to_be_visible()
    assert page.pdf(path=tmp_path / "item.pdf").startswith(b"%PDF")
    page.emulate_media(media="screen")
    page.get_by_role("link", name="Next: 3 Eel pass").press("Enter")
    expect(page.locator("h1")).to_have_text("Withernick Sluice Board, 9 January 2024, minutes, item 3")
    page.goto(f"{address}/items/{LADDER}")
    expect(page.locator("img.page")).to_have_js_property("complete", True)
    assert page.locator("img.page").evaluate("e => e.naturalWidth") > 500
    assert troubles == []
    context.close()


def test_in_the_chat_the_panel_goes_on_to_the_next_item_and_opens_as_a_page(browser: Browser, address: str):
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    page = context.new_page()
    page.goto(f"{address}/")
    put(page, "What would a new winch for the sluice cost?")
    page.locator("#chat a.cite").first.click()
    expect(page.locator("#panel h2")).to_have_text("Withernick Sluice Board, 9 January 2024, minutes, item 2")
    words = page.locator("#panel mark").first.inner_text()
    with context.expect_page() as opened:
        page.get_by_role("link", name="Open as a page").click()
    expect(opened.value.locator("mark").first).to_have_text(words)
    page.get_by_role("link", name="Next: 3 Eel pass").press("Enter")
    expect(page.locator("#panel h2")).to_have_text("Withernick Sluice Board, 9 January 2024, minutes, item 3")
    expect(page.locator("#panel h2")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#chat a.cite").first).to_be_focused()
    context.close()
