"""The four forms of a report, and what must not be in them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from eval.gate import Gate, check
from eval.metrics import ALL_METRICS
from eval.provenance import Provenance
from eval.report import as_junit, as_markdown, as_text, failure, load_report, write_reports
from eval.run import Run
from eval.score import Mark, Score, Shown
from eval.summary import summarise
from index.errors import BadFile


def made_score(name: str, kind: str = "fact", wrong: str = "") -> Score:
    marks = [Mark(m, 0.0 if wrong and m == "answer_ok" else 1.0, wrong if m == "answer_ok" else "right") for m in ALL_METRICS]
    return Score(name, kind, "none", "answered", tuple(marks))


SCORES = (*(made_score(f"h-{i:02}") for i in range(11)), made_score("h-11", wrong="missing fact: oars"), made_score("h-12", "who"))
RUN = Run(Provenance("c0ffee", "ab", "cd", embedder="hash-8"), SCORES, summarise(SCORES))
GATES = (*check(RUN.summary, None), Gate("headline", False, "0.5, recorded 0.8 ± 0.1: worse than recorded"))


def test_the_terminal_shows_types_intervals_metrics_statuses_and_gates() -> None:
    text = as_text(RUN, GATES)
    fact = next(line for line in text.splitlines() if line.startswith("fact"))
    # 11 of 12: p = .9167; Wilson (.9167 + .16006 -+ 1.95996 * sqrt(.0063657 + .0066691)) / 1.32012
    assert fact.split()[:4] == ["fact", "12", "0.92", "[0.65-0.99]"]
    assert "other (1 types)" in text
    assert "gate CLOSED headline: 0.5, recorded 0.8 ± 0.1: worse than recorded" in text
    assert "1 of 5 gates closed" in text
    answered = next(line for line in text.splitlines() if line.startswith("answered"))
    assert answered.split() == ["answered", "13", "0", "0"]
    assert "unstated" not in text


def test_the_report_tells_by_body_and_file_and_how_long_answers_are() -> None:
    scores = tuple(replace(s, bodies=("Quay Trust",), files=("q.txt",), shown=Shown(90, False, 2, 1, False)) for s in SCORES)
    done = Run(RUN.provenance, scores, summarise(scores))
    lines = [line.split("  ") for line in as_text(done, GATES).splitlines()]
    assert [line[0] for line in lines if line[0] in ("Quay Trust", "q.txt")] == ["Quay Trust", "q.txt"]
    assert ["answer length, median", "90", "90-90", "13"] in [[cell.strip() for cell in line if cell] for line in lines]
    assert "| cited items that belong | 0.500 | 0.321-0.679 | 26 |" in as_markdown(done, GATES)  # Wilson, 13 of 26: .5 -+ .1794


def test_the_terminal_names_no_fact() -> None:
    assert "oars" not in as_text(RUN, GATES)


def test_markdown_lists_failing_cases_with_their_reasons() -> None:
    text = as_markdown(RUN, GATES)
    assert "- h-11 (fact): missing fact: oars" in text
    assert text.count("- h-") == 1
    assert "- embedder: hash-8" in text


def test_junit_fails_for_closed_gates_only_and_tells_of_wrong_cases() -> None:
    gates, cases = ElementTree.fromstring(as_junit(RUN, GATES).encode())
    assert (gates.get("failures"), cases.get("failures"), cases.get("tests")) == ("1", "0", "13")
    assert [case.get("name") for case in gates if case.find("failure") is not None] == ["headline"]
    said = {case.get("name"): case.findtext("system-out") for case in cases}
    assert said["h-11"] == "wrong: missing fact: oars"
    assert said["h-01"] == "right"


def test_junit_survives_control_characters() -> None:
    scores = (made_score("h-1", wrong="missing fact: \x00\x0b<&"),)
    ElementTree.fromstring(as_junit(Run(RUN.provenance, scores, summarise(scores)), ()).encode())


def test_json_is_read_back_as_the_summary_that_was_written(tmp_path: Path) -> None:
    write_reports(RUN, GATES, tmp_path / "deep" / "folder")
    assert {path.name for path in (tmp_path / "deep" / "folder").iterdir()} == {"run.json", "run.md", "junit.xml"}
    report = load_report(tmp_path / "deep" / "folder" / "run.json")
    assert report.summary == RUN.summary
    assert report.provenance == RUN.provenance
    row = json.loads((tmp_path / "deep" / "folder" / "run.json").read_text())
    assert row["scores"][11]["marks"][1] == {"metric": "answer_ok", "value": 0.0, "reason": "missing fact: oars", "eligible": True}


def test_a_file_that_is_no_report_is_refused(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text("{}")
    with pytest.raises(BadFile, match="no report of a run"):
        load_report(tmp_path / "run.json")


def test_a_case_fails_for_each_reason_once() -> None:
    score = Score("h", "fact", "none", "error", tuple(Mark(m, None, "E_INTERNAL: x") for m in ALL_METRICS))
    assert failure(score) == "E_INTERNAL: x"
    assert failure(made_score("h")) == ""
