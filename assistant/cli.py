"""The command line: ``python -m assistant ingest | ask | chat | batch | parse | retrieve | list | show | verify``.

The only file of the package that prints. A failure is ``error[CODE]: message`` and a hint on standard error, with an exit
code of sysexits(3); see index/errors.py. Heavy modules are imported by the command that needs them: ``--help`` pays nothing.
"""

from __future__ import annotations

import argparse
import json
import logging
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from assistant import render
from assistant.config import Config
from assistant.contract import answer_json, evidence_json, item_detail_json, item_row_json, meeting_row_json, parsed_json
from assistant.history import read_cases, read_history, turns
from index.errors import AssistantError, DamagedStore, MissingInput, UsageError
from index.minutes import Scope

if TYPE_CHECKING:
    from assistant.assistant import Assistant

Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; the exit code is 0, that of the error, 130 for an interrupt or 143 for a termination."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    signal.signal(signal.SIGTERM, _terminated)
    try:
        options = _parser().parse_args(arguments)
        command: Command = options.run
        return command(options)
    except AssistantError as error:
        _complain(error)
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of our output went away
        sys.stderr.close()
        return 0


def _terminated(*_: object) -> NoReturn:
    raise SystemExit(143)


def _complain(error: AssistantError) -> None:
    print(f"error[{error.code}]: {error.message}", file=sys.stderr)
    if error.hint:
        print(f"hint: {error.hint}", file=sys.stderr)


def _say(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False))


def _config(options: argparse.Namespace) -> Config:
    given = {"store": options.store} if options.store else {}
    return Config.load(options.config, **given)


def _ingest(options: argparse.Namespace) -> int:
    from assistant.build import open_assistant
    from assistant.progress import progress
    from index.ingest import ingest

    missing = [p for p in options.paths if not p.exists()]
    if len(missing) == len(options.paths):
        raise MissingInput(f"no such file or folder: {missing[0].name}", "check the name as typed")
    with open_assistant(_config(options), create=True) as assistant, progress(sys.stderr) as shown:
        report = ingest(assistant.store, options.paths, shown)
    if options.json:
        _say(render.report_json(report))
    else:
        print(render.report_text(report))
    return report.exit_code


def _ask(options: argparse.Namespace) -> int:
    from assistant.build import open_assistant

    history = read_history(options.history) if options.history else ()
    with open_assistant(_config(options)) as assistant:
        answer = assistant.ask(options.question, history)
    if options.json:
        _say(answer_json(answer))
    else:
        print(render.answer_text(answer))
    return 0


def _chat(options: argparse.Namespace) -> int:
    from assistant.answer import Turn
    from assistant.build import open_assistant

    with open_assistant(_config(options)) as assistant:
        history: list[Turn] = []
        for line in _typed():
            try:
                answer = assistant.ask(line, history)
            except UsageError as error:
                _complain(error)
                continue
            print(render.answer_text(answer), end="\n\n", flush=True)
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
    from assistant.build import open_assistant

    lines = read_cases(options.cases)
    with open_assistant(_config(options)) as assistant:
        answers = (_answered(assistant, line) for line in lines)
        if options.out is None:
            for answer in answers:
                _say(answer)
        else:
            with options.out.open("w", encoding="utf-8") as out:
                out.writelines(json.dumps(answer, ensure_ascii=False) + "\n" for answer in answers)
    return 0


def _answered(assistant: Assistant, line: str) -> dict[str, object]:
    """One output line for one input line, whatever it holds."""
    case: object = None
    try:
        case = json.loads(line)
        if not isinstance(case, dict) or not isinstance(case.get("question"), str):
            raise UsageError("a line needs a question", code="E_JSON")
        return {"id": case.get("id"), **answer_json(assistant.ask(case["question"], turns(case.get("history") or [])))}
    except json.JSONDecodeError as error:
        failed: AssistantError = UsageError(f"not a JSON object: {error.msg} at column {error.colno}", code="E_JSON")
    except AssistantError as error:
        failed = error
    except Exception:  # one broken question must not take the others with it; the log has the stack
        logging.getLogger(__name__).exception("a question failed")
        failed = AssistantError("this question could not be answered", "the log on standard error has the details")
    return {"id": case.get("id") if isinstance(case, dict) else None, "error": {"code": failed.code, "message": failed.message}}


def _parse(options: argparse.Namespace) -> int:
    from index.parse import parse
    from index.read import read

    worst = 0
    for path in options.files:
        try:
            source = read(path)
        except AssistantError as error:
            _complain(error)
            worst = error.exit_code
            continue
        if options.text:
            print(source.text, end="")
        elif options.json:
            _say(parsed_json(parse(source)))
        else:
            print(render.parsed_text(parse(source)))
    return worst


def _retrieve(options: argparse.Namespace) -> int:
    from assistant.build import open_assistant

    if not 1 <= options.k <= 20:
        raise UsageError(f"-k {options.k} is out of range", "give a number from 1 to 20", code="E_RANGE")
    config = _config(options).model_copy(update={"evidence": options.k})
    with open_assistant(config) as assistant:
        query, evidence = assistant.retrieve(options.question)
    if options.json:
        _say({"question": query.question, "standalone": query.standalone, "evidence": evidence_json(evidence[: options.k])})
    else:
        print(render.evidence_text(evidence[: options.k]))
    return 0


def _list(options: argparse.Namespace) -> int:
    from assistant.build import open_assistant

    scope = Scope(bodies=tuple(options.body or ()), roles=tuple(options.role or ()), first=options.since, last=options.until)
    with open_assistant(_config(options)) as assistant:
        catalog = assistant.store.catalog
        documents = catalog.documents(scope)
        if options.what == "items":
            rows = [item_row_json(d, i) for d in documents for i in catalog.items(d.document_id) if i.citable]
        else:
            rows = [meeting_row_json(d) for d in documents]
    if options.what == "meetings":
        rows = render.one_per_meeting(rows)
    wanted = [row for row in rows if render.holds(row, options.words)]
    if options.json:
        _say(wanted)
    else:
        print(render.table(wanted))
    return 0


def _show(options: argparse.Namespace) -> int:
    from assistant.build import open_assistant

    with open_assistant(_config(options)) as assistant:
        catalog = assistant.store.catalog
        item, document = catalog.item(options.item), catalog.document_of(options.item)
        if item is None or document is None:
            raise MissingInput(f"no item '{options.item}'", "see: python -m assistant list items", code="E_NOTFOUND")
        text = catalog.source_text(document.sha256)[item.span.start : item.span.end]
    if options.json:
        _say(item_detail_json(document, item))
    else:
        print(render.item_text(document, item, text))
    return 0


def _verify(options: argparse.Namespace) -> int:
    from assistant.build import open_assistant
    from index.embed import load_embedder
    from index.rebuild import rebuild

    config = _config(options)
    if options.rebuild:
        done = rebuild(config.store, lambda: load_embedder(config.embedder, config.allow_download))
        print(render.rebuilt_text(done))
    with open_assistant(config) as assistant:
        problems = assistant.store.check()
    for problem in problems:
        print(problem)
    if problems:
        raise DamagedStore(f"the store has {len(problems)} problems", "run: python -m assistant verify --rebuild")
    print("The store is whole.")
    return 0


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(message, self.format_usage().strip())


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--store", type=Path, metavar="DIR", help="folder of the index (default: .store)")
    common.add_argument("--config", type=Path, metavar="FILE", help="configuration (default: assistant.toml where there is one)")
    common.add_argument("--json", action="store_true", help="print JSON")
    parser = _Parser(prog="python -m assistant", description="Answers questions about minutes, with a citation to the item.")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def add(name: str, run: Command, text: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text, description=text, parents=[common])
        command.set_defaults(run=run)
        return command

    add("ingest", _ingest, "Take in files and folders of minutes: only what changed.").add_argument(
        "paths", nargs="+", type=Path, metavar="PATH"
    )
    ask = add("ask", _ask, "Answer one question.")
    ask.add_argument("question")
    ask.add_argument("--history", type=Path, metavar="FILE", help="earlier turns: a JSON list of {role, content}")
    add("chat", _chat, "Ask one question after the other.")
    batch = add("batch", _batch, "Answer a file of questions, one JSON object a line.")
    batch.add_argument("cases", type=Path, metavar="CASES.jsonl")
    batch.add_argument("--out", type=Path, metavar="ANSWERS.jsonl")
    parse = add("parse", _parse, "Show how files are cut into items; needs no store.")
    parse.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parse.add_argument("--text", action="store_true", help="print the text that offsets point into")
    retrieve = add("retrieve", _retrieve, "Show the items a question leads to, best first.")
    retrieve.add_argument("question")
    retrieve.add_argument("-k", type=int, default=10, help="how many, 1 to 20 (default 10)")
    listing = add("list", _list, "List what is held.")
    listing.add_argument("what", choices=["documents", "items", "meetings"])
    listing.add_argument("--body", action="append", metavar="ID", help="body id, as 'list documents' shows it; may be repeated")
    listing.add_argument("--role", action="append", choices=["agenda", "minutes", "notes", "notice", "report"])
    listing.add_argument("--since", type=date.fromisoformat, metavar="YYYY-MM-DD")
    listing.add_argument("--until", type=date.fromisoformat, metavar="YYYY-MM-DD")
    listing.add_argument("--words", metavar="TEXT", help="only rows that hold these words")
    add("show", _show, "Show one item as the minutes print it.").add_argument("item", metavar="ITEM")
    verify = add("verify", _verify, "Check the store; --rebuild makes the vectors anew from the catalogue.")
    verify.add_argument("--rebuild", action="store_true")
    return parser
