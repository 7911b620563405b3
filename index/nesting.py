"""How deep the elements of a page are nested: a page that nobody wrote is refused before anything reads it."""

from __future__ import annotations

import re

from index.errors import BadFile

MAX_DEPTH = 200
_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style|textarea|title)\b.*?(?:</\1\s*>|\Z)|<(/?)([a-z][\w:-]*)[^<>]*?(/?)>", re.I | re.S)
_ALONE = frozenset("area base br col embed hr img input link meta param source track wbr".split())
# Left open they end with the block they stand in, or with the next of their kind: old pages hold hundreds of them.
_OF_TEXT = frozenset("a abbr b big center em font i nobr s small span strike strong sub sup tt u".split())
_UNTIL_THE_NEXT = frozenset("p li dt dd tr td th thead tbody tfoot option optgroup colgroup".split())


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
            if name in _UNTIL_THE_NEXT and open_ones and open_ones[-1] == name:
                open_ones.pop()
            open_ones.append(name)
        if len(open_ones) > MAX_DEPTH:
            raise BadFile(f"{file}: elements nested deeper than {MAX_DEPTH}", "save it anew", code="E_STRUCTURE")


def _close(open_ones: list[str], name: str) -> None:
    for place in range(len(open_ones) - 1, -1, -1):
        if open_ones[place] == name:
            del open_ones[place:]
            return
