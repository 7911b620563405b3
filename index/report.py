"""What became of each file that was to be taken in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from index.errors import EmbedError

Fate = Literal["added", "replaced", "unchanged", "duplicate", "skipped", "failed", "held"]  # held: set aside until a person approves


@dataclass(frozen=True, slots=True)
class Entry:
    """One file. ``code`` and ``message`` say why, where there is something to say; counts are of what was stored now."""

    file: str
    outcome: Fate
    code: str = ""
    message: str = ""
    hint: str = ""
    documents: int = 0
    items: int = 0
    warnings: int = 0


@dataclass(frozen=True, slots=True)
class IngestReport:
    """One entry for every file named or found, in order."""

    entries: tuple[Entry, ...]

    def count(self, *outcomes: Fate) -> int:
        return sum(entry.outcome in outcomes for entry in self.entries)

    @property
    def documents(self) -> int:
        return sum(entry.documents for entry in self.entries)

    @property
    def items(self) -> int:
        return sum(entry.items for entry in self.entries)

    @property
    def warnings(self) -> int:
        return sum(entry.warnings for entry in self.entries)

    @property
    def exit_code(self) -> int:
        """0 where every file is in or knowingly left out, 66 where one file was named and is not there, else 65.

        70 where the embedder failed: that is no file's fault.
        """
        if not self.count("failed", "held"):
            return 0
        if any(entry.code == EmbedError.code for entry in self.entries):
            return EmbedError.exit_code
        return 66 if len(self.entries) == 1 and self.entries[0].code == "E_NOINPUT" else 65
