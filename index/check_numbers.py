"""Item numbers: twice, left out, out of order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from index.minutes import Item, Span
from index.remark import Remark, Sheet, span_of

_NUMBER = re.compile(r"(\d{1,3}(?:\.\d{1,3})*)\s?([a-z])?", re.I)
_HEADING = re.compile(r"[#*_ \t]*(?:item\s+)?(?P<label>\d{1,3}[a-z]?)[.):]?\s+[A-Z]", re.I)
_LEAST = 4  # labels that make a sequence
_WIDEST = 3  # numbers missing at one place; where more are, the document counts in another way

Path = tuple[int, ...]


def numbers(sheet: Sheet) -> Iterator[Remark]:
    """Item numbers that stand twice, are left out, or fall back."""
    labelled = [(item, path) for item in sheet.document.items if item.kind != "point" and (path := _path(item.number))]
    steps = list(pairwise(labelled))
    regular = sum(_follows(a, b) for (_, a), (_, b) in steps)
    if len(labelled) < _LEAST or regular < 0.5 * len(steps):
        return
    yield from _first_left_out(sheet, *labelled[0])
    first: dict[Path, Item] = {}
    for n, (item, path) in enumerate(labelled):
        before, last = labelled[n - 1] if n else (item, path)
        following = labelled[n + 1][1] if n + 1 < len(labelled) else None
        if n and path in first and path != (1,):
            yield _number_twice(sheet, first[path], item, path, following)
        elif n and path < last and before.parent == item.parent and path[-1] != 1:
            yield Remark("out_of_order", sheet.label(item), f"Item {item.number} stands behind item {before.number}.")
        elif n and first[last] is before and (missing := _missing(last, path)):  # behind a repeat, what is missing was told with it
            yield from _gap(sheet, before, item, missing)
        first.setdefault(path, item)


def _path(number: str | None) -> Path:
    match = _NUMBER.fullmatch(number or "")
    if match is None:
        return ()
    letter = (ord(match[2].lower()) - 96,) if match[2] else ()
    return (*map(int, match[1].split(".")), *letter)


def _follows(a: Path, b: Path) -> bool:
    """True for 3 -> 4, 3 -> 3.1, 3a -> 3b, 3.2.1 -> 4 and 3b -> 4a."""
    level = _level(a, b)
    step = b[level] == (a[level] + 1 if level < len(a) else 1) if level < len(b) else False
    return step and all(part == 1 for part in b[level + 1 :])


def _level(a: Path, b: Path) -> int:
    return next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _missing(a: Path, b: Path) -> list[Path]:
    level = _level(a, b)
    if level >= len(b) or b[level + 1 :] not in ((), (1,)):
        return []
    last = a[level] if level < len(a) else 0
    between = range(last + 1, b[level])
    return [(*b[:level], part) for part in between] if len(between) <= _WIDEST else []


def _spelt(path: Path, like: str | None) -> str:
    if like and like[-1].isalpha():
        return ".".join(map(str, path[:-1])) + chr(path[-1] + (96 if like[-1].islower() else 64))
    return ".".join(map(str, path))


def _number_twice(sheet: Sheet, before: Item, item: Item, path: Path, following: Path | None) -> Remark:
    said = f"Item {item.number} stands twice, here and on line {sheet.line(before.span.start)}"
    meant = (*path[:-1], path[-1] + 1)
    if following and _follows(meant, following) and not _follows(path, following):
        said += f"; {_spelt(meant, item.number)} is missing and was probably meant here"
    return Remark("duplicate_number", sheet.label(item), said + ".")


def _first_left_out(sheet: Sheet, item: Item, path: Path) -> Iterator[Remark]:
    if len(path) == 1 and 1 < path[0] <= _WIDEST and item.kind != "closing":
        missing = [(n,) for n in range(1, path[0])]
        if not _named(sheet, Span(sheet.document.span.start, item.span.start), "1"):
            yield Remark("number_gap", sheet.label(item), f"The first item is numbered {item.number}: {_list(missing, None)} missing.")


def _gap(sheet: Sheet, before: Item, item: Item, missing: Sequence[Path]) -> Iterator[Remark]:
    like = item.number if len(missing[0]) == len(_path(item.number)) else None
    between = Span(before.span.start, item.span.end)
    instead = _instead(sheet, before, item) if len(missing) == 1 else None
    meant = _spelt(missing[0], like)
    if instead and instead["label"] == before.number:
        first = sheet.line(before.span.start)
        said = f"Item {before.number} stands twice, here and on line {first}; {meant} is missing and was probably meant here."
        yield Remark("duplicate_number", span_of(instead, "label"), said)
    elif instead and instead["label"] != meant and sorted(instead["label"]) == sorted(meant):
        said = f"{instead['label']} stands between items {before.number} and {item.number}: {meant} was probably meant."
        yield Remark("mistyped_number", span_of(instead, "label"), said)
    elif not any(_named(sheet, between, _spelt(path, like)) for path in missing):
        yield Remark("number_gap", sheet.label(item), f"Item {item.number} follows item {before.number}: {_list(missing, like)} missing.")


def _instead(sheet: Sheet, before: Item, item: Item) -> re.Match[str] | None:
    """The label of the only line between two items that looks like the heading of an item."""
    rows = [r for r in sheet.rows if before.span.start < r.span.start < item.span.start and (r.gap or r.bold) and len(r.words) <= 12]
    found = [m for r in rows if (m := _HEADING.match(sheet.masked, r.span.start, r.span.end))]
    return found[0] if len(found) == 1 else None


def _list(missing: Sequence[Path], like: str | None) -> str:
    named = [_spelt(path, like) for path in missing]
    return f"{named[0]} is" if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]} are"


def _named(sheet: Sheet, span: Span, number: str) -> bool:
    """True where ``number`` begins a line there, or items are named that it may be among: "items 4 to 6", "4 & 5"."""
    label, and_ = re.escape(number), r"\s*(?:,|&|and|to|[-–—/])\s*"
    begins = rf"^[\W_]*(?:agenda\s+)?(?:items?\s+)?(?:\d{{1,3}}[a-z]?{and_})*{label}(?![\w/])"
    joined = rf"\b(?:items?|minutes?|nos?\.?)\s*(?:[\d.a-z]{{1,6}}{and_})*{label}\b|\b{label}{and_}\d"
    text = sheet.masked[span.start : span.end]
    return bool(re.search(begins, text, re.M | re.I) or re.search(joined, text, re.I))
