"""The styles of a Word file: what holds for a paragraph and a run once their styles and the defaults are taken into account."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from xml.etree.ElementTree import Element

_OFF = ("0", "false", "off", "none")
_HEADING = re.compile(r"heading \d|title", re.I)
_AUTO_SPACE = 280  # twentieths of a point, where Word is to choose

Toggle = Literal["b", "i", "vanish"]


@dataclass(frozen=True, slots=True)
class Spacing:
    """Space around a paragraph in twentieths of a point; ``contextual``: none to a neighbour of the same style."""

    style: str
    before: int
    after: int
    contextual: bool


class Styles:
    def __init__(self, root: Element) -> None:
        self._styles = {style.get("styleId", ""): style for style in root.iter("style")}
        self._default = next((i for i, s in self._styles.items() if s.get("type") == "paragraph" and s.get("default") in ("1", "true")), "")
        self._run_defaults = _at(root, "docDefaults", "rPrDefault", "rPr")
        self._paragraph_defaults = _at(root, "docDefaults", "pPrDefault", "pPr")

    def style(self, paragraph: Element) -> str:
        return text(paragraph, "pPr", "pStyle") or self._default

    def on(self, toggle: Toggle, run: Element, style: str) -> bool:
        """Whether a run is bold, italic or hidden. What the paragraph style sets, the character style turns round."""
        own = _at(run, "rPr", toggle)
        if own is not None:
            return is_on(own)
        settings = [self._first(name, "rPr", toggle) for name in (style, text(run, "rPr", "rStyle")) if name]
        if all(setting is None for setting in settings):
            settings = [_at(self._run_defaults, toggle)]
        return sum(setting is not None and is_on(setting) for setting in settings) % 2 == 1

    def heading(self, paragraph: Element) -> bool:
        name = self.style(paragraph)
        level = _at(paragraph, "pPr", "outlineLvl")
        if level is None:
            level = self._first(name, "pPr", "outlineLvl")
        if level is not None:
            return 0 <= number(level.get("val"), 9) < 9
        return any(_HEADING.fullmatch(text(style, "name")) for style in self._chain(name))

    def ground(self, paragraph: Element) -> str:
        """The colour behind a paragraph; "" for that of the page."""
        own = _at(paragraph, "pPr", "shd")
        return _shade(own if own is not None else self._first(self.style(paragraph), "pPr", "shd"))

    def run_ground(self, run: Element, style: str) -> str:
        """The colour behind the words of a run alone; "" for none."""
        return _shade(self._of_run("shd", run, style))

    def colour(self, run: Element, style: str) -> str:
        """Of its letters; "" where nothing says so."""
        found = self._of_run("color", run, style)
        return found.get("val", "") if found is not None else ""

    def _of_run(self, name: str, run: Element, style: str) -> Element | None:
        """What the run, its own style or that of its paragraph says, the first that does."""
        sources = (_at(run, "rPr", name), *(self._first(one, "rPr", name) for one in (text(run, "rPr", "rStyle"), style) if one))
        return next((found for found in sources if found is not None), None)

    def numbering(self, paragraph: Element) -> tuple[int, int | None, str] | None:
        """(list, level, style): its list by number; the level is None where the style's own level counts. None without a list."""
        name = self.style(paragraph)
        own, styled = _at(paragraph, "pPr", "numPr"), self._first(name, "pPr", "numPr")
        lists = [n for n in (text(own, "numId"), text(styled, "numId")) if n]
        if not lists or number(lists[0], 0) == 0:
            return None
        level = text(own, "ilvl") or ("" if text(own, "numId") else text(styled, "ilvl"))
        direct = bool(text(own, "numId"))
        return number(lists[0], 0), number(level, 0) if level or direct else None, name

    def spacing(self, paragraph: Element) -> Spacing:
        name = self.style(paragraph)
        sources = [_at(paragraph, "pPr"), *(_at(style, "pPr") for style in self._chain(name)), self._paragraph_defaults]
        contextual = next((found for s in sources if (found := _at(s, "contextualSpacing")) is not None), None)
        return Spacing(name, _space(sources, "before"), _space(sources, "after"), contextual is not None and is_on(contextual))

    def _chain(self, name: str) -> Iterator[Element]:
        seen: set[str] = set()
        while name in self._styles and name not in seen:
            seen.add(name)
            yield self._styles[name]
            name = text(self._styles[name], "basedOn")

    def _first(self, name: str, *path: str) -> Element | None:
        return next((found for style in self._chain(name) if (found := _at(style, *path)) is not None), None)


def _shade(shading: Element | None) -> str:
    if shading is None:
        return ""
    solid = shading.get("val") == "solid"
    colour = (shading.get("color", "auto") if solid else shading.get("fill", "auto")).lower()
    if solid and colour == "auto":
        return "000000"
    patterned = shading.get("val", "clear") not in ("clear", "nil", "solid")
    return "pattern" if patterned and colour in ("auto", "ffffff") else "" if colour in ("auto", "ffffff") else colour


def _space(sources: list[Element | None], side: str) -> int:
    for source in sources:
        spacing = _at(source, "spacing")
        if spacing is not None and spacing.get(f"{side}Autospacing", "0") not in _OFF:
            return _AUTO_SPACE
        if spacing is not None and (value := spacing.get(side)):
            return number(value, 0)
    return 0


def _at(element: Element | None, *path: str) -> Element | None:
    for name in path:
        element = element.find(name) if element is not None else None
    return element


def text(element: Element | None, *path: str) -> str:
    """The value of an element inside; "" where it is not there."""
    found = _at(element, *path)
    return found.get("val", "") if found is not None else ""


def is_on(toggle: Element) -> bool:
    return toggle.get("val", "1").lower() not in _OFF


def number(value: str | None, other: int) -> int:
    try:
        return int(value or "")
    except ValueError:
        return other
