"""Who was in the chair, item by item, where the minutes say that it was somebody else than the chair of the meeting.

"Councillor X took the chair for this item", "(Y in the Chair.)", "the Chair left the chair and Y took over", "Z resumed the
chair". A remark that does not say how far it reaches lasts until the chair is said to be back; where that is never said, for
its item, and to the end of the meeting only where it stands behind all of an item.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.chairing import CUE, Remark, remark
from index.lines import statements_of
from index.listed import same_person
from index.minutes import Document, Item, Span

_LONGEST = 1_000  # characters of a statement: a longer one is damaged text, and no remark
_ELECTION = re.compile(r"\b(?:election|appointment)\s+of\s+(?:(?:an?|the|new)\s+)*chair", re.I)  # who takes the chair there keeps it
_ABOVE = 2  # statements that may stand above a remark at the head of an item: its title and one more


def with_chairs(document: Document, masked: str, said: Sequence[Span]) -> Document:
    """The document with the chair of each item that had another than the meeting; ``said`` are the statements of its items."""
    if document.role in ("agenda", "notice") or len(document.items) < 2:
        return document
    places = _places(document, masked, said)
    short = (place for place in places if place.end - place.start <= _LONGEST and CUE.search(masked, place.start, place.end))
    remarks = [r for place in short if (r := remark(masked, place, document))]
    if not remarks:
        return document
    chair = document.chair or _of_meeting(document, remarks)
    spells = [spell for n in range(len(remarks)) for spell in _spells(document, remarks, n, places)]
    items = tuple(item if item.kind == "head" else replace(item, chair=_other(_most(item, spells), chair)) for item in document.items)
    return replace(document, items=items, chair=chair)


def _places(document: Document, masked: str, said: Sequence[Span]) -> list[Span]:
    """The statements behind the head, those between the items too, in order."""
    first = document.items[1].span.start
    between = Span(first, document.span.end).without(item.span for item in document.items if item.parent is None)
    spans = [*(span for span in said if span.start >= first), *(span for gap in between for span in statements_of(masked, gap))]
    return sorted(spans, key=lambda span: span.start)


def _of_meeting(document: Document, remarks: Sequence[Remark]) -> str | None:
    """The chair of a meeting whose head names none: who comes back to the chair, or takes it in the first item for good."""
    took = {r.who for r in remarks if r.reach != "back"}
    back = next((r.who for r in remarks if r.reach == "back" and r.who not in took), None)
    opening = (r.who for r in remarks if r.reach == "open" and r.span.start < document.items[1].span.end)
    return back or next(opening, None)


# -- how far each remark reaches


@dataclass(frozen=True, slots=True)
class _Spell:
    span: Span
    who: str | None  # None: the chair of the meeting


def _spells(document: Document, remarks: Sequence[Remark], n: int, places: Sequence[Span]) -> Iterator[_Spell]:
    """The stretches of text that the remark gives to its chair."""
    r = remarks[n]
    item = _around(document, r.span.start)
    if r.reach == "named":
        yield from (_Spell(one.span, r.who) for one in _named(document, r.labels))
    elif r.reach == "next":
        yield from [_Spell(one.span, r.who) for one in _items(document) if one.span.start >= r.span.end][:1]
    elif r.reach == "this":
        yield from (_Spell(one.span, r.who) for one in (item,) if one)
    else:
        start = item.span.start if item and _opens(item, r, places) else r.span.end
        yield _Spell(Span(start, max(start, _end(document, remarks, n, places))), None if r.reach == "back" else r.who)


def _end(document: Document, remarks: Sequence[Remark], n: int, places: Sequence[Span]) -> int:
    r, item = remarks[n], _around(document, remarks[n].span.start)
    after = next((later for later in remarks[n + 1 :] if later.reach in ("open", "on", "back")), None)
    elected = item is not None and _ELECTION.search(item.title) is not None
    if r.reach != "open" or item is None or (after and after.reach == "back") or elected or _closes(item, r, places):
        return document.span.end
    return item.span.end


def _opens(item: Item, r: Remark, places: Sequence[Span]) -> bool:
    """True for a remark under the title of its item."""
    above = sum(item.span.start <= place.start and place.end <= r.span.start for place in places)
    return above <= _ABOVE and not _closes(item, r, places)


def _closes(item: Item, r: Remark, places: Sequence[Span]) -> bool:
    """True for a remark behind all that its item says: it speaks of what comes."""
    return not any(r.span.end <= place.start < item.span.end for place in places)


def _items(document: Document) -> list[Item]:
    return [item for item in document.items if item.kind in ("item", "closing")]


def _around(document: Document, place: int) -> Item | None:
    around = [item for item in _items(document) if item.span.start <= place < item.span.end]
    return min(around, key=lambda item: item.span.end - item.span.start, default=None)


def _named(document: Document, labels: str) -> Iterator[Item]:
    """The items of "7 and 8", "2024/40 to 2024/42"."""
    printed = re.split(r"\s*(,|\band\b|&|\bto\b|[-–])\s*", labels.rstrip(" .,"))
    items = _items(document)
    found = [next((n for n, item in enumerate(items) if _labelled(item, label)), None) for label in printed[::2]]
    for n, place in enumerate(found):
        until = found[n + 1] if n + 1 < len(found) and printed[2 * n + 1] in ("to", "-", "–") else None
        yield from items[place : (until or place) + 1] if place is not None else ()


def _labelled(item: Item, label: str) -> bool:
    return label.lower().rstrip(".") in {printed.lower().rstrip(".") for printed in (item.number, item.minute_ref) if printed}


def _most(item: Item, spells: Sequence[_Spell]) -> str | None:
    """Who chaired most of an item, None for the chair of the meeting; a later remark goes before an earlier one."""
    shares: dict[str | None, int] = {}
    left = [item.span]
    for spell in reversed(spells):
        shares[spell.who] = shares.get(spell.who, 0) + sum(spell.span.overlap(one) for one in left)
        left = [part for one in left for part in one.without([spell.span])]
    shares[None] = sum(one.end - one.start for one in left)
    return max(shares, key=shares.__getitem__)


def _other(who: str | None, chair: str | None) -> str | None:
    return None if who is None or (chair and same_person(who, chair)) else who
