"""What a command of the evaluation works on: cases, minutes, gold structure, and the hashes of all three."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from eval.bench import Bench
from eval.cases import Case, load_cases
from eval.grounding import minutes_files, read_texts
from eval.metrics import ANSWER_CHARS, Yardstick
from eval.own import only_known, own_structure
from eval.provenance import Provenance, hash_files
from eval.structure import check_gold, load_structure
from index.errors import MissingInput, UsageError

HERE = Path(__file__).resolve().parent
CASES, CORPUS = HERE / "cases", HERE / "corpus"

Opening = Callable[..., AbstractContextManager[Bench]]  # called as eval.bench.reading is


def material(options: argparse.Namespace) -> tuple[tuple[Case, ...], Yardstick, Provenance]:
    """The cases, what they are judged by, and the hashes of both."""
    files = case_files(options.cases or CASES)
    cases = load_cases(files)
    if not cases:
        raise MissingInput(f"no case in {', '.join(f.name for f in files)}", "A case is one JSON object a line.")
    own = options.structure is None and any(case.feedback for case in cases)
    yardstick, made = judged_by(options, files, own)
    cases = only_known(cases, yardstick.structure) if own else cases
    check_gold(cases, yardstick.structure)
    return cases, yardstick, made


def judged_by(options: argparse.Namespace, files: Sequence[Path], own: bool = False) -> tuple[Yardstick, Provenance]:
    """What the rows of ``files`` are judged by, and the hashes of both; with ``own`` no gold structure but the program's own reading."""
    minutes = options.minutes or CORPUS
    if not minutes.is_dir() or not minutes_files(minutes):
        raise MissingInput(f"no minutes in {minutes}", "Name their folder with --minutes.")
    answer_chars = getattr(options, "answer_chars", ANSWER_CHARS)
    if answer_chars < 1:
        raise UsageError(f"--answer-chars is {answer_chars}, expected 1 or more")
    if own:
        made = Provenance(hash_files(files), hash_files(minutes_files(minutes)), structure="")
        return Yardstick(own_structure(minutes), read_texts(minutes), answer_chars), made
    gold = options.structure or structure_file(files[0].parent, minutes)
    made = Provenance(hash_files(files), hash_files(minutes_files(minutes)), hash_files([gold]))
    return Yardstick(load_structure(gold), read_texts(minutes), answer_chars), made


def case_files(path: Path) -> list[Path]:
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    if not files or not files[0].is_file():
        raise MissingInput(f"no cases at {path}", "Name a file of JSON lines with --cases.")
    return files


def structure_file(*folders: Path) -> Path:
    """``structure.json`` beside the cases, or else beside the minutes."""
    return next((f / "structure.json" for f in folders if (f / "structure.json").is_file()), folders[0] / "structure.json")
