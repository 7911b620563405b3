"""The addresses of what is held, as links write them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from urllib.parse import quote, urlencode

from index.minutes import Span

UNDATED = "undated"


def quoted(name: str) -> str:
    """An id as a part of an address; its slashes stay."""
    return quote(name, safe="/~")


def item_path(item_id: str, span: Span | None = None, words: str = "") -> str:
    """Where an item is read. With ``span`` these words of its file are marked; ``words``, what they say, proves that they still do."""
    place = f"?start={span.start}&end={span.end}" if span else ""
    proof = f"&words={proof_of(words)}" if span and words else ""
    return f"/items/{quoted(item_id)}{place}{proof}"


def picture_path(item_id: str, span: Span | None = None) -> str:
    return item_path(item_id, span).replace("/items/", "/pictures/", 1)


def document_path(document_id: str) -> str:
    return f"/documents/{quoted(document_id)}"


def file_path(sha256: str) -> str:
    return f"/files/{sha256}"


def proof_of(words: str) -> str:
    """Eight signs by which a link knows its words again."""
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def meeting_path(body_id: str, day: date | None) -> str:
    return f"/meetings/{quote(body_id, safe='~')}/{day or UNDATED}"


def attendance_path(body_id: str) -> str:
    return f"/attendance/{quote(body_id, safe='~')}"


def person_path(body_id: str, name: str) -> str:
    return with_query(f"/people/{quote(body_id, safe='~')}", [("name", name)])


def with_query(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    query = urlencode(list(pairs), errors="surrogatepass")
    return f"{path}?{query}" if query else path
