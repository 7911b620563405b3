"""The command line: ``python -m assistant COMMAND``, with the commands of ``assistant/commands.py``.

A failure is ``error[CODE]: message`` and a hint on standard error, with an exit code of sysexits(3); see index/errors.py. What carries
the commands out is imported where one is carried out: help, and a command handed over to a running application, pay nothing for it.
"""

from __future__ import annotations

import argparse
import io
import logging
import os
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from assistant.console import Console, complain, console, speaking_to, waiting
from assistant.options import parser
from index.errors import AssistantError, UsageError

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.build import Load
    from assistant.config import Config
    from assistant.handover import Done, Handed

OWN = ("chat", "parse", "lint", "restore", "account", "mcp")  # commands that are never handed over


def main(arguments: Sequence[str] | None = None, load: Load | None = None) -> int:
    """Runs one command; the exit code is 0, that of the error, 130 for an interrupt or 143 for a termination.

    ``load`` gives the embedder by its name; the installed model if not given.
    """
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    signal.signal(signal.SIGTERM, _terminated)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # JSON is UTF-8 whatever the locale; half a surrogate pair is written as \udc00
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    typed = sys.argv[1:] if arguments is None else arguments
    try:
        code = _told(lambda: _run(typed, argparse.Namespace(load=load, opened=None, configured=None, folder=Path())))
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of our output went away, and what is left of it goes nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def carry_out(lent: Callable[..., Assistant], handed: Handed, config: Config | None = None) -> Done:
    """The command of another process, done by this one, which owns the store; ``lent`` gives its assistant, ``config`` is its own."""
    from assistant.handover import Done

    out, err = io.StringIO(), io.StringIO()

    def run() -> int:
        known = argparse.Namespace(load=None, opened=lent, configured=config, folder=Path(handed.folder))
        options = parser().parse_args(handed.arguments, known)
        if not _may_be_handed_over(options):
            raise UsageError(f"{options.command} cannot be done by the running application", "stop it first")
        _from_folder(options, Path(handed.folder))
        return _carried_out(options)

    with speaking_to(Console(out, err, handed.columns)):
        try:
            code = _told(run)
        except SystemExit as asked:  # for help, which its own process would have given
            code = int(asked.code or 0)
    return Done(out.getvalue(), err.getvalue(), code)


def _told(run: Callable[[], int]) -> int:
    """The exit code of ``run``; what goes wrong is said."""
    try:
        return run()
    except BrokenPipeError:
        raise
    except Exception as error:
        failed = expected(error)
        complain(failed.code, failed.message, failed.hint)
        return failed.exit_code


def _run(typed: Sequence[str], known: argparse.Namespace) -> int:
    options = parser().parse_args(typed, known)
    done = _handed_over(options, typed) if _may_be_handed_over(options) else None
    if done is None:
        return _carried_out(options)
    print(done.out, end="")
    print(done.err, end="", file=sys.stderr)
    return done.code


def _handed_over(options: argparse.Namespace, typed: Sequence[str]) -> Done | None:
    from assistant.handover import hand_over
    from assistant.opening import config_of

    with waiting("The running application is at work"):
        return hand_over(config_of(options).store, typed, console().columns)


def _carried_out(options: argparse.Namespace) -> int:
    from assistant.commands import COMMANDS

    return COMMANDS[options.command](options)


def _may_be_handed_over(options: argparse.Namespace) -> bool:
    """What a running application does for the command line: all that needs its store, but what asks back or takes the store apart."""
    return options.command not in OWN and not getattr(options, "rebuild", False) and not getattr(options, "for_good", False)


def _from_folder(options: argparse.Namespace, folder: Path) -> None:
    """Paths as they were meant where they were typed."""
    for name, value in vars(options).items():
        if isinstance(value, Path):
            setattr(options, name, folder / value)
        elif isinstance(value, list):
            setattr(options, name, [folder / one if isinstance(one, Path) else one for one in value])


def _terminated(*_: object) -> NoReturn:
    raise SystemExit(143)


def expected(error: Exception) -> AssistantError:
    """The error itself, or for a fault of the program one that says so; its place goes to the log, its words may quote the minutes."""
    if isinstance(error, AssistantError):
        return error
    logging.getLogger(__name__).error("%s\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)[-3:]))
    return AssistantError(f"{type(error).__name__}: this is a fault of the program", "please report it with the lines above")
