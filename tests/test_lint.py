"""ruff and mypy have nothing to say, with the settings of pyproject.toml."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def output(*arguments: str) -> str:
    """All that a module run as a program says, empty when it is content."""
    done = subprocess.run([sys.executable, "-m", *arguments], cwd=ROOT, capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_ruff_finds_nothing():
    assert output("ruff", "check", "--quiet", ".") == ""


def test_mypy_finds_nothing():
    written = [name for name in ("index", "assistant", "eval", "web", "app.py") if (ROOT / name).exists()]
    assert output("mypy", "--no-error-summary", *written) == ""
