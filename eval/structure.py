"""The gold structure of the minutes: which item a citation or a stretch of a file means.

The unit is the item at the level a clerk would cite. Only the columns needed here are read; the rest of the file belongs
to the scorers of the parser.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from eval.cases import Case, complaints
from index.errors import BadFile, MissingInput

_NEVER_MEANT = frozenset({"section", "garbled", "question"})


class _Read(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Stretch(_Read):
    start_char: int
    end_char: int


class GoldEntry(Stretch):
    item_id: str
    kind: str
    number: str | None = None
    minute_ref: str | None = None
    parent: str | None = None
    cite_level: bool = False

    @property
    def prints_label(self) -> bool:
        return bool(self.number or self.minute_ref)


class GoldDocument(_Read):
    kind: str
    items: tuple[GoldEntry, ...]
    span: Stretch | None = None
    body: str | None = None
    organisation: str | None = None
    force: str | None = None  # whose police board it is, where no organisation is named

    @property
    def name(self) -> str:
        """The body with whose it is: boards of two areas may have one title."""
        of = self.organisation or self.force
        return ", ".join(dict.fromkeys(filter(None, (self.body, of))))

    @property
    def bounds(self) -> tuple[int, int]:
        if self.span:
            return self.span.start_char, self.span.end_char
        return min((e.start_char for e in self.items), default=0), max((e.end_char for e in self.items), default=0)

    def citable(self, entry: GoldEntry) -> str | None:
        """The id of the entry, or of what holds it, at the level a clerk would cite."""
        by_id = {e.item_id: e for e in self.items}
        while not entry.cite_level and entry.parent:
            entry = by_id[entry.parent]
        return entry.item_id if entry.cite_level else None

    @model_validator(mode="after")
    def _parents_come_first(self) -> GoldDocument:
        known: set[str] = set()
        for entry in self.items:
            if entry.parent and entry.parent not in known:
                raise ValueError(f"{entry.item_id} names the parent {entry.parent}, which does not stand before it")
            known.add(entry.item_id)
        return self


class GoldFile(_Read):
    file: str
    documents: tuple[GoldDocument, ...]


class Structure(_Read):
    files: tuple[GoldFile, ...]

    def documents(self, file: str, role: str | None = None) -> Iterator[GoldDocument]:
        for gold in self.files:
            if gold.file == file:
                yield from (d for d in gold.documents if not role or d.kind == role)

    def bodies(self, files: Collection[str], items: Collection[str]) -> tuple[str, ...]:
        """The bodies whose documents hold the items, or, without items, those of the files."""
        documents = [(f.file, d) for f in self.files for d in f.documents]
        meant = [d for file, d in documents if (any(e.item_id in items for e in d.items) if items else file in files)]
        return tuple(sorted({d.name for d in meant if d.body}))

    def entry(self, item_id: str) -> GoldEntry | None:
        return next((e for f in self.files for d in f.documents for e in d.items if e.item_id == item_id), None)

    def print_alike(self, items: Sequence[str]) -> bool:
        """True where one document prints the same number and reference over all of them: no label can tell them apart."""
        for document in (d for f in self.files for d in f.documents):
            labels = [(e.number, e.minute_ref) for e in document.items if e.item_id in items]
            if labels:
                return len(labels) == len(items) and len(set(labels)) == 1
        return False


def load_structure(path: Path) -> Structure:
    try:
        return Structure.model_validate_json(path.read_bytes())
    except OSError as error:
        raise MissingInput(f"no gold structure at {path}", "Name it with --structure.") from error
    except ValidationError as error:
        raise BadFile(f"{path.name}: {complaints(error)}", "eval/structure.py describes the file.") from error


def check_gold(cases: Iterable[Case], structure: Structure) -> None:
    """Refuses cases that rest on items nobody could cite."""
    citable = {e.item_id for f in structure.files for d in f.documents for e in d.items if e.cite_level}
    wrong = [f"{case.id}: {item}" for case in cases for item in sorted((case.gold | case.citable) - citable)]
    if wrong:
        raise BadFile(f"items that the structure does not hold at cite level: {', '.join(wrong[:5])} ({len(wrong)} in all)")


def resolve(structure: Structure, file: str, role: str | None, number: str | None, minute_ref: str | None) -> tuple[str, ...]:
    """Ids of the items that fit the labels of a citation; more than one: it is ambiguous. No labels mean the head.

    An entry that prints the number is meant before one that agrees by reference alone, and that before a sub-item.
    """
    ranks: tuple[list[str], list[str], list[str]] = ([], [], [])
    for document in structure.documents(file, role):
        for entry in document.items:
            if not _fits(entry, number, minute_ref):
                continue
            rank = 2 if entry.kind == "subitem" else 0 if entry.number or not number else 1
            item = document.citable(entry)
            if item and item not in ranks[rank]:
                ranks[rank].append(item)
    return tuple(next((rank for rank in ranks if rank), []))


def _fits(entry: GoldEntry, number: str | None, minute_ref: str | None) -> bool:
    if entry.kind in _NEVER_MEANT:
        return False
    if not number and not minute_ref:
        return entry.kind == "header"
    if minute_ref and _digits(entry.minute_ref) != _digits(minute_ref):
        return False
    if not number:
        return True
    return _bare(entry.number) == _bare(number) if entry.number else bool(minute_ref)


def _digits(reference: str | None) -> str:
    return re.sub(r"\D", "", reference or "")


def _bare(number: str | None) -> str:
    return re.sub(r"^(?:agenda )?item\s+", "", (number or "").strip().lower()).rstrip(".:")


def resolve_span(structure: Structure, file: str, start: int, end: int) -> str | None:
    """The cite-level item that holds most of the stretch, the later of two that hold as much; None where none does."""
    best, most = None, 0
    for document in structure.documents(file):
        for entry in document.items:
            held = min(end, entry.end_char) - max(start, entry.start_char)
            if entry.cite_level and held > 0 and held >= most:
                best, most = entry.item_id, held
    return best


def inside_one_document(structure: Structure, file: str, start: int, end: int) -> bool:
    bounds: Sequence[tuple[int, int]] = [d.bounds for d in structure.documents(file)]
    return any(low <= start and end <= high for low, high in bounds)
