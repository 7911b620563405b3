"""What a run of the measurements was asked to measure on."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.stores import BENCH


@dataclass(frozen=True, slots=True)
class Setting:
    """Small by default, so that a run ends in a quarter of an hour; ``items`` are the sizes of the archives."""

    folder: Path = BENCH  # where archives and stores are kept
    report: Path = field(default=BENCH / "report")
    items: tuple[int, ...] = (235, 2330)  # about 1,000 and 10,000 passages
    questions: int = 20  # of each kind
    documents: int = 20  # taken in where taking in is measured
    again: int = 200  # documents taken in again, vectors from hashes
    again_embedded: int = 0  # the same with the encoder
    rounds: int = 2  # A B A B
    users: int = 10
    think: float = 5.0  # seconds between the answer and the next question
    seconds: float = 60.0  # that they ask
    cases: Path | None = None  # questions with gold items; None: the invented ones
    minutes: Path | None = None  # the minutes they are about
    hashed: bool = False  # vectors drawn from hashes instead of the encoder's


FULL = Setting(
    items=(235, 2330, 4650, 10_000, 23_500),
    questions=100,
    documents=300,
    again=10_000,
    again_embedded=1000,
    rounds=3,
    users=50,
    seconds=300.0,
)
