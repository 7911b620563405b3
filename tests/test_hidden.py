"""What a page hides, or shows beside its minutes, is in no item and is listed with its reason."""

from __future__ import annotations

from time import perf_counter

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
        "<div class='content no-nav'>words</div>",
        "<div class='has-menu'>words</div>",
        "<section id='navigation-lights'>words</section>",
        "<div id='item-2-skip-hire'>words</div>",
        "<div class='menu'><h1>words</h1></div>",
        "<div class='menu'><p>1. Survey</p><p>words</p></div>",
        "<p data-style='display:none'>words</p>",
        "<p title=hidden>words</p>",
        "<p data-hidden=hidden>words</p>",
        "<p title=' hidden '>words</p>",
        "<p style=overflow:hidden>words</p>",
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


def test_minutes_whose_page_is_said_to_have_no_menu_are_read():
    page = (
        '<html><body><div class="content no-nav menu-closed no-cookie"><h1>Pell Harbour Board</h1><p>Minutes of 4 April 2019</p>'
        "<p>1. Survey</p><p>The survey was seen.</p><p>2. Tides</p><p>The tides were noted.</p></div></body></html>"
    )
    [document] = parse(decode("page.html", page.encode(), "html")).documents
    assert [item.title for item in document.items[1:]] == ["Survey", "Tides"]


def test_a_page_that_is_hidden_as_a_whole_lists_what_it_holds():
    parsed = parse(decode("page.html", b"<html><body><div hidden><p>1. Survey</p></div></body></html>", "html"))
    assert (parsed.documents, [(out.reason, out.text) for out in parsed.left_out]) == ((), [("hidden", "1. Survey")])


@pytest.mark.parametrize(
    "text",
    [
        "<p hidden>never closed<div>words</div><p hidden>Secret</p>",
        "<div hidden>a<!-- </div> -->Secret</div>words",
        "<noscript>Secret</noscript>words",
        "<p HIDDEN='until-found'>Secret</p>words",
        "<ul class='site-nav'><li>Secret</ul>words",
        "<div class='skip-link'>Secret</div>words",
        "<div id=menu>Secret</div>words",
    ],
)
def test_what_is_hidden_stays_hidden(text: str):
    assert "words" in mask(text, "html")
    assert "Secret" not in mask(text, "html")


@pytest.mark.parametrize(
    "text",
    [
        "<div class='menu'>" * 20_000 + "</div>" * 20_000,
        "<p hidden>" * 40_000,
        "<!--<main-->" * 40_000,
        "<!-- " + "<script>" * 40_000 + "-->",
        "<!-- " * 40_000 + "<p hidden>",
    ],
    ids=["menus", "unclosed", "mains", "scripts", "comments"],
)
def test_damaged_pages_are_read_in_one_pass(text: str):
    began = perf_counter()
    list(left_out(text, "html"))
    assert perf_counter() - began < 5
