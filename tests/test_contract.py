"""The keys and types that other programs rely on; a change here is a change for them, and needs its line in the change log."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest
from worlds import QUAY, QUAY_MINUTES, assistant, world

from assistant.assistant import Assistant
from assistant.contract import answer_json, parsed_json
from index.heal import heal
from index.parse import parse
from index.read import read

Shape = Mapping[str, object]

CLAIM = {"text": str, "citations": [int], "basis": {"quote", "catalogue", "absence"}}
CITATION = {
    "n": int,
    "item_id": str,
    "file": str,
    "role": {"agenda", "minutes", "notes", "notice", "report"},
    "status": {"draft", "approved", "unknown"},
    "body": str,
    "organisation": str | None,
    "date": str | None,
    "number": str | None,
    "minute_ref": str | None,
    "title": str,
    "label": str,
    "quote": str,
    "start": int,
    "end": int,
    "page": int | None,
    "confidence": float | None,
}
EVIDENCE = {
    "rank": int,
    "item_id": str,
    "file": str,
    "role": {"agenda", "minutes", "notes", "notice", "report"},
    "number": str | None,
    "minute_ref": str | None,
    "start": int,
    "end": int,
    "score": float,
}
ANSWER = {
    "question": str,
    "standalone": str,
    "status": {"answered", "partial", "not_recorded", "clarify"},
    "verdict": str | None,
    "answer": str,
    "claims": [CLAIM],
    "citations": [CITATION],
    "evidence": [EVIDENCE],
    "problems": [{"kind": str, "detail": str}],
    "notices": [str],
    "writer": {"extractive", "composed"},
    "model": str | None,
    "ms": {"retrieve": float, "write": float, "total": float},
}
PERSON = {"name": str, "role": str}
ITEM = {
    "item_id": str,
    "number": str | None,
    "minute_ref": str | None,
    "title": str,
    "parent": str | None,
    "presenter": str | None,
    "chair": str | None,
    "start": int,
    "end": int,
    "text": str,
}
OUTCOME = {
    "kind": {"decision", "agreement", "action", "request", "undertaking", "question", "deferral", "approval", "noting"},
    "item_id": str,
    "reference": str | None,
    "owner": str | None,
    "due": str | None,
    "text": str,
    "start": int,
    "end": int,
}
DOCUMENT = {
    "role": {"agenda", "minutes", "notes", "notice", "report"},
    "status": {"draft", "approved", "unknown"},
    "body": str,
    "organisation": str | None,
    "date": str | None,
    "start_time": str | None,
    "end_time": str | None,
    "venue": str | None,
    "chair": str | None,
    "attendees": [PERSON],
    "apologies": [PERSON],
    "items": [ITEM],
    "outcomes": [OUTCOME],
    "links": [{"item_id": str, "text": str, "target": str, "safe": bool, "start": int, "end": int}],
}
PARSED = {
    "file": str,
    "documents": [DOCUMENT],
    "warnings": [{"kind": str, "start": int, "detail": str}],
    "left_out": [{"reason": str, "text": str, "page": int | None, "start": int | None, "end": int | None}],
}

QUESTIONS = (
    "What did the board decide about the ferry pontoon?",
    "How often did the lift bridges fail?",
    "Which meetings do you have?",
    "Who attended?",
    "Who mended the carillon clockwork?",
    "What was decided on 3 May 2011 at the meeting of 3 May 2011?",
)


def differences(value: object, shape: object, at: str = "") -> Iterator[str]:
    """Where ``value`` has other keys or types than ``shape``: a type, a set of words, a list of one shape, or keys with theirs."""
    if isinstance(shape, dict):
        if not isinstance(value, dict) or list(value) != list(shape):
            yield f"{at}: keys {list(value) if isinstance(value, dict) else value}, expected {list(shape)}"
            return
        for key, inner in shape.items():
            yield from differences(value[key], inner, f"{at}.{key}")
    elif isinstance(shape, list):
        if not isinstance(value, list):
            yield f"{at}: {value!r} is no list"
            return
        for n, one in enumerate(value):
            yield from differences(one, shape[0], f"{at}[{n}]")
    elif isinstance(shape, set):
        if value not in shape:
            yield f"{at}: {value!r} is none of {sorted(shape)}"
    elif not isinstance(value, shape) or (isinstance(value, bool) and shape is not bool):  # type: ignore[arg-type]
        yield f"{at}: {value!r} is no {shape}"


@pytest.fixture(scope="module")
def quay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with world(tmp_path_factory.mktemp("quay"), QUAY) as store:
        yield assistant(store)


def test_a_difference_from_the_contract_is_seen():
    assert list(differences({"a": 1}, {"a": int})) == []
    assert list(differences({"a": "1", "b": 2}, {"a": int})) == [": keys ['a', 'b'], expected ['a']"]
    assert list(differences({"a": True}, {"a": int})) == [".a: True is no <class 'int'>"]
    assert list(differences({"a": [{"b": None}]}, {"a": [{"b": str}]})) == [".a[0].b: None is no <class 'str'>"]


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_has_the_keys_and_types_of_the_contract(quay: Assistant, question: str):
    said = json.loads(json.dumps(answer_json(quay.ask(question)), ensure_ascii=False))
    assert list(differences(said, ANSWER)) == []
    for citation in said["citations"]:
        date.fromisoformat(citation["date"])


@pytest.mark.parametrize("question", QUESTIONS)
def test_numbers_in_an_answer_are_those_of_its_lists(quay: Assistant, question: str):
    said = answer_json(quay.ask(question))
    numbers = [c["n"] for c in said["citations"]]  # type: ignore[attr-defined]
    assert numbers == list(range(1, len(numbers) + 1))
    assert {n for claim in said["claims"] for n in claim["citations"]} == set(numbers)  # type: ignore[attr-defined]
    assert [e["rank"] for e in said["evidence"]] == list(range(1, len(said["evidence"]) + 1))  # type: ignore[attr-defined, arg-type]
    ids = [e["item_id"] for e in said["evidence"]]  # type: ignore[attr-defined]
    assert len(ids) == len(set(ids)) <= 10


@pytest.mark.parametrize("question", QUESTIONS[:4])
def test_offsets_point_at_the_quoted_words_in_the_decoded_file(quay: Assistant, question: str):
    said = answer_json(quay.ask(question))
    assert said["citations"]
    for citation in said["citations"]:  # type: ignore[attr-defined]
        assert heal(QUAY[citation["file"]][citation["start"] : citation["end"]]) == citation["quote"]


def test_an_answer_that_is_not_recorded_shows_evidence_and_no_citation(quay: Assistant):
    said = answer_json(quay.ask("Who mended the carillon clockwork?"))
    assert (said["status"], said["citations"], said["verdict"]) == ("not_recorded", [], None)
    assert said["evidence"]


SAMPLES = sorted(path for path in (Path(__file__).parent.parent / "eval" / "corpus").iterdir() if path.suffix in (".txt", ".md", ".html"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_parsed_file_has_the_keys_and_types_of_the_contract(path: Path):
    said = json.loads(json.dumps(parsed_json(parse(read(path))), ensure_ascii=False))
    assert list(differences(said, PARSED)) == []
    assert said["file"] == path.name
    for document in said["documents"]:
        date.fromisoformat(document["date"])
        head, *items = document["items"]
        assert (head["number"], head["title"]) == (None, "Meeting")
        assert items


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_parents_are_items_whose_span_holds_their_children(path: Path):
    for document in parsed_json(parse(read(path)))["documents"]:  # type: ignore[attr-defined]
        spans = {item["item_id"]: (item["start"], item["end"]) for item in document["items"]}
        assert len(spans) == len(document["items"])
        for item in document["items"]:
            if item["parent"] is not None:
                start, end = spans[item["parent"]]
                assert start <= item["start"] <= item["end"] <= end
        assert {outcome["item_id"] for outcome in document["outcomes"]} <= set(spans)


def test_offsets_count_characters_without_the_byte_order_mark_and_with_one_line_end(tmp_path: Path):
    plain, odd = tmp_path / "plain.txt", tmp_path / "odd.txt"
    plain.write_bytes(QUAY_MINUTES.encode())
    odd.write_bytes(b"\xef\xbb\xbf" + QUAY_MINUTES.replace("\n", "\r\n").encode())
    first, second = (parsed_json(parse(read(path)))["documents"] for path in (plain, odd))
    assert first == second
    lamps = next(o for o in first[0]["outcomes"] if "forty lamps" in o["text"])  # type: ignore[index]
    assert QUAY_MINUTES[lamps["start"] : lamps["end"]] == lamps["text"]
