"""A Word file -> its text as Word shows it, with marks.

Inserted words are in, deleted and hidden ones, comments, notes, headers and footers are out (and listed). Tables come row by
row with tabs between cells, automatic numbers as they are printed, bullets as one sign.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from index.errors import BadFile
from index.minutes import Finding, LeftOut, Reason
from index.numbering import Numbering
from index.pages import Paged, Script
from index.wordfile import WordFile
from index.wordstyles import Spacing, Styles, text
from index.wordtext import Line, Run, Words, trimmed

_PARTS: dict[str, Reason] = {
    "header": "running head",
    "footer": "running foot",
    "comments": "comment",
    "footnotes": "note",
    "endnotes": "note",
}
_INTO = ("sdt", "sdtContent", "customXml", "ins", "moveTo", "mc:Choice", "smartTag")
_LONG = 2  # lines: a row of a table with a longer cell is set apart
_APART = 100  # twentieths of a point between two paragraphs that a reader sees as an empty line


def read_docx(file: str, content: bytes) -> Paged:
    """The Source of a Word file. Raises BadFile: E_TYPE, E_ENCRYPTED, E_STRUCTURE, E_BOMB, E_NO_TEXT."""
    opened = WordFile(file, content)
    body = opened.document.find("body")
    reader = _Reader(Styles(opened.part("styles")), Numbering(opened.part("numbering")), opened.target)
    script = Script()
    for line in reader.lines(body if body is not None else opened.document):
        _add(script, line)
    if not script.text.strip():
        raise BadFile(f"{file}: the Word file holds no text", "where it holds pictures of pages, they need OCR", code="E_NO_TEXT")
    left_out = [*reader.words.left_out, *_other_parts(opened)]
    hidden = sum(len(out.text.split()) for out in left_out if out.reason in ("hidden", "unreadable"))
    covered = sum(len(out.text.split()) for out in left_out if out.reason == "covered")
    warnings = [Finding("W_REDACTION", 0, f"{covered} covered words were left out")] if covered else []
    warnings += [Finding("W_HIDDEN", 0, f"{hidden} hidden words were left out")] if hidden else []
    return Paged(
        file=file,
        sha256=hashlib.sha256(content).hexdigest(),
        text=script.text,
        format="docx",
        encoding="utf-8",
        marks=script.marks(),
        links=script.links(),
        left_out=tuple(left_out),
        unseen=reader.words.unseen,
        warnings=tuple(warnings),
    )


def _other_parts(opened: WordFile) -> Iterator[LeftOut]:
    for kind, reason in _PARTS.items():
        for part in opened.parts(kind):
            words = " ".join("".join(one.text or "" for one in paragraph.iter("t")) for paragraph in part.iter("p"))
            if words.strip():
                yield LeftOut(reason, " ".join(words.split()))


def _add(script: Script, line: Line) -> None:
    if script.end:
        script.add("\n\n" if line.apart else "\n")
    script.add("\t" * line.lead)
    start = script.end
    for n, cell in enumerate(line.cells):
        script.add("\t" * (n > 0))
        for run in cell:
            at = script.end
            script.add(run.text, run.kinds())
            if run.target:
                script.link(run.target, at)
    if line.heading:
        script.mark("heading", start)


class _Reader:
    """Reads blocks in order; what counts on from one to the next is kept here."""

    def __init__(self, styles: Styles, numbering: Numbering, target: Callable[[str], str]) -> None:
        self.words = Words(styles, target)
        self._styles, self._numbering = styles, numbering
        self._carried: list[Run] = []  # of a paragraph whose end was deleted

    def lines(self, block: Element) -> list[Line]:
        found: list[Line] = []
        last: Spacing | None = None
        empty = False
        for one in self._blocks(block):
            if one.tag == "tbl":
                rows = self._table(one)
                found += (row.after_gap(n == 0 or row.apart) for n, row in enumerate(rows))
                last, empty = None, bool(rows)
                continue
            spacing = self._styles.spacing(one)
            for line in self._paragraph(one):
                if any(run.text.strip() for run in line.cells[0]):
                    found.append(line.after_gap(line.apart or empty or _gap(last, spacing) >= _APART))
                    last, empty = spacing, False
                else:
                    empty = True
        if self._carried:
            found.append(Line((trimmed(self._carried),)))
            self._carried = []
        return found

    def _blocks(self, block: Element) -> Iterator[Element]:
        for one in block:
            if one.tag in ("p", "tbl"):
                yield one
            elif one.tag == "mc:AlternateContent":
                yield from self._blocks(next(iter(one), one))
            elif one.tag in _INTO and not self.words.contents(one):
                yield from self._blocks(one)

    def _paragraph(self, paragraph: Element) -> Iterator[Line]:
        """The paragraph as one line, or as several where it holds line breaks or text boxes; an empty line where it is empty."""
        style = self._styles.style(paragraph)
        ground = bool(self._styles.ground(paragraph))
        self.words.shaded += ground
        runs = [*self._carried, *self.words.runs(paragraph, style)]
        self.words.shaded -= ground
        self._carried = []
        mark = paragraph.find("pPr/rPr")
        if mark is not None and mark.find("del") is not None:
            self._carried = runs
            return
        shown = any(run.text.strip() for run in runs)
        if shown or not self.words.hidden(paragraph, style):
            label = self._label(paragraph)
            if shown:
                yield self._line(paragraph, runs, label)
            else:
                yield Line(((),))
        for box in self.words.boxes():
            self.words.shaded += 1
            yield from (line.after_gap(line.apart or n == 0) for n, line in enumerate(self.lines(box)))
            self.words.shaded -= 1

    def _label(self, paragraph: Element) -> str:
        listed = self._styles.numbering(paragraph)
        return self._numbering.label(*listed) if listed else ""

    def _line(self, paragraph: Element, runs: list[Run], label: str) -> Line:
        shown = trimmed(runs)
        if label:
            shown = (Run(label, shown[0].bold, shown[0].italic), *shown)
        return Line((shown,), heading=self._styles.heading(paragraph))

    def _table(self, table: Element) -> list[Line]:
        found: list[Line] = []
        long = False
        for row in _inside(table, "tr"):
            if row.find("trPr/del") is not None:
                self.words.leave_out("deleted", row)
                continue
            cells = [self._cell(cell) for cell in _inside(row, "tc")]
            if not any(cells):
                continue
            before = int(text(row, "trPr", "gridBefore") not in ("", "0"))
            was_long, long = long, max(map(len, cells)) > _LONG
            first, *others = _row(cells, before)
            found += [first.after_gap(bool(found) and (long or was_long)), *others]
        return found

    def _cell(self, cell: Element) -> list[Line]:
        merged = cell.find("tcPr/vMerge")
        if merged is not None and merged.get("val", "continue") == "continue":
            return []  # shows what the cell above holds
        if text(cell, "tcPr", "hMerge") == "continue" or cell.find("tcPr/cellDel") is not None:
            return []
        self.words.shaded += 1
        found = self.lines(cell)
        self.words.shaded -= 1
        return found


def _inside(block: Element, tag: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, also those within a control or an insertion."""
    for one in block:
        if one.tag == tag:
            yield one
        elif one.tag in _INTO:
            yield from _inside(one, tag)


def _gap(last: Spacing | None, spacing: Spacing) -> int:
    """The space between two paragraphs in twentieths of a point."""
    if last is None:
        return 0
    same = last.style == spacing.style
    return max(0 if same and last.contextual else last.after, 0 if same and spacing.contextual else spacing.before)


def _row(cells: list[list[Line]], before: int) -> list[Line]:
    """A row of a table. A cell of several lines has each on a line of its own, and the cell behind it begins another."""
    found: list[Line] = []
    line: tuple[tuple[Run, ...], ...] = ()
    lead = before
    heading = False
    for cell in cells:
        if not cell:
            line, lead = ((*line, ()), lead) if line else ((), lead + 1)
            continue
        line, heading = line + cell[0].cells, heading or cell[0].heading
        if len(cell) > 1:
            found += [Line(line, lead, heading), *cell[1:]]
            line, lead, heading = (), 1, False
    while line and not line[-1]:
        line = line[:-1]
    return [*found, Line(line, lead, heading)] if line else found
