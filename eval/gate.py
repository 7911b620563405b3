"""Baseline and gates: a run passes when it is as good as recorded, neither worse nor, unrecorded, better.

The baseline changes on purpose only (``python -m eval accept``). Four gates know no tolerance and need no baseline.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from eval.cases import complaints
from eval.metrics import UNCONDITIONAL
from eval.summary import LOWER_IS_BETTER, Summary
from index.errors import BadFile, CannotCreate, MissingInput

CASES = "cases"  # gated like a metric: a run over fewer questions is no better run
GATED = (
    *("headline", "answer_ok", "citation_ok", "false_answer", "false_abstention", "citation_precision", "citation_recall"),
    *("hit@1", "hit@5", "hit@10", "RR", "nDCG@10"),
)
ALSO = ("right_item",)  # gated where a baseline names it
ACCEPT = "run `python -m eval accept`"
_TIE = 1e-6  # what rounding and summing in another order may change


class Threshold(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    value: float
    tolerance: float = Field(ge=0)


Baseline = Mapping[str, Threshold]
_BASELINE: TypeAdapter[dict[str, Threshold]] = TypeAdapter(dict[str, Threshold])


@dataclass(frozen=True, slots=True)
class Gate:
    name: str
    passed: bool
    message: str


def load_baseline(path: Path) -> Baseline:
    try:
        baseline = _BASELINE.validate_json(path.read_bytes())
    except OSError as error:
        raise MissingInput(f"there is no {path.name} to compare with", f"{ACCEPT} to record one, or run with --no-gate.") from error
    except ValidationError as error:
        raise BadFile(f"{path.name}: {complaints(error)}", f"{ACCEPT} to write it anew.") from error
    unknown = sorted(set(baseline) - {*GATED, *ALSO, CASES})
    if unknown:
        raise BadFile(f"{path.name}: no such metric: {', '.join(unknown)}", f"Known: {', '.join((*GATED, *ALSO, CASES))}.")
    return baseline


def check(summary: Summary, baseline: Baseline | None) -> tuple[Gate, ...]:
    """Every gate, open or closed; without a baseline the hard ones alone."""
    soft = [_against(name, measured(summary, name), threshold) for name, threshold in (baseline or {}).items()]
    return (*hard_gates(summary), *soft, *(_forgotten(summary, baseline) if baseline is not None else ()))


def hard_gates(summary: Summary) -> tuple[Gate, ...]:
    errors = Gate("errors", summary.errors == 0, f"{summary.errors} questions ended in an error; none may")
    return (errors, *(_whole(summary, metric) for metric in UNCONDITIONAL))


def _whole(summary: Summary, metric: str) -> Gate:
    found = summary.overall[metric]
    if found.value is None:
        return Gate(metric, summary.answerable == 0, "no answer cites anything")
    message = f"{found.wrong} of {found.n} answers with citations fail, {found.unscored} could not be checked; none may"
    return Gate(metric, found.wrong + found.unscored == 0, message)


def measured(summary: Summary, name: str) -> float | None:
    return float(summary.overall.n) if name == CASES else summary.overall[name].value


def _forgotten(summary: Summary, baseline: Baseline) -> tuple[Gate, ...]:
    names = [name for name in (CASES, *GATED) if name not in baseline and measured(summary, name) is not None]
    return tuple(Gate(name, False, f"not in the baseline: {ACCEPT}") for name in names)


def _against(name: str, value: float | None, threshold: Threshold) -> Gate:
    if value is None:
        return Gate(name, False, "no case is eligible any more")
    moved = value - threshold.value
    shown = f"{value:.4g}, recorded {threshold.value:.4g} ± {threshold.tolerance:.2g}"
    if abs(moved) <= threshold.tolerance + _TIE:
        return Gate(name, True, shown)
    if name == CASES:
        return Gate(name, False, f"{shown}: other cases than recorded: {ACCEPT}")
    better = (moved < 0) == (name in LOWER_IS_BETTER)
    return Gate(name, False, f"{shown}: better than recorded: {ACCEPT}" if better else f"{shown}: worse than recorded")


def closed(gates: Sequence[Gate]) -> tuple[Gate, ...]:
    return tuple(gate for gate in gates if not gate.passed)


def recorded(summary: Summary, before: Baseline) -> Baseline:
    """The baseline of this run for everybody after it; refuses a run that a hard gate stops."""
    stopped = closed(hard_gates(summary))
    if stopped:
        raise BadFile(f"this run cannot be a baseline: {'; '.join(f'{g.name}: {g.message}' for g in stopped)}", "Repair it first.")
    return thresholds(summary, before)


def thresholds(summary: Summary, before: Baseline) -> Baseline:
    """What this run measured, each value with its tolerance; those set by hand before are kept.

    A new tolerance is one question: the most that a tie broken otherwise on another processor should move.
    """
    baseline = {CASES: Threshold(value=float(summary.overall.n), tolerance=0.0)}
    for name in (*GATED, *ALSO):
        found = summary.overall[name]
        if found.value is not None:
            tolerance = before[name].tolerance if name in before else math.ceil(1e4 / found.n) / 1e4
            baseline[name] = Threshold(value=round(found.value, 6), tolerance=tolerance)
    return baseline


def write_baseline(baseline: Baseline, path: Path) -> None:
    rows = {name: threshold.model_dump() for name, threshold in baseline.items()}
    try:
        path.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise CannotCreate(f"cannot write {path}: {error.strerror}", "Check the folder.") from error
