"""How much of the structure of the sample minutes the parser finds, against the structure made by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.minutes import Document
from tests.layouts import Gold, Layouts, bodied

CORPUS = Layouts(Path(__file__).parent.parent / "eval" / "corpus")
PAIRS = list(CORPUS.pairs())


def test_every_citable_item_is_found():
    assert CORPUS.entries() == 153
    assert CORPUS.all_missed() == []


def test_at_most_one_item_is_invented():
    assert len(CORPUS.invented()) <= 1


@pytest.mark.parametrize(("gold", "document"), [pair[1:] for pair in PAIRS], ids=[gold["doc_id"] for _, gold, _ in PAIRS])
def test_a_document_is_found_with_its_body_and_status(gold: Gold, document: Document | None):
    assert document is not None
    assert document.status == gold["status"]
    assert bodied(document.meeting.body) == bodied(gold["body"])


def test_there_are_no_more_documents_than_in_the_files():
    assert sum(len(documents) for documents in CORPUS.parsed.values()) == len(PAIRS) == 13


@pytest.mark.parametrize("field", ["start_time", "end_time"])
def test_no_time_of_a_meeting_is_wrong(field: str):
    wrong = [
        (gold["doc_id"], field)
        for _, gold, document in PAIRS
        if document and (said := getattr(document, field)) and gold[field] and said.isoformat("minutes") != gold[field]
    ]
    assert wrong in ([], [("qf", "start_time")])  # the head says when it was to begin, an item when it did


def test_nearly_all_persons_are_found_and_hardly_any_is_made_up():
    assert CORPUS.people_f1() >= 0.98
