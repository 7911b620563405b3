"""Conversations and cases as other programs hand them over."""

from __future__ import annotations

import json
from pathlib import Path

from assistant.answer import Turn
from index.errors import MissingInput, UsageError

SHAPE = 'a JSON list of {"role": "user" or "assistant", "content": text}'


def read_history(path: Path) -> tuple[Turn, ...]:
    """The earlier turns in a file. Raises MissingInput, or UsageError (E_JSON) naming the place."""
    return turns(decoded(_text(path)))


def decoded(text: str | bytes) -> object:
    """The value a JSON text stands for. Raises UsageError (E_JSON) naming the place, without the text."""
    try:
        return json.loads(text if isinstance(text, str) else text.decode("utf-8"), parse_constant=_no_number)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise UsageError(f"not JSON: {error.msg} at {place}", "mend it there", code="E_JSON") from error
    except RecursionError as error:
        raise UsageError("the JSON is nested too deeply", f"give {SHAPE}", code="E_JSON") from error
    except ValueError as error:  # NaN, a number of thousands of digits, bytes that are no UTF-8
        raise UsageError("not JSON: a value that JSON does not have", "mend it there", code="E_JSON") from error


def _no_number(name: str) -> object:
    raise ValueError(name)


def read_cases(path: Path) -> list[bytes]:
    """The lines of a file of cases as they are, the empty end left out; each is judged on its own later."""
    try:
        lines = path.read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\n")
    except OSError as error:
        raise MissingInput(f"cannot read {path.name}", "check the name as typed") from error
    return lines if lines[-1].strip() else lines[:-1]


def turns(rows: object) -> tuple[Turn, ...]:
    """Turns of decoded JSON. Raises UsageError (E_JSON) where it has another shape."""
    if not isinstance(rows, list):
        raise UsageError("the history is not a list", f"give {SHAPE}", code="E_JSON")
    return tuple(_turn(row, n) for n, row in enumerate(rows, 1))


def _turn(row: object, n: int) -> Turn:
    if not isinstance(row, dict) or row.get("role") not in ("user", "assistant") or not isinstance(row.get("content"), str):
        raise UsageError(f"turn {n} of the history has another shape", f"give {SHAPE}", code="E_JSON")
    return Turn(row["role"], row["content"])


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise MissingInput(f"cannot read {path.name}", "check the name as typed") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path.name} is not UTF-8", "save it as UTF-8", code="E_JSON") from error
