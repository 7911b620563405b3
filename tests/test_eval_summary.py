"""Shares, means and their intervals; what is counted apart; which types are pooled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.cases import Abstain
from eval.metrics import ALL_METRICS
from eval.score import Mark, Outcome, Score
from eval.summary import bootstrap, estimate, summarise, wilson


def test_wrong_not_eligible_and_could_not_be_scored_are_three_counts() -> None:
    marks = [Mark("headline", 1.0, ""), Mark("headline", 0.0, ""), Mark("headline", None, ""), Mark("headline", None, "", eligible=False)]
    found = estimate("headline", marks)
    assert (found.n, found.wrong, found.unscored, found.not_eligible) == (3, 1, 1, 1)
    assert found.value == pytest.approx(1 / 3)  # what could not be scored counts against us


def test_what_could_not_be_scored_counts_against_us_where_low_is_good_as_well() -> None:
    found = estimate("false_answer", [Mark("false_answer", 0.0, ""), Mark("false_answer", None, "")])
    assert (found.value, found.wrong, found.unscored) == (0.5, 0, 1)


def test_wilson_of_nine_in_ten() -> None:
    # p = .9, n = 10, z = 1.96, z2 = 3.8415: centre (.9 + .19207) / 1.38415 = .78898,
    # half 1.95996 * sqrt(.009 + .0096037) / 1.38415 = .19314
    assert wilson(9, 10) == pytest.approx((0.59585, 0.98212), abs=1e-4)
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(10, 10)[1] == pytest.approx(1.0)


@given(st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_share_lies_in_its_interval(counts: tuple[int, int]) -> None:
    hits, n = counts
    low, high = wilson(hits, n)
    assert 0.0 <= low <= hits / n + 1e-12
    assert hits / n - 1e-12 <= high <= 1.0


def test_the_bootstrap_is_the_same_every_time_and_certain_of_a_constant() -> None:
    values = [0.0, 1.0, 0.5, 0.25] * 10
    low, high = bootstrap(values)
    assert bootstrap(values) == (low, high)
    assert 0.2 < low < 0.4375 < high < 0.7
    assert bootstrap([0.5] * 9) == (0.5, 0.5)


def scored(kind: str, abstain: Abstain = "none", outcome: Outcome = "answered") -> Score:
    return Score("h", kind, abstain, outcome, tuple(Mark(name, 1.0, "") for name in ALL_METRICS))


def test_types_under_ten_are_pooled_and_the_matrix_counts_every_case() -> None:
    scores = [scored("fact")] * 10 + [scored("meta", "full", "not_recorded")] * 2 + [scored("who")]
    summary = summarise(scores)
    assert [(g.name, g.n, g.types) for g in summary.groups] == [("fact", 10, ("fact",)), ("other", 3, ("meta", "who"))]
    assert summary.count("answered", "none") == 11
    assert summary.count("not_recorded", "full") == 2
    assert sum(cell.n for cell in summary.matrix) == 13 == summary.overall.n
    assert (summary.answerable, summary.errors) == (11, 0)
