"""What lies over the page of a PDF: links with their address, and marks of redaction."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from index.pages import Box

_MOST = 2_000  # links of one page that are read
_DARK = 70  # of 255
_LONGEST = 8_000  # bytes of an address


def targets(page: pdfium.PdfPage) -> Iterator[tuple[Box, str]]:
    """The box of each link (left, bottom, right, top as pdfium has it) and its address. Places in the same file have none."""
    place, link = ctypes.c_int(0), raw.FPDF_LINK()
    for _ in range(_MOST):
        if not raw.FPDFLink_Enumerate(page, place, link):
            return
        if address := _address(page, link):
            yield from ((box, address) for box in _boxes(link))


def _address(page: pdfium.PdfPage, link: object) -> str:
    action = raw.FPDFLink_GetAction(link)
    if not action or raw.FPDFAction_GetType(action) != raw.PDFACTION_URI:
        return ""
    size = raw.FPDFAction_GetURIPath(page.pdf, action, None, 0)
    if not 1 < size <= _LONGEST:
        return ""
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAction_GetURIPath(page.pdf, action, buffer, size)
    return buffer.value.decode("utf-8", "replace")


def _boxes(link: object) -> Iterator[Box]:
    """A box for each line that the link goes over, where it tells them; else the one around all."""
    corners = raw.FS_QUADPOINTSF()
    lines = range(raw.FPDFLink_CountQuadPoints(link))
    for n in lines:
        if raw.FPDFLink_GetQuadPoints(link, n, corners):
            xs, ys = (corners.x1, corners.x2, corners.x3, corners.x4), (corners.y1, corners.y2, corners.y3, corners.y4)
            yield min(xs), min(ys), max(xs), max(ys)
    rect = raw.FS_RECTF()
    if not lines and raw.FPDFLink_GetAnnotRect(link, rect):
        yield rect.left, min(rect.bottom, rect.top), rect.right, max(rect.bottom, rect.top)


def redactions(page: pdfium.PdfPage) -> Iterator[Box]:
    """The places that are marked to be blackened and never were, and dark boxes laid over the page, which anyone may take off."""
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), _MOST)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            kind, rect = raw.FPDFAnnot_GetSubtype(annotation), raw.FS_RECTF()
            marks = kind == raw.FPDF_ANNOT_REDACT or (kind == raw.FPDF_ANNOT_SQUARE and _dark(annotation))
            if marks and raw.FPDFAnnot_GetRect(annotation, rect):
                yield rect.left, min(rect.bottom, rect.top), rect.right, max(rect.bottom, rect.top)
        finally:
            raw.FPDFPage_CloseAnnot(annotation)


def _dark(annotation: object) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    told = raw.FPDFAnnot_GetColor(annotation, raw.FPDFANNOT_COLORTYPE_InteriorColor, red, green, blue, alpha)
    return bool(told) and alpha.value == 255 and max(red.value, green.value, blue.value) <= _DARK
