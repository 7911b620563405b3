"""The gate closes on worse, on unrecorded better, and on what knows no tolerance."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from eval.gate import ACCEPT, ALSO, GATED, Threshold, check, closed, load_baseline, recorded, write_baseline
from eval.metrics import ALL_METRICS
from eval.score import Mark, Score
from eval.summary import LOWER_IS_BETTER, Summary, summarise
from index.errors import BadFile, MissingInput

HARD = ("quotations_verbatim", "citations_resolving", "specifics_cited")


def summary(right: int = 8, n: int = 10, errors: int = 0, **marks: float | None) -> Summary:
    """``right`` of ``n`` answerable cases are right in everything, the others wrong; ``marks`` replaces a metric of all."""
    return summarise([one(i < right, marks) for i in range(n)] + [broken() for _ in range(errors)])


def one(right: bool, marks: Mapping[str, float | None]) -> Score:
    def mark(name: str) -> Mark:
        good = right or name in HARD
        return Mark(name, marks.get(name, float(good != (name in LOWER_IS_BETTER))), "because")

    return Score("h", "fact", "none", "answered", tuple(mark(name) for name in ALL_METRICS))


def broken() -> Score:
    eligible = {"headline", "answer_ok"}
    return Score("e", "fact", "none", "error", tuple(Mark(name, None, "E: x", name in eligible) for name in ALL_METRICS))


BASELINE = recorded(summary(8), {})


def shut(found: Summary) -> dict[str, str]:
    return {gate.name: gate.message for gate in closed(check(found, BASELINE))}


def test_a_run_as_recorded_passes_every_gate() -> None:
    gates = check(summary(8), BASELINE)
    assert not closed(gates)
    assert {gate.name for gate in gates} == {"errors", *HARD, "cases", *GATED, *ALSO}


def test_a_tolerance_is_one_question_so_a_tie_broken_otherwise_passes() -> None:
    assert BASELINE["headline"] == Threshold(value=0.8, tolerance=0.1)  # 8 of 10; one question is 0.1
    assert shut(summary(7)) == {}
    assert shut(summary(9)) == {}


def test_worse_than_recorded_closes_the_gate() -> None:
    assert shut(summary(6))["headline"] == "0.6, recorded 0.8 ± 0.1: worse than recorded"


def test_better_than_recorded_closes_the_gate_until_it_is_recorded() -> None:
    assert shut(summary(10))["headline"] == f"1, recorded 0.8 ± 0.1: better than recorded: {ACCEPT}"
    assert "python -m eval accept" in ACCEPT


def test_fewer_false_answers_are_better_and_more_are_worse() -> None:
    assert BASELINE["false_answer"].value == 0.2
    assert "better" in shut(summary(10))["false_answer"]
    assert "worse" in shut(summary(6))["false_answer"]


def test_float_noise_at_the_edge_of_the_tolerance_does_not_close() -> None:
    assert shut(summary(8, RR=0.7 - 1e-9)) == {}
    assert list(shut(summary(8, RR=0.7 - 1e-4))) == ["RR"]


def test_other_cases_than_recorded_close_the_gate() -> None:
    assert "other cases" in shut(summary(16, n=20))["cases"]  # the same share of more cases


@pytest.mark.parametrize("metric", HARD)
@pytest.mark.parametrize("value", [0.0, None])
def test_one_bad_quotation_closes_and_so_does_one_that_could_not_be_checked(metric: str, value: float | None) -> None:
    found = summarise([one(i < 8, {metric: value}) for i in range(10)])
    assert [gate.name for gate in closed(check(found, None))] == [metric]  # without any baseline


def test_one_error_closes() -> None:
    assert [gate.name for gate in closed(check(summary(8, errors=1), None))] == ["errors"]


def test_nothing_cited_anywhere_is_no_pass() -> None:
    silent = [Score("h", "fact", "none", "answered", tuple(Mark(m, None, "", eligible=False) for m in ALL_METRICS))]
    assert {gate.name for gate in closed(check(summarise(silent), None))} == set(HARD)


def test_a_metric_missing_from_the_baseline_closes() -> None:
    without = {name: threshold for name, threshold in BASELINE.items() if name != "RR"}
    assert [(gate.name, gate.message) for gate in closed(check(summary(8), without))] == [("RR", f"not in the baseline: {ACCEPT}")]


def test_accept_keeps_tolerances_set_by_hand_and_refuses_a_run_with_hard_faults() -> None:
    by_hand = {**BASELINE, "RR": Threshold(value=0.1, tolerance=0.03)}
    assert recorded(summary(9), by_hand)["RR"] == Threshold(value=0.9, tolerance=0.03)
    with pytest.raises(BadFile, match="errors: 1 questions"):
        recorded(summary(8, errors=1), {})


def test_a_baseline_is_read_as_written(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    write_baseline(BASELINE, path)
    assert load_baseline(path) == BASELINE
    assert json.loads(path.read_text())["headline"] == {"value": 0.8, "tolerance": 0.1}


@pytest.mark.parametrize(
    "text", ["{", '{"headline": {"value": 1}}', '{"headline": {"value": 1, "tolerance": -1}}', '{"hits": {"value": 1, "tolerance": 0}}']
)
def test_a_bad_baseline_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "baseline.json").write_text(text)
    with pytest.raises(BadFile, match=r"baseline\.json"):
        load_baseline(tmp_path / "baseline.json")
    with pytest.raises(MissingInput):
        load_baseline(tmp_path / "none.json")
