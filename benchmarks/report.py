"""Sections to a Markdown report with its pictures. Each figure stands beside what was asked for, met or missed."""

from __future__ import annotations

import math
import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.figures import Figure, Line, Section
from benchmarks.plot import draw

HEAD = """# How fast, and at what size

Measured {day} on {machine}, {processors} processors, Python {python}, one thread a process, the machine's load {load:.1f} at the end.
Sides that are compared took turns (A B A B) in one run, so trust ratios before times. What is asked for stands beside each figure.
"""


def write_report(folder: Path, sections: Sequence[Section]) -> Path:
    """The report, ``report.md`` in ``folder``, with its pictures beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    for plot in (plot for section in sections for plot in section.plots if _can_be_drawn(plot.lines)):
        draw(plot, folder)
    file = folder / "report.md"
    file.write_text("\n".join([_head(), *map(as_markdown, sections)]), "utf-8")
    return file


def as_markdown(section: Section) -> str:
    rows = ["| figure | value | asked | |", "| --- | ---: | ---: | --- |", *map(_row, section.figures)]
    pictures = [f"![{plot.title}]({plot.file})\n" for plot in section.plots if _can_be_drawn(plot.lines)]
    return "\n".join([f"## {section.title}\n", section.about.strip(), "", *rows, "", *pictures])


def _head() -> str:
    day = datetime.now(UTC).date().isoformat()
    machine, python = platform.machine(), platform.python_version()
    return HEAD.format(day=day, machine=machine, processors=os.cpu_count(), python=python, load=os.getloadavg()[0])


def _row(figure: Figure) -> str:
    asked = [f"at most {figure.most:g}"] if figure.most is not None else []
    asked += [f"at least {figure.least:g}"] if figure.least is not None else []
    said = {None: "", True: "met", False: "missed"}[figure.met]
    return f"| {figure.name} | {shown(figure.value)} {figure.unit} | {' and '.join(asked)} | {said} |"


def shown(value: float) -> str:
    """Three figures, more where the number is large."""
    if math.isnan(value):
        return "-"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _can_be_drawn(lines: Sequence[Line]) -> bool:
    return any(len(line.points) > 1 for line in lines)
