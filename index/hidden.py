"""What a page holds and its reader is not to take for minutes: menus, footers, scripts, comments, what is hidden or stands outside
its main part. Each stretch with its reason; the text of the file is not changed here."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from index.minutes import Reason

Stretch = tuple[int, int, Reason]  # from, to

_NAMES: dict[str, Reason] = {
    "script": "script",
    "style": "script",
    "template": "script",
    "iframe": "script",
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
_CLASSES = frozenset("nav navbar navigation menu topbar breadcrumb breadcrumbs crumb crumbs skip skiplink cookie cookies".split())
# As one of its classes: "menu", "site-nav", "cookie-banner"; not "no-nav", "has-menu", "navigation-lights".
_CLASS = re.compile(
    r"(?:(?:main|site|page|top|side|primary|secondary|global|header|mobile)[-_])?"
    rf"(?:{'|'.join(sorted(_CLASSES))})(?:[-_](?:bar|links?|list|banner|notice|consent|popup|message))?"
)
_MOST = 1_500  # characters of a stretch that only its class tells: a longer one is the page itself
# A heading or a numbered paragraph: what only its class calls a menu is none.
_MINUTED = re.compile(r"<h[1-6]\b|<(?:p|div)\b[^<>]*>(?:\s*<(?:b|strong|span|u)\b[^<>]*>){0,3}\s*\(?\d{1,4}(?:[./]\d{1,4})*[.):]?\s", re.I)
_OPENS = re.compile(
    r"<!--|<(?P<plain>" + "|".join(_NAMES) + r")\b"
    r"|<(?P<name>div|section|aside|header|ul|ol|p|span|form|table|tr|td|li|a|dialog|details|button|font|b|i|em|strong|small|label|mark|h[1-6])\b"
    r"(?=[^<>]*\b(?:hidden|style|role|class|id|color)\b)(?P<attributes>[^<>]*)>",
    re.I,
)
_ATTRIBUTE = re.compile(r"(?P<name>[^\s=\"'<>/]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+)))?")
_UNSEEN = re.compile(r"\bdisplay\s*:\s*none\b|\bvisibility\s*:\s*hidden\b", re.I)
# In letters of no size or moved far off the screen. Not what is transparent: pages fade in what they show.
_NO_SIZE = re.compile(r"\bfont-size\s*:\s*(?:0(?:\.0*)?(?![.\d])|(?:0?\.\d+|1)(?=p[xt])|0?\.[01]\d*(?=r?em))", re.I)
_OFF_SCREEN = re.compile(r"\b(?:left|text-indent)\s*:\s*-(?:\d{4,}px|\d{3,}r?em)\b", re.I)
_WHITE = re.compile(r"(?<![-\w])color\s*:\s*(?:#fff(?:fff)?|white|transparent|rgba?\(\s*255\s*,\s*255\s*,\s*255\b[^()]*\))", re.I)
_COLOUR = re.compile(
    r"(?<![-\w])(background(?:-color)?|color)\s*:\s*(#[0-9a-f]{3}(?:[0-9a-f]{3})?\b|black|white|rgb\([\d\s,]{5,30}\))", re.I
)
_COLOURS_WITHIN = re.compile(r"\bcolor\s*[:=]", re.I)
_COLOURS = {"black": "#000000", "white": "#ffffff"}
_COLOURED = re.compile(r"\bbackground|\bbgcolor\b|<link\b[^<>]*stylesheet", re.I)
_TAG = re.compile(r"<(?P<name>[a-z][a-z0-9]*)\b(?P<attributes>[^<>]*)>")
_LAST_NAME = re.compile(r"([.#]?[a-z][\w-]*)(?::[\w-]+)?\s*$")  # of "ul.list > li"
_MAIN = re.compile(r"<main\b", re.I)
_SCRIPT = re.compile(r"<(script|style|template|noscript)\b", re.I)


def hidden(text: str, format: str) -> list[Stretch]:
    """The stretches in order, none within another. What is never closed hides nothing."""
    found = list(_elements(text))
    return sorted([*found, *_outside_main(text, found)]) if format == "html" else found


def without_scripts(text: str) -> str:
    """``text`` with a space for each script that is closed in it."""
    parts, place = [], 0
    unclosed: set[str] = set()
    for opening in _SCRIPT.finditer(text):
        name = opening[1].lower()
        if opening.start() < place or name in unclosed:
            continue
        end = _next(text, opening.end(), name)
        if end is None:
            unclosed.add(name)
        else:
            parts.append(text[place : opening.start()])
            place = end
    return " ".join([*parts, text[place:]])


@dataclass(frozen=True, slots=True)
class _Page:
    """``white``: nothing in it names another ground, so white words are not seen. ``sized``: what its style sheets give a size to."""

    text: str
    white: bool
    sized: frozenset[str]


def _elements(text: str) -> Iterator[Stretch]:
    unclosed: set[str] = set()  # of the plain names: no element of these ends behind here
    ends: dict[str, dict[int, int]] = {}
    page = _Page(text, not _COLOURED.search(text), frozenset(_sized(text)))
    place = 0
    while opening := _OPENS.search(text, place):
        name = (opening["plain"] or opening["name"] or "").lower()
        place = opening.end()
        if opening["name"]:
            if name not in ends:
                ends[name] = _ends(text, name)
            end = ends[name].get(place)
            reason = _reason(opening["attributes"], page, place, end)
        elif name in unclosed:
            continue
        else:
            reason, end = _NAMES.get(name, "comment"), _next(text, place, name)
            unclosed |= {name} if end is None else set()
        if reason is not None and end is not None:
            place = end
            yield opening.start(), end, reason


def _reason(attributes: str, page: _Page, start: int, end: int | None) -> Reason | None:
    """Why an element with these attributes and this content is left out; None for most."""
    if end is None:
        return None
    has = _named(attributes)
    if "hidden" in has or _UNSEEN.search(has.get("style", "")):
        return "hidden"
    if _unreadable(has, page, start, end) or (page.white and _white(has)):
        return "unreadable"
    if (
        "background" in has.get("style", "").lower()
        and (colour := _one_colour(has["style"]))
        and not _COLOURS_WITHIN.search(page.text, start, end)
    ):
        return "covered" if colour == "#000000" else "unreadable"
    if reason := _ROLES.get(has.get("role", "").strip().lower()):
        return reason
    named = has.get("id", "").lower() in _CLASSES or any(_CLASS.fullmatch(word) for word in has.get("class", "").lower().split())
    return "menu" if named and end - start <= _MOST and not _MINUTED.search(page.text, start, end) else None


def _unreadable(has: dict[str, str], page: _Page, start: int, end: int) -> bool:
    """Letters of no size around others of some size only take away the space between those."""
    style = has.get("style", "")
    if _OFF_SCREEN.search(style):
        return True
    if not _NO_SIZE.search(style):
        return False
    inside = page.text[start:end]
    return "font-size" not in inside and page.sized.isdisjoint(_called(inside))


def _called(inside: str) -> Iterator[str]:
    """What a style sheet may call the elements in a stretch: by name, class or id."""
    for tag in _TAG.finditer(inside.lower()):
        yield tag["name"]
        has = _named(tag["attributes"])
        yield from (f".{word}" for word in has.get("class", "").split())
        yield f"#{has.get('id', '')}"


def _sized(text: str) -> Iterator[str]:
    """The names, classes and ids that the style sheets in a page give letters of some size."""
    low, place = text.lower(), 0
    while (begin := low.find("<style", place)) >= 0 and (end := low.find("</style", begin)) >= 0:
        for rule in low[begin:end].split("}"):
            selectors, _, settings = rule.rpartition("{")
            if "font-size" in settings and not _NO_SIZE.search(settings):
                yield from (name[1] for one in selectors.rpartition("{")[2].split(",") if (name := _LAST_NAME.search(one[-100:])))
        place = end


def _one_colour(style: str) -> str:
    """The colour of letters and ground where these are one; "" where they are not, or not both named."""
    named = {name.lower().partition("-")[0]: _plain(colour.lower()) for name, colour in _COLOUR.findall(style)}
    return named["color"] if len(named) == 2 and named["color"] == named["background"] else ""


def _plain(colour: str) -> str:
    if colour.startswith("rgb"):
        return "#" + "".join(f"{int(part):02x}" for part in re.findall(r"\d+", colour))
    return "#" + "".join(digit * 2 for digit in colour[1:]) if len(colour) == 4 else _COLOURS.get(colour, colour)


def _white(has: dict[str, str]) -> bool:
    return bool(_WHITE.search(has.get("style", ""))) or has.get("color", "").strip().lower() in ("white", "#fff", "#ffffff")


def attribute(attributes: str, name: str) -> str | None:
    """The value of the attribute of this name as printed, "" where it has none; None where there is no such attribute."""
    return _named(attributes).get(name)


def _named(attributes: str) -> dict[str, str]:
    """The first of each name counts, as in a browser."""
    has: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(attributes):
        has.setdefault(match["name"].lower(), next((value for value in match.groups()[1:] if value), ""))
    return has


def _next(text: str, place: int, name: str) -> int | None:
    closing = re.compile(rf"</{name}\s*>" if name else "-->", re.I).search(text, place)
    return closing.end() if closing else None


def _ends(text: str, name: str) -> dict[int, int]:
    """Where each element of this name ends, by where its opening tag does. What stands in comments is passed over."""
    found: dict[int, int] = {}
    opened: list[int] = []
    place, commented = 0, True
    tags = re.compile(rf"<!--|<(/?){name}\b[^<>]*>", re.I)
    while tag := tags.search(text, place):
        place = tag.end()
        if tag[1] is None:
            end = text.find("-->", place) if commented else -1
            commented, place = end >= 0, max(end, place)
        elif not tag[1]:
            opened.append(place)
        elif opened:
            found[opened.pop()] = place
    return found


def _outside_main(text: str, found: list[Stretch]) -> Iterator[Stretch]:
    """What stands before and behind the <main> of a page, but for what is left out already."""
    ordered = sorted(found)
    opening = next((m for m in _MAIN.finditer(text) if not _within(m.start(), ordered)), None)
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


def _within(place: int, ordered: list[Stretch]) -> bool:
    before = bisect_right(ordered, place, key=lambda stretch: stretch[0])
    return before > 0 and place < ordered[before - 1][1]
