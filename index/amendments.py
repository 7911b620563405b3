"""Corrections of earlier minutes: their words, and which item of those minutes they concern."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from index.grammars import REFERENCES
from index.heal import heal
from index.minutes import Amendment, Item, Span
from index.tokens import terms, tokens

_CHANGE = r"(?:amend(?:ment|ed)|correct(?:ion|ed)|chang(?:e|ed)|alter(?:ation|ed)|addition|omission|error|typo)s?"
_NONE = re.compile(rf"\b(?:without|no|nil|not)\s+(?:any\s+|further\s+|being\s+)*{_CHANGE}\b", re.I)
_CHANGED = re.compile(
    rf"\b(?:subject\s+to|with|apart\s+from|except\s+(?:for|that)|save\s+(?:for|that)|after|following|as)\s+(?:[\w-]+\s+){{0,4}}?{_CHANGE}\b"
    r"|\bsubject\s+to\b|\b(?:amended|corrected)\b",
    re.I,
)
_BEFORE = re.compile(r"\b(?:subject\s+to|with)\s+(?:this|that|these|those|the\s+above)\b", re.I)
_PLACED = re.compile(r"\W*(?:items?|minutes?|pages?|p\.|para\w*|points?|sections?)\W*\d", re.I)
_LEAD = re.compile(r"[\s:;,.–—-]*(?:(?:as\s+follows|to\s+read|being|to|of|by|in\s+that|namely|that)\b)?[\s:;,–—-]*", re.I)
_SIGNED = re.compile(r"[,;]?\s+(?:and\s+)?(?:were\s+|was\s+|be\s+|duly\s+|then\s+)*(?:signed|approved|accepted|adopted)\b.*$", re.I | re.S)
_CORRECTS = re.compile(
    r"\b(?:should|to)\s+(?:read|be|have|say|state|show)\b|\b(?:replac|delet|insert|add|amend|correct|remov|omit|misspel|substitut)\w*"
    r"|\b(?:instead\s+of|rather\s+than|left\s+out|put\s+in)\b",
    re.I,
)
_FIRMLY = re.compile(r"\bshould\s+(?:read|be|have|say)\b|\bbe\s+(?:amended|corrected|replaced|deleted|inserted|removed)\b", re.I)
_QUOTED = re.compile(r"[\"“]([^\"“”]{2,200})[\"”]|(?<!\w)[‘']([^‘’']{2,200})[’'](?!\w)")
_NUMBERED = re.compile(
    r"\b(?:agenda\s+items?|items?|minutes?|paragraphs?|paras?|points?|sections?)\s+(?:(?:no|number)\.?\s*)?(?P<n>\d{1,3}(?:\.\d{1,3})*[a-z]?)\b",
    re.I,
)
_PAGE = re.compile(r"\b(?:pages?|p|pg)\.?\s*\d{1,3}\b", re.I)
_CALLED = re.compile(
    r"\b(?:in|under|on|to)\s+(?:the\s+)?(?P<t>(?:(?!the\b|last\b|first\b|following\b)[\w'’&-]+\s+){1,5})(?:items?|section|heading|report|minute)\b",
    re.I,
)
_ATTENDANCE = re.compile(r"\b(?:present|attend\w*|apologies|absent)\b", re.I)
_NO_PLACE = ("page", "pg", "p.")


def amendments(masked: str, spans: Sequence[Span], place: int) -> tuple[Amendment, ...] | None:
    """The corrections made with an acceptance that stands in the statement at ``place`` of an item; None where none were made.

    Where the words themselves are not given ("subject to minor amendments") what says so stands for them.
    """
    accepting = spans[place]
    text = masked[accepting.start : accepting.end]
    changed = None if _NONE.search(text) else _CHANGED.search(text) or _BEFORE.search(text)
    if changed is None:
        return None
    own = _own(text, changed.end())
    if own is None and place and _BEFORE.search(text) and not text.rstrip().endswith(":"):  # "with this amendment": of just before
        return (_amendment(masked, spans[place - 1]),)
    listed = own is None or text.rstrip().endswith(":")
    found = [] if own is None or listed else [_amendment(masked, s) for s in _parts(text, own, accepting.start)]
    for span in spans[place + 1 :]:
        if not _goes_on(masked[span.start : span.end], listed):
            break
        found.append(_amendment(masked, span))
    return tuple(found) or (_amendment(masked, Span(accepting.start + changed.start(), accepting.end)),)


def _goes_on(text: str, listed: bool) -> bool:
    """True for a statement that is one more correction; in a list that was announced a place at its beginning is enough."""
    return (_CORRECTS.search(text) or _PLACED.match(text)) is not None if listed else _FIRMLY.search(text) is not None


def _own(text: str, end: int) -> tuple[int, int] | None:
    """Where in the statement the words of the correction stand, behind the words that announce it; None where they do not."""
    lead = _LEAD.match(text, end)
    start = lead.end() if lead else end
    closing = _SIGNED.search(text, start)
    stop = closing.start() if closing else len(text)
    words = text[start:stop].strip(" .:;\n\t")
    return (start, start + len(text[start:stop].rstrip())) if len(words.split()) > 1 and _CORRECTS.search(words) else None


def _parts(text: str, own: tuple[int, int], offset: int) -> Iterator[Span]:
    """The corrections of one statement, parted at semicolons where each part corrects something."""
    start, stop = own
    cuts = [start, *(m.end() for m in re.finditer(r";\s*", text[:stop]) if m.end() > start), stop]
    parts = list(pairwise(cuts))
    if not all(_CORRECTS.search(text[a:b]) for a, b in parts):
        parts = [own]
    for a, b in parts:
        yield Span(offset + a, offset + a + len(text[a:b].rstrip(" ;\n\t")))


def _amendment(masked: str, span: Span) -> Amendment:
    text = heal(masked[span.start : span.end])
    return Amendment(text, _named(text), span)


def _named(text: str) -> str | None:
    """The item that a correction speaks of, as printed, quoted words left aside."""
    bare = _QUOTED.sub(" ", text)
    if found := next(_references(bare), None):
        return found
    for pattern in (_NUMBERED, _PAGE, _CALLED):
        if match := pattern.search(bare):
            return match.group().removeprefix("in ").removeprefix("under ").removeprefix("the ")
    return None


def _references(text: str) -> Iterator[str]:
    for style in REFERENCES:
        for match in style.pattern.finditer(text):
            start = match.start("label")
            if not re.search(r"[\w/£$€.]$", text[:start]):
                label = match["label"]
                yield label if label == label.upper() or label.lower().startswith("ref") else label.split()[-1]  # "under 118/22"


def concerned(amendment: Amendment, items: Sequence[Item]) -> tuple[str, ...]:
    """The ids of the ``items`` of the earlier minutes that a correction concerns, those around and inside them with them.

    By reference, number or title where it names one; else by words it quotes that one item alone prints, by a title of several words,
    or by attendance. None where it cannot be tied to an item: then it may concern any.
    """
    bare = _QUOTED.sub(" ", amendment.text)
    for found in (
        _by_reference(bare, items),
        _by_number(amendment, items),
        _by_title(amendment, items),
        _quoting(amendment, items),
        _titled(bare, items),
        _attending(bare, items),
    ):
        if found:
            return _around(found, items)
    return ()


def _by_reference(text: str, items: Sequence[Item]) -> list[Item]:
    named = {_last(reference) for reference in _references(text)}
    return [item for item in items if named & {_last(label) for label in (item.minute_ref, item.number) if label and "/" in label}]


def _last(reference: str) -> str:
    return reference.lower().split()[-1]


def _by_number(amendment: Amendment, items: Sequence[Item]) -> list[Item]:
    match = _NUMBERED.fullmatch(amendment.named or "")
    return [
        item for item in items if match and item.number and item.number.lower().rstrip(".") == match["n"].lower() and item.kind != "point"
    ]


def _by_title(amendment: Amendment, items: Sequence[Item]) -> list[Item]:
    named = set(terms(amendment.named or "")) - set(tokens("item items section heading report minute"))
    if not named or any(c.isdigit() for c in amendment.named or ""):
        return []
    return _alone([item for item in items if item.citable and named <= set(tokens(item.title))])


def _quoting(amendment: Amendment, items: Sequence[Item]) -> list[Item]:
    """The one item that prints words, or a figure, which the correction quotes."""
    quoted = [(match[1] or match[2]).strip(" .,").lower() for match in _QUOTED.finditer(amendment.text)]
    telling = [words for words in quoted if len(words.split()) > 1 or any(c.isdigit() for c in words)]
    found = (_alone([item for item in items if item.citable and words in item.text.lower()]) for words in telling)
    return next((items_of_it for items_of_it in found if items_of_it), [])


def _titled(text: str, items: Sequence[Item]) -> list[Item]:
    words = set(tokens(text))
    return _alone([item for item in items if item.citable and len(set(terms(item.title))) > 1 and set(terms(item.title)) <= words])


def _attending(text: str, items: Sequence[Item]) -> list[Item]:
    return [item for item in items if _ATTENDANCE.search(text) and (item.kind == "head" or _ATTENDANCE.search(item.title))]


def _alone(found: list[Item]) -> list[Item]:
    return found if len(found) == 1 else []


def _around(found: Sequence[Item], items: Sequence[Item]) -> tuple[str, ...]:
    ids = {item.item_id for item in found}
    parents = {item.parent for item in found if item.parent}
    return tuple(item.item_id for item in items if item.item_id in ids | parents or item.parent in ids)
