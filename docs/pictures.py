"""The pictures of the documentation: each view over the invented samples, wide, dark and narrow.

Start the application without minutes of your own (``make run``), then: ``python docs/pictures.py http://127.0.0.1:7860``.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
FOLDER = Path(__file__).with_name("pictures")
WAYS = (("wide", 1280, 860, "light"), ("dark", 1280, 860, "dark"), ("narrow", 320, 720, "light"))
PATHS = {
    "decisions": "/decisions",
    "actions": "/actions",
    "meetings": "/meetings",
    "people": "/people",
    "topics": "/topics?q=budget",
    "briefing": "/briefing?q=QUILL",
    "library": "/library",
    "api": "/api",
}


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        for way, width, height, scheme in WAYS:
            take(browser, sys.argv[1].rstrip("/"), way, {"width": width, "height": height}, scheme)
        browser.close()


def take(browser: Browser, address: str, way: str, size: dict[str, int], scheme: str) -> None:
    """All views in one way of looking at them."""
    page = browser.new_context(viewport=size, color_scheme=scheme).new_page()  # type: ignore[arg-type]
    page.goto(address)
    page.locator("#examples button").first.click()
    page.locator("#chat .badge:not(.badge-working)").first.wait_for(timeout=60_000)
    page.locator("#chat a.cite").first.click()
    page.locator("#panel .source").wait_for()
    page.wait_for_timeout(500)
    save(page, f"ask-{way}")
    item = page.get_by_role("link", name="Open as a page").get_attribute("href")
    for name, path in {"item": item or "/", **PATHS}.items():
        page.goto(address + path)
        save(page, f"{name}-{way}")


def save(page: Page, name: str) -> None:
    """In 64 colours: a third of the bytes, and nobody sees the difference."""
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(64)
    picture.save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
