"""A module of ours run as a process of its own that ends when its parent does: two processes never stay at one store."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

_ROOT = Path(__file__).parents[1]


def run_child(module: str, *arguments: str, seconds: int) -> subprocess.CompletedProcess[str]:
    """``python -m module arguments`` with what it said. Raises subprocess.TimeoutExpired."""
    heard, held = os.pipe()  # its other end closes when this process ends, however it ends
    try:
        command = [sys.executable, "-m", module, *arguments]
        return subprocess.run(command, cwd=_ROOT, stdin=heard, capture_output=True, text=True, timeout=seconds)
    finally:
        os.close(heard)
        os.close(held)


def end_with_parent() -> None:
    """Called by the child first."""
    threading.Thread(target=_wait, daemon=True).start()


def _wait() -> None:
    os.read(0, 1)
    os._exit(1)
