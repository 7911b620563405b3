"""The command ``briefing``."""

from __future__ import annotations

import argparse
from pathlib import Path

from assistant.console import show_text
from assistant.opening import opened
from assistant.options import BRIEFING_FORMS
from index.errors import CannotCreate, UsageError


def write_briefing(options: argparse.Namespace) -> int:
    from assistant.briefing import brief
    from assistant.briefing_file import written

    form = options.out.suffix.lower() if options.out else ".md"
    if form not in BRIEFING_FORMS:
        raise UsageError(f"--out {options.out.name}: no such form of a briefing", f"allowed: {', '.join(BRIEFING_FORMS)}")
    with opened(options) as assistant:
        briefing = brief(assistant, options.subject, options.item or ())
    content = written(briefing, form)
    if options.out is None:
        show_text(content.decode(), end="")
    else:
        _save(options.out, content)
    return 0


def _save(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise CannotCreate(f"{path.name} cannot be written: {error.strerror}", "name another file with --out") from error
