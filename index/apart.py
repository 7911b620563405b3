"""Ids and items for what minutes mark as not for everybody, apart from the others.

The ids of a document count its public items alone (".../minutes/04"), what is marked is counted by itself (".../minutes/x01"): so
they are those that the document would have without it. Marked words that no item holds are an item of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.heal import heal
from index.labels import Stretch
from index.marking import only_marks
from index.matching import with_ids
from index.minutes import Document, Item, Span
from index.without import shown_at

_TITLE = 80  # characters of the first line that stand for a title


def apart(document: Document, marked: Sequence[Stretch], masked: str) -> Document:
    """The document with the ids of what is ``marked`` apart, and an item for each marked stretch that has none."""
    spans = [one.span for one in marked]
    if not spans or not document.items or not shown_at(document.items[0].span.start, spans):  # all of it: nothing to keep it apart from
        return document
    document = with_ids(document, _ids(document, spans))
    own = list(_of_their_own(document, spans, masked))
    return replace(document, items=_in_order([*document.items, *own])) if own else document


def is_made(item: Item, document_id: str) -> bool:
    """True for an item that the parser did not find."""
    return item.item_id.startswith(f"{document_id}/xx")


def _ids(document: Document, hidden: Sequence[Span]) -> dict[str, str]:
    ids: dict[str, str] = {}
    counted: dict[str, int] = {}

    def next_of(series: str) -> int:
        counted[series] = counted.get(series, -1) + 1
        return counted[series]

    for item in document.items:
        mark = "" if shown_at(item.span.start, hidden) else "x"
        if item.kind == "point" and item.parent:
            above = ids[item.parent]
            mark = "" if above.rpartition("/")[2].startswith("x") else mark
            ids[item.item_id] = f"{above}.{mark}{next_of(f'{above}.{mark}') + 1}"
        else:
            ids[item.item_id] = f"{document.document_id}/{mark}{next_of(mark) + bool(mark):02}"
    return ids


def _of_their_own(document: Document, hidden: Sequence[Span], masked: str) -> Iterator[Item]:
    """Items for the marked stretches, or what of them no item that begins inside covers."""
    count = 0
    for stretch in hidden:
        inside = [item.span for item in document.items if stretch.start <= item.span.start < stretch.end]
        for span in stretch.without(inside):
            words = masked[span.start : span.end]
            if any(letter.isalnum() for letter in words) and not only_marks(words):
                count += 1
                yield _made(document, count, _trimmed(span, masked), masked)


def _trimmed(span: Span, masked: str) -> Span:
    text = masked[span.start : span.end]
    return Span(span.start + len(text) - len(text.lstrip()), span.start + len(text.rstrip()))


def _made(document: Document, count: int, span: Span, masked: str) -> Item:
    text = masked[span.start : span.end]
    title = heal(text.split("\n", 1)[0])[:_TITLE]
    return Item(f"{document.document_id}/xx{count:02}", 0, "item", None, None, title, None, None, span, heal(text))


def _in_order(items: Sequence[Item]) -> tuple[Item, ...]:
    """Each made item behind the last one that begins before it; the others keep their order."""
    made = [item for item in items if "/xx" in item.item_id]
    found: list[Item] = []
    for item in (item for item in items if item not in made):
        found += [one for one in made if found and one.span.start < item.span.start and one not in found]
        found.append(item)
    found += [one for one in made if one not in found]
    return tuple(replace(item, ordinal=n) for n, item in enumerate(found))
