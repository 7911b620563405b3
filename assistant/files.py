"""The commands that read files and need no store: ``parse`` and ``lint``."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant import render
from assistant.console import complain, say, show_text
from assistant.contract import lint_json, parsed_json
from index.errors import AssistantError
from index.minutes import Source


def parse_files(options: argparse.Namespace) -> int:
    from index.parse import parse

    failed: list[int] = []
    for source in _readable(options.files, failed):
        if options.text:
            print(render.printable(source.text), end="")  # as long as before: offsets count in it
        elif options.json:
            say(parsed_json(parse(source)))
        else:
            show_text(render.parsed_text(parse(source)))
    return max(failed, default=0)


def lint_files(options: argparse.Namespace) -> int:
    from index.lint import lint
    from index.parse import parse

    failed: list[int] = []
    files = [(source, parse(source)) for source in _readable(options.files, failed)]
    found = lint(files)
    for (source, _), defects in zip(files, found, strict=True):
        if options.json:
            say(lint_json(source.file, defects))
        elif defects:
            show_text(render.lint_text(defects))
    return max(failed, default=int(any(defect.severity == "error" for defects in found for defect in defects)))


def _readable(paths: Sequence[Path], failed: list[int]) -> Iterator[Source]:
    """The files that can be read; for the others the reason is said and the exit code added to ``failed``."""
    from index.read import read

    for path in paths:
        try:
            yield read(path)
        except AssistantError as error:
            complain(error.code, error.message, error.hint)
            failed.append(error.exit_code)
