"""The place on its page where words stand, as a picture; only of files that the visitor may see all of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from index.errors import MissingInput
from index.jail import JAIL
from index.minutes import Span
from index.pages import Page, Place


class Places(Protocol):
    def places(self, sha256: str, span: Span) -> Sequence[Place]: ...


class Files(Protocol):
    """The part of the catalogue that is asked."""

    def source_bytes(self, sha256: str) -> bytes: ...

    @property
    def pages(self) -> Places: ...


def pictured(files: Files, sha256: str, page: Page, span: Span) -> bytes | None:
    """A PNG of what of ``span`` stands on ``page``; None where no line of it does, or it cannot be drawn in time."""
    boxes = [place.box for place in files.pages.places(sha256, span) if place.page == page.number]
    try:
        return JAIL.picture(files.source_bytes(sha256), page, boxes) if boxes else None
    except MissingInput:  # a part of the file is not for everybody, and a page shows all of it
        return None
