"""Invented minutes by the thousand: bodies, years, house styles, decisions carried forward. The same seed gives the same archive.

``python -m benchmarks.archive FOLDER --items 10000`` (or ``--documents 100000``) writes one; documents are made one by one, so memory
does not grow with their number. A larger archive begins with the smaller ones. No two bodies of the first 100,000 documents share a name.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count as counting
from itertools import islice
from pathlib import Path
from random import Random

SEED = 20261122
ITEMS = 12  # of a meeting, on average
_MEETINGS = 60  # of a body

_FIRST = "Alder Bram Cald Dun Elm Fern Garth Hazel Ing Kel Larch Mar Nor Oster Pen Quern Row Sedge Thorn Ulver Wester Yar".split()
_LAST = "bourne by combe dale fleet ford ham haven hurst ley mere moor sea shaw stead thorpe ton water wick worth".split()
_OTHER = ("", "Great ", "Little ", "Upper ", "Nether ", "Old ", "New ", "Long ")  # once all places were named, those beside them
_BODIES = ("Harbour Board", "Parish Council", "Fire Panel", "Schools Forum", "Water Committee", "Transport Board", "Markets Committee")
_SURNAMES = (
    "Abara Bexley Corvin Dace Eames Farr Gorse Holt Imrie Jessop Kaur Lomax Moxon Nkemelu Orme Pardoe Quill Rudd Skene Tolland Udall Vane"
).split()
_ROLES = "the Clerk,the Treasurer,the Surveyor,the Harbour Master,the Secretary,the Deputy Clerk".split(",")
WHAT = (
    "footbridge,slipway,bandstand,drainage ditch,car park,library roof,sea wall,bus shelter,allotment fence,war memorial,play area,"
    "boat store,street lights,clock tower,public toilets,cemetery gate,flood gauge,cycle path,market stalls,fire hydrants,weighbridge,"
    "orchard,village hall,ferry landing,pumping station,school crossing,tree nursery,signal box,canal towpath,recycling point"
).split(",")
DOES = "repair,renewal,lease,insurance,survey,painting,closure,reopening,funding,cleaning,inspection,naming,licensing,lighting".split(",")
_SAID = (
    "{owner} reported that the {topic} would cost £{money}, {more} than in the year before.",
    "{person} asked why the {topic} had been delayed since {month}.",
    "Members heard that {number} letters had come in about the {topic}, most of them against.",
    "The {topic} had been looked at by an engineer, whose report was circulated.",
    "{person} and {other} declared an interest in the {topic} and left the room.",
    "It was noted that the grant for the {topic} ends in {month}.",
    "A second quotation for the {topic} of £{money} was received late and was not opened.",
    "{owner} apologised for the state of the {topic} and undertook to write to residents.",
)
_DECIDED = (
    "RESOLVED that the {topic} be approved at a cost of £{money}.",
    "It was AGREED to defer the {topic} to the next meeting.",
    "RESOLVED that no further money be spent on the {topic}.",
    "It was AGREED that {owner} obtain three quotations for the {topic}.",
)
_ACTION = "ACTION: {owner} to report on the {topic} by {due}."


@dataclass(frozen=True, slots=True)
class _Body:
    name: str
    organisation: str
    style: int
    people: tuple[str, ...]
    topics: tuple[str, ...]
    began: date


@dataclass(frozen=True, slots=True)
class Made:
    """One document: the name of its file, its text, how many items it has."""

    file: str
    text: str
    items: int


def archive(seed: int = SEED) -> Iterator[Made]:
    """Documents one by one, body after body, meeting after meeting; as many as are asked for."""
    for number in counting():
        random = Random(f"{seed} {number}")
        body = _body(random, number)
        open_topics: list[str] = []
        for meeting in range(_MEETINGS):
            count = random.randint(ITEMS - 4, ITEMS + 4)
            held = body.began + timedelta(days=28 * meeting)
            yield Made(f"{number:04}-{held.isoformat()}.txt", _minutes(random, body, held, count, open_topics), count + 3)


def bodies(number: int, seed: int = SEED) -> list[str]:
    """The names of the first so many bodies."""
    return [_body(Random(f"{seed} {each}"), each).name for each in range(number)]


def documents(items: int, seed: int = SEED) -> Iterator[tuple[str, str]]:
    """File names and texts, one by one, until together they have at least so many items."""
    had = 0
    for made in archive(seed):
        if had >= items:
            return
        yield made.file, made.text
        had += made.items


def write(folder: Path, made: Iterable[tuple[str, str]]) -> list[Path]:
    """The files that were written into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in made:
        written.append(folder / name)
        written[-1].write_text(text, "utf-8")
    return written


def _place(number: int) -> str:
    plain = len(_FIRST) * len(_LAST)
    return _OTHER[number // plain % len(_OTHER)] + _FIRST[number % len(_FIRST)] + _LAST[number // len(_FIRST) % len(_LAST)]


def _body(random: Random, number: int) -> _Body:
    place = _place(number)
    name = f"{place} {random.choice(_BODIES)}"
    people = tuple(f"Cllr {surname}" for surname in random.sample(_SURNAMES, 7))
    topics = tuple(f"{does} of the {place} {what}" for what in random.sample(WHAT, 15) for does in random.sample(DOES, 2))
    return _Body(name, f"{place} District", number % 4, people, topics, date(2019, 1, 7) + timedelta(days=number % 25))


def _minutes(random: Random, body: _Body, held: date, count: int, left_open: list[str]) -> str:
    """One meeting; what was deferred at the meetings before comes first, and leaves ``left_open`` when it is decided."""
    present = random.sample(body.people, 5)
    away = [person for person in body.people if person not in present]
    lines = [
        body.name.upper() if body.style % 2 else body.name,
        f"{body.organisation}\n" if body.style == 2 else "",
        f"Minutes of the meeting held on {_day(held)}",
        "",
        f"Present: {present[0]} (Chair), {', '.join(present[1:])}",
        f"Apologies: {', '.join(away)}",
        "",
    ]
    subjects = list(dict.fromkeys([*left_open[:4], *random.sample(body.topics, min(count, len(body.topics)))]))
    entries = [
        ("Apologies", [f"Apologies were received from {away[0]}."]),
        ("Minutes of the last meeting", ["They were signed as correct."]),
    ]
    entries += [(f"{topic[0].upper()}{topic[1:]}", _discussed(random, body, topic, held, left_open)) for topic in subjects[:count]]
    entries.append(("Date of the next meeting", [f"{_day(held + timedelta(days=28))}."]))
    for place, (title, said) in enumerate(entries, 1):
        lines += [_heading(body.style, place, held, title), *said, ""]
    return "\n".join(lines)


def _discussed(random: Random, body: _Body, topic: str, held: date, left_open: list[str]) -> list[str]:
    def filled(line: str) -> str:
        person, other = random.sample(body.people, 2)
        return line.format(
            topic=topic,
            owner=random.choice(_ROLES),
            person=person,
            other=other,
            money=f"{random.randint(2, 900) * 50:,}",
            number=random.randint(3, 60),
            more=random.choice(("more", "less")),
            month=f"{held + timedelta(days=random.randint(20, 300)):%B}",
            due=_day(held + timedelta(days=random.randint(10, 60))),
        )

    said = [filled(line) for line in random.sample(_SAID, random.randint(1, 4))]
    decided = random.choice((*_DECIDED, ""))
    if topic in left_open:
        left_open.remove(topic)
    if "defer" in decided:
        left_open.append(topic)
    said += [filled(decided)] if decided else []
    return [line[0].upper() + line[1:] for line in [*said, *([filled(_ACTION)] if random.random() < 0.3 else [])]]


def _day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"


def _heading(style: int, place: int, held: date, title: str) -> str:
    return (f"{place}. {title}", f"Item {place}: {title}", f"{place}/{held:%y} {title}", f"{place}. {title.upper()}")[style]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.archive", description="Write an archive of invented minutes.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--items", type=int, default=10_000, help="at least so many items (default 10000)")
    parser.add_argument("--documents", type=int, help="so many documents, whatever their items")
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args(arguments)
    by_number = ((made.file, made.text) for made in islice(archive(options.seed), options.documents))
    write(options.folder, by_number if options.documents else documents(options.items, options.seed))
    return 0


if __name__ == "__main__":
    sys.exit(main())
