"""A page of a PDF as a picture, cut to the lines that hold the cited words, each in a box.

Drawing has no limits of its own: bytes from outside are drawn by the child process (``Jail.picture``).
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence

import pypdfium2 as pdfium
from PIL import Image, ImageDraw

from index.pages import Box, Page, union
from index.pdf import ONE_AT_A_TIME

_DOTS = 2.0  # for a point
_MOST = 4e6  # dots of a page
_AROUND = 28.0  # points of the page above and below the lines
_EDGE = 2.0  # points between the words and their box
_INK, _LINE = (176, 84, 0), 3


def picture(content: bytes, page: Page, boxes: Sequence[Box]) -> bytes | None:
    """A PNG of the stretch of ``page`` around ``boxes``, at least one; None where pdfium cannot draw it."""
    scale = min(_DOTS, math.sqrt(_MOST / max(page.width * page.height, 1.0)))
    try:
        with ONE_AT_A_TIME:
            drawn = _drawn(content, page, scale)
    except (pdfium.PdfiumError, ValueError, IndexError, MemoryError):
        return None
    pen = ImageDraw.Draw(drawn)
    for left, top, right, bottom in boxes:
        pen.rectangle([scale * side for side in (left - _EDGE, top - _EDGE, right + _EDGE, bottom + _EDGE)], outline=_INK, width=_LINE)
    _, top, _, bottom = union(boxes)
    upper = min(max(0, int(scale * (top - _AROUND))), drawn.height - 1)
    out = io.BytesIO()
    drawn.crop((0, upper, drawn.width, max(upper + 1, min(drawn.height, int(scale * (bottom + _AROUND)))))).save(out, "PNG")
    return out.getvalue()


def _drawn(content: bytes, page: Page, scale: float) -> Image.Image:
    document = pdfium.PdfDocument(content)
    try:
        bitmap = document[page.number - 1].render(scale=scale, rotation=90 * page.turn)
        try:
            shown: Image.Image = bitmap.to_pil().convert("RGB").copy()
            return shown
        finally:
            bitmap.close()
    finally:
        document.close()
