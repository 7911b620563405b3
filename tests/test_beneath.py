"""What stands beneath an answer and in the group "Search only in": what was searched and looked at, choices, chips."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import unescape
from html.parser import HTMLParser

import pytest
from fakes_app import PAYLOADS, ScriptedAssistant, ScriptedCatalog, asked
from pages import MINUTES
from worlds import assistant, document, evidence, world

from assistant.answer import ANYWHERE, Answer
from assistant.assistant import Assistant
from index.errors import AssistantError
from index.minutes import Scope
from web.asking import Asking
from web.beneath import LOOKED_AT, beneath_html, with_beneath
from web.chat import Conversation, ask
from web.narrow import Choice, body_options, chips_html, choice_of, without

KITES = """MARROWBY KITE COMMITTEE

Minutes of the meeting held on 12 March 2024

Present: Ms Arkle (Chair), Mr Dunn

1. Apologies
None.
2. Next meeting
9 April 2024.
"""
NOTHING = Choice()
THREE_YEARS = Choice("", "2019-01-01", "2021-12-31")
SLUICE, KITE = "withernick-sluice-board", "marrowby-kite-committee"


@pytest.fixture(scope="module")
def boards(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with world(tmp_path_factory.mktemp("boards"), {**MINUTES, "kites.txt": KITES}) as store:
        yield assistant(store)


def beneath(of: Assistant, question: str, choice: Choice = NOTHING) -> str:
    """What the page shows under the answer; the tags are ours, so they may be taken apart by a pattern."""
    asking = Asking(of, choice)  # type: ignore[arg-type]
    *_, now = ask(asking, question, Conversation())
    return with_beneath(now, asking, "k" * 24).exchanges[-1].beneath


def plain(html: str) -> str:
    return unescape(re.sub(r'<span class="unseen">.*?</span>|<[^>]+>', "", html))


# -- what was searched


def test_it_is_said_plainly_that_everything_was_searched(boards: Assistant):
    assert "Searched: everything held here (3 documents)." in plain(beneath(boards, "What about helicopters?"))


def test_what_the_question_was_understood_to_name_is_said_and_can_be_changed(boards: Assistant):
    html = beneath(boards, "What did the Withernick Sluice Board decide in February 2024 about the winch?")
    assert "Searched: Withernick Sluice Board, February 2024 (1 document)." in plain(html)
    assert f'class="change" value="{SLUICE}|2024-02-01|2024-02-29|all"' in unescape(html)


def test_what_was_chosen_is_said_to_be_chosen(boards: Assistant):
    html = beneath(boards, "What was decided about the winch?", Choice(first="2024-02", papers="minutes"))
    assert "Searched, as you chose: from 1 February 2024 on, minutes and notes only (2 documents)." in plain(html)


@pytest.mark.parametrize(
    ("scopes", "choice"),
    [
        ((Scope(),), Choice()),
        ((Scope(("a",), ("agenda",), date(2020, 1, 1)),), Choice("a", "2020-01-01", "", "agendas")),
        ((Scope(("a", "b")),), Choice()),
        ((Scope(("a",)), Scope(("b",))), Choice()),
        ((Scope(first=date(2019, 1, 1), last=date(2019, 12, 31)), Scope(first=date(2021, 1, 1), last=date(2021, 12, 31))), THREE_YEARS),
    ],
)
def test_what_was_searched_fills_the_fields_as_far_as_they_can_say_it(scopes: tuple[Scope, ...], choice: Choice):
    assert choice_of(scopes) == choice


# -- what was looked at


def test_the_best_items_that_are_not_cited_are_listed_folded_with_links(boards: Assistant):
    html = beneath(boards, "What was decided about the winch in February 2024?")
    assert '<details class="looked"><summary>Also looked at (2)</summary>' in html
    links = re.findall(r'<a href="([^"]+)"', html)
    assert sorted(map(unescape, links)) == [f"/items/{SLUICE}/2024-02-13/minutes/0{n}" for n in (0, 1)]


def test_it_is_open_where_the_minutes_record_nothing_and_holds_five_at_most(boards: Assistant):
    html = beneath(boards, "What about helicopters?")
    assert '<details class="looked" open>' in html
    assert html.count("<li>") == LOOKED_AT


def test_no_item_that_may_not_be_seen_is_listed_since_none_was_found():
    answer = replace(_answer(), evidence=())
    assert "looked" not in beneath_html(answer, ScriptedCatalog(), False, "")


def _answer() -> Answer:
    [exchange] = asked("the lamps").exchanges
    assert exchange.answer
    return exchange.answer


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_of_a_title_a_body_or_a_choice_comes_through_as_markup(payload: str):
    of = replace(document("x", payload, payload, "2019-03-06"), file=payload)
    found = evidence(1, 1.0, ("words", 1.0), of=of)
    found = replace(found, item=replace(found.item, title=payload, number=None, item_id="x/<img src=x>/minutes/01"))
    catalog = ScriptedCatalog()
    catalog.documents = lambda scope=ANYWHERE: [of]  # type: ignore[method-assign,assignment,misc]
    clarify = replace(_answer(), status="clarify", text=f"Which one? 1. {payload}; 2. Other.", evidence=(found,), citations=())
    for shown in (
        beneath_html(replace(clarify, searched=(Scope(bodies=("x",)),)), catalog, True, "key"),
        chips_html(Choice(body="x", first=payload), catalog),
        chips_html(Choice(body="x"), catalog),
        chips_html(Choice.of(payload, payload, payload, payload), catalog),
    ):
        found_in = Tags()
        found_in.feed(shown)
        assert found_in.tags <= {"div", "p", "span", "button", "details", "summary", "ul", "li", "a"}
        assert {name for name, _ in found_in.attributes} <= {"class", "type", "value", "href", "role", "aria-hidden"}
        assert all((value or "").startswith("/items/x/%3Cimg") for name, value in found_in.attributes if name == "href")


class Tags(HTMLParser):
    """The tags and attributes of HTML as a browser reads them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs


# -- a question back


def test_each_choice_of_a_question_back_is_a_button_that_is_understood_as_that_choice():
    text = "Several fit this. Which meeting is meant? 1. Kite Board, 1 March 2024; 2. Kite Board, 16 March 2024."
    html = beneath_html(replace(_answer(), status="clarify", text=text, citations=()), ScriptedCatalog(), False, "")
    buttons = re.findall(r'<button type="button" class="choice" value="([^"]*)">([^<]*)</button>', html)
    assert [plain(words) for _, words in buttons] == ["Kite Board, 1 March 2024", "Kite Board, 16 March 2024"]
    assert [plain(value) for value, _ in buttons] == ["1", "Kite Board, 16 March 2024"]  # "1 March" would be "16 March" as well


def test_an_answer_that_asks_nothing_back_has_no_choices(boards: Assistant):
    assert 'class="choice"' not in beneath(boards, "What about helicopters?")


# -- what is chosen


def test_the_bodies_to_choose_from_are_those_that_are_seen(boards: Assistant):
    options = body_options(boards.store.catalog.documents())
    assert options == [("Any body", ""), ("Marrowby Kite Committee", KITE), ("Withernick Sluice Board", SLUICE)]


def test_fields_become_a_scope(boards: Assistant):
    choice = Choice.of(SLUICE, " 2024-01 ", "2024", "agendas")
    assert choice.within(boards.store.catalog) == Scope((SLUICE,), ("agenda",), date(2024, 1, 1), date(2024, 12, 31))
    assert Choice.of(None, None, None, None).within(boards.store.catalog) == Scope()
    assert Choice.of("", "", "", "no such papers") == Choice()


@pytest.mark.parametrize(
    ("choice", "message", "hint"),
    [
        (Choice(first="soon"), "“From” is no date: soon", "Write 2024, 2024-03 or 2024-03-18"),
        (Choice(last="2024-02-30"), "“To” is no date: 2024-02-30", "Write 2024, 2024-03 or 2024-03-18"),
        (Choice(first="2025", last="2024"), "“From” is later than “To”", "Exchange them"),
        (Choice(body="no-such-body"), "No minutes of the body chosen are held", "Choose one from the list"),
    ],
)
def test_fields_that_cannot_be_are_told_in_plain_words(boards: Assistant, choice: Choice, message: str, hint: str):
    with pytest.raises(AssistantError) as refused:
        choice.within(boards.store.catalog)
    assert (refused.value.message, refused.value.hint) == (message, hint)
    assert 'role="alert"' in chips_html(choice, boards.store.catalog)
    *_, now = ask(Asking(boards, choice), "the winch", Conversation())  # type: ignore[arg-type]
    assert now.exchanges[-1].failed
    assert message in plain(now.exchanges[-1].html)


def test_what_is_chosen_is_shown_as_chips_that_can_be_taken_off(boards: Assistant):
    choice = Choice(SLUICE, "2024", "2024", "minutes")
    html = chips_html(choice, boards.store.catalog)
    assert re.findall(r'class="narrow-chip" value="(\w+)">([^<]*) <', html) == [
        ("body", "Withernick Sluice Board"),
        ("dates", "2024"),
        ("papers", "minutes and notes only"),
    ]
    assert without(choice, "body") == Choice("", "2024", "2024", "minutes")
    assert without(choice, "dates") == Choice(SLUICE, "", "", "minutes")
    assert without(choice, "papers") == Choice(SLUICE, "2024", "2024")
    assert chips_html(Choice(), boards.store.catalog) == ""


def test_what_is_chosen_reaches_the_assistant():
    scripted = ScriptedAssistant()
    list(ask(Asking(scripted, Choice(body="harbour", last="2019")), "the lamps", Conversation()))
    assert scripted.chosen == [Scope(("harbour",), (), None, date(2019, 12, 31))]
