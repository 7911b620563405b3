"""The commands of the command line, each carried out by this process: ``COMMANDS``, by name."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from assistant import render
from assistant.audited import tell_audit
from assistant.briefs import write_briefing
from assistant.cli import expected
from assistant.console import complain, console, file_to_write, remark, say, show_text, waiting
from assistant.contract import answer_json, evidence_json, item_detail_json
from assistant.export import exported, note
from assistant.fed_back import tell_feedback
from assistant.files import lint_files, parse_files
from assistant.history import decoded, read_cases, read_history, turns
from assistant.keeping import back_up_store, label_item, remove_files, restore_store, verify_store
from assistant.listing import OF_THE_WHOLE, register
from assistant.opening import config_of, load_of, opened
from assistant.options import chosen, chosen_format, filters
from assistant.taking import take_in_files
from index.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from assistant.assistant import Assistant

LOADING = "Loading the embedding model and looking"  # the first takes nearly all of the time


def _ask(options: argparse.Namespace) -> int:
    history = read_history(options.history) if options.history else ()
    with opened(options) as assistant:
        within = chosen(options).within(assistant.store.catalog)
        with waiting(LOADING):
            answer = assistant.ask(options.question, history, within)
    if options.json:
        say(answer_json(answer))
    else:
        show_text(render.answer_text(answer))
    return 0


def _chat(options: argparse.Namespace) -> int:
    from assistant.answer import Turn

    with opened(options) as assistant:
        history: list[Turn] = []
        for line in _typed():
            try:
                answer = assistant.ask(line, history)
            except UsageError as error:
                complain(error.code, error.message, error.hint)
                continue
            show_text(render.answer_text(answer), end="\n\n")
            history += [Turn("user", line), Turn("assistant", answer.text)]
    return 0


def _typed() -> Iterator[str]:
    while True:
        print("> ", end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        if not line:
            return
        if line.strip():
            yield line.strip()


def _batch(options: argparse.Namespace) -> int:
    lines = read_cases(options.cases)
    with opened(options) as assistant, _out(options.out) as out:
        for line in lines:
            print(render.printable_json(_answered(assistant, line)), file=out, flush=True)
    return 0


def _out(path: Path | None) -> AbstractContextManager[TextIO]:
    return file_to_write(path) if path else nullcontext(console().out)


def _answered(assistant: Assistant, line: bytes) -> dict[str, object]:
    """One output line for one input line, whatever it holds: one broken question must not take the others with it."""
    case: object = None
    try:
        case = decoded(line)
        if not isinstance(case, dict) or not isinstance(case.get("question"), str):
            raise UsageError("a line needs a question", code="E_JSON")
        history = turns(case["history"]) if case.get("history") is not None else ()
        return {"id": case.get("id"), **answer_json(assistant.ask(case["question"], history))}
    except Exception as error:
        failed = expected(error)
        return {"id": case.get("id") if isinstance(case, dict) else None, "error": {"code": failed.code, "message": failed.message}}


def _retrieve(options: argparse.Namespace) -> int:
    if not 1 <= options.k <= 20:
        raise UsageError(f"-k {options.k} is out of range", "give a number from 1 to 20", code="E_RANGE")
    with opened(options, evidence=options.k) as assistant:
        within = chosen(options).within(assistant.store.catalog)
        with waiting(LOADING):
            query, evidence = assistant.retrieve(options.question, within=within)
        lacking = assistant.store.lacking
    if lacking:
        remark(f"Found by words alone: {lacking.message}")
    if options.json:
        say({"question": query.question, "standalone": query.standalone, "evidence": evidence_json(evidence[: options.k])})
    else:
        show_text(render.evidence_text(evidence[: options.k]))
    return 0


def _list(options: argparse.Namespace) -> int:
    form = chosen_format(options)
    asked = filters(options)
    asked.check(options.what)
    with opened(options) as assistant:
        store = assistant.store.whole if options.what in OF_THE_WHOLE else assistant.store
        found = register(store.catalog, options.what, asked, options.limit)
    print(exported(found, form, console().columns), end="", file=console().out)
    if form in ("json", "csv") and note(found):  # other programs read these; the others hold it themselves
        remark(note(found))
    return 0


def _show(options: argparse.Namespace) -> int:
    from assistant.agenda import became_text
    from assistant.notices import told_of
    from assistant.shown import shown

    with opened(options) as assistant:
        catalog, one = assistant.store.catalog, shown(assistant, options.item)
        text = catalog.source_text(one.document.sha256)[one.item.span.start : one.item.span.end]
        told = [*told_of(one.document, one.item, catalog), *map(became_text, one.became)]
    if options.json:
        say(item_detail_json(one.document, one.item, one.became, one.left_out))
    else:
        show_text(render.item_text(one.document, one.item, text, told, one.left_out))
    return 0


def _mcp(options: argparse.Namespace) -> int:
    try:
        from assistant.mcp import serve
    except ModuleNotFoundError as error:
        if str(error.name).partition(".")[0] not in ("mcp", "mcp_types"):
            raise
        command = f'{sys.executable} -m pip install -c constraints.txt "mcp>=2.3"'
        raise ConfigError("the MCP server needs the package 'mcp', which is not installed", f"install it: {command}") from error
    serve(config_of(options), load_of(options))
    return 0


def _account(options: argparse.Namespace) -> int:
    from assistant.enrol import manage_accounts

    return manage_accounts(options)


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "ingest": take_in_files,
    "ask": _ask,
    "chat": _chat,
    "batch": _batch,
    "parse": parse_files,
    "lint": lint_files,
    "retrieve": _retrieve,
    "list": _list,
    "show": _show,
    "briefing": write_briefing,
    "mcp": _mcp,
    "label": label_item,
    "remove": remove_files,
    "verify": verify_store,
    "audit": tell_audit,
    "feedback": tell_feedback,
    "backup": back_up_store,
    "restore": restore_store,
    "account": _account,
}
