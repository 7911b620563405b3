"""What the form of a briefing brings: what is asked for, and what somebody did to the briefing, within limits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import parse_qs

from assistant.edited import Edits
from assistant.filters import Filters
from assistant.points import SECTIONS
from assistant.question import plain_text
from index.errors import UsageError

ITEMS, FIELDS, POINTS = 30, 3_000, 1_000  # at most
TITLE, PURPOSE, NOTE, NAME = 200, 1_000, 4_000, 300  # characters at most
_KEY = re.compile(r"[0-9a-f]{16}")
Given = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a briefing is asked for on, as typed and picked. Nothing at all: the form is still empty."""

    q: str = ""
    items: tuple[str, ...] = ()
    body: str = ""
    since: str = ""
    until: str = ""

    @property
    def given(self) -> bool:
        return bool(self.subject or self.items)

    @property
    def subject(self) -> str:
        """What was typed, where there is a word in it."""
        return self.q if any(map(str.isalnum, self.q)) else ""

    def filters(self) -> Filters:
        """Raises UsageError (E_RANGE) for a day that is none."""
        since, until = _day(self.since, "From"), _day(self.until, "To")
        if since and until and since > until:
            raise UsageError("The first day is later than the last.", "Exchange the two days.", code="E_RANGE")
        return Filters(body=(self.body,) if self.body.strip() else (), since=since, until=until)


@dataclass(frozen=True, slots=True)
class Posted:
    """A briefing as somebody edited it, and the button pressed: a point to be moved, or the form of a file."""

    wanted: Wanted
    edits: Edits = field(default_factory=Edits)
    moved: str = ""
    by: int = 0
    form: str = ""


def read(body: bytes) -> Given:
    """The fields of a form. Raises UsageError for what is none."""
    try:
        return parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=FIELDS)
    except ValueError as error:
        raise UsageError("The form cannot be read.", "Make the briefing again.", code="E_JSON") from error


def wanted(given: Given) -> Wanted:
    """Raises UsageError (E_TOO_LONG, E_RANGE)."""
    items = tuple(dict.fromkeys(one for one in given.get("item", ()) if one.strip()))
    if len(items) > ITEMS:
        raise UsageError(f"More than {ITEMS} items were picked.", "Pick fewer, or ask for a subject.", code="E_RANGE")
    if any(len(one) > NAME for one in items):
        raise UsageError("An item that was picked has too long a name.", "Pick it again on its page.", code="E_TOO_LONG")
    q = _one(given, "q")  # how long it may be is known to the assistant
    return Wanted(q, items, *(_short(given, name, name, NAME) for name in ("body", "since", "until")))


def posted(given: Given) -> Posted:
    """Raises UsageError (E_TOO_LONG, E_RANGE)."""
    keys = [key for key in given.get("point", ()) if _KEY.fullmatch(key)]
    if len(keys) > POINTS:
        raise UsageError(f"The form holds more than {POINTS} points.", "Make the briefing again.", code="E_RANGE")
    edits = Edits(
        order=tuple(dict.fromkeys(keys)),
        out=frozenset(given.get("out", ())),
        sections_out=frozenset(SECTIONS[n] for n in range(len(SECTIONS)) if str(n) in given.get("section-out", ())),
        title=plain_text(_short(given, "title", "title", TITLE)),
        purpose=_typed(_short(given, "purpose", "purpose", PURPOSE)),
        notes={heading: _typed(_short(given, f"note-{n}", f"note under “{heading}”", NOTE)) for n, heading in enumerate(SECTIONS)},
    )
    button = next((name for name in ("up", "down") if name in given), "")
    by = {"up": -1, "down": 1}.get(button, 0)
    return Posted(wanted(given), edits, _one(given, button) if button else "", by, _one(given, "form"))


def _one(given: Given, name: str) -> str:
    return next(iter(given.get(name, ())), "")


def _short(given: Given, name: str, called: str, most: int) -> str:
    typed = _one(given, name).replace("\r\n", "\n")  # as a browser counts them
    if len(typed) > most:
        raise UsageError(f"The {called} has more than {most:,} characters.", "Go back and shorten it.", code="E_TOO_LONG")
    return typed


def _typed(text: str) -> str:
    """Text of several lines without characters that are no text or cannot be seen."""
    return unicodedata.normalize("NFC", "\n".join(map(plain_text, text.split("\n")))).strip()


def _day(typed: str, field_name: str) -> date | None:
    try:
        return date.fromisoformat(typed.strip()) if typed.strip() else None
    except ValueError as error:
        raise UsageError(f"“{field_name}” holds no day.", "Write it as year, month and day: 2024-02-13.", code="E_RANGE") from error
