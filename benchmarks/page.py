"""How long a person waits at the page: until it is ready, and from the question to the first words of an answer, in Chromium."""

from __future__ import annotations

import re
import time
from pathlib import Path

from benchmarks.archive import documents
from benchmarks.figures import Figure, Section, median
from benchmarks.setting import Setting
from benchmarks.stores import kept, served

CHROMIUM = "/usr/bin/chromium"
FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
LOADS, QUESTIONS = 7, 15
ABOUT = """
The page of the application over {items:,} items, loaded {loads} times, then asked {questions} questions about subjects of its minutes.
Medians.
"""
Waits = tuple[list[float], list[tuple[float, float]]]  # until the page is ready; until the first words and the whole answer


def measure(setting: Setting) -> Section:
    items = setting.items[-1]
    about = ABOUT.format(items=items, loads=LOADS, questions=QUESTIONS)
    if not Path(CHROMIUM).exists():
        return Section("page", "At the page", "Not measured: there is no Chromium on this machine.", ())
    with served(kept(setting.folder, items).store) as address:
        loads, waits = _waited(address, _questions(items))
    figures = (
        Figure("page ready", median(loads), "s"),
        Figure("first words of an answer", median([first for first, _ in waits]), "s"),
        Figure("whole answer", median([whole for _, whole in waits]), "s"),
        Figure("whole answer, longest", max(whole for _, whole in waits), "s"),
    )
    return Section("page", "At the page", about, figures)


def _questions(items: int) -> list[str]:
    """What was decided on the last subjects of meetings spread over the archive."""
    held = list(documents(items))
    chosen = held[:: max(1, len(held) // QUESTIONS)][:QUESTIONS]
    return [f"What was decided on the {_subject(text)}?" for _, text in chosen]


def _subject(text: str) -> str:
    return str(re.findall(r"\b(?:the|of the) ((?:\w+) of the [A-Z]\w+ [\w ]+?)(?: be| had| ends| would| by|\.)", text)[-1])


def _waited(address: str, questions: list[str]) -> Waits:
    from playwright.sync_api import Page, sync_playwright

    def ready(page: Page) -> float:
        began = time.perf_counter()
        page.goto(address)
        page.get_by_label("Your question").wait_for()
        page.locator("#examples button").first.wait_for()
        return time.perf_counter() - began

    def first_words(page: Page, question: str) -> tuple[float, float]:
        """Until the first sentence stands there, and until the answer is whole."""
        page.get_by_label("Your question").fill(question)
        before = page.locator("#chat .answer").count()
        began = time.perf_counter()
        page.keyboard.press("Enter")
        answer = page.locator("#chat .answer").nth(before)
        answer.locator("p:not(.status), li").first.wait_for()
        first = time.perf_counter() - began
        answer.locator(".badge:not(.badge-working)").first.wait_for()
        return first, time.perf_counter() - began

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        loads = []
        for _ in range(LOADS):
            page = browser.new_context().new_page()
            loads.append(ready(page))
        waits = [first_words(page, question) for question in questions]
        browser.close()
    return loads, waits
