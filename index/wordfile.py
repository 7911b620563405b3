"""The bytes of a Word file -> its XML parts, refused before anything large is unpacked."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from itertools import pairwise
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from index.errors import BadFile

MAX_MEMBERS = 2_000
MAX_UNPACKED = 100_000_000
MAX_RATIO = 100  # unpacked to packed
MAX_DEPTH = 200
_HEADER = 30  # bytes before the name of a part, at least
_SMALL = 1_000_000  # bytes that any ratio may unpack to
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_ALTERNATIVE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, LookupError)


class WordFile:
    """The parts of a Word file. Names of elements and attributes of WordprocessingML come without their namespace."""

    def __init__(self, file: str, content: bytes) -> None:
        self._file = file
        self._zip = _opened(file, content)
        self._targets: dict[str, str] | None = None
        self._main, kind = self._main_part()
        if "macroEnabled" in kind or any(name.endswith("vbaProject.bin") for name in self._zip.namelist()):
            raise BadFile(f"{file}: the Word file holds macros", "save it as .docx, without macros")
        self.document = self._xml(self._main)
        self._related = list(self._relations(self._main))

    def parts(self, kind: str) -> list[Element]:
        """The parts of a kind ("styles", "header"), none where the file has none."""
        return [self._xml(name) for what, name in self._related if what == kind and name in self._zip.NameToInfo]

    def part(self, kind: str) -> Element:
        return next(iter(self.parts(kind)), Element("none"))

    def target(self, relation: str) -> str:
        """The address outside the file that a link names by its relation; "" for none."""
        if self._targets is None:
            outside = (one for one in self._relation_elements(self._main) if one.get("TargetMode") == "External")
            self._targets = {one.get("Id", ""): one.get("Target", "") for one in outside}
        return self._targets.get(relation, "")

    def _main_part(self) -> tuple[str, str]:
        names = self._zip.NameToInfo
        if "[Content_Types].xml" not in names:
            raise BadFile(f"{self._file}: the content is not a Word file", "save it as .docx")
        main = next((name for what, name in self._relations("") if what == "officeDocument"), "word/document.xml")
        types = self._xml("[Content_Types].xml")
        kind = next((part.get("ContentType", "") for part in types if part.get("PartName", "").lstrip("/") == main), "")
        if main not in names or (kind and "wordprocessingml" not in kind and "ms-word" not in kind):
            raise BadFile(f"{self._file}: the content is not a Word file", "save it as .docx")
        return main, kind

    def _relations(self, part: str) -> Iterator[tuple[str, str]]:
        """(kind, name) of the parts that a part refers to; "" is the file itself."""
        folder = posixpath.dirname(part)
        for one in self._relation_elements(part):
            if one.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, one.get("Target", "")))
                yield one.get("Type", "").rpartition("/")[2], target.lstrip("/")

    def _relation_elements(self, part: str) -> list[Element]:
        folder, base = posixpath.split(part)
        name = posixpath.join(folder, "_rels", f"{base}.rels")
        return list(self._xml(name)) if name in self._zip.NameToInfo else []

    def _xml(self, name: str) -> Element:
        try:
            root: Element = fromstring(self._zip.read(name), forbid_dtd=True)
        except (ParseError, DefusedXmlException, *_DAMAGED) as error:
            raise damaged(self._file, name) from error
        _shorten(self._file, root)
        return root


def damaged(file: str, part: str) -> BadFile:
    return BadFile(f"{file}: the Word file is damaged in {part}", "open it in Word and save it again", code="E_STRUCTURE")


def _opened(file: str, content: bytes) -> zipfile.ZipFile:
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise _encrypted(file)
        raise BadFile(f"{file}: an old Word file (.doc)", "save it as .docx")
    if not content.startswith(b"PK"):
        raise BadFile(f"{file}: the content is not a Word file", "save it as .docx")
    try:
        opened = zipfile.ZipFile(io.BytesIO(content))
    except _DAMAGED as error:
        raise damaged(file, "its directory") from error
    members = opened.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise _encrypted(file)
    _refuse_bomb(file, members)
    return opened


def _encrypted(file: str) -> BadFile:
    return BadFile(f"{file}: the Word file is encrypted", "remove the password and try again", code="E_ENCRYPTED")


def _refuse_bomb(file: str, members: list[zipfile.ZipInfo]) -> None:
    unpacked, packed = sum(m.file_size for m in members), sum(m.compress_size for m in members)
    swollen = any(m.file_size > max(_SMALL, MAX_RATIO * m.compress_size) for m in members)
    places = sorted((m.header_offset, m.header_offset + _HEADER + len(m.filename.encode()) + m.compress_size) for m in members)
    limits = (
        (len(members) > MAX_MEMBERS, f"{len(members):,} parts, more than {MAX_MEMBERS:,}"),
        (unpacked > MAX_UNPACKED, f"{unpacked:,} bytes unpacked, more than {MAX_UNPACKED:,}"),
        (len({m.filename for m in members}) < len(members), "a part stands in it twice"),
        (any(end > start for (_, end), (start, _) in pairwise(places)), "its parts lie over each other"),
        (swollen or unpacked > max(_SMALL, MAX_RATIO * packed), f"it unpacks to more than {MAX_RATIO} times its size"),
    )
    for broken, words in limits:
        if broken:
            raise BadFile(f"{file}: {words}", "split the file, or save it anew", code="E_BOMB")


def _shorten(file: str, root: Element) -> None:
    """Drops the namespace from the names of WordprocessingML; those of others keep theirs, "mc:" for alternatives."""
    todo = [(root, 1)]
    while todo:
        one, depth = todo.pop()
        if depth > MAX_DEPTH:
            raise BadFile(f"{file}: elements nested deeper than {MAX_DEPTH}", "save it anew", code="E_STRUCTURE")
        one.tag = _short(one.tag)
        if one.attrib:
            one.attrib = {_short(name): value for name, value in one.attrib.items()}
        todo += ((child, depth + 1) for child in one)


def _short(name: str) -> str:
    for space in _WORD:
        if name.startswith(space):
            return name[len(space) :]
    return f"mc:{name[len(_ALTERNATIVE) :]}" if name.startswith(_ALTERNATIVE) else name
