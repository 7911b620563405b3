"""A Run as text for a terminal, as Markdown, as JSON and as JUnit XML. Nothing here is ever written into the repository by itself.

The terminal shows numbers and ids; questions are in no report, reasons only in the files of --report.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import get_args
from xml.etree import ElementTree

from pydantic import BaseModel, ConfigDict, ValidationError

from eval.cases import Abstain, complaints
from eval.figures import Figure
from eval.gate import Gate, closed
from eval.provenance import Provenance
from eval.run import Run
from eval.score import Outcome, Score
from eval.summary import Estimate, Group, Summary
from index.errors import BadFile, CannotCreate, MissingInput

COLUMNS = ("answer_ok", "citation_ok", "headline", "right_item", "hit@1", "hit@5", "nDCG@10")
PLACED = ("answer_ok", "citation_ok", "headline", "right_item", "false_answer", "false_abstention")  # by body and by file
JSON_NAME, MARKDOWN_NAME, JUNIT_NAME = "run.json", "run.md", "junit.xml"


def write_reports(run: Run, gates: Sequence[Gate], folder: Path) -> None:
    texts = {JSON_NAME: as_json(run, gates), MARKDOWN_NAME: as_markdown(run, gates), JUNIT_NAME: as_junit(run, gates)}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise CannotCreate(f"cannot write reports to {folder}: {error.strerror}", "Name another folder with --report.") from error


class Report(BaseModel):
    """What is read back from run.json."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    provenance: Provenance
    summary: Summary


def load_report(path: Path) -> Report:
    try:
        return Report.model_validate_json(path.read_bytes())
    except OSError as error:
        raise MissingInput(f"no report at {path}", f"`python -m eval run --report DIR` writes DIR/{JSON_NAME}.") from error
    except ValidationError as error:
        raise BadFile(f"{path.name} is no report of a run: {complaints(error)}") from error


def as_text(run: Run, gates: Sequence[Gate]) -> str:
    tables = (type_rows(run.summary), *placed_tables(run.summary), metric_rows(run.summary), figure_rows(run.summary))
    blocks = [aligned(table) for table in (*tables, matrix_rows(run.summary))]
    notices = "\n".join(run.provenance.notices)
    return "\n\n".join(block for block in (*blocks, notices, _gate_lines(gates)) if block)


def as_markdown(run: Run, gates: Sequence[Gate]) -> str:
    made = run.provenance
    facts = [f"- {name}: {value}" for name, value in asdict(made).items() if value not in (None, "", ())]
    parts = [
        *("# Evaluation", "\n".join(facts)),
        *("## Gates", _gate_lines(gates)),
        *("## By type", _piped(type_rows(run.summary))),
        *("## By body and by file", "\n\n".join(map(_piped, placed_tables(run.summary))) or "The cases name none."),
        *("## Metrics", _piped(metric_rows(run.summary))),
        *("## Shares and lengths", _piped(figure_rows(run.summary))),
        *("## Status by class", _piped(matrix_rows(run.summary))),
        *("## Cases that fail", "\n".join(f"- {s.case_id} ({s.type}): {failure(s)}" for s in run.scores if failure(s)) or "None."),
    ]
    return "\n\n".join(parts) + "\n"


def as_json(run: Run, gates: Sequence[Gate]) -> str:
    row = {
        "provenance": asdict(run.provenance),
        "gates": [asdict(gate) for gate in gates],
        "summary": asdict(run.summary),
        "scores": [asdict(score) for score in run.scores],
    }
    return json.dumps(row, indent=1, ensure_ascii=False, default=str) + "\n"


def as_junit(run: Run, gates: Sequence[Gate]) -> str:
    """Two suites. A closed gate is a failure; a wrong answer is a passed test case that says so in its output.

    A quality share of 0.9 is no broken build: CI tools count <failure>, so only gates may carry it, and <skipped> would claim
    that a question was not asked.
    """
    root = ElementTree.Element("testsuites")
    suite = ElementTree.SubElement(root, "testsuite", name="gates", tests=str(len(gates)), failures=str(len(closed(gates))))
    for gate in gates:
        node = ElementTree.SubElement(suite, "testcase", classname="eval.gates", name=gate.name)
        if not gate.passed:
            ElementTree.SubElement(node, "failure", message=_printable(gate.message))
    suite = ElementTree.SubElement(root, "testsuite", name="cases", tests=str(len(run.scores)), failures="0")
    for score in run.scores:
        node = ElementTree.SubElement(suite, "testcase", classname=f"eval.cases.{score.type}", name=score.case_id)
        ElementTree.SubElement(node, "system-out").text = _printable(_said(score))
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _said(score: Score) -> str:
    if failure(score):
        return f"wrong: {failure(score)}"
    return "open: what is right is not known yet" if score.open else "right"


def failure(score: Score) -> str:
    """Why a case is not right, "" where it is: answer, citation, quotation and place together."""
    marks = [score.mark(name) for name in ("answer_ok", "citation_ok", "quotations_verbatim", "citations_resolving")]
    return "; ".join(dict.fromkeys(mark.reason for mark in marks if mark.eligible and mark.value != 1.0))


def type_rows(summary: Summary) -> list[tuple[str, ...]]:
    header = ("type", "n", *COLUMNS)
    return [header, *(_type_row(group) for group in (*summary.groups, summary.overall))]


def placed_tables(summary: Summary) -> list[list[tuple[str, ...]]]:
    """One by body, one by file, where the cases name them."""
    tables = (("body", summary.bodies), ("file", summary.files))
    return [[(name, "n", *PLACED), *(_row(group.name, group, PLACED) for group in groups)] for name, groups in tables if groups]


def _row(name: str, group: Group, metrics: Sequence[str]) -> tuple[str, ...]:
    return (name, str(group.n), *(_share(group[metric]) for metric in metrics))


def _type_row(group: Group) -> tuple[str, ...]:
    name = f"{group.name} ({len(group.types)} types)" if group.name == "other" else group.name
    return _row(name, group, COLUMNS)


def metric_rows(summary: Summary) -> list[tuple[str, ...]]:
    header = ("metric", "value", "95 % interval", "n", "wrong", "unscored", "not eligible")
    return [header, *(_metric_row(e) for e in summary.overall.estimates)]


def _metric_row(found: Estimate) -> tuple[str, ...]:
    value = "-" if found.value is None else f"{found.value:.3f}"
    counts = (found.n, found.wrong, found.unscored, found.not_eligible)
    return (found.metric, value, f"{found.low:.3f}-{found.high:.3f}", *map(str, counts))


def figure_rows(summary: Summary) -> list[tuple[str, ...]]:
    return [("figure", "value", "95 % interval", "n"), *map(_figure_row, summary.figures)]


def _figure_row(found: Figure) -> tuple[str, ...]:
    digits = 0 if found.unit == "characters" else 3
    value = "-" if found.value is None else f"{found.value:.{digits}f}"
    return (found.name, value, f"{found.low:.{digits}f}-{found.high:.{digits}f}", str(found.n))


def matrix_rows(summary: Summary) -> list[tuple[str, ...]]:
    classes = get_args(Abstain)
    rows = [(outcome, *(summary.count(outcome, abstain) for abstain in classes)) for outcome in get_args(Outcome)]
    shown = [row for row in rows if row[0] != "unstated" or any(row[1:])]
    return [("status", *(f"asked: {abstain}" for abstain in classes)), *(tuple(map(str, row)) for row in shown)]


def _share(found: Estimate) -> str:
    return "-" if found.value is None else f"{found.value:.2f} [{found.low:.2f}-{found.high:.2f}]"


def _gate_lines(gates: Sequence[Gate]) -> str:
    shut = closed(gates)
    lines = [f"gate {'open  ' if gate.passed else 'CLOSED'} {gate.name}: {gate.message}" for gate in gates]
    return "\n".join([*lines, f"{len(shut)} of {len(gates)} gates closed" if shut else f"all {len(gates)} gates open"])


def aligned(rows: Sequence[tuple[str, ...]]) -> str:
    """A table for a terminal, its first row the header."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)


def _piped(rows: Sequence[tuple[str, ...]]) -> str:
    lines = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])


def _printable(text: str) -> str:
    """XML 1.0 has no control characters."""
    return "".join(char if char in "\t\n" or char >= " " else " " for char in text)
