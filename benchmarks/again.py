"""The same folder taken in again: with nothing changed in it, and with one file in a hundred changed."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.figures import Figure, Section
from benchmarks.harness import child
from benchmarks.setting import Setting
from benchmarks.taking import invented

ABOUT = """
A folder of invented documents is taken into an empty store, again with nothing changed, and again after a sentence was added to one
file in a hundred (to one at the least). Each run is the whole command in a process of its own, the embedder ready before the clock
starts. `hash`: vectors drawn from hashes in place of the encoder, which would hide all else.
"""
ADDED = "\nMembers thanked the Clerk for the tea.\n"


def measure(setting: Setting) -> Section:
    figures: list[Figure] = []
    if setting.again_embedded and not setting.hashed:
        figures += _runs(setting.again_embedded, False)
    figures += _runs(setting.again, True)
    return Section("again", "Taking the same folder in again", ABOUT, tuple(figures))


def _runs(documents: int, hashed: bool) -> list[Figure]:
    with invented(documents) as minutes, tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        store = str(Path(scratch) / "store")

        def run(anew: bool) -> float:
            return child("benchmarks.taking:took_in", minutes=str(minutes), store=store, hashed=hashed, anew=anew)["seconds"][0]

        first, unchanged = run(True), run(False)
        part = change(minutes, max(1, documents // 100)) / documents
        changed = run(False)
    at = f"{documents:,} documents{', hash' if hashed else ''}"
    return [
        Figure(f"{at}: first", first, "s"),
        Figure(f"{at}: nothing changed", 100 * unchanged / first, "% of the first", most=1.0),
        Figure(f"{at}: {100 * part:.2g} % changed", 100 * changed / first, "% of the first", most=3.0),
    ]


def change(minutes: Path, number: int) -> int:
    """How many files now say one thing more: so many, spread over the folder."""
    files = sorted(minutes.iterdir())
    chosen = files[:: len(files) // number][:number]
    for file in chosen:
        file.write_text(file.read_text("utf-8") + ADDED, "utf-8")
    return len(chosen)
