"""What grows with an archive: memory while it answers, memory and time while it is taken in, room on the disk."""

from __future__ import annotations

import tempfile
from itertools import islice
from pathlib import Path

from assistant.build import open_assistant
from assistant.config import Config
from benchmarks.bare import passages_in
from benchmarks.figures import Figure, Line, Plot, Section, exponent
from benchmarks.harness import Numbers, child, resident_mb
from benchmarks.hashed import loader
from benchmarks.questions import questions
from benchmarks.setting import Setting
from benchmarks.stores import kept
from benchmarks.taking import invented

ABOUT = """
Answering: the memory of a process that has answered ten questions, at each size of archive; its growth is between the smallest and the
largest. Taking in: once, twice and four times {documents} documents, each in a process of its own; vectors are drawn from hashes, so
that what is seen is the program and not the encoder. Disk: all files of the store, the copies of the minutes themselves included.
"""
TIMES = (1, 2, 4)
QUESTIONS = 10


def measure(setting: Setting) -> Section:
    answering, figures = _answering(setting)
    taken, peaks = _taking_in(setting)
    fewest, most = (seconds / documents for documents, seconds in (taken[0], taken[-1]))
    figures += [
        Figure("taking in: exponent of its time", exponent(taken), least=0.9, most=1.1),
        Figure("taking in: seconds a document, most documents of fewest", most / fewest, "times"),
        *(Figure(f"taking in {documents:,.0f} documents: most memory", peak, "MB") for documents, peak in peaks),
        Figure("taking in: memory, most documents of fewest", peaks[-1][1] / peaks[0][1], "times", most=1.1),
    ]
    plots = (
        Plot("memory.png", "Memory while answering", "passages", "MB", (Line("answering", tuple(answering)),), log=False),
        Plot("taking.png", "Taking in, vectors from hashes", "documents", "s", (Line("ingest", tuple(taken)),)),
    )
    return Section("sizes", "Memory and disk over sizes", ABOUT.format(documents=setting.documents), tuple(figures), plots)


def _answering(setting: Setting) -> tuple[list[tuple[float, float]], list[Figure]]:
    points, figures = [], []
    for items in setting.items:
        store = kept(setting.folder, items, setting.hashed).store
        found = child("benchmarks.sizes:answering", store=str(store), hashed=setting.hashed)
        points.append((float(passages_in(store)), found["resident_mb"][0]))
        figures += [
            Figure(f"{items:,} items: memory while answering", found["resident_mb"][0], "MB"),
            Figure(f"{items:,} items: disk for 1,000 items", 1000 * on_disk_mb(store) / items, "MB"),
        ]
    if len(points) > 1:
        (few, small), (many, large) = points[0], points[-1]
        figures.append(Figure("memory for 100,000 passages more", 1e5 * (large - small) / (many - few), "MB", most=700))
    return points, figures


def answering(store: str, hashed: bool) -> Numbers:
    """``resident_mb`` once some questions were answered."""
    with open_assistant(Config(store=Path(store), reader="none"), load=loader(hashed)) as assistant:
        for question in islice(questions("memory"), QUESTIONS):
            assistant.ask(question)
        return {"resident_mb": [resident_mb()]}


def _taking_in(setting: Setting) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    """Documents with seconds, and documents with the most memory."""
    taken, peaks = [], []
    for number in (times * setting.documents for times in TIMES):
        with invented(number) as minutes, tempfile.TemporaryDirectory(prefix="bench-") as scratch:
            found = child("benchmarks.taking:took_in", minutes=str(minutes), store=str(Path(scratch) / "store"), hashed=True)
        taken.append((float(number), found["seconds"][0]))
        peaks.append((float(number), found["peak_mb"][0]))
    return taken, peaks


def on_disk_mb(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
