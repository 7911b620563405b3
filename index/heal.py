"""Text with its tags and breaks masked (offsets kept) or healed (for reading).

``mask`` never changes the length of a text, so every offset found in a masked text points into the file. ``heal`` makes of a
stretch what a person reads and what is quoted: tags and white space become single spaces.
"""

from __future__ import annotations

import html
import re

TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_HIDDEN = re.compile(r"<!--.*?-->|<(script|style|head|nav|footer|template)\b.*?</\1\s*>", re.S | re.I)
_BLOCK = re.compile(r"</?(p|div|h[1-6]|ul|ol|li|dl|dt|dd|table|thead|tbody|tr|br|hr|section|article|main|header|body|html)\b", re.I)
_CELL = re.compile(r"<(td|th)\b", re.I)
_FRONT_MATTER = re.compile(r"\A---\n(.*?\n)---\n", re.S)
_TITLE = re.compile(r"^title:[ \t]*(.+)$", re.M)
_EMPHASIS = re.compile(r"\*\*|__|(?<=\d)\^\{|(?<=\w)\}|^#{1,6}(?=\s)", re.M)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\xa0\u200b\ufeff]")


def mask(text: str, format: str = "txt") -> str:
    """``text`` with tags, hidden parts and emphasis marks replaced by white space of the same length."""
    text = _HIDDEN.sub(_blank, text)
    text = TAG.sub(_break_or_blank, text)
    if format == "md":
        text = _FRONT_MATTER.sub(_keep_title, text)
    text = _EMPHASIS.sub(_blank, text)
    return _CONTROL.sub(" ", text)


def heal(text: str) -> str:
    """``text`` as one line: tags and white space as single spaces, character references resolved."""
    return html.unescape(" ".join(TAG.sub(" ", text).split()))


def _blank(match: re.Match[str]) -> str:
    return _spaces(match.group())


def _break_or_blank(match: re.Match[str]) -> str:
    tag = match.group()
    first = "\n" if _BLOCK.match(tag) else "\t" if _CELL.match(tag) else " "
    return first + " " * (len(tag) - 1)


def _keep_title(match: re.Match[str]) -> str:
    title = _TITLE.search(match.group())
    if title is None:
        return _blank(match)
    start, end = title.span(1)
    block = match.group()
    return _spaces(block[:start]) + block[start:end] + _spaces(block[end:])


def _spaces(text: str) -> str:
    return "".join("\n" if c == "\n" else " " for c in text)
