"""The commands that read files and need no store: ``parse`` and ``lint``."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant import render
from assistant.console import complain, say, show_text
from assistant.contract import lint_json, parsed_json
from assistant.opening import config_of
from index.errors import AssistantError

if TYPE_CHECKING:
    from index.understood import Understood


def parse_files(options: argparse.Namespace) -> int:
    failed: list[int] = []
    for found in _understood(options, failed):
        if options.text:
            print(render.printable(found.source.text), end="")  # as long as before: offsets count in it
        elif options.json:
            say(parsed_json(found.parsed))
        else:
            show_text(render.parsed_text(found.parsed))
    return max(failed, default=0)


def lint_files(options: argparse.Namespace) -> int:
    from index.lint import lint

    failed: list[int] = []
    files = [(found.source, found.parsed) for found in _understood(options, failed)]
    found = lint(files)
    for (source, _), defects in zip(files, found, strict=True):
        if options.json:
            say(lint_json(source.file, defects))
        elif defects:
            show_text(render.lint_text(defects))
    return max(failed, default=int(any(defect.severity == "error" for defects in found for defect in defects)))


def _understood(options: argparse.Namespace, failed: list[int]) -> Iterator[Understood]:
    """What the files say that can be read; for the others the reason is said and the exit code added to ``failed``."""
    from index.content import content_of
    from index.jail import JAIL, within

    config = config_of(options)
    for path in options.files:
        try:
            yield JAIL.understand(path.name, content_of(path, config.max_file_bytes), within(config.max_read_seconds))
        except AssistantError as error:
            complain(error.code, error.message, error.hint)
            failed.append(error.exit_code)
