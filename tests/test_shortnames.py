"""A body is called by one word of its name, as people do; an ordinary word or a street calls nobody."""

from __future__ import annotations

import pytest
from worlds import document

from assistant.scope import named_bodies

ARCHIVE = [
    document("ls", "Board of Directors", "Lantmere Software Foundation", "2020-08-19"),
    document("oh", "Board of Directors", "Ostrey and Quay Hospitals NHS Foundation Trust", "2023-05-24"),
    document("dt", "Dunmoor Integrated Transport Board", None, "2025-06-13"),
    document("bs", "Braxholt-on-Sele Parish Council", "Braxholt-on-Sele Parish Council", "2024-09-09"),
    document("pc", "Police and Crime Commissioner for Marlshire", "Police and Crime Commissioner for Marlshire", "2022-07-08"),
    document("sk", "Skelm Haven Harbour Commissioners", "Skelm Haven Harbour Commissioners", "2017-10-03"),
    document("sa", "Sallow Haven Ports Committee", "Sallow Haven Borough Council", "2024-09-05"),
    document("cr", "Tinker's Reach Residents' Panel", None, "2024-03-06"),
]


@pytest.mark.parametrize(
    ("question", "bodies"),
    [
        ("how much in grants did Lantmere sign off?", ("ls",)),
        ("lantmere's grants", ("ls",)),
        ("What did Ostrey tell people about the pool?", ("oh",)),
        ("has dunmoor agreed the fare cap", ("dt",)),
        ("which quote did Braxholt take", ("bs",)),
        ("what does Marlshire's commissioner pay", ("pc",)),
        ("the cost of Skelm Haven's dredging", ("sk",)),
        ("dredging at Sallow Haven", ("sa",)),
        ("Did the Tinker's Reach panel decide on permits?", ("cr",)),
        ("is the budget in reach of the panel?", ()),
        ("the repair of Lantmere Road", ()),
        ("the lantmerish lamps", ()),
        ("which transport was integrated?", ()),
        ("a haven for boats", ()),
    ],
)
def test_one_word_of_a_name_calls_its_body(question: str, bodies: tuple[str, ...]):
    assert tuple(body for group in named_bodies(question, ARCHIVE) for body in group) == bodies


def test_of_two_boards_of_one_title_the_one_is_meant_whose_name_is_called():
    assert named_bodies("What did the Board of Directors of Lantmere decide?", ARCHIVE) == (("ls",),)
    assert named_bodies("What did the Board of Directors decide?", ARCHIVE) == (("ls", "oh"),)


def test_two_bodies_called_by_a_word_each_are_two():
    assert set(named_bodies("Compare Skelm Haven and Sallow Haven", ARCHIVE)) == {("sk",), ("sa",)}
