"""How fast files become items, on one core: text at three sizes, a PDF of twenty pages, and the memory both take.

The files are made here, of invented minutes, so that the figures of two machines or two versions compare.
"""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.heal import mask
from index.parse import parse
from index.pdf import read_pdf
from index.read import decode

SIZES = (100_000, 400_000, 1_600_000)  # bytes
PAGES, LINES = 20, 48  # of the PDF, and of its pages
LEAST_RATE, MOST_BEND, MOST_SECONDS, MOST_MEMORY = 0.5, 1.5, 2.0, 60.0
_ITEMS = 40  # of one meeting

_HEAD = "FEN PARISH COUNCIL\n\nMinutes of the meeting held on {day} {month} 2024\n\nPresent: Ann Reed (Chair), Bo Oak, Mo Weir\n\n"
_MONTHS = "January February March April May June July August September October November December".split()
_ITEM = """{n}. Subject {n} of the upper quay

The clerk reported that the ladder at weir {n} was finished in the spring, and that the contractor would be paid in full.
• Mr Oak asked why the counts of eels had stopped, and who would pay for the lamps.
• Ms Reed AGREED to ask for a second price by 3 May 2024.
It was RESOLVED to set aside £{n},400 for the work, subject to the report of the harbour master.

"""


@dataclass(frozen=True, slots=True)
class Speed:
    """One file made into items. ``bytes`` is its size, ``peak`` the most memory taken meanwhile, in bytes."""

    name: str
    bytes: int
    seconds: float
    peak: int

    @property
    def rate(self) -> float:
        """Megabytes in a second."""
        return self.bytes / 1e6 / self.seconds

    @property
    def memory(self) -> float:
        """Bytes of memory for a byte of the file."""
        return self.peak / self.bytes


def parse_speeds(sizes: Sequence[int] = SIZES, pages: int = PAGES) -> list[Speed]:
    """Plain text of each size, then the PDF of so many pages."""
    texts = [(f"text of {size / 1e6:.1f} MB", text_of(size).encode()) for size in sizes]
    found = [_speed(name, content, lambda made: parse(decode("minutes.txt", made, "txt"))) for name, content in texts]
    return [*found, _speed(f"PDF of {pages} pages", pdf_of(pages), lambda made: parse(read_pdf("minutes.pdf", made)))]


def as_text(speeds: Sequence[Speed]) -> str:
    """A line for each file, then what was asked for and whether it was met."""
    rows = [f"{s.name:20}{s.seconds:8.2f} s{s.rate:8.2f} MB/s{s.peak / 1e6:8.1f} MB peak ({s.memory:.0f} bytes a byte)" for s in speeds]
    texts, paged = speeds[:-1], speeds[-1]
    bend, memory = texts[0].rate / texts[-1].rate, max(s.memory for s in texts)
    asked = [
        (f"slowest text {min(s.rate for s in texts):.2f} MB/s, at least {LEAST_RATE}", min(s.rate for s in texts) >= LEAST_RATE),
        (f"smallest text {bend:.2f} times as fast as the largest, at most {MOST_BEND}", bend <= MOST_BEND),
        (f"PDF {paged.seconds:.2f} s, less than {MOST_SECONDS:.0f}", paged.seconds < MOST_SECONDS),
        (f"memory {memory:.0f} bytes a byte of text, at most {MOST_MEMORY:.0f}", memory <= MOST_MEMORY),
    ]
    return "\n".join([*rows, "", *(f"{'met' if met else 'MISSED':8}{said}" for said, met in asked)])


def text_of(size: int) -> str:
    """Minutes of one meeting after the other, at least ``size`` characters."""
    parts: list[str] = []
    length = meeting = 0
    while length < size:
        meeting += 1
        head = _HEAD.format(day=1 + meeting % 28, month=_MONTHS[meeting % 12])
        parts.append(head + "".join(_ITEM.format(n=n) for n in range(1, _ITEMS + 1)))
        length += len(parts[-1])
    return "".join(parts)


def pdf_of(pages: int) -> bytes:
    """A PDF of ``pages`` full pages of the same minutes."""
    rows = [row.replace("£", "GBP ").replace("•", "-") for row in text_of(pages * LINES * 90).split("\n")]
    sheets = [_sheet(rows[at : at + LINES]) for at in range(0, pages * LINES, LINES)]
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(pages))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {pages}>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for n, drawn in enumerate(sheets):
        resources = "/Resources<</Font<</F1 3 0 R>>>>"
        objects.append(f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]{resources}/Contents {5 + 2 * n} 0 R>>".encode())
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn))
    return _file(objects)


def _sheet(rows: Sequence[str]) -> bytes:
    drawn = [f"BT /F1 9 Tf 50 {800 - 15 * n} Td ({_escaped(row)}) Tj ET" for n, row in enumerate(rows) if row]
    return "\n".join(drawn).encode("ascii")


def _escaped(row: str) -> str:
    return row.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _file(objects: Sequence[bytes]) -> bytes:
    made, places = b"%PDF-1.4\n", []
    for n, one in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (n, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (count, len(made))
    return made + b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (count, table, end)


def _speed(name: str, content: bytes, work: Callable[[bytes], object]) -> Speed:
    """Timed by itself first: watching the memory takes time."""
    mask.cache_clear()
    began = time.process_time()
    work(content)
    seconds = time.process_time() - began
    mask.cache_clear()
    tracemalloc.start()
    try:
        work(content)
        return Speed(name, len(content), seconds, tracemalloc.get_traced_memory()[1])
    finally:
        tracemalloc.stop()
