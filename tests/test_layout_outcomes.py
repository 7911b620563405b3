"""The outcomes of minutes in 25 layouts, against labels made by hand, and how well they are found.

Scored before anything was fitted to them (the pooled F1 of what was settled, and of what is to be done): the second folder
0.81 and 0.80; the third, labelled before it was first parsed and after the rules had been fitted to the second, 0.68 and
0.70. What the rules find in minutes that nobody has seen lies nearer to these figures than to the floors below.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.labelled import owned, tallies

DATA = Path(__file__).parent / "data" / "layouts"
FOLDERS = ("first", "second", "third")


@pytest.mark.parametrize(
    ("folder", "settled", "to_do", "least_settled", "least_to_do"),
    [("first", 76, 50, 0.99, 1.0), ("second", 88, 55, 0.99, 0.96), ("third", 28, 13, 0.92, 0.95)],
)
def test_nearly_all_that_was_settled_or_is_to_be_done_is_found(
    folder: str, settled: int, to_do: int, least_settled: float, least_to_do: float
):
    found = tallies(DATA / folder)
    assert (found["settled"].wanted, found["to do"].wanted) == (settled, to_do)
    assert found["settled"].f1 >= least_settled
    assert found["to do"].f1 >= least_to_do


@pytest.mark.parametrize("folder", FOLDERS)
def test_nothing_noted_hoped_or_old_is_called_settled_or_to_be_done(folder: str):
    assert sum(found.overclaimed for found in tallies(DATA / folder).values()) == 0


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_owner_is_made_up(folder: str):
    assert sum(found.invented for found in tallies(DATA / folder).values()) == 0
    assert owned(DATA / folder) == []
