"""What a page hides, or shows beside its minutes, is in no item and is listed with its reason."""

from __future__ import annotations

import pytest

from index.heal import left_out, mask
from index.hidden import hidden
from index.parse import parse
from index.read import decode

PAGE = """<html><head><title>Minutes | Pell Harbour Board</title><style>p {margin: 0}</style></head><body>
<div class="cookie-banner">We use cookies. <button>Accept</button></div>
<nav><a href="/">Home</a></nav>
<main><p class="breadcrumb"><a href="/">Home</a> / Minutes</p>
<h1>Pell Harbour Board</h1><p>Minutes of the meeting of 4 April 2019</p>
<h2>1. Survey</h2><p>The survey was seen.<!-- not by all --></p><p hidden>Secret words.</p>
<p style="display: none">Other secret words.</p><p>It was filed.</p>
<div class="lunch menu"><div>Soup</div> and fish</div>
<h2>2. Tides</h2><p>The tides were noted.</p></main>
<p>Share this page</p>
<footer>4 Quay Street</footer><script>run("now")</script></body></html>
"""


def test_what_a_page_hides_is_listed_with_its_reason_and_place():
    assert [(out.reason, out.text) for out in left_out(PAGE, "html")] == [
        ("page header", "Minutes | Pell Harbour Board"),
        ("menu", "We use cookies. Accept"),
        ("menu", "Home"),
        ("menu", "Home / Minutes"),
        ("comment", "not by all"),
        ("hidden", "Secret words."),
        ("hidden", "Other secret words."),
        ("menu", "Soup and fish"),
        ("outside the main part", "Share this page"),
        ("running foot", "4 Quay Street"),
        ("script", 'run("now")'),
    ]
    assert all(out.span and PAGE[out.span.start] in "<\n" for out in left_out(PAGE, "html"))


def test_a_parsed_page_lists_it_and_no_item_holds_it():
    parsed = parse(decode("page.html", PAGE.encode(), "html"))
    assert [out.reason for out in parsed.left_out][:4] == ["page header", "menu", "menu", "menu"]
    [document] = parsed.documents
    assert [item.text for item in document.items[1:]] == ["1. Survey The survey was seen. It was filed.", "2. Tides The tides were noted."]


@pytest.mark.parametrize(
    "text",
    [
        "<div hidden>never closed <p>words</p>",
        "<div class='menu-less'>" + "words of the page " * 100 + "</div>",
        "<div data-hidden='1' class='hidden-track'>words</div>",
        "<p>the menu, hidden; class=menu</p>",
        "<body class='has nav'><p>words</p></body>",
    ],
)
def test_what_is_shown_is_not_hidden(text: str):
    assert hidden(text, "html") == []
    assert "words" in mask(text, "html") or "menu" in mask(text, "html")


def test_elements_inside_a_hidden_one_are_hidden_with_it():
    text = "a<div hidden>b<div>c</div>d</div>e"
    assert mask(text, "html").split() == ["a", "e"]


def test_a_long_scripted_page_lists_the_beginning_of_its_script():
    [out] = left_out("<p>words</p><script>" + "go(); " * 100 + "</script>", "html")
    assert (out.text[:10], out.text[-1], len(out.text)) == ("go(); go()", "…", 200)
