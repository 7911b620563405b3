"""What the address of a list asks for: its filters, those of the command ``list``; what is wrong with them; the order and the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, get_args

from starlette.datastructures import QueryParams

from assistant.filters import FITS, KINDS, Filters, days
from index.catalog import Catalog
from index.errors import MissingInput, UsageError
from index.minutes import Role, Status
from index.tracking import State
from web.problem import Refused

LONGEST, MOST = 200, 20  # characters of a value, values of a filter
SEVERAL = ("body", "role", "status", "kind", "state")
_TITLES = {
    "body": "Body",
    "words": "Words",
    "since": "From",
    "until": "To",
    "kind": "Kind",
    "state": "State",
    "owner": "Owner",
    "role": "Paper",
    "status": "Status",
    "item": "Item",
}  # in the order of the form
_NO_DATE = "is not a date. Write a year, a month or a day: 2024, 2024-03 or 2024-03-09."
_REMEDIES = {
    "body": "names a body of which no minutes are held. Choose one from the list.",
    "words": "needs a whole word, and 200 characters at most. Type the words that the row should hold.",
    "owner": "needs a whole word, and 200 characters at most. Type the name of the owner as the minutes print it.",
    "since": _NO_DATE,
    "until": _NO_DATE,
    "item": "is too long. Type a number or a reference, such as 4 or 087/18.",
}
_BACKWARDS = "is later than “To”. Exchange the two dates."


@dataclass(frozen=True, slots=True)
class Wrong:
    """A field that cannot be used as it is, and what to do."""

    field: str
    title: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Asked:
    """``typed`` is what was given, a value at a time; ``filters`` what of it can be used."""

    what: str
    typed: tuple[tuple[str, str], ...]
    filters: Filters
    wrong: tuple[Wrong, ...] = ()
    sort: str = ""  # the key of a column; with "-" before it, the last first
    page: int = 1

    def all(self, name: str) -> tuple[str, ...]:
        return tuple(value for field, value in self.typed if field == name)

    def one(self, name: str) -> str:
        return next(iter(self.all(name)), "")

    @property
    def said(self) -> tuple[tuple[str, str], ...]:
        """The filters in use as a person reads them."""
        return tuple((_TITLES[name], value) for name, value in self.filters.given)

    def pairs(self, sort: str | None = None, page: int = 1) -> list[tuple[str, str]]:
        """The address of the same rows, in this order or the present one, on another page."""
        order = self.sort if sort is None else sort
        return [*self.typed, *([("sort", order)] if order else []), *([("page", str(page))] if page > 1 else [])]


def fitting(what: str) -> tuple[str, ...]:
    """The filters of a list in the order of its form."""
    return tuple(name for name in _TITLES if what in FITS[name])


def choices(what: str, name: str) -> tuple[str, ...]:
    """All values of a filter that has a fixed set of them; else nothing."""
    fixed: dict[str, tuple[str, ...]] = {"role": get_args(Role), "status": get_args(Status), "state": get_args(State)}
    return KINDS.get(what, ()) if name == "kind" else fixed.get(name, ())


def asked(what: str, query: QueryParams, catalog: Catalog, sorts: Sequence[str] = ()) -> Asked:
    """The address of the list ``what`` as understood; ``sorts`` are the columns there are. Raises Refused for a page that is none."""
    typed = tuple((name, value) for name in _TITLES for value in _given(query, name))
    found, wrong = _filters(what, typed, catalog)
    sort = query.get("sort", "")
    return Asked(what, typed, found, tuple(wrong), sort if sort.removeprefix("-") in sorts else "", _page(query.get("page", "1")))


def only(query: QueryParams, *names: str, **more: str) -> QueryParams:
    """These parts of an address, and ``more``."""
    return QueryParams([*((name, value) for name, value in query.multi_items() if name in names), *more.items()])


def _given(query: QueryParams, name: str) -> list[str]:
    values = [value.strip() for value in query.getlist(name) if value.strip()]
    return list(dict.fromkeys(values))[: MOST if name in SEVERAL else 1]


def _page(typed: str) -> int:
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 7 and int(typed) > 0):
        raise Refused(422, "E_RANGE", "There is no such page of this list.", "Open the list again and choose a page below it.")
    return int(typed)


def _filters(what: str, typed: Sequence[tuple[str, str]], catalog: Catalog) -> tuple[Filters, list[Wrong]]:
    """The filters that can be used, and what is wrong with the others."""
    used: dict[str, Any] = {}
    wrong = []
    for name in dict.fromkeys(name for name, _ in typed):
        try:
            value = _value(what, name, [given for field, given in typed if field == name])
            Filters(**{name: value}).check(what)
            Filters(**{name: value}).scope(catalog)
            used[name] = value
        except (UsageError, MissingInput):
            wrong.append(Wrong(name, _TITLES[name], _remedy(what, name)))
    try:
        Filters(**used).check(what)
    except UsageError:
        wrong.append(Wrong("since", _TITLES["since"], _BACKWARDS))
        used.pop("since")
    return Filters(**used), wrong


def _value(what: str, name: str, given: Sequence[str]) -> Any:
    """The value of a filter from what was typed. Raises UsageError."""
    if any(len(one) > LONGEST for one in given):
        raise UsageError("too long", "type less")
    if name in ("since", "until"):
        first, last = days(given[0])
        return first if name == "since" else last
    if (known := choices(what, name)) and set(given) - set(known):
        raise UsageError("no such choice", "choose another")
    return tuple(given) if name in SEVERAL else given[0]


def _remedy(what: str, name: str) -> str:
    if what not in FITS[name]:
        return f"is no filter of this list. It has: {', '.join(_TITLES[one].lower() for one in fitting(what))}."
    if known := choices(what, name):
        return f"has another value than it can have. Choose among: {', '.join(known)}."
    return _REMEDIES[name]


def usable(what: str, query: QueryParams, catalog: Catalog, sorts: Sequence[str]) -> Asked:
    """As ``asked``, for who cannot be shown a form. Raises Refused for the first filter that is wrong."""
    found = asked(what, query, catalog, sorts)
    for one in found.wrong:
        raise Refused(422, "E_USAGE", f"“{one.title}” {one.remedy.partition('. ')[0].rstrip('.')}.", one.remedy.partition(". ")[2])
    return found
