"""How long a person waits at the page: until it is ready, and from the question to the first words of an answer.

``python -m benchmarks.page [--items 10000] [--folder DIR]`` makes an archive of invented minutes once and keeps it in DIR; it then
starts the application over it and measures in Chromium. Times are medians, in seconds, on this machine.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import time
from pathlib import Path

from benchmarks.archive import documents
from benchmarks.stores import BENCH, kept, served

CHROMIUM = "/usr/bin/chromium"
FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
LOADS, QUESTIONS = 7, 15


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.page", description="Measure what a person waits for at the page.")
    parser.add_argument("--items", type=int, default=10_000, help="items of the archive (default 10000)")
    parser.add_argument("--folder", type=Path, default=BENCH, help="where the archive is kept (default .bench)")
    options = parser.parse_args(arguments)
    store = kept(options.folder, options.items).store
    began = time.perf_counter()
    with served(store) as address:
        print(f"application ready       {time.perf_counter() - began:6.2f} s")
        _measure(address, _questions(options.items))
    return 0


def _questions(items: int) -> list[str]:
    """What was decided on the last subjects of meetings spread over the archive."""
    held = list(documents(items))
    chosen = held[:: max(1, len(held) // QUESTIONS)][:QUESTIONS]
    return [f"What was decided on the {_subject(text)}?" for _, text in chosen]


def _subject(text: str) -> str:
    return str(re.findall(r"\b(?:the|of the) ((?:\w+) of the [A-Z]\w+ [\w ]+?)(?: be| had| ends| would| by|\.)", text)[-1])


def _measure(address: str, questions: list[str]) -> None:
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
    _print("page ready", loads)
    _print("first words", [first for first, _ in waits])
    _print("whole answer", [whole for _, whole in waits])


def _print(name: str, seconds: list[float]) -> None:
    print(f"{name:<23} {statistics.median(seconds):6.2f} s  (of {len(seconds)}; longest {max(seconds):.2f} s)")


if __name__ == "__main__":
    sys.exit(main())
