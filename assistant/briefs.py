"""The command ``briefing``."""

from __future__ import annotations

import argparse

from assistant.console import file_to_write, show_text
from assistant.opening import opened
from assistant.options import BRIEFING_FORMS
from index.errors import UsageError


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
        with file_to_write(options.out) as out:
            out.buffer.write(content)
    return 0
