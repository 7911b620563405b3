"""What each item settled, as a clerk would register it: one entry for each statement that decides, agrees, orders or promises.

The words of a statement are judged in index/judge.py. Here is what stands around them: the heading of the list, the stem
before a colon, the column of a table, bold type that the document's note says marks actions, what follows about an old action,
the vote behind a motion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from index.cells import Cell, outcome_cells
from index.heal import heal
from index.judge import MARKED, NOBODY, Known, is_closed, kind_of, to_do, told
from index.minutes import Document, Item, Outcome, OutcomeKind, Person, Source, Span
from index.owners import due_of, owner_of, reference_of
from index.wording import TITLE

Lead = Literal["action", "decision", "agreement", "old", "skip", ""]

_ACTIONS = re.compile(r"\W*(?:(?:new|summary of|agreed)\s+)?actions?(?:\s+(?:arising|agreed|points?|items?|required|list|summary))?\W*|\W*next\s+steps\W*", re.I)
_OLD = re.compile(
    r"\bactions?\s+(?:(?!to\b)\w+\s+){0,3}(?:from|of)\b[^.]{0,40}\b(?:meeting|last|previous|minutes)\b|\b(?:review|update)\s+(?:of|on)\s+(?:\w+\s+)?actions?\b|\bsaid\s+we['’]d\s+do\b|\bactions?\s+from\b"
    r"|\bbrought\s+forward\b",
    re.I,
)
_OLD_TITLE = re.compile(
    r"\bmatters\s+(?:arising|outstanding)\b|\baction\s+(?:log|tracker|sheet|register|update|list)\b|\b(?:outstanding|open|previous|review)\b.{0,20}\bactions?\b|\bactions?\b.{0,30}\b(?:last|previous|brought\s+forward|update)\b"
    r"|\bupdate\s+on\s+actions\b",
    re.I,
)
_UPDATE = re.compile(r"\W*update\s*:", re.I)
_SKIPPED = re.compile(r"\W*(?:\d[\d.]*\s+)?(?:(?:officer\s+)?recommendations?|options?\s+(?:considered|appraisal)|decisions\s+notified)\W*(?:$|:)", re.I)
_STEM = re.compile(
    r"\b(?P<verb>resolved|agreed|decided|approved|chosen|recommended|determined)\b(?:\s+(?:to|that|as\s+follows|the\s+following|unanimously|for\s+\w+|by\s+[\w ]{2,30}))*\s*[:–—-]*\s*$",
    re.I,
)
_ENTRY = re.compile(r"\W*(?:\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-z]|[ivx]{1,4})[.):]?\s+\S|(?:and\s+)?(?:That|that|To|to|Not\s+to)\b)")
_BULLETS = re.compile(r"(?:^|\n)[^\S\n]*(?:[•●▪◦\uf0b7\uf0a7‣⁃➢*·–-]|o(?=\s))\s*$")
_AGENDA_ITEM = re.compile(r"\W*(?:agenda\s+)?item\s+\d", re.I)
_HEADING = re.compile(r"\W*(?:\d[\d.]*\s+)?[A-Z][^.;:?!]{2,70}")
_RESULT = re.compile(
    r"(?:^\W*|\b(?:motion|amendment|resolution|proposition|proposal|special\s+order|item)\b.{0,80}\b)(?:(?P<yes>carried|carries|passed|passes|approved|adopted)|(?P<no>lost|fails?|failed|fell|defeated|rejected|postponed|deferred|withdrawn|tabled))\b",
    re.I,
)
_PROPOSED = re.compile(r"\b(?:BE\s+IT\s+RESOLVED|RESOLVED)\b|^\W*(?:motion|resolution)\s+[\w/-]*\d", re.I)
_MOTION = re.compile(r"^\W*(?:motion|resolution)\s+[\w/-]*\d", re.I)
_THAT = re.compile(r"[\W\d]*That\b")
_SECONDED = re.compile(r"^\W*prop(?:osed|\.)?\b.{2,60}\bsec(?:onded|\.)?\b", re.I)
_DIRECTS = re.compile(r"\b(?:should|must|shall)\b", re.I)
_OPINION = re.compile(r"\b(?:felt|thought|suggested|said|asked|commented|considered|believed|if|why|what|how|expect\w*)\b", re.I)
_BOLD_NOTE = re.compile(r"\bactions?\b[^.\n]{0,90}\bbold\b|\bbold\b[^.\n]{0,60}\bactions?\b", re.I)
_TITLE = re.compile(TITLE)
_URGES = re.compile(r"\b(?:to|will|should|must)\s+[a-z]")
_FUTURE: tuple[OutcomeKind, ...] = ("action", "request", "undertaking", "deferral")
_REFUSED = re.compile(
    r"\b(?:not|never|nor)\s+(?:\w+\s+)?(?:agree|support|approve|accept)\w*"
    r"|\b(?:was|were|is) (?:rejected|turned down|declined)\b|\bturned (?:\w+ ){1,3}down\b"
    r"|\b(?:was|were|is) refused(?=\s*(?:[.,;)]|$|(?:by|on|because|as|for|since|and|with|at|subject)\b))"
    r"|\b(?:motion|amendment|proposal|resolution)\b.{0,60}\b(?:was lost|fell|lost|fails|failed|defeated|not carried)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a document tells about all its statements."""

    masked: str
    known: Known = NOBODY
    cells: tuple[Cell, ...] = ()
    bold: tuple[Span, ...] = ()  # where bold marks actions
    agenda: bool = False


def setting(source: Source, masked: str, document: Document) -> Setting:
    """The setting of one document of a file."""
    note = _BOLD_NOTE.search(masked, document.span.start, document.span.end) is not None
    cells = [c for c in outcome_cells(source.text, masked) if document.span.start <= c.span.start < document.span.end]
    bold = tuple(m.span for m in source.marks if m.kind == "bold") if note else ()
    return Setting(masked, _known(document), tuple(cells), bold, document.role == "agenda")


def _known(document: Document) -> Known:
    own = f"{document.meeting.body} {document.meeting.organisation or ''}".lower().split()
    return Known(frozenset(own), frozenset(_names((*document.attendees, *document.apologies))))


def _names(people: Sequence[Person]) -> Iterator[str]:
    for person in people:
        words = re.findall(r"[A-Z][\w’'-]*", person.name)
        yield from (word for word in words if len(word) > 1 and not _TITLE.fullmatch(word))
        yield "".join(word[0] for word in words)
        yield "".join(part[0] for word in words for part in word.split("-") if part)


def outcomes(items: Sequence[Item], said: Mapping[str, Sequence[Span]], around: Setting) -> tuple[Outcome, ...]:
    """The outcomes of a document in reading order; ``said`` holds the statements of each item. An agenda has none."""
    if around.agenda:
        return ()
    walk, found = _Walk(around), list[Outcome]()
    for item in items:
        if item.citable:
            found += walk.item(item, said[item.item_id])
        elif item.kind == "group":
            walk.opens(item, said[item.item_id])
    return tuple(_voted(found, around.masked))


def outcome_kind(text: str) -> OutcomeKind | None:
    """The kind of outcome a statement records by its words alone, None where it records none."""
    return None if _OLD.search(text) else kind_of(text)


def refuses(text: str) -> bool:
    """True for a statement that says no: not agreed, not supported, rejected, a motion lost."""
    return _REFUSED.search(text) is not None


class _Walk:
    """Statement by statement through a document; a list's heading or stem lends its sense to what follows."""

    def __init__(self, around: Setting) -> None:
        self._around = around
        self._lead: Lead = ""
        self._stem: Outcome | None = None  # told by its entries, or by itself where none follow
        self._open = False
        self._last: OutcomeKind | None = None
        self._before: Span | None = None  # the statement before, where it told nothing

    def opens(self, item: Item, spans: Sequence[Span]) -> None:
        """A group has no outcomes; its last words may open the list in the items inside it."""
        for span in self._pieces(spans):
            self._leads(item, span, self._text(span), [])

    def item(self, item: Item, spans: Sequence[Span]) -> list[Outcome]:
        found: list[Outcome] = []
        self._last = None
        old = _OLD_TITLE.search(item.title) is not None and item.kind != "head"
        pieces = list(self._pieces(spans))
        cells = [c for c in self._around.cells if any(s.start <= c.span.start < s.end or c.span.start <= s.start < c.span.end for s in spans)]
        if _SKIPPED.match(item.title):
            pieces = []
        for n, span in enumerate(pieces):
            if not any(c.span.overlap(span) for c in cells):
                behind = self._text(pieces[n + 1]) if n + 1 < len(pieces) else ""
                self._statement(item, span, old, behind, found)
        if not self._open:  # else its entries may be cut as items
            self._close(found)
        found += [o for c in cells if (o := self._cell(item, c, old)) is not None]
        return sorted(found, key=lambda o: (o.span.start, o.span.end))

    def _text(self, span: Span) -> str:
        return heal(self._around.masked[span.start : span.end])

    def _pieces(self, spans: Sequence[Span]) -> Iterator[Span]:
        """Statements, parted where a table's cell ends."""
        for span in spans:
            text = self._around.masked[span.start : span.end]
            for part in re.finditer(r"[^\t|]+", text):
                words = part.group()
                if words.strip(" \n•*-–"):
                    start = span.start + part.start() + len(words) - len(words.lstrip())
                    yield Span(start, start + len(words.strip()))

    def _cell(self, item: Item, cell: Cell, old: bool) -> Outcome | None:
        text = self._text(cell.span)
        kind: OutcomeKind | None = "action" if cell.column == "action" else kind_of(text, self._around.known)
        if kind is None or not text or (cell.column == "action" and (cell.old or (old and is_closed(text)))):
            return None
        found = self._outcome(item, kind, cell.span)
        return replace(found, owner=cell.owner or found.owner, due=cell.due or found.due)

    def _statement(self, item: Item, span: Span, old: bool, behind: str, found: list[Outcome]) -> None:
        text = self._text(span)
        if self._leads(item, span, text, found):
            return
        entry = self._entry(span, text)
        self._open = self._stem is not None and entry
        if self._stem is not None and not entry:
            self._close(found)
        if _SECONDED.match(text) and self._last is None and found is not None and self._before is not None and not refuses(text):
            found.append(self._outcome(item, "decision", self._before))
        fresh = list(self._told(item, span, text, entry, old, behind))
        if entry and self._stem is not None:
            self._stem = replace(self._stem, reference="told")
        found += fresh
        self._last = fresh[-1].kind if fresh else None
        self._before = span if not fresh else None

    def _leads(self, item: Item, span: Span, text: str, found: list[Outcome]) -> bool:
        """True where the statement only opens a list."""
        lead = _lead(text)
        if lead is None or (lead == "action" and self._around.masked[:span.start].rstrip(" ").endswith("\t") and not text.rstrip().endswith(":")):
            return False
        self._close(found)
        self._lead, self._before = lead, None
        if lead in ("decision", "agreement"):
            self._stem = self._outcome(item, "decision" if lead == "decision" else "agreement", span)
        self._last, self._open = None, self._stem is not None
        return True

    def _close(self, found: list[Outcome]) -> None:
        """A stem without entries speaks for itself, where it says more than its verb."""
        if self._stem is not None and self._stem.reference != "told" and len(self._stem.text.split()) > 3:
            found.append(replace(self._stem, reference=None))
        self._stem = None
        self._lead = self._lead if self._lead == "old" else ""

    def _entry(self, span: Span, text: str) -> bool:
        before = self._around.masked[max(0, span.start - 40) : span.start]
        return _ENTRY.match(text) is not None or _BULLETS.search(before) is not None

    def _told(self, item: Item, span: Span, text: str, entry: bool, old: bool, behind: str) -> Iterator[Outcome]:
        if self._lead == "skip" and (entry or not _HEADING.fullmatch(text)):
            return
        if self._stem is not None and entry:
            kind = kind_of(text, self._around.known)
            yield self._outcome(item, kind if kind in ("noting", "deferral", "approval") else self._stem.kind, span)
            return
        if self._lead == "action" and not is_closed(text) and (entry or to_do(text, self._around.known) or _URGES.search(text)):
            yield self._outcome(item, "action", span)
            return
        if self._lead == "action" and not entry:
            self._lead = ""
        yield from self._judged(item, span, text, entry, old, behind)

    def _judged(self, item: Item, span: Span, text: str, entry: bool, old: bool, behind: str) -> Iterator[Outcome]:
        marked = MARKED.fits(text, self._around.known)
        for part, kind in told(self._around.masked, span, self._around.known):
            words = self._text(part)
            if kind is None and self._last == "agreement" and _DIRECTS.search(words) and not _OPINION.search(words):
                kind = "decision"
            if kind in (None, "noting", "request") and self._is_bold(part) and _URGES.search(words):
                kind = "action"
            if self._is_old(kind, words, marked, entry, old, behind) or (item.kind == "head" and kind in ("action", "noting") and to_do(words)):
                continue
            if kind is not None:
                yield self._outcome(item, kind, part)

    def _is_old(self, kind: OutcomeKind | None, words: str, marked: bool, entry: bool, old: bool, behind: str) -> bool:
        """True for what an earlier meeting settled, told again."""
        if self._lead == "old":
            if kind in _FUTURE or (kind is None and (entry or _HEADING.fullmatch(words) or _AGENDA_ITEM.match(words))):
                return True
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


def _lead(text: str) -> Lead | None:
    """What a heading or stem lends to the lines below it; None for an ordinary statement."""
    if _ACTIONS.fullmatch(text):
        return "action"
    if _UPDATE.match(text):
        return ""  if len(text.split()) < 3 else None
    if _SKIPPED.match(text):
        return "skip"
    if len(text.split()) < 16 and _OLD.search(text) and (text.rstrip().endswith((":", ".", "–")) or _HEADING.fullmatch(text)):
        return "old"
    if text.rstrip().endswith((":", "-", "–", "—")) or len(text.split()) == 1:
        if stem := _STEM.search(text.rstrip()):
            return "agreement" if stem["verb"].lower() == "agreed" and not re.search(r"\bagreed\s+for\b", text, re.I) else "decision"
    return None


def _voted(found: Sequence[Outcome], masked: str) -> list[Outcome]:
    """A motion and its vote are one outcome; a resolution that was put off was none."""
    kept: list[Outcome] = []
    for n, one in enumerate(found):
        result = _RESULT.search(one.text) if one.kind in ("decision", "deferral") and not _MOTION.match(one.text) else None
        before = next((k for k in reversed(kept) if k.item_id == one.item_id and _PROPOSED.search(k.text)), None) if result else None
        if result is None:
            kept.append(one)
        elif before is not None and _MOTION.match(before.text) and "\n" not in masked[before.span.start : one.span.end]:
            kept[kept.index(before)] = _joined(before, one, masked)
        elif result["yes"]:
            if before is None and not any(_PROPOSED.search(later.text) or _THAT.match(later.text) for later in found[n + 1 : n + 3]):
                kept.append(one)
        else:
            kept = [k for k in kept if k is not before or not k.text.startswith(("BE IT", "NOW", "Motion"))] + [one]
    return kept


def _joined(first: Outcome, last: Outcome, masked: str) -> Outcome:
    span = Span(first.span.start, last.span.end)
    return replace(first, kind=last.kind, span=span, text=heal(masked[span.start : span.end]))
