"""What can be typed behind ``python -m assistant``, and the help that says so."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NoReturn, get_args

from assistant.export import FORMATS
from assistant.filters import FITS, Filters, days
from assistant.listing import LISTS
from index.errors import UsageError
from index.minutes import OutcomeKind, Role, Status
from index.tracking import State

BRIEFING_FORMS = (".md", ".docx", ".pdf")

ACCOUNT_ACTIONS = {
    "add": "Add an account; its password is asked for, or read from standard input.",
    "list": "List the accounts.",
    "grant": "Give an account another role or other labels; it has to sign in again.",
    "password": "Give an account another password; it has to sign in again.",
    "remove": "Remove an account; it is signed out at once.",
    "token": "Make a token by which a program speaks for an account; it is shown once.",
    "tokens": "List the tokens of an account, or of all.",
    "revoke": "End a token at once.",
}


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(message, self.format_usage().strip())


Add = Callable[[str, str], argparse.ArgumentParser]  # the name of a command, what it does


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

    _reading(add)
    _keeping(add)
    text = "Say who may sign in to the page."
    _accounts(commands.add_parser("account", help=text, description=text), common)
    return top


def _reading(add: Add) -> None:
    """The commands that take minutes in, answer from them and show them."""
    ingest = add("ingest", "Take in files and folders of minutes: only what changed.")
    ingest.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    ingest.add_argument("--force", action="store_true", help="read again what was set aside because reading it broke a limit")
    ingest.add_argument("--approve", action="store_true", help="take in what was set aside for hidden words, without those words")
    ingest.add_argument("--label", metavar="LABEL", help="who may see them: open, exempt, confidential, 'withheld until 2027-01-31'")
    ask = add("ask", "Answer one question.")
    ask.add_argument("question")
    ask.add_argument("--history", type=Path, metavar="FILE", help="earlier turns: a JSON list of {role, content}")
    _within(ask)
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
    _within(retrieve)
    _listing(add("list", "List what is held: a register by body, date and item. A filter that does not fit a list is refused."))
    add("show", "Show one item as the minutes print it.").add_argument("item", metavar="ITEM", help="item id, as 'list items' shows it")
    briefing = add("briefing", "Write a briefing on a subject: background, decisions, open actions, figures and questions, with sources.")
    briefing.add_argument("subject")
    briefing.add_argument("--item", action="append", metavar="ITEM", help="of this item alone; may be repeated")
    briefing.add_argument("--out", type=Path, metavar="FILE", help=f"file to write: {', '.join(BRIEFING_FORMS)}")
    add("mcp", "Serve other assistants over standard input and output, by the Model Context Protocol; needs the package mcp.")


def _keeping(add: Add) -> None:
    """The commands that look after a store."""
    label = add("label", "Decide who may see an item, a document or a file; it holds from the next answer on, and for every new reading.")
    label.add_argument("subject", metavar="ITEM-or-FILE", help="id of an item or document, or a file as it was taken in")
    label.add_argument("label", metavar="LABEL", help="open, exempt, confidential, 'withheld until 2027-01-31', or a name of your own")
    remove = add("remove", "Take files out of the store; the ids of their items are never given out again.")
    remove.add_argument("files", nargs="*", type=Path, metavar="FILE", help="as it was taken in, or its name as 'list documents' shows it")
    remove.add_argument("--for-good", action="store_true", help="out of every file of the store, with proof; also what was removed before")
    verify = add("verify", "Check the store; --rebuild makes the vectors anew from the catalogue.")
    verify.add_argument("--rebuild", action="store_true", help="make the vectors anew; what is damaged is set aside")
    audit = add("audit", "Who asked, when, and which items were shown; one person's history given out or deleted.")
    audit.add_argument("what", choices=["list", "export", "delete"], help="all entries; or one person's, to give out or to delete")
    audit.add_argument("who", nargs="?", metavar="NAME", help="name of an account; '' for entries without one")
    add("feedback", "What people said of answers on the page: right or not, why, and about which question.")
    backup = add("backup", "Write all that is held to one file.")
    backup.add_argument("file", type=Path, metavar="FILE", help="new file, or a folder to put it in under the day's name")
    add("restore", "Make a store from a backup, where there is none.").add_argument("file", type=Path, metavar="FILE", help="the backup")


def _accounts(account: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    actions = account.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, text in ACCOUNT_ACTIONS.items():
        action = actions.add_parser(name, help=text, description=text, parents=[common])
        if name == "tokens":
            action.add_argument("name", nargs="?", metavar="NAME")
        elif name != "list":
            action.add_argument("name", metavar="NAME")
        if name == "token":
            action.add_argument("--days", type=_number, metavar="N", help="how long it holds (default: until it is revoked)")
        if name == "revoke":
            action.add_argument("id", metavar="ID", help="of the token, as 'account tokens' shows it")
        if name in ("add", "grant"):
            action.add_argument("--role", choices=("reader", "staff", "admin"), required=True, help="staff and admin see everything")
            sees = "what a reader sees beside what is open: exempt,confidential"
            action.add_argument("--sees", type=lambda typed: typed.split(","), default=[], metavar="LABELS", help=sees)


def _within(command: argparse.ArgumentParser) -> None:
    """Which documents are meant."""
    command.add_argument("--body", action="append", metavar="NAME", help="only this body: id or words of its name; may be repeated")
    command.add_argument("--role", action="append", choices=get_args(Role), help="only such documents; may be repeated")
    command.add_argument("--since", type=_first_day, metavar="DAY", help="only meetings from this day (2018-07-17), month or year on")
    command.add_argument("--until", type=_last_day, metavar="DAY", help="only meetings up to this day, month or year")


def _listing(listing: argparse.ArgumentParser) -> None:
    fits = {name: f" ({', '.join(lists)})" for name, lists in FITS.items()}
    listing.add_argument("what", choices=LISTS)
    _within(listing)
    listing.add_argument("--status", action="append", choices=get_args(Status), help="only documents of this status")
    listing.add_argument("--kind", action="append", choices=get_args(OutcomeKind), help=f"only outcomes of this kind{fits['kind']}")
    listing.add_argument("--item", default="", metavar="ITEM", help=f"only this item: id, number or reference{fits['item']}")
    listing.add_argument("--state", action="append", choices=get_args(State), help=f"what later minutes make of it{fits['state']}")
    listing.add_argument("--owner", default="", metavar="TEXT", help=f"only rows whose owner holds these words{fits['owner']}")
    listing.add_argument("--words", default="", metavar="TEXT", help="only rows that hold these words")
    listing.add_argument("--limit", type=_number, metavar="N", help="at most so many rows; how many are left out is said")
    listing.add_argument("--format", choices=FORMATS, help="table (default), json (as --json), csv or markdown")


def chosen(options: argparse.Namespace) -> Filters:
    """Which documents are meant, as typed."""
    return Filters(body=tuple(options.body or ()), role=tuple(options.role or ()), since=options.since, until=options.until)


def filters(options: argparse.Namespace) -> Filters:
    """The filters of a ``list`` as typed."""
    status, kind, state = (tuple(getattr(options, name) or ()) for name in ("status", "kind", "state"))
    said = replace(chosen(options), item=options.item, owner=options.owner, words=options.words)
    return replace(said, status=status, kind=kind, state=state)


def chosen_format(options: argparse.Namespace) -> str:
    """The format of a ``list``. Raises UsageError where --json and another are asked for."""
    if options.json and options.format not in (None, "json"):
        raise UsageError(f"--json and --format {options.format} exclude each other", "give one of them")
    return "json" if options.json else options.format or "table"


def _number(typed: str) -> int:
    if not typed.isdecimal() or int(typed) < 1:
        raise argparse.ArgumentTypeError(f"'{typed}' is no number from 1 on")
    return int(typed)


def _first_day(typed: str) -> date:
    return _days(typed)[0]


def _last_day(typed: str) -> date:
    return _days(typed)[1]


def _days(typed: str) -> tuple[date, date]:
    try:
        return days(typed)
    except UsageError as error:
        raise argparse.ArgumentTypeError(f"{error.message}; {error.hint}") from error
