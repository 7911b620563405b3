"""What can be typed behind ``python -m assistant``, and the help that says so."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import NoReturn

from assistant.listing import LISTS
from index.errors import UsageError


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(message, self.format_usage().strip())


def parser() -> argparse.ArgumentParser:
    """The parser of all commands; the chosen one stands in ``command``. Raises UsageError for what it does not know."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--store", type=Path, metavar="DIR", help="folder of the index (default: .store)")
    common.add_argument("--config", type=Path, metavar="FILE", help="configuration (default: assistant.toml where there is one)")
    common.add_argument("--json", action="store_true", help="print JSON")
    top: argparse.ArgumentParser = _Parser(
        prog="python -m assistant", description="Answers questions about minutes, with a citation to the item."
    )
    commands = top.add_subparsers(title="commands", dest="command", required=True, metavar="COMMAND")

    def add(name: str, text: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=text, description=text, parents=[common])

    add("ingest", "Take in files and folders of minutes: only what changed.").add_argument("paths", nargs="+", type=Path, metavar="PATH")
    ask = add("ask", "Answer one question.")
    ask.add_argument("question")
    ask.add_argument("--history", type=Path, metavar="FILE", help="earlier turns: a JSON list of {role, content}")
    add("chat", "Ask one question after the other.")
    batch = add("batch", "Answer a file of questions, one JSON object a line.")
    batch.add_argument("cases", type=Path, metavar="CASES.jsonl")
    batch.add_argument("--out", type=Path, metavar="ANSWERS.jsonl", help="file to write (default: standard output)")
    parse = add("parse", "Show how files are cut into items; needs no store.")
    parse.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parse.add_argument("--text", action="store_true", help="print the text that offsets point into")
    lint = add("lint", "Find what a clerk wants to know before publishing minutes; needs no store.")
    lint.add_argument("files", nargs="+", type=Path, metavar="FILE", help="an agenda and the minutes of its meeting are compared")
    retrieve = add("retrieve", "Show the items a question leads to, best first.")
    retrieve.add_argument("question")
    retrieve.add_argument("-k", type=int, default=10, help="how many, 1 to 20 (default 10)")
    listing = add("list", "List what is held.")
    listing.add_argument("what", choices=LISTS)
    listing.add_argument("--body", action="append", metavar="ID", help="body id, as 'list documents' shows it; may be repeated")
    listing.add_argument("--role", action="append", choices=["agenda", "minutes", "notes", "notice", "report"])
    listing.add_argument("--since", type=_day, metavar="YYYY-MM-DD", help="only meetings on this day or later")
    listing.add_argument("--until", type=_day, metavar="YYYY-MM-DD", help="only meetings on this day or earlier")
    listing.add_argument("--words", metavar="TEXT", help="only rows that hold these words")
    add("show", "Show one item as the minutes print it.").add_argument("item", metavar="ITEM", help="item id, as 'list items' shows it")
    verify = add("verify", "Check the store; --rebuild makes the vectors anew from the catalogue.")
    verify.add_argument("--rebuild", action="store_true", help="make the vectors anew; what is damaged is set aside")
    return top


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"'{typed}' is no date; write it as YYYY-MM-DD") from error
