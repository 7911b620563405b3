"""The numbering of a document, found in damaged numbers."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.heal import mask
from index.lines import lines
from index.outline import items_named, numbers
from index.read import decode
from index.references import references


def refs(text: str, format: str = "txt") -> list[str]:
    source = decode("a", text.encode(), format)
    return [label.text for label in references(lines(mask(source.text, source.format), source.marks))]


def counted(text: str) -> list[str]:
    return [label.text for label in numbers(lines(text), text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("041/19 A\n042/19 B\n043/19 C", ["041/19", "042/19", "043/19"]),
        ("34.12/13 A\n35.12/13 B", ["34.12/13", "35.12/13"]),
        ("Ref 01/17/08/2022 A\nRef 02/17/08/2022 B", ["Ref 01/17/08/2022", "Ref 02/17/08/2022"]),
        ("FGB 20/2021 A\nFGB 21/2021 B", ["FGB 20/2021", "FGB 21/2021"]),
        ("21/087 A\n21/088 B", ["21/087", "21/088"]),
        ("041/19 A\n04219 B\n043/19 C", ["041/19", "04219", "043/19"]),
        ("34.24/25 A\n3524/25 B\n36.24/25 C", ["34.24/25", "3524/25", "36.24/25"]),
        ("2018/008 A\n2018009 B\n2018/010 C", ["2018/008", "2018009", "2018/010"]),
        ("１/18 A\n2/18 B\n４/18 C", ["１/18", "2/18", "４/18"]),
        ("087/18 A\n08818 B", ["087/18"]),
        ("041/19 A\n042/19 B\n04319 C", ["041/19", "042/19", "04319"]),
        ("041/19 Lamps\n042/19 Boats\n042/19 Eels\n043/19 Rent", ["041/19", "042/19", "042/19", "043/19"]),
        ("041/19 A\n042/19 B\n042/19\nIt went on.\n043/19 C", ["041/19", "042/19", "043/19"]),
        ("087/18 A\n088/18 B\n079/18 C\n080/18 D", ["087/18", "088/18", "079/18", "080/18"]),
        ("041/19 A\n042/19 B\n000/00 Grbld\n043/19 C", ["041/19", "042/19", "043/19"]),
        ("041/19 A\n042/18 B\n043/19 C", ["041/19", "042/18", "043/19"]),
        ("041/19 A\n017/18 of last year\n042/19 B", ["041/19", "042/19"]),
        ("041/19 A\n• 057/18 of last year\n• 058/18 too\n042/19 B\n043/19 C\n044/19 D", ["041/19", "042/19", "043/19", "044/19"]),
        ("Lamps and boats", []),
        ("", []),
    ],
    ids=[
        "plain",
        "municipal year",
        "item and day",
        "letters",
        "short year",
        "lost slash",
        "lost dot",
        "lost slash behind the year",
        "wide digits",
        "one is no sequence",
        "lost slash at the end",
        "twice with titles",
        "stray repeat",
        "reset",
        "garbled",
        "wrong year in the gap",
        "another year",
        "bullets of another meeting",
        "none",
        "empty",
    ],
)
def test_running_references_are_found_as_they_are_printed(text: str, expected: list[str]):
    if not text:
        assert references([]) == []
    else:
        assert refs(text) == expected


def test_where_references_are_headings_of_the_source_none_of_them_is_stray():
    assert refs("## FGB 31/2024 A\n\n## FGB 32/2024 B\n\n## FGB 30/2024 C\n", "md") == ["FGB 31/2024", "FGB 32/2024", "FGB 30/2024"]


def test_lines_that_name_their_item_are_labels():
    found = items_named(lines("Item 1: Lamps\nItems of note\n- Item 9b – Boats\nAgenda item no. 10. Rent\nItem 3.1 Eels"))
    assert [label.text for label in found] == ["1", "9b", "10", "3.1"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. Lamps\n2. Boats\n3. Eels", ["1", "2", "3"]),
        ("1 LAMPS\n1.1 Oil\n1.2 Wicks\n2 BOATS\n2.1 Tar", ["1", "1.1", "1.2", "2", "2.1"]),
        ("1. Lamps\nwhere:\n1. oil is low.\n2. wicks are short.\n2. Boats\n3. Eels", ["1", "2", "3"]),
        ("1. Lamps\n2. Boats\n4. Eels", ["1", "2", "4"]),
        ("1.\t10.00\tLamps\n2.\t10.30\tBoats\n3.\t11.15\tEels", ["1", "2", "3"]),
        ("LAMPS\n\nIn 2019 all was well.", []),
        ("1 LAMPS\n1.1 Oil\n1.1 Oil again\n1.2 Wicks", ["1", "1.1", "1.1", "1.2"]),
        ("1. LAMPS\n2. BOATS\n2. EELS\n3. RENT", ["1", "2", "2", "3"]),
        ("1. Lamps\n2. Boats\n\nSummary of actions\n\n2.1 | Send the oil\n3. | Send the tar", ["1", "2"]),
        ("12. Lamps\n13. Boats\n14. Eels", ["12", "13", "14"]),
    ],
    ids=[
        "plain",
        "nested",
        "list inside",
        "gap",
        "times",
        "no numbers",
        "dotted twice",
        "heading twice",
        "table of actions",
        "begins late",
    ],
)
def test_the_chain_of_numbers_is_the_one_that_counts_up_best(text: str, expected: list[str]):
    assert counted(text) == expected


def test_labels_run_together_in_one_line_are_found():
    text = (
        "1. WELCOME AND TEA "
        + "The chair was glad. " * 6
        + "2. BUDGET REPORT "
        + "It was long. " * 8
        + "3. SCHOOL DAY It is short. 3.1 Clubs end."
    )
    assert counted(text) == ["1", "2", "3", "3.1"]


PIECES = st.sampled_from(
    ["1.", "2.", "3.1", "041/19", "04219", "042/19", "Item 2:", "• ", "a)", "Lamps", "\n", "\n\n", "AND MORE", " ", "\t"]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_labels_stand_in_order_at_their_own_words(text: str):
    rows = lines(text)
    for found in (references(rows), items_named(rows), numbers(rows, text)):
        assert all(one.start < other.start for one, other in pairwise(found))
        for label in found:
            assert label.start <= label.after <= len(text)
            assert label.text.replace(" ", "") in text[label.start : label.after].replace(" ", "")
