"""Outcomes labelled by hand beside the layouts of tests/data, each piece of evidence in its place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from eval.outcomes import Labelled, Piece, Tally, labels, pieces, tally
from index.minutes import Outcome, Span
from index.parse import parse
from index.read import read

NOBODY = ("not stated", "none", "unknown")


def tallies(folder: Path) -> dict[str, Tally]:
    """What the parser's outcomes of a folder are worth, by group."""
    found = {group: Tally(0, 0, 0, 0, 0, 0) for group in ("settled", "to do")}
    for gold, said in _files(folder):
        found = {group: total + tally(group, gold, said) for group, total in found.items()}
    return found


def owned(folder: Path) -> list[str]:
    """Notings that are said to have an owner; nobody has to act on them."""
    return [o.text for _, said in _files(folder) for o in said if o.kind == "noting" and o.owner]


def _files(folder: Path) -> Iterator[tuple[list[Piece], list[Outcome]]]:
    known = json.loads((folder / "outcomes.json").read_text("utf-8"))
    places = _places(folder)
    for file in sorted({entry["file"] for entry in known.get("entries", known.get("outcomes"))}):
        source = read(folder / file)
        said = [o for document in parse(source).documents for o in document.outcomes]
        if "outcomes" in known:
            yield pieces(labels(folder / "outcomes.json"), file, source.text), said
        else:
            mine = [entry for entry in known["entries"] if entry["file"] == file]
            yield [piece for entry in mine for piece in _located(entry, source.text, places[entry["item_id"]])], said


def _places(folder: Path) -> dict[str, Span]:
    """Where the items of the labelled structure stand, by their name there."""
    path = folder / "structure.json"
    files = json.loads(path.read_text("utf-8"))["files"] if path.exists() else []
    items = [item for file in files for document in file["documents"] for item in document["items"]]
    return {item["item_id"]: Span(item["start_char"], item["end_char"]) for item in items}


def _located(entry: dict[str, Any], text: str, place: Span) -> Iterator[Piece]:
    """Evidence that stands in the file more than once is meant where its item stands."""
    owner = entry["owner"]
    owner = None if not owner or owner.casefold().startswith(NOBODY) else owner
    label = Labelled(file=entry["file"], kind=entry["type"], owner=owner, due=None, evidence=tuple(entry["evidence"]))
    for words in label.evidence:
        found = [Span(*m.span()) for m in re.finditer(r"\s+".join(map(re.escape, words.split())), text)]
        yield Piece(label, next((span for span in found if place.start <= span.start < place.end), found[0]))
