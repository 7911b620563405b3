"""The structure of the real minutes, scored by the scorer that lies beside them; they are no part of the project."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.contract import parsed_json
from index.parse import parse
from index.read import read

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
MINUTES, SCORER = SHARED / "minutes", SHARED / "gold" / "score_structure.py"

LAST = (
    r"ALL found (?P<found>[\d.]+) invented (?P<invented>\d+) number (?P<number>[\d.]+) parent (?P<parent>[\d.]+)"
    r" documents (?P<documents>\d+)/(?P<of>\d+) people F1 (?P<people>[\d.]+)"
)

pytestmark = pytest.mark.skipif(
    not (MINUTES.is_dir() and SCORER.is_file()), reason="the real minutes (../shared/minutes) do not lie beside the project: NOT CHECKED"
)


@pytest.fixture(scope="module")
def score(tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    """The figures of the scorer's last line, and the number of items predicted."""
    predictions = tmp_path_factory.mktemp("shared") / "predictions.jsonl"
    said = [parsed_json(parse(read(path))) for path in sorted(MINUTES.glob("*.txt"))]
    predictions.write_text("".join(json.dumps(one) + "\n" for one in said), "utf-8")
    command = [sys.executable, str(SCORER), str(predictions), "--minutes", str(MINUTES)]
    last = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip().splitlines()[-1]
    match = re.fullmatch(LAST, last)
    assert match, last
    items = sum(len(document["items"]) for one in said for document in one["documents"])
    return {name: float(value) for name, value in match.groupdict().items()} | {"items": items}


def test_nearly_all_items_of_the_real_minutes_are_found(score: dict[str, float]):
    assert score["found"] >= 0.98
    assert score["number"] >= 0.98
    assert score["parent"] >= 0.98


def test_hardly_any_item_of_the_real_minutes_is_invented(score: dict[str, float]):
    assert score["invented"] <= 0.02 * score["items"]


def test_all_documents_of_the_real_minutes_are_found(score: dict[str, float]):
    assert (score["documents"], score["of"]) == (7, 7)


def test_the_people_of_the_real_minutes_are_found(score: dict[str, float]):
    assert score["people"] >= 0.97
