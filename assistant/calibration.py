"""The limits below which an answer is withheld, as measured, and the index they were measured on.

``python -m eval calibrate`` fits them on the invented questions and writes ``calibration.json``. Scores change with embedder, parser
and weights: ``strange`` says where an index is another than the one they belong to.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import astuple
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.weights import WEIGHTS, Weights
from index.errors import BadFile, CannotCreate, MissingInput
from index.parse import PARSER_VERSION

FILE = Path(__file__).with_name("calibration.json")
AGAIN = "python -m eval calibrate"


class _Stored(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Limits(_Stored):
    support: float = Field(ge=0.0, le=1.0)  # least that the best items must have: absence.support
    read: float = Field(default=0.0, ge=0.0, le=1.0)  # least that the reader must make of the best window, where there is a reader
    near: Mapping[str, float] = {}  # by what a question asks for (expected.py): how near a statement with it must be


class Fingerprint(_Stored):
    """What scores depend on."""

    embedder: str
    parser: int
    weights: str
    reader: str = ""  # what tells its weights from others; "": none, for which its limit has no say


class Calibration(_Stored):
    limits: Limits
    index: Fingerprint
    cases: str  # hash of the questions
    minutes: str  # hash of the minutes asked about


def fingerprint(embedder: str, weights: Weights = WEIGHTS, reader: str = "") -> Fingerprint:
    """Of an index made with this embedder and the code at hand, its items read by ``reader``."""
    numbers = hashlib.sha256(repr(astuple(weights)).encode()).hexdigest()[:12]
    return Fingerprint(embedder=embedder, parser=PARSER_VERSION, weights=numbers, reader=reader)


def load_calibration(path: Path = FILE) -> Calibration:
    try:
        return Calibration.model_validate_json(path.read_bytes())
    except OSError as error:
        raise MissingInput(f"cannot read the calibration {path}: {error.strerror}", f"Run: {AGAIN} --out {path}") from error
    except ValidationError as error:
        raise BadFile(f"{path.name} is no calibration: {error.errors()[0]['msg']}", f"Run: {AGAIN} --out {path}") from error


def write_calibration(calibration: Calibration, path: Path) -> None:
    try:
        path.write_text(calibration.model_dump_json(indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise CannotCreate(f"cannot write {path}: {error.strerror}", "Name another file with --out.") from error


def strange(calibration: Calibration, found: Fingerprint) -> tuple[str, ...]:
    """In what an index differs from the one that was calibrated, a sentence each, then what to do; none where it is the same."""
    pairs = [(name, getattr(calibration.index, name), getattr(found, name)) for name in Fingerprint.model_fields]
    told = tuple(
        f'The limits of "not recorded" were calibrated with other {name} ({before}) than this index has ({now}).'
        for name, before, now in pairs
        if before != now and not (name == "reader" and not now)
    )
    return (*told, f"They may withhold too much or too little. To fit them anew: {AGAIN}.") if told else ()
