"""An item at its own address: what it says, what it is worth, what came of it and what stands around it."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace

from fastapi import FastAPI
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from assistant.agenda import became_text, meeting
from assistant.assistant import Assistant
from assistant.doubts import doubts
from assistant.labels import label, meeting_label
from index.catalog import Catalog
from index.dates import spoken
from index.heal import heal
from index.minutes import Document, Item, Outcome, Span
from index.pages import Page, numbered
from index.tracking import ACTIONS
from web.address import document_path, item_path, picture_path, proof_of
from web.around import Around, around, named
from web.evidence import BADGES, NOT_HELD, Told, file_link, link_to, organisation, origin, papers, told
from web.item_text import item_html
from web.panel import standing_words
from web.picture import pictured
from web.problem import NOT_FOUND, Refused
from web.site import Site
from web.template import Link

BUSY = Refused(503, "E_BUSY", "Many pages are being drawn just now.", "Load the page again in a few seconds.", wait=5)
_AT_ONCE = 4  # pictures that are drawn or wait for it: they are drawn one by one, and other pages must not wait with them
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Came:
    """An outcome of an item; ``path`` leads to its words."""

    kind: str
    outcome: Outcome
    whose: str | None  # of what is to be done
    path: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What the template item.html is filled with."""

    label: str
    item: Item
    document: Link
    role: str
    standing: str
    badge: str
    told: tuple[Told, ...]
    doubts: tuple[str, ...]
    stale: bool  # the link points at words that have changed
    facts: tuple[tuple[str, str], ...]
    text: Markup
    outcomes: tuple[Came, ...]
    picture: Link | None
    before: Link | None
    after: Link | None
    inside: tuple[tuple[str, tuple[Link, ...]], ...]
    papers: tuple[Link, ...]
    agenda: tuple[Told, ...]
    file: Link | None  # None where a part of it is not for this visitor
    address: str


@dataclass(frozen=True, slots=True)
class Opened:
    """An item as somebody may see it, with all that its page is made of."""

    catalog: Catalog
    item: Item
    document: Document
    text: str  # of its file, with blanks for what may not be seen
    cited: Span | None  # the words that a link points at

    @property
    def pages(self) -> tuple[Page, ...]:
        return self.catalog.pages.of(self.document.sha256, self.cited or self.item.span)


def add_items(app: FastAPI, site: Site) -> None:
    """The page of an item, and the picture of its place."""
    drawing = threading.BoundedSemaphore(_AT_ONCE)

    @app.get("/items/{item_id:path}")
    def item_page(request: Request, item_id: str) -> Response:
        assistant = site.assistant(request)
        found = opened(assistant, request, item_id)
        if found.item.item_id != item_id:
            return RedirectResponse(_moved(request, found), 308)
        assistant.opened(item_id)
        return site.page(request, "item.html", shown=shown(found, _stale(request, found), origin(request)))

    @app.get("/pictures/{item_id:path}")
    def picture(request: Request, item_id: str) -> Response:
        assistant = site.assistant(request)
        found = opened(assistant, request, item_id)
        if not drawing.acquire(blocking=False):
            raise BUSY
        try:
            drawn = _drawn(found)
        finally:
            drawing.release()
        if drawn is None:
            raise NOT_FOUND
        assistant.opened(found.item.item_id)
        return Response(drawn, media_type="image/png")


def _drawn(found: Opened) -> bytes | None:
    pages = found.pages
    return pictured(found.catalog, found.document.sha256, pages[0], found.cited or found.item.span) if pages else None


def opened(assistant: Assistant, request: Request, item_id: str) -> Opened:
    """The item of this id, or the one that took over. Raises Refused, in the same words whether it is not held or not to be seen."""
    catalog = assistant.store.catalog
    held = catalog.standing(item_id)
    if held is None:
        raise NOT_HELD
    item, document = held
    found = Opened(catalog, item, document, catalog.source_text(document.sha256), _asked(request, item))
    return found if _proved(request, found) else replace(found, cited=None)


def _asked(request: Request, item: Item) -> Span | None:
    """The words that the address points at, where they stand in the item."""
    start, end = (request.query_params.get(name, "") for name in ("start", "end"))
    if not (_NUMBER.fullmatch(start) and _NUMBER.fullmatch(end)):
        return None
    span = Span(int(start), int(end))
    return span if item.span.start <= span.start < span.end <= item.span.end else None


def _proved(request: Request, found: Opened) -> bool:
    """False where the address says what the words were, and they say something else now."""
    proof = request.query_params.get("words", "")
    return not (proof and found.cited) or proof == proof_of(heal(found.text[found.cited.start : found.cited.end]))


def _stale(request: Request, found: Opened) -> bool:
    """True where the address points at words that do not stand there any more."""
    return found.cited is None and "words" in request.query_params


def _moved(request: Request, found: Opened) -> str:
    """The present address; places go along where they can be proved, for they count in another text now."""
    if "words" not in request.query_params:
        return item_path(found.item.item_id)
    if found.cited is None:
        return f"{item_path(found.item.item_id)}?words=changed"
    return item_path(found.item.item_id, found.cited, heal(found.text[found.cited.start : found.cited.end]))


def shown(found: Opened, stale: bool, origin: str) -> Shown:
    """What the page of an item tells."""
    catalog, item, document, cited = found.catalog, found.item, found.document, found.cited
    near = around(item, catalog.items(document.document_id))
    words = heal(found.text[cited.start : cited.end]) if cited else ""
    return Shown(
        label=label(document, item),
        item=item,
        document=Link(document_path(document.document_id), meeting_label(document)),
        role=document.role,
        standing=standing_words(document),
        badge=BADGES.get(document.status, ""),
        told=tuple(told(document, catalog, item)),
        doubts=doubts(document, item, catalog),
        stale=stale,
        facts=tuple(_facts(found)),
        text=_text(found),
        outcomes=tuple(_outcomes(found)),
        picture=_picture(found),
        before=link_to(near.before),
        after=link_to(near.after),
        inside=_inside(near),
        papers=papers(document, catalog),
        agenda=tuple(_of_agenda(found)),
        file=file_link(document, catalog),
        address=origin + item_path(item.item_id, cited, words),
    )


def _text(found: Opened) -> Markup:
    """The item's text; the first of the marked words can be led to."""
    nothing = Span(found.item.span.start, found.item.span.start)
    shown = item_html(found.text, found.item, found.cited or nothing)
    return Markup(shown.replace("<mark>", '<mark id="cited">', 1))  # nosec B704  # every word in it is escaped


def _facts(found: Opened) -> Iterator[tuple[str, str]]:
    item, document, pages = found.item, found.document, found.pages
    facts = (
        ("Item", named(item)),
        ("Minute", item.minute_ref),
        ("Presented by", item.presenter),
        ("In the chair", item.chair or document.chair),
        ("Body", document.meeting.body),
        ("Organisation", organisation(document)),
        ("Meeting", spoken(document.meeting.date)),
        ("Paper", document.role.capitalize()),
        ("File", document.file),
        ("Page", numbered(page.number for page in pages)),
    )
    yield from ((name, value) for name, value in facts if value)


def _outcomes(found: Opened) -> Iterator[Came]:
    """The outcomes that stand in the item, those of its points among them."""
    item = found.item
    for one in found.catalog.outcomes(document_id=found.document.document_id):
        if item.span.start <= one.span.start and one.span.end <= item.span.end:
            words = heal(found.text[one.span.start : one.span.end])
            whose = one.owner if one.kind in ACTIONS else None
            yield Came(one.kind.capitalize(), one, whose, item_path(item.item_id, one.span, words) + "#cited")


def _picture(found: Opened) -> Link | None:
    """The picture of its place and what it shows; None where there are no pages or the file may not be seen whole."""
    pages, catalog, sha256 = found.pages, found.catalog, found.document.sha256
    if not pages or not catalog.originals.is_whole(sha256):
        return None
    what = "cited lines" if found.cited else "lines of this item"
    return Link(picture_path(found.item.item_id, found.cited), f"The {what} on page {pages[0].number} of the file, in a box")


def _of_agenda(found: Opened) -> Iterator[Told]:
    """What the agenda has of an item of the minutes, or the minutes of an item of the agenda."""
    item, pair = found.item, meeting(found.catalog, found.document)
    for row in pair[1] if pair else ():
        if row.minutes and row.agenda and row.minutes.item_id == item.item_id:
            yield Told("On the agenda", link_to(row.agenda))
        elif row.agenda and item.item_id in (row.agenda.item_id, row.agenda.parent):
            yield Told(became_text(row), link_to(row.minutes or next(iter(row.mentions), None)))


def _inside(near: Around) -> tuple[tuple[str, tuple[Link, ...]], ...]:
    """The item that this one stands in, and those that stand in it."""
    parent, children = link_to(near.parent), tuple(link for child in near.children if (link := link_to(child)))
    return (*([("Part of", (parent,))] if parent else ()), *([("Contains", children)] if children else ()))
