"""Minutes without numbers whose items begin with a few bold words, and run on from these on the same line."""

from __future__ import annotations

import pytest
from documents import docx, p, r

from index.docx import read_docx
from index.minutes import Document, Source
from index.parse import parse
from index.read import decode

_HEAD = ("Wexcombe Village Hall Trust", "Minutes of the meeting of 4 June 2024", "Present: Ann Reed (Chair), Bo Oak, Mo Weir")
_ITEMS = (
    ("Minutes of 7 May", "These were agreed and signed by the chair."),
    ("Finance", "Bo gave out the figures for the year. It was agreed to pay the roofer."),
    ("Roof", "The slates on the north side are loose, and the roofer will come in July."),
    ("Any other business", "Mo had nothing to add about the kitchen."),
)


def markdown(stop: str = ".", inside: bool = True) -> Source:
    items = [f"**{title}{stop}** {text}" if inside else f"**{title}**{stop} {text}" for title, text in _ITEMS]
    return decode("trust.md", "\n\n".join([*_HEAD, *items]).encode(), "md")


def html() -> Source:
    items = "".join(f"<p><b>{title}:</b> {text}</p>" for title, text in _ITEMS)
    return decode("trust.html", ("".join(f"<p>{line}</p>" for line in _HEAD) + items).encode(), "html")


def word() -> Source:
    items = "".join(p(r(f"{title}.", "b"), f" {text}") for title, text in _ITEMS)
    return read_docx("trust.docx", docx("".join(p(line) for line in _HEAD) + items))


def only(source: Source) -> Document:
    (document,) = parse(source).documents
    return document


def titles(source: Source) -> list[str]:
    return [item.title for item in only(source).items if item.kind == "item"]


_WAYS = {"md": markdown(), "colon": markdown(":", inside=False), "dash": markdown(" –", inside=False), "html": html(), "docx": word()}


@pytest.mark.parametrize("source", _WAYS.values(), ids=_WAYS)
def test_each_bold_beginning_is_the_title_of_an_item(source: Source):
    assert titles(source) == [title for title, _ in _ITEMS]


def test_an_item_holds_the_words_behind_its_title():
    roof = only(markdown()).items[3]
    assert roof.text == "Roof. The slates on the north side are loose, and the roofer will come in July."


def test_the_roll_in_bold_is_no_item():
    roll = ("**Present:** Ann Reed (Chair), Bo Oak", "**Apologies:** Mo Weir")
    text = "\n\n".join([*_HEAD[:2], *roll, *(f"**{a}.** {b}" for a, b in _ITEMS)])
    found = decode("trust.md", text.encode(), "md")
    assert titles(found) == [title for title, _ in _ITEMS]
    assert [one.name for one in only(found).attendees] == ["Ann Reed", "Bo Oak"]


def test_a_bold_word_that_comes_again_and_again_heads_nothing():
    text = "\n\n".join([*_HEAD, *(f"**Resolved:** that {text}" for _, text in _ITEMS)])
    assert titles(decode("trust.md", text.encode(), "md")) == []


def of(*paragraphs: str) -> list[str]:
    return titles(decode("trust.md", "\n\n".join([*_HEAD, *paragraphs]).encode(), "md"))


_TITLED = [f"**{title}.** {text}" for title, text in _ITEMS]


def test_a_word_half_in_bold_is_no_title():
    words = ("**Co**-option of a trustee was put off.", "**Self**-closing doors are sought.", "**Bo**-led work on the path goes on.")
    assert of(*words) == []
    assert of(*_TITLED, *words) == [title for title, _ in _ITEMS]


def test_outcomes_in_bold_stand_inside_their_items():
    between = [line for titled in _TITLED for line in (titled, "**Resolved:** that it be done."[: 99 if "Roof" in titled else 0]) if line]
    assert of(*between, "**Resolved:** that the meeting be closed.") == [title for title, _ in _ITEMS]
    assert of(_TITLED[0], _TITLED[1], "**Agreed:** that the roofer be paid in July.", _TITLED[2]) == [title for title, _ in _ITEMS[:3]]


def test_a_title_that_comes_twice_costs_no_other_item_its_own():
    assert of(*_TITLED, "**Roof.** The slates were looked at again.") == ["Minutes of 7 May", "Finance", "Any other business"]


def test_where_most_bold_words_come_again_none_is_a_title():
    talk = [f"**{who}:** {text}" for _, text in _ITEMS for who in ("Question to us", "What we said")]
    assert of(*_TITLED, *talk) == []


def test_two_paragraphs_that_begin_in_bold_are_no_list_of_items():
    assert of(*_TITLED[1:3], "The meeting closed at nine.") == []


def test_headings_of_their_own_go_before_bold_beginnings():
    found = of("**Buildings**", *_TITLED[1:], "**Money**", "The accounts were seen by all who came and were found to be in good order.")
    assert found == ["Buildings", "Money"]


def test_those_present_and_their_kinds_are_no_items():
    said = ("**Ann Reed:** I think the roof will do.", "**Bo Oak:** I do not think that.", "**Mo Weir:** Nor do I.")
    assert of(*said) == []
    assert of("**Trustees:** Jo Fenn, Al Reed", *_TITLED) == [title for title, _ in _ITEMS]


def test_two_such_meetings_in_a_file_are_two_documents():
    second = ("Wexcombe Village Hall Trust", "Minutes of the meeting of 2 July 2024", "Present: Ann Reed (Chair), Bo Oak")
    text = "\n\n".join([*_HEAD, *_TITLED, *second, *_TITLED])
    found = parse(decode("trust.md", text.encode(), "md")).documents
    assert [[item.title for item in one.items[1:]] for one in found] == [[title for title, _ in _ITEMS]] * 2


def test_bold_words_inside_numbered_items_begin_no_item():
    text = "\n\n".join([*_HEAD, *(f"{n}. {title}\n\n**Point {n}.** {text}" for n, (title, text) in enumerate(_ITEMS, 1))])
    assert [item.number for item in only(decode("trust.md", text.encode(), "md")).items if item.kind == "item"] == ["1", "2", "3", "4"]


def test_bold_words_that_no_stop_follows_are_a_part_of_their_sentence():
    text = "\n\n".join([*_HEAD, *(f"**{title}** {text}" for title, text in _ITEMS)])
    assert titles(decode("trust.md", text.encode(), "md")) == []
