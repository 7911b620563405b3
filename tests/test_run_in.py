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


def test_bold_words_inside_numbered_items_begin_no_item():
    text = "\n\n".join([*_HEAD, *(f"{n}. {title}\n\n**Point {n}.** {text}" for n, (title, text) in enumerate(_ITEMS, 1))])
    assert [item.number for item in only(decode("trust.md", text.encode(), "md")).items if item.kind == "item"] == ["1", "2", "3", "4"]


def test_bold_words_that_no_stop_follows_are_a_part_of_their_sentence():
    text = "\n\n".join([*_HEAD, *(f"**{title}** {text}" for title, text in _ITEMS)])
    assert titles(decode("trust.md", text.encode(), "md")) == []
