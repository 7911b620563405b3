"""What a run was made with: code, configuration, embedder, cases, minutes, time. Two runs that agree here may be compared."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Provenance:
    cases: str  # hash of the case files
    minutes: str  # hash of the names and bytes of the minutes
    structure: str
    code: str = ""  # hash of index/, assistant/ and prompts/
    parser: int = 0  # its version
    config: str = ""
    embedder: str = ""  # its fingerprint
    python: str = platform.python_version()
    finished_at: str = ""
    seconds: float = 0.0
    notices: tuple[str, ...] = ()  # files that were not read, answers that belong to no case

    def finished(self, at: datetime, seconds: float) -> Provenance:
        return replace(self, finished_at=at.isoformat(timespec="seconds"), seconds=round(seconds, 1))


def hash_files(paths: Iterable[Path]) -> str:
    """A short hash of names and bytes, the same in any folder."""
    whole = hashlib.sha256()
    for path in sorted(paths, key=lambda p: p.name):
        whole.update(f"{path.name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()[:16]


def hash_code(*folders: str) -> str:
    """A short hash of the sources and prompts in the folders of this checkout."""
    whole = hashlib.sha256()
    for folder in folders:
        for path in sorted((REPOSITORY / folder).rglob("*")):
            if path.suffix in (".py", ".md", ".toml", ".sql") and path.is_file():
                whole.update(f"{path.relative_to(REPOSITORY).as_posix()}\0".encode() + path.read_bytes())
    return whole.hexdigest()[:16]
