"""The web application: ``python app.py [--store DIR] [--port N] [--host 127.0.0.1]``. The page itself is made in ``web``."""

from __future__ import annotations

import argparse
import errno
import logging
import socket
import sys
import threading
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path

from assistant.accounts import Accounts
from assistant.cli import carry_out
from assistant.config import Config
from index.errors import AssistantError, CannotCreate, LockedStore, UsageError
from index.lock import announce
from web.archive import at, open_archive
from web.gate import NAMES, Gate
from web.jobs import Jobs
from web.limit import Limit
from web.owner import Door
from web.server import Announced, create_server, run, settings
from web.session import Sessions

PORT = 7860
OPEN_HOSTS = (*NAMES, "0.0.0.0")  # at which the command line of this machine reaches the application too


def main(arguments: Sequence[str] | None = None) -> int:
    """Serves until it is stopped; an error is one sentence and a hint."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        return serve(_parser().parse_args(arguments))
    except KeyboardInterrupt:
        return 130
    except AssistantError as error:
        print(f"error[{error.code}]: {error.message}", file=sys.stderr)
        if error.hint:
            print(f"hint: {error.hint}", file=sys.stderr)
        return error.exit_code


def serve(options: argparse.Namespace) -> int:
    """Takes the port, opens the archive, and answers until it is stopped."""
    config = Config.load()
    config = at(config, options.store or config.store)
    accounts = Accounts(config.accounts_file)
    refuse_strangers(options.host, accounts, config)
    gate = gate_for(config, accounts, options.host)
    with listen(options.host, options.port) as listening, ExitStack() as held:
        own = listening if options.host in OPEN_HOSTS else held.enter_context(listen(NAMES[0], 0))
        if options.host not in NAMES and config.proxy is None:
            print("warning: without a proxy for https before it, passwords travel in clear; see README.md", file=sys.stderr)
        jobs = Jobs()
        while _outgrown(config, gate, jobs, listening, own):
            gate = replace(gate, closing=threading.Event())
    return 0


def _outgrown(config: Config, gate: Gate, jobs: Jobs, listening: socket.socket, own: socket.socket) -> bool:
    """Serves one archive; whether it stopped for that of the samples gave way to a person's own. Who asks meanwhile is kept waiting."""
    with open_archive(config) as archive:
        door = Door(partial(carry_out, archive.lent, config=at(config, archive.path)))
        announce(archive.path, own.getsockname()[1], door.token)
        gate = replace(gate, audit=archive.audit)
        app = create_server(archive, door, gate, jobs)
        moved = archive.own.begun if archive.own else None
        sockets = [one.dup() for one in dict.fromkeys((listening, own))]  # the server closes them
        stopped = run(Announced(settings(app, config.proxy), gate, moved), sockets)
        return moved is not None and moved.is_set() and not stopped


def gate_for(config: Config, accounts: Accounts, host: str) -> Gate:
    """Who is let in, as configured; the page also answers to the name it is served at."""
    names = (*NAMES, "[::1]", *(() if host in OPEN_HOSTS else (host,)), *config.hosts)
    limit = Limit(config.questions_a_minute, 60)
    return Gate(Sessions(accounts), tuple(name.lower() for name in names), config.public, limit)


def refuse_strangers(host: str, accounts: Accounts, config: Config) -> None:
    """Raises UsageError unless ``host`` is this machine alone and nothing before it lets others in, or there are accounts."""
    others = host not in NAMES or config.proxy or config.hosts
    if others and not (accounts.there() and accounts.all()):
        how = f"--host {host}" if host not in NAMES else "the key proxy or hosts"
        raise UsageError(
            f"{how} is refused: there are no accounts, so anyone who reached the page could read everything",
            "add one first: python -m assistant account add NAME --role admin",
        )


def listen(host: str, port: int) -> socket.socket:
    """A socket on the port. Raises LockedStore where another program has it, CannotCreate where it cannot be had at all."""
    try:
        return socket.create_server((host, port))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise LockedStore(f"port {port} is in use", "stop the program that has it, or choose another with --port") from error
        raise CannotCreate(f"port {port} cannot be used: {error.strerror}", "choose another with --port") from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python app.py", description="The web chat over the minutes.")
    parser.add_argument("--store", type=Path, help="folder of the index; the invented samples are shown while it is empty")
    parser.add_argument("--port", type=int, default=PORT, help=f"port to answer on (default {PORT}; 0 takes a free one)")
    parser.add_argument("--host", default=NAMES[0], help="address to answer on; another than this machine's own needs accounts")
    return parser


if __name__ == "__main__":
    sys.exit(main())
