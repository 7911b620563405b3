"""Signing in, asking and signing out in a real browser, wide and at 320 pixels, by keyboard, and without script."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from gates import PASSWORD, House, Telling, accounts_in, gate_of, served
from playwright.sync_api import Browser, BrowserContext, Page, expect
from test_browser import LIGHTING, Picture, browser, picture, put
from test_browser import pytestmark as pytestmark

__all__ = ["browser", "picture"]  # fixtures

WIDE, NARROW = {"width": 1280, "height": 860}, {"width": 320, "height": 720}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with served(gate_of(accounts_in(tmp_path_factory.mktemp("gate")), questions=30), Telling(pause=0.2)) as running:
        yield running


@pytest.fixture(params=[(WIDE, "wide", "light"), (NARROW, "320", "dark")], ids=["wide", "320"])
def context(request: pytest.FixtureRequest, browser: Browser) -> Iterator[tuple[BrowserContext, str]]:
    size, name, scheme = request.param
    opened = browser.new_context(viewport=size, color_scheme=scheme)
    yield opened, name
    opened.close()


def sign_in(page: Page, password: str = PASSWORD) -> None:
    page.get_by_label("Name").fill("rhea")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def watch(page: Page) -> list[str]:
    """Errors of scripts and of the policy; that a page may not be had is none."""
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(f"page error: {error}"))
    page.on(
        "console",
        lambda message: troubles.append(message.text) if message.type == "error" and "status of 401" not in message.text else None,
    )
    return troubles


def no_overflow(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def test_one_signs_in_asks_and_signs_out_again(house: House, context: tuple[BrowserContext, str], picture: Picture):
    opened, name = context
    page = opened.new_page()
    troubles = watch(page)
    page.goto(f"{house.address}/")
    expect(page).to_have_url(f"{house.address}/login")
    expect(page).to_have_title("Sign in - Minutes assistant")
    expect(page.get_by_label("Name")).to_be_focused()
    assert no_overflow(page)
    picture(page, f"{name}-login")
    sign_in(page, "not the password")
    expect(page.get_by_role("alert")).to_contain_text("The name or the password is not right.")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Name")).to_have_value("rhea")
    assert no_overflow(page)
    picture(page, f"{name}-login-wrong")
    sign_in(page)
    expect(page.locator("#bar")).to_contain_text("Signed in as rhea (reader)", timeout=30_000)
    put(page, LIGHTING)
    expect(page.locator("#chat .answer")).to_contain_text("For rhea as reader seeing open and exempt")
    page.locator("#chat a.cite").first.click()
    expect(page.locator("#panel mark")).to_be_visible()
    page.keyboard.press("Escape")
    assert no_overflow(page)
    page.evaluate("scrollTo(0, 0)")
    picture(page, f"{name}-signed-in")
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(f"{house.address}/login")
    page.go_back()
    expect(page).to_have_url(re.compile("/login"))  # nothing of it was kept
    assert troubles == []


def test_by_keyboard_alone(house: House, browser: Browser):
    opened = browser.new_context()
    page = opened.new_page()
    page.goto(f"{house.address}/")
    expect(page.get_by_label("Name")).to_be_focused()
    for text in ("rhea", PASSWORD):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your question")).to_be_focused(timeout=30_000)
    page.keyboard.press("Shift+Tab")
    for _ in range(40):
        if page.evaluate("document.activeElement.textContent") == "Sign out":
            break
        page.keyboard.press("Shift+Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{house.address}/login")
    assert outline == "solid"
    opened.close()


def test_the_form_works_without_script(house: House, browser: Browser):
    opened = browser.new_context(java_script_enabled=False)
    page = opened.new_page()
    page.goto(f"{house.address}/login")
    sign_in(page)
    expect(page).to_have_url(f"{house.address}/")
    assert [cookie["name"] for cookie in opened.cookies()] == ["minutes"]
    opened.close()


def test_a_question_after_the_session_has_ended_leads_to_the_form(house: House, browser: Browser):
    opened = browser.new_context()
    page = opened.new_page()
    page.goto(f"{house.address}/")
    sign_in(page)
    expect(page.get_by_label("Your question")).to_be_visible(timeout=30_000)
    expect(page.locator("#held")).to_contain_text("Searching")
    house.sessions.end(next(cookie["value"] for cookie in opened.cookies()))
    page.get_by_label("Your question").fill(LIGHTING)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/login\?ended$"))
    expect(page.get_by_role("status")).to_have_text("Your session has ended. Sign in again.")
    opened.close()


def test_too_many_questions_are_said_in_words(house: House, browser: Browser):
    opened = browser.new_context()
    page = opened.new_page()
    page.goto(f"{house.address}/")
    sign_in(page)
    expect(page.get_by_label("Your question")).to_be_visible(timeout=30_000)
    for _ in range(30):
        house.gate.questions.take("rhea")
    page.get_by_label("Your question").fill(LIGHTING)
    page.keyboard.press("Enter")
    expect(page.get_by_text("You have asked many questions in a short time.")).to_be_visible()
    house.gate.questions.clear("rhea")
    opened.close()
