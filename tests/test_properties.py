"""Laws of reading and cutting, for minutes made of fragments and for samples that were damaged: no word is lost or said twice.

The laws of items and passages by themselves are in test_parse.py; here they are held against the whole text of the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from documents import at, pdf
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import AssistantError
from index.heal import heal, mask
from index.lines import lines
from index.minutes import Document, Source, Span
from index.parse import own_spans, parse
from index.pdf import read_pdf
from index.read import FORMATS, decode
from index.running import running
from index.split import split

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = [path for path in sorted([*(ROOT / "eval" / "corpus").iterdir(), *(ROOT / "tests" / "data").iterdir()]) if path.suffix in FORMATS]


def places(text: str, spans: Sequence[Span]) -> list[int]:
    """How often each letter and figure of ``text`` is within ``spans``."""
    counted = [0] * len(text)
    for span in spans:
        for place in range(span.start, span.end):
            counted[place] += 1
    return [count for count, sign in zip(counted, text, strict=True) if sign.isalnum()]


def keep_the_laws(source: Source) -> None:
    masked = mask(source.text, source.format)
    parsed = parse(source)
    assert places(masked, [document.span for document in parsed.documents]) == [1] * sum(map(str.isalnum, masked))
    for document in parsed.documents:
        every_word_is_said_once(masked, document)
        what_is_left_out_stands_where_it_says(masked, document)
        passages_next_to_each_other_hold_all_between_them(source, masked, document)


def every_word_is_said_once(masked: str, document: Document) -> None:
    """Each letter of the document is in one item's own text, or left out; a point's text is that of the item it stands in."""
    aside = [out.span for out in document.left_out if out.span]
    points = {item.item_id for item in document.items if item.kind == "point"}
    own = [span for item_id, spans in own_spans(document.items).items() if item_id not in points for span in spans]
    said = [part for span in own for part in span.without(aside)]
    counted = places(masked, [*said, *aside, Span(0, document.span.start), Span(document.span.end, len(masked))])
    assert counted == [1] * len(counted)


def what_is_left_out_stands_where_it_says(masked: str, document: Document) -> None:
    spans = [out.span for out in document.left_out if out.span]
    assert len(spans) == len(document.left_out)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    for out, span in zip(document.left_out, spans, strict=True):
        assert document.span.start <= span.start < span.end <= document.span.end
        assert heal(masked[span.start : span.end]) == out.text


def passages_next_to_each_other_hold_all_between_them(source: Source, masked: str, document: Document) -> None:
    """Two passages of one item with following ordinals can be quoted as one stretch, and none holds what is left out."""
    aside = [out.span for out in document.left_out if out.span]
    found = split(document, source, lambda text: len(text) // 4)
    assert not any(passage.span.overlap(span) for passage in found for span in aside)
    for one, other in pairwise(found):
        if one.item_id == other.item_id and other.ordinal == one.ordinal + 1:
            between = heal(masked[one.span.end : other.span.start])
            assert not any(map(str.isalnum, between.replace("o", "")))  # an "o" is a bullet of word processors
    assert all(passage.text == heal(masked[passage.span.start : passage.span.end]) for passage in found)


# -- minutes made of fragments


TITLES = ["Apologies", "Otter ladder", "Rents of the upper quay", "ACCOUNTS", "Date of next meeting", "Any other business", "CCTV"]
SENTENCES = [
    "The clerk reported that the otter ladder was finished in the spring.",
    "RESOLVED to set the rent at £450 a year.",
    "It was agreed that the harbour master would ask for",
    "a second price for the planks.",
    "Who pays for the lamps? (asked by A. Reed)",
    "• Ms Okafor asked why the eel counts had stopped.",
    "a) the plot beside the mill",
    "(i) the lamps on the quay",
    "ACTION: Clerk to write to the county by 3 May 2024.",
    "450",
    "£3,917.46",
    "Votes for\t\t4",
    "Noted.",
]
LABELS: list[Callable[[int], str]] = [
    lambda n: f"{n}. ",
    lambda n: f"{n} ",
    lambda n: f"{n + 40}/24\t",
    lambda n: f"Item {n}: ",
    lambda n: f"1.{n} ",
    lambda n: f"## {n}. ",
    lambda n: f"<h3>{n}. ",
    lambda n: "",
]
FEET: list[Callable[[int], str]] = [
    lambda n: f"\n\nPage {n} of 9\n\n",
    lambda n: f"\nFen PC 4.11.24\t\t\tPage {n} of 9\n",
    lambda n: f"\n\n\t\t- {n} -\n\n",
    lambda n: f"\n\n{n}\n\n\f",
    lambda n: f"\n\n{n}\n\n",
    lambda n: f" Page {n} of 9 ",
    lambda n: f"\nFen Parish Council\n\f{n}\nFen Parish Council\n",
    lambda n: "\n\nSPACES AND BOATS\n\n",
    lambda n: "\n\n000/00 Iten s: Rurel Crlme\n\n",
]
HEADS = [
    "FEN PARISH COUNCIL\n\nMinutes of the meeting of 4th November 2024\n\nPresent: Ann Reed (Chair), Bo Oak\n\n",
    "Fen Parish Council\n\nAGENDA\n\nMonday 2 December 2024 at 7pm\n\n",
    "",
]


@st.composite
def minutes(draw: st.DrawFn) -> str:
    """A file of one or two documents, numbered in one way each, with running feet anywhere."""
    random = draw(st.randoms(use_true_random=False))
    return "".join(_document(random) for _ in range(random.choice([1, 1, 2])))


def _document(random: Random) -> str:
    label, foot = random.choice(LABELS), random.choice(FEET)
    text, page = random.choice(HEADS), 0
    for n in range(1, random.randrange(1, 9)):
        text += f"{label(n)}{random.choice(TITLES)}\n"
        for sentence in random.choices(SENTENCES, k=random.randrange(6)):
            text += sentence + random.choice(["\n", "\n", " ", "\n\n"])
            if random.random() < 0.2:
                page += 1
                text += foot(page)
    return text


@settings(max_examples=120, deadline=None)
@given(minutes(), st.sampled_from(["txt", "md", "html"]))
def test_no_word_of_minutes_made_of_fragments_is_lost(text: str, format: str):
    keep_the_laws(Source("a", "0" * 64, text, format, "utf-8"))  # type: ignore[arg-type]


@settings(max_examples=120, deadline=None)
@given(minutes())
def test_running_lines_stand_in_order_and_apart(text: str):
    spans = [out.span for out in running(text, lines(mask(text))) if out.span]
    assert all(one.end <= other.start for one, other in pairwise(spans))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(st.sampled_from([*SENTENCES, *TITLES, "1. Oil", "2. Tar", "Page 1 of 2"]), max_size=9), min_size=1, max_size=4))
def test_each_line_of_a_pdf_lies_on_its_page_and_nothing_else_does(pages: list[list[str]]):
    drawn = [[at(60, 60 + 40 * n, words.replace("\t", " ").replace("•", "-")) for n, words in enumerate(page)] for page in pages]
    try:
        found = read_pdf("a.pdf", pdf(*drawn))
    except AssistantError:
        assert not any(pages)
        return
    assert all(one.span.end <= other.span.start for one, other in pairwise(found.places))
    assert all(count == 1 for count in places(found.text, [place.span for place in found.places]))
    for place in found.places:
        page = found.pages[place.page - 1]
        assert page.number == place.page
        assert page.span.start <= place.span.start < place.span.end <= page.span.end
        assert 0 <= place.box[0] < place.box[2]
        assert 0 <= place.box[1] < place.box[3] <= page.height
    keep_the_laws(found)


# -- damaged samples


def _swapped(text: str, random: Random) -> str:
    rows = text.split("\n")
    for _ in range(3):
        n = random.randrange(len(rows))
        rows[n - 1], rows[n] = rows[n], rows[n - 1]
    return "\n".join(rows)


def _doubled(text: str, random: Random) -> str:
    return "\n".join(row for row in text.split("\n") for _ in range(1 + (random.random() < 0.1)))


def _dropped(text: str, random: Random) -> str:
    return "\n".join(row for row in text.split("\n") if random.random() > 0.1)


def _joined(text: str, random: Random) -> str:
    return "".join(" " if sign == "\n" and random.random() < 0.2 else sign for sign in text)


def _tags_cut(text: str, random: Random) -> str:
    return "".join("" if sign in "<>*#" and random.random() < 0.3 else sign for sign in text)


def _stripped(text: str, random: Random) -> str:
    return "\n".join(row.strip() for row in text.split("\n") if row.strip())


def _renumbered(text: str, random: Random) -> str:
    return re.sub(r"\d", lambda figure: str(random.randrange(10)) if random.random() < 0.1 else figure.group(), text)


def _paged(text: str, random: Random) -> str:
    rows, foot = text.split("\n"), random.choice(FEET)
    for n in range(1, 5):
        rows.insert(random.randrange(len(rows)), foot(n))
    return "\n".join(rows)


DAMAGE = [_swapped, _doubled, _dropped, _joined, _tags_cut, _stripped, _renumbered, _paged]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SAMPLES), st.lists(st.sampled_from(DAMAGE), min_size=1, max_size=3), st.randoms(use_true_random=False))
def test_no_word_of_a_damaged_sample_is_lost(path: Path, damage: list[Callable[[str, Random], str]], random: Random):
    text = path.read_text("utf-8", "replace")
    for change in damage:
        text = change(text, random)
    keep_the_laws(Source(path.name, "0" * 64, text, FORMATS[path.suffix], "utf-8"))  # type: ignore[arg-type]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_no_word_of_a_sample_is_lost(path: Path):
    keep_the_laws(decode(path.name, path.read_bytes(), FORMATS[path.suffix]))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SAMPLES), st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=6)), min_size=1, max_size=8))
def test_a_sample_with_random_bytes_in_it_is_read_or_refused(path: Path, changes: list[tuple[float, bytes]]):
    content = bytearray(path.read_bytes())
    for where, given_bytes in changes:
        start = int(where * len(content))
        content[start : start + len(given_bytes)] = given_bytes
    try:
        source = decode(path.name, bytes(content), FORMATS[path.suffix])
    except AssistantError:
        return
    keep_the_laws(source)
