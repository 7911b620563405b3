"""Invented minutes in every house style, each with the traps of the real ones; and the laws of the parser on damaged files."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, time
from itertools import pairwise
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from index.errors import BadFile
from index.heal import heal, mask
from index.minutes import Document, Item, Parsed, Passage, Source
from index.parse import own_spans, parse
from index.read import FORMATS, decode, read
from index.split import MAX_PIECES, split

DATA = Path(__file__).parent / "data"
CORPUS = Path(__file__).parent.parent / "eval" / "corpus"

# Each item: its place below the document's id, number, reference, title, the place of its parent. The head is left out.
EXPECTED: dict[str, list[list[str]]] = {
    # a reference printed twice, one without its slash, two items 9b, a heading between items, a run that begins again
    "running-references.txt": [
        [
            "01 | - | 041/19 | The Commissioner opened the meeting and welcomed the observers. | -",
            "02 | 1 | 04219 | Declarations of Interest Petra Vane declared that her brother is a drainage engineer. | -",
            "03 | 2 | 043/19 | Apologies | -",
            "04 | 9b | 043/19 | Boat thefts | -",
            "05 | 9b | 045/19 | Eel licences | -",
            "06 | 10 | 030/19 | Flood stores | -",
            "07 | 11 | 031/19 | Date of next meeting Thursday 4 July 2019, 1000 hrs. | -",
        ]
    ],
    # the first item lost its label, an action of another meeting in it, a garbled line, a page break inside a sentence
    "table-garbled.txt": [
        [
            "01 | - | - | There was one action left from last time | -",
            "02 | 3 | 027/20 | Questions from the Public | -",
            "03 | 4 | 028/20 | Hare Coursing and Poaching | -",
            "04 | 5 | 029/20 | Work Plan | -",
        ]
    ],
    # an agenda and the minutes of the meeting before, times beside the numbers, a stray reference inside an item
    "pack-agenda-minutes.txt": [
        [
            "01 | 1 | - | Apologies and opening remarks | -",
            "02 | 2 | - | Notes of the previous meeting | -",
            "03 | 3 | - | Custody healthcare | -",
            "04 | 4 | - | Next meeting: 8 March 2023 | -",
        ],
        [
            "01 | 1 | 001/23 | Opening remarks | -",
            "02 | 2 | 002/23 | Notes of the previous meeting | -",
            "03 | 3 | 003/23 | Drones | -",
            "04 | 4 | 004/23 | Date of next meeting | -",
        ],
    ],
    # lettered items in both, decisions that differ between agenda and minutes, a list inside an item, closing entries
    "agenda-draft-decisions.txt": [
        [
            "01 | 1 | - | Apologies | -",
            "02 | 2 | - | Minutes and Action Log | -",
            "03 | 3 | - | Assurance | -",
            "04 | 3a | - | Deep dive (lead theft, fly-tipping) | 03",
            "05 | 3b | - | Scorecard | 03",
            "06 | 4 | - | Decisions for signature | -",
            "06.1 | 2019/021 | - | Marram Police Station | 06",
            "06.2 | 2019/022 | - | OSPREY | 06",
            "07 | 5 | - | A.O.B | -",
            "08 | - | - | Date of Next Meeting: 1st October 2019, 09:30 – 12:00 | -",
        ],
        [
            "01 | 1 | - | Apologies | -",
            "02 | 2 | - | Minutes and Action Log | -",
            "03 | 3 | - | Assurance | -",
            "04 | 3a | - | Deep dive | 03",
            "04.1 | 1 | - | The price of lead. | 04",
            "04.2 | 2 | - | Empty chapels. | 04",
            "05 | 3b | - | Scorecard | 03",
            "06 | 4 | - | Decisions for signature | -",
            "06.1 | 2019/021 | - | Marram Police Station | 06",
            "06.2 | 2019/023 | - | Fuel Cards | 06",
            "07 | 5 | - | A.O.B | -",
            "08 | - | - | Date of Next Meeting: 1st October 2019 | -",
            "09 | - | - | Actions List | -",
        ],
    ],
    # dotted numbers, numbers that begin again inside an item, letters run together in a line
    "assurance-restarting.txt": [
        [
            "01 | 1 | - | MATTERS BROUGHT FORWARD | -",
            "02 | 1.1 | - | Action arising from the January 2019 meeting | 01",
            "03 | 2 | - | INSPECTION | -",
            "04 | 2.1 | - | Findings of the inspectorate | 03",
            "05 | 2.1.1 | - | The Force was graded on four points | 04",
            "05.1 | 1 | - | Vulnerable people are found early. | 05",
            "05.2 | 2 | - | Call takers are not told what to ask. | 05",
            "05.3 | 3 | - | Files are late. | 05",
            "05.4 | 4 | - | Stations are cold. | 05",
            "06 | 2.1.2 | - | What happens next | 04",
            "07 | 2.2 | - | ANY OTHER BUSINESS | 03",
        ]
    ],
    # a municipal year, an item without a number before the first, a reference twice, one damaged, one of another year
    "parish-municipal-year.txt": [
        [
            "01 | - | - | PUBLIC SESSION | -",
            "02 | - | 34.24/25 | Apologies for absence | -",
            "03 | - | 35.24/25 | Declarations of interest None. | -",
            "04 | - | 36.24/25 | Grit bins | -",
            "05 | - | 36.24/25 | Bus shelter | -",
            "06 | - | 3724/25 | Footpath 9 | -",
            "07 | - | 38.23/24 | Correspondence | -",
            "08 | - | 39.24/25 | Date of next meeting Monday 2nd December 2024. | -",
        ]
    ],
    # headings of Markdown, the last one with a number from before
    "governors-headings.md": [
        [
            "01 | - | FGB 31/2024 | Welcome | -",
            "02 | - | FGB 32/2024 | Budget | -",
            "03 | - | FGB 30/2024 | Confidential item | -",
            "04 | - | - | Date of next meeting | -",
        ]
    ],
    # lists and cells of a page, a number printed twice, a table of actions that repeats the numbers
    "panel-lists-cells.html": [
        [
            "01 | 1 | - | Declarations of interest | -",
            "02 | 2 | - | Buses | -",
            "03 | 2.1 | - | Fares | 02",
            "04 | 2.2 | - | Shelters | 02",
            "05 | 2 | - | Trains | -",
            "06 | 4 | - | Work programme | -",
            "07 | - | - | Summary of actions | -",
        ]
    ],
    # no numbers at all; a heading that runs on into its text
    "residents-no-numbers.txt": [
        [
            "01 | - | - | WELCOME | -",
            "02 | - | - | LIFTS | -",
            "03 | - | - | BIKE SHED AT SPINDLE HOUSE | -",
            "04 | - | - | Window cleaning | -",
        ]
    ],
    # labels run together in one line
    "capitals-run-together.txt": [
        [
            "01 | 1 | - | WELCOME AND APOLOGIES | -",
            "02 | 2 | - | BUDGET REPORT | -",
            "03 | 3 | - | SCHOOL DAY | -",
            "04 | 3.1 | - | Clubs | 03",
        ]
    ],
    # the item and the day as the reference
    "ref-day-month-year.txt": [
        [
            "01 | - | Ref 01/17/08/2022 | Apologies | -",
            "02 | - | Ref 02/17/08/2022 | Minutes | -",
            "03 | - | Ref 03/17/08/2022 | Finance | -",
        ]
    ],
    # letters in brackets before sentences
    "trust-lettered-points.txt": [
        [
            "01 | 1 | - | Minutes | -",
            "02 | 2 | - | Harbour Master’s report | -",
            "02.1 | a | - | Traffic. | 02",
            "02.2 | b | - | Dredging. | 02",
            "02.3 | c | - | Incidents. None. | 02",
            "03 | 3 | - | Dues | -",
            "04 | - | - | Next meeting | -",
        ]
    ],
}


def parsed(name: str) -> Parsed:
    return parse(read(DATA / name))


def row(item: Item, document_id: str) -> str:
    place, parent = (each.removeprefix(f"{document_id}/") if each else "-" for each in (item.item_id, item.parent))
    return f"{place} | {item.number or '-'} | {item.minute_ref or '-'} | {item.title} | {parent}"


@pytest.mark.parametrize("name", EXPECTED)
def test_the_items_of_invented_minutes_are_found(name: str):
    found = [[row(item, document.document_id) for item in document.items[1:]] for document in parsed(name).documents]
    assert found == EXPECTED[name]


@pytest.mark.parametrize(
    ("name", "documents"),
    [
        ("running-references.txt", [("fenmarch-crime-and-justice-board/2019-06-06/notes", "unknown", None, None)]),
        ("table-garbled.txt", [("eastholm-assurance-board/2020-10-05/notes", "unknown", time(10), time(11, 30))]),
        (
            "pack-agenda-minutes.txt",
            [
                ("tamworthy-scrutiny-board/2023-02-08/agenda", "unknown", time(10), time(12)),
                ("tamworthy-scrutiny-board/2023-01-11/minutes", "unknown", time(10), time(12)),
            ],
        ),
        (
            "agenda-draft-decisions.txt",
            [
                ("governance-board/2019-09-03/agenda", "unknown", time(9, 30), time(12)),
                ("governance-board/2019-09-03/minutes", "draft", None, None),
            ],
        ),
        ("assurance-restarting.txt", [("monthly-assurance-meeting/2019-03-12/notes", "unknown", time(14), None)]),
        ("parish-municipal-year.txt", [("sallowbeck-parish-council/2024-11-04/minutes", "draft", time(19, 30), time(20, 50))]),
        ("governors-headings.md", [("larkrise-federation-fgb/2024-05-08/minutes", "unknown", time(18), None)]),
        ("panel-lists-cells.html", [("corrie-transport-panel/2024-05-03/minutes", "unknown", time(14), time(15, 25))]),
        (
            "residents-no-numbers.txt",
            [("millrace-housing-association-residents-panel/2024-05-16/notes", "unknown", time(18), time(19, 40))],
        ),
        ("trust-lettered-points.txt", [("strandholm-harbour-trustees/2024-03-01/minutes", "unknown", time(14), None)]),
    ],
)
def test_the_documents_of_a_file_are_told_apart(name: str, documents: list[tuple[str, str, time | None, time | None]]):
    assert [(d.document_id, d.status, d.start_time, d.end_time) for d in parsed(name).documents] == documents


def item(name: str, place: str) -> Item:
    return next(item for document in parsed(name).documents for item in document.items if item.item_id.endswith(place))


@pytest.mark.parametrize(
    ("name", "place", "text"),
    [
        (
            "running-references.txt",
            "/02",
            "04219 Item 1 – Declarations of Interest Petra Vane declared that her brother is a drainage engineer.",
        ),
        ("running-references.txt", "/03", "043/19 Item 2 – Apologies Apologies were received from DCC Ranulf Pike and Dame Isolde Marsh"),
        (
            "running-references.txt",
            "/04",
            "043/19 Item 9b – Boat thefts LINK This report was presented by Superintendent Ida Holm. "
            "Thirty-one boats were stolen in May. Two were found & returned.",
        ),
        ("table-garbled.txt", "/02", "027/20 Item 3: Questions from the Public There were none."),
        (
            "pack-agenda-minutes.txt",
            "minutes/03",
            "003/23 Item 3 – Drones ACC Lind answered questions. Who pays for the batteries? "
            "The Force does, out of the vehicle budget. 003/23 Are pilots insured? They are, up to £2 million.",
        ),
        ("panel-lists-cells.html", "/03", "2.1 Fares A day ticket costs £4.20 A week costs £17"),
        ("parish-municipal-year.txt", "/04", "36.24/25 Grit bins Two bins at £140 each. RESOLVED to buy them."),
        ("agenda-draft-decisions.txt", "minutes/06.2", "2019/023 – Fuel Cards Signed, with the end date put right."),
    ],
)
def test_an_item_holds_its_own_words_and_no_others(name: str, place: str, text: str):
    assert item(name, place).text == text


def test_a_sentence_broken_by_a_page_is_one_passage():
    source = read(DATA / "table-garbled.txt")
    (document,) = parse(source).documents
    texts = [passage.text for passage in split(document, source, len)]
    assert "The fields at Lower Tarn are watched every night in the season." in texts
    assert "The dogs are kept at Holm Kennels at a cost of £14,300 a year." in texts


@pytest.mark.parametrize(
    ("name", "warnings"),
    [
        ("running-references.txt", ["duplicate_reference", "duplicate_number"]),
        ("table-garbled.txt", ["stray_reference"]),
        ("pack-agenda-minutes.txt", ["stray_reference"]),
        ("panel-lists-cells.html", ["duplicate_number"]),
        ("residents-no-numbers.txt", []),
    ],
)
def test_the_defects_of_a_file_are_told(name: str, warnings: list[str]):
    assert [finding.kind for finding in parsed(name).warnings] == warnings


@pytest.mark.parametrize(
    ("name", "attendees", "apologies", "chair"),
    [
        ("running-references.txt", ["Ottoline BRAY", "Kwame OSEI-LUND", "Petra VANE"], ["DCC Ranulf Pike", "Dame Isolde Marsh"], None),
        ("assurance-restarting.txt", ["Verity Lomax", "Hakon Reeve"], ["Bryony Shale"], "Verity Lomax"),
        (
            "parish-municipal-year.txt",
            ["Cllr B Ashlock", "Cllr E Fenn", "Cllr G Harrow-Lee", "Cllr J Kemble", "Cllr L Mott", "Mr P Quill", "Cllr R Stoat"],
            ["Cllr T Vole"],
            "Cllr B Ashlock",
        ),
        (
            "residents-no-numbers.txt",
            ["Dara Finch", "Moll Heron", "Abel Okoye", "Cerys Lunt", "Theo Nash"],
            ["Peg Rudd", "Ali Sayed"],
            "Dara Finch",
        ),
        ("panel-lists-cells.html", ["Una Birch", "Ivo Crane", "Ada Dunlin"], ["Councillor Max Egret"], "Una Birch"),
    ],
)
def test_the_people_of_a_meeting_are_listed(name: str, attendees: list[str], apologies: list[str], chair: str | None):
    (document,) = parsed(name).documents
    assert ([p.name for p in document.attendees], [p.name for p in document.apologies], document.chair) == (attendees, apologies, chair)


def test_seats_on_an_agenda_are_no_persons():
    agenda, minutes = parsed("agenda-draft-decisions.txt").documents
    assert agenda.attendees == ()
    assert [person.name for person in minutes.attendees] == ["Rosamund Keel", "Idris Balfour", "Salome Wick"]


def test_two_documents_of_one_name_in_a_file_get_different_ids():
    one = "Crime Board\nMinutes of the meeting of 3 May 2024\nPresent:\nAnn Reed\n1. Lamps\nOil.\n2. Boats\nTar.\n"
    names = [d.document_id for d in parse(decode("a.txt", (one * 2).encode(), "txt")).documents]
    assert names == ["crime-board/2024-05-03/minutes", "crime-board/2024-05-03/minutes~2"]


def test_no_name_of_an_owner_runs_from_one_paragraph_into_the_next():
    text = "Fish Panel\nMinutes of 3 May 2024\nPresent:\n\nMoorland\n\nConstabulary\n\n1. Lamps\nOil.\n2. Boats\nTar."
    (document,) = parse(decode("a.txt", text.encode(), "txt")).documents
    assert document.meeting.organisation is None


def test_a_text_that_is_no_minutes_is_one_document_with_a_head():
    (document,) = parse(decode("a.txt", b"Dear Ann,\nit rained all day.", "txt")).documents
    assert [(each.kind, each.title, each.text) for each in document.items] == [("head", "Meeting", "Dear Ann, it rained all day.")]
    assert (document.meeting.date, document.role) == (None, "minutes")


def test_a_page_without_words_holds_no_document():
    assert parse(decode("a.html", b"<p></p><!-- x -->", "html")).documents == ()


def test_a_date_without_its_year_takes_the_year_of_the_head():
    (document,) = parsed("assurance-restarting.txt").documents
    assert document.meeting.date == date(2019, 3, 12)


# ---- laws ----

SOURCES = [read(path) for path in sorted([*DATA.iterdir(), *CORPUS.iterdir()]) if path.suffix in FORMATS]
BULLET_O = re.compile(r"o\s+(?=[A-Z£\d\"“‘(])")  # a bullet of word processors, not a letter of the text


def pieces(text: str) -> int:
    return len(text) // 4 + 1


def letters(text: str) -> str:
    """Letters and digits in order, without the bullets."""
    plain = "\n".join(BULLET_O.sub("", line.lstrip(), count=1) if BULLET_O.match(line.lstrip()) else line for line in text.split("\n"))
    return "".join(c for c in heal(plain) if c.isalnum())


def laws_of_items(source: Source, masked: str, document: Document) -> None:
    by_id = {each.item_id: each for each in document.items}
    children: dict[str | None, list[Item]] = {}
    assert document.items[0].kind == "head"
    assert [each.ordinal for each in document.items] == list(range(len(document.items)))
    assert 0 <= document.span.start <= document.span.end <= len(source.text)
    for each in document.items:
        assert document.span.start <= each.span.start <= each.span.end <= document.span.end
        assert each.text == heal(masked[each.span.start : each.span.end])
        if each.parent is not None:
            parent = by_id[each.parent]
            assert parent.span.start <= each.span.start
            assert each.span.end <= parent.span.end
        children.setdefault(each.parent, []).append(each)
    for siblings in children.values():
        assert all(one.span.end <= other.span.start for one, other in pairwise(siblings))
    for outcome in document.outcomes:
        assert by_id[outcome.item_id].citable
        assert heal(masked[outcome.span.start : outcome.span.end]) == outcome.text


def laws_of_passages(source: Source, masked: str, document: Document) -> None:
    by_item: dict[str, list[Passage]] = {each.item_id: [] for each in document.items}
    for passage in split(document, source, pieces):
        by_item[passage.item_id].append(passage)
    for each in document.items:
        found = by_item[each.item_id]
        assert each.citable or not found
        assert all(one.ordinal < other.ordinal for one, other in pairwise(found))
        assert all(one.span.end <= other.span.start for one, other in pairwise(found))
        for passage in found:
            assert passage.text
            assert passage.text == heal(masked[passage.span.start : passage.span.end])
            assert pieces(passage.text) <= MAX_PIECES or len(passage.text.split()) == 1
        if each.citable:
            left_out = [out.span for out in document.left_out if out.span]
            said = [part for span in own_spans(document.items)[each.item_id] for part in span.without(left_out)]
            own = "\n".join(masked[span.start : span.end] for span in said)
            assert "".join(c for passage in found for c in passage.text if c.isalnum()) == letters(own)


def keep_the_laws(source: Source) -> None:
    result = parse(source)
    masked = mask(source.text, source.format)
    ids = [each.item_id for document in result.documents for each in document.items]
    assert len(ids) == len(set(ids))
    assert all(one.span.end <= other.span.start for one, other in pairwise(result.documents))
    assert all(0 <= finding.start < len(source.text) for finding in result.warnings)
    for document in result.documents:
        laws_of_items(source, masked, document)
        laws_of_passages(source, masked, document)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.file)
def test_the_laws_hold_for_every_sample(source: Source):
    keep_the_laws(source)


@st.composite
def damaged(draw: st.DrawFn) -> Source:
    """A sample cut off, with lines shuffled, dropped or joined, letters lost, or a part of it repeated."""
    source = draw(st.sampled_from(SOURCES))
    text, random = source.text, draw(st.randoms(use_true_random=False))
    for damage in draw(st.lists(st.sampled_from(["cut", "shuffle", "drop", "join", "lose", "repeat"]), min_size=1, max_size=3)):
        rows = text.split("\n")
        start, end = sorted((random.randrange(len(text) + 1), random.randrange(len(text) + 1)))
        if damage == "cut":
            text = text[start:end]
        elif damage == "shuffle":
            random.shuffle(rows)
            text = "\n".join(rows)
        elif damage == "drop":
            text = "\n".join(line for line in rows if random.random() > 0.3)
        elif damage == "join":
            text = "".join(" " if c == "\n" and random.random() < 0.4 else c for c in text)
        elif damage == "lose":
            text = "".join(c for c in text if random.random() > 0.02)
        else:
            text = text[:end] + text[start:]
    if not text.strip():
        return replace(source, text="", marks=())
    try:
        return decode(source.file, text.encode(), source.format)
    except BadFile:  # it is refused before anybody would parse it: no page any more
        reject()


@settings(max_examples=60, deadline=None)
@given(damaged())
def test_the_laws_hold_for_damaged_samples(source: Source):
    keep_the_laws(source)


WORDS = [
    *[
        "1.",
        "2.",
        "3.",
        "1.1",
        "2.1.1",
        "a)",
        "b)",
        "(c)",
        "iv.",
        "041/19",
        "042/19",
        "04319",
        "000/00",
        "2018/008",
        "FGB 1/2023",
        "Ref 03/17/08/2022",
    ],
    *[
        "Item 1:",
        "Item 9b",
        "•",
        "- ",
        "* ",
        "|",
        "**",
        "## ",
        "---\n",
        "<p>",
        "</p>",
        "<li>",
        "<td>",
        "<b>",
        "</b>",
        "<a<b>>",
        "<",
        "<!--",
        "-->",
    ],
    *[
        "&nbsp;",
        "&lt;",
        "&#10;",
        "&#0;",
        "&bull;",
        "&amp",
        "Present:",
        "Apologies:",
        "Chair:",
        "AGENDA",
        "Minutes of the Board",
        "4 April 2018",
        "10:30",
    ],
    *[
        "RESOLVED",
        "It rained.",
        "Who pays?",
        "Findings:",
        "FINANCE AND RENT",
        "Next meeting",
        "Actions list",
        "Ann Reed, Ben Sands (Chair)",
    ],
    *["é", "²", "٣", "①", "ẞ", "\u2028", "\x0c", "\x1f", "\x85", "\xa0", "x" * 900, "word " * 200],
]
SOUP = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(["", " ", "\n", "\n\n", "\t"])), max_size=60)


@settings(max_examples=150, deadline=None)
@given(st.one_of(SOUP.map(lambda pairs: "".join(map("".join, pairs))), st.text()), st.sampled_from(["txt", "md", "html"]))
def test_the_laws_hold_for_any_text(text: str, format: Literal["txt", "md", "html"]):
    keep_the_laws(Source("a", "0" * 64, text, format, "utf-8"))
