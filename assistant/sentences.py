"""Text -> sentences, also while it is still being written; the markers of a sentence and what each of them stands behind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_ABBREVIATIONS = (
    "cllr|cllrs|dr|mr|mrs|ms|miss|rev|revd|prof|st|sgt|insp|supt|det|no|nos|para|paras|p|pp|ref|vs|etc|e\\.g|i\\.e|a\\.m|p\\.m|approx|inc|ltd"
    "|co|dept|govt|hon|rt|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|fig|vol|ch|cf|al|temp"
)
_MARKERS = r"(?:\s*\[\d+\])+"
_END = re.compile(
    rf"(?<!\b[A-Z])(?<!\b[A-Z]\.[A-Z])(?:(?P<stop>[.!?…]+)[\"”’')\]]*(?:{_MARKERS})?(?=\s+[^\sa-z(\[]|\s*$)|\n+|\s[•·▪]\s)"
)  # fmt: skip
_SHORT = re.compile(rf"(?:^|[\s(\[\"“])(?:{_ABBREVIATIONS})\.$", re.I)
_MARKER = re.compile(r"\[(\d+)\]")
_GROUP = re.compile(r"(?:\[\d+\]\s*)+")


@dataclass(frozen=True, slots=True)
class Part:
    """Words of a sentence and the evidence numbers that stand behind them."""

    text: str
    markers: tuple[int, ...]


def sentences(text: str) -> list[str]:
    """The sentences of ``text``; a line break ends one, an abbreviation does not."""
    return list(written([text]))


def written(pieces: Iterable[str]) -> Iterator[str]:
    """Each sentence as soon as what follows shows that it has ended."""
    held = ""
    for piece in pieces:
        held += piece
        *whole, held = _cut(held, final=False)
        yield from whole
    yield from _cut(held, final=True)


def parts(sentence: str) -> list[Part]:
    """The words before each group of markers; words behind the last group belong to it."""
    found: list[Part] = []
    place = 0
    for group in _GROUP.finditer(sentence):
        found.append(Part(sentence[place : group.start()].strip(), tuple(int(n) for n in _MARKER.findall(group.group()))))
        place = group.end()
    rest = sentence[place:].strip()
    if not found:
        return [Part(rest, ())]
    if any(c.isalnum() for c in rest):
        found[-1] = Part(f"{found[-1].text} {rest}".strip(), found[-1].markers)
    else:
        found[-1] = Part(f"{found[-1].text}{rest}".strip(), found[-1].markers)
    return found


def without_markers(sentence: str) -> str:
    """The words alone, a space before a full stop closed up."""
    return re.sub(r"\s+([.,;:!?])", r"\1", " ".join(_MARKER.sub(" ", sentence).split()))


def ended(sentence: str) -> bool:
    """True for a sentence that has its full stop or, at the end of a line, its marker."""
    return re.search(r"(?:[.!?…][\"”’')\]]*|\[\d+\])\s*$", sentence) is not None


def _cut(text: str, final: bool) -> list[str]:
    """The sentences of ``text``; unless it is final the last one is what may still go on, empty where nothing is left."""
    found: list[str] = []
    start = 0
    for end in _END.finditer(text):
        at_the_end = not text[end.end() :].strip()
        if (at_the_end and not final) or (end["stop"] == "." and _SHORT.search(text[start : end.start("stop") + 1])):
            continue
        found.append(text[start : end.end()])
        start = end.end()
    rest = text[start:]
    cut = [s for part in found if (s := part.strip())]
    return [*cut, rest] if not final else [*cut, *([rest.strip()] if rest.strip() else [])]
