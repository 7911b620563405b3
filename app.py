"""The web application: ``python app.py [--store DIR] [--port N] [--host 127.0.0.1]``. The page itself is made in ``web``."""

from __future__ import annotations

import argparse
import logging
import socket
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import uvicorn

from assistant.cli import carry_out
from assistant.config import Config
from index.errors import AssistantError, CannotCreate, UsageError
from index.lock import announce
from web.archive import at, open_archive
from web.owner import Door
from web.server import NAMES, Announced, create_server

PORT = 7860


def main(arguments: Sequence[str] | None = None) -> int:
    """Serves until it is stopped; an error is one sentence and a hint."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        return serve(_parser().parse_args(arguments))
    except AssistantError as error:
        print(f"error[{error.code}]: {error.message}", file=sys.stderr)
        if error.hint:
            print(f"hint: {error.hint}", file=sys.stderr)
        return error.exit_code


def serve(options: argparse.Namespace) -> int:
    """Takes the port, opens the archive, and answers."""
    refuse_strangers(options.host)
    with listen(options.host, options.port) as listening:
        config = Config.load()
        with open_archive(at(config, options.store or config.store)) as archive:
            door = Door(partial(carry_out, archive.lent))
            announce(archive.path, listening.getsockname()[1], door.token)
            app = create_server(archive.assistant, archive.examples, archive.notice, door)
            settings = uvicorn.Config(app, log_level="warning", server_header=False, timeout_graceful_shutdown=5)
            Announced(settings).run(sockets=[listening])
    return 0


def refuse_strangers(host: str) -> None:
    """Raises UsageError unless ``host`` is this machine alone."""
    if host not in NAMES:
        raise UsageError(
            f"--host {host} is refused: accounts do not exist yet, so anyone who reached the page could read everything",
            f"leave --host out; the page then answers on this machine only ({', '.join(NAMES)})",
        )


def listen(host: str, port: int) -> socket.socket:
    """A socket on the port; raises CannotCreate where another program has it."""
    try:
        return socket.create_server((host, port))
    except OSError as error:
        raise CannotCreate(f"port {port} cannot be used: {error.strerror}", "choose another with --port") from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python app.py", description="The web chat over the minutes, on this machine only.")
    parser.add_argument("--store", type=Path, help="folder of the index; the invented samples are shown while it is empty")
    parser.add_argument("--port", type=int, default=PORT, help=f"port to answer on (default {PORT}; 0 takes a free one)")
    parser.add_argument("--host", default=NAMES[0], help="address to answer on; only this machine's own are allowed")
    return parser


if __name__ == "__main__":
    sys.exit(main())
