"""A document without items is still searched and cited by paragraph, and says so everywhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from worlds import Shell, assistant

from index.ingest import ingest
from index.parse import parse
from index.read import decode
from index.store import Store

PLAIN = """Fen Parish Council

Minutes of 4 November 2024

The members heard from the harbour master that the otter ladder beside the upper weir had been finished in the spring of the year.

It was agreed that the council would pay £9,200 to the builder of the otter ladder, once the county had looked at its lowest step.

Somebody asked whether the eel counts would be taken up again, and the clerk said that the county had no money left for them.
"""


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    path = tmp_path / "plain.txt"
    path.write_text(PLAIN, "utf-8")
    return path


def test_a_document_without_items_is_a_finding():
    found = parse(decode("plain.txt", PLAIN.encode(), "txt"))
    (document,) = found.documents
    assert document.undivided(document.items[0])
    assert [(f.kind, f.start) for f in found.warnings] == [("unclear_structure", 0)]


def test_a_document_with_items_is_none():
    found = parse(decode("a.txt", (PLAIN + "\n1. Eels\nNone were counted.\n\n2. Tar\nIt is dear.\n").encode(), "txt"))
    assert not found.documents[0].undivided(found.documents[0].items[0])
    assert found.warnings == ()


def test_its_paragraphs_are_found_cited_and_judged_with_a_notice(store: Store, plain: Path):
    ingest(store, [plain])
    answer = assistant(store).ask("What was agreed about paying the builder of the otter ladder?")
    assert (answer.status, answer.verdict, answer.problems) == ("answered", "agreed", ())
    assert any("£9,200" in citation.quote for citation in answer.citations)
    assert answer.citations[0].label == "Fen Parish Council, 4 November 2024, minutes, undivided text"
    assert answer.notices == ("No items could be told apart in plain.txt: it was searched by paragraph.",)


def test_the_report_and_the_list_say_it(shell: Shell, plain: Path, tmp_path: Path):
    clear = tmp_path / "clear.txt"
    clear.write_text("FEN PARISH COUNCIL\n\nMinutes of 2 December 2024\n\n1. Eels\nNone were counted.\n2. Tar\nIt is dear.\n", "utf-8")
    report = shell("ingest", plain, clear, "--json").json["files"]
    assert [(entry["code"], entry["outcome"]) for entry in report] == [("W_UNCLEAR", "added"), (None, "added")]
    assert "no items could be told apart" in report[0]["message"]
    rows = shell("list", "documents", "--json").json
    assert {row["file"]: row["structure"] for row in rows} == {"plain.txt": "unclear", "clear.txt": "items"}
