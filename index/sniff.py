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
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"\xfd7zXZ",
    b"Rar!\x1a",
    b"MZ\x90",
    b"\x7fELF",
    b"{\\rtf",
    b"%!PS",
    b"SQLite format 3",
)
_BINARY = re.compile(rb"RIFF.{4}(?:WAVE|AVI |WEBP|RMID|ACON|CDXA|sfbk)|BZh[1-9]1AY&SY", re.S)  # their first letters alone are words
_OBJECT = re.compile(rb"\d\s{1,9}obj\b")
_BEGINS = re.compile(rb"\s*(?:<\?xml[^<>]*>\s*)?")
_BLANK = re.compile(rb"\s*")
_PAGE = re.compile(rb"<(?:!doctype\s+html|html)\b", re.I)
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
        return pdf < 0 or _is_binary(before) or _is_page(before) or _ZIP_ENDS in content[content.rfind(b"%%EOF") :]
    if format == "docx":
        return pdf >= 0
    if _is_binary(head) or (pdf >= 0 and (_OBJECT.search(content, pdf, pdf + 4 * _HEAD) or b"endobj" in content)):
        return True
    untagged = bool(content.strip()) and b"<" not in content
    return untagged if format == "html" else _is_page(head)


def _is_binary(head: bytes) -> bool:
    return head.startswith(_SIGNS) or bool(_BINARY.match(head))


def _is_page(head: bytes) -> bool:
    """It begins as a page of the web does, behind comments. No pattern: one that skips any number of comments can take for ever."""
    place = _ending(_BEGINS, head, 0)
    while head.startswith(b"<!--", place):
        end = head.find(b"-->", place + 4)
        if end < 0:
            return False
        place = _ending(_BLANK, head, end + 3)
    return bool(_PAGE.match(head, place))


def _ending(pattern: re.Pattern[bytes], head: bytes, place: int) -> int:
    found = pattern.match(head, place)
    return found.end() if found else place


_NAMES: dict[Format, str] = {"pdf": "a PDF", "docx": "a Word file", "html": "an HTML page", "txt": "plain text", "md": "plain text"}
