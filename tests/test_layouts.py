"""Minutes in 22 layouts of public bodies, written and labelled by people who had not seen the parser.

They lie under tests/data/layouts as they came. Scored before anything was fitted to them, the parser found 0.46 of the items
of the first folder and 0.74 of the second; the second was written after the parser had been fitted to the first.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from index.minutes import Document
from tests.layouts import Gold, Layouts, bodied

DATA = Path(__file__).parent / "data" / "layouts"
FOLDERS = {name: Layouts(DATA / name) for name in ("first", "second")}
PAIRS = [pair for layouts in FOLDERS.values() for pair in layouts.pairs()]


@pytest.mark.parametrize(("name", "entries"), [("first", 137), ("second", 134)])
def test_nearly_every_citable_item_is_found(name: str, entries: int):
    assert FOLDERS[name].entries() == entries
    assert len(FOLDERS[name].all_missed()) <= 0.02 * entries


@pytest.mark.parametrize("name", FOLDERS)
def test_hardly_any_item_is_invented(name: str):
    assert len(FOLDERS[name].invented()) <= 0.02 * FOLDERS[name].entries()


@pytest.mark.parametrize(("gold", "document"), [pair[1:] for pair in PAIRS], ids=[gold["doc_id"] for _, gold, _ in PAIRS])
def test_a_document_is_found_with_its_role_date_body_and_status(gold: Gold, document: Document | None):
    assert document is not None
    assert document.status == gold["status"]
    assert bodied(document.meeting.body) == bodied(gold["body"])


@pytest.mark.parametrize("name", FOLDERS)
def test_there_are_no_more_documents_than_in_the_files(name: str):
    layouts = FOLDERS[name]
    assert sum(len(documents) for documents in layouts.parsed.values()) == len(list(layouts.pairs()))


@pytest.mark.parametrize("name", FOLDERS)
def test_nearly_all_persons_are_found_and_hardly_any_is_made_up(name: str):
    assert FOLDERS[name].people_f1() >= 0.97
