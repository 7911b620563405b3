"""How well the parser registers outcomes, against those labelled by hand in eval/corpus/outcomes.json.

Settled: decisions, agreements, approvals and deferrals. To do: actions, requests and undertakings. A match is of the same
group and shares at least half of the shorter of the two spans; each piece of evidence and each outcome counts once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from index.minutes import Outcome, Span

GROUPS = {
    **dict.fromkeys(("decision", "agreement", "approval", "deferral"), "settled"),
    **dict.fromkeys(("action", "request", "undertaking"), "to do"),
}
_WIDE = 4  # an outcome so many times longer than its evidence is the item, not the statement


class _Read(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Labelled(_Read):
    """One outcome of the gold. A piece of evidence behind the first repeats the same outcome."""

    file: str
    kind: str
    owner: str | None
    due: str | None
    evidence: tuple[str, ...]


class Labels(_Read):
    about: str
    outcomes: tuple[Labelled, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence in its place."""

    label: Labelled
    span: Span

    @property
    def group(self) -> str:
        return GROUPS.get(self.label.kind, self.label.kind)


@dataclass(frozen=True, slots=True)
class Tally:
    """``overclaimed``: a noting, an intention or an old action called more than that. ``invented``: an owner where none is printed."""

    wanted: int
    said: int
    right: int
    overclaimed: int
    invented: int
    wide: int

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.wanted + self.said) if self.wanted + self.said else 0.0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


def labels(path: Path) -> tuple[Labelled, ...]:
    """The outcomes labelled in the file."""
    return Labels.model_validate_json(path.read_text("utf-8")).outcomes


def pieces(found: Iterable[Labelled], file: str, text: str) -> list[Piece]:
    """The evidence of one file in its place; every piece must stand there exactly once, white space aside."""
    return [Piece(label, _place(text, piece, file)) for label in found if label.file == file for piece in label.evidence]


def _place(text: str, piece: str, file: str) -> Span:
    places = [m.span() for m in re.finditer(r"\s+".join(map(re.escape, piece.split())), text)]
    if len(places) != 1:
        raise ValueError(f"{file}: the evidence stands there {len(places)} times: {piece}")
    return Span(*places[0])


def tally(group: str, gold: Sequence[Piece], said: Sequence[Outcome]) -> Tally:
    """What one file's outcomes of ``group`` are worth. Further pieces of an outcome already found are set aside."""
    mine = [o for o in said if GROUPS.get(o.kind) == group]
    pairs = _pairs([p for p in gold if p.group == group], mine)
    right = {id(piece.label) for piece, _ in pairs}
    stray = [o for o in mine if not any(o is other for _, other in pairs)]
    over = [o for o in stray if any(p.group not in GROUPS.values() and _meets(p.span, o.span) for p in gold)]
    return Tally(
        wanted=len({id(p.label) for p in gold if p.group == group}),
        said=len(mine) - (len(pairs) - len(right)),
        right=len(right),
        overclaimed=len(over),
        invented=sum(o.owner is not None and p.label.owner is None for p, o in pairs),
        wide=sum(_length(o.span) > _WIDE * _length(p.span) for p, o in pairs),
    )


def _pairs(gold: Sequence[Piece], said: Sequence[Outcome]) -> list[tuple[Piece, Outcome]]:
    """One to one, most alike first."""
    met = [(_likeness(p.span, o.span), n, m) for n, p in enumerate(gold) for m, o in enumerate(said) if _meets(p.span, o.span)]
    found: dict[int, int] = {}
    for _, n, m in sorted(met, reverse=True):
        if n not in found and m not in found.values():
            found[n] = m
    return [(gold[n], said[m]) for n, m in found.items()]


def _length(span: Span) -> int:
    return span.end - span.start


def _meets(one: Span, other: Span) -> bool:
    return 2 * one.overlap(other) >= min(_length(one), _length(other)) > 0


def _likeness(one: Span, other: Span) -> float:
    shared = one.overlap(other)
    return shared / (_length(one) + _length(other) - shared)
