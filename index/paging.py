"""Asking the catalogue where on the pages of a file its words stand, what of the file no item says, and what the parser noticed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from sqlalchemy import Engine, Row, Select, and_, exists, select

from index.memory import with_last
from index.minutes import Finding, LeftOut, Span
from index.pages import Page, Place
from index.records import to_left_out, to_page, to_places
from index.schema import SHOWN, documents, findings, left_out, pages, revisions, stretches
from index.sight import Seen

KEPT = 64  # stretches whose pages are kept


class Pages:
    """The pages of committed files, by the sha256 of the file; a file that has no pages has none here."""

    def __init__(self, engine: Engine, seen: Seen) -> None:
        self._engine, self._seen = engine, seen
        self._told: dict[object, tuple[Page, ...]] = {}  # of the last stretches: who verifies a citation asks what who wrote it asked

    def of(self, sha256: str, span: Span) -> tuple[Page, ...]:
        """The pages that ``span`` of the file's text stands on, in order."""
        key = self._seen.state(), sha256, span
        found = self._told.get(key)
        if found is None:
            found = tuple(to_page(row) for row in self._rows(sha256, span))
            self._told = with_last(self._told, key, found, KEPT)
        return found

    def without_text(self, sha256: str) -> tuple[Page, ...]:
        """The pages of a file that hold no text: nothing on them can be found."""
        empty = self._of_file(pages, sha256).where(pages.c.start == pages.c.end).order_by(pages.c.number)
        return tuple(to_page(row) for row in self._all(empty))

    def places(self, sha256: str, span: Span) -> tuple[Place, ...]:
        """Where on its pages the lines stand that ``span`` touches."""
        return self._seen.steady(partial(self._places, sha256, span))

    def _places(self, sha256: str, span: Span) -> tuple[Place, ...]:
        rows = self._rows(sha256, span)
        query = select(stretches).where(stretches.c.revision.in_([row.revision for row in rows]), self._seen.refuses(stretches.c.label))
        hidden = [] if self._seen.everything else [Span(row.start, row.end) for row in self._all(query)]
        found = (place for row in rows for place in to_places(row) if place.span.overlap(span))
        return tuple(place for place in found if not any(place.span.overlap(one) for one in hidden))

    def left_out(self, sha256: str, span: Span) -> tuple[LeftOut, ...]:
        """What no item says of ``span`` of the file's text, and of the pages that it stands on."""
        within = and_(left_out.c.start < span.end, left_out.c.end > span.start)
        on = and_(left_out.c.start.is_(None), left_out.c.page.in_([page.number for page in self.of(sha256, span)]))
        query = self._of_file(left_out, sha256).where(within | on, self._seen.allows(left_out.c.label)).order_by(left_out.c.pk)
        return tuple(to_left_out(row) for row in self._all(query))

    def findings(self, sha256: str, span: Span) -> tuple[Finding, ...]:
        """What the parser noticed within ``span`` of the file's text."""
        within = and_(findings.c.start >= span.start, findings.c.start < span.end, self._seen.allows(findings.c.label))
        rows = self._all(self._of_file(findings, sha256).where(within).order_by(findings.c.start, findings.c.pk))
        return tuple(Finding(row.kind, row.start, row.detail) for row in rows)

    def _rows(self, sha256: str, span: Span) -> Sequence[Row[Any]]:
        touched = and_(pages.c.start < span.end, pages.c.end > span.start, pages.c.start < pages.c.end)
        return self._all(self._of_file(pages, sha256).where(touched).order_by(pages.c.number))

    def _all(self, query: Select[Any]) -> Sequence[Row[Any]]:
        with self._engine.connect() as connection:
            return connection.execute(query).all()

    def _of_file(self, table: Any, sha256: str) -> Select[Any]:
        held = exists().where(documents.c.revision == revisions.c.id, self._seen.allows(documents.c.shown))
        of_it = revisions.c.sha256 == sha256, SHOWN, held
        return select(table).where(table.c.revision == select(revisions.c.id).where(*of_it).limit(1).scalar_subquery())
