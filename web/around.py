"""What stands around an item in its document, of what the visitor may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.minutes import Item


@dataclass(frozen=True, slots=True)
class Around:
    """The items before and after on the same level, the one it stands in, and those that stand in it."""

    before: Item | None = None
    after: Item | None = None
    parent: Item | None = None
    children: tuple[Item, ...] = ()


def around(item: Item, items: Sequence[Item]) -> Around:
    """``items`` are those of its document that may be seen: what may not is passed over."""
    level = [one for one in items if one.kind == "point" and one.parent == item.parent] if item.kind == "point" else _read(items)
    return Around(
        before=max((one for one in level if one.ordinal < item.ordinal), key=_ordinal, default=None),
        after=min((one for one in level if one.ordinal > item.ordinal), key=_ordinal, default=None),
        parent=next((one for one in items if one.item_id == item.parent), None),
        children=tuple(sorted((one for one in items if one.parent == item.item_id), key=_ordinal)),
    )


def named(item: Item) -> str:
    """What a list calls an item: "9b Eel counts", "085/18 Eel counts"."""
    if item.kind == "head":
        return "Head of the meeting"
    return " ".join(filter(None, [item.number or item.minute_ref, item.title])) or "Without a title"


def _read(items: Sequence[Item]) -> list[Item]:
    """Those that a reader goes through one by one; points are read within their item."""
    return [one for one in items if one.kind != "point"]


def _ordinal(item: Item) -> int:
    return item.ordinal
