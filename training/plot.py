"""``python -m training.plot``: the loss of trainings over their steps, from the logs that ``training.train`` wrote, as a PNG."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from benchmarks.figures import Line, Plot
from benchmarks.plot import draw


def plot_of(logs: Sequence[Path], file: str) -> Plot:
    """A line for each log; of a training that was ended and went on, what came last for a step."""
    return Plot(file, "Training of the reader", "step", "loss, mean of 25 steps", tuple(map(_line, logs)), log=False)


def _line(log: Path) -> Line:
    rows = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    return Line(log.stem, tuple({float(row["step"]): float(row["loss"]) for row in rows if "loss" in row}.items()))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.plot", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("out", type=Path, help="the picture")
    parser.add_argument("logs", type=Path, nargs="+", metavar="LOG.jsonl")
    given = parser.parse_args()
    draw(plot_of(given.logs, given.out.name), given.out.parent)


if __name__ == "__main__":
    main()
