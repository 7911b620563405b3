"""The files of the paths that a person gives, and what each is known by."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from index.content import FORMATS
from index.folders import FILE


def path_key(path: Path) -> str:
    """What a file is known by: where it lies."""
    return os.fsencode(os.path.realpath(path)).decode("utf-8", "backslashreplace")


@dataclass(frozen=True, slots=True)
class Found:
    path: Path
    folder: Path | None  # in which it was found; None: it was named itself

    @property
    def passed_over(self) -> str:
        """Why a file found in a folder is none of ours; "" where it is, or was named."""
        if self.folder is None or not self.path.exists():
            return ""
        if not self.path.resolve().is_relative_to(self.folder.resolve()):
            return "a link that leads out of the folder is not followed"
        known = self.path.suffix.lower() in FORMATS
        return "" if known else f"files of type {self.path.suffix or 'none'} are passed over in folders"


def walk(paths: Iterable[Path]) -> Iterator[Found]:
    """Every file once."""
    seen: set[str] = set()
    for path in paths:
        found = sorted(one for one in path.rglob("*") if one.is_file() and one.name != FILE) if os.path.isdir(path) else [path]
        for file in found:
            if path_key(file) not in seen:
                seen.add(path_key(file))
                yield Found(file, path if os.path.isdir(path) else None)
