"""What a page holds and its reader is not to take for minutes: menus, footers, scripts, comments, what is hidden or stands outside
its main part. Each stretch with its reason; the text of the file is not changed here."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.minutes import Reason

Stretch = tuple[int, int, Reason]  # from, to

_NAMES: dict[str, Reason] = {
    "script": "script",
    "style": "script",
    "template": "script",
    "noscript": "script",
    "head": "page header",
    "nav": "menu",
    "footer": "running foot",
}
_ROLES: dict[str, Reason] = {
    "navigation": "menu",
    "menubar": "menu",
    "search": "menu",
    "banner": "page header",
    "contentinfo": "running foot",
}
_CLASSES: dict[str, Reason] = dict.fromkeys(
    "nav navbar navigation menu topbar breadcrumb breadcrumbs crumb crumbs skip skiplink cookie cookies".split(), "menu"
)
_MOST = 1_500  # characters of a stretch that only its class tells: a longer one is the page itself
_OPENS = re.compile(
    r"<!--|<(?P<plain>" + "|".join(_NAMES) + r")\b"
    r"|<(?P<name>div|section|aside|header|ul|ol|p|span|form|table|tr|td|li|a|dialog|details|button)\b"
    r"(?=[^<>]*\b(?:hidden|style|role|class|id)\b)(?P<attributes>[^<>]*)>",
    re.I,
)
_VALUE = r"\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))"
_STYLE = re.compile(rf"\bstyle{_VALUE}", re.I)
_ROLE = re.compile(rf"\brole{_VALUE}", re.I)
_CLASS = re.compile(rf"(?<![\w-])(?:class|id){_VALUE}", re.I)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_UNSEEN = re.compile(r"\bdisplay\s*:\s*none\b|\bvisibility\s*:\s*hidden\b", re.I)
_MAIN = re.compile(r"<main\b", re.I)


def hidden(text: str, format: str) -> list[Stretch]:
    """The stretches in order, none within another. What is never closed hides nothing."""
    found = list(_elements(text))
    return sorted([*found, *_outside_main(text, found)]) if format == "html" else found


def _elements(text: str) -> Iterator[Stretch]:
    unclosed: set[str] = set()
    place = 0
    while opening := _OPENS.search(text, place):
        name = (opening["plain"] or opening["name"] or "").lower()
        reason: Reason | None = "comment" if not name else _NAMES.get(name) or _reason(opening["attributes"])
        place = opening.end()
        if reason is None or name in unclosed:
            continue
        end = _closed(text, place, name) if opening["name"] else _next(text, place, name)
        if end is None:
            unclosed.add(name)
        elif not (_only_named(opening["attributes"]) and end - opening.start() > _MOST):
            place = end
            yield opening.start(), end, reason


def _reason(attributes: str) -> Reason | None:
    bare = _QUOTED.sub('""', attributes)
    if re.search(r"(?<![\w-])hidden\b(?!-)", bare, re.I) or _UNSEEN.search(_first(_STYLE, attributes)):
        return "hidden"
    if reason := _ROLES.get(_first(_ROLE, attributes).lower()):
        return reason
    words = (word for value in _CLASS.findall(attributes) for word in re.findall(r"[a-z]+", "".join(value).lower()))
    return next((reason for word in words if (reason := _CLASSES.get(word))), None)


def _only_named(attributes: str | None) -> bool:
    """True where nothing but a class or an id tells what the element is."""
    return attributes is not None and not _first(_ROLE, attributes) and _reason(_CLASS.sub(" ", attributes)) is None


def _first(pattern: re.Pattern[str], attributes: str) -> str:
    match = pattern.search(attributes)
    return next((value for value in match.groups() if value), "") if match else ""


def _next(text: str, place: int, name: str) -> int | None:
    closing = re.compile(rf"</{name}\s*>" if name else "-->", re.I).search(text, place)
    return closing.end() if closing else None


def _closed(text: str, place: int, name: str) -> int | None:
    """Where the element ends, past those of its name inside it."""
    depth = 1
    for tag in re.compile(rf"<(/?){name}\b[^<>]*>", re.I).finditer(text, place):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return tag.end()
    return None


def _outside_main(text: str, found: list[Stretch]) -> Iterator[Stretch]:
    """What stands before and behind the <main> of a page, but for what is left out already."""
    opening = next((m for m in _MAIN.finditer(text) if not any(start <= m.start() < end for start, end, _ in found)), None)
    if opening is None:
        return
    closing = text.lower().rfind("</main", opening.end())
    for start, end in ((0, opening.start()), (len(text) if closing < 0 else closing, len(text))):
        for first, last, _ in found:
            if start < last and first < end:
                if start < first:
                    yield start, first, "outside the main part"
                start = max(start, last)
        if start < end:
            yield start, end, "outside the main part"
