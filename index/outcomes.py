"""What each item settled, as a clerk would register it: one entry for each statement that decides, agrees, orders or promises.

The words of a statement are judged in index/judge.py. Here is what stands around them: the heading of the list, the stem
before a colon, the column of a table, bold type that the document's note says marks actions, what follows about an old action,
the vote behind a motion.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from index.cells import Cell
from index.clauses import told
from index.due import due_of
from index.heal import heal
from index.judge import answer_of, is_closed, kind_of, limb_of, refuses, to_do
from index.minutes import Item, Outcome, OutcomeKind, Span
from index.owners import mark_of, owner_of, reference_of
from index.pieces import pieces, untitled
from index.rule import MARKED
from index.setting import Setting
from index.stems import AGENDA_ITEM, BULLET, CARRIED, ENTRY, HEADING, LABEL, OLD, OLD_TITLE, SKIPPED, Lead, lead_of
from index.votes import is_result, moves, voted

_DUE = re.compile(r"\W*(?:due|deadline|by\s+when)\s*:", re.I)
_SECONDED = re.compile(r"^\W*prop(?:osed|\.)?\b.{2,60}\bsec(?:onded|\.)?\b", re.I)
_SIGNED = re.compile(r"\S[^\S\n]{4,}\w+\s*:\s*$")  # "The Clerk        Approved:", where somebody is to sign
_DIRECTS = re.compile(r"\b(?:should|must|shall)\b", re.I)
_OPINION = re.compile(r"\b(?:felt|thought|suggested|said|asked|commented|considered|believed|if|why|what|how|expect\w*)\b", re.I)
_URGES = re.compile(r"\b(?:to|will|should|must)\s+[a-z]")
_FUTURE: tuple[OutcomeKind, ...] = ("action", "request", "undertaking", "deferral")


def outcomes(items: Sequence[Item], said: Mapping[str, Sequence[Span]], around: Setting) -> tuple[Outcome, ...]:
    """The outcomes of a document in reading order; ``said`` holds the statements of each item. An agenda has none."""
    if around.agenda:
        return ()
    walk, found = _Walk(around, alone=len(items) == 1), list[Outcome]()
    for item in items:
        if item.citable:
            found += walk.item(item, said[item.item_id])
        elif item.kind == "group":
            walk.opens(item, said[item.item_id])
    return tuple(voted(found, around.masked))


def outcome_kind(text: str) -> OutcomeKind | None:
    """The kind of outcome a statement records by its words alone, None where it records none."""
    return None if OLD.search(text) else kind_of(text)


class _Walk:
    """Statement by statement through a document; a list's heading or stem lends its sense to what follows."""

    def __init__(self, around: Setting, alone: bool) -> None:
        self._around = around
        self._alone = alone  # one item holds the whole document, its head too
        self._lead: Lead = ""
        self._stem: Outcome | None = None  # told by its entries, or by itself where none follow
        self._entered = False  # an entry of the stem has been told
        self._open = False  # the list may go on
        self._carried = False  # the stem stands in an item before
        self._last: OutcomeKind | None = None
        self._before: Span | None = None  # the statement before, where it told nothing
        self._motion: Span | None = None  # put, its vote still to come
        self._labelled = False  # an entry with a label of its own has begun in this item
        self._inside = False  # the lead stands in such an entry, and ends with it

    def opens(self, item: Item, spans: Sequence[Span]) -> None:
        """A group has no outcomes; its last words may open the list in the items inside it."""
        for span in pieces(self._around.masked, spans):
            self._leads(item, span, self._text(span), [])

    def item(self, item: Item, spans: Sequence[Span]) -> list[Outcome]:
        found: list[Outcome] = []
        self._last, self._carried = None, self._stem is not None
        self._before = self._motion = None
        self._labelled = False
        old = OLD_TITLE.search(item.title) is not None and item.kind != "head"
        parts = list(pieces(self._around.masked, untitled(self._around.masked, item, spans)))
        if item.kind == "head":  # "APPROVED Minutes of ..." is a title
            parts = [span for span in parts if self._text(span).endswith((".", ";", ":"))]
        cells = dict.fromkeys(cell for span in spans for cell in self._cells(span))
        if SKIPPED.match(item.title):
            parts = []
        for n, span in enumerate(parts):
            if not any(cell.text == self._text(cell.span) for cell in self._cells(span)):
                behind = self._text(parts[n + 1]) if n + 1 < len(parts) else ""
                self._statement(item, span, old, behind, found)
        if not self._open:  # else its entries may be cut as items
            self._close(found)
        found += [o for c in cells if (o := self._cell(item, c, old)) is not None]
        return sorted(found, key=lambda o: (o.span.start, o.span.end))

    def _text(self, span: Span) -> str:
        return heal(self._around.masked[span.start : span.end])

    def _cells(self, span: Span) -> Sequence[Cell]:
        """The cells of action and decision columns that share something with ``span``."""
        cells = self._around.cells
        return cells[bisect_right(cells, span.start, key=lambda c: c.span.end) : bisect_left(cells, span.end, key=lambda c: c.span.start)]

    def _cell(self, item: Item, cell: Cell, old: bool) -> Outcome | None:
        known = self._around.known
        kind: OutcomeKind | None = "action" if cell.column == "action" else answer_of(cell.words, known)
        if kind is None or not cell.words or (cell.column == "action" and (cell.old or (old and is_closed(cell.words)))):
            return None
        owner, due = cell.owner or owner_of(cell.words, kind, known), cell.due or due_of(cell.words, kind)
        return Outcome(item.item_id, kind, reference_of(cell.text), owner, due, cell.text, cell.span)

    def _statement(self, item: Item, span: Span, old: bool, behind: str, found: list[Outcome]) -> None:
        text = self._text(span)
        self._labels(text)
        if self._leads(item, span, text, found) or self._marks(item, span, text, found):
            return
        entry = self._entry(span, text) or self._bare()
        self._open = self._stem is not None and entry
        if self._stem is not None and not entry:
            self._close(found)
        if _SECONDED.match(text) and self._seconds(item, span, text, found):
            return
        fresh = list(self._told(item, span, text, entry, old, behind))
        self._entered = self._entered or self._open
        if self._motion and fresh and fresh[0].kind == "decision" and is_result(fresh[0].text):
            fresh[0] = self._wider(fresh[0], self._motion)
        self._motion = None if fresh else span if moves(text) else self._motion
        found += fresh
        self._last = fresh[-1].kind if fresh else None
        self._before = span if not fresh else None

    def _labels(self, text: str) -> None:
        """An entry (b) ends what was lent to the entry (a)."""
        if LABEL.match(text):
            if self._lead == "old" and self._inside:
                self._lead = ""
            self._labelled = True

    def _marks(self, item: Item, span: Span, text: str, found: list[Outcome]) -> bool:
        """True for "ACTION - KA": it says no more than who is to do what stands before it."""
        mark = mark_of(text, self._around.known)
        if mark is None or (self._before is None and self._last is None):
            return False
        one = found.pop() if self._before is None else self._outcome(item, "action", self._before)
        one = self._wider(one, span)
        found.append(replace(one, owner=one.owner or mark.owner, due=one.due or mark.due))
        self._last, self._before, self._motion = one.kind, None, None
        return True

    def _wider(self, one: Outcome, other: Span) -> Outcome:
        """The outcome with the words of another statement before or behind it."""
        span = Span(min(one.span.start, other.start), max(one.span.end, other.end))
        return replace(one, span=span, text=self._text(span))

    def _leads(self, item: Item, span: Span, text: str, found: list[Outcome]) -> bool:
        """True where the statement only opens a list."""
        lead = lead_of(text)
        if lead is None or (lead == "action" and self._in_cell(span, text)) or _SIGNED.search(self._around.masked[span.start : span.end]):
            return False
        self._close(found)
        self._lead, self._before, self._motion, self._inside = lead, None, None, self._labelled
        if lead in ("decision", "agreement"):
            self._stem = self._outcome(item, "decision" if lead == "decision" else "agreement", span)
        self._last, self._open, self._entered, self._carried = None, self._stem is not None, False, False
        return True

    def _in_cell(self, span: Span, text: str) -> bool:
        return self._around.masked[: span.start].rstrip(" ").endswith("\t") and not text.rstrip().endswith(":")

    def _close(self, found: list[Outcome]) -> None:
        """A stem without entries speaks for itself, where it says more than its verb."""
        if self._stem is not None and not self._entered and len(self._stem.text.split()) > 3:
            found.append(self._stem)
        self._stem = None
        self._lead = self._lead if self._lead == "old" else ""

    def _seconds(self, item: Item, span: Span, text: str, found: list[Outcome]) -> bool:
        """True where names alone say who proposed and seconded what stands before: the names belong to it."""
        if self._last in ("decision", "agreement", "approval") and kind_of(text, self._around.known) is None:
            found[-1] = self._wider(found[-1], span)
            return True
        if self._last is None and self._before is not None and not refuses(text) and not text.rstrip().endswith(":"):
            found.append(self._outcome(item, "decision", self._before))
        return False

    def _bare(self) -> bool:
        """True behind a stem that says no more than "RESOLVED:"; what follows is its entry, whatever its form."""
        return self._stem is not None and not self._entered and not self._carried and len(self._stem.text.split()) <= 3

    def _entry(self, span: Span, text: str) -> bool:
        if self._carried:
            return CARRIED.match(text) is not None
        before = self._around.masked[max(0, span.start - 40) : span.start]
        return ENTRY.match(text) is not None or BULLET.search(before) is not None

    def _told(self, item: Item, span: Span, text: str, entry: bool, old: bool, behind: str) -> Iterator[Outcome]:
        if self._lead == "skip" and (entry or not HEADING.fullmatch(text)):
            return
        self._lead = "" if self._lead == "skip" else self._lead
        if self._stem is not None and entry:
            kind = limb_of(text, self._around.known)
            one = self._outcome(item, kind if kind in ("noting", "deferral", "approval") else self._stem.kind, span)
            yield replace(one, owner=one.owner or self._stem.owner) if one.kind != "noting" else one
            return
        if self._lead == "action" and not is_closed(text) and (entry or to_do(text, self._around.known) or _URGES.search(text)):
            yield self._outcome(item, "action", span)
            return
        if self._lead == "action" and not entry:
            self._lead = ""
        yield from self._judged(item, span, text, entry, old, behind)

    def _judged(self, item: Item, span: Span, text: str, entry: bool, old: bool, behind: str) -> Iterator[Outcome]:
        marked = old and MARKED.fits(text, self._around.known)
        for part, kind in told(self._around.masked, span, self._around.known):
            words = self._text(part)
            if kind is None and self._last == "agreement" and _DIRECTS.search(words) and not _OPINION.search(words):
                kind = "decision"
            if kind in (None, "noting", "request") and self._is_bold(part) and _URGES.search(words):
                kind = "action"
            if self._is_old(kind, words, marked, entry, old, behind) or (
                item.kind == "head" and not self._alone and (kind == "noting" or to_do(words, self._around.known))
            ):
                continue
            if kind is not None:
                one = self._outcome(item, kind, part)
                yield replace(one, due=due_of(behind, kind)) if one.due is None and _DUE.match(behind) else one

    def _is_old(self, kind: OutcomeKind | None, words: str, marked: bool, entry: bool, old: bool, behind: str) -> bool:
        """True for what an earlier meeting settled, told again."""
        if self._lead == "old":
            if kind in _FUTURE or (kind is None and (entry or HEADING.fullmatch(words) or AGENDA_ITEM.match(words))):
                return True
            if old:
                return kind in _FUTURE
            self._lead = ""
        if kind in _FUTURE and is_closed(f". {behind}", opening=True):
            return True
        return old and kind == "action" and not marked

    def _is_bold(self, span: Span) -> bool:
        return sum(span.overlap(mark) for mark in self._around.bold) >= 0.8 * (span.end - span.start)

    def _outcome(self, item: Item, kind: OutcomeKind, span: Span) -> Outcome:
        text = self._text(span)
        known = self._around.known
        return Outcome(item.item_id, kind, reference_of(text), owner_of(text, kind, known), due_of(text, kind), text, span)
