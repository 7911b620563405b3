"""An answer as any program gives it: the JSON of the contract, read leniently where it may grow, strictly where we score."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from eval.cases import complaints, numbered_lines
from index.errors import BadFile

ReplyStatus = Literal["answered", "partial", "not_recorded", "clarify"]


class _Said(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Cited(_Said):
    n: int
    file: str
    role: str | None = None
    number: str | None = None
    minute_ref: str | None = None
    label: str = ""
    quote: str = ""
    start: int | None = None
    end: int | None = None

    @property
    def named(self) -> str:
        labels = [x for x in (self.role, self.number and f"item {self.number}", self.minute_ref) if x]
        return f"{self.file} {' '.join(labels) or 'without labels'}"

    @property
    def shown(self) -> str:
        """How a finding names this citation."""
        return f"[{self.n}] {self.named}"


class Stated(_Said):
    """One sentence of an answer, as a program divides it."""

    text: str
    citations: tuple[int, ...] = ()
    basis: str = "quote"


class Found(_Said):
    file: str
    role: str | None = None
    number: str | None = None
    minute_ref: str | None = None
    start: int | None = None
    end: int | None = None


class Failure(_Said):
    code: str = "E_INTERNAL"
    message: str = ""


class Reply(_Said):
    """``status`` None: the program did not state one, and the text is asked instead. Without ``claims`` markers divide the answer."""

    status: ReplyStatus | None = None
    verdict: str | None = None
    answer: str = ""
    claims: tuple[Stated, ...] = ()
    citations: tuple[Cited, ...] = ()
    evidence: tuple[Found, ...] = Field(default=(), description="best first")
    error: Failure | None = None


def failed(code: str, message: str) -> Reply:
    return Reply(error=Failure(code=code, message=message))


def read_reply(row: object) -> Reply:
    """The reply of one JSON object; one that breaks the contract is a failed question, not the end of a run."""
    try:
        return Reply.model_validate(row)
    except ValidationError as error:
        return failed("E_CONTRACT", f"the answer breaks the contract: {complaints(error)}")


def load_replies(path: Path) -> dict[str, Reply]:
    """Replies by case id from a file in the format of ``assistant batch``."""
    replies: dict[str, Reply] = {}
    for place, line in numbered_lines(path):
        name, reply = _line(place, line)
        if name in replies:
            raise BadFile(f"{place}: a second answer to {name}", "One line a question.")
        replies[name] = reply
    return replies


def _line(place: str, line: str) -> tuple[str, Reply]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise BadFile(f"{place}: not JSON ({error.msg}, column {error.colno})", "One JSON object a line.") from error
    if not isinstance(row, dict) or not isinstance(row.get("id"), str):
        raise BadFile(f"{place}: no id", "Every line carries the id of its question.")
    return row["id"], read_reply(row)
