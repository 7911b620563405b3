"""What was decided, undertaken and said on a topic, by date: the items that speak of it, with what they settled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from assistant.about import MOST, Found, about, nearest
from assistant.filters import KINDS, Filters
from assistant.labels import label
from assistant.sides import COVERED
from index.errors import UsageError
from index.minutes import Scope, Span
from index.tokens import terms, tokens

if TYPE_CHECKING:
    from index.catalog import Catalog

Kind = Literal["decision", "action", "mention"]
_KINDS: dict[str, Kind] = {**dict.fromkeys(KINDS["decisions"], "decision"), **dict.fromkeys(KINDS["actions"], "action")}


@dataclass(frozen=True, slots=True)
class Point:
    """``day`` is None where the paper has no date; ``text`` are the words at ``span``, as the minutes print them."""

    day: date | None
    kind: Kind
    label: str
    item_id: str
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """``more`` is True where so many items hold words of the topic that not all were looked at."""

    points: tuple[Point, ...]  # by date, those without one last
    more: bool = False


def timeline(catalog: Catalog, topic: str, within: Filters) -> Timeline:
    """The points of a topic among the papers that ``within`` lets through (body, since, until).

    Raises UsageError for a topic without a word that tells anything, MissingInput for a body that is not held.
    """
    words = tuple(dict.fromkeys(terms(topic)))
    if not words:
        raise UsageError("The topic has no word that tells what is meant.", "Type one or two words of the matter, such as: harbour wall.")
    scope = within.scope(catalog)
    found = [row for row in about(words, (scope,), catalog, COVERED) if not row[0].superseded_by]
    settled = _settled(catalog, scope, words, found) if found else {}
    points = [point for row in found for point in settled.get(row[1].item_id) or _mentions(row, words, catalog)]
    more = len(catalog.words.items(list(words), scope, MOST)) >= MOST
    return Timeline(tuple(sorted(points, key=lambda point: (point.day is None, str(point.day)))), more)


def _settled(catalog: Catalog, scope: Scope, words: Sequence[str], found: Sequence[Found]) -> dict[str, list[Point]]:
    """The decisions and actions of these items, of an item whose title does not hold the topic only those that speak of it."""
    items = {item.item_id: (document, item) for document, item in found}
    points: dict[str, list[Point]] = {}
    for one in catalog.outcomes(scope):
        if one.kind in _KINDS and one.item_id in items:
            document, item = items[one.item_id]
            if set(words) & set(tokens(f"{item.title} {one.text}")):
                point = Point(document.meeting.date, _KINDS[one.kind], label(document, item), one.item_id, one.span, one.text)
                points.setdefault(one.item_id, []).append(point)
    return points


def _mentions(row: Found, words: Sequence[str], catalog: Catalog) -> Iterator[Point]:
    document, item = row
    said = nearest(words, item, catalog)
    span, text = (said.span, said.text) if said else (item.span, item.title)
    yield Point(document.meeting.date, "mention", label(document, item), item.item_id, span, text)
