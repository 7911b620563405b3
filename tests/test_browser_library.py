"""The library in a real browser: a PDF uploaded and asked about, with and without script, no violation of WCAG, nothing too wide."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from time import sleep

import pytest
from axe_playwright_python.sync_playwright import Axe
from documents import lines, pdf
from playwright.sync_api import Browser, Page, expect
from test_browser import Picture, browser, picture
from test_browser import pytestmark as pytestmark
from test_browser_accounts import no_overflow, watch
from uploads import APRIL, MARCH, Library, library

from web.server import Announced, settings

__all__ = ["browser", "picture"]  # fixtures
WIDE, NARROW = {"width": 1280, "height": 860}, {"width": 320, "height": 720}
DROP = """() => { const data = new DataTransfer(); data.items.add(new File(['x'], 'notes.txt'));
    const drop = new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true });
    document.getElementById('drop').dispatchEvent(drop); }"""
LEVELS = {"wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Library, str]]:
    with library(tmp_path_factory.mktemp("library")) as held, socket.create_server(("127.0.0.1", 0)) as listening:
        server = Announced(settings(held.client.app), held.gate)  # type: ignore[arg-type]
        server.config.timeout_graceful_shutdown = 1
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            sleep(0.01)
        yield held, f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


def paper(folder: Path, text: str, name: str) -> Path:
    file = folder / name
    file.write_bytes(pdf(lines(72, 72, *text.splitlines())))
    return file


def test_a_pdf_is_uploaded_and_asked_about(house: tuple[Library, str], browser: Browser, tmp_path: Path, picture: Picture):
    page = browser.new_page(viewport=WIDE)
    troubles = watch(page)
    page.goto(f"{house[1]}/library")
    picture(page, "library-1280")
    page.get_by_label("Files of minutes, agendas or notes").set_input_files(paper(tmp_path, MARCH, "march.pdf"))
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("heading", name="What became of your files")).to_be_visible()
    expect(page.locator(".files .badge")).to_have_text("Taken in", timeout=30_000)
    expect(page.locator("#told")).to_have_text("1 of 1 file done")
    expect(page.get_by_role("link", name="Withernick Sluice Board, 12 March 2024, minutes", exact=True)).to_be_visible()
    picture(page, "library-report-1280")
    page.get_by_role("link", name="Ask about the minutes").click()
    page.locator("#question textarea").fill("What was resolved about the penstock?")
    page.locator("#question textarea").press("Enter")
    expect(page.locator("#chat .answer")).to_contain_text("repaint the penstock for £310", timeout=60_000)
    assert troubles == []
    page.context.close()


def test_without_script_the_report_comes_by_itself_and_with_it_files_can_be_dropped(
    house: tuple[Library, str], browser: Browser, tmp_path: Path
):
    context = browser.new_context(viewport=NARROW, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{house[1]}/library")
    page.get_by_label("Files of minutes, agendas or notes").set_input_files([paper(tmp_path, APRIL, "april.pdf")])
    page.get_by_role("button", name="Upload").click()
    expect(page.locator(".files .badge")).to_have_text("Taken in", timeout=30_000)
    context.close()
    page = browser.new_page(viewport=WIDE)
    page.goto(f"{house[1]}/library/upload")
    page.evaluate(DROP)
    assert page.evaluate("document.getElementById('files').files[0].name") == "notes.txt"
    page.get_by_label("Who may see them").select_option("withheld")
    expect(page.get_by_label("The day from which everyone may see them")).to_be_visible()
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("alert")).to_contain_text("You did not say until which day")  # and the page is not left
    assert page.url == f"{house[1]}/library/upload"
    page.context.close()


@pytest.mark.parametrize(("size", "name", "scheme"), [(WIDE, "1280", "light"), (NARROW, "320", "dark")], ids=["wide", "320"])
def test_no_page_of_the_library_breaks_a_rule_of_access_or_is_too_wide(
    house: tuple[Library, str], browser: Browser, size: dict[str, int], name: str, scheme: str, picture: Picture
):
    held, address = house
    context = browser.new_context(viewport=size, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    place = held.send({"notes.txt": MARCH, "x.exe": b"MZ", "empty.txt": b""}).headers["location"]
    held.report(place)
    minutes = "withernick-sluice-board/2024-01-09/minutes"
    places = ("", "/upload", "/gaps", "/aside", f"/documents/{minutes}", f"/remove/{minutes}")
    for n, path in enumerate((place, *(f"/library{end}" for end in places))):
        page.goto(f"{address}{path}")
        picture(page, f"library-{n}-{name}-{scheme}")
        assert violations(page) == [], path
        assert no_overflow(page), path
    context.close()


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found if LEVELS & set(one["tags"])]
