"""A document at its own address: its head, its items as a list of links, its versions; and the file that it came in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from assistant.doubts import doubts_of_document
from assistant.labels import meeting_label
from index.catalog import Catalog
from index.dates import spoken
from index.errors import MissingInput
from index.minutes import Document, Item, Person, Scope
from web.address import document_path, item_path
from web.around import named
from web.evidence import BADGES, BEFORE, NOT_HELD, Told, file_link, organisation, origin, papers, told
from web.panel import standing_words
from web.site import Site
from web.template import Link

_LONGEST = 120  # characters of a file's name
_UNSAFE = re.compile(r"[^\w .()&+,=@-]+")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.I)


@dataclass(frozen=True, slots=True)
class Entry:
    """An item in the list of its document, with those inside it."""

    link: Link
    inside: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """What the template document.html is filled with."""

    label: str
    standing: str
    badge: str
    told: tuple[Told, ...]
    replaces: tuple[Link, ...]
    doubts: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    entries: tuple[Entry, ...]
    papers: tuple[Link, ...]
    file: Link | None  # None where a part of it is not for this visitor
    address: str


def add_documents(app: FastAPI, site: Site) -> None:
    """The page of a document, and its file."""

    @app.get("/documents/{document_id:path}")
    def document_page(request: Request, document_id: str) -> Response:
        assistant = site.assistant(request)
        catalog = assistant.store.catalog
        document = catalog.document(document_id)
        if document is None:
            raise NOT_HELD
        items = catalog.items(document_id)
        for head in items[:1]:
            assistant.opened(head.item_id)
        return site.page(request, "document.html", shown=_shown(document, items, catalog, origin(request)))

    @app.get("/files/{sha256}")
    def source_file(request: Request, sha256: str) -> Response:
        assistant = site.assistant(request)
        catalog = assistant.store.catalog
        held = [one for one in catalog.documents() if one.sha256 == sha256]
        if not held:
            raise NOT_HELD
        try:
            content = catalog.source_bytes(sha256)
        except MissingInput as error:  # a part of it is not for this visitor
            raise NOT_HELD from error
        for head in (item for document in held for item in catalog.items(document.document_id)[:1]):
            assistant.opened(head.item_id)
        return Response(content, media_type="application/octet-stream", headers={"Content-Disposition": attachment(held[0].file)})


def _shown(document: Document, items: Sequence[Item], catalog: Catalog, origin: str) -> Shown:
    return Shown(
        label=meeting_label(document),
        standing=standing_words(document),
        badge=BADGES.get(document.status, ""),
        told=tuple(told(document, catalog)),
        replaces=tuple(_replaced(document, catalog)),
        doubts=doubts_of_document(document, catalog),
        facts=tuple(_facts(document)),
        entries=entries(items),
        papers=papers(document, catalog),
        file=file_link(document, catalog),
        address=origin + document_path(document.document_id),
    )


def entries(items: Iterable[Item]) -> tuple[Entry, ...]:
    """The items in the order of the document, each under the one it stands in, where that one may be seen."""
    held = sorted(items, key=lambda item: item.ordinal)
    known = {item.item_id for item in held}
    of: dict[str, list[Item]] = {}
    for item in held:
        of.setdefault(item.parent if item.parent in known and item.parent else "", []).append(item)

    def under(parent: str) -> tuple[Entry, ...]:
        return tuple(Entry(Link(item_path(one.item_id), named(one)), under(one.item_id)) for one in of.get(parent, ()))

    return under("")


def _replaced(document: Document, catalog: Catalog) -> Iterator[Link]:
    """The earlier versions of it that are still held."""
    day = document.meeting.date
    for one in catalog.documents(Scope(bodies=(document.body_id,), first=day, last=day)) if day else ():
        if one.superseded_by == document.document_id:
            yield Link(document_path(one.document_id), meeting_label(one))


def _facts(document: Document) -> Iterator[tuple[str, str]]:
    meeting, before = document.meeting, document.role in BEFORE
    facts = (
        ("Body", meeting.body),
        ("Organisation", organisation(document)),
        ("Meeting", spoken(meeting.date)),
        ("To begin" if before else "Began", document.start_time.strftime("%H:%M") if document.start_time else None),
        ("To end" if before else "Ended", document.end_time.strftime("%H:%M") if document.end_time else None),
        ("Where", document.venue),
        ("In the chair", document.chair),
        ("Present", _people(document.attendees)),
        ("Apologies", _people(document.apologies)),
        ("Paper", document.role.capitalize()),
        ("File", document.file),
    )
    yield from ((name, value) for name, value in facts if value)


def _people(people: Sequence[Person]) -> str:
    return "; ".join(f"{person.name} ({person.role})" if person.role else person.name for person in people)


def attachment(file: str) -> str:
    """The header by which a browser keeps a file under its name, and never shows it."""
    name = safe_name(file)
    plain = name.encode("ascii", "replace").decode().replace("?", "_")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def safe_name(file: str) -> str:
    """``file`` as a name that no system takes for a folder, a device, an order or a hidden file."""
    name = re.sub(r"_{2,}", "_", _UNSAFE.sub("_", file.replace("\\", "/").rpartition("/")[2])).strip(" .")
    stem, point, ending = name.rpartition(".")
    name = f"{stem[: _LONGEST - len(ending) - 1]}.{ending}" if point and len(ending) <= 10 else name[:_LONGEST]
    name = name.strip(" .")
    return f"_{name}" if _RESERVED.match(name) else name or "file"
