"""A form with files, written to a private folder piece by piece while it arrives: no file is ever in memory whole."""

from __future__ import annotations

import asyncio
import errno
import hashlib
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from anyio import to_thread
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect, Request

from index.content import format_of
from index.errors import BadFile
from index.space import full, require
from index.uploads import folder_of, safe_name
from web.problem import Refused, too_large

MOST_FILES, MOST_FIELDS, LONGEST_FIELD = 100, 20, 2_000  # of one form; bytes of a field
WHOLE = 4  # times the size of the largest file: what one form may bring
_OVERHEAD = 1_000_000  # bytes of a form beside its files
_PATIENCE = 30  # seconds without a piece of it
_FORM = Refused(400, "E_JSON", "The form cannot be read.", "Load the page again and choose the files anew.")


@dataclass(frozen=True, slots=True)
class Limits:
    """``file``: bytes of one file."""

    file: int

    @property
    def form(self) -> int:
        return WHOLE * self.file


@dataclass(frozen=True, slots=True)
class Received:
    """A file that was sent. ``refused`` says why it was not kept; then it has no path."""

    name: str
    path: Path | None = None
    sha256: str = ""
    size: int = 0
    refused: BadFile | None = None


@dataclass(slots=True)
class Form:
    folder: Path
    files: list[Received] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)

    def drop(self) -> None:
        """Nothing of it is left."""
        shutil.rmtree(self.folder, ignore_errors=True)


@dataclass(slots=True)
class _Part:
    """What is arriving now."""

    name: str = ""
    file: str | None = None
    header: tuple[bytes, bytes] = (b"", b"")
    text: bytes = b""
    size: int = 0
    path: Path | None = None
    out: IO[bytes] | None = None
    hash: hashlib._Hash = field(default_factory=hashlib.sha256)
    refused: BadFile | None = None


async def received(request: Request, store: Path, limits: Limits) -> Form:
    """All of the form, its files in a folder of their own in that of the store.

    Raises Refused where it is none, is too large, stops arriving or breaks off; NoSpace. Then nothing of it is left.
    """
    boundary, size = _announced(request, limits)
    require(store, size, copies=2)
    form = Form(Path(tempfile.mkdtemp(prefix="form-", dir=folder_of(store))))
    reader = _Reader(form, boundary, limits)
    try:
        async for piece in _pieces(request, limits.form + _OVERHEAD):
            await to_thread.run_sync(reader.write, piece)
        reader.end()
        return form
    except BaseException as error:
        reader.close()
        form.drop()
        if isinstance(error, FormParserError):
            raise _FORM from error
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            raise full(store) from error
        raise


def _announced(request: Request, limits: Limits) -> tuple[bytes, int]:
    """The boundary of the form and its size, as its headers say."""
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != b"multipart/form-data" or not options.get(b"boundary"):
        raise Refused(415, "E_TYPE", "A form with files was expected.", "Send it as multipart/form-data.")
    size = request.headers.get("content-length", "")
    if not size.isdecimal():
        raise Refused(411, "E_USAGE", "The size of the form is not said.", "Send it with a Content-Length.")
    if int(size) > limits.form + _OVERHEAD:
        raise _too_much(limits)
    return options[b"boundary"], int(size)


def _too_much(limits: Limits) -> Refused:
    most = f"{limits.form / 1_000_000:,.0f} MB"
    return Refused(413, "E_TOO_LARGE", f"These files are larger than {most} together.", "Upload them a few at a time.")


async def _pieces(request: Request, most: int) -> AsyncIterator[bytes]:
    """The body as it arrives. Raises Refused where it is longer than it may be, pauses too long, or is broken off."""
    arriving, so_far = request.stream().__aiter__(), 0
    while True:
        try:
            async with asyncio.timeout(_PATIENCE):
                piece = await anext(arriving, None)
        except TimeoutError as error:
            raise Refused(408, "E_USAGE", "The files did not arrive in time.", "Upload them again.") from error
        except ClientDisconnect as error:
            raise Refused(400, "E_USAGE", "The upload was broken off.", "Upload the files again.") from error
        if piece is None:
            return
        so_far += len(piece)
        if so_far > most:
            raise too_large(most)
        yield piece


class _Reader:
    """Takes the form apart; ``write`` is called with each piece of it."""

    def __init__(self, form: Form, boundary: bytes, limits: Limits) -> None:
        self._form, self._limits, self._part = form, limits, _Part()
        self._ended = False
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._header_name,
                "on_header_value": self._header_value,
                "on_header_end": self._header_end,
                "on_headers_finished": self._headers_finished,
                "on_part_data": self._data,
                "on_part_end": self._part_end,
                "on_end": self._end,
            },
        )

    def write(self, piece: bytes) -> None:
        self._parser.write(piece)

    def end(self) -> None:
        """Raises Refused where the form has no end."""
        if not self._ended:
            raise _FORM

    def close(self) -> None:
        if self._part.out:
            with suppress(OSError):
                self._part.out.close()

    def _begin(self) -> None:
        self._part = _Part()

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._part.header = self._part.header[0] + data[start:end], self._part.header[1]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._part.header = self._part.header[0], self._part.header[1] + data[start:end]

    def _header_end(self) -> None:
        name, value = self._part.header
        self._part.header = b"", b""
        if name.lower() == b"content-disposition":
            _, options = parse_options_header(value)
            self._part.name = options.get(b"name", b"").decode("utf-8", "replace")
            sent = options.get(b"filename")
            self._part.file = None if sent is None else sent.decode("utf-8", "replace")

    def _headers_finished(self) -> None:
        part = self._part
        if part.file is None or not part.file:  # a field, or a chooser in which nothing was chosen
            return
        if len(self._form.files) >= MOST_FILES:
            raise Refused(413, "E_TOO_LARGE", f"These are more than {MOST_FILES} files.", "Upload them a few at a time.")
        part.file = safe_name(part.file)
        try:
            format_of(part.file)
        except BadFile as error:
            part.refused = error
            return
        part.path = self._form.folder / f"{len(self._form.files)}{Path(part.file).suffix}"
        part.out = part.path.open("xb")

    def _data(self, data: bytes, start: int, end: int) -> None:
        part = self._part
        part.size += end - start
        if part.file is None:
            if part.size > LONGEST_FIELD:
                raise _FORM
            part.text += data[start:end]
        elif part.out:
            self._write(part, part.out, data[start:end])

    def _write(self, part: _Part, out: IO[bytes], piece: bytes) -> None:
        if part.size > self._limits.file and part.path:
            out.close()
            part.path.unlink()
            words = f"{part.file}: more than {self._limits.file:,} bytes"
            part.out, part.path, part.refused = None, None, BadFile(words, "split the file", code="E_TOO_LARGE")
            return
        part.hash.update(piece)
        out.write(piece)

    def _part_end(self) -> None:
        part = self._part
        self.close()
        if part.file:
            self._form.files.append(Received(part.file, part.path, part.hash.hexdigest() if part.path else "", part.size, part.refused))
        elif part.file is None and len(self._form.fields) < MOST_FIELDS:
            self._form.fields[part.name] = part.text.decode("utf-8", "replace")

    def _end(self) -> None:
        self._ended = True
