"""Text with its tags and breaks masked (offsets kept) or healed (for reading).

``mask`` never changes the length of a text, so every offset found in a masked text points into the file. ``heal`` makes of a
stretch what a person reads and what is quoted: tags and white space become single spaces.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import lru_cache
from html.entities import html5

from index.hidden import hidden, without_scripts
from index.minutes import LeftOut, Span
from index.unseen import edges_blanked, without_unseen

# A name, then white space or the end: "<clerk@example.org>" is an address.
TAG = re.compile(r"<[/!?]?[a-zA-Z][\w:-]*(?:\s[^<>]*|/)?>")
_NESTED = 8  # passes after which a tag around a tag around a tag is taken for stray signs
_MARKUP = re.compile(r"<!--|-->|</?[a-zA-Z!][^<>]*>")  # around what is hidden, and in it
_SHOWN = 200  # characters of what is hidden: of a script enough to tell it
_BLOCK = re.compile(r"</?(p|div|h[1-6]|ul|ol|li|dl|dt|dd|table|thead|tbody|tr|br|hr|section|article|main|header|body|html)\b", re.I)
_CELL = re.compile(r"<(td|th)\b", re.I)
_FRONT_MATTER = re.compile(r"\A---\n(.*?\n)---\n", re.S)
_TITLE = re.compile(r"^title:[ \t]*(.+)$", re.M)
_EMPHASIS = re.compile(r"\*\*|__|(?<=\d)\^\{|(?<=\w)\}|^#{1,6}(?=\s)", re.M)
_ITALIC = re.compile(r"(?<![\w*])\*(?=[^\s*])|(?<=[^\s*])\*(?![\w*])")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\xa0\ufeff]")
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")


@lru_cache(maxsize=2)
def mask(text: str, format: str = "txt") -> str:
    """``text`` with tags, hidden parts and emphasis marks replaced by white space of the same length.

    The last texts are kept: parsing, splitting and quoting mask the same one, once for each of its documents.
    """
    text = _without_hidden(text, format)
    if format == "md":
        text = _ITALIC.sub(" ", _FRONT_MATTER.sub(_keep_title, text))
    text = _CONTROL.sub(" ", _EMPHASIS.sub(_blank, text))
    text = _REFERENCE.sub(_plain, text)
    return edges_blanked(_without_tags(text))  # late: what went before may have made a tag whole


def heal(text: str) -> str:
    """``text`` as one line: tags and white space as single spaces, character references resolved, nothing that is not seen."""
    text = without_unseen(text)
    text = TAG.sub(" ", text) if "<" in text else text
    return " ".join(without_unseen(resolved(text)).split())


def resolved(text: str) -> str:
    """``text`` with its character references resolved; "&copy=" in an address is none."""
    return _REFERENCE.sub(_resolved, text) if "&" in text else text


def _resolved(match: re.Match[str]) -> str:
    """The character; a reference that HTML does not know is left as it is, and so is "&region=" in an address."""
    name = match.group()[1:]
    return html.unescape(match.group()) if name.startswith("#") or name in html5 else match.group()


def _plain(match: re.Match[str]) -> str:
    """White space and bullets as what they are, since they part words and lines; other references stay."""
    char = _resolved(match).strip()
    return char.ljust(len(match.group())) if char in ("", "•") else match.group()


def _without_hidden(text: str, format: str) -> str:
    parts, end = [], 0
    for start, stop, _ in hidden(text, format):
        parts += [text[end:start], _spaces(text[start:stop])]
        end = stop
    return "".join([*parts, text[end:]])


def left_out(text: str, format: str) -> Iterator[LeftOut]:
    """The words of what a page hides or shows beside its minutes, in order; what holds none is not listed."""
    for start, end, reason in hidden(text, format):
        inside = text[start:end] if reason == "script" else without_scripts(text[start:end])
        words = heal(_MARKUP.sub(" ", inside))
        if words:
            shown = words if len(words) <= _SHOWN else words[: _SHOWN - 1].rstrip() + "…"
            yield LeftOut(reason, shown, None, Span(start, end))


def _without_tags(text: str) -> str:
    for _ in range(_NESTED):
        text, changed = TAG.subn(_break_or_blank, text)
        if not changed:
            return text
    return text.replace("<", " ")


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
