"""A briefing in a real browser: asked for, edited with and without script, taken away as a Word file and opened again."""

from __future__ import annotations

import re
from collections.abc import Iterator

import docx
import pytest
from axe_playwright_python.sync_playwright import Axe
from fakes_app import archive_of
from playwright.sync_api import Browser, Page, expect
from serving import serving
from sluice import FEBRUARY, JANUARY
from test_browser import Picture, browser, picture
from test_browser import pytestmark as pytestmark
from test_browser_accounts import NARROW, WIDE, no_overflow, watch
from worlds import assistant, world

from web.server import create_server

__all__ = ["browser", "picture"]  # fixtures

AA = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
BOUGHT, DEFERRED = "RESOLVED to buy the winch for £7,950.", "RESOLVED that the purchase of the winch be deferred to the February meeting."
OWN = "Note by the author, not from the minutes"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    files = {"january.txt": JANUARY, "february.txt": FEBRUARY}
    with world(tmp_path_factory.mktemp("sluice"), files) as store, serving(create_server(archive_of(assistant(store)))) as served:
        yield served


def ask(page: Page, address: str) -> None:
    page.goto(f"{address}/briefing")
    page.get_by_label("Subject or question").fill("the sluice winch")
    page.get_by_role("button", name="Make the briefing").click()
    expect(page).to_have_title("Briefing: the sluice winch - Minutes assistant")


def decided(page: Page) -> list[str]:
    return page.get_by_role("region", name="Decisions to date").locator(".quoted").all_inner_texts()


def take(page: Page) -> tuple[str, str]:
    """The name of the Word file and what it says."""
    with page.expect_download() as download:
        page.get_by_role("button", name="Take away as Word").first.click()
    file = download.value
    return file.suggested_filename, "\n".join(paragraph.text for paragraph in docx.Document(str(file.path())).paragraphs)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_question_becomes_a_word_file_without_one_point_and_with_a_note(browser: Browser, address: str, script: bool):
    context = browser.new_context(viewport=WIDE, java_script_enabled=script)
    page = context.new_page()
    troubles = watch(page)
    ask(page, address)
    assert decided(page) == [DEFERRED, BOUGHT]
    page.get_by_role("button", name=re.compile(f"^Down +“{DEFERRED[:20]}")).click()
    expect(page.get_by_role("region", name="Decisions to date").locator(".quoted").first).to_have_text(BOUGHT)
    if script:
        expect(page.get_by_role("status")).to_have_text("Moved down: now 2 of 2.")
        expect(page.locator(":focus")).to_have_text(re.compile("^Up"))  # it cannot go further down
    page.get_by_role("checkbox", name=re.compile(f"Leave out +“{DEFERRED[:20]}")).first.check()
    page.get_by_role("textbox", name=re.compile(rf"{OWN} +\(Open actions\)")).fill("Ask the Clerk.")
    name, text = take(page)
    assert re.fullmatch(r"briefing-the-sluice-winch-[\d-]{10}\.docx", name)
    assert BOUGHT in text
    assert DEFERRED not in text
    assert f"{OWN}: Ask the Clerk." in text
    assert re.findall(r"^\[(\d)\] Withernick Sluice Board, ", text, re.M) == ["1", "2", "3", "4", "5"]
    page.get_by_role("button", name="Update").first.click()
    expect(page.get_by_text("The author left out 1 of the 7 points found.")).to_be_visible()
    expect(page.get_by_role("textbox", name=re.compile(rf"{OWN} +\(Open actions\)"))).to_have_value("Ask the Clerk.")
    assert decided(page) == [BOUGHT, DEFERRED]
    assert troubles == []
    context.close()


@pytest.mark.parametrize(("size", "name"), [(WIDE, "wide"), (NARROW, "320")], ids=["wide", "320"])
def test_its_pages_can_be_used_by_everybody(browser: Browser, address: str, picture: Picture, size: dict[str, int], name: str):
    for scheme in ("light", "dark"):
        context = browser.new_context(viewport=size, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
        page = context.new_page()
        for what, path in (("briefing-form", ""), ("briefing-error", "?q=%3F"), ("briefing", "?q=the+sluice+winch")):
            page.goto(f"{address}/briefing{path}")
            if what == "briefing":
                page.get_by_text("Title and purpose").click()
                page.get_by_label("Title").fill("Winch")
                page.get_by_role("checkbox", name=re.compile(f"Leave out +“{DEFERRED[:20]}")).first.check()
                page.get_by_role("button", name="Update").first.click()
                expect(page.get_by_text("The author left out")).to_be_visible()
            found = Axe().run(page, options=AA).response["violations"]
            assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
            assert no_overflow(page)
            picture(page, f"{name}-{scheme}-{what}")
        context.close()
