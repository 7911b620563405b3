"""An agenda held against the minutes of that meeting: what is left out, added, renumbered, exchanged."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.grammars import DECISION_NUMBER
from index.minutes import Item
from index.remark import Remark, Sheet, quoted
from index.tokens import terms

_DECISION = re.compile(DECISION_NUMBER)
_FORMAL = re.compile(
    r"\b(?:apolog|welcome|introduc|opening|clos|break|lunch|adjourn|refresh|any other|a\.?o\.?b|urgent|publication|next meeting"
    r"|future meeting|attendance|quorum|declaration|exclu|private|exempt|confidential|part (?:one|two|[ab12i])|date|actions?\b|minutes"
    r"|notes|press|public|questions?)",
    re.I,
)
_ALIKE = 0.5


def pairs(all_sheets: Sequence[Sheet]) -> list[tuple[Sheet, Sheet]]:
    """Each agenda with the minutes of its body and day, wherever in the files they stand."""
    agendas = [s for s in all_sheets if s.document.role == "agenda" and s.document.meeting.date]
    return [(agenda, other) for agenda in agendas for other in all_sheets if other.minuted and _same_meeting(agenda, other)]


def _same_meeting(a: Sheet, b: Sheet) -> bool:
    one, other = a.document.meeting, b.document.meeting
    return one.date == other.date and (a.document.body_id == b.document.body_id or one.body.casefold() == other.body.casefold())


# -- numbered decisions


def decisions_unminuted(agenda: Sheet, minutes: Sheet) -> Iterator[Remark]:
    """Decisions that the agenda numbers and the minutes have no entry for."""
    taken = _decisions(minutes)
    for point in _decisions(agenda):
        same = next((other for other in taken if other.number == point.number), None)
        if same is None and _of_title(point, taken) is None:
            yield Remark("no_minute", agenda.label(point), _untaken(point, minutes))


def decisions_renumbered(agenda: Sheet, minutes: Sheet) -> Iterator[Remark]:
    """Decisions that the minutes number otherwise than the agenda, or that stand on no agenda."""
    announced = _decisions(agenda)
    if not announced:
        return
    for entry in _decisions(minutes):
        was = _of_title(entry, announced)
        holder = next((point for point in announced if point.number == entry.number), None)
        span = minutes.label(entry)
        if was is None and holder is None:
            yield Remark("not_on_agenda", span, f"{entry.number} {_named(entry)} stands on no agenda of this meeting.")
        elif was is not None and was.number != entry.number:
            yield _renumbered(entry, was, holder, announced, minutes)


def _renumbered(entry: Item, was: Item, holder: Item | None, announced: Sequence[Item], minutes: Sheet) -> Remark:
    span = minutes.label(entry)
    said = f"{_named(entry)} is {entry.number} here and {was.number} on the agenda"
    other = next((e for e in _decisions(minutes) if e.number == was.number), None)
    if holder is not None and other is not None and _of_title(other, announced) is holder:
        return Remark("number_swapped", span, f"{said}: exchanged with {_named(other)}.")
    return Remark("number_changed", span, said + ".")


def _decisions(sheet: Sheet) -> list[Item]:
    return [i for i in sheet.document.items if i.kind == "point" and i.number and _DECISION.fullmatch(i.number)]


def _of_title(point: Item, others: Sequence[Item]) -> Item | None:
    """The one of ``others`` that bears the same title; a title in the minutes runs on into the text."""
    ranked = sorted(others, key=lambda other: _alike(point, other), reverse=True)
    return ranked[0] if ranked and _alike(point, ranked[0]) >= _ALIKE else None


def _alike(a: Item, b: Item) -> float:
    """Share of the words of the shorter title that stand in the other."""
    one, other = set(terms(_title(a))), set(terms(_title(b)))
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def _title(item: Item) -> str:
    """The title without what runs on: "(Williton) – Decision to sell" is "Williton"."""
    text = re.sub(r"\s*\((?:pages?|paper|appendix|report|pp?\.)\b.*$", "", item.title.strip(), flags=re.I)
    bracketed = re.match(r"\(([^()]+)\)", text)
    return bracketed[1] if bracketed else re.split(r"\s[–—-]\s|[:.]\s", text)[0][:80]


def _named(item: Item) -> str:
    return quoted(_title(item))


def _untaken(point: Item, minutes: Sheet) -> str:
    said = f"The agenda announces {point.number} {_named(point)}; the minutes have no entry {point.number}"
    wanted = set(terms(_title(point)))
    spoken = next((i for i in minutes.document.items if i.kind == "item" and wanted and wanted <= set(terms(i.text))), None)
    best = max((i for i in minutes.document.items if i.kind == "item"), key=lambda i: _mentions(i, wanted), default=spoken)
    if spoken is not None and best is not None and _mentions(best, wanted):
        said += f" (it is spoken of under item {best.number or best.minute_ref or quoted(best.title)})"
    return said + "."


def _mentions(item: Item, wanted: set[str]) -> int:
    words = terms(item.text)
    return sum(word in wanted for word in words) if wanted <= set(words) else 0


# -- items


def items_unminuted(agenda: Sheet, minutes: Sheet) -> Iterator[Remark]:
    """Agenda items without minutes: neither their title nor their number stands there."""
    for item in _items(agenda):
        if item.parent is None and not _FORMAL.search(item.title) and not _taken_up(item, agenda, minutes):
            said = f"Agenda item {item.number} {_named(item)} has no minutes: no item of the minutes bears its title or its number."
            yield Remark("no_minute", agenda.label(item), said)


def items_unannounced(agenda: Sheet, minutes: Sheet) -> Iterator[Remark]:
    """Items of the minutes that stand on no agenda."""
    announced = _items(agenda)
    for item in _items(minutes) if len(announced) > 1 else []:
        if (
            item.parent is None
            and not re.search(r"\bagenda item \d", item.text, re.I)
            and not _FORMAL.search(item.title)
            and not _taken_up(item, minutes, agenda)
        ):
            yield Remark("not_on_agenda", minutes.label(item), f"Item {item.number} {_named(item)} stands on no agenda of this meeting.")


def items_renumbered(agenda: Sheet, minutes: Sheet) -> Iterator[Remark]:
    """Items whose number differs from that on the agenda, where the minutes keep to its numbers otherwise."""
    matched = [(item, was) for item in _items(minutes) if (was := _same_title(item, _items(agenda)))]
    changed = [(item, was) for item, was in matched if _plain(item.number) != _plain(was.number)]
    if len(matched) < 3 or len(changed) > 0.4 * len(matched):
        return
    shifted = len(_items(agenda)) != len(_items(minutes))  # an item left out or added moves all behind it, and is told itself
    for item, was in changed:
        other = next((i for i, w in changed if _plain(i.number) == _plain(was.number) and _plain(w.number) == _plain(item.number)), None)
        if other is None and shifted:
            continue
        kind, said = ("number_swapped", f", exchanged with {_named(other)}") if other else ("number_changed", "")
        span = minutes.label(item)
        yield Remark(kind, span, f"{_named(item)} is item {item.number} here and item {was.number} on the agenda{said}.")


def _items(sheet: Sheet) -> list[Item]:
    return [i for i in sheet.document.items if i.kind in ("item", "group") and i.number]


def _same_title(item: Item, others: Sequence[Item]) -> Item | None:
    """The only one of ``others`` with the same words in its title."""
    wanted = set(terms(_title(item)))
    found = [other for other in others if wanted and wanted == set(terms(_title(other)))]
    return found[0] if len(found) == 1 else None


def _taken_up(item: Item, own: Sheet, other: Sheet) -> bool:
    """True where the other document has an item of its title, names its title, or has its number at the same place."""
    candidates = [i for i in other.document.items if i.kind != "head"]
    if any(_alike(item, candidate) >= _ALIKE for candidate in candidates):
        return True
    wanted = set(terms(_title(item)))
    by_number = rf"\bagenda item {re.escape(item.number or '')}\b"
    if own.document.role == "agenda" and any(re.search(by_number, candidate.text, re.I) for candidate in candidates):
        return True
    if not wanted or any(wanted <= set(terms(candidate.text)) for candidate in candidates):
        return True
    numbered = [c for c in _items(other) if _plain(c.number) == _plain(item.number)]
    return _keeps_numbers(own, other) and any(_same_title(c, _items(own)) is None for c in numbered)


def _keeps_numbers(a: Sheet, b: Sheet) -> bool:
    matched = [(i, was) for i in _items(a) if (was := _same_title(i, _items(b)))]
    return len(matched) > 1 and sum(_plain(i.number) == _plain(w.number) for i, w in matched) > 0.6 * len(matched)


def _plain(number: str | None) -> str:
    return (number or "").replace(" ", "").lower().rstrip(".")
