"""Lines over two axes as a PNG, drawn with Pillow, which the project has anyway; a library for plots would be for this alone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from benchmarks.figures import Plot

WIDTH, HEIGHT = 900, 540
LEFT, RIGHT, TOP, BOTTOM = 90, 30, 50, 70
COLOURS = ("#1b5e8c", "#b3541e", "#3b7a3a", "#7a3b75", "#555555", "#a0842a")
INK, GRID = "#222222", "#dddddd"


@dataclass(frozen=True, slots=True)
class Axis:
    """Values to places: from ``low`` to ``high`` over the pixels ``start`` to ``end``."""

    low: float
    high: float
    start: int
    end: int
    log: bool

    def at(self, value: float) -> float:
        low, high, value = (math.log10(v) if self.log else v for v in (self.low, self.high, value))
        return self.start + (value - low) / ((high - low) or 1) * (self.end - self.start)

    def ticks(self) -> list[float]:
        """Powers of ten on a logarithmic axis, else five steps."""
        if self.log:
            return [10.0**n for n in range(round(math.log10(self.low)), round(math.log10(self.high)) + 1)]
        return [self.low + (self.high - self.low) * n / 5 for n in range(6)]


def axis(values: Sequence[float], start: int, end: int, log: bool) -> Axis:
    """An axis that holds all ``values``: whole powers of ten, or from zero."""
    if not log:
        return Axis(0.0, max(values, default=1.0) * 1.05 or 1.0, start, end, False)
    low, high = 10.0 ** math.floor(math.log10(min(values))), 10.0 ** math.ceil(math.log10(max(values)))
    return Axis(low, high if high > low else low * 10, start, end, True)


def draw(plot: Plot, folder: Path) -> Path:
    """The file that was written."""
    points = [point for line in plot.lines for point in line.points]
    across = axis([x for x, _ in points], LEFT, WIDTH - RIGHT, plot.log)
    up = axis([y for _, y in points], HEIGHT - BOTTOM, TOP, plot.log)
    image = Image.new("RGB", (WIDTH, HEIGHT), "white")
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(15)
    _frame(pen, font, plot, across, up)
    for number, line in enumerate(plot.lines):
        colour = COLOURS[number % len(COLOURS)]
        places = [(across.at(x), up.at(y)) for x, y in sorted(line.points)]
        pen.line(places, fill=colour, width=3)
        for x, y in places:
            pen.ellipse((x - 4, y - 4, x + 4, y + 4), fill=colour)
        pen.text((LEFT + 15, TOP + 12 + 20 * number), line.name, fill=colour, font=font)
    file = folder / plot.file
    image.save(file)
    return file


def _frame(pen: ImageDraw.ImageDraw, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, plot: Plot, across: Axis, up: Axis) -> None:
    for value in across.ticks():
        x = across.at(value)
        pen.line((x, TOP, x, HEIGHT - BOTTOM), fill=GRID)
        pen.text((x, HEIGHT - BOTTOM + 8), f"{value:,.6g}", fill=INK, font=font, anchor="mt")
    for value in up.ticks():
        y = up.at(value)
        pen.line((LEFT, y, WIDTH - RIGHT, y), fill=GRID)
        pen.text((LEFT - 8, y), f"{value:,.6g}", fill=INK, font=font, anchor="rm")
    pen.rectangle((LEFT, TOP, WIDTH - RIGHT, HEIGHT - BOTTOM), outline=INK)
    pen.text((WIDTH / 2, 22), f"{plot.title}: {plot.y}", fill=INK, font=font, anchor="mm")
    pen.text((WIDTH / 2, HEIGHT - 22), plot.x, fill=INK, font=font, anchor="mm")
