"""A picture that lies over the page of a PDF: whether words can be seen through it, and whether it shows anything at all."""

from __future__ import annotations

from typing import Literal

import pypdfium2 as pdfium
import pypdfium2.raw as raw

_LARGEST = 1_000_000  # dots that are looked at
Sort = Literal["clear", "plain", "photograph"]


def sort(page: pdfium.PdfPage, picture: raw.FPDF_PAGEOBJECT) -> Sort:
    """ "clear" where something shows through it or nobody can say, "plain" where it is all one colour."""
    if raw.FPDFPageObj_HasTransparency(picture) or raw.FPDFClipPath_CountPaths(raw.FPDFPageObj_GetClipPath(picture)) > 0:
        return "clear"
    drawn = raw.FPDFImageObj_GetRenderedBitmap(page.pdf, page, picture)
    if not drawn:
        return "clear"
    bitmap = pdfium.PdfBitmap.from_raw(drawn)
    try:
        return _sort(bitmap)
    finally:
        bitmap.close()


def _sort(bitmap: pdfium.PdfBitmap) -> Sort:
    wide, high, deep = bitmap.width, bitmap.height, bitmap.n_channels
    if wide * high > _LARGEST or deep not in (3, 4) or not wide * high:
        return "clear"
    dots = bytes(bitmap.buffer)
    rows = [dots[at : at + wide * deep] for at in range(0, bitmap.stride * high, bitmap.stride)]
    if bitmap.format == raw.FPDFBitmap_BGRA and any(min(row[3::4]) < 255 for row in rows):
        return "clear"
    return "plain" if all(row == rows[0][:deep] * wide for row in rows) else "photograph"
