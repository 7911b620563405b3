"""Characters that take no place on a page: soft hyphens, zero-width signs, marks of direction, tags.

They are in no passage, no title and no answer: a word with a soft hyphen in it is found as the word. The text that offsets point into
keeps them. Which of them make a file doubtful is said in ``concealed.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BIDI = "\u202a-\u202e\u2066-\u2069"
_TAG = "\U000e0000-\U000e007f"
_JOINERS = "\u200c\u200d"  # between letters of some scripts, and in emoji, they are spelling
_SIGNS = f"\u00ad\u200b\u200e\u200f\u061c\u180e\u2060-\u2064\ufeff{_BIDI}{_TAG}"
_JOINED = f"(?<![^\x00-\u058f{_SIGNS}{_JOINERS}])[{_JOINERS}]"  # behind a letter of Europe they are not
UNSEEN = re.compile(f"[{_SIGNS}]|{_JOINED}")
_AT_AN_EDGE = re.compile(rf"(?<!\S)[{_SIGNS}{_JOINERS}]+|[{_SIGNS}{_JOINERS}]+(?!\S)")
_FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f")  # of England, Scotland, Wales
_ANY_TAG, _ANY_BIDI = re.compile(f"[{_TAG}]"), re.compile(f"[{_BIDI}]")
# Round a word or a name, as programs set those that people typed in. They turn nothing that begins with a letter.
_ISOLATED = re.compile("[\u2066-\u2068]([^\\W\\d_][\\w .,'\u2019-]{0,60})\u2069")
_ZERO = re.compile("(?:[\u200b\u180e\u2060-\u2064\ufeff]|" + _JOINED + ")+")
_FLAG_OR_HIDING = re.compile(f"{_FLAG.pattern}|(?P<hiding>[{_TAG}{_BIDI}]+)")
_LETTER = re.compile(r"[A-Za-z0-9]")
_RUN = 4  # of them in a row carry something


@dataclass(frozen=True, slots=True)
class Unseen:
    """How many there are. ``parting``: zero-width signs within a word, or several in a row, where no program puts them by itself."""

    tags: int = 0
    bidi: int = 0
    zero: int = 0
    parting: int = 0

    def __add__(self, other: Unseen) -> Unseen:
        return Unseen(self.tags + other.tags, self.bidi + other.bidi, self.zero + other.zero, self.parting + other.parting)

    @property
    def words(self) -> str:
        """ "tag characters: 3, zero-width signs: 1"; "" where there are none."""
        counted = ((self.tags, "tag characters"), (self.bidi, "signs of writing direction"), (self.zero, "zero-width signs"))
        return ", ".join(f"{what}: {n}" for n, what in counted if n)


def unseen(text: str) -> Unseen:
    """Those of ``text``, but soft hyphens, flags and names set apart, which are ordinary."""
    if text.isascii():
        return Unseen()
    text = _ISOLATED.sub(r"\1", _FLAG.sub("", text))
    zero = parting = 0
    for run in _ZERO.finditer(text):
        size = run.end() - run.start()
        zero += size
        parting += size if _parts(text, run) else 0
    return Unseen(len(_ANY_TAG.findall(text)), len(_ANY_BIDI.findall(text)), zero, parting)


def _parts(text: str, run: re.Match[str]) -> bool:
    inside = _LETTER.match(text, run.end()) and _LETTER.match(text, max(0, run.start() - 1))
    return bool(inside) or run.end() - run.start() >= _RUN


def hiding(text: str) -> Iterator[re.Match[str]]:
    """Where tags, but for flags, and signs of writing direction stand."""
    if not text.isascii():
        yield from (match for match in _FLAG_OR_HIDING.finditer(text) if match["hiding"])


def parting(text: str) -> Iterator[re.Match[str]]:
    """Where the zero-width signs stand that ``unseen`` counts as parting."""
    if not text.isascii():
        yield from (run for run in _ZERO.finditer(text) if _parts(text, run))


def without_unseen(text: str) -> str:
    """``text`` as it is read: these signs part no word."""
    return text if text.isascii() else UNSEEN.sub("", text)


def edges_blanked(text: str) -> str:
    """``text`` of the same length, with spaces for those at the beginning or the end of a word or between words."""
    return text if text.isascii() else _AT_AN_EDGE.sub(lambda match: " " * len(match.group()), text)
