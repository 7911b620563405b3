"""The seal of a store: its files' sizes and hashes as the last owner left them.

It is broken before anything may be written and put on again at a clean close. So a store that is sealed and whose files agree is
just what was closed; one whose files differ was damaged since; one without a seal was never closed, and has to be looked through.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from index.flush import flush

SEAL = "seal.json"
CATALOG, VECTORS = "catalog.sqlite", "chroma"
_LOG = f"{CATALOG}-wal"


def put_on(folder: Path) -> None:
    """Seal the files of the catalogue and the vectors as they are now.

    While something stands in the log of the catalogue, somebody still has it open: that is no clean close, and there is no seal.
    """
    sizes = dict(_sizes(folder))
    if _LOG in sizes:
        return
    _flush_all(folder, sizes)
    half = folder / f"{SEAL}.new"
    half.write_text(json.dumps({name: [size, _hash(folder / name)] for name, size in sizes.items()}), "utf-8")
    flush(half)
    half.replace(folder / SEAL)
    flush(folder)


def _flush_all(folder: Path, names: Iterable[str]) -> None:
    """Chroma leaves its index to the system: after a power cut whole files would be taken for damaged ones."""
    files = [folder / name for name in names]
    for path in [*files, *sorted({parent for file in files for parent in file.parents if parent.is_relative_to(folder)})]:
        flush(path)


def take_off(folder: Path) -> None:
    """From now on the files may change. Were the seal back after a power cut, whole files would be taken for damaged ones."""
    if is_on(folder):
        (folder / SEAL).unlink()
        flush(folder)


def is_on(folder: Path) -> bool:
    return (folder / SEAL).exists()


def changed(folder: Path, only: str = "", by_size: bool = False) -> str | None:
    """The first file that is not as it was sealed, by its name within ``folder``; None where all are, or where there is no seal.

    ``only`` looks at files whose names begin so; ``by_size`` reads none of them.
    """
    sealed = _sealed(folder)
    if sealed is None:
        return SEAL if is_on(folder) else None
    there = dict(_sizes(folder))
    for name in sorted(sealed.keys() | there.keys()):
        if name.startswith(only) and (name not in sealed or there.get(name) != sealed[name][0]):
            return name
    names = [] if by_size else [name for name in sorted(sealed) if name.startswith(only)]
    return next((name for name in names if _hash(folder / name) != sealed[name][1]), None)


def _sealed(folder: Path) -> dict[str, tuple[int, str]] | None:
    try:
        return {name: (size, found) for name, (size, found) in json.loads((folder / SEAL).read_text("utf-8")).items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def _sizes(folder: Path) -> Iterator[tuple[str, int]]:
    """The files that a store is made of. The log beside a catalogue comes and goes, and counts only while something stands in it."""
    for path in sorted([folder / CATALOG, folder / _LOG, folder / VECTORS, *(folder / VECTORS).rglob("*")]):
        if path.is_file() and (path.name != _LOG or path.stat().st_size):
            yield path.relative_to(folder).as_posix(), path.stat().st_size


def _hash(path: Path) -> str:
    """Of a file that cannot be read no hash of any file."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
