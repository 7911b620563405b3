"""A path -> the bytes of an ordinary file of a type we read, refused before it is opened or read where it is none."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Literal

from index.errors import BadFile, MissingInput

Format = Literal["txt", "md", "html", "pdf", "docx"]

FORMATS: dict[str, Format] = {
    ".txt": "txt",
    ".text": "txt",
    ".md": "md",
    ".markdown": "md",
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
    ".docx": "docx",
}
MAX_BYTES = 50_000_000
MAX_TEXT = 20_000_000  # characters: some ten thousand pages
_SETTING = "max_file_mb"


def content_of(path: Path, most: int = MAX_BYTES) -> bytes:
    """The bytes of ``path``, at most ``most`` of them.

    Pipes, sockets and devices are never opened: to open one may wait for ever, or act. Raises MissingInput (E_NOINPUT) where there is
    no such file, BadFile (E_TYPE, E_TOO_LARGE).
    """
    if os.path.isdir(path) or not os.path.exists(path):  # Path's own raise for a name that no file can have
        raise MissingInput(f"no such file: {path.name}", "check the name; a folder is read with all files in it")
    format_of(path.name)
    _refuse_special(path, path.stat().st_mode)
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
        held = os.fstat(file.fileno())
        _refuse_special(path, held.st_mode)
        _refuse_large(path, held.st_size, most)
        content = file.read(most + 1)
    _refuse_large(path, len(content), most)  # it grew meanwhile
    return content


def name_of(path: Path) -> str:
    """The name of a file as text that can be written anywhere; bytes in it that are none are written out."""
    return os.fsencode(path.name).decode("utf-8", "backslashreplace")


def format_of(name: str) -> Format:
    """The format that the name of a file promises. Raises BadFile (E_TYPE)."""
    suffix = Path(name).suffix
    format = FORMATS.get(suffix.lower())
    if format is None:
        raise BadFile(f"{name}: files of type '{suffix or 'none'}' are not read", allowed())
    return format


def allowed() -> str:
    return f"allowed types: {', '.join(sorted(FORMATS))}"


def refuse_long(file: str, text: str) -> None:
    """Raises BadFile (E_TOO_LARGE) for more text than any minutes have."""
    if len(text) > MAX_TEXT:
        raise BadFile(f"{file}: {len(text):,} characters of text, more than {MAX_TEXT:,}", "split the file", code="E_TOO_LARGE")


def _refuse_special(path: Path, mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise BadFile(f"{path.name}: this is no ordinary file", "give a file of minutes")


def _refuse_large(path: Path, size: int, most: int) -> None:
    if size > most:
        raise BadFile(f"{path.name}: {size:,} bytes, more than {most:,} ({_SETTING})", "split the file", code="E_TOO_LARGE")
