"""The links of a text: HTML anchors, Markdown links and bare addresses, kept as text, target and place. None is ever followed."""

from __future__ import annotations

import html
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from index.heal import heal, resolved
from index.hidden import attribute
from index.minutes import Item, Link, Span
from index.unseen import without_unseen

_ANCHOR = re.compile(r"<a\b(?P<attributes>[^<>]*)>(?P<words>(?:(?!<a\b).){0,300}?)</a\s*>", re.I | re.S)
_MARKDOWN = re.compile(r"(?<![!\\])\[(?P<words>[^\[\]\n]{1,300})\]\((?P<target>[^()\n]{0,500}(?:\([^()\n]{0,100}\)[^()\n]{0,200})?)\)")
_TITLE = re.compile(r"\"|\s+['(]")  # behind the address of a Markdown link
_REFERRED = re.compile(r"(?<![!\\])\[(?P<words>[^\[\]\n]{1,300})\]\[(?P<name>[^\[\]\n]{0,100})\]")
_DEFINED = re.compile(r"^ {0,3}\[(?P<name>[^\[\]\n]{1,100})\]:[ \t]+<?(?P<target>[^\s<>]+)", re.M)
_AUTOLINK = re.compile(r"<(?P<target>https?://[^\s<>]{1,2000})>", re.I)
_BARE = re.compile(r"(?<![\w@/.-])(?:https?://|www\.)[^\s<>\"“”‘’|\[\]{}\\^`]{3,2000}", re.I)
_HOST = re.compile(r"(?:https?://|www\.)\w", re.I)
_SCHEME = re.compile(r"([a-z][a-z0-9+-]*):", re.I)
_BLANK = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\u202f]+")
_SAFE = {"http", "https", "mailto", "tel", "ftp"}
LONGEST = 2_000  # characters of a target that are kept


def links_in(text: str, format: str, masked: str) -> tuple[Link, ...]:
    """The links of a text file, in order; ``masked``: the same with tags and hidden parts blanked, so that menus have none."""
    found = list(_written(text, format))
    taken = [span for span, _ in found]
    shown = [link for _, link in found if masked[link.span.start : link.span.end].strip()]
    return tuple(sorted([*shown, *bare(masked, taken)], key=lambda link: link.span.start))


def _written(text: str, format: str) -> Iterator[tuple[Span, Link]]:
    """Links that the source marks as such, each with the stretch that writes it."""
    for match in _ANCHOR.finditer(text):
        href = attribute(match["attributes"], "href")
        if href is not None:
            yield _link(match, resolved(href))
    for match in _MARKDOWN.finditer(text):
        yield _link(match, _TITLE.split(match["target"].strip())[0].strip().strip("<>"))
    if format == "md":
        targets = {m["name"].casefold(): m["target"] for m in _DEFINED.finditer(text)}
        for match in _REFERRED.finditer(text):
            if target := targets.get((match["name"] or match["words"]).casefold()):
                yield _link(match, target)
        for match in _DEFINED.finditer(text):
            yield Span(*match.span()), Link("", "", Span(match.start(), match.start()))
        for match in _AUTOLINK.finditer(text):
            yield Span(*match.span()), Link(match["target"], match["target"], Span(*match.span("target")))


def _link(match: re.Match[str], target: str) -> tuple[Span, Link]:
    return Span(*match.span()), made(heal(match["words"]), target, Span(*match.span("words")))


def made(words: str, target: str, span: Span) -> Link:
    return Link(words, target.strip()[:LONGEST], span)


def bare(text: str, taken: Sequence[Span] = ()) -> Iterator[Link]:
    """Addresses printed in the text itself, but for those within a link that is ``taken`` already."""
    spans = sorted(taken, key=lambda span: span.start)
    starts, reach = [span.start for span in spans], [0, *accumulate((span.end for span in spans), max)]
    for match in _BARE.finditer(text):
        address = _balanced(match[0]).rstrip(".,;:!?'*_")
        span = Span(match.start(), match.start() + len(address))
        if _HOST.match(address) and reach[bisect_left(starts, span.end)] <= span.start:
            target = heal(address)
            yield Link(target, target, span)


def _balanced(address: str) -> str:
    """Up to a bracket that closes what was opened before the address."""
    depth = 0
    for n, char in enumerate(address):
        depth += (char == "(") - (char == ")")
        if depth < 0:
            return address[:n]
    return address


def safe(target: str) -> bool:
    """True for an address of the web, of mail or of the telephone, and for a place on the same site.

    False for one that would run or show what stands in it ("javascript:", "data:"), and for a file of one machine. A browser
    takes what stands before the first colon for such a scheme, a host with a port too ("pell:8080/").
    """
    plain = without_unseen(_BLANK.sub("", html.unescape(target)))
    scheme = _SCHEME.match(plain)
    return not plain.startswith("\\") and (scheme is None or scheme[1].lower() in _SAFE)


def of_items(links: Sequence[Link], items: Sequence[Item]) -> tuple[Link, ...]:
    """Those with a target that stand in an item, each with the id of the innermost."""
    ordered = sorted(items, key=lambda item: (item.span.start, -item.span.end))
    starts = [item.span.start for item in ordered]
    led = (link for link in links if link.target not in ("", "#"))
    return tuple(found for link in led if (found := _placed(link, ordered, bisect_right(starts, link.span.start))))


def _placed(link: Link, ordered: Sequence[Item], behind: int) -> Link | None:
    """``behind``: the index of the first item that begins behind the link; the innermost around it is the last before."""
    item = next((ordered[n] for n in range(behind - 1, -1, -1) if link.span.start < ordered[n].span.end), None)
    return replace(link, item_id=item.item_id, safe=safe(link.target)) if item else None
