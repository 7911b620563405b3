"""The command ``feedback``: what people said of answers, for whoever looks after the archive."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING

from assistant.console import remark, say, show_text
from assistant.opening import opened

if TYPE_CHECKING:
    from assistant.feedback import KeptCase


def tell_feedback(options: argparse.Namespace) -> int:
    from assistant.feedback import Feedback

    with opened(options) as assistant:
        kept = Feedback(assistant.store.whole.path)
        found = kept.all()
    if options.json:
        say([asdict(one) for one in found])
        return 0
    show_text("\n".join(map(_lines, found)) or "nobody has said anything of an answer yet")
    if found:
        remark(f"to ask all of them again: python -m eval run --cases {kept.path} --minutes DIR")
    return 0


def _lines(one: KeptCase) -> str:
    said = "right" if one.vote == "up" else f"not right: {one.reason}"
    first = f"{one.at[:16]}  {said}  ({one.status}; {', '.join(one.cited) or 'nothing cited'})"
    return "\n".join(filter(None, [first, f"  {one.question}", one.comment and f"  “{one.comment}”"]))
