"""A list as a table, JSON, CSV or Markdown."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable

from assistant.columns import cells
from assistant.listing import LISTS, Register
from assistant.render import printable, printable_json
from assistant.rows import flat_fields, row_json
from assistant.table import table

_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")  # a spreadsheet would reckon it, or let it run; CWE-1236
_KEPT = re.compile(r"([\t\r\n]+)")  # what a cell of CSV may hold beside what can be printed
_MARKUP = re.compile(r"([\\`*_\[\]<>|~&!#$])")
_ADDRESS = re.compile(r"(?<=\w):(?=//)|(?<=\bwww)\.|@", re.I)
_LINE_END = re.compile(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")


def exported(register: Register, form: str, width: int) -> str:
    """The list in the format ``form``, one of FORMATS; a table fits into ``width`` columns. Holds no control character."""
    return FORMATS[form](register, width)


def note(register: Register) -> str:
    """What a reader of the rows has to know: that nothing fits, or how many rows are left out; "" where there is nothing."""
    if register.left_out:
        return f"{register.left_out} more rows are left out by --limit {len(register.rows)}."
    if register.rows:
        return ""
    asked = ", ".join(f"--{name} {value}" for name, value in register.filters.given)
    return f"Nothing held fits 'list {register.what}' with {asked}." if asked else f"Nothing is held for 'list {register.what}'."


def _table(register: Register, width: int) -> str:
    shown = table(cells(register.rows), width) if register.rows else ""
    return printable("\n\n".join(filter(None, (shown, note(register)))) + "\n")


def _json(register: Register, width: int) -> str:
    return printable_json([row_json(row) for row in register.rows]) + "\n"


def _csv(register: Register, width: int) -> str:
    """RFC 4180 with a heading line. A list stands in one cell, an entry a line; none is an empty cell.

    A cell that a spreadsheet would take for a formula has an apostrophe before it, and so has one that begins with
    apostrophes and then like a formula: to take one away gives back what was there.
    """
    out = io.StringIO()
    names = flat_fields(LISTS[register.what])
    writer = csv.writer(out)
    writer.writerow(names)
    for row in register.rows:
        values = row_json(row)
        writer.writerow([_safe(values[name]) for name in names])
    return out.getvalue()


def _safe(value: object) -> str:
    text = "\n".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
    text = "".join(part if _KEPT.fullmatch(part) else printable(part) for part in _KEPT.split(text))
    return f"'{text}" if _FORMULA.match(text) else text


def _markdown(register: Register, width: int) -> str:
    shown, said = cells(register.rows), note(register)
    rows = [_line(map(markdown_text, line)) for line in (shown.headings, *shown.lines)]
    lines = [rows[0], _line("---" for _ in shown.headings), *rows[1:]] if register.rows else []
    return "\n".join([*lines, *([""] if lines and said else []), *([markdown_text(said)] if said else [])]) + "\n"


def _line(texts: Iterable[str]) -> str:
    return f"| {' | '.join(texts)} |"


def markdown_text(text: str) -> str:
    """``text`` as Markdown that shows it as it is: on one line, without links, pictures, emphasis or tags."""
    plain = _ADDRESS.sub(r"\\\g<0>", _MARKUP.sub(r"\\\1", text))
    return printable(_LINE_END.sub("<br>", plain))


FORMATS: dict[str, Callable[[Register, int], str]] = {"table": _table, "json": _json, "csv": _csv, "markdown": _markdown}
