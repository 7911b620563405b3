"""What is drawn on a page of a PDF besides its words: straight lines, filled boxes, pictures."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from index.annotations import redactions
from index.pages import Box

_OBJECTS, _SEGMENTS, _NESTED = 20_000, 8_000, 6  # past these a page is a picture: its lines rule no table
_OF_A_BOX = 5  # segments
_THIN = 3.0  # points: a filled box not wider than that is a line
_LEVEL = 0.7  # points by which a level or upright line may lean

_Matrix = tuple[float, float, float, float, float, float]


@dataclass(slots=True)
class Drawing:
    """Places are pdfium's: left, bottom, right, top from the lower left corner."""

    lines: list[Box] = field(default_factory=list)
    shades: list[tuple[Box, int]] = field(default_factory=list)  # filled boxes, 0 black to 255 white
    covers: list[tuple[Box, int]] = field(default_factory=list)  # boxes that let nothing through, and when they were drawn
    texts: dict[int, int] = field(default_factory=dict)  # when the words of a text object were drawn, by its address
    marked: list[Box] = field(default_factory=list)  # marks of redaction and dark boxes that lie over the page
    pictures: int = 0
    objects: int = 0
    segments: int = 0

    @property
    def crowded(self) -> bool:
        return self.objects > _OBJECTS or self.segments > _SEGMENTS


def drawing(page: pdfium.PdfPage) -> Drawing:
    found = Drawing(marked=list(redactions(page)))
    for index in range(raw.FPDFPage_CountObjects(page)):
        _add(found, raw.FPDFPage_GetObject(page, index), (1, 0, 0, 1, 0, 0), 0)
        if found.crowded:
            found.lines.clear()
            break
    return found


def _add(found: Drawing, one: raw.FPDF_PAGEOBJECT, outer: _Matrix, depth: int) -> None:
    found.objects += 1
    kind = raw.FPDFPageObj_GetType(one)
    if kind == raw.FPDF_PAGEOBJ_PATH:
        _add_path(found, one, _times(_matrix(one), outer))
    elif kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING):
        found.pictures += 1
    elif kind == raw.FPDF_PAGEOBJ_TEXT:
        found.texts[address(one)] = found.objects
    elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _NESTED:
        inner = _times(_matrix(one), outer)
        for index in range(raw.FPDFFormObj_CountObjects(one)):
            _add(found, raw.FPDFFormObj_GetObject(one, index), inner, depth + 1)
            if found.crowded:
                return


def _add_path(found: Drawing, path: raw.FPDF_PAGEOBJECT, matrix: _Matrix) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    if stroke.value:
        found.lines += (line for a, b in _strokes(found, path, matrix) if (line := _straight(a, b)))
    elif fill.value:
        boxes = list(_filled(found, path, matrix))
        if len(boxes) == 1 and _covers(path, boxes[0]):
            found.covers.append((boxes[0], found.objects))
        for box in boxes:
            _add_filled(found, box, _light(path))


def _covers(path: raw.FPDF_PAGEOBJECT, box: Box) -> bool:
    """A plain box in one colour, thicker than a line, of which no part is cut away."""
    _, _, _, alpha = rgba = [ctypes.c_uint() for _ in range(4)]
    cut = raw.FPDFClipPath_CountPaths(raw.FPDFPageObj_GetClipPath(path))
    thick = min(box[2] - box[0], box[3] - box[1]) > _THIN
    plain = raw.FPDFPath_CountSegments(path) <= _OF_A_BOX
    return bool(plain and thick and cut <= 0 and raw.FPDFPageObj_GetFillColor(path, *rgba) and alpha.value == 255)


def _add_filled(found: Drawing, box: Box, light: int) -> None:
    left, bottom, right, top = box
    wide, high = right - left, top - bottom
    if min(wide, high) > _THIN:
        found.shades.append((box, light))
    elif light < 250 and max(wide, high) > _THIN:
        x, y = (left + right) / 2, (bottom + top) / 2
        found.lines.append((left, y, right, y) if wide > high else (x, bottom, x, top))


def _straight(a: tuple[float, float], b: tuple[float, float]) -> Box | None:
    (x0, y0), (x1, y1) = a, b
    if abs(y0 - y1) <= _LEVEL and abs(x0 - x1) > _THIN:
        return min(x0, x1), (y0 + y1) / 2, max(x0, x1), (y0 + y1) / 2
    if abs(x0 - x1) <= _LEVEL and abs(y0 - y1) > _THIN:
        return (x0 + x1) / 2, min(y0, y1), (x0 + x1) / 2, max(y0, y1)
    return None


def _filled(found: Drawing, path: raw.FPDF_PAGEOBJECT, matrix: _Matrix) -> Iterator[Box]:
    """The boxes around the closed parts of a filled path."""
    points: list[tuple[float, float]] = []
    for a, b in _strokes(found, path, matrix):
        if points and points[-1] != a:
            yield _around(points)
            points = []
        points += [b] if points else [a, b]
    if points:
        yield _around(points)


def _around(points: list[tuple[float, float]]) -> Box:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _strokes(found: Drawing, path: raw.FPDF_PAGEOBJECT, matrix: _Matrix) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """From point to point along a path; a curve counts as the points that shape it."""
    x, y = ctypes.c_float(), ctypes.c_float()
    first = last = (0.0, 0.0)
    for index in range(min(raw.FPDFPath_CountSegments(path), _SEGMENTS + 1)):
        found.segments += 1
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        a, b, c, d, e, f = matrix
        place = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
            first = place
        else:
            yield last, place
        last = place
        if raw.FPDFPathSegment_GetClose(segment) and last != first:
            yield last, first
            last = first


def _light(path: raw.FPDF_PAGEOBJECT) -> int:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFPageObj_GetFillColor(path, red, green, blue, alpha):
        return 255
    return light(red.value, green.value, blue.value, alpha.value)


def light(red: int, green: int, blue: int, alpha: int) -> int:
    """How bright a colour looks on white paper: 0 black to 255 white."""
    return round((0.3 * red + 0.59 * green + 0.11 * blue) * alpha / 255 + 255 - alpha)


def address(one: raw.FPDF_PAGEOBJECT) -> int:
    """By which an object of a page is told from others."""
    return ctypes.cast(one, ctypes.c_void_p).value or 0


def _matrix(one: raw.FPDF_PAGEOBJECT) -> _Matrix:
    found = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(one, found)
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(one: _Matrix, two: _Matrix) -> _Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = two
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m
