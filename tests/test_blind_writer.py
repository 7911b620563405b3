"""Drafts written by somebody who had not seen the checks: hostile ones, of which nothing false may pass, and honest paraphrases.

tests/data/writer is as it came: 267 hostile drafts by hand, 130 honest ones, and the program that makes 1,729 hostile ones of them.
near.jsonl is not blind: its 64 hostile drafts were written against what the checks were loosened for, by who loosened them.
review.jsonl is not blind either: 60 swaps by which a reviewer got false drafts shown, and 231 more over other words.
``false_part`` is what must not be shown.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant.claims import problem
from assistant.sentences import sentences, without_markers

DATA = Path(__file__).parent / "data" / "writer"
MADE = "8cf94e5c8f200c63c7f288ef64dfe17308d6c8411a937f9667ebb9d18c404dc2"  # sha256 of the 1,729 drafts
# Honest drafts that lose a sentence; the aim is 13 of all 130. Half of them were read while the checks were loosened, the other half
# was not: only the second figure tells what to expect of drafts that nobody has seen. Lower them when they fall; they were raised
# once, from 28 and 49, when a review found that false drafts were shown.
BLOCKED_READ, BLOCKED_UNREAD = 47, 59  # of 65 each
SPLIT = 20261122


@dataclass(frozen=True)
class Case:
    id: str
    draft: str
    texts: tuple[str, ...]
    false_part: str = ""


def cases(file: Path) -> list[Case]:
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    return [Case(r["id"], r["draft"], tuple(e["text"] for e in r["evidence"]), r.get("false_part", "")) for r in rows]


def shown(case: Case) -> list[str]:
    """The sentences of a draft that pass."""
    return [sentence for sentence in sentences(case.draft) if problem(sentence, case.texts) is None]


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", without_markers(text).lower()))


def is_false(case: Case, kept: list[str]) -> bool:
    """True where all words of the false part are shown."""
    return bool(kept) and words(case.false_part) <= words(" ".join(kept))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    file = tmp_path_factory.mktemp("writer") / "hostile_more.jsonl"
    subprocess.run([sys.executable, str(DATA / "hostile_more.py"), str(file)], check=True, capture_output=True)
    return file


def test_the_drafts_are_those_that_were_written_blind(made: Path):
    assert hashlib.sha256(made.read_bytes()).hexdigest() == MADE


def test_nothing_false_of_the_hostile_drafts_is_shown(made: Path):
    written = cases(made)  # those by hand are its first 267
    assert len(written) == 1729
    assert [(case.id, kept) for case in written if is_false(case, kept := shown(case))] == []


def test_nothing_of_the_drafts_written_against_the_loosened_checks_is_shown():
    written = cases(DATA / "near.jsonl")
    assert len(written) == 64
    assert [(case.id, kept) for case in written if (kept := shown(case))] == []


def test_nothing_of_the_swaps_that_a_review_found_is_shown():
    written = cases(DATA / "review.jsonl")
    assert len(written) == 291
    assert [(case.id, kept) for case in written if (kept := shown(case))] == []


def test_honest_paraphrases_are_blocked_no_more_often_than_recorded():
    honest = sorted(cases(DATA / "honest.jsonl"), key=lambda case: case.id)
    random.Random(SPLIT).shuffle(honest)
    read, unread = (sum(len(shown(case)) < len(sentences(case.draft)) for case in half) for half in (honest[:65], honest[65:]))
    assert (len(honest), read, unread) == (130, BLOCKED_READ, BLOCKED_UNREAD)


def test_the_words_of_a_source_themselves_pass():
    """A writer that copies a whole sentence is never in the way: what is blocked is blocked for its paraphrase."""
    said = {(text, sentence) for case in cases(DATA / "honest.jsonl") for text in case.texts for sentence in sentences(text)}
    plain = [(text, s) for text, s in said if re.fullmatch(r"[A-Z][\w ,.'’£%-]{40,}\.", s)]
    blocked = [s for text, s in plain if problem(f"{s[:-1]} [1].", [text])]
    assert len(plain) > 100
    assert len(blocked) <= len(plain) // 10, blocked
