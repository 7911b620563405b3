"""A PDF -> its text in reading order, with marks and the place of each line. Scanned pages go through index/ocr.py.

pdfium reads the pages (index/glyphs.py, index/drawing.py); index/layout.py puts the words in order; index/furniture.py takes
out what every page repeats. Here the rows become one text.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from index import ocr
from index.errors import BadFile
from index.furniture import without_furniture
from index.glyphs import Piece, Sheet, Style, picture, sheet
from index.hyphens import without_hyphens
from index.layout import Row, joint, rows
from index.minutes import Finding, LeftOut, Span
from index.pages import PARTIAL, Box, MarkKind, Page, Paged, Place, Script, numbered
from index.unseen import Unseen

MAX_PAGES = 3_000
_TAIL = 4_096  # bytes at the end in which "%%EOF" is looked for
_ENCRYPTED = (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
_LARGE = 1.15  # of the size of the text: a heading
_HEADING_WORDS = 25
_WIDE = 1.35  # of the distance of lines: an empty line
_SENTENCE_ENDS = re.compile(r"[.!?:;][\"'’”)\]]*$")
ONE_AT_A_TIME = threading.Lock()  # pdfium is not made for threads


def read_pdf(file: str, content: bytes) -> Paged:
    """The Source of a PDF, which ``refuse_other`` has found it to be.

    Raises BadFile: E_ENCRYPTED, E_STRUCTURE, E_BOMB, E_NO_TEXT. Pages without text, recognised text and hidden text
    are in ``warnings``.
    """
    if b"%%EOF" not in content.rstrip(b"\0")[-_TAIL:]:
        raise BadFile(f"{file}: the PDF is cut off: its end is missing", "fetch the file again", code="E_STRUCTURE")
    with ONE_AT_A_TIME:
        sheets = _sheets(file, content)
    pages, furniture = without_furniture(sheets, [rows(one) for one in sheets])
    if not any(pages):
        raise BadFile(f"{file}: no text on pages {numbered(s.number for s in sheets)}: the file needs OCR", _ocr_hint(), code="E_NO_TEXT")
    text = _Text(sheets, without_hyphens(pages))
    left_out = sorted([*furniture, *(out for one in sheets for out in one.left_out)], key=lambda out: out.page or 0)
    return Paged(
        file=file,
        sha256=hashlib.sha256(content).hexdigest(),
        text=text.script.text,
        format="pdf",
        encoding="pdf",
        marks=text.script.marks(),
        links=text.script.links(),
        pages=tuple(text.pages),
        places=tuple(text.places),
        left_out=tuple(left_out),
        unseen=sum((one.unseen for one in sheets), Unseen()),
        warnings=tuple(_warnings(text.pages, left_out)),
    )


def _ocr_hint() -> str:
    return "nothing was recognised in it" if ocr.installed() else "install tesseract (Debian: tesseract-ocr), or give a PDF with text"


def _sheets(file: str, content: bytes) -> list[Sheet]:
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        if error.err_code in _ENCRYPTED:
            raise BadFile(f"{file}: the PDF is encrypted", "remove the password and try again", code="E_ENCRYPTED") from error
        raise _damaged(file) from error
    try:
        if len(document) > MAX_PAGES:
            raise BadFile(f"{file}: {len(document):,} pages, more than {MAX_PAGES:,}", "split the file", code="E_BOMB")
        sheets = [_sheet(document, index) for index in range(len(document))]
    except ValueError as error:
        raise BadFile(f"{file}: {error}", "print it to a new PDF", code="E_BOMB") from error
    finally:
        document.close()
    found = [one for one in sheets if one is not None]
    if not found:
        raise _damaged(file)
    return [one or Sheet(index + 1, 0, 0, 0, ()) for index, one in enumerate(sheets)]


def _damaged(file: str) -> BadFile:
    return BadFile(f"{file}: the PDF is damaged", "fetch the file again, or print it to a new PDF", code="E_STRUCTURE")


def _sheet(document: pdfium.PdfDocument, index: int) -> Sheet | None:
    """The page; None where it is damaged."""
    try:
        page = document[index]
    except pdfium.PdfiumError:
        return None
    try:
        found = sheet(page, index + 1)
        return found if found.pieces or found.blank or not ocr.installed() else _recognised(page, index + 1)
    except pdfium.PdfiumError:
        return None
    finally:
        page.close()


def _recognised(page: pdfium.PdfPage, number: int) -> Sheet:
    """The words of a scanned page, all in one size: that of scanned letters is not known well enough to tell headings."""
    width, height = page.get_size()
    dots, lines, grey = picture(page)
    read = ocr.ocr(dots, lines, grey)
    scale = width / dots
    spans: dict[tuple[int, int, int], tuple[float, float]] = {}
    for word in read:
        top, bottom = spans.get(word.line, (word.box[1], word.box[3]))
        spans[word.line] = min(top, word.box[1]), max(bottom, word.box[3])
    style = Style(round(scale * median([b - t for t, b in spans.values()] or [0]), 1), False, False)
    pieces = [Piece(w.text, _scaled((w.box[0], spans[w.line][0], w.box[2], spans[w.line][1]), scale), style, True) for w in read]
    letters = sum(len(word.text) for word in read)
    confidence = sum(word.confidence * len(word.text) for word in read) / letters if letters else None
    return Sheet(number, width, height, 0, tuple(pieces), confidence=confidence)


def _scaled(box: Box, scale: float) -> Box:
    return box[0] * scale, box[1] * scale, box[2] * scale, box[3] * scale


class _Text:
    """The text while it grows, row by row."""

    def __init__(self, sheets: Sequence[Sheet], pages: Sequence[list[Row]]) -> None:
        self.pages: list[Page] = []
        self.places: list[Place] = []
        self.script = Script()
        self._size = _usual_size(pages)
        self._pitch = _pitch(pages)
        script, last = self.script, None
        for one, found in zip(sheets, pages, strict=True):
            begin: int | None = None
            for row in found:
                if last is not None:
                    script.add("\n\n" if self._parted(last, row, begin is None, found) else "\n")
                begin = script.end if begin is None else begin
                self._add_row(row, one)
                last = row
            span = Span(script.end if begin is None else begin, script.end)
            self.pages.append(Page(one.number, span, one.width, one.height, one.turn, one.confidence))

    def _parted(self, last: Row, row: Row, new_page: bool, page: Sequence[Row]) -> bool:
        """An empty line belongs between the two rows."""
        if new_page:
            full = max(r.box[2] for r in page) - 4 * row.size
            return bool(_SENTENCE_ENDS.search(last.text)) or last.box[2] < full or _bold(last) != _bold(row) or self._heads(row)
        if row.breaks or last.table != row.table:
            return True
        if row.table:
            return False
        gap = row.box[3] - last.box[3]
        return gap < 0 or gap > _WIDE * self._pitch * max(row.size, last.size)

    def _heads(self, row: Row) -> bool:
        return row.size >= _LARGE * self._size and len(row.text.split()) <= _HEADING_WORDS

    def _add_row(self, row: Row, sheet: Sheet) -> None:
        script = self.script
        script.add("\t" * row.lead)
        start = script.end
        for n, part in enumerate(row.parts):
            script.add("\t" * (n > 0))
            for m, piece in enumerate(part):
                script.add(" " * (m > 0 and joint(part[m - 1], piece)))
                at = script.end
                script.add(piece.text, _kinds(piece))
                if sheet.links and (target := _target(piece, sheet)):
                    script.link(target, at)
        left, top, right, bottom = row.box
        self.places.append(Place(Span(start, script.end), sheet.number, (round(left, 1), round(top, 1), round(right, 1), round(bottom, 1))))
        if self._heads(row):
            script.mark("heading", start)


def _target(piece: Piece, sheet: Sheet) -> str:
    """The address of the link over the middle of a word; "" for none."""
    x, y = (piece.box[0] + piece.box[2]) / 2, (piece.box[1] + piece.box[3]) / 2
    over = (target for (left, top, right, bottom), target in sheet.links if left <= x <= right and top <= y <= bottom)
    return next(over, "")


def _kinds(piece: Piece) -> Iterator[MarkKind]:
    if piece.style.bold:
        yield "bold"
    if piece.style.italic:
        yield "italic"


def _bold(row: Row) -> bool:
    return all(piece.style.bold for part in row.parts for piece in part)


def _usual_size(pages: Sequence[list[Row]]) -> float:
    letters: Counter[float] = Counter()
    for found in pages:
        for row in found:
            letters[row.size] += len(row.text)
    return letters.most_common(1)[0][0]


def _pitch(pages: Sequence[list[Row]]) -> float:
    """The usual distance from line to line, in sizes of the letters."""
    steps: Counter[float] = Counter()
    for found in pages:
        for above, below in pairwise(found):
            if not below.breaks and not below.table and 0 < (step := (below.box[3] - above.box[3]) / max(below.size, 1)) < 2.5:
                steps[round(step, 1)] += 1
    return min(max(steps.most_common(1)[0][0], 1.0), 1.8) if steps else 1.2


def _warnings(pages: Sequence[Page], left_out: Sequence[LeftOut]) -> Iterator[Finding]:
    without = [page for page in pages if page.span.start == page.span.end]
    if without:
        verb = "page {} holds" if len(without) == 1 else "pages {} hold"
        yield Finding(PARTIAL, without[0].span.start, f"{verb.format(numbered(p.number for p in without))} no text")
    scanned = [page for page in pages if page.confidence is not None and page not in without]
    if scanned:
        lowest = min(page.confidence or 0 for page in scanned)
        detail = f"pages {numbered(p.number for p in scanned)} were read by character recognition, confidence at least {lowest:.2f}"
        yield Finding("W_OCR", scanned[0].span.start, detail)
    for code, reason in (("W_REDACTION", "covered"), ("W_HIDDEN", "hidden")):
        if found := [out for out in left_out if out.reason == reason]:
            start = pages[(found[0].page or 1) - 1].span.start
            count = sum(len(out.text.split()) for out in found)
            yield Finding(code, start, f"{count} {reason} words on pages {numbered(out.page or 0 for out in found)} were left out")
