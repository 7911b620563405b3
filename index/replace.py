"""New parts of a store take the place of old ones by renaming. Killed between two renames, ``settle`` ends it at the next opening."""

from __future__ import annotations

import shutil
from itertools import count
from pathlib import Path

from index import seal
from index.flush import flush
from index.seal import CATALOG, VECTORS

NEW = f"{VECTORS}.new"  # how the names of vectors in the making begin
SAVING, SAVED = "saved.new", "saved"  # a whole store in the making, and one that is complete
_OLD = f"{VECTORS}.old"


def settle(path: Path) -> None:
    """Bring a replacement that was killed to its end, where the new part is complete; else the old one stays and the new one goes."""
    if (path / _OLD).exists() and not (path / VECTORS).exists():
        (path / _OLD).rename(path / VECTORS)
    if (path / SAVED).exists():
        take_over(path)
    for half in (path / _OLD, path / SAVING, *path.glob(f"{NEW}*")):
        shutil.rmtree(half, ignore_errors=True)


def swap(path: Path, new: Path) -> None:
    """The vectors in the folder ``new`` take the place of the old ones, which are deleted."""
    if (path / VECTORS).exists():
        (path / VECTORS).rename(path / _OLD)
    new.rename(path / VECTORS)
    flush(path)
    shutil.rmtree(path / _OLD, ignore_errors=True)


def take_over(path: Path) -> tuple[str, ...]:
    """The saved store becomes the store; the names under which the old files are set aside. It can be done again after a kill."""
    seal.take_off(path)  # it is of the old files
    aside: list[str | None] = []
    for name in (VECTORS, CATALOG):
        if (path / SAVED / name).exists():
            aside += [set_aside(path / f"{name}{end}") for end in ("", "-wal", "-shm")]
            (path / SAVED / name).rename(path / name)
    flush(path)
    shutil.rmtree(path / SAVED)
    return tuple(filter(None, aside))


def set_aside(path: Path) -> str | None:
    """Rename what is at ``path`` to a name that is free; None where nothing is there."""
    if not path.exists():
        return None
    free = next(name for number in count(1) if not (name := path.with_name(f"{path.name}.aside-{number}")).exists())
    path.rename(free)
    return free.name
