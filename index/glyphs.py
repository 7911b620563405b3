"""One page of a PDF -> its words with place and typography, and its ruled lines.

Everything comes out as the text stands upright, in points from the top left corner of what the page shows.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from index.annotations import targets
from index.drawing import Drawing, address, area, drawing, inside, light
from index.minutes import LeftOut, Reason
from index.pages import Box
from index.unseen import Unseen, unseen

MAX_GLYPHS = 200_000  # on one page
_DARK, _BRIGHT = 70, 250  # of 255
_SMALLEST = 1.5  # points: smaller letters cannot be read
_UNREADABLE = 0.3  # share of glyphs without a meaning past which the page counts as having no text
_FORCE_BOLD, _ITALIC_FLAG = 1 << 18, 1 << 6
_BOLD = re.compile(r"bold|black|heavy|demi|cmbx|(?:[-,]|std)(?:bd|hv|blk)\b", re.I)
_ITALIC = re.compile(r"italic|oblique|cmti|cmsl|[-,]it\b", re.I)
_PLAIN = {0x2: "-", 0xFFFE: "-", 0xFFFF: "", 0xAD: "\xad", 0x2010: "-", 0x2011: "-"}
_PLAIN |= dict.fromkeys((0xF0B7, 0xF0A7, 0xF0D8, 0xF076), "•")


@dataclass(frozen=True, slots=True)
class Style:
    size: float
    bold: bool
    italic: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, or the part of one that has one style."""

    text: str
    box: Box
    style: Style
    spaced: bool  # white space stood before it


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as found."""

    number: int
    width: float
    height: float
    turn: int
    pieces: tuple[Piece, ...]
    rules: tuple[Box, ...] = ()  # straight lines, level where top == bottom
    left_out: tuple[LeftOut, ...] = ()
    blank: bool = False  # nothing at all is drawn on it
    confidence: float | None = None
    unseen: Unseen = field(default_factory=Unseen)
    links: tuple[tuple[Box, str], ...] = ()  # where on the page, and the address


@dataclass(slots=True)
class _Glyph:
    char: str
    box: Box  # as pdfium has it: left, bottom, right, top from the lower left corner
    ink: _Ink | None  # None: made up by pdfium to part words


@dataclass(frozen=True, slots=True)
class _Ink:
    style: Style
    angle: int  # degrees, anticlockwise
    light: int  # 0 black to 255 white
    drawn: int = 0  # the address of its text object
    printed: bool = True  # False where it is only there to be searched and copied


def sheet(page: pdfium.PdfPage, number: int) -> Sheet:
    """The page as its text stands upright. Raises pdfium.PdfiumError where it cannot be read, ValueError where it is a bomb."""
    frame, (glyphs, signs), drawn = _frame(page), _glyphs(page), drawing(page)
    angle = _main_angle(glyphs)
    turned = _Turned(frame, angle)
    kept, left_out = _sorted(glyphs, frame, angle, drawn)
    readable = sum(g.char == "\ufffd" for g in kept) <= _UNREADABLE * sum(g.ink is not None and g.char != " " for g in kept)
    return Sheet(
        number=number,
        width=turned.width,
        height=turned.height,
        turn=(angle - page.get_rotation()) // 90 % 4,
        pieces=tuple(_pieces(kept, turned)) if readable else (),
        rules=tuple(turned.box(line) for line in drawn.lines),
        left_out=tuple(LeftOut(reason, words, number) for reason, words in left_out.items() if words),
        blank=not drawn.objects,
        unseen=signs,
        links=tuple((turned.box(box), target) for box, target in targets(page)),
    )


def _sorted(glyphs: list[_Glyph], frame: Box, angle: int, drawn: Drawing) -> tuple[list[_Glyph], dict[Reason, str]]:
    """The glyphs that a reader of the page reads, and the words of the others by reason."""
    kept: list[_Glyph] = []
    lost: dict[Reason, str] = {}
    for glyph in glyphs:
        reason = None if glyph.ink is None or glyph.char == " " else _unseen(glyph, glyph.ink, frame, angle, drawn)
        if reason is None:
            kept.append(glyph)
        if reason is not None:
            lost[reason] = lost.get(reason, "") + glyph.char
        elif glyph.char == " " or glyph.ink is None:
            lost = {why: words if words.endswith(" ") else words + " " for why, words in lost.items()}
    return kept, {why: words.strip() for why, words in lost.items()}


def picture(page: pdfium.PdfPage, dots: int = 300) -> tuple[int, int, bytes]:
    """Width, height and grey values of the page as it is shown, at most 25 million of them."""
    width, height = page.get_size()
    scale = min(dots / 72, math.sqrt(25e6 / max(width * height, 1)))
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        rows = bytes(bitmap.buffer)
        grey = b"".join(rows[at : at + bitmap.width] for at in range(0, bitmap.stride * bitmap.height, bitmap.stride))
        return bitmap.width, bitmap.height, grey
    finally:
        bitmap.close()


class _Turned:
    """From pdfium's places (upwards from the lower left) to ours (downwards from the top left of the upright page)."""

    def __init__(self, frame: Box, angle: int) -> None:
        self._frame, self._angle = frame, angle
        wide, high = frame[2] - frame[0], frame[3] - frame[1]
        self.width, self.height = (wide, high) if angle in (0, 180) else (high, wide)

    def box(self, box: Box) -> Box:
        left, bottom, right, top = self._frame
        x0, y0, x1, y1 = box
        if self._angle == 90:
            return y0 - bottom, x0 - left, y1 - bottom, x1 - left
        if self._angle == 180:
            return right - x1, y0 - bottom, right - x0, y1 - bottom
        if self._angle == 270:
            return top - y1, right - x1, top - y0, right - x0
        return x0 - left, top - y1, x1 - left, top - y0


def _frame(page: pdfium.PdfPage) -> Box:
    left, bottom, right, top = page.get_cropbox()
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def _main_angle(glyphs: list[_Glyph]) -> int:
    angles = Counter(g.ink.angle for g in glyphs if g.ink and g.char != " ")
    level = [(count, angle) for angle, count in angles.items() if angle % 90 == 0]
    return max(level)[1] if level else 0


def _unseen(glyph: _Glyph, ink: _Ink, frame: Box, angle: int, drawn: Drawing) -> Reason | None:
    """Why a reader of the page does not read this glyph as part of its text; None where one does."""
    if ink.angle != angle:
        return "turned"
    x, y = (glyph.box[0] + glyph.box[2]) / 2, (glyph.box[1] + glyph.box[3]) / 2
    if not (frame[0] <= x <= frame[2] and frame[1] <= y <= frame[3]):
        return "outside the page"
    behind = [one for one in drawn.grounds if inside(x, y, one.box) and ink.style.size <= one.tall]
    photographs = [one for one in drawn.photographs if inside(x, y, one.box)]
    if any(inside(x, y, box) for box in drawn.marked) or any(
        one.when > drawn.texts.get(ink.drawn, one.when) and area(one.box) < area(frame) / 2
        for one in (behind + photographs if ink.printed else behind)
    ):
        return "covered"
    if ink.light <= _DARK and any(one.light <= _DARK for one in behind):
        return "covered"
    white = ink.light >= _BRIGHT and not drawn.pictures and all(one.light >= _BRIGHT for one in behind)
    unprinted = not ink.printed and not drawn.pictures  # over the picture of a page it is what was recognised in that
    return "hidden" if white or unprinted or ink.style.size < _SMALLEST else None


def _pieces(glyphs: list[_Glyph], turned: _Turned) -> Iterator[Piece]:
    letters: list[tuple[str, Box]] = []
    style, spaced = Style(0, False, False), True
    for glyph in glyphs:
        box = turned.box(glyph.box)
        blank = glyph.ink is None or glyph.char == " "
        if letters and (blank or (glyph.ink and glyph.ink.style != style) or _apart(letters[-1][1], box, style.size)):
            yield _piece(letters, style, spaced)
            spaced = blank or _apart(letters[-1][1], box, style.size)
            letters = []
        if blank:
            spaced = True
        elif glyph.ink and not (letters and _same(letters[-1], glyph.char, box)):
            style = glyph.ink.style
            letters.append((glyph.char, box))
    if letters:
        yield _piece(letters, style, spaced)


def _piece(letters: list[tuple[str, Box]], style: Style, spaced: bool) -> Piece:
    boxes = [box for _, box in letters]
    box = min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)
    return Piece("".join(char for char, _ in letters), box, style, spaced)


def _apart(last: Box, box: Box, size: float) -> bool:
    """Another line, or a jump within it."""
    common = min(last[3], box[3]) - max(last[1], box[1])
    return common < 0.3 * min(last[3] - last[1], box[3] - box[1]) or not -0.5 * size < box[0] - last[2] < 0.25 * size


def _same(last: tuple[str, Box], char: str, box: Box) -> bool:
    """A letter printed again in its own place, to look bold."""
    return last[0] == char and abs(last[1][0] - box[0]) < 0.3 * (box[2] - box[0]) and abs(last[1][1] - box[1]) < 1


def _glyphs(page: pdfium.PdfPage) -> tuple[list[_Glyph], Unseen]:
    """The glyphs, and what stands between them that has no sign."""
    textpage = page.get_textpage()
    try:
        count = raw.FPDFText_CountChars(textpage)
        if count > MAX_GLYPHS:
            raise ValueError(f"{count:,} letters on one page, more than {MAX_GLYPHS:,}")
        inks: dict[int, _Ink] = {}
        rect = raw.FS_RECTF()
        found: list[_Glyph] = []
        codes: list[int] = []
        for index in range(count):
            code = raw.FPDFText_GetUnicode(textpage, index)
            codes.append(code if code < 0x110000 and not 0xD800 <= code < 0xE000 else 0)
            char = _char(codes[-1])
            if not char:
                continue
            raw.FPDFText_GetLooseCharBox(textpage, index, rect)
            box = (rect.left, rect.bottom, rect.right, rect.top)
            found.append(_Glyph(char, box, _ink(textpage, index, inks)))
        return found, unseen("".join(map(chr, codes)))
    finally:
        textpage.close()


def _char(code: int) -> str:
    """What a reader sees; "" for what has no sign, U+FFFD where the font does not tell."""
    if code in _PLAIN:
        return _PLAIN[code]
    if 0xFB00 <= code <= 0xFB06:  # ligatures
        return unicodedata.normalize("NFKC", chr(code))
    if 0xD800 <= code < 0xE000 or 0xE000 <= code < 0xF900 or code in (0, 0xFFFD):
        return "\ufffd"
    char = chr(code)
    if char.isspace():
        return " "
    return "" if unicodedata.category(char) in ("Cc", "Cf", "Cn") else char


def _ink(textpage: pdfium.PdfTextPage, index: int, inks: dict[int, _Ink]) -> _Ink | None:
    if raw.FPDFText_IsGenerated(textpage, index) == 1:
        return None
    drawn = raw.FPDFText_GetTextObject(textpage, index)
    key = address(drawn)
    if key not in inks:
        inks[key] = _new_ink(textpage, index, drawn)
    return inks[key]


def _new_ink(textpage: pdfium.PdfTextPage, index: int, drawn: object) -> _Ink:
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(textpage, index, matrix)
    size = abs(raw.FPDFText_GetFontSize(textpage, index) * math.hypot(matrix.c, matrix.d))
    angle = round(math.degrees(math.atan2(matrix.b, matrix.a))) % 360
    name, flags = _font(textpage, index)
    mode = raw.FPDFTextObj_GetTextRenderMode(drawn) if drawn else raw.FPDF_TEXTRENDERMODE_FILL
    stroked = mode == raw.FPDF_TEXTRENDERMODE_FILL_STROKE
    bold = stroked or bool(flags & _FORCE_BOLD) or _BOLD.search(name) is not None
    slanted = angle == 0 and matrix.c > 0.1 * abs(matrix.d)
    italic = slanted or bool(flags & _ITALIC_FLAG) or _ITALIC.search(name) is not None
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    raw.FPDFText_GetFillColor(textpage, index, red, green, blue, alpha)
    shade = light(red.value, green.value, blue.value, alpha.value)
    return _Ink(Style(round(size, 1), bold, italic), angle, shade, address(drawn), mode != raw.FPDF_TEXTRENDERMODE_INVISIBLE)


def _font(textpage: pdfium.PdfTextPage, index: int) -> tuple[str, int]:
    flags = ctypes.c_int()
    buffer = ctypes.create_string_buffer(128)
    raw.FPDFText_GetFontInfo(textpage, index, buffer, 128, flags)
    return buffer.value.decode("utf-8", "replace"), flags.value
