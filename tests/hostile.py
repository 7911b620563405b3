"""Files that nobody means well with: mutants of good ones, bombs, and good ones under a wrong name. All made here, from a seed."""

from __future__ import annotations

import io
import random
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from documents import at, docx, lines, p, pdf, r, table, zipped

BAD = frozenset({"E_TYPE", "E_TOO_LARGE", "E_BOMB", "E_STRUCTURE", "E_PARSE_LIMIT", "E_ENCRYPTED", "E_NO_TEXT", "E_ENCODING"})


@dataclass(frozen=True, slots=True)
class Made:
    """A file, and the classes of section 3 of the bad-input contract that it may end in."""

    name: str
    content: bytes
    codes: tuple[str, ...] = ()


def minutes(n: int) -> list[str]:
    """The lines of the minutes of a board that does not exist."""
    body = ("Sluice", "Ropewalk", "Heron", "Cinder", "Tollgate")[n]
    points = [
        f"The {body} Board RESOLVED to spend £{n + 3},450 on the {body.lower()} wall – “at once”.",
        "Action: Osric Vane to write to the harbour office by 1 June.",
        "Members asked whether the café would reopen; it was deferred.",
    ]
    head = [f"{body} Board", f"Minutes of the meeting of {n + 4} March 2019", "Present: Osric Vane (Chair), Una Teague"]
    return [*head, *(line for k in range(1, 6) for line in (f"{k}. Matter {k}", points[(n + k) % 3]))]


def bases() -> dict[str, list[bytes]]:
    """Five good files of each sort."""
    found: dict[str, list[bytes]] = {"txt": [], "html": [], "pdf": [], "docx": []}
    for n in range(5):
        said = minutes(n)
        found["txt"].append("\n\n".join(said).encode(("utf-8", "utf-16", "cp1252", "utf-8-sig", "utf-16-le")[n]))
        items = "".join(f"<li><p>{line}</p></li>" for line in said[3:])
        head = f"<html><body><h1>{said[0]}</h1><p>{said[1]}</p>"
        found["html"].append(f"{head}<ol>{items}</ol><table><tr><td>a<td>b</table></body></html>".encode())
        found["pdf"].append(pdf(lines(60, 60, *said), [at(60, 700, "Page two")]))
        listed = "".join(p(r(line, "b" if n % 2 else "i")) for line in said)
        found["docx"].append(docx(listed + table(("Paper", "Owner"), ("Wall", "Una Teague")), comments=p("A remark"), header=p("Board")))
    return found


TOKENS = {
    "txt": [b"\xff\xfe", b"\x00" * 9, b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xe2\x80\xae", b"\xf3\xa0\x81\x81", b"**" * 99, b"9" * 999],
    "html": [b"<!--", b"-->", b"<script>", b"</table>", b"<div hidden>", b"&#xD800;", b"&#1114112;", b"<main>", b"<![CDATA[", b"<a href='"],
    "pdf": [
        b"endobj",
        b"/Prev 0",
        b"/Kids [1 0 R]",
        b"stream\n",
        b"/Length -1",
        b"/Count 99999999",
        b"%%EOF",
        b"<<" * 99,
        b"/Encrypt 1 0 R",
    ],
    "docx": [b"PK\x01\x02", b"PK\x05\x06", b"<w:p>", b"</w:body>", b"\xff\xff\xff\xff", b"<!DOCTYPE a>", b"&a;", b"<w:tbl>" * 30],
}
SUFFIX = {"txt": "txt", "html": "html", "pdf": "pdf", "docx": "docx"}


def mutants(seed: int, count: int) -> Iterator[Made]:
    """So many damaged files, as many of each sort, from a seed: the same ones again for the same seed."""
    chance = random.Random(seed)
    good = bases()
    for n in range(count):
        sort = tuple(good)[n % 4]
        content = _damaged(chance, good[sort], sort)
        yield Made(f"mutant-{n:04}.{SUFFIX[sort]}", content)


def _damaged(chance: random.Random, good: list[bytes], sort: str) -> bytes:
    content = chance.choice(good)
    if sort == "docx" and chance.random() < 0.6:  # damage in a part: in the zip itself it is mostly found by its checksum
        return _part_damaged(chance, content)
    for _ in range(chance.randint(1, 3)):
        content = chance.choice(_WAYS)(chance, content, chance.choice(good), TOKENS[sort])
    return content


def _part_damaged(chance: random.Random, content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        parts: dict[str, str | bytes] = {name: file.read(name) for name in file.namelist()}
    name = chance.choice(sorted(parts))
    part = parts[name]
    assert isinstance(part, bytes)
    parts[name] = chance.choice(_WAYS)(chance, part, part, TOKENS["docx"])
    return zipped(parts)


def _flipped(chance: random.Random, content: bytes, other: bytes, tokens: list[bytes]) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randint(1, 16)):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _cut(chance: random.Random, content: bytes, other: bytes, tokens: list[bytes]) -> bytes:
    return content[: chance.randrange(1, max(2, len(content)))]


def _spliced(chance: random.Random, content: bytes, other: bytes, tokens: list[bytes]) -> bytes:
    return content[: chance.randrange(1, max(2, len(content)))] + other[chance.randrange(len(other)) :]


def _length_changed(chance: random.Random, content: bytes, other: bytes, tokens: list[bytes]) -> bytes:
    """A run of digits, or four bytes, made another number."""
    place = chance.randrange(max(1, len(content) - 4))
    digits = next((k for k in range(place, len(content)) if content[k : k + 1].isdigit()), None)
    if digits is not None and chance.random() < 0.7:
        return content[:digits] + chance.choice([b"0", b"4294967296", b"99999"]) + content[digits + 1 :]
    return content[:place] + struct.pack("<I", chance.choice([0, 1, 0x7FFFFFFF, 0xFFFFFFFF])) + content[place + 4 :]


def _with_token(chance: random.Random, content: bytes, other: bytes, tokens: list[bytes]) -> bytes:
    place = chance.randrange(len(content))
    return content[:place] + chance.choice(tokens) + content[place:]


_WAYS: list[Callable[[random.Random, bytes, bytes, list[bytes]], bytes]] = [_flipped, _cut, _spliced, _length_changed, _with_token]


# -- bombs


def raw_pdf(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1; the first is its catalogue."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for n, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (n, one)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start))


def stream(content: bytes, extra: bytes = b"") -> bytes:
    packed = zlib.compress(content, 9)
    return b"<< /Length %d /Filter /FlateDecode %s >>\nstream\n%s\nendstream" % (len(packed), extra, packed)


def swollen_pdf(size: int) -> bytes:
    """One page whose text operators unpack to ``size`` bytes."""
    words = b"BT /F1 9 Tf 9 9 Td (swollen) Tj ET\n"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    return raw_pdf([b"<< /Type /Catalog /Pages 2 0 R >>", pages, page, stream(words * (size // len(words))), font])


def circular_pdf() -> bytes:
    pages = b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 4 /Parent 2 0 R >>"
    return raw_pdf([b"<< /Type /Catalog /Pages 2 0 R >>", pages], b"/Prev 9")


def many_pages_pdf(count: int) -> bytes:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"
    kids = b" ".join(b"%d 0 R" % (n + 3) for n in range(count))
    return raw_pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count), *[page] * count])


def predictor_pdf() -> bytes:
    """A stream that says its rows are two milliards of columns wide."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>"
    told = b"/DecodeParms << /Predictor 15 /Columns 2000000000 /Colors 4 /BitsPerComponent 16 >>"
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    return raw_pdf([b"<< /Type /Catalog /Pages 2 0 R >>", pages, page, stream(b"\2" * 100_000, told)])


def word_of(part: str | bytes, **members: str | bytes) -> bytes:
    """A Word file whose document part is this text."""
    with zipfile.ZipFile(io.BytesIO(docx(p("x")))) as file:
        parts: dict[str, str | bytes] = {name: file.read(name) for name in file.namelist()}
    return zipped({**parts, "word/document.xml": part, **members})


def _body(inner: str, before: str = "") -> str:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'<?xml version="1.0"?>{before}<w:document xmlns:w="{space}"><w:body>{inner}</w:body></w:document>'


def overlapping_docx() -> bytes:
    """Two parts whose packed bytes are the same ones."""
    content = bytearray(docx(p("x")))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as file:
        first, second = file.infolist()[:2]
    place = content.find(b"PK\x01\x02")
    while place >= 0:
        offset = struct.unpack("<I", content[place + 42 : place + 46])[0]
        if offset == second.header_offset:
            content[place + 42 : place + 46] = struct.pack("<I", first.header_offset + 1)
        place = content.find(b"PK\x01\x02", place + 4)
    return bytes(content)


def doubled_docx() -> bytes:
    out = io.BytesIO(docx(p("x")))
    with warnings.catch_warnings(), zipfile.ZipFile(out, "a") as file:
        warnings.simplefilter("ignore")
        file.writestr("word/document.xml", _body(p("another")))
    return out.getvalue()


def bombs() -> Iterator[Made]:
    """The twelve of R-21; where it says several, each of them."""
    nested = zipped({"inner.zip": zipped({f"{n}.txt": b"0" * 1_000_000 for n in range(20)})})
    entities = (
        "<!DOCTYPE d [" + '<!ENTITY a "aaaaaaaaaa">' + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    )
    yield Made("nested-zip.docx", nested, ("E_TYPE", "E_BOMB"))
    yield Made("flat-zip.docx", word_of("0" * 90_000_000), ("E_BOMB",))
    yield Made("two-million-paragraphs.docx", word_of(_body("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 2_000_000)), ("E_BOMB",))
    yield Made("one-text-node.docx", word_of(_body(f"<w:p><w:r><w:t>{'a ' * 60_000_000}</w:t></w:r></w:p>")), ("E_BOMB",))
    yield Made("entities.docx", word_of(_body(p("&j;"), entities + "]>")), ("E_STRUCTURE",))
    outside = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    yield Made("external-entity.docx", word_of(_body(p("&x;"), outside)), ("E_STRUCTURE",))
    yield Made("members.docx", word_of(_body(p("x")), **{f"{n}": b"" for n in range(65_536)}), ("E_BOMB",))
    yield Made("doubled.docx", doubled_docx(), ("E_BOMB",))
    yield Made("overlapping.docx", overlapping_docx(), ("E_BOMB", "E_STRUCTURE"))
    yield Made("flate-6.pdf", swollen_pdf(6_000_000), ("read", "E_BOMB"))
    yield Made("flate-62.pdf", swollen_pdf(62_000_000), ("E_BOMB", "E_PARSE_LIMIT"))
    yield Made("flate-186.pdf", swollen_pdf(186_000_000), ("E_BOMB", "E_PARSE_LIMIT"))
    yield Made("circular.pdf", circular_pdf(), ("E_STRUCTURE", "E_NO_TEXT", "E_PARSE_LIMIT"))
    yield Made("pages.pdf", many_pages_pdf(100_000), ("E_BOMB",))
    yield Made("predictor.pdf", predictor_pdf(), ("E_NO_TEXT", "E_STRUCTURE", "E_PARSE_LIMIT"))
