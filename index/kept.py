"""What a reader gave beside the text, packed into bytes and back: so that a label can change without the file being read again."""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict
from typing import Any

from index.minutes import Finding, LeftOut, Link, Mark, Source, Span
from index.pages import Page, Paged, Place


def packed(source: Source) -> bytes:
    """All of ``source`` but its text."""
    values = {name: value for name, value in asdict(source).items() if name != "text"}
    return zlib.compress(json.dumps([isinstance(source, Paged), values], ensure_ascii=True, separators=(",", ":")).encode("ascii"))


def unpacked(content: bytes, text: str) -> Source:
    """The source that was packed."""
    paged, values = json.loads(zlib.decompress(content))
    common = {name: values[name] for name in ("file", "sha256", "format", "encoding")}
    marks = tuple(Mark(**one | {"span": Span(**one["span"])}) for one in values["marks"])
    links = tuple(Link(**one | {"span": Span(**one["span"])}) for one in values["links"])
    if not paged:
        return Source(text=text, marks=marks, links=links, **common)
    return Paged(
        text=text,
        marks=marks,
        links=links,
        pages=tuple(Page(**one | {"span": Span(**one["span"])}) for one in values["pages"]),
        places=tuple(Place(Span(**one["span"]), one["page"], tuple(one["box"])) for one in values["places"]),
        left_out=tuple(LeftOut(**one | {"span": _span(one["span"])}) for one in values["left_out"]),
        warnings=tuple(Finding(**one) for one in values["warnings"]),
        **common,
    )


def _span(value: dict[str, Any] | None) -> Span | None:
    return Span(**value) if value else None
