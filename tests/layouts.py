"""Scores of the parser on a folder of invented minutes, against the structure made by hand that lies beside them.

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

from index.minutes import Document, Item, Person
from index.parse import parse
from index.read import read

NEAR = 20
BLANK = re.compile(r"(?:\s|</?[a-zA-Z][^>]*>)*")
ASIDE = {"header", "closing"}  # neither items nor mistakes
NOTHING = {"section", "garbled"}
TITLES = {*"mr mrs ms dr sir cllr councillor pcc dcc acc temporary chief superintendent county".split()}
ROLES = {"decision_notice": "notice"}  # as DESIGN names it

Gold = Mapping[str, Any]


class Layouts:
    """The files of ``folder`` with its structure.json, read and parsed once."""

    def __init__(self, folder: Path) -> None:
        self.gold: list[Gold] = json.loads((folder / "structure.json").read_text("utf-8"))["files"]
        self.read = {gold["file"]: read(folder / gold["file"]) for gold in self.gold}
        self.parsed = {file: parse(source).documents for file, source in self.read.items()}

    def pairs(self) -> Iterator[tuple[str, Gold, Document | None]]:
        """Every document of the gold structure with the parsed one of its role, date and, of two on one day, body."""
        for gold in self.gold:
            for document in gold["documents"]:
                role = ROLES.get(document["kind"], document["kind"])
                same = [d for d in self.parsed[gold["file"]] if (d.role, str(d.meeting.date)) == (role, document["date"])]
                named = [d for d in same if bodied(d.meeting.body) == bodied(document["body"])]
                yield gold["file"], document, next(iter(named or same), None)

    def begin(self, file: str, start: int) -> int:
        match = BLANK.match(self.read[file].text, start)
        return match.end() if match else start

    def missed(self, file: str, gold: Gold, document: Document | None) -> list[str]:
        """The titles of the citable entries that no item of the document matches, each item used once."""
        left = list(document.items) if document else []
        lost = []
        for entry in citable(gold):
            start = self.begin(file, entry["start_char"])
            match = next((i for i in left if abs(self.begin(file, i.span.start) - start) <= NEAR and labels_agree(i, entry)), None)
            if match is None:
                lost.append(f"{file}: {entry['title']}")
            else:
                left.remove(match)
        return lost

    def all_missed(self) -> list[str]:
        return list(chain.from_iterable(self.missed(*pair) for pair in self.pairs()))

    def entries(self) -> int:
        """How many citable entries there are."""
        return sum(len(citable(gold)) for _, gold, _ in self.pairs())

    def invented(self) -> list[str]:
        return list(chain.from_iterable(map(self._invented, self.parsed)))

    def _invented(self, file: str) -> Iterator[str]:
        entries = list(chain.from_iterable(d["items"] for gold in self.gold if gold["file"] == file for d in gold["documents"]))
        starts = [self.begin(file, entry["start_char"]) for entry in entries if entry["kind"] not in NOTHING]
        heads = [(entry["start_char"], entry["end_char"]) for entry in entries if entry["kind"] == "header"]
        for item in chain.from_iterable(document.items for document in self.parsed[file]):
            start = self.begin(file, item.span.start)
            in_head = not item.number and not item.minute_ref and any(low <= start < high for low, high in heads)
            if not in_head and item.kind != "head" and not any(abs(start - other) <= NEAR for other in starts):
                yield f"{file}: {item.title}"

    def people_f1(self) -> float:
        """F1 over the names of those present and of those who sent apologies."""
        both = every = 0
        for _, gold, document in self.pairs():
            fields: tuple[tuple[str, tuple[Person, ...]], ...] = (
                (("attendees", document.attendees), ("apologies", document.apologies)) if document else ()
            )
            for field, persons in fields:
                want = Counter(plain(person["name"]) for person in gold[field] if person["name"])
                have = Counter(plain(person.name) for person in persons)
                both += 2 * sum((want & have).values())
                every += sum(want.values()) + sum(have.values())
        return both / every


def citable(document: Gold) -> list[Gold]:
    return [entry for entry in document["items"] if entry["cite_level"] and entry["kind"] not in ASIDE | NOTHING]


def labels_agree(item: Item, entry: Gold) -> bool:
    numbers = {bare(entry["number"]), bare(entry.get("number_printed"))} - {""}
    reference = re.sub(r"\D", "", entry["minute_ref"] or "")
    return (not numbers or bare(item.number) in numbers) and (not reference or re.sub(r"\D", "", item.minute_ref or "") == reference)


def bare(label: str | None) -> str:
    return re.sub(r"^\W*(?:item\s+)?|\W+$", "", (label or "").casefold())


def bodied(name: str | None) -> str:
    return " ".join(re.sub(r"\(.*?\)|\W", " ", (name or "").casefold()).split())


def plain(name: str) -> str:
    words = re.sub(r"[^\w\s'-]", "", name.casefold().replace("’", "'")).split()
    return " ".join([word for word in words if word not in TITLES] or words)
