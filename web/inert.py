"""Text of a minute, a question or a model as HTML that can do nothing.

Gradio's sanitiser lets remote images and forms through, and its chat renders Markdown and formulas. So every sign that could
mean something to HTML, Markdown, a formula or a template is written as a character reference: it is shown, never read.
"""

from __future__ import annotations

import re
import unicodedata

_SIGNS = re.compile(r"[!-&*+/:-@\[-`{-~]")


def inert(text: str) -> str:
    """``text`` on one line, fit for an element's content or a quoted attribute."""
    return _SIGNS.sub(_reference, " ".join(_shown(text).split()))


def _reference(sign: re.Match[str]) -> str:
    return f"&#{ord(sign.group())};"


def _shown(text: str) -> str:
    """Without characters that are invisible or turn the direction of writing; white space stays white space."""
    return "".join(" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
