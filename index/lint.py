"""Files as read and parsed -> what a clerk wants to know before publishing them, each with its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from index import (
    check_actions,
    check_agenda,
    check_dates,
    check_head,
    check_links,
    check_next,
    check_numbers,
    check_references,
    check_repeats,
    check_text,
)
from index.heal import heal
from index.minutes import Document, Finding, Item, Parsed, Source, Span
from index.pages import Paged
from index.remark import Remark, Severity, Sheet, line_of, sheets

_OF_A_FILE: tuple[Callable[[Source], Iterable[Remark]], ...] = (
    check_text.characters,
    check_text.words_apart,
    check_text.residue,
    check_links.links,
    check_links.lost_links,
    check_links.placeholders,
)
_OF_A_DOCUMENT: tuple[Callable[[Sheet], Iterable[Remark]], ...] = (
    check_numbers.numbers,
    check_references.references,
    check_actions.owners,
    check_actions.due_dates,
    check_actions.resolutions,
    check_actions.empty_items,
    check_dates.weekdays,
    check_next.next_meeting,
    check_dates.years,
    check_dates.head_date,
    check_head.body,
    check_head.chair,
    check_head.people,
    check_head.names,
    check_head.draft,
    check_head.times,
    check_text.slips,
    check_text.pipes,
    check_text.bold,
    check_repeats.repeated_paragraphs,
    check_repeats.repeated_sentences,
    check_repeats.garbled_lines,
    check_repeats.broken_sentences,
)
# Told by a check of ours in better words where it stands at the same place.
_SAME = {"duplicate_reference", "duplicate_number"}
_WORDS = 120  # characters of the words shown


@dataclass(frozen=True, slots=True)
class Defect:
    """A remark with its place. ``line`` and ``column`` count from 1 in the text of the file, ``page`` only where it has pages."""

    file: str
    kind: str
    severity: Severity
    sentence: str
    span: Span
    line: int
    column: int
    page: int | None
    words: str  # that it is about
    document_id: str | None
    item_id: str | None
    item: str | None  # as a clerk would call it: "item 9b (085/18)"


def lint(files: Sequence[tuple[Source, Parsed]]) -> list[list[Defect]]:
    """The defects of each file, in order of place. Agendas and minutes are compared across all files."""
    told: list[list[Remark]] = []
    papers = [sheets(source, parsed) for source, parsed in files]
    for (source, parsed), papers_of in zip(files, papers, strict=True):
        told.append(list(_of_file(source, parsed, papers_of)))
    for sheet, remark in check_agenda.compared([sheet for one in papers for sheet in one]):
        told[next(n for n, one in enumerate(papers) if any(other is sheet for other in one))].append(remark)
    return [_placed(source, parsed, remarks) for (source, parsed), remarks in zip(files, told, strict=True)]


def _of_file(source: Source, parsed: Parsed, papers: Sequence[Sheet]) -> Iterator[Remark]:
    for of_file in _OF_A_FILE:
        yield from of_file(source)
    own = [remark for sheet in papers for check in _OF_A_DOCUMENT for remark in check(sheet)]
    yield from _without_echo(own)
    yield from (remark for _, remark in check_dates.file_date(list(papers)))
    for warning in parsed.warnings:
        yield from _warned(source, parsed, warning, own)


def _without_echo(remarks: Sequence[Remark]) -> Iterator[Remark]:
    """A date whose year is wrong has a wrong weekday as well: one fault, told once."""
    wrong = {r.span.start for r in remarks if r.kind in ("next_meeting_past", "year_unlikely")}
    return (r for r in remarks if r.kind != "weekday" or r.span.start not in wrong)


# -- warnings of the parser


def _warned(source: Source, parsed: Parsed, warning: Finding, own: Sequence[Remark]) -> Iterator[Remark]:
    """A warning of the parser in the form of a remark, unless a check has told it or it is no fault."""
    end = source.text.find("\n", warning.start)
    line = Span(warning.start, len(source.text) if end < 0 else end)
    if any(r.kind == warning.kind and line.start - 5 <= r.span.start <= line.end for r in own if warning.kind in _SAME):
        return
    document = next((d for d in parsed.documents if d.span.start <= warning.start < d.span.end), None)
    if warning.kind == "stray_reference" and document and _looks_back(document, warning):
        return
    detail = warning.detail[0].upper() + warning.detail[1:].rstrip(".")
    printed = next((i for d in parsed.documents for i in d.items if d is document and i.minute_ref == detail.split(" does ")[0]), None)
    already = f"; it stands already on line {line_of(source.text, printed.span.start)}" if printed else ""
    yield Remark(warning.kind, _first_word(source.text, line), f"{detail}{already}.")


def _looks_back(document: Document, warning: Finding) -> bool:
    """A line that begins with the reference of an earlier meeting, as matters arising do."""
    label = warning.detail.split(" does ")[0]
    printed = [item.minute_ref for item in document.items if item.minute_ref]
    figures = [int(n) for n in re.findall(r"\d+", label)]
    first = [int(n) for n in re.findall(r"\d+", printed[0])] if printed else []
    return label not in printed and any(figures) and len(figures) == len(first)


def _first_word(text: str, line: Span) -> Span:
    match = re.compile(r"\S+").search(text, line.start, line.end)
    return Span(*match.span()) if match else Span(line.start, line.start)


# -- places


def _placed(source: Source, parsed: Parsed, remarks: Iterable[Remark]) -> list[Defect]:
    once = {(r.kind, r.span.start, r.sentence): r for r in remarks}.values()
    ordered = sorted(once, key=lambda r: (r.span.start, r.span.end, r.kind))
    return [_defect(source, parsed, remark) for remark in ordered]


def _defect(source: Source, parsed: Parsed, remark: Remark) -> Defect:
    start = remark.span.start
    document = next((d for d in parsed.documents if d.span.start <= start < max(d.span.end, d.span.start + 1)), None)
    item = _item(document, start) if document else None
    return Defect(
        file=source.file,
        kind=remark.kind,
        severity=remark.severity,
        sentence=remark.sentence,
        span=remark.span,
        line=line_of(source.text, start),
        column=start - source.text.rfind("\n", 0, start),
        page=_page(source, start),
        words=heal(source.text[start : remark.span.end])[:_WORDS],
        document_id=document.document_id if document else None,
        item_id=item.item_id if item else None,
        item=_called(item) if item else None,
    )


def _item(document: Document, place: int) -> Item | None:
    """The innermost citable item around a place."""
    around = [i for i in document.items if i.citable and i.span.start <= place < max(i.span.end, i.span.start + 1)]
    return min(around, key=lambda i: i.span.end - i.span.start, default=None)


def _called(item: Item) -> str:
    if item.kind == "head":
        return "head"
    if item.number and item.minute_ref:
        return f"item {item.number} ({item.minute_ref})"
    return f"item {item.number}" if item.number else item.minute_ref or item.title[:60]


def _page(source: Source, place: int) -> int | None:
    if not isinstance(source, Paged) or not source.pages:
        return None
    starts = [page.span.start for page in source.pages]
    return source.pages[max(0, bisect_right(starts, place) - 1)].number
