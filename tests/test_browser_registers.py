"""The registers in a real browser: tables scroll in their frame, and axe finds nothing, light or dark, wide or narrow.

Pictures go into the folder named by SCREENSHOTS, or else into the test's own.
"""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.fakes_app import archive_of
from tests.test_browser import ARGUMENTS, CHROMIUM
from tests.test_register_pages import FILES, HEAD
from tests.worlds import QUAY, assistant, world
from web.server import create_server

PAGES = {
    "actions": "/actions",
    "decisions-wrong": "/decisions?since=soon&body=nowhere&kind=none",
    "meetings-many": "/meetings?page=2",
    "people-none": "/people?words=zeppelin",
    "meeting": "/meetings/quayside-and-locks-board/2019-03-06",
    "attendance": "/attendance/saltmarsh-dyke-board",
    "person": "/people/saltmarsh-dyke-board?name=Mr+Birch",
    "topic": "/topics?q=roof",
}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason=f"NOT TESTED: the registers in a browser. There is no {CHROMIUM}."),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # the loop that Playwright runs is closed only when the process ends
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    days = [(day, month) for month in ("May", "June") for day in range(1, 28)]
    many = {
        f"day-{n}.txt": HEAD.format(body="DAILY BOARD", day=f"{day} {month} 2022", there="Ms Alder", absent="Dr Cone") + "1. A\nB.\n"
        for n, (day, month) in enumerate(days)
    }
    with world(tmp_path_factory.mktemp("browsed"), {**FILES, **QUAY, **many}) as store, socket.create_server(("127.0.0.1", 0)) as door:
        server = uvicorn.Server(uvicorn.Config(create_server(archive_of(assistant(store))), log_level="error", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{door.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS.split())
        yield browser
        browser.close()


def sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_axe_finds_nothing_and_no_page_scrolls_sideways(browser: Browser, address: str, tmp_path: Path, scheme: str, width: int):
    folder = Path(os.environ.get("SCREENSHOTS", tmp_path))
    wrong: dict[str, object] = {}
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    for name, path in PAGES.items():
        page.goto(f"{address}{path}")
        for shade in ("light", "dark"):
            page.emulate_media(color_scheme=shade)  # type: ignore[arg-type]
            found = Axe().run(page, options={"runOnly": TAGS, "rules": {"target-size": {"enabled": True}}})
            for one in found.response["violations"]:
                wrong[f"{name} {shade} {one['id']}"] = [node["html"][:160] for node in one["nodes"]][:3]
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.screenshot(path=folder / f"register-{name}-{width}-{scheme}.png", full_page=True)
        if sideways(page):
            wrong[f"{name} {width}"] = "scrolls sideways"
    context.close()
    assert wrong == {}


def test_a_list_is_filtered_sorted_and_opened_by_keyboard_and_without_script(browser: Browser, address: str):
    context = browser.new_context(viewport={"width": 1280, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    page.goto(f"{address}/actions")
    page.get_by_label("Words").fill("roof")
    page.get_by_label("Words").press("Enter")
    expect(page.get_by_text("Showing the only one")).to_be_visible()
    page.get_by_role("link", name="Clear the filters").press("Enter")
    page.get_by_role("link", name="Owner").press("Enter")
    expect(page.get_by_role("columnheader", name="Owner")).to_have_attribute("aria-sort", "ascending")
    expect(page.locator("tbody tr").first).to_contain_text("Benedek Szalai")
    page.get_by_role("link", name="13 February 2024").first.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Saltmarsh Dyke Board, 13 February 2024")
    page.goto(f"{address}/topics?q=roof")
    dot = page.locator("svg a").first
    assert "/items/saltmarsh-dyke-board/2024-02-13/minutes/01?start=" in (dot.get_attribute("href") or "")
    dot.focus()
    assert dot.bounding_box()["width"] >= 24  # type: ignore[index]
    assert refused == []
    context.close()


def test_the_first_column_of_the_attendance_stays_while_the_rest_scrolls(browser: Browser, address: str):
    page = browser.new_page(viewport={"width": 320, "height": 800})
    page.goto(f"{address}/attendance/daily-board")
    name = page.get_by_role("rowheader", name="Ms Alder")
    before = name.bounding_box()["x"]  # type: ignore[index]
    page.get_by_role("region", name="Attendance table").focus()
    page.locator(".frame").evaluate("frame => frame.scrollLeft = 600")
    assert name.bounding_box()["x"] == before  # type: ignore[index]
    assert page.locator(".frame").evaluate("frame => frame.scrollLeft") == 600
    assert not sideways(page)
    page.emulate_media(media="print")
    expect(page.locator("form")).to_be_hidden()
    page.close()
