"""A time line as a picture: where each of its points stands. The template draws it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.timeline import Kind, Point
from index.dates import spoken
from web.address import item_path

WIDTH, LEFT, STEP = 960, 96, 24  # pixels; a point takes STEP each way, so that a finger hits it
HIGHEST = 6  # points over one another; how many more there are is said above them
KINDS: tuple[tuple[Kind, str], ...] = (("decision", "Decisions"), ("action", "Actions"), ("mention", "Mentions"))


@dataclass(frozen=True, slots=True)
class Dot:
    """``x`` and ``y`` are its middle."""

    x: int
    y: int
    kind: Kind
    words: str
    path: str


@dataclass(frozen=True, slots=True)
class Sign:
    """Words in the picture."""

    x: int
    y: int
    words: str


@dataclass(frozen=True, slots=True)
class Lane:
    kind: Kind
    title: str
    y: int  # of its ground line


@dataclass(frozen=True, slots=True)
class Picture:
    height: int
    lanes: tuple[Lane, ...]
    dots: tuple[Dot, ...]
    more: tuple[Sign, ...]  # above the dots that stand for others too
    days: tuple[Sign, ...]
    width: int = WIDTH


def drawn(points: Sequence[Point]) -> Picture | None:
    """The dated points from left to right, a lane for each kind; None where no point has a date."""
    days = sorted(point.day for point in points if point.day)
    if not days:
        return None
    lanes, dots, more = [], [], []
    ground = 0
    for kind, title in KINDS:
        piles = _piles([point for point in points if point.kind == kind and point.day], days[0], days[-1])
        if not piles:
            continue
        high = min(HIGHEST, max(map(len, piles.values())))
        over = STEP if any(len(pile) > HIGHEST for pile in piles.values()) else 0
        ground += high * STEP + over + STEP // 2
        lanes.append(Lane(kind, title, ground))
        for x, pile in piles.items():
            dots += [_dot(point, x, ground - STEP // 2 - n * STEP) for n, point in enumerate(pile[:HIGHEST])]
            more += [Sign(x, ground - HIGHEST * STEP - 8, f"+{len(pile) - HIGHEST}")] if len(pile) > HIGHEST else []
    return Picture(ground + 2 * STEP, tuple(lanes), tuple(dots), tuple(more), tuple(_days(days[0], days[-1], ground + STEP)))


def _piles(points: Iterable[Point], first: date, last: date) -> dict[int, list[Point]]:
    """The points by the place at which they stand: those of about the same day over one another."""
    piles: dict[int, list[Point]] = {}
    for point in points:
        piles.setdefault(_x(point.day or first, first, last), []).append(point)
    return piles


def _x(day: date, first: date, last: date) -> int:
    """One of so many places; a single day stands at the left."""
    places = (WIDTH - LEFT) // STEP - 1
    return LEFT + STEP // 2 + STEP * round(places * ((day - first) / max(last - first, timedelta(days=1))))


def _dot(point: Point, x: int, y: int) -> Dot:
    return Dot(x, y, point.kind, f"{point.kind.capitalize()}: {point.label}", item_path(point.item_id, point.span))


def _days(first: date, last: date, y: int) -> list[Sign]:
    """The first and last day and years between them, as far as there is room."""
    ends = [Sign(_x(first, first, last), y, spoken(first))]
    if last > first:
        ends.append(Sign(_x(last, first, last), y, spoken(last)))
    years = [Sign(_x(date(year, 1, 1), first, last), y, str(year)) for year in range(first.year + 1, last.year + 1)]
    inside = [sign for sign in years if LEFT + 140 < sign.x < WIDTH - 160]
    apart = inside[:: 1 + len(inside) * 48 // WIDTH]
    return [*ends[:1], *apart, *ends[1:]]
