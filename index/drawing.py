"""What is drawn on a page of a PDF besides its words: straight lines, filled boxes, pictures."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from index.annotations import redactions
from index.overlaid import sort
from index.pages import Box

_OBJECTS, _SEGMENTS, _NESTED = 20_000, 8_000, 6  # past these a page is a picture: its lines rule no table
_LOOKED_AT = 40  # pictures of a page
_PARTS = 200  # of one path: one of more is no row of boxes
_THIN = 3.0  # points: a filled box not wider than that is a line
_BOXLIKE, _HALF = 0.95, 0.5  # shares of the box around it that a shape fills: it is that box; it is a ground for words in that box
_LETTERS = 0.7  # of their size: how high the capitals are
_DARK, _MIDDLE, _BRIGHT = 70, 128, 250  # of 255
_LEVEL = 0.7  # points by which a level or upright line may lean

_Matrix = tuple[float, float, float, float, float, float]
_Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Ground:
    """A filled box, or a thick line. It hides what was drawn before ``when``, in letters up to the size ``tall``; 0: it hides nothing."""

    box: Box
    light: int  # 0 black to 255 white
    when: int = 0
    tall: float = math.inf


@dataclass(slots=True)
class Drawing:
    """Places are pdfium's: left, bottom, right, top from the lower left corner."""

    lines: list[Box] = field(default_factory=list)
    grounds: list[Ground] = field(default_factory=list)
    texts: dict[int, int] = field(default_factory=dict)  # when the words of a text object were drawn, by its address
    marked: list[Box] = field(default_factory=list)  # marks of redaction and dark boxes that lie over the page
    photographs: list[Ground] = field(default_factory=list)  # pictures of something that hide what was drawn before
    over: list[tuple[raw.FPDF_PAGEOBJECT, Ground]] = field(default_factory=list)  # pictures drawn after some words
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
    _add_pictures(found, page)
    return found


def _add(found: Drawing, one: raw.FPDF_PAGEOBJECT, outer: _Matrix, depth: int, through: bool = False) -> None:
    """``through``: it belongs to a group that may let through what is under it."""
    found.objects += 1
    kind = raw.FPDFPageObj_GetType(one)
    if kind == raw.FPDF_PAGEOBJ_PATH:
        _add_path(found, one, _times(_matrix(one), outer), through)
    elif kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING):
        found.pictures += 1
        if kind == raw.FPDF_PAGEOBJ_IMAGE and found.texts and not through and len(found.over) < _LOOKED_AT:
            found.over.append((one, Ground(_place(_times(_matrix(one), outer)), _MIDDLE, found.objects)))
    elif kind == raw.FPDF_PAGEOBJ_TEXT:
        found.texts[address(one)] = found.objects
    elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _NESTED:
        inner = _times(_matrix(one), outer)
        through = through or bool(raw.FPDFPageObj_HasTransparency(one))
        for index in range(raw.FPDFFormObj_CountObjects(one)):
            _add(found, raw.FPDFFormObj_GetObject(one, index), inner, depth + 1, through)
            if found.crowded:
                return


def _add_pictures(found: Drawing, page: pdfium.PdfPage) -> None:
    """Those that hide words. A page that is mostly pictures was scanned in strips, and its words may lie under them."""
    half = page.get_width() * page.get_height() / 2
    scanned = sum(area(ground.box) for _, ground in found.over) > half
    for picture, ground in found.over:
        seen = sort(page, picture) if area(ground.box) < half else "clear"
        if seen == "plain":
            found.grounds.append(ground)
        elif seen == "photograph" and not scanned:
            found.photographs.append(ground)


def _place(matrix: _Matrix) -> Box:
    """Of a picture; no place at all where it stands askew."""
    a, b, c, d, e, f = matrix
    askew = min(abs(a) + abs(d), abs(b) + abs(c)) > _LEVEL
    xs, ys = (e, e + a + c), (f, f + b + d)
    return (e, f, e, f) if askew else (min(xs), min(ys), max(xs), max(ys))


def area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def inside(x: float, y: float, box: Box) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _add_path(found: Drawing, path: raw.FPDF_PAGEOBJECT, matrix: _Matrix, through: bool) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    drawn = list(_strokes(found, path, matrix))
    if fill.value:
        light, opaque = _paint(path, raw.FPDFPageObj_GetFillColor, through)
        for box, share in _filled(drawn, fill.value == raw.FPDF_FILLMODE_ALTERNATE):
            _add_filled(found, Ground(box, light, found.objects if opaque else 0), share, bool(stroke.value))
    if stroke.value:
        lines = [line for a, b in drawn if (line := _straight(a, b))]
        found.lines += lines
        light, opaque = _paint(path, raw.FPDFPageObj_GetStrokeColor, through)
        when = found.objects if opaque and raw.FPDFPageObj_GetDashCount(path) <= 0 else 0
        found.grounds += _bars(lines, _width(path, matrix), Ground((0, 0, 0, 0), light, when))


def _paint(path: raw.FPDF_PAGEOBJECT, colour: Callable[..., int], through: bool) -> tuple[int, bool]:
    """How bright it looks, and whether nothing shows through and no part is cut away. A highlighter is neither black nor white."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not colour(path, red, green, blue, alpha):
        return 255, False
    found = light(red.value, green.value, blue.value, alpha.value)
    cut = raw.FPDFClipPath_CountPaths(raw.FPDFPageObj_GetClipPath(path))
    clear = raw.FPDFPageObj_HasTransparency(path) or (through and _DARK < found < _BRIGHT)
    return found, cut <= 0 and alpha.value == 255 and not clear


def _add_filled(found: Drawing, ground: Ground, share: float, stroked: bool) -> None:
    """``share``: how much of the box is filled. What leaves half of it free, a frame or an arrow, hides no dark words in it."""
    left, bottom, right, top = ground.box
    wide, high = right - left, top - bottom
    if min(wide, high) > _THIN:
        light = max(ground.light, _MIDDLE) if share < _HALF else ground.light
        found.grounds.append(replace(ground, light=light, when=ground.when if share >= _BOXLIKE else 0))
    elif not stroked and ground.light < _BRIGHT and max(wide, high) > _THIN:
        x, y = (left + right) / 2, (bottom + top) / 2
        found.lines.append((left, y, right, y) if wide > high else (x, bottom, x, top))


def _bars(lines: list[Box], width: float, like: Ground) -> Iterator[Ground]:
    """Lines that are as thick as letters are high. A thinner one strikes out what can still be read."""
    for left, bottom, right, top in lines if width > _THIN else ():
        x, y = (width / 2, 0) if left == right else (0, width / 2)
        yield replace(like, box=(left - x, bottom - y, right + x, top + y), tall=width / _LETTERS)


def _width(path: raw.FPDF_PAGEOBJECT, matrix: _Matrix) -> float:
    """Of a stroke, in points of the page."""
    a, b, c, d, _, _ = matrix
    width = ctypes.c_float()
    raw.FPDFPageObj_GetStrokeWidth(path, width)
    return width.value * math.sqrt(abs(a * d - b * c))


def _straight(a: tuple[float, float], b: tuple[float, float]) -> Box | None:
    (x0, y0), (x1, y1) = a, b
    if abs(y0 - y1) <= _LEVEL and abs(x0 - x1) > _THIN:
        return min(x0, x1), (y0 + y1) / 2, max(x0, x1), (y0 + y1) / 2
    if abs(x0 - x1) <= _LEVEL and abs(y0 - y1) > _THIN:
        return (x0 + x1) / 2, min(y0, y1), (x0 + x1) / 2, max(y0, y1)
    return None


def _filled(drawn: list[tuple[_Point, _Point]], alternate: bool) -> list[tuple[Box, float]]:
    """The boxes around the closed parts of a filled path, and how much of each is filled: 0 for the two edges of a frame."""
    parts = [(points, _around(points)) for points in _parts(drawn)]
    shares = [(box, _share(points, box)) for points, box in parts]
    if len(shares) > _PARTS:
        return [(box, abs(share)) for box, share in shares]
    return [(box, 0 if _hollow(n, shares, alternate) else abs(share)) for n, (box, share) in enumerate(shares)]


def _hollow(at: int, shares: list[tuple[Box, float]], alternate: bool) -> bool:
    """One edge of a frame: a box in or around another, drawn the other way round where that is what counts."""
    box, share = shares[at]
    others = (other for n, (other, way) in enumerate(shares) if n != at and (alternate or way * share < 0))
    return any(_holds(box, other) or _holds(other, box) for other in others)


def _parts(drawn: list[tuple[_Point, _Point]]) -> Iterator[list[_Point]]:
    points: list[_Point] = []
    for a, b in drawn:
        if points and points[-1] != a:
            yield points
            points = []
        points += [b] if points else [a, b]
    if points:
        yield points


def _around(points: list[_Point]) -> Box:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _share(points: list[_Point], box: Box) -> float:
    """Of the box around these points, how much lies between them; negative where they run clockwise."""
    between = sum(a * d - b * c for (a, b), (c, d) in zip(points, [*points[1:], points[0]], strict=True)) / 2
    return between / max(area(box), 1e-6)


def _holds(outer: Box, inner: Box) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def _strokes(found: Drawing, path: raw.FPDF_PAGEOBJECT, matrix: _Matrix) -> Iterator[tuple[_Point, _Point]]:
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
