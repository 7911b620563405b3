"""Shares, means and their intervals; what is counted apart; which types are pooled."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.cases import Abstain
from eval.figures import figures
from eval.intervals import bootstrap, wilson
from eval.metrics import ALL_METRICS
from eval.score import Mark, Outcome, Score, Shown
from eval.summary import estimate, summarise


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


def shown(
    length: int, cited: int = 1, fitting: int = 1, verdict: bool = False, outcome: Outcome = "answered", abstain: Abstain = "none"
) -> Score:
    return replace(scored("fact", abstain, outcome), shown=Shown(length, length > 600, cited, fitting, verdict))


def test_lengths_are_told_by_the_least_that_half_and_nine_tenths_do_not_pass() -> None:
    found = {f.name: f for f in figures([shown(length) for length in (700, 10, 20, 30, 40, 50, 60, 70, 80, 610)])}
    assert (found["answer length, median"].value, found["answer length, 90th percentile"].value) == (50, 610)  # the 5th and the 9th of ten
    assert found["answer length, median"].low <= 50 <= found["answer length, median"].high
    assert (found["answers longer than counted"].value, found["answers longer than counted"].n) == (0.2, 10)


def test_items_cited_are_counted_over_all_answers_and_not_averaged() -> None:
    found = {f.name: f for f in figures([shown(9, cited=1, fitting=1), shown(9, cited=4, fitting=1), shown(9, cited=0, fitting=0)])}
    belonging = found["cited items that belong"]
    assert (belonging.value, belonging.n) == (0.4, 5)  # 2 of 5; the mean of 1, 1/4 would be 0.625
    assert (belonging.low, belonging.high) == wilson(2, 5)


def test_refusals_have_a_precision_and_a_recall_with_intervals() -> None:
    due = [shown(9, outcome="not_recorded", abstain="full"), shown(9, abstain="full"), scored("fact", "full", "error")]
    found = {f.name: f for f in figures([*due, shown(9, outcome="not_recorded"), shown(9)])}
    assert (found["refusal precision"].value, found["refusal precision"].n) == (0.5, 2)
    assert (found["refusal recall"].value, found["refusal recall"].n) == (pytest.approx(1 / 3), 3)  # an error refuses nothing
    assert (found["refusal recall"].low, found["refusal recall"].high) == wilson(1, 3)


def test_verdicts_given_are_judged_where_one_is_due() -> None:
    right, silent, wrong = shown(9, verdict=True), shown(9), shown(9, verdict=True)
    wrong = replace(wrong, marks=tuple(replace(m, value=0.0) if m.metric == "verdict_right" else m for m in wrong.marks))
    unasked = replace(right, marks=tuple(replace(m, value=None, eligible=False) for m in right.marks))
    found = {f.name: f for f in figures([right, silent, wrong, unasked])}
    assert (found["verdicts given that are right"].value, found["verdicts given that are right"].n) == (0.5, 2)


def test_a_case_of_two_bodies_belongs_to_both_and_one_without_to_none() -> None:
    scores = [replace(scored("fact"), bodies=("A", "B"), files=("a.txt",)), replace(scored("who"), bodies=("B",)), scored("who")]
    summary = summarise(scores)
    assert [(g.name, g.n) for g in summary.bodies] == [("A", 1), ("B", 2)]
    assert [(g.name, g.n) for g in summary.files] == [("a.txt", 1)]


def test_types_under_ten_are_pooled_and_the_matrix_counts_every_case() -> None:
    scores = [scored("fact")] * 10 + [scored("meta", "full", "not_recorded")] * 2 + [scored("who")]
    summary = summarise(scores)
    assert [(g.name, g.n, g.types) for g in summary.groups] == [("fact", 10, ("fact",)), ("other", 3, ("meta", "who"))]
    assert summary.count("answered", "none") == 11
    assert summary.count("not_recorded", "full") == 2
    assert sum(cell.n for cell in summary.matrix) == 13 == summary.overall.n
    assert (summary.answerable, summary.errors) == (11, 0)
