"""How deep the elements of a page are nested: a page that nobody wrote is refused before anything reads it."""

from __future__ import annotations

import re

from index.errors import BadFile

MAX_DEPTH = 200
_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style|textarea|title)\b.*?(?:</\1\s*>|\Z)|<(/?)([a-z][\w:-]*)[^<>]*?(/?)>", re.I | re.S)
_ALONE = frozenset("area base br col embed hr img input link meta param source track wbr".split())
# Left open they end with the block they stand in, or with the next of their kind: old pages hold hundreds of them.
_OF_TEXT = frozenset("a abbr b big center em font i nobr s small span strike strong sub sup tt u".split())
_CELLS, _ROWS = "p td th", "p td th tr"
# What an element ends that nobody closed.
_ENDS: dict[str, frozenset[str]] = {
    name: frozenset(ended.split())
    for names, ended in (
        ("p div table ul ol dl h1 h2 h3 h4 h5 h6", "p"),
        ("li", "p li"),
        ("dt dd", "p dt dd"),
        ("td th", _CELLS),
        ("tr", _ROWS),
        ("thead tbody tfoot", f"{_ROWS} thead tbody tfoot"),
        ("option optgroup", "option"),
    )
    for name in names.split()
}


def refuse_deep(file: str, text: str) -> None:
    """Raises BadFile (E_STRUCTURE) for elements nested deeper than MAX_DEPTH."""
    open_ones: list[str] = []
    for tag in _TAG.finditer(text):
        name = (tag[3] or "").lower()
        if not name or tag[4] or name in _ALONE or name in _OF_TEXT:
            continue
        if tag[2]:
            _close(open_ones, name)
        else:
            while open_ones and open_ones[-1] in _ENDS.get(name, ()):
                open_ones.pop()
            open_ones.append(name)
        if len(open_ones) > MAX_DEPTH:
            raise BadFile(f"{file}: elements nested deeper than {MAX_DEPTH}", "save it anew", code="E_STRUCTURE")


def _close(open_ones: list[str], name: str) -> None:
    for place in range(len(open_ones) - 1, -1, -1):
        if open_ones[place] == name:
            del open_ones[place:]
            return
