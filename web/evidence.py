"""What the pages of items and of documents have in common."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from starlette.requests import Request

from assistant.labels import meeting_label
from assistant.notices import accepted, amended, may_concern
from index.catalog import Catalog
from index.minutes import Document, Item, Scope
from web.address import document_path, file_path, item_path
from web.around import named
from web.problem import Refused
from web.template import Link

NOT_HELD = Refused(
    404,
    "E_NOTFOUND",
    "There is nothing here that can be shown.",
    "It may have been taken out, or is not for everybody. If you have an account, sign in and open it again; or ask for the matter itself.",
)
BEFORE = ("agenda", "notice")  # they say when and who is to come, not who came
BADGES = {"approved": "ok", "draft": "part"}  # by the status of a document


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence, and the item where it is read."""

    text: str
    link: Link | None = None


def origin(request: Request) -> str:
    """The name by which the page was asked for, to be put before a path."""
    return f"{request.url.scheme}://{request.url.netloc}"


def told(document: Document, catalog: Catalog, item: Item | None = None) -> Iterator[Told]:
    """What later meetings made of a document, and of the item in it; and what takes its place."""
    for acceptance in document.acceptances:
        yield Told(accepted(document, acceptance, catalog), link_to(catalog.item(acceptance.item_id)))
        for amendment in acceptance.amendments:
            if item is None or may_concern(amendment, document, item, catalog):
                yield Told(amended(document, acceptance, amendment, catalog))
    later = catalog.document(document.superseded_by) if document.superseded_by else None
    if later:
        yield Told("A later version takes the place of these minutes.", Link(document_path(later.document_id), meeting_label(later)))


def organisation(document: Document) -> str | None:
    """Whose body it is, where that is another name."""
    meeting = document.meeting
    return meeting.organisation if meeting.organisation != meeting.body else None


def papers(document: Document, catalog: Catalog) -> tuple[Link, ...]:
    """The other documents held of the same body and day."""
    day = document.meeting.date
    held = catalog.documents(Scope(bodies=(document.body_id,), first=day, last=day)) if day else []
    return tuple(Link(document_path(one.document_id), meeting_label(one)) for one in held if one.document_id != document.document_id)


def file_link(document: Document, catalog: Catalog) -> Link | None:
    """The file itself; None where a part of it is not for this visitor."""
    return Link(file_path(document.sha256), document.file) if catalog.originals.is_whole(document.sha256) else None


def link_to(item: Item | None) -> Link | None:
    """None for none."""
    return Link(item_path(item.item_id), named(item)) if item else None
