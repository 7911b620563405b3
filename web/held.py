"""The documents that are held, as rows on pages, and what of each body is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from starlette.requests import Request

from index.catalog import Catalog
from index.coverage import Coverage
from index.dates import spoken
from index.minutes import Document, Item
from index.tokens import tokens
from web.address import item_path, quoted

HERE = "/library"
PAGE = 50  # documents on one page


@dataclass(frozen=True, slots=True)
class Asked:
    """Which documents are wanted."""

    body: str = ""
    words: str = ""
    page: int = 1
    removed: bool = False

    @classmethod
    def of(cls, request: Request) -> Asked:
        given = request.query_params
        page = given.get("page", "1")
        number = int(page) if page.isascii() and page.isdecimal() and len(page) < 7 else 1
        return cls(given.get("body", "")[:200], given.get("words", "")[:200].strip(), max(1, number), "removed" in given)

    @property
    def first(self) -> int:
        return (self.page - 1) * PAGE

    def among(self, documents: Sequence[Document]) -> list[Document]:
        """Those wanted, by body, the latest meeting first."""
        wanted = [d for d in documents if self.body in ("", d.body_id) and self._fits(d)]
        wanted.sort(key=lambda d: (d.meeting.date is not None, d.meeting.date and d.meeting.date.toordinal(), d.role), reverse=True)
        return sorted(wanted, key=lambda d: (d.meeting.body.lower(), d.body_id))

    def _fits(self, d: Document) -> bool:
        said = " ".join(filter(None, (d.meeting.body, d.meeting.organisation, d.meeting.title, spoken(d.meeting.date), d.role, d.status)))
        return self.words.lower() in d.file.lower() or (bool(tokens(self.words)) and set(tokens(self.words)) <= set(tokens(said)))

    def at(self, page: int) -> str:
        """The address of another page of these."""
        given = {"body": self.body, "words": self.words, "page": page if page > 1 else ""}
        return f"{HERE}?{urlencode({name: value for name, value in given.items() if value})}"


@dataclass(frozen=True, slots=True)
class Pages:
    asked: Asked
    found: int

    @property
    def last(self) -> int:
        return max(1, -(-self.found // PAGE))

    @property
    def before(self) -> str:
        return self.asked.at(min(self.asked.page - 1, self.last)) if self.asked.page > 1 else ""

    @property
    def after(self) -> str:
        return self.asked.at(self.asked.page + 1) if self.asked.page < self.last else ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A document as a row; ``replaced_by`` is the address of a later version, "" where there is none."""

    meeting: str
    role: str
    status: str
    items: int
    undivided: bool
    warnings: int
    file: str
    path: str
    replaced_by: str


@dataclass(frozen=True, slots=True)
class Group:
    """The documents of one body on one page."""

    body: str
    organisation: str | None
    rows: tuple[Listed, ...]


def groups(documents: Sequence[Document], catalog: Catalog) -> Iterator[Group]:
    """``documents`` by body, in their order."""
    warnings = catalog.warnings()
    for _, of in groupby(documents, lambda d: d.body_id):
        held = list(of)
        organisation = next((d.meeting.organisation for d in held if d.meeting.organisation), None)
        yield Group(held[0].meeting.body, organisation, tuple(_listed(d, catalog, warnings[d.document_id]) for d in held))


def _listed(d: Document, catalog: Catalog, warnings: int) -> Listed:
    items = catalog.items(d.document_id)
    undivided = bool(items) and d.undivided(items[0])
    later = quoted(d.superseded_by or "")
    return Listed(spoken(d.meeting.date), d.role, d.status, number_of(items), undivided, warnings, d.file, quoted(d.document_id), later)


def number_of(items: Sequence[Item]) -> int:
    """As a clerk counts them: without the head of the meeting, and without what only holds other items or is a point of one."""
    return sum(item.citable and item.kind != "head" for item in items)


@dataclass(frozen=True, slots=True)
class Missing:
    """What of one body is not held."""

    body: str
    meetings: int
    agenda_only: tuple[str, ...]
    months: tuple[str, ...]
    announced: tuple[tuple[str, str], ...]  # the day, and the address of the item that names it

    @property
    def nothing(self) -> bool:
        return not (self.agenda_only or self.months or self.announced)


def missing(one: Coverage) -> Missing:
    """The gaps of one body, as words and addresses."""
    return Missing(
        one.body,
        len(one.held),
        tuple(map(spoken, one.agenda_only)),
        tuple(f"{month:%B %Y}" for month in one.gaps),
        tuple((spoken(said.day), item_path(said.item_id)) for said in one.announced),
    )
