"""Minute references: twice, mistyped, left out, out of order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.grammars import REFERENCES
from index.minutes import Item, Span
from index.remark import Remark, Sheet

_LEAST = 4  # references that make a sequence
_WIDEST = 3  # references missing at one place


@dataclass(frozen=True, slots=True)
class _Reference:
    """A minute reference: "087/18" is 87 within ("18",)."""

    item: Item
    text: str
    running: int
    rest: tuple[str, ...]
    at: Span  # of the running number within ``text``

    def like(self, running: int) -> str:
        """Another reference of this form: 88 as "088/18"."""
        width = self.at.end - self.at.start
        return f"{self.text[: self.at.start]}{running:0{width}}{self.text[self.at.end :]}"


def references(sheet: Sheet) -> Iterator[Remark]:
    """Minute references that stand twice, are mistyped, left out, or fall back."""
    items = [item for item in sheet.document.items if item.kind != "point" and item.minute_ref]
    twice = _references_twice(items)
    read = [(item, _read(item)) for item in items]
    known = [one for _, one in read if one]
    common = Counter(one.rest for one in known).most_common(1)
    if len(known) < _LEAST or common[0][1] < 0.6 * len(known):
        yield from (_reference_twice(sheet, *pair, None) for pair in twice)
        return
    rest = common[0][0]
    for n, (item, one) in enumerate(read):
        before = _neighbour(read[:n][::-1], rest)
        after = _neighbour(read[n + 1 :], rest)
        first = next((earlier for earlier, later in twice if later is item), None)
        if first is not None:
            yield _reference_twice(sheet, first, item, _free(one, before, after, known))
        elif one is None or one.rest != rest:
            yield from _mistyped(sheet, item, one, before, after)
        elif n and before and one.running != before.running:
            told = any(later is read[n - 1][0] for _, later in twice)  # what is missing was told with the repeat
            yield from _in_sequence(sheet, one, before, after, read[n - 1][1] is before and not told)


def _read(item: Item) -> _Reference | None:
    text = item.minute_ref or ""
    for style in REFERENCES:
        match = style.pattern.match(text)
        if match and match["label"] == text:
            parts = match.groups()[1:]
            group = 2 + style.running
            rest = (style.name, *(p for i, p in enumerate(parts) if i != style.running and p is not None))
            return _Reference(item, text, int(parts[style.running]), rest, Span(*match.span(group)))
    return None


def _neighbour(read: Sequence[tuple[Item, _Reference | None]], rest: tuple[str, ...]) -> _Reference | None:
    return next((one for _, one in read if one and one.rest == rest), None)


def _references_twice(items: Sequence[Item]) -> list[tuple[Item, Item]]:
    """Each item with a reference that stands before, behind the item that bore it first."""
    first: dict[str, Item] = {}
    for item in items:
        first.setdefault(item.minute_ref or "", item)
    return [(first[item.minute_ref or ""], item) for item in items if first[item.minute_ref or ""] is not item]


def _reference_twice(sheet: Sheet, first: Item, item: Item, meant: str | None) -> Remark:
    said = f"{item.minute_ref} stands twice, here and on line {sheet.line(first.span.start)}"
    said += f"; behind the reference before it {meant} was probably meant" if meant else ""
    return Remark("duplicate_reference", sheet.label(item, item.minute_ref), f"{said}.")


def _free(one: _Reference | None, before: _Reference | None, after: _Reference | None, known: Sequence[_Reference]) -> str | None:
    """The reference that the sequence asks for and nobody bears; None where this one is in sequence itself."""
    if one is None or before is None or one.running == before.running + 1:
        return None
    meant = before.like(before.running + 1)
    fits = after is None or after.running == before.running + 2
    return meant if fits and all(other.text != meant for other in known) else None


def _mistyped(sheet: Sheet, item: Item, one: _Reference | None, before: _Reference | None, after: _Reference | None) -> Iterator[Remark]:
    """A reference of another form or year than all others, whose place in the sequence tells what it should be."""
    near = before or after
    printed = item.minute_ref or ""
    if near is None:
        return
    meant = near.like(near.running + (1 if near is before else -1))
    span = sheet.label(item, printed)
    digits = re.sub(r"\D", "", printed)
    if digits == re.sub(r"\D", "", meant):
        yield Remark("mistyped_reference", span, f"{printed} is not written like the other references: {meant} was probably meant.")
    elif one and near.like(one.running) == meant:
        yield Remark("mistyped_reference", span, f"{printed} ends unlike the other references: {meant} was probably meant.")
    elif one and sorted(digits) == sorted(re.sub(r"\D", "", meant)):
        yield Remark("mistyped_reference", span, f"{printed} does not fit between its neighbours: {meant} was probably meant.")


def _in_sequence(sheet: Sheet, one: _Reference, before: _Reference, after: _Reference | None, adjacent: bool) -> Iterator[Remark]:
    span = sheet.label(one.item, one.text)
    wanted = before.running + 1
    if after and after.running == before.running + 2 and one.running != wanted and one.running not in (before.running, after.running):
        yield Remark(
            "mistyped_reference", span, f"{one.text} stands between {before.text} and {after.text}: {one.like(wanted)} was probably meant."
        )
    elif one.running < before.running and not _corrected(before, one):
        yield Remark("out_of_order", span, f"{one.text} stands behind {before.text}: the references fall back.")
    elif adjacent and 1 < one.running - before.running <= _WIDEST + 1:
        missing = [one.like(running) for running in range(wanted, one.running)]
        text = sheet.masked[sheet.document.span.start : sheet.document.span.end]
        if not any(reference in text or _digits_in(reference, text) for reference in missing):
            is_or_are = "is" if len(missing) == 1 else "are"
            yield Remark("number_gap", span, f"{one.text} follows {before.text}: {' and '.join(missing)} {is_or_are} missing.")


def _corrected(before: _Reference, one: _Reference) -> bool:
    """True where it is the one before that was mistyped, and told there."""
    return before.running - one.running > 5 and sorted(str(before.running)) == sorted(str(one.running - 1))


def _digits_in(reference: str, text: str) -> bool:
    """True where the reference is printed with another mark between its figures, or among a range ("121-122")."""
    parts = re.findall(r"\d+", reference)
    loose = r"\W{0,3}".join(parts)
    return bool(re.search(rf"(?<!\d){loose}(?!\d)", text)) or bool(re.search(rf"\d\s?[-–/]\s?{parts[0]}\b", text))
