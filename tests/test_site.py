"""The pages beside the chat: their frame, their style, and that nothing put into one can do anything."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from jinja2 import UndefinedError
from markupsafe import Markup
from pages import BROWSER, visited

from web.template import filled


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with visited(tmp_path_factory.mktemp("site")) as opened:
        yield opened


@pytest.mark.parametrize("path", ["/help", "/accessibility"])
def test_a_page_has_a_frame_that_a_screen_reader_can_use(client: TestClient, path: str):
    page = client.get(path, headers=BROWSER)
    assert page.status_code == 200
    assert '<html lang="en-GB">' in page.text
    assert page.text.count("<h1") == 1
    assert page.text.index('class="skip" href="#main"') < page.text.index("<nav") < page.text.index('<main id="main"')


def test_the_style_is_there_and_nothing_else_of_the_folder(client: TestClient):
    assert client.get("/look/site.css").headers["content-type"].startswith("text/css")
    for name in ("none.css", "..%2fsite.py", "%2e%2e/site.py"):
        assert client.get(f"/look/{name}").status_code == 404


def test_a_value_is_shown_and_never_read_as_html_while_html_of_ours_stays():
    hostile = '<img src=x onerror=alert(1)>" {{ 7 * 7 }} \u202e'
    page = filled("problem.html", message=hostile, hint=hostile, where={"path": hostile, "title": hostile}, ref=Markup("<b>1</b>"))
    assert "<img" not in page
    assert "{{" not in page
    assert "\u202e" not in page
    assert '<a href="&#60;img src&#61;x onerror&#61;alert(1)&#62;&#34; &#123;' in page
    assert "<b>1</b>" in page


def test_a_value_that_is_missing_is_an_error_and_no_gap():
    with pytest.raises(UndefinedError):
        filled("problem.html", message="x", hint="", ref="1")
