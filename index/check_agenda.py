"""An agenda held against the minutes of that meeting: what is left out, added, renumbered, exchanged.

Which entry of the one is which of the other is told by index/reconcile.py alone; here it is said what of that a clerk should know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.minutes import Item
from index.reconcile import Reconciled, is_decision, reconcile, sittings
from index.remark import Remark, Sheet, quoted
from index.tokens import terms, tokens

_FORMAL = re.compile(
    r"\b(?:apolog|welcome|introduc|opening|clos|break|lunch|adjourn|refresh|any other|a\.?o\.?b|urgent|publication|next meeting"
    r"|future meeting|attendance|quorum|declaration|exclu|private|exempt|confidential|part (?:one|two|[ab12i])|date|actions?\b|minutes"
    r"|notes|press|public|questions?)",
    re.I,
)
_NUMBERED = re.compile(r"\bagenda item \d", re.I)
_LEAST, _MOST_CHANGED = 3, 0.4  # items matched, and share of them renumbered, from which minutes are said to keep the agenda's numbers
_KEPT = 0.6  # share of matched items with their number, above which an equal number tells the same item


def compared(papers: Sequence[Sheet]) -> Iterator[tuple[Sheet, Remark]]:
    """What is odd between each agenda and the minutes of its meeting, wherever in the files they stand, with the paper it is about."""
    sheet_of = {id(sheet.document): sheet for sheet in papers}
    for announced, recorded in sittings(sheet.document for sheet in papers):
        agenda, minutes = sheet_of[id(announced)], sheet_of[id(recorded)]
        rows = reconcile(announced, recorded)
        yield from ((agenda, remark) for remark in _unminuted(rows, agenda, minutes))
        yield from ((minutes, remark) for remark in _decisions(rows, minutes))
        yield from ((minutes, remark) for remark in _items(rows, agenda, minutes))


# -- numbered decisions


def _decisions(rows: Sequence[Reconciled], minutes: Sheet) -> Iterator[Remark]:
    """Decisions that the minutes number otherwise than the agenda, or that stand on no agenda which numbers any."""
    own = [row for row in rows if is_decision(row.agenda or row.minutes)]  # type: ignore[arg-type]
    announced = any(row.agenda for row in own)
    for row in own:
        if row.minutes and row.agenda and row.fate in ("renumbered", "swapped"):
            said = f"{_named(row.minutes)} is {row.minutes.number} here and {row.agenda.number} on the agenda"
            other = _holder(row, own)
            behind = f": exchanged with {_named(other)}" if other else ""
            yield Remark("number_swapped" if other else "number_changed", minutes.label(row.minutes), f"{said}{behind}.")
        elif row.minutes and row.fate == "not on the agenda" and announced:
            said = f"{row.minutes.number} {_named(row.minutes)} stands on no agenda of this meeting."
            yield Remark("not_on_agenda", minutes.label(row.minutes), said)


def _holder(row: Reconciled, rows: Sequence[Reconciled]) -> Item | None:
    """The entry of the minutes that has the agenda's number of this one, where that is an exchange."""
    if row.fate != "swapped" or row.agenda is None:
        return None
    wanted = _plain(row.agenda.number)
    return next((other.minutes for other in rows if other is not row and other.minutes and _plain(other.minutes.number) == wanted), None)


def _unminuted(rows: Sequence[Reconciled], agenda: Sheet, minutes: Sheet) -> Iterator[Remark]:
    """Decisions and items that the agenda announces and the minutes have no entry for."""
    for row in rows:
        item = row.agenda
        if item is None or row.fate != "not minuted":
            continue
        if is_decision(item):
            yield Remark("no_minute", agenda.label(item), _untaken(item, row.mentions))
        elif _counts(item) and not row.mentions and not _called(item, minutes) and not _same_place(item, rows, of_agenda=True):
            said = f"Agenda item {item.number} {_named(item)} has no minutes: no item of the minutes bears its title or its number."
            yield Remark("no_minute", agenda.label(item), said)


def _untaken(point: Item, mentions: Sequence[Item]) -> str:
    said = f"The agenda announces {point.number} {_named(point)}; the minutes have no entry {point.number}"
    wanted = set(terms(_title(point)))
    best = max(mentions, key=lambda item: sum(word in wanted for word in terms(item.text)), default=None)
    where = f" (it is spoken of under item {best.number or best.minute_ref or quoted(best.title)})" if best else ""
    return f"{said}{where}."


# -- items


def _items(rows: Sequence[Reconciled], agenda: Sheet, minutes: Sheet) -> Iterator[Remark]:
    """Items of the minutes that the agenda numbers otherwise, or does not list."""
    yield from _renumbered(rows, agenda, minutes)
    if sum(_numbered(row.agenda) for row in rows) < 2:
        return
    for row in rows:
        item = row.minutes
        if item is None or row.fate != "not on the agenda" or not _counts(item):
            continue
        if not (_spoken(item, agenda) or _NUMBERED.search(item.text) or _same_place(item, rows, of_agenda=False)):
            yield Remark("not_on_agenda", minutes.label(item), f"Item {item.number} {_named(item)} stands on no agenda of this meeting.")


def _renumbered(rows: Sequence[Reconciled], agenda: Sheet, minutes: Sheet) -> Iterator[Remark]:
    """Items whose number differs from that on the agenda, where the minutes keep to its numbers otherwise."""
    matched = _matched(rows)
    changed = [row for row in matched if not _keeps(row)]
    if len(matched) < _LEAST or len(changed) > _MOST_CHANGED * len(matched):
        return
    shifted = _count(agenda) != _count(minutes)  # an item left out or added moves all behind it, and is told itself
    for row in changed:
        item, was = row.minutes, row.agenda
        if item is None or was is None:
            continue
        exchanged = (o for o in changed if o.minutes and o.agenda and _crossed((item, was), (o.minutes, o.agenda)))
        other = next((o.minutes for o in exchanged), None)
        if other is None and shifted:
            continue
        kind, said = ("number_swapped", f", exchanged with {_named(other)}") if other else ("number_changed", "")
        yield Remark(kind, minutes.label(item), f"{_named(item)} is item {item.number} here and item {was.number} on the agenda{said}.")


def _crossed(one: tuple[Item, Item], other: tuple[Item, Item]) -> bool:
    return _plain(one[0].number) == _plain(other[1].number) and _plain(other[0].number) == _plain(one[1].number)


def _matched(rows: Sequence[Reconciled]) -> list[Reconciled]:
    return [row for row in rows if row.agenda and row.minutes and _numbered(row.agenda) and _numbered(row.minutes)]


def _keeps(row: Reconciled) -> bool:
    return bool(row.agenda and row.minutes) and _plain(row.agenda.number) == _plain(row.minutes.number)  # type: ignore[union-attr]


def _same_place(item: Item, rows: Sequence[Reconciled], of_agenda: bool) -> bool:
    """True where the other paper has an item of this number that is paired with none, and otherwise keeps to the numbers."""
    matched = _matched(rows)
    if len(matched) < 2 or sum(map(_keeps, matched)) <= _KEPT * len(matched):
        return False
    others = (row.minutes if of_agenda else row.agenda for row in rows if not (row.agenda and row.minutes))
    return any(_numbered(other) and _plain(other.number) == _plain(item.number) for other in others if other)


def _spoken(item: Item, agenda: Sheet) -> bool:
    """True where an entry of the agenda has all words of the item's title."""
    wanted = set(terms(_title(item)))
    return not wanted or any(wanted <= set(tokens(one.text)) for one in agenda.document.items if one.kind != "head")


def _called(item: Item, minutes: Sheet) -> bool:
    """True where the minutes name the agenda's number of the item, or its title says nothing."""
    pattern = re.compile(rf"\bagenda item {re.escape(item.number or '')}\b", re.I)
    return not terms(_title(item)) or any(pattern.search(one.text) for one in minutes.document.items if one.kind != "head")


def _counts(item: Item) -> bool:
    """True for a numbered item at the top that is no matter of form."""
    return _numbered(item) and item.parent is None and not _FORMAL.search(item.title)


def _numbered(item: Item | None) -> bool:
    return item is not None and item.kind in ("item", "group") and bool(item.number) and not is_decision(item)


def _count(sheet: Sheet) -> int:
    return sum(map(_numbered, sheet.document.items))


def _title(item: Item) -> str:
    """The title without what runs on: "(Boathouse) – Decision to sell" is "Boathouse"."""
    text = re.sub(r"\s*\((?:pages?|paper|appendix|report|pp?\.)\b.*$", "", item.title.strip(), flags=re.I)
    bracketed = re.match(r"\(([^()]+)\)", text)
    return bracketed[1] if bracketed else re.split(r"\s[–—-]\s|[:.]\s", text)[0][:80]


def _named(item: Item) -> str:
    return quoted(_title(item))


def _plain(number: str | None) -> str:
    return (number or "").replace(" ", "").lower().rstrip(".")
