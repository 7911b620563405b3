"""A file's documents, each item under its label, as they are written: what every item is, says and means for whoever may see it.

For each label that a file has, the file is read once more with blanks for what whoever may see that label may not see
(index/without.py), and the items of that label are taken from there. So a public title, chair, outcome or passage was never made of
restricted words. A file under one label, as nearly all are, is read once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from index.acceptance import acceptances
from index.apart import is_made
from index.heal import heal, mask
from index.labels import Stretch, blanked, joined
from index.matching import with_ids
from index.minutes import OPEN, Acceptance, Document, Finding, Item, LeftOut, Parsed, Passage, Source, Span
from index.without import stays

log = logging.getLogger(__name__)

Split = Callable[[Document, Source], list[Passage]]
Again = Callable[[Source, Sequence[Span]], Parsed]
Note = TypeVar("Note", Finding, LeftOut)


@dataclass(frozen=True, slots=True)
class Rules:
    """What decides on the labels of one file beside its own words; of ``decided`` the keys are ids, or the path of the file."""

    path: str
    stated: str = ""  # for the file or its folder; "" where nobody said
    decided: Mapping[str, str] | None = None

    def of(self, *names: str) -> str | None:
        return next((label for name in names if (label := (self.decided or {}).get(name))), None)


@dataclass(frozen=True, slots=True)
class Layered:
    documents: tuple[Document, ...]
    passages: tuple[Passage, ...]
    acceptances: tuple[Acceptance, ...]
    findings: tuple[Finding, ...]
    left_out: tuple[LeftOut, ...]
    stretches: tuple[Stretch, ...]  # the parts of the text that are not open


def layered(source: Source, parsed: Parsed, marked: Sequence[Sequence[Stretch]], rules: Rules, again: Again, split: Split) -> Layered:
    """The documents of ``parsed``, whose ids are settled, with labels; ``marked`` are the markings found in each."""
    painted = [_painted(document, marks, rules) for document, marks in zip(parsed.documents, marked, strict=True)]
    documents = [_labelled(document, parts) for document, parts in zip(parsed.documents, painted, strict=True)]
    found = {label for document in documents for label in (document.label, *(item.label for item in document.items))}
    around = rules.of(rules.path) or rules.stated or OPEN
    stretches = _stretches(len(source.text), painted, around)
    masked = mask(source.text, source.format)
    found |= {one.label for one in stretches if masked[one.span.start : one.span.end].strip()}  # also of words that no item holds
    labels = sorted(found, key=lambda label: (len(_parts(label)), label))
    if len(labels) == 1:
        whole = _Reading(labels[0], documents, parsed, masked, source, split)
        return _merged(documents, [whole], stretches)
    try:
        readings = [_read(label, documents, source, masked, stretches, again, split) for label in labels]
        return _merged(documents, readings, stretches)
    except ValueError:  # the parts cannot be told apart with certainty: nobody sees any who may not see all
        log.warning("%s: its labels could not be kept apart, all of it has all of them", source.file)
        everything = Rules(rules.path, joined(labels), {rules.path: joined(labels)})
        return layered(source, parsed, [[] for _ in marked], everything, again, split)


def _read(
    label: str, documents: Sequence[Document], source: Source, masked: str, stretches: Sequence[Stretch], again: Again, split: Split
) -> _Reading:
    hidden = [one.span for one in stretches if not _parts(one.label) <= _parts(label)]
    parsed, left = again(source, hidden), blanked(masked, hidden)
    plain = replace(source, text=left, format="txt")
    return _Reading(label, list(_matched(documents, parsed.documents, left, hidden)), parsed, left, plain, split)


def _parts(label: str) -> frozenset[str]:
    return frozenset(label.split("+")) - {OPEN}


# -- which label each part of a text has


def _painted(document: Document, marks: Sequence[Stretch], rules: Rules) -> list[Stretch]:
    """The parts of the document's text with their labels, in order: stated or decided by staff, and marked but where that opens it."""
    decided = rules.of(document.document_id, rules.path)
    found = [Stretch(document.span, decided or rules.stated or OPEN)]
    for mark in () if decided == OPEN else marks:
        found = _over(found, mark.span, lambda label, mark=mark: joined((label, mark.label)))  # type: ignore[misc]
    for item in document.items:
        if label := rules.of(item.item_id):
            found = _over(found, item.span, lambda _, label=label: label)  # type: ignore[misc]
    return _whole_private(document, found)


def _over(parts: Sequence[Stretch], span: Span, label: Callable[[str], str]) -> list[Stretch]:
    """``parts`` with another label for what lies within ``span``."""
    found: list[Stretch] = []
    for part in parts:
        if not part.span.overlap(span):
            found.append(part)
            continue
        start, end = max(part.span.start, span.start), min(part.span.end, span.end)
        cut = ((Span(part.span.start, start), part.label), (Span(start, end), label(part.label)), (Span(end, part.span.end), part.label))
        found += [Stretch(one, name) for one, name in cut if one.start < one.end]
    return found


def _whole_private(document: Document, parts: list[Stretch]) -> list[Stretch]:
    """Where every item is restricted, so are the head and what stands between them."""
    of_items = [_at(item.span.start, parts) for item in document.items]
    if len(of_items) < 2 or of_items[0] in of_items[1:] or document.undivided(document.items[0]):
        return parts
    head, *items = of_items
    private = joined((head, *items))
    return [replace(part, label=private) if part.label == head else part for part in parts]


def _at(place: int, parts: Sequence[Stretch]) -> str:
    return next(part.label for part in parts if part.span.start <= place < part.span.end or part is parts[-1])


def _labelled(document: Document, parts: Sequence[Stretch]) -> Document:
    items = tuple(replace(item, label=_at(item.span.start, parts)) for item in document.items)
    return replace(document, items=items, label=items[0].label if items else parts[0].label)


def _stretches(length: int, painted: Sequence[Sequence[Stretch]], around: str) -> tuple[Stretch, ...]:
    """What of the file is not open; between documents it has the label of the file."""
    inside = [part for parts in painted for part in parts]
    between = [Stretch(span, around) for span in Span(0, length).without(part.span for part in inside)]
    return tuple(sorted((one for one in (*inside, *between) if one.label != OPEN), key=lambda one: one.span.start))


# -- one reading for each label


@dataclass(frozen=True, slots=True)
class _Reading:
    """The file as whoever may see ``label`` reads it; its documents have the ids and labels of the whole."""

    label: str
    documents: Sequence[Document]
    parsed: Parsed
    masked: str
    source: Source
    split: Split

    @property
    def own(self) -> dict[str, str]:
        """The ids of the items of this very label, each with its document's."""
        return {item.item_id: d.document_id for d in self.documents for item in d.items if item.label == self.label}

    def passages(self) -> Iterator[Passage]:
        own = self.own
        return (p for d in self.documents for p in self.split(d, self.source) if p.item_id in own)

    def acceptances(self) -> Iterator[Acceptance]:
        own = self.own
        return (a for d in self.documents for a in acceptances(d, self.masked) if a.item_id in own)


def _matched(whole: Sequence[Document], left: Sequence[Document], masked: str, hidden: Sequence[Span]) -> Iterator[Document]:
    """The documents ``left`` of a reading with ids and labels of the whole; made items are added."""
    rest = iter(left)
    for document in whole:
        stay = [item for item in document.items if stays(item.span, masked, hidden)]
        read = [item for item in stay if not is_made(item, document.document_id)]
        if read:
            yield _with(next(rest, document), document, read, [item for item in stay if item not in read], masked)


def _with(one: Document, whole: Document, read: Sequence[Item], made: Sequence[Item], masked: str) -> Document:
    one = with_ids(one, {new.item_id: item.item_id for new, item in zip(one.items, read, strict=True)})
    items = [replace(new, label=item.label, ordinal=item.ordinal) for new, item in zip(one.items, read, strict=True)]
    items += [replace(item, text=heal(masked[item.span.start : item.span.end])) for item in made]
    return replace(one, document_id=whole.document_id, body_id=whole.body_id, role=whole.role, label=whole.label, items=tuple(items))


def _merged(documents: Sequence[Document], readings: Sequence[_Reading], stretches: tuple[Stretch, ...]) -> Layered:
    of_label = {reading.label: {d.document_id: d for d in reading.documents} for reading in readings}
    return Layered(
        tuple(_one(of_label[document.label][document.document_id], readings) for document in documents),
        tuple(passage for reading in readings for passage in reading.passages()),
        tuple(acceptance for reading in readings for acceptance in reading.acceptances()),
        tuple(_noted(readings, lambda reading: reading.parsed.warnings)),
        tuple(_noted(readings, lambda reading: reading.parsed.left_out)),
        stretches,
    )


def _one(head: Document, readings: Sequence[_Reading]) -> Document:
    """The document as the reading of its head has it, with the items and outcomes that each reading has of its own label."""
    name, own = head.document_id, [(d, reading.own) for reading in readings for d in reading.documents]
    items = [item for d, ids in own for item in d.items if ids.get(item.item_id) == name]
    outcomes = [outcome for d, ids in own for outcome in d.outcomes if ids.get(outcome.item_id) == name]
    return replace(head, items=tuple(sorted(items, key=lambda item: item.ordinal)), outcomes=tuple(outcomes))


def _noted(readings: Sequence[_Reading], noted: Callable[[_Reading], Sequence[Note]]) -> Iterator[Note]:
    """What was noticed, under the label of the first reading that noticed it: that of the least that tells it."""
    seen: set[Note] = set()
    for reading in readings:
        for note in noted(reading):
            if note not in seen:
                seen.add(note)
                yield replace(note, label=reading.label)
