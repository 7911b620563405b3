"""The structure of the real minutes, scored by the scorer that lies beside them; they are no part of the project."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant.contract import parsed_json
from index.heal import heal
from index.parse import parse
from index.read import read
from index.tokens import tokens

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


MORE, BOUNDARIES = SHARED / "minutes-more", SHARED / "gold" / "structure_more.jsonl"


def boundaries() -> list[dict[str, Any]]:
    return [json.loads(line) for line in BOUNDARIES.read_text("utf-8").splitlines()] if BOUNDARIES.is_file() else []


@pytest.mark.parametrize("gold", boundaries(), ids=lambda gold: gold["file"])
def test_the_items_of_other_bodies_begin_where_they_are_printed(gold: dict[str, Any]):
    """F1 over the beginnings of items, each with its number."""
    items = [i for d in parse(read(MORE / gold["file"])).documents for i in d.items if i.kind != "head"]
    found = 0
    for wanted in gold["items"]:
        begins = heal(wanted["start_text"])[:20]
        match = next((i for i in items if i.text.startswith(begins) and (i.number or "") == (wanted["number"] or "")), None)
        if match:
            found += 1
            items.remove(match)
    assert 2 * found / (2 * found + len(items) + len(gold["items"]) - found) >= 0.90


@pytest.mark.parametrize(("twin", "text"), [("crime-justice-panel-2014-02-14.pdf", ".txt"), ("odug-2014-05-13.docx", ".txt")])
def test_pdf_and_word_give_the_items_of_their_twin_in_text(twin: str, text: str):
    one, other = (parse(read(MORE / name)).documents for name in (twin, Path(twin).stem + text))
    labels = [[(i.number, i.minute_ref, i.kind, " ".join(tokens(i.text)[:5])) for i in d.items if i.kind != "head"] for d in one]
    assert labels == [[(i.number, i.minute_ref, i.kind, " ".join(tokens(i.text)[:5])) for i in d.items if i.kind != "head"] for d in other]
    assert [(d.role, d.meeting.date) for d in one] == [(d.role, d.meeting.date) for d in other]
