"""``python -m training.score``: how good a reader is on documents that it was not trained on.

Area under the ROC curve of answered against near misses, and F1 of the words it points at; also by what a near miss lacks.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from assistant.answer import Reading
from assistant.reader import Reader, load_reader
from assistant.windows import Window
from index.tokens import terms
from training.check import DATA, hands, plain
from training.examples import Question, document_windows, held_out, questions

WINDOWS = 10  # of a document, those that share most words with the question
DRAWS, SEED = 1000, 7  # of documents, for the intervals


@dataclass(frozen=True, slots=True)
class Scored:
    """One question, as read: the score of its best window, and F1 of the words pointed at there."""

    asked: Question
    answers: float
    f1: float

    @property
    def answered(self) -> bool:
        return self.asked.kind != "near"


@dataclass(frozen=True, slots=True)
class Figures:
    """``auc``: answered or partly against near misses, a question's score being that of its best window. ``f1``: see ``overlap``.

    Intervals are of 95 %, by drawing documents.
    """

    documents: int
    questions: int
    auc: float
    auc_interval: tuple[float, float]
    f1: float
    f1_interval: tuple[float, float]
    by_lack: dict[str, float] = field(default_factory=dict)  # the same area against the near misses of one kind


def scored(reader: Reader, folder: Path = DATA) -> list[Scored]:
    """Every question over the documents held out."""
    found: list[Scored] = []
    for hand in hands(folder):
        held = {path.name: document_windows(path) for path in sorted((hand / "docs").iterdir()) if held_out(path.name)}
        found += [_scored(reader, asked, held[asked.document]) for asked in questions(hand) if asked.document in held]
    return found


def figures(rows: Sequence[Scored]) -> Figures:
    near = [row for row in rows if not row.answered]
    lacks = Counter(row.asked.lacks for row in near)
    good = [row.answers for row in rows if row.answered]
    by_lack = {f"{lack} ({n})": round(area(good, [row.answers for row in near if row.asked.lacks == lack]), 3) for lack, n in lacks.items()}
    aucs, f1s = _drawn(rows)
    documents = len({row.asked.document for row in rows})
    return Figures(documents, len(rows), _auc(rows), aucs, _f1(rows), f1s, dict(sorted(by_lack.items())))


def _auc(rows: Sequence[Scored]) -> float:
    return round(area([r.answers for r in rows if r.answered], [r.answers for r in rows if not r.answered]), 4)


def _f1(rows: Sequence[Scored]) -> float:
    spans = [row.f1 for row in rows if row.answered]
    return round(sum(spans) / max(1, len(spans)), 4)


def _drawn(rows: Sequence[Scored]) -> tuple[tuple[float, float], tuple[float, float]]:
    of: dict[str, list[Scored]] = {}
    for row in rows:
        of.setdefault(row.asked.document, []).append(row)
    chance = random.Random(SEED)
    draws = [[row for name in chance.choices(sorted(of), k=len(of)) for row in of[name]] for _ in range(DRAWS)]
    aucs, f1s = sorted(map(_auc, draws)), sorted(map(_f1, draws))
    low, high = int(0.025 * DRAWS), int(0.975 * DRAWS) - 1
    return (aucs[low], aucs[high]), (f1s[low], f1s[high])


def _scored(reader: Reader, asked: Question, held: Sequence[Window]) -> Scored:
    words = set(terms(asked.text))
    nearest = sorted(held, key=lambda window: -len(words & set(terms(window.text))))[:WINDOWS]
    window, best = max(zip(nearest, reader.read(asked.text, nearest), strict=True), key=lambda row: row[1].answers)
    return Scored(asked, best.answers, max(overlap(plain(words), pointed(window, best)) for words in asked.words))


def pointed(window: Window, reading: Reading) -> str:
    """The words that the reader points at."""
    return window.text[reading.span.start : reading.span.end] if reading.span else ""


def area(good: Sequence[float], bad: Sequence[float]) -> float:
    """The chance that one of ``good`` scores higher than one of ``bad``, a tie counting half (Mann and Whitney 1947)."""
    ranked = sorted([(score, True) for score in good] + [(score, False) for score in bad])
    above, below, place = 0.0, 0, 0
    while place < len(ranked):
        end = place
        while end < len(ranked) and ranked[end][0] == ranked[place][0]:
            end += 1
        ties = ranked[place:end]
        goods = sum(is_good for _, is_good in ties)
        above += goods * (below + 0.5 * (len(ties) - goods))
        below += len(ties) - goods
        place = end
    return above / (len(good) * len(bad)) if good and bad else 0.0


def overlap(wanted: str, given: str) -> float:
    """F1 of their words (Rajpurkar et al. 2016)."""
    one, other = (Counter(re.findall(r"\w+", text.lower())) for text in (wanted, given))
    same = sum((one & other).values())
    return 2 * same / (sum(one.values()) + sum(other.values())) if same else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.score", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("weights", type=Path)
    print(json.dumps(asdict(figures(scored(load_reader(parser.parse_args().weights)))), indent=2))


if __name__ == "__main__":
    main()
