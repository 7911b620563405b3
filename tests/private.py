"""Thirty invented minutes with sixty passages that are not for everybody, each with a phrase, a number and a name of its own that stand
nowhere else; and twenty items that only speak of what is exempt. The same minutes without those passages have blanks in their place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import product
from pathlib import Path

from index.ingest import ingest
from index.relabel import relabel
from index.store import Store

FILES, PASSAGES = 30, 60
BODIES = ("Lockside Police and Crime Board", "Tarnmoor Fire Authority", "Vellbrook Scrutiny Panel")
PUBLIC = (
    ("Footbridge at Marlin Staithe", "The Board agreed to repair the footbridge at Marlin Staithe at a cost of £{n},450 by winter."),
    ("Beacon wardens", "Members noted that {n} beacon wardens had been trained since May. Action: Ms Ottaway to report again in June."),
    ("Allotment water", "The clerk reported that allotment water was cut off for {n} days. The Board resolved to fit a second pump."),
)
DECOYS = (
    ("Actions outstanding", "See Exempt Actions List for the two matters that remain."),
    ("Chief officer's update", "The Chief Constable confirmed there was nothing to be discussed in private."),
    ("Reports received", "The exempt report was noted without discussion, and Miss Tranter thanked its authors."),
    ("Information requests", "Freedom of information exemptions were discussed; eleven requests had been answered in time."),
    ("Exempt accommodation", "The growth of supported exempt accommodation in Fenwick Street was raised by residents."),
    ("Private hire vehicles", "Licences for 48 private hire vehicles were renewed."),
    ("Confidential helpline", "The confidential helpline took 212 calls from officers last year."),
    ("Tax", "The charity is exempt from business rates on the boathouse."),
    ("Private members' clubs", "Two private members' clubs had asked for later hours."),
    ("Part two of the survey", "Part two of the survey will be sent to households in May."),
    ("Exclusion of the press and public", "There were no items that required the press and public to be excluded."),
    ("School exclusions", "The number of pupils excluded fell to seven."),
    ("Publication", "The scheme will not be ready for publication before the autumn, the officer said."),
    ("Private sewers", "The transfer of private sewers to the company was welcomed."),
    ("Confidentiality", "Members were reminded of their duty of confidentiality and of the code."),
    ("Closed roads", "Closed roads on the day of the regatta were listed."),
    ("Restricted byways", "Restricted byways 4 and 9 are to be surveyed."),
    ("Minutes of the exempt session", "Members agreed that the minutes of the exempt session would be taken at the next meeting."),
    ("Public interest test", "The officer explained how the public interest test applies to exempt information."),
    ("Any private business", "There was no private business."),
)
SHAPES = ("at the end", "at the start", "line below", "paragraph", "staff", "untitled", "part", "excluded")
_SYLLABLES = ("vor", "ilt", "qua", "zem", "ryd", "okl", "juf", "wib", "xan", "thep", "gho", "mul")
_WORDS = ["".join(three) for three in product(_SYLLABLES, repeat=3) if len(set(three)) == 3]


@dataclass(frozen=True, slots=True)
class Passage:
    """Something that is not for everybody, and how the minutes, or staff, say so."""

    shape: str
    phrase: str
    number: str
    name: str
    text: str
    file: str

    @property
    def canaries(self) -> tuple[str, ...]:
        return self.phrase, self.number, self.name


@dataclass(slots=True)
class Minutes:
    """One file while it is written; ``private`` says which stretches to blank."""

    name: str
    text: str = ""
    private: list[tuple[int, int]] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    number: int = 0

    def add(self, text: str, private: bool = False) -> None:
        if private:
            self.private.append((len(self.text), len(self.text) + len(text)))
        self.text += text

    def item(self, title: str, text: str, private: bool = False, below: str = "") -> None:
        self.number += 1
        below = f"{below}\n\n" if below else ""
        self.add(f"{self.number}. {title}\n\n{below}{text}", private)
        self.add("\n\n")

    @property
    def public(self) -> str:
        text = self.text
        for start, end in self.private:
            text = text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]
        return text


def all_minutes() -> list[Minutes]:
    return [_minutes(n) for n in range(FILES)]


def passages() -> list[Passage]:
    return [passage for one in all_minutes() for passage in one.passages]


def _passage(n: int, file: str, shape: str) -> Passage:
    one, two, three, four = (_WORDS[(n * 4 + k) * 5 % len(_WORDS)] for k in range(4))
    phrase, name, number = f"{one} {two}", f"{three.title()} {four.title()}", f"{7_310_017 + 1_913 * n:,}"
    text = (
        f"The Board agreed to pay £{number} to {name} under the {phrase} settlement, after counsel had advised that the claim could not be "
        f"defended. Action: {name} to sign the {phrase} deed by Friday."
    )
    return Passage(shape, phrase, number, name, text, file)


def _minutes(n: int) -> Minutes:
    day, body = date(2021, 1, 12) + timedelta(days=23 * n), BODIES[n % len(BODIES)]
    made = Minutes(f"minutes-{n:02}.txt")
    made.add(f"{body}\n\nMinutes of the meeting held on {day.day} {day:%B %Y} at 10.00 am in the Corn Hall\n\n")
    made.add("Present:\nMs Philippa Ottaway, Chair\nMr Gerald Stainforth, Member\n\nApologies:\nDr Amina Farrow\n\n")
    made.item("Welcome and apologies", "The Chair opened the meeting and thanked those who had come.")
    shapes = [SHAPES[(2 * n) % len(SHAPES)], SHAPES[(2 * n + 1) % len(SHAPES)]]
    made.passages += [_passage(2 * n + k, made.name, shape) for k, shape in enumerate(shapes)]
    for k, (title, text) in enumerate(PUBLIC):
        made.item(title, text.format(n=11 + n))
        if k < 2:
            _put(made, made.passages[k])
    if n < len(DECOYS):
        made.item(*DECOYS[n])
    made.item("Any other business", f"Mr Stainforth said that the hall clock was {n + 2} minutes slow.")
    _behind(made)
    return made


def _put(made: Minutes, passage: Passage) -> None:
    title = f"Claim of {passage.name}"
    if passage.shape == "at the end":
        made.item(f"{title} (EXEMPT)", passage.text, True)
    elif passage.shape == "at the start":
        made.item(f"CONFIDENTIAL – {title}", passage.text, True)
    elif passage.shape == "line below":
        made.item(title, passage.text, True, "Not for publication by virtue of paragraph 3 of Schedule 12A")
    elif passage.shape == "staff":
        made.item(title, passage.text, True)
    elif passage.shape == "paragraph":
        made.number += 1
        made.add(f"{made.number}. Insurance\n\nThe premium was paid.\n\n")
        made.add(f"[Exempt] {passage.text}", True)
        made.add("\n\nThe policy runs for a year.\n\n")
    elif passage.shape == "untitled":
        made.item("Private item", passage.text, True)


def _behind(made: Minutes) -> None:
    """The private part at the end."""
    last = [passage for passage in made.passages if passage.shape in ("part", "excluded")]
    if last:
        made.add("PART II – PRIVATE\n\n" if last[0].shape == "part" else "(The press and public were excluded at this point.)\n\n", True)
        for passage in last:
            made.item(f"Claim of {passage.name}", passage.text, True)


def written(folder: Path, private: bool = True) -> list[Path]:
    """The files, with their private passages or with blanks in their place."""
    folder.mkdir(parents=True, exist_ok=True)
    for made in all_minutes():
        (folder / made.name).write_text(made.text if private else made.public, "utf-8")
    return sorted(folder.iterdir())


def taken_in(store: Store, files: list[Path]) -> None:
    """The files in the store, and what staff decide on them."""
    assert ingest(store, files).exit_code == 0
    for item_id in decided_on(store):
        relabel(store, item_id, "exempt")


def decided_on(store: Store) -> Iterator[str]:
    """The items that nothing but a decision restricts."""
    items = store.catalog.items()
    for passage in passages():
        if passage.shape == "staff":
            yield from [item.item_id for item in items if passage.phrase in item.text]


def leaks(passage: Passage, said: str, asked: str = "") -> list[str]:
    """What of the passage is in ``said`` and was not in what was ``asked``: a canary, or eight of its words in a row."""
    words = re.findall(r"\w+", passage.text.lower())
    runs = [" ".join(words[start : start + 8]) for start in range(len(words) - 7)]
    plain, question = (" ".join(re.findall(r"\w+", text.lower())) for text in (said, asked))
    canaries = [" ".join(re.findall(r"\w+", one.lower())) for one in passage.canaries]
    return [one for one in (*canaries, *runs) if one in plain and one not in question]
