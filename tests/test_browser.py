"""The page in a real browser: asking, reading, opening a citation by mouse and by keyboard, and a hostile minute.

Pictures go into the folder named by SCREENSHOTS, or else into the test's own.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

from tests.fakes_app import PAYLOADS, ScriptedAssistant, archive_of
from tests.serving import serving
from web.archive import NOTICE
from web.server import create_server

CHROMIUM = "/usr/bin/chromium"
ROOT = Path(__file__).resolve().parent.parent
ARGUMENTS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update"
WIDE, NARROW = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
LIGHTING = "What did the board agree on the lighting of the quay?"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason=f"NOT TESTED: the page in a browser. There is no {CHROMIUM}: install chromium."),
    # The loop that Playwright runs in this thread is closed only when the process ends.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    # Said by pandas when Gradio counts its own events.
    pytest.mark.filterwarnings("ignore:(The copy keyword|'future.no_silent_downcasting') is deprecated"),
]

Open = Callable[..., Page]
Picture = Callable[[Page, str], None]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A server with the scripted assistant."""
    with serving(create_server(archive_of(ScriptedAssistant(pause=0.4), (LIGHTING, "Is a ferry mentioned?"), NOTICE))) as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS.split(), "--disable-sync"])
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Open]:
    """Opens the page at an address; at the end, no request went elsewhere, no script of a text ran, and no error was logged."""
    contexts: list[BrowserContext] = []
    strangers: list[str] = []
    troubles: list[str] = []

    def watch(page: Page, address: str) -> None:
        def note(request: Request) -> None:
            if not request.url.startswith((f"{address}/", "data:", "blob:")):
                strangers.append(request.url)

        page.on("request", note)
        page.on("dialog", lambda dialog: troubles.append(f"dialog: {dialog.message}"))
        page.on("pageerror", lambda error: troubles.append(f"page error: {error}"))
        page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)

    def opened(address: str, size: dict[str, int] = WIDE, scheme: str = "light") -> Page:
        context = browser.new_context(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        watch(page, address)
        page.goto(f"{address}/")
        expect(page.locator("#question textarea")).to_be_visible(timeout=30_000)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert strangers == []
    assert troubles == []


@pytest.fixture
def picture(tmp_path: Path) -> Picture:
    folder = Path(os.environ.get("SCREENSHOTS") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)

    def take(page: Page, name: str) -> None:
        page.wait_for_timeout(400)  # smooth scrolling and fading in
        page.screenshot(path=folder / f"{name}.png")

    return take


def put(page: Page, question: str) -> None:
    """Types the question and waits for the whole answer."""
    before = page.locator("#chat .answer").count()
    page.locator("#question textarea").fill(question)
    page.locator("#question textarea").press("Enter")
    expect(page.locator("#chat .answer")).to_have_count(before + 1, timeout=60_000)
    expect(page.locator("#chat .badge-working")).to_have_count(0, timeout=60_000)


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.getAttribute('href') || document.activeElement.tagName"))


def test_the_page_has_a_language_a_title_a_banner_and_examples(address: str, visit: Open, picture: Picture):
    page = visit(address)
    assert page.locator("html").get_attribute("lang") == "en"
    expect(page).to_have_title("Minutes assistant")
    expect(page.locator(".banner")).to_contain_text("These are invented sample minutes of bodies that do not exist.")
    expect(page.locator("#held")).to_contain_text("Searching 2 documents")
    expect(page.get_by_role("heading", name="Minutes assistant")).to_be_visible()
    expect(page.get_by_label("Your question")).to_be_focused()
    picture(page, "wide-start")
    page.get_by_role("button", name=LIGHTING).click()
    expect(page.locator("#chat .sources")).to_be_visible(timeout=20_000)
    expect(page.locator("#examples")).to_be_hidden()


def test_an_answer_comes_sentence_by_sentence_and_its_numbers_become_links(address: str, visit: Open):
    page = visit(address)
    page.locator("#question textarea").fill(LIGHTING)
    page.locator("#question textarea").press("Enter")
    expect(page.locator("#chat .answer")).to_contain_text("The Board agreed to set aside £14,500", timeout=20_000)
    expect(page.locator("#chat .badge-working")).to_be_visible()
    expect(page.get_by_role("log")).to_have_attribute("aria-busy", "true")
    expect(page.locator("#chat a.cite")).to_have_count(0)
    expect(page.locator("#chat a.cite")).to_have_count(4, timeout=20_000)
    expect(page.locator("#chat .badge")).to_have_text("Answered")
    expect(page.locator("#chat .verdict")).to_have_text("Agreed")
    expect(page.locator("#chat .sources")).to_contain_text("Harbour and Quays Board, 6 March 2019, minutes, item 2 · draft")
    expect(page.get_by_role("log")).to_have_attribute("aria-busy", "false")
    expect(page.get_by_role("log")).to_have_attribute("aria-live", "off")  # each answer is said once, by test_browser_conversations.py
    assert page.locator('#chat [aria-label*="<"]').count() == 0
    expect(page.get_by_label("Your question")).to_have_value("")


@pytest.mark.parametrize(("size", "name"), [(WIDE, "wide"), (NARROW, "narrow")])
def test_a_citation_opens_by_mouse_and_by_keyboard_and_gives_the_focus_back(
    address: str, visit: Open, picture: Picture, size: dict[str, int], name: str
):
    page = visit(address, size)
    put(page, LIGHTING)
    picture(page, f"{name}-answer")
    page.locator("#chat a.cite").first.click()
    expect(page.locator("#panel h2")).to_have_text("Harbour and Quays Board, 6 March 2019, draft minutes, item 2")
    expect(page.locator("#panel mark")).to_have_text("The Board agreed to set aside £14,500 for the work, subject to a second quotation.")
    expect(page.locator("#panel mark")).to_be_in_viewport()
    expect(page.locator("#panel h2")).to_be_focused()
    expect(page.locator("#panel h2")).to_be_in_viewport()
    expect(page.locator("#panel .source-status")).to_have_text("Draft: not yet accepted as a correct record")
    picture(page, f"{name}-citation")
    page.get_by_role("button", name="Close").click()
    expect(page.locator("#chat a.cite").first).to_be_focused()
    page.keyboard.press("Tab")
    assert focused(page) == "#cite-1-2"
    page.keyboard.press("Enter")
    expect(page.locator("#panel mark")).to_contain_text("eleven lamps had failed since the autumn")
    expect(page.locator("#panel h2")).to_be_focused()
    page.keyboard.press("Escape")
    assert focused(page) == "#cite-1-2"
    expect(page.locator("#panel")).to_contain_text("Choose a citation")


@pytest.mark.parametrize(("size", "beside"), [(WIDE, True), (NARROW, False)])
def test_the_panel_stands_beside_the_chat_or_under_it_and_nothing_overflows(address: str, visit: Open, size: dict[str, int], beside: bool):
    page = visit(address, size)
    put(page, LIGHTING)
    page.locator("#chat a.cite").first.click()
    expect(page.locator("#panel mark")).to_be_visible()
    left, right = page.locator("#left").bounding_box(), page.locator("#panel .source").bounding_box()
    assert left is not None
    assert right is not None
    assert (right["x"] >= left["x"] + left["width"]) is beside
    assert (right["y"] >= left["y"] + left["height"]) is not beside
    assert page.evaluate("document.documentElement.scrollWidth") == size["width"]


def test_links_of_several_answers_open_their_own_sources(address: str, visit: Open):
    page = visit(address)
    put(page, LIGHTING)
    put(page, "Is a ferry mentioned?")
    put(page, "the hostile minute")
    page.locator('#chat a[href="#cite-3-1"]').first.click()
    expect(page.locator("#panel h2")).to_contain_text("Signals &")
    page.locator('#chat a[href="#cite-1-2"]').first.click()
    expect(page.locator("#panel h2")).to_contain_text("Harbour and Quays Board")
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator("#chat .answer")).to_have_count(0)
    expect(page.locator("#panel")).to_contain_text("Choose a citation")
    expect(page.locator("#examples")).to_be_visible()


def test_a_hostile_minute_question_and_answer_do_nothing(address: str, visit: Open, picture: Picture):
    page = visit(address)
    put(page, "hostile " + " ".join(PAYLOADS)[:1500])
    page.locator("#chat a.cite").first.click()
    expect(page.locator("#panel mark")).to_be_visible()
    picture(page, "wide-hostile")
    page.locator("#held summary").click()
    for place in ("#chat .message-content", "#panel .source", "#held details"):
        inside = page.locator(place).locator("script,iframe,object,embed,form,input,meta,base,link,img,svg,style,math,[style]")
        assert inside.count() == 0, place
    attributes = page.evaluate(
        "[...document.querySelectorAll('#chat .message-content *, #panel .source *, #held details *')].flatMap(e => e.getAttributeNames())"
    )
    assert not [name for name in attributes if name.startswith("on")]
    links = page.eval_on_selector_all("#chat a, #panel a, #held a", "all => all.map(a => a.getAttribute('href'))")
    assert links
    ours = r"#cite-\d+-\d+|/items/[\w/.~-]+(\?start=\d+&end=\d+&words=[0-9a-f]{8})?"
    assert all(re.fullmatch(ours, link) for link in links)
    for payload in PAYLOADS:
        expect(page.locator("#chat .answer")).to_contain_text(payload)


@pytest.mark.parametrize(
    ("question", "words"), [("   ", "The question is empty."), ("w" * 2001, "more than 2,000"), ("explode", "went wrong")]
)
def test_a_failure_is_a_sentence_and_the_question_stays_to_be_changed(address: str, visit: Open, question: str, words: str):
    page = visit(address)
    put(page, question)
    expect(page.locator("#chat .failure")).to_contain_text(words)
    expect(page.get_by_label("Your question")).to_have_value(question)
    assert "Traceback" not in page.content()


def test_every_status_on_a_dark_screen(address: str, visit: Open, picture: Picture):
    page = visit(address, scheme="dark")
    for question in ("which", "Is a ferry mentioned?", LIGHTING):
        put(page, question)
    page.locator("#chat a.cite").first.click()
    expect(page.locator("#panel mark")).to_be_visible()
    assert page.locator("#chat .answer").first.evaluate("e => getComputedStyle(e).color") == "rgb(232, 236, 242)"
    picture(page, "dark-citation")


def test_two_people_have_two_conversations(address: str, visit: Open):
    one, other = visit(address), visit(address)
    put(one, LIGHTING)
    put(other, "Is a ferry mentioned?")
    expect(one.locator("#chat .question")).to_have_text([LIGHTING])
    expect(other.locator("#chat .question")).to_have_text(["Is a ferry mentioned?"])


# -- the whole program over the samples


@pytest.fixture
def program(tmp_path: Path) -> Iterator[str]:
    """``python app.py`` with no store yet, until it says where it is."""
    command = [sys.executable, "app.py", "--port", "0", "--store", str(tmp_path / "store")]
    with (tmp_path / "errors.txt").open("w") as errors:
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, text=True)
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found, (tmp_path / "errors.txt").read_text()
        yield found.group()
        process.terminate()
        process.wait(20)
        process.stdout.close()


@pytest.mark.slow
def test_the_samples_are_loaded_asked_and_cited(program: str, visit: Open, picture: Picture):
    page = visit(program)
    expect(page.locator(".banner")).to_contain_text("invented sample minutes")
    picture(page, "samples-start")
    examples = page.locator("#examples button").all_inner_texts()
    for number, example in enumerate(examples):
        put(page, example)
        assert page.locator("#chat .failure").count() == 0
        expect(page.locator("#chat .answer").nth(number).locator(".badge")).not_to_have_text("Not recorded in the minutes")
        picture(page, f"samples-answer-{number + 1}")
    for link in ("#cite-1-1", "#cite-2-1", "#cite-3-1"):
        page.locator(f'#chat a[href="{link}"]').first.click()
        expect(page.locator("#panel mark").first).to_be_in_viewport()
        picture(page, f"samples-citation{link[5:]}")
    page.keyboard.press("Escape")
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    page.locator('#chat a[href="#cite-1-1"]').first.click()
    expect(page.locator("#panel mark").first).to_be_in_viewport()
    expect(page.locator("#panel h2")).to_be_in_viewport()
    picture(page, "samples-narrow-citation")
