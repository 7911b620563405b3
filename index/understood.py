"""What is made of one file: its text and its documents. And that as JSON and back, with nothing believed that bytes can belie.

JSON and not pickle: who reads a pickle runs what it says. What comes back is checked for its types, its places must lie in the
text, and what the parent knows itself (name, hash, which links are safe) is put in by the parent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pydantic import TypeAdapter, ValidationError

from index.concealed import doubts
from index.content import Format, refuse_long
from index.errors import BadFile
from index.heal import mask
from index.links import safe
from index.minutes import Document, Finding, LeftOut, Parsed, Source, Span
from index.pages import Paged
from index.parse import parse
from index.read import read_bytes

_BLANKS = re.compile(r"[^\S\n]{2,}")
MAX_LINE = 200_000  # characters between two line ends, tags apart
NAME = "@file@"  # stands for the name of the file, which its reader need not know


@dataclass(frozen=True, slots=True)
class Understood:
    source: Source
    parsed: Parsed
    doubts: tuple[Finding, ...] = ()  # why a person should look at the file first, the gravest first


@dataclass(frozen=True, slots=True)
class _Plain:
    source: Source
    parsed: Parsed
    doubts: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Paged:
    source: Paged
    parsed: Parsed
    doubts: tuple[Finding, ...]


_PLAIN, _PAGED = TypeAdapter(_Plain), TypeAdapter(_Paged)


def understand(file: str, content: bytes, format: Format) -> Understood:
    """What the bytes of a file say, worked out in this process. Raises BadFile, as ``read_bytes``."""
    source = read_bytes(file, content, format)
    refuse_long(file, source.text)
    longest = max(map(len, _BLANKS.sub(" ", mask(source.text, source.format)).split("\n")))
    if longest > MAX_LINE:  # it would be cut into pieces that nobody could tell apart, and each be looked at again and again
        words = f"{file}: a paragraph of {longest:,} characters, more than {MAX_LINE:,}"
        raise BadFile(words, "put line ends between its paragraphs", code="E_STRUCTURE")
    parsed = parse(source)
    return Understood(source, parsed, doubts(source, parsed))


def dumped(found: Understood) -> bytes:
    source = found.source
    if isinstance(source, Paged):
        return b"P" + _PAGED.dump_json(_Paged(source, found.parsed, found.doubts))
    return b"T" + _PLAIN.dump_json(_Plain(source, found.parsed, found.doubts))


def loaded(said: bytes, file: str, sha256: str) -> Understood:
    """The opposite of ``dumped`` for the file of this name and hash. Raises BadFile (E_STRUCTURE) for what no reader would say."""
    kind = _PAGED if said[:1] == b"P" else _PLAIN
    try:
        found = kind.validate_json(said[1:])
    except ValidationError as error:
        raise _senseless(file) from error
    if any(not 0 <= span.start <= span.end <= len(found.source.text) for span in _spans(found.source, found.parsed)):
        raise _senseless(file)
    source = replace(found.source, file=file, sha256=sha256)
    documents = tuple(_named(document, file, sha256) for document in found.parsed.documents)
    return Understood(source, replace(found.parsed, file=file, documents=documents), found.doubts)


def _senseless(file: str) -> BadFile:
    return BadFile(f"{file}: what was read in it makes no sense", "save it anew", code="E_STRUCTURE")


def _named(document: Document, file: str, sha256: str) -> Document:
    links = tuple(replace(link, safe=safe(link.target)) for link in document.links)
    return replace(document, file=file, sha256=sha256, links=links)


def _spans(source: Source, parsed: Parsed) -> Iterator[Span]:
    """Every place that was said."""
    yield from (mark.span for mark in source.marks)
    yield from (link.span for link in source.links)
    if isinstance(source, Paged):
        yield from (page.span for page in source.pages)
        yield from (place.span for place in source.places)
        yield from _loose(source.left_out, source.warnings)
    yield from _loose(parsed.left_out, parsed.warnings)
    for document in parsed.documents:
        yield document.span
        yield from (item.span for item in document.items)
        yield from (outcome.span for outcome in document.outcomes)
        yield from (link.span for link in document.links)
        yield from _loose(document.left_out, ())


def _loose(left_out: tuple[LeftOut, ...], findings: tuple[Finding, ...]) -> Iterator[Span]:
    yield from (one.span for one in left_out if one.span)
    yield from (Span(one.start, one.start) for one in findings)
