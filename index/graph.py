"""Whether the files of Chroma's index fit together.

Chroma writes them one after another, the number of elements first. A process killed meanwhile leaves a header that speaks of more than the
other files hold. Chroma does not notice: it takes what is behind the end of a file from memory that nobody set, ends the process later,
or writes the next index a terabyte further on (chroma-core/chroma, issues 7238 and 7510). So it must not open such files at all.
The format is that of hnswlib with Chroma's ``persistDirty``: level 0 and the vectors in one file, the links of the upper levels in another.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np

_HEADER = struct.Struct("<i6QiI3QdQ")
_NAMES = ("data_level0.bin", "length.bin", "link_lists.bin")
_AT_ONCE = 10_000  # elements looked at together


@dataclass(frozen=True, slots=True)
class _Header:
    count: int  # elements
    size: int  # bytes of an element: its links on level 0, its vector, its label
    top: int  # the highest level
    most: int  # links of an element on an upper level
    most_below: int  # and on level 0


def torn(vectors: Path) -> bool:
    """True where the files of one of the indexes in the folder ``vectors`` do not fit together. Nothing but their bytes is read."""
    return any(not _whole(folder) for folder in sorted({path.parent for path in vectors.glob("*/*.bin")}))


def _whole(folder: Path) -> bool:
    if not all((folder / name).is_file() for name in ("header.bin", *_NAMES)):
        return False
    header = _header(folder / "header.bin")
    if header is None:
        return False
    if not header.count:  # nothing was written yet: room is set apart for some
        return True
    below, lengths, links = (folder / name for name in _NAMES)
    if below.stat().st_size != header.count * header.size or lengths.stat().st_size != 4 * header.count:
        return False
    return _linked_below(below, header) and _linked_above(links, header)


def _header(path: Path) -> _Header | None:
    written = path.read_bytes()
    if len(written) != _HEADER.size:
        return None
    _, _, _, count, size, _, _, top, _, most, most_below, *_ = _HEADER.unpack(written)
    fits = size % 4 == 0 and 4 * (1 + most_below) <= size and 0 < most <= most_below
    return _Header(count, size, top, most, most_below) if fits else None


def _linked_below(path: Path, header: _Header) -> bool:
    """Whether every link of level 0 leads to an element."""
    elements = np.memmap(path, "<u4", "r").reshape(header.count, header.size // 4)
    places = np.arange(header.most_below)
    for start in range(0, header.count, _AT_ONCE):
        block = elements[start : start + _AT_ONCE]
        used = block[:, 0] & 0xFFFF  # the upper half marks what is deleted
        astray = (block[:, 1 : 1 + header.most_below] >= header.count) & (places < used[:, None])
        if used.max() > header.most_below or astray.any():
            return False
    return True


def _linked_above(path: Path, header: _Header) -> bool:
    """Whether the lists of the upper levels end where the file does, and lead to elements of the same level."""
    per_level = 4 * (1 + header.most)
    lists: dict[int, bytes] = {}
    with path.open("rb") as file:
        for element in range(header.count):
            length = file.read(4)
            size = int.from_bytes(length, "little")
            if len(length) < 4 or size % per_level or size > header.top * per_level:
                return False
            if size:
                lists[element] = file.read(size)
        if file.read(1):
            return False
    levels = {element: len(links) // per_level for element, links in lists.items()}
    return all(
        _fits(links[level * per_level : (level + 1) * per_level], level + 1, levels)
        for links in lists.values()
        for level in range(len(links) // per_level)
    )


def _fits(links: bytes, level: int, levels: dict[int, int]) -> bool:
    if not links:  # the file ended before them
        return False
    words = np.frombuffer(links, "<u4")
    used = int(words[0]) & 0xFFFF
    return used < len(words) and all(levels.get(int(element), 0) >= level for element in words[1 : 1 + used])
