from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.names import bare_name, persons


@pytest.mark.parametrize(
    "printed",
    [
        "Orla Pettifer",
        "Mrs Orla Pettifer",
        "Cllr Dr Orla PETTIFER",
        "Dr. Orla Pettifer",
        "DCC Orla Pettifer",
        "T/ACC Orla Pettifer",
        "Temporary Chief Superintendent Orla Pettifer",
        "Police and Crime Commissioner Orla Pettifer",
        "Dame Orla Pettifer OBE, QPM",
        "Orla Pettifer (Chair)",
    ],
)
def test_rank_title_and_honours_are_no_part_of_a_name(printed: str):
    assert bare_name(printed) == "orla pettifer"


@pytest.mark.parametrize(
    ("printed", "bare"),
    [
        ("Mr Pettifer", "mr pettifer"),  # all that tells him from Mrs Pettifer
        ("Di Pettifer", "di pettifer"),
        ("Di Anne Pettifer", "di anne pettifer"),  # a forename; a Detective Inspector is a DI
        ("DI Anne Pettifer", "anne pettifer"),
        ("Fergus O’Dowd", "fergus o'dowd"),
        ("Sir", "sir"),
        ("", ""),
    ],
)
def test_a_title_stays_where_it_is_all_there_is(printed: str, bare: str):
    assert bare_name(printed) == bare


def same(*lists: list[str]) -> list[set[str]]:
    """The names of one person each, by first appearance."""
    found: dict[str, set[str]] = {}
    keys = persons(lists)
    for names in lists:
        for name in names:
            found.setdefault(keys[name], set()).add(name)
    return list(found.values())


def test_names_that_differ_by_rank_or_title_alone_are_one_person():
    assert same(["Tobias Wren"], ["Mr Tobias Wren"], ["PCC Tobias WREN"]) == [{"Tobias Wren", "Mr Tobias Wren", "PCC Tobias WREN"}]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tobias Wren", "Miriam Wren"),
        ("T Wren", "Tobias Wren"),
        ("Cllr Wren", "Cllr T Wren"),
        ("Mr Wren", "Mrs Wren"),
        ("Tobias J Wren", "Tobias Wren"),
        ("Tobias Wren", "Tobias Wrench"),
    ],
)
def test_names_that_differ_otherwise_stay_apart(one: str, other: str):
    assert same([one], [other]) == [{one}, {other}]


def test_a_man_and_a_woman_of_one_name_stay_apart_and_so_does_who_could_be_either():
    assert same(["Mr Alex Wren"], ["Ms Alex Wren"], ["Alex Wren"]) == [{"Mr Alex Wren"}, {"Ms Alex Wren"}, {"Alex Wren"}]


def test_two_forms_that_one_document_lists_are_two_persons():
    assert same(["Cllr John Wren", "Mr John Wren"], ["John Wren"]) == [{"Cllr John Wren"}, {"Mr John Wren"}, {"John Wren"}]
    assert same(["John Wren", "John WREN", "John Wren"]) == [{"John Wren", "John WREN"}]


@given(st.lists(st.lists(st.sampled_from(["Mr", "Mrs", "DCC", "Ann", "Bo", "Wren", "Marl", "OBE"]), min_size=1, max_size=4).map(" ".join)))
def test_no_two_bare_names_are_ever_one_person(names: list[str]):
    keys = persons([[name] for name in names])
    assert set(keys) == set(names)
    for one in names:
        for other in names:
            assert keys[one] != keys[other] or bare_name(one) == bare_name(other)
