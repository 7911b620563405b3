"""Which rows of a list are wanted; and which filter fits which list."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Protocol, get_args

from assistant.rows import ActionRow, ItemRow, OutcomeRow, Row
from assistant.scope import named_bodies
from index.errors import MissingInput, UsageError
from index.minutes import Document, OutcomeKind, Role, Scope, Status
from index.tokens import terms, tokens
from index.tracking import ACTIONS, State

KINDS: dict[str, tuple[OutcomeKind, ...]] = {
    "decisions": ("decision", "agreement", "approval", "deferral"),
    "actions": ACTIONS,
    "outcomes": get_args(OutcomeKind),
}
_MOST = ("documents", "meetings", "items", *KINDS, "people")
FITS: dict[str, tuple[str, ...]] = {
    "body": (*_MOST, "coverage"),
    "words": (*_MOST, "coverage"),
    "role": _MOST,
    "status": _MOST,
    "since": _MOST,
    "until": _MOST,
    "item": ("items", *KINDS),
    "kind": tuple(KINDS),
    "owner": tuple(KINDS),
    "state": ("actions",),
}
_NO_WORDS = ("item_id", "report_item", "document_id", "body_id", "parent", "file", "files", "announced_in")
_NAMED = 12  # bodies named in an error


class Held(Protocol):
    """What is needed of a catalogue."""

    def documents(self, scope: Scope = Scope()) -> Sequence[Document]: ...  # noqa: B008


@dataclass(frozen=True, slots=True)
class Filters:
    """Each field is a filter of FITS; an empty one lets everything through.

    ``body``: ids, or words of the name, any of them. ``since``, ``until``: days, inclusive. ``item``: an id, a number or a
    reference. ``owner``, ``words``: all of these words, in any form ("bridge", "bridges").
    """

    body: tuple[str, ...] = ()
    role: tuple[Role, ...] = ()
    status: tuple[Status, ...] = ()
    since: date | None = None
    until: date | None = None
    kind: tuple[OutcomeKind, ...] = ()
    state: tuple[State, ...] = ()
    item: str = ""
    owner: str = ""
    words: str = ""

    @property
    def given(self) -> tuple[tuple[str, str], ...]:
        """The filters in use with what they ask for."""
        values = ((f.name, getattr(self, f.name)) for f in fields(self))
        return tuple((name, ", ".join(value) if isinstance(value, tuple) else str(value)) for name, value in values if value)

    def check(self, what: str) -> None:
        """Raises UsageError for a filter that does not fit the list ``what``, and for one that nothing can fit."""
        for name, value in self.given:
            if what not in FITS[name]:
                raise UsageError(f"--{name} does not fit 'list {what}'", f"it fits: {', '.join(FITS[name])}")
            if name in ("owner", "words") and not tokens(value):
                raise UsageError(f"--{name} holds no word", "type the words that the row should hold")
        if strange := [kind for kind in self.kind if kind not in KINDS[what]]:
            raise UsageError(
                f"'list {what}' holds no {strange[0]}", f"it holds: {', '.join(KINDS[what])}; 'list outcomes --kind' has every kind"
            )
        self._in_order()

    def _in_order(self) -> None:
        if self.since and self.until and self.since > self.until:
            raise UsageError(f"--since {self.since} is later than --until {self.until}", "exchange them", code="E_RANGE")

    def within(self, catalog: Held) -> Scope:
        """What a question is to be asked of. Raises UsageError for days that exclude each other, and as ``scope`` does."""
        self._in_order()
        return self.scope(catalog)

    def scope(self, catalog: Held) -> Scope:
        """The documents to look at. Raises MissingInput for a body that is not held, and names those that are."""
        bodies = _bodies(self.body, catalog.documents()) if self.body else ()
        return Scope(bodies=bodies, roles=self.role, first=self.since, last=self.until)

    def takes(self, document: Document) -> bool:
        """True where the document has one of the wanted statuses."""
        return not self.status or document.status in self.status

    def let_through(self, row: Row) -> bool:
        """True where the row itself fits: its kind, item, owner and words."""
        if isinstance(row, OutcomeRow) and self.kind and row.kind not in self.kind:
            return False
        if isinstance(row, ActionRow) and self.state and row.state not in self.state:
            return False
        if isinstance(row, OutcomeRow) and not _holds(row.owner or "", self.owner):
            return False
        if isinstance(row, OutcomeRow | ItemRow) and self.item and not _called(row, self.item):
            return False
        return not self.words or _holds(_words(row), self.words)


def days(typed: str) -> tuple[date, date]:
    """The first and the last day of a day, a month or a year. Raises UsageError (E_RANGE)."""
    try:
        if match := re.fullmatch(r"(\d{4})(?:-(\d\d))?", typed, re.ASCII):
            year, first, last = int(match[1]), int(match[2] or 1), int(match[2] or 12)
            return date(year, first, 1), date(year, last, monthrange(year, last)[1])
        return date.fromisoformat(typed), date.fromisoformat(typed)
    except ValueError as error:
        raise UsageError(f"'{typed}' is no date", "write it as YYYY-MM-DD, YYYY-MM or YYYY", code="E_RANGE") from error


def _bodies(typed: Sequence[str], documents: Sequence[Document]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(body for name in typed for body in _called_so(name, documents)))


def _called_so(name: str, documents: Sequence[Document]) -> list[str]:
    """The bodies of this id, or with all these words in their name, or else those that a question would mean by it ("WMP")."""
    ids = [d.body_id for d in documents if d.body_id == name.lower()]
    wanted = set(terms(name))
    worded = [d.body_id for d in documents if wanted and wanted <= set(tokens(_full_name(d)))]
    if found := ids or worded or [body for group in named_bodies(name, documents) for body in group]:
        return found
    held = list(dict.fromkeys(f"{_full_name(d)} ({d.body_id})" for d in documents))
    more = f" and {len(held) - _NAMED} more; see: python -m assistant list coverage" if len(held) > _NAMED else ""
    raise MissingInput(f"no minutes of a body '{name}' are held", f"held: {'; '.join(held[:_NAMED])}{more}", code="E_NOTFOUND")


def _full_name(document: Document) -> str:
    return ", ".join(dict.fromkeys(filter(None, (document.meeting.body, document.meeting.organisation))))


def _called(row: OutcomeRow | ItemRow, name: str) -> bool:
    return name.lower() in (label.lower() for label in (row.item_id, row.number, row.minute_ref) if label)


def _holds(text: str, words: str) -> bool:
    return set(tokens(words)) <= set(tokens(text))


def _words(row: Row) -> str:
    """What a person reads in the row: no ids, no names of files."""
    values = (getattr(row, f.name) for f in fields(row) if f.name not in _NO_WORDS and not f.metadata.get("inner"))
    return " ".join(str(one) for value in values for one in (value if isinstance(value, tuple) else (value,)) if isinstance(one, str))
