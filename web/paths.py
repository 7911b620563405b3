"""The addresses of items, meetings, people and lists, as links write them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from urllib.parse import quote, urlencode

from index.minutes import Span

UNDATED = "undated"


def item_path(item_id: str, span: Span | None = None) -> str:
    """Where an item is read; with ``span`` these words of its file are marked."""
    place = f"?start={span.start}&end={span.end}" if span else ""
    return f"/items/{quote(item_id, safe='/~')}{place}"


def meeting_path(body_id: str, day: date | None) -> str:
    return f"/meetings/{quote(body_id, safe='~')}/{day or UNDATED}"


def attendance_path(body_id: str) -> str:
    return f"/attendance/{quote(body_id, safe='~')}"


def person_path(body_id: str, name: str) -> str:
    return with_query(f"/people/{quote(body_id, safe='~')}", [("name", name)])


def with_query(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    query = urlencode(list(pairs), errors="surrogatepass")
    return f"{path}?{query}" if query else path
