"""A person who watches is told what is waited for, and nobody else is."""

from __future__ import annotations

import io
import time

import pytest

from assistant import console
from assistant.console import Console, speaking_to, waiting


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("err", "patience", "said"),
    [(Terminal(), 0.0, "Looking ...\r\033[K"), (Terminal(), 60.0, "\r\033[K"), (io.StringIO(), 0.0, "")],
)
def test_what_is_waited_for_is_said_late_to_a_terminal_and_taken_back(
    monkeypatch: pytest.MonkeyPatch, err: io.StringIO, patience: float, said: str
):
    monkeypatch.setattr(console, "PATIENCE", patience)
    with speaking_to(Console(io.StringIO(), err, 80)), waiting("Looking"):
        until = time.monotonic() + 60
        while patience == 0.0 and err.isatty() and not err.getvalue() and time.monotonic() < until:
            time.sleep(0.001)
    assert err.getvalue() == said
