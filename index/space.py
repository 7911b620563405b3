"""Room on the disk: asked for before anything is written, and told apart from damage where it ran out all the same."""

from __future__ import annotations

import shutil
from pathlib import Path

from index.errors import NoSpace

HINT = "Make room on that disk and run the same command again: what is in stays in, and the rest is taken in then."
_FULL = 1_000_000  # bytes; with less than that nothing can be written
_INDEX = 4_000_000  # Chroma's index has room for a thousand vectors from the first day


def require(folder: Path, size: int, copies: int = 3) -> None:
    """Raises NoSpace where the disk of ``folder`` has not so many times ``size`` bytes, and what an index takes.

    Three times as a rule: logs and indexes are written beside what they replace.
    """
    needed, free = copies * size + _INDEX, shutil.disk_usage(folder).free
    if free < needed:
        raise NoSpace(f"The disk of the folder {folder.name} has {_told(free)} free; {_told(needed)} are needed.", HINT)


def is_full(path: Path) -> bool:
    """Whether the disk of ``path``, or of the folder that it would be in, is full."""
    there = next(one for one in (path, *path.parents) if one.exists())
    return shutil.disk_usage(there).free < _FULL


def full(folder: Path) -> NoSpace:
    return NoSpace(f"The disk of the folder {folder.name} is full ({_told(shutil.disk_usage(folder).free)} free).", HINT)


def _told(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB"
