"""The view of what is held: the documents of each body, what is missing, what was set aside, and taking a file out again.

Everybody sees the list. What changes anything, and what tells of files rather than of minutes, is for those who look after the archive;
for others these addresses do not exist.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import cast

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from assistant.assistant import Assistant
from assistant.audit import Entry
from assistant.labels import meeting_label
from index.catalog import Catalog
from index.coverage import coverage
from index.dates import spoken
from index.ingest import remove
from index.minutes import OPEN, Document
from index.pages import PARTIAL
from index.quarantine import SetAside
from index.store import Store
from web.checked import checked
from web.held import HERE, PAGE, Asked, Pages, groups, missing, number_of
from web.jobs import Jobs
from web.problem import Refused
from web.site import Site
from web.told import REFUSED, reason_of
from web.uploading import add_uploading, desk_of, offer_of, tending
from web.visitor import visitor_of

_REMARKS = 200  # of one file


def add_library(app: FastAPI, site: Site, jobs: Jobs) -> None:
    """What is held, and the tools of those who look after it."""
    jobs.bind(desk_of(site))
    add_uploading(app, site, jobs)
    _add_tools(app, site, jobs)

    @app.get(HERE)
    def library(request: Request) -> Response:
        catalog = site.assistant(request).store.catalog
        asked = Asked.of(request)
        found = asked.among(catalog.documents())
        asked = replace(asked, page=min(asked.page, Pages(asked, len(found)).last))
        bodies = sorted({(d.body_id, d.meeting.body) for d in catalog.documents()}, key=lambda pair: (pair[1].lower(), pair[0]))
        tends = visitor_of(request.scope).tends
        offer = offer_of(site) if tends else None
        aside = len(_aside(site)) if tends else 0
        shelves = list(groups(found[asked.first : asked.first + PAGE], catalog))
        shown = Pages(asked, len(found))
        return site.page(
            request,
            "library.html",
            here=HERE,
            asked=asked,
            bodies=bodies,
            groups=shelves,
            pages=shown,
            tends=tends,
            aside=aside,
            latest=jobs.latest()[:5] if tends else (),
            error=None,
            offer=offer,
        )

    @app.get(f"{HERE}/gaps")
    def gaps(request: Request) -> Response:
        catalog = site.assistant(request).store.catalog
        lacking = [missing(one) for one in coverage(catalog.whole())]
        scans = [(file, finding.detail) for file, finding in catalog.findings() if finding.kind == PARTIAL]
        tends = visitor_of(request.scope).tends
        return site.page(request, "library_gaps.html", here=HERE, missing=lacking, scans=scans, tends=tends)


def _add_tools(app: FastAPI, site: Site, jobs: Jobs) -> None:
    @app.get(f"{HERE}/aside")
    def aside(request: Request) -> Response:
        tending(request)
        rows = [_set_aside(one, jobs) for one in _aside(site)]
        return site.page(request, "library_aside.html", here=HERE, rows=rows, offer=offer_of(site))

    @app.get(HERE + "/documents/{document_id:path}")
    def document(request: Request, document_id: str) -> Response:
        tending(request)
        held, catalog = _held(site, request, document_id)
        found = checked(whole(site), catalog, held)
        remarks = found.remarks[:_REMARKS] if found else ()
        [group] = groups([held], catalog)
        return site.page(
            request,
            "library_document.html",
            here=HERE,
            title=meeting_label(held),
            row=group.rows[0],
            labels=_labels(held, catalog),
            found=found,
            remarks=remarks,
        )

    @app.get(HERE + "/remove/{document_id:path}")
    def ask(request: Request, document_id: str) -> Response:
        tending(request)
        held, catalog = _held(site, request, document_id)
        documents = [(d, meeting_label(d), number_of(catalog.items(d.document_id))) for d in _of_file(held, catalog)]
        return site.page(request, "library_remove.html", here=HERE, document=held, documents=documents)

    @app.post(HERE + "/remove/{document_id:path}")
    def take_out(request: Request, document_id: str) -> Response:
        tending(request)
        held, _ = _held(site, request, document_id)
        store = whole(site)
        for revision in store.catalog.revisions.holding(held.sha256):
            ids = dict.fromkeys(document for document, _ in store.catalog.revisions.ids_of(revision.id))
            if remove(store, Path(revision.path)):
                viewer = visitor_of(request.scope).viewer
                site.archive.audit.record(Entry("removed", viewer.name if viewer else "", tuple(ids)))
        return RedirectResponse(f"{HERE}?removed", 303)


def whole(site: Site) -> Store:
    """The store itself, to write to; never for what is shown."""
    return cast(Assistant, site.archive.assistant).store.whole


# -- what was set aside


@dataclass(frozen=True, slots=True)
class Aside:
    """A file that was set aside; ``place`` is where it can be let in while it is still here."""

    file: str
    since: str
    reason: str
    sentence: str
    todo: str
    code: str
    place: str


def _set_aside(one: SetAside, jobs: Jobs) -> Aside:
    sentence, todo = REFUSED[one.code]
    kept = jobs.kept(one.sha256)
    place = f"{HERE}/jobs/{kept[0].id}/again?file={kept[1]}" if kept else ""
    return Aside(one.file, spoken(date.fromisoformat(one.made[:10])), reason_of(one.reason, one.file), sentence, todo, one.code, place)


def _aside(site: Site) -> list[SetAside]:
    return [one for one in whole(site).catalog.quarantine.all() if not one.approved]


# -- one document


def _held(site: Site, request: Request, document_id: str) -> tuple[Document, Catalog]:
    """The document as the visitor sees it. Raises Refused."""
    catalog = site.assistant(request).store.catalog
    held = catalog.document(document_id)
    if held is None:
        raise Refused(404, "E_NOTFOUND", "No such document is held.", "See the Library for what is.")
    return held, catalog


def _of_file(held: Document, catalog: Catalog) -> list[Document]:
    """All documents of its file that the visitor sees."""
    return [d for d in catalog.documents() if d.sha256 == held.sha256]


def _labels(held: Document, catalog: Catalog) -> list[str]:
    """Those of its items, the strictest last."""
    return sorted({item.label for item in catalog.items(held.document_id)} or {held.label}, key=lambda label: (label != OPEN, label))
