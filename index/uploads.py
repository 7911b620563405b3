"""Files that came in by the page rather than from a folder: the names they are known by.

Such a file has no place on the disk of its own: what it was is in the catalogue, by its hash. It is known as if it lay in the folder
``uploads`` of the store, and lies there only while it is being read. So a file of the same name is a new version of it, but not where
that name is held by the minutes of another meeting: many a clerk calls every file "minutes.pdf". That one is known by a name of its own.
"""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from index.minutes import Document
from index.walk import path_key

if TYPE_CHECKING:
    from index.store import Store

FOLDER = "uploads"
_KEY = "upload:/"  # no path of a file begins so, and no id
_LONGEST = 120  # bytes of a name; with what is put before and behind it, it fits any disk
_SIGNS = re.compile(r'[<>:"/\\|?*]')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.I)
_COPY = re.compile(r" \(\d+\)$")


def safe_name(sent: str) -> str:
    """The name that a browser sent, fit for every disk: of a path the end, without signs that steer, never empty and never too long."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", sent))[-1]
    shown = "".join(" " if c.isspace() else c for c in last if unicodedata.category(c)[0] != "C" or c.isspace())
    name = _SIGNS.sub("_", " ".join(shown.split())).lstrip(". ").rstrip(". ")
    name = f"_{name}" if _DEVICE.match(name) else name
    stem, suffix = Path(name).stem, Path(name).suffix
    suffix = suffix if len(suffix) <= 10 else ""
    return _cut(stem if suffix else name, _LONGEST - len(suffix.encode())) + suffix or "unnamed"


def _cut(text: str, most: int) -> str:
    return text.encode("utf-8", "ignore")[:most].decode("utf-8", "ignore").rstrip(". ")


def folder_of(store: Path) -> Path:
    """Where uploaded files lie while they are read; made for this user alone."""
    folder = store / FOLDER
    folder.mkdir(0o700, exist_ok=True)
    return folder


def sweep(store: Path) -> None:
    """Delete what a process that was killed left of uploaded files."""
    shutil.rmtree(store / FOLDER, ignore_errors=True)


def is_upload(key: str) -> bool:
    """Whether this is what an uploaded file is known by: that nothing lies there says nothing about it."""
    return key.startswith(_KEY)


def key_of(store: Path, path: Path) -> str:
    """What a file is known by. Of an uploaded one that does not depend on where the store lies, which may be moved or restored."""
    if is_upload(str(path)):
        return str(path)
    key = path_key(path)
    return f"{_KEY}{Path(key).name}" if Path(key).parent == Path(path_key(store)) / FOLDER else key


def place_of(store: Store, name: str, sha256: str, read: Callable[[], Sequence[Document]]) -> Path:
    """Where the file of this name and hash is to lie while it is taken in, which tells what it is known by.

    ``read`` gives its documents; it is asked only where a file of its name is held that says something else.
    """
    folder, revisions = folder_of(store.path), store.catalog.revisions
    alike = [one.path for one in revisions.holding(sha256) if is_upload(one.path) and name in (Path(one.path).name, _plain(one.path))]
    if alike:
        return folder / Path(alike[0]).name
    documents: Sequence[Document] = ()
    for path in _places(folder, name):
        former = revisions.at(key_of(store.path, path))
        if former is None:
            return path
        documents = documents or read()
        if not documents or _same_meeting(documents, store.catalog.held(former.id)):
            return path
    raise AssertionError("names never end")


def _places(folder: Path, name: str) -> Iterator[Path]:
    stem, suffix = Path(name).stem, Path(name).suffix
    return (folder / (name if n == 1 else f"{stem} ({n}){suffix}") for n in count(1))


def _plain(key: str) -> str:
    """The name without the number that tells it from another."""
    return _COPY.sub("", Path(key).stem) + Path(key).suffix


def _same_meeting(new: Sequence[Document], held: Sequence[Document]) -> bool:
    """A meeting in common, or most of what the shorter says: a version may correct the date."""
    if {(d.body_id, d.meeting.date, d.role) for d in new} & {(d.body_id, d.meeting.date, d.role) for d in held}:
        return True
    one, other = (_texts(documents) for documents in (new, held))
    return bool(one and other) and 2 * len(one & other) >= min(len(one), len(other))


def _texts(documents: Sequence[Document]) -> set[str]:
    return {item.text for document in documents for item in document.items if item.kind == "item"}
