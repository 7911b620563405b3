"""A file -> its text. Plain values only, so that reading can happen in a child process."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from charset_normalizer import from_bytes

from index.content import FORMATS as FORMATS
from index.content import MAX_BYTES as MAX_BYTES
from index.content import Format, content_of, format_of, refuse_long
from index.docx import read_docx
from index.errors import BadFile
from index.heal import mask
from index.links import links_in
from index.minutes import Mark, Source, Span
from index.nesting import refuse_deep
from index.pdf import read_pdf
from index.sniff import refuse_other

_TYPED = "‘’“”–—•…£€é°½¼¾\xa0§²³è"
# What is marked stands within a paragraph or so: the bound keeps the search linear where a mark is never closed.
_BOLD = re.compile(r"\*\*(?=\S)(.{1,1000}?)(?<=\S)\*\*|<(b|strong)\b[^<>]*>(.{1,1000}?)</\2\s*>", re.S | re.I)
_ITALIC = re.compile(r"<(i|em)\b[^<>]*>(.{1,1000}?)</\1\s*>", re.S | re.I)
_LINKED = re.compile(r"<a\b|\]\(|\]:|https?://|www\.", re.I)
_HEADING = re.compile(r"^#{1,6}[ \t]+(\S[^\n]*)$|<(h[1-6])\b[^<>]*>(.{1,1000}?)</\2\s*>", re.M | re.S | re.I)


def read(path: Path) -> Source:
    """The text of ``path``, read in this process: for files that are trusted. Raises as ``content_of`` and ``read_bytes`` do."""
    return read_bytes(path.name, content_of(path), format_of(path.name))


def read_bytes(file: str, content: bytes, format: Format) -> Source:
    """The text of a file with line ends as ``\\n`` and no byte order mark.

    Raises BadFile (E_TYPE, E_TOO_LARGE, E_NO_TEXT, E_ENCODING, E_STRUCTURE, for PDF and Word also E_ENCRYPTED, E_BOMB) where it
    cannot be read as minutes.
    """
    if format not in ("pdf", "docx"):
        return decode(file, content, format)
    refuse_other(file, content, format)
    return read_pdf(file, content) if format == "pdf" else read_docx(file, content)


def decode(file: str, content: bytes, format: Format) -> Source:
    """The Source of ``content``. Raises BadFile (E_TYPE, E_TOO_LARGE, E_NO_TEXT, E_ENCODING, E_STRUCTURE)."""
    refuse_other(file, content, format)
    text, encoding = _text(file, content)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    refuse_long(file, text)
    if format == "html":
        refuse_deep(file, text)
    if not text.strip():
        raise BadFile(f"{file}: the file holds no text", "nothing was indexed; give a file with text in it", code="E_NO_TEXT")
    found = links_in(text, format, mask(text, format)) if _LINKED.search(text) else ()
    return Source(file, hashlib.sha256(content).hexdigest(), text, format, encoding, _marks(text), found)


def _text(file: str, content: bytes) -> tuple[str, str]:
    text, encoding = _decoded(content)
    if sum(map(_unreadable, text)) > len(text) / 100:
        raise BadFile(f"{file}: the bytes are not readable text (encoding detected: {encoding})", "save it as UTF-8", code="E_ENCODING")
    return text, encoding


def _unreadable(char: str) -> bool:
    return char == "\ufffd" or (char < " " and char not in "\t\n\r\f\v") or "\x7f" <= char < "\xa0"


def _decoded(content: bytes) -> tuple[str, str]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace"), "utf-16"
    text = content.decode("utf-8-sig", "replace")
    if b"\0" not in content and _mostly_utf8(text):
        return text, "utf-8"
    if b"\0" not in content and (windows := _windows(content)) is not None:
        return windows, "cp1252"
    best = from_bytes(content, cp_isolation=["cp1252", "latin_1", "utf_16_le", "utf_16_be", "mac_roman"]).best()
    return (str(best), best.encoding) if best else (text, "none")


def _windows(content: bytes) -> str | None:
    """The text in the code page of Windows, where its signs beyond ASCII are those of English typing; else None."""
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        return None
    signs = [c for c in text if c > "\x7f"]
    return text if signs and sum(c in _TYPED for c in signs) > 0.8 * len(signs) else None


def _mostly_utf8(text: str) -> bool:
    """True also for UTF-8 with a few damaged bytes: then other signs beyond ASCII are whole. In cp1252 none would be."""
    damaged = text.count("\ufffd")
    return not damaged or sum(c > "\x7f" for c in text) > 2 * damaged


def _marks(text: str) -> tuple[Mark, ...]:
    found = [Mark("bold", Span(*m.span(1 if m.group(1) else 3))) for m in _BOLD.finditer(text)]
    found += [Mark("italic", Span(*m.span(2))) for m in _ITALIC.finditer(text)]
    found += [Mark("heading", Span(*m.span(1 if m.group(1) else 3))) for m in _HEADING.finditer(text)]
    return tuple(sorted(found, key=lambda mark: mark.span.start))
