"""Cases, gold structure and replies: what is read, and how a bad line is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.cases import Case, load_cases
from eval.reply import Cited, load_replies, read_reply
from eval.structure import Structure, check_gold, inside_one_document, load_structure, resolve, resolve_span
from index.errors import BadFile, MissingInput

ROW = {"id": "h-1", "question": "How many boats?", "type": "number"}


def write(folder: Path, *rows: object, name: str = "cases.jsonl") -> Path:
    path = folder / name
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), encoding="utf-8")
    return path


def test_a_row_may_leave_out_what_it_does_not_need(tmp_path: Path) -> None:
    (case,) = load_cases([write(tmp_path, ROW)])
    assert (case.abstain, case.history, case.key_facts, case.min_key_facts, case.answerable) == ("none", (), (), None, True)


def test_a_nested_list_of_facts_is_a_choice_and_blank_lines_are_skipped(tmp_path: Path) -> None:
    (case,) = load_cases([write(tmp_path, "", {**ROW, "key_facts": ["boats", ["three", "3"]]}, "")])
    assert case.key_facts == ("boats", ("three", "3"))


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("{", "cases.jsonl line 2: not JSON"),
        ({**ROW, "id": "h-2", "expect": "answer"}, "cases.jsonl line 2: expect: Extra inputs"),
        ({**ROW, "id": "h-2", "abstain": "maybe"}, "cases.jsonl line 2: abstain:"),
        ({**ROW, "id": "h-2", "verdict": "adopted"}, "cases.jsonl line 2: verdict"),
        ({**ROW, "id": "h-2", "key_facts": ["--"]}, "holds nothing that could be found"),
        ({**ROW, "id": "h-2", "key_facts": ["a"], "min_key_facts": 2}, "min_key_facts is 2, but there are 1 key_facts"),
        (ROW, "cases.jsonl line 2: id h-1 was used before at cases.jsonl line 1"),
    ],
)
def test_a_bad_row_names_its_line_and_field(tmp_path: Path, row: object, complaint: str) -> None:
    with pytest.raises(BadFile) as error:
        load_cases([write(tmp_path, ROW, row)])
    assert complaint in error.value.message


def test_a_missing_file_is_missing_input(tmp_path: Path) -> None:
    with pytest.raises(MissingInput):
        load_cases([tmp_path / "none.jsonl"])


# --- gold structure ------------------------------------------------------------------------------------------------------
# One file with an agenda (0-50) and minutes (50-200) that use number 1 twice; a reference shared by two items; a sub-item.


def entry(item_id: str, start: int, end: int, **more: object) -> dict[str, object]:
    return {"item_id": item_id, "kind": "item", "cite_level": True, "start_char": start, "end_char": end, **more}


GOLD = {
    "about": "ignored",
    "files": [
        {
            "file": "harbour.txt",
            "documents": [
                {"kind": "agenda", "items": [entry("a/head", 0, 10, kind="header"), entry("a/1", 10, 50, number="1")]},
                {
                    "kind": "minutes",
                    "items": [
                        entry("m/head", 50, 60, kind="header"),
                        entry("m/1", 60, 100, number="1", minute_ref="087/18"),
                        entry("m/1.1", 70, 90, kind="subitem", number="1.1", parent="m/1", cite_level=False),
                        entry("m/2", 100, 150, number="2", minute_ref="087/18"),
                        entry("m/s", 150, 152, kind="section", cite_level=False),
                        entry("m/3", 152, 160, minute_ref="090/18"),
                        entry("m/next", 160, 200, kind="closing"),
                    ],
                },
            ],
        }
    ],
}


@pytest.fixture
def structure() -> Structure:
    return Structure.model_validate(GOLD)


@pytest.mark.parametrize(
    ("role", "number", "reference", "expected"),
    [
        ("minutes", "1", None, ["m/1"]),
        (None, "1", None, ["a/1", "m/1"]),  # ambiguous without agenda or minutes
        ("minutes", None, "087/18", ["m/1", "m/2"]),  # ambiguous without the number
        ("minutes", "Item 2.", "08718", ["m/2"]),  # "Item 2." is 2, 08718 is 087/18
        ("minutes", "1.1", None, ["m/1"]),  # a sub-item is cited by what holds it
        ("minutes", "3", "090/18", ["m/3"]),  # prints no number: the reference decides
        ("minutes", "9", "090/18", ["m/3"]),
        ("minutes", "9", "087/18", []),
        ("minutes", None, None, ["m/head"]),
        (None, None, None, ["a/head", "m/head"]),
        ("report", "1", None, []),
    ],
)
def test_labels_name_items(structure: Structure, role: str | None, number: str | None, reference: str | None, expected: list[str]) -> None:
    assert list(resolve(structure, "harbour.txt", role, number, reference)) == expected


def test_a_stretch_belongs_to_the_item_that_holds_most_of_it(structure: Structure) -> None:
    assert resolve_span(structure, "harbour.txt", 95, 110) == "m/2"  # 5 characters of m/1, 10 of m/2
    assert resolve_span(structure, "harbour.txt", 90, 110) == "m/2"  # 10 of each: the later
    assert resolve_span(structure, "harbour.txt", 150, 152) is None  # a section heading is no item
    assert resolve_span(structure, "other.txt", 0, 10) is None


def test_a_stretch_across_two_documents_is_in_neither(structure: Structure) -> None:
    assert inside_one_document(structure, "harbour.txt", 60, 70)
    assert not inside_one_document(structure, "harbour.txt", 45, 55)


def test_cases_may_only_rest_on_items_that_can_be_cited(structure: Structure) -> None:
    case = Case.model_validate({**ROW, "items": [{"item_id": "m/1.1"}]})
    with pytest.raises(BadFile, match=r"h-1: m/1\.1"):
        check_gold([case], structure)


def test_a_parent_must_stand_before_its_child(tmp_path: Path) -> None:
    broken = {"files": [{"file": "x.txt", "documents": [{"kind": "minutes", "items": [entry("m/1", 0, 5, parent="m/0")]}]}]}
    with pytest.raises(BadFile, match="m/0"):
        load_structure(write(tmp_path, broken, name="structure.json"))


# --- replies -------------------------------------------------------------------------------------------------------------


def test_a_reply_may_carry_more_than_is_scored_and_less_than_we_write() -> None:
    reply = read_reply({"id": "h-1", "answer": "Three [1].", "citations": [{"n": 1, "file": "harbour.txt", "colour": "blue"}]})
    assert reply.status is None
    assert reply.citations == (Cited(n=1, file="harbour.txt"),)


def test_a_reply_that_breaks_the_contract_is_an_error_row_not_a_crash() -> None:
    reply = read_reply({"status": "sure", "answer": "Three."})
    assert reply.error is not None
    assert "status" in reply.error.message


def test_answers_come_one_line_a_question(tmp_path: Path) -> None:
    replies = load_replies(write(tmp_path, {"id": "h-1", "answer": "x"}, {"id": "h-2", "error": {"code": "E_EMPTY", "message": "empty"}}))
    assert replies["h-1"].error is None
    assert replies["h-2"].error is not None
    with pytest.raises(BadFile, match="line 2: a second answer to h-1"):
        load_replies(write(tmp_path, {"id": "h-1"}, {"id": "h-1"}))
    with pytest.raises(BadFile, match="line 1: no id"):
        load_replies(write(tmp_path, {"answer": "x"}))
