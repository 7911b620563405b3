"""What a check of minutes says, and what it looks at.

A check is a function from a Sheet (one document) or a Source (the whole file) to Remarks; ``index/lint.py`` runs them all and
gives each remark its place. A check that is not sure stays silent: a linter that cries wolf is read once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Literal

from index.heal import heal, mask
from index.lines import Line, lines
from index.minutes import Document, Item, Parsed, Source, Span

Severity = Literal["error", "warning", "hint"]
MOST = 10  # remarks of one sort in a document, where a fault is spread all over it

# error: the reader is misled. warning: something is lost or odd. hint: worth a look.
SEVERITIES: dict[Severity, str] = {
    "error": """duplicate_number duplicate_reference mistyped_number mistyped_reference number_changed number_swapped weekday
        next_meeting_past previous_meeting_later date_conflict times people_conflict damaged_text hidden_text placeholder empty_resolution
        broken_link draft_and_approved field_error""",
    "warning": """number_gap out_of_order stray_reference no_minute not_on_agenda no_owner due_past empty_item repeated_paragraph
        repeated_sentence garbled_line lost_link link_variant spaced_letters parted_word chair_absent no_body no_date next_meeting_undated
        year_unlikely name_variant impossible_date bold_lost markup suspect""",
    "hint": """no_due no_next_meeting no_chair to_be_confirmed year_missing split_ordinal doubled_mark stray_mark repeated_word
        broken_sentence file_name_date""",
}
SEVERITY: dict[str, Severity] = {kind: severity for severity, kinds in SEVERITIES.items() for kind in kinds.split()}


@dataclass(frozen=True, slots=True)
class Remark:
    kind: str
    span: Span
    sentence: str  # what is wrong and, where sure, what was probably meant

    @property
    def severity(self) -> Severity:
        return SEVERITY.get(self.kind, "warning")  # the parser may warn of sorts that stand in no list here


@dataclass(frozen=True)
class Sheet:
    """One document with the text it stands in."""

    source: Source
    document: Document
    rows: tuple[Line, ...]

    @cached_property
    def masked(self) -> str:
        return mask(self.source.text, self.source.format)

    @property
    def minuted(self) -> bool:
        """True for a record of what happened; an agenda, a notice or a report is none."""
        return self.document.role in ("minutes", "notes")

    @property
    def head(self) -> Item:
        return self.document.items[0]

    def text(self, span: Span) -> str:
        """What a person reads there."""
        return heal(self.masked[span.start : span.end])

    def head_rows(self) -> list[Line]:
        return [row for row in self.rows if row.span.start < max(self.head.span.end, self.head.span.start + 1)]

    def label(self, item: Item, printed: str | None = None) -> Span:
        """Where the number or reference of an item is printed; its first character where that is not found."""
        start, end = item.span.start, item.span.end
        wanted = printed or item.number or item.minute_ref or ""
        at = self.masked.find(wanted, start, min(end, start + 400)) if wanted else -1
        return Span(at, at + len(wanted)) if at >= 0 else Span(start, min(end, start + 1))

    def line(self, place: int) -> int:
        return line_of(self.source.text, place)

    def find(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """The matches in the text as printed (tags and emphasis blanked)."""
        return pattern.finditer(self.masked, self.document.span.start, self.document.span.end)


def sheets(source: Source, parsed: Parsed) -> list[Sheet]:
    rows = lines(mask(source.text, source.format), source.marks)
    return [Sheet(source, d, tuple(r for r in rows if d.span.start <= r.span.start < d.span.end)) for d in parsed.documents]


def line_of(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def few(remarks: Iterable[Remark]) -> Iterator[Remark]:
    """The first ``MOST``: what is wrong a hundred times needs not be said a hundred times."""
    return islice(remarks, MOST)


def quoted(text: str, most: int = 60) -> str:
    text = heal(text)
    return f"“{text if len(text) <= most else text[: most - 1].rstrip() + '…'}”"


def span_of(match: re.Match[str], group: int | str = 0) -> Span:
    return Span(*match.span(group))
