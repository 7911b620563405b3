"""How much of the structure of the sample minutes the parser finds, against the structure made by hand.

Found: an item of the right document that begins within 20 characters (white space and tags apart) and has the same number
and reference. Invented: an item that begins where nothing begins.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from index.minutes import Document, Item, Person
from index.parse import parse
from index.read import read

CORPUS = Path(__file__).parent.parent / "eval" / "corpus"
GOLD: list[dict[str, Any]] = json.loads((CORPUS / "structure.json").read_text("utf-8"))["files"]
NEAR = 20
BLANK = re.compile(r"(?:\s|</?[a-zA-Z][^>]*>)*")
ASIDE = {"header", "closing"}  # neither items nor mistakes
NOTHING = {"section", "garbled"}
TITLES = {*"mr mrs ms dr sir cllr councillor pcc dcc acc temporary chief superintendent".split()}

READ = {gold["file"]: read(CORPUS / gold["file"]) for gold in GOLD}
PARSED = {file: parse(source).documents for file, source in READ.items()}


def pairs() -> Iterator[tuple[str, Mapping[str, Any], Document | None]]:
    """Every document of the gold structure with the parsed one of its role and date."""
    for gold in GOLD:
        for document in gold["documents"]:
            same = (d for d in PARSED[gold["file"]] if (d.role, str(d.meeting.date)) == (document["kind"], document["date"]))
            yield gold["file"], document, next(same, None)


def begin(file: str, start: int) -> int:
    match = BLANK.match(READ[file].text, start)
    return match.end() if match else start


def bare(label: str | None) -> str:
    return re.sub(r"^\W*(?:item\s+)?|\W+$", "", (label or "").casefold())


def labels_agree(item: Item, entry: Mapping[str, Any]) -> bool:
    numbers = {bare(entry["number"]), bare(entry["number_printed"])} - {""}
    reference = re.sub(r"\D", "", entry["minute_ref"] or "")
    return (not numbers or bare(item.number) in numbers) and (not reference or re.sub(r"\D", "", item.minute_ref or "") == reference)


def citable(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [entry for entry in document["items"] if entry["cite_level"] and entry["kind"] not in ASIDE | NOTHING]


def missed(file: str, gold: Mapping[str, Any], document: Document | None) -> list[str]:
    """The titles of the entries that no item of the document matches, each item used once."""
    left = list(document.items) if document else []
    lost = []
    for entry in citable(gold):
        start = begin(file, entry["start_char"])
        match = next((i for i in left if abs(begin(file, i.span.start) - start) <= NEAR and labels_agree(i, entry)), None)
        if match is None:
            lost.append(entry["title"])
        else:
            left.remove(match)
    return lost


def invented(file: str) -> list[str]:
    entries = list(chain.from_iterable(d["items"] for gold in GOLD if gold["file"] == file for d in gold["documents"]))
    starts = [begin(file, entry["start_char"]) for entry in entries if entry["kind"] not in NOTHING]
    heads = [(entry["start_char"], entry["end_char"]) for entry in entries if entry["kind"] == "header"]
    found = []
    for item in chain.from_iterable(document.items for document in PARSED[file]):
        start = begin(file, item.span.start)
        in_head = not item.number and not item.minute_ref and any(low <= start < high for low, high in heads)
        if not in_head and not any(abs(start - other) <= NEAR for other in starts):
            found.append(item.title)
    return found


def test_every_citable_item_is_found():
    assert sum(len(citable(gold)) for _, gold, _ in pairs()) == 153
    assert list(chain.from_iterable(missed(*pair) for pair in pairs())) == []


def test_at_most_one_item_is_invented():
    assert sum(len(invented(file)) for file in PARSED) <= 1


@pytest.mark.parametrize(("gold", "document"), [pair[1:] for pair in pairs()], ids=[gold["doc_id"] for _, gold, _ in pairs()])
def test_a_document_is_found_with_its_body_and_status(gold: Mapping[str, Any], document: Document | None):
    assert document is not None
    assert document.status == gold["status"]
    if gold["doc_id"] != "sh":  # the board is "Trustees"; the parser says the trust
        assert document.meeting.body.replace(" (FGB)", "") == gold["body"]


def test_there_are_no_more_documents_than_in_the_files():
    assert sum(len(documents) for documents in PARSED.values()) == len(list(pairs())) == 13


@pytest.mark.parametrize("field", ["start_time", "end_time"])
def test_no_time_of_a_meeting_is_wrong(field: str):
    wrong = [
        (gold["doc_id"], field)
        for _, gold, document in pairs()
        if document and (said := getattr(document, field)) and gold[field] and said.isoformat("minutes") != gold[field]
    ]
    assert wrong in ([], [("qf", "start_time")])  # the head says when it was to begin, an item when it did


def plain(name: str) -> str:
    words = re.sub(r"[^\w\s'-]", "", name.casefold()).split()
    return " ".join([word for word in words if word not in TITLES] or words)


def test_nearly_all_persons_are_found_and_hardly_any_is_made_up():
    both = every = 0
    for _, gold, document in pairs():
        fields: tuple[tuple[str, tuple[Person, ...]], ...] = (
            (("attendees", document.attendees), ("apologies", document.apologies)) if document else ()
        )
        for field, persons in fields:
            want = Counter(plain(person["name"]) for person in gold[field] if person["name"])
            have = Counter(plain(person.name) for person in persons)
            both += 2 * sum((want & have).values())
            every += sum(want.values()) + sum(have.values())
    assert both / every >= 0.98
