"""What a search found, as the tests compare it."""

from __future__ import annotations

from collections.abc import Iterable

from index.catalog import Catalog
from index.places import Match


def texts(catalog: Catalog, found: Iterable[Match]) -> list[str]:
    """The words of the passages that were found, in their order."""
    return [catalog.passages(match.item_id)[match.ordinal].text for match in found]
