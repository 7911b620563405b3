"""Automatic numbering of a Word file -> the labels that Word shows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from index.wordstyles import is_on, number, text

BULLET = "•"
_LEVELS = 9
_MOST = 32_767  # Word counts no further
_ROMANS = tuple(zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), "m cm d cd c xc l xl x ix v iv i".split(), strict=True))
_COUNTED = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    start: int
    format: str
    pattern: str  # "%1.%2"
    restart: int | None  # the level (from 1) whose use restarts this one, 0: none, None: any above
    legal: bool  # figures of all levels as decimals
    style: str
    glued: bool  # nothing between label and text

    def restarts_after(self, used: int) -> bool:
        return self.restart is None or used < self.restart


@dataclass(slots=True)
class _List:
    definition: str
    levels: dict[int, Level]
    overrides: dict[int, int]  # level -> where this list starts anew
    begun: bool = False


class Numbering:
    """Counts while the paragraphs are read in order."""

    def __init__(self, root: Element) -> None:
        definitions = {one.get("abstractNumId", ""): one for one in root.iter("abstractNum")}
        styled = {name: key for key, one in definitions.items() if (name := text(one, "styleLink"))}
        self._lists: dict[int, _List] = {}
        for one in root.iter("num"):
            key = text(one, "abstractNumId")
            key = styled.get(text(definitions.get(key), "numStyleLink"), key)
            self._lists[number(one.get("numId"), 0)] = _list(key, definitions.get(key), one)
        self._counts: dict[str, list[int | None]] = {}

    def label(self, list_id: int, level: int | None, style: str) -> str:
        """The label of the next paragraph of a list with white space behind it, "" where none shows."""
        found = self._lists.get(list_id)
        if found is None:
            return ""
        if level is None:  # the level that the style is linked to
            level = next((n for n, one in found.levels.items() if one.style == style), 0)
        level = min(max(level, 0), _LEVELS - 1)
        if level not in found.levels:
            return ""
        counts = self._count(found, level)
        one = found.levels[level]
        shown = BULLET if one.format == "bullet" else _COUNTED.sub(lambda m: _figure(found, one, counts, int(m[1]) - 1), one.pattern)
        return shown.strip() and shown.strip() + " " * (not one.glued)

    def _count(self, found: _List, level: int) -> list[int | None]:
        counts = self._counts.setdefault(found.definition, [None] * _LEVELS)
        if not found.begun:
            found.begun = True
            for n in found.overrides:
                counts[n] = None
        for n in range(level):
            if counts[n] is None:
                counts[n] = _start(found, n)
        before = counts[level]
        counts[level] = _start(found, level) if before is None else min(before + 1, _MOST)
        for n in range(level + 1, _LEVELS):
            if n not in found.levels or found.levels[n].restarts_after(level):
                counts[n] = None
        return counts


def _start(found: _List, level: int) -> int:
    return found.overrides.get(level, found.levels[level].start if level in found.levels else 1)


def _list(key: str, definition: Element | None, instance: Element) -> _List:
    levels = {number(one.get("ilvl"), 0): _level(one) for one in (definition.iter("lvl") if definition is not None else ())}
    overrides: dict[int, int] = {}
    for one in instance.iter("lvlOverride"):
        at = min(max(number(one.get("ilvl"), 0), 0), _LEVELS - 1)
        if (replaced := one.find("lvl")) is not None:
            levels[at] = _level(replaced)
        if start := text(one, "startOverride"):
            overrides[at] = min(max(number(start, 1), 0), _MOST)
    return _List(key, levels, overrides)


def _level(one: Element) -> Level:
    legal = one.find("isLgl")
    restart = text(one, "lvlRestart")
    return Level(
        start=min(max(number(text(one, "start"), 0), 0), _MOST),
        format=text(one, "numFmt") or "decimal",
        pattern=text(one, "lvlText")[:100],
        restart=number(restart, 0) if restart else None,
        legal=legal is not None and is_on(legal),
        style=text(one, "pStyle"),
        glued=text(one, "suff") == "nothing",
    )


def _figure(found: _List, shown: Level, counts: list[int | None], level: int) -> str:
    count = counts[level]
    if count is None or level not in found.levels:
        return ""
    return figure(count, "decimal" if shown.legal else found.levels[level].format)


def figure(count: int, format: str) -> str:
    """A count as Word prints it: 28 is "bb" in letters and "xxviii" in Roman figures."""
    if format in ("lowerLetter", "upperLetter"):
        letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1) if count else ""
        return letters.upper() if format == "upperLetter" else letters
    if format in ("lowerRoman", "upperRoman"):
        return _roman(count).upper() if format == "upperRoman" else _roman(count)
    if format == "ordinal":
        ending = "th" if 10 < count % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
        return f"{count}{ending}"
    if format == "decimalZero":
        return f"{count:02}"
    return "" if format in ("none", "bullet") else str(count)


def _roman(count: int) -> str:
    shown = ""
    for value, letters in _ROMANS:
        shown += letters * (count // value)
        count %= value
    return shown
