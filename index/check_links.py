"""Links without a target, words left of lost links, and places that wait to be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.heal import mask
from index.links import safe
from index.minutes import Link, Source
from index.pages import Paged
from index.remark import Remark, few, quoted, span_of

_ADDRESS = re.compile(r"(?P<address>\b(?:h?t?tps?[:;]?/{1,3}|https?\b[:;/]{0,3}\s?(?=www)|www[.,])[^\s<>\"”\])]*)", re.I)
_SOUND = re.compile(r"(?:https?://)?[\w.-]+\.[a-z]{2,}(?::\d+)?(?:[/?#]\S*)?", re.I)
_HOST = re.compile(r"(?:https?://|\bwww\.)(?P<host>[\w-]+(?:\.[\w-]+)+)", re.I)
_LOCAL = re.compile(r"(?:file:|[a-z]:\\|\\\\|https?://localhost\b)", re.I)
_LINK = re.compile(r"(?<![\w&-])\(?LINK\)?(?![\w&-])(?!\s+[a-z])")
_HERE = re.compile(
    r"\b(?:click|available|found|see|view(?:ed)?|read|access(?:ed)?|watch(?:ed)?|download(?:ed)?|online|accessible|published|register)\s+(?P<here>here)\b",
    re.I,
)
_PLACEHOLDER = re.compile(
    r"\blorem ipsum\b|\[(?:insert|add|enter|name|date|time|venue|amount|figure|number|title|tbc|tbd|xx+"
    r"|to be (?:added|inserted|completed))\b[^\[\]\n]{0,60}\](?!\()|<(?:insert|add|enter)\s[^<>\n]{0,60}>"
    r"|\bclick (?:or tap )?here to enter (?:text|a date)\b|(?<![\w.])x{3,}(?!\w|\.\w)"
    r"|(?<![\w£$€.-])(?-i:XX+)(?![\w-]|\.\w)|[£$€]\s?x{1,6}(?:m|k|bn)?(?!\w)|\bdd/mm/yy(?:yy)?\b|(?<!\?)\?{3,}(?!\?)",
    re.I,
)
_ROMAN = re.compile(
    r"\b(?:article|part|chapter|schedule|section|volume|appendix|annex|title|level|size|superbowl|bowl|games|session)\s*$", re.I
)
_TBC = re.compile(r"(?<![\w\[])T\.?B\.?[CDA]\b\.?(?!\])")
_FIELD = re.compile(
    r"\bError! (?:Reference source not found|Bookmark not defined|Hyperlink reference not valid|No text of specified style)[^\n]{0,40}",
    re.I,
)


def links(source: Source) -> Iterator[Remark]:
    """Links with no target or with one that leads nowhere."""
    for link in source.links:
        if link.text != link.target:
            yield from _judged(link, source)
    yield from _addresses(source)


def _judged(link: Link, source: Source) -> Iterator[Remark]:
    address, words = link.target, link.text
    if address in ("", "#") or address.lower().startswith("javascript:void"):
        if re.search(r"\w", words) and not re.match(r"\s*(?:skip|back to top|menu|top)\b", words, re.I):
            yield Remark("broken_link", link.span, f"The link {quoted(words)} has no target.")
    elif _LOCAL.match(address):
        yield Remark("broken_link", link.span, f"The link {quoted(words)} leads to a file of one machine.")
    elif not safe(address):
        yield Remark("broken_link", link.span, f"The link {quoted(words)} leads to no page: a browser runs or shows what stands in it.")
    elif address.startswith("#") and _is_page(source) and not _has_place(source.text, address[1:]):
        yield Remark("broken_link", link.span, f"The link {quoted(words)} leads to “{address}”, which is no place on this page.")


def _is_page(source: Source) -> bool:
    return source.format not in ("pdf", "docx") and "<" in source.text


def _has_place(text: str, name: str) -> bool:
    return re.search(rf"\b(?:id|name)\s*=\s*[\"']?{re.escape(name)}\b", text) is not None


def _addresses(source: Source) -> Iterator[Remark]:
    """Addresses that no browser opens; a host that is spelt in two ways."""
    for match in _ADDRESS.finditer(source.text):
        address = match["address"].rstrip(".,;:")
        if not _SOUND.fullmatch(address) and source.format != "pdf":
            yield Remark("broken_link", span_of(match), f"{quoted(address)} is no address that a browser opens.")
    yield from _hosts(source)


def _hosts(source: Source) -> Iterator[Remark]:
    first: dict[str, str] = {}
    for match in _HOST.finditer(source.text):
        host = match["host"].casefold().removeprefix("www.")
        plain = host.replace("-", "")
        if first.setdefault(plain, host) != host:
            yield Remark(
                "link_variant", span_of(match, "host"), f"The address is {quoted(host)} here and {quoted(first[plain])} elsewhere."
            )
            first[plain] = host


def lost_links(source: Source) -> Iterator[Remark]:
    """LINK, or "available here", where the link itself is gone. Character recognition sees no links, so of its pages nothing is said."""
    masked = mask(source.text, source.format)
    inside = [(link.span.start, link.span.end) for link in source.links]
    if isinstance(source, Paged):
        inside += [(page.span.start, page.span.end) for page in source.pages if page.confidence is not None]
    for match in _LINK.finditer(source.text):
        if not _within(match.start(), inside) and masked[match.start() : match.end()].strip():
            yield Remark("lost_link", span_of(match), "“LINK” is left of a link that is gone.")
    for match in _HERE.finditer(source.text):
        followed = re.match(r"\s*(?:https?:|www\.|\[|<a\b)", source.text[match.end("here") :].lstrip(" :(–-\t\n"), re.I)
        shown = masked[match.start() : match.end()].strip()
        if shown and not _within(match.start("here"), inside) and not followed and _ends_clause(source.text, match.end("here")):
            yield Remark("lost_link", span_of(match, "here"), f"{quoted(match[0])} points to a link that is gone.")


def _within(place: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


def _ends_clause(text: str, place: int) -> bool:
    """True for "available here." and "click here to"; not for "found here in the village"."""
    return bool(re.match(r"\s*(?:[.;,)\]]|$|\n|to\b|for\b|and\b)", text[place : place + 12]))


def placeholders(source: Source) -> Iterator[Remark]:
    """What was to be filled in or decided later."""
    for match in _FIELD.finditer(source.text):
        yield Remark("field_error", span_of(match), f"A cross-reference of the word processor is broken: {quoted(match[0])}.")
    found = (m for m in _PLACEHOLDER.finditer(source.text) if not _ROMAN.search(source.text, max(0, m.start() - 20), m.start()))
    yield from few(Remark("placeholder", span_of(m), f"{quoted(m[0])} was left to be filled in.") for m in found)
    yield from few(Remark("to_be_confirmed", span_of(m), f"{quoted(m[0])} is still to be confirmed.") for m in _TBC.finditer(source.text))
