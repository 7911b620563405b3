"""What sort of file some bytes are, whatever their name says."""

from __future__ import annotations

import re

from index.content import Format, allowed
from index.errors import BadFile

_HEAD = 1_024  # bytes in which the sign of a PDF may stand
_SIGNS: tuple[bytes, ...] = (
    b"%PDF",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\xd0\xcf\x11\xe0",  # old Word and Excel
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF87a",
    b"GIF89a",
    b"RIFF",
    b"\x1f\x8b",
    b"BZh",
    b"7z\xbc\xaf",
    b"\xfd7zXZ",
    b"Rar!",
    b"MZ\x90",
    b"\x7fELF",
    b"{\\rtf",
    b"%!PS",
    b"SQLite format 3",
)
_PAGE = re.compile(rb"\s*(?:<\?xml[^<>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S)
_ZIP_ENDS = b"PK\x05\x06"


def refuse_other(file: str, content: bytes, format: Format) -> None:
    """Raises BadFile (E_TYPE) where ``content`` is another sort of file than its name says, or two sorts at once."""
    if _is_other(content, format):
        raise BadFile(f"{file}: the content is not {_NAMES[format]}", allowed())


def _is_other(content: bytes, format: Format) -> bool:
    head = content[:_HEAD].removeprefix(b"\xef\xbb\xbf")
    pdf = head.find(b"%PDF-")
    if format == "pdf":
        before = head[: max(pdf, 0)]
        return pdf < 0 or before.startswith(_SIGNS) or bool(_PAGE.match(before)) or _ZIP_ENDS in content[content.rfind(b"%%EOF") :]
    if format == "docx":
        return pdf >= 0
    if head.startswith(_SIGNS) or (pdf >= 0 and b"obj" in content[pdf : pdf + 4 * _HEAD]):
        return True
    untagged = bool(content.strip()) and b"<" not in content
    return untagged if format == "html" else bool(_PAGE.match(head))


_NAMES: dict[Format, str] = {"pdf": "a PDF", "docx": "a Word file", "html": "an HTML page", "txt": "plain text", "md": "plain text"}
