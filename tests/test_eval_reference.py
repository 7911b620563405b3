"""Our rules agree with the reference scorer, which is another program by other people, over answers spoilt at random."""

from __future__ import annotations

import importlib.util
import json
import random
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from eval.cases import Case, load_cases
from eval.metrics import Yardstick, score
from eval.reply import Reply, read_reply
from eval.structure import Structure, check_gold, load_structure, resolve, resolve_span

GOLD = Path(__file__).resolve().parents[2] / "shared" / "gold"
pytestmark = pytest.mark.skipif(
    not (GOLD / "scoring.py").is_file(), reason=f"NOT CHECKED: the reference scorer is not at {GOLD}; agreement with it is unproven here"
)

Row = dict[str, Any]  # the reference scorer speaks in rows


@pytest.fixture(scope="module")
def scoring() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference_scoring", GOLD / "scoring.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def rows(scoring: ModuleType) -> list[Row]:
    found: list[Row] = scoring.load(GOLD / "qa_dev.jsonl")
    return found


@pytest.fixture(scope="module")
def reference() -> Row:
    found: Row = json.loads((GOLD / "structure.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def structure() -> Structure:
    return load_structure(GOLD / "structure.json")


@pytest.fixture(scope="module")
def cases(structure: Structure) -> tuple[Case, ...]:
    found = load_cases([GOLD / "qa_dev.jsonl"])
    check_gold(found, structure)
    return found


def entries(reference: Row) -> list[Row]:
    """Every gold entry as a citation could name it, with its file and role."""
    return [
        {**item, "file": file["file"], "role": document["kind"]}
        for file in reference["files"]
        for document in file["documents"]
        for item in document["items"]
    ]


def test_labels_and_places_mean_the_same_items(scoring: ModuleType, reference: Row, structure: Structure) -> None:
    chance = random.Random(7)
    known = entries(reference)
    files = [file["file"] for file in reference["files"]] + ["none.txt"]
    numbers = [item["number"] for item in known] + ["Item 9b", "4.", "99", None]
    references = [item["minute_ref"] for item in known] + ["08818", "000/00", None, None]
    for _ in range(5000):
        file, role = chance.choice(files), chance.choice(["agenda", "minutes", "notes", None])
        labels = chance.choice(numbers), chance.choice(references)
        assert tuple(scoring.resolve(reference, file, role, *labels)) == resolve(structure, file, role, *labels)
        start = chance.randrange(41_000)
        end = start + chance.choice([1, 20, 400, 3000])
        assert scoring.resolve_span(reference, file, start, end) == resolve_span(structure, file, start, end)


def spoilt(row: Row, rows: list[Row], chance: random.Random) -> str:
    """The right answer, or something less: cut, mixed, refused, contradicted."""
    other = chance.choice(rows)["answer"]
    words = row["answer"].split()
    kept = " ".join(word for word in words if chance.random() > 0.15)
    banned = chance.choice(row["must_not"]) if row["must_not"] else "otherwise"
    refusal = chance.choice(["The minutes do not record this.", "Not stated.", "No.", "Which meeting do you mean?"])
    texts = [row["answer"], row["answer"], kept, other, f"{row['answer']} {other}", refusal, f"{refusal} {row['answer']}"]
    texts += [f"{row['answer']} {banned}", f"{other * 4} {row['answer']}", str(row["answer"]).upper()]
    return str(chance.choice(texts))


def citation(item: Row, n: int, chance: random.Random) -> Row:
    """One entry as a program might cite it: with all its labels, or with too few."""
    labels = {"role": item["role"], "number": item["number"], "minute_ref": item["minute_ref"]}
    if chance.random() < 0.2:
        labels[chance.choice(list(labels))] = None
    return {"n": n, "file": item["file"], **labels, "start": item["start_char"], "end": item["end_char"]}


def meant(cited: Row, scoring: ModuleType, reference: Row, by_id: dict[str, Row]) -> str:
    """What a citation means by the reference's own functions; a name of its own where it is ambiguous or means nothing."""
    labels = (cited["number"], cited["minute_ref"])
    if not any(labels):
        there = scoring.resolve_span(reference, cited["file"], cited["start"], cited["end"])
        if there and not by_id[there]["number"] and not by_id[there]["minute_ref"]:
            return str(there)
    found = scoring.resolve(reference, cited["file"], cited["role"], *labels)
    return str(found[0]) if len(found) == 1 else f"?{cited['file']}{cited['role']}{labels}"


def picked(row: Row, by_id: dict[str, Row], chance: random.Random) -> list[Row]:
    own = [by_id[i["item_id"]] for field in ("items", "also_relevant", "related_items") for i in row[field]]
    strangers = chance.sample(list(by_id.values()), 2)
    return chance.sample([*own, *own, *strangers], chance.randrange(min(5, 2 * len(own) + 2)))


def said_to_abstain(row: Row, status: str | None, text: str, scoring: ModuleType) -> bool | None:
    if status is None:
        return None
    if status == "partial" and row["abstain"] == "full":
        return row["type"] == "false_premise" and re.search(scoring._NEG, text.lower()) is not None
    return status == "not_recorded" or (status == "partial" and row["abstain"] == "partial")


def reply(text: str, status: str | None, citations: list[Row], found: list[Row]) -> Reply:
    evidence = [{"file": item["file"], "start": item["start_char"], "end": item["end_char"]} for item in found]
    return read_reply({"answer": text, "status": status, "citations": citations, "evidence": evidence})


PAIRS = {"rr": "RR", "recall@5": "R@5", **{name: name for name in ("hit@1", "hit@3", "hit@5", "hit@10")}}
JUDGED = ("answer_ok", "citation_ok", "false_abstention", "citation_precision", "citation_recall")


@pytest.mark.parametrize("seed", range(10))
def test_scores_agree_over_spoilt_answers(
    scoring: ModuleType, rows: list[Row], reference: Row, structure: Structure, cases: tuple[Case, ...], seed: int
) -> None:
    chance = random.Random(seed)
    by_id = {item["item_id"]: item for item in entries(reference) if item["cite_level"]}
    yardstick = Yardstick(structure, {})
    seen: dict[str, set[float]] = {}
    for row, case in zip(rows, cases, strict=True):
        text, status = spoilt(row, rows, chance), chance.choice(["answered", "partial", "not_recorded", "clarify", None])
        citations = [citation(item, n, chance) for n, item in enumerate(picked(row, by_id, chance), start=1)]
        found = picked(row, by_id, chance) + chance.sample(list(by_id.values()), 3)
        counted = text if row["type"] == "list" else text[:600]
        ids = [meant(c, scoring, reference, by_id) for c in citations]
        ranked = [scoring.resolve_span(reference, f["file"], f["start_char"], f["end_char"]) for f in found]
        expected = scoring.score(row, counted, ids, ranked, said_to_abstain(row, status, counted, scoring))
        ours = score(case, reply(text, status, citations, found), yardstick)
        for theirs, name in ({**PAIRS, **{n: n for n in JUDGED}}).items():
            mark = ours.mark(name)
            if theirs in expected and mark.eligible:
                assert mark.value == pytest.approx(float(expected[theirs])), (case.id, name, text, status, ids)
                seen.setdefault(name, set()).add(float(expected[theirs]))
            else:
                assert theirs not in expected or expected[theirs] is False, (case.id, name)
    assert all({0.0, 1.0} <= values for values in seen.values())  # every rule was seen to pass and to fail
