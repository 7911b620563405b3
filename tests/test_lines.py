"""Lines and statements, with their places."""

from __future__ import annotations

from itertools import pairwise
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.heal import heal, mask
from index.lines import lines, statements
from index.read import decode


def said(text: str, format: str = "txt") -> list[str]:
    source = decode("a", text.encode(), format)
    masked = mask(source.text, source.format)
    return [heal(masked[span.start : span.end]) for span in statements(masked, lines(masked, source.marks))]


def test_a_line_knows_its_place_its_gap_and_its_bullet():
    text = "\nBoard\n\n\n  - first\n\tindented row\n• second • third"
    rows = lines(text)
    assert [row.text for row in rows] == ["Board", "- first", "indented row", "• second", "• third"]
    assert [text[row.span.start : row.span.end] for row in rows] == [row.raw for row in rows]
    assert [row.gap for row in rows] == [0, 2, 0, 0, 0]
    assert [row.bullet for row in rows] == [False, True, False, True, True]
    assert [row.tabbed for row in rows] == [False, False, True, False, False]


@pytest.mark.parametrize(
    ("text", "format", "bold"),
    [
        ("**All of it**\npart **of it** only", "md", [True, False]),
        ("# Head\ntext\n## Head", "md", [True, False, True]),
        ("<h2>Head</h2><p>text</p><p><b>all</b></p>", "html", [True, False, True]),
        ("<p><i>slanted</i></p>", "html", [False]),
    ],
)
def test_a_line_is_bold_when_nearly_all_of_it_is(text: str, format: str, bold: list[bool]):
    source = decode("a", text.encode(), format)
    assert [row.bold for row in lines(mask(source.text, source.format), source.marks)] == bold


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rained. The roof leaked! Who pays? We do.", ["It rained.", "The roof leaked!", "Who pays?", "We do."]),
        ("Mr. A. Fenn and Cllr. Moor met Dr. Ash at no. 14.", ["Mr. A. Fenn and Cllr. Moor met Dr. Ash at no. 14."]),
        ("It cost £3.65 in all. £2 is left.", ["It cost £3.65 in all.", "£2 is left."]),
        ("He said “No.” She left.", ["He said “No.”", "She left."]),
        ("• one\n• two\n- three", ["one", "two", "three"]),
        ("o First\no Second", ["First", "Second"]),
        ("a. The clerk writes. b. The chair signs.", ["a. The clerk writes.", "b. The chair signs."]),
        ("He saw Messrs\na. Oak, who rows,\nb. Elm, who sails.", ["He saw Messrs a. Oak, who rows, b. Elm, who sails."]),
        ("The board\na) noted the report and\nb) approved the plan.", ["The board", "a) noted the report and", "b) approved the plan."]),
        ("-", ["-"]),
        ("and so on ... until dark", ["and so on ... until dark"]),
    ],
)
def test_a_statement_is_a_bullet_or_a_sentence(text: str, expected: list[str]):
    assert said(text) == expected


def test_a_sentence_goes_on_over_the_end_of_a_page():
    assert said("The stores at the old quay are kept by the\n\n\nharbour master and his crew. They are dry.") == [
        "The stores at the old quay are kept by the harbour master and his crew.",
        "They are dry.",
    ]


def test_a_numbered_line_begins_a_statement_of_its_own():
    assert said("The causes were found and are written here for all to read\n1. Rain\n2. Rust") == [
        "The causes were found and are written here for all to read",
        "1. Rain",
        "2. Rust",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The Board RESOLVED to:\na) note the report;\nb) approve the plan and\nthe map; and\nc) thank the clerk.",
            ["The Board RESOLVED to:", "a) note the report;", "b) approve the plan and the map; and", "c) thank the clerk."],
        ),
        ("(a) note the report\n(b) approve the plan", ["(a) note the report", "(b) approve the plan"]),
        (
            "It was agreed to\ni. write to the county,\nii. ask for a map,\niii. wait",
            ["It was agreed to", "i. write to the county,", "ii. ask for a map,", "iii. wait"],
        ),
        # and what only begins with a letter goes on
        (
            "The plan that is drawn on the map of the harbour is shown on\np. 14 of the report.",
            ["The plan that is drawn on the map of the harbour is shown on p. 14 of the report."],
        ),
        (
            "The rent is set by the lease of the quay as it is in paragraph\nb) of it.",
            ["The rent is set by the lease of the quay as it is in paragraph b) of it."],
        ),
    ],
)
def test_each_lettered_limb_is_a_statement_of_its_own(text: str, expected: list[str]):
    assert said(text) == expected


def test_lines_of_one_paragraph_are_joined():
    first = "The fields by the river are watched on every night of the season and on"
    assert said(f"{first}\nSundays too.") == [f"{first} Sundays too."]


@given(st.text(alphabet="aB.?!:; \n\t•-1(”", max_size=120))
def test_statements_stand_in_order_and_keep_every_letter(text: str):
    found = statements(text, lines(text))
    assert all(one.end <= other.start for one, other in pairwise(found))
    kept = "".join(text[span.start : span.end] for span in found)
    assert [c for c in kept if c.isalnum()] == [c for c in text if c.isalnum()]


def test_a_long_list_that_runs_on_is_read_in_one_pass():
    text = "p. the boats that are shown on the map of the harbour and on\n" * 8_000
    began = perf_counter()
    assert len(said(text)) == 1
    assert perf_counter() - began < 5
