"""The seal of a store: its files' sizes and hashes as the last owner left them.

It is broken before anything may be written and put on again at a clean close. So a store that is sealed and whose files agree is
just what was closed; one whose files differ was damaged since; one without a seal was never closed, and has to be looked through.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

SEAL = "seal.json"
CATALOG, VECTORS = "catalog.sqlite", "chroma"


def put_on(folder: Path) -> None:
    """Seal the files of the catalogue and the vectors as they are now."""
    half = folder / f"{SEAL}.new"
    with half.open("w", encoding="utf-8") as file:
        json.dump({name: [size, _hash(folder / name)] for name, size in _sizes(folder)}, file)
        file.flush()
        os.fsync(file.fileno())
    half.replace(folder / SEAL)


def take_off(folder: Path) -> None:
    """From now on the files may change."""
    (folder / SEAL).unlink(missing_ok=True)


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
    """The files that hold something. What SQLite keeps beside a catalogue that is open comes and goes."""
    files = [folder / CATALOG, *(folder / VECTORS).rglob("*")] if (folder / VECTORS).is_dir() else [folder / CATALOG, folder / VECTORS]
    for path in sorted(files):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.stat().st_size


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
