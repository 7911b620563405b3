"""Versioned prompts: files under prompts/<name>/v<k>.md with $placeholders, each known by its name, version and hash."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from string import Template

from index.errors import ConfigError

FOLDER = Path(__file__).parent.parent / "prompts"


@dataclass(frozen=True, slots=True)
class Prompt:
    """``id`` travels with every answer that was written with it: "answer/v1 3f9a0c1d2b4e"."""

    id: str
    text: str

    def filled(self, **values: str) -> str:
        """The prompt with its placeholders filled; what stands in the values is never read as a placeholder.

        Raises ConfigError where the file and the caller do not name the same placeholders.
        """
        template = Template(self.text)
        if not template.is_valid() or set(template.get_identifiers()) != set(values):
            wanted = ", ".join(sorted(values))
            raise ConfigError(f"the prompt {self.id} does not have the placeholders {wanted}", "restore the file or add a version")
        return template.substitute(values)


def load(name: str, version: int, folder: Path = FOLDER) -> Prompt:
    """The prompt of that version. Raises ConfigError where there is no such file."""
    path = folder / name / f"v{version}.md"
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise ConfigError(f"there is no prompt {name}/v{version}", "restore the folder prompts from the repository") from error
    return Prompt(f"{name}/v{version} {hashlib.sha256(text.encode()).hexdigest()[:12]}", text)
