"""``python -m benchmarks [NAME ...]``: measures, and writes a report with its pictures. Without names all of ``MEASURES``."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.figures import Section
from benchmarks.harness import Failed
from benchmarks.report import as_markdown, write_report
from benchmarks.setting import FULL, Setting

# name -> what it measures; the module of that name has ``measure``
MEASURES = {
    "cold": "help, first answers, the application's start, commands handed to it",
    "warm": "a question step by step",
    "floors": "retrieval and whole answers beside the bare encoder, vector search and FTS5; growth over sizes",
    "taking": "files taken in: stage by stage, and beside the bare encoder",
    "again": "the same folder again, unchanged and one file in a hundred changed",
    "sizes": "memory and disk over sizes of archives, time of taking in over numbers of documents",
    "load": "many people at once, and two hundred questions in one moment",
    "parsing": "files to items alone",
    "page": "what a person waits for at the page, in Chromium where it is installed",
    "peer": "LlamaIndex beside us: taking in, question time, hits",
}


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    setting = _setting(options)
    sections = []
    for name in options.names or MEASURES:
        print(f"{name}: {MEASURES[name]}", file=sys.stderr, flush=True)
        sections.append(_measured(name, setting))
        print(as_markdown(sections[-1]), flush=True)
        write_report(setting.report, sections)
    print(f"report: {setting.report / 'report.md'}", file=sys.stderr)
    return 1 if any(section.about.startswith("Failed: ") for section in sections) else 0


def _measured(name: str, setting: Setting) -> Section:
    """The section of one measurement; one that fails says so and keeps no other from being made."""
    measure: Callable[[Setting], Section] = importlib.import_module(f"benchmarks.{name}").measure
    try:
        return measure(setting)
    except Failed as error:
        return Section(name, name.capitalize(), f"Failed: {error}", ())


def _setting(options: argparse.Namespace) -> Setting:
    given = {key: value for key, value in vars(options).items() if key not in ("names", "full") and value is not None}
    if options.items:
        given["items"] = tuple(sorted(options.items))
    return replace(FULL if options.full else Setting(), **given)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measures how fast the program is and how it grows, and writes a Markdown report with pictures.",
        epilog="\n".join(f"  {name:9} {what}" for name, what in MEASURES.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="what to measure (default: all, below)", choices=[*MEASURES, []])
    parser.add_argument("--full", action="store_true", help="the sizes of the figures that we publish: hours")
    parser.add_argument("--items", type=int, action="append", help="items of an archive to measure on; may be given several times")
    parser.add_argument("--questions", type=int, help="questions of each kind")
    parser.add_argument("--documents", type=int, help="documents taken in where taking in is measured")
    parser.add_argument("--again", type=int, help="documents taken in again, vectors from hashes")
    parser.add_argument("--again-embedded", type=int, help="the same with the encoder (default: none)")
    parser.add_argument("--rounds", type=int, help="turns of each side where whole runs are compared")
    parser.add_argument("--users", type=int, help="people who ask at the same time")
    parser.add_argument("--think", type=float, help="seconds between an answer and the next question of the same person")
    parser.add_argument("--seconds", type=float, help="how long they ask")
    parser.add_argument("--cases", type=Path, help="questions with gold items for the peer, JSON lines (default: the invented ones)")
    parser.add_argument("--minutes", type=Path, help="folder of the minutes that they are about")
    parser.add_argument("--hashed", action="store_true", default=None, help="vectors drawn from hashes: fast, but finds nothing by meaning")
    parser.add_argument("--folder", type=Path, help="where archives and stores are kept (default .bench)")
    parser.add_argument("--report", type=Path, help="folder of the report (default .bench/report)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
