"""What a person at the command line is told: with ``cli.py`` and ``files.py`` the only places that print."""

from __future__ import annotations

import json
import sys

from assistant import render


def complain(code: str, message: str, hint: str) -> None:
    print(render.printable(f"error[{code}]: {message}"), file=sys.stderr)
    if hint:
        print(render.printable(f"hint: {hint}"), file=sys.stderr)


def say(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False))


def show_text(text: str, end: str = "\n") -> None:
    print(render.printable(text), end=end, flush=True)
