"""How fast files become items, without anything around it: ``python -m eval bench parse`` as part of the report."""

from __future__ import annotations

from benchmarks.figures import Figure, Section
from benchmarks.harness import Numbers, child
from benchmarks.setting import Setting
from eval.speed import LEAST_RATE, MOST_BEND, MOST_MEMORY, MOST_SECONDS, parse_speeds

ABOUT = "Invented minutes as text of three sizes, and a PDF of twenty pages, made into items on one core (`python -m eval bench parse`)."


def measure(setting: Setting) -> Section:
    found = child("benchmarks.parsing:measured")
    rates = found["rates"]
    figures = (
        Figure("slowest text", min(rates), "MB/s", least=LEAST_RATE),
        Figure("smallest text, of the largest", rates[0] / rates[-1], "times as fast", most=MOST_BEND),
        Figure("PDF of twenty pages", found["paged"][0], "s", most=MOST_SECONDS),
        Figure("memory for a byte of text", max(found["memory"]), "bytes", most=MOST_MEMORY),
    )
    return Section("parsing", "Files to items", ABOUT, figures)


def measured() -> Numbers:
    """``rates`` of the texts in MB a second, ``memory`` in bytes a byte, seconds of the ``paged`` file."""
    *texts, paged = parse_speeds()
    return {"rates": [text.rate for text in texts], "memory": [text.memory for text in texts], "paged": [paged.seconds]}
