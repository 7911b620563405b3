"""What was searched, in words: whose papers, of which days, of which kinds, and how many documents that is."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from assistant.answer import Query
from assistant.clarify import body_name
from assistant.filters import Held
from assistant.stated import joined
from index.dates import spoken
from index.minutes import Document, Role, Scope

FEW = 4  # bodies or times named one by one
_PLURAL: dict[Role, str] = {"agenda": "agendas", "minutes": "minutes", "notes": "notes", "notice": "notices", "report": "reports"}


def searched(scopes: Sequence[Scope], catalog: Held) -> str:
    """ "Quayside Board, 2019, agendas only (2 documents)", or plainly that it was everything."""
    count = len({d.document_id for scope in scopes for d in catalog.documents(scope)})
    documents = f"{count} document{'s' * (count != 1)}"
    said = ", ".join(_parts(scopes, catalog.documents()))
    return f"{said} ({documents})" if said else f"everything held here ({documents})"


def overruled(query: Query, catalog: Held) -> tuple[str, ...]:
    """A notice where the question names a body or a time outside of what its asker chose; none where it does not."""
    held = catalog.documents()
    named, chosen = (joined(list(_parts((scope,), held))) for scope in (query.overruled, query.within))
    return (f"The question names {named}; what you chose was searched instead: {chosen}.",) if named else ()


def _parts(scopes: Sequence[Scope], held: Sequence[Document]) -> Iterator[str]:
    """Whose, of when and of which kind, as far as the scopes say it."""
    if all(scope.bodies for scope in scopes):
        yield _few([bodies_named(scope.bodies, held) for scope in scopes], "bodies")
    if all(scope.first or scope.last for scope in scopes):
        yield _few([time_named(scope.first, scope.last) for scope in scopes], "stretches of time")
    if all(scope.roles for scope in scopes):
        yield papers_named([role for scope in scopes for role in scope.roles])


def _few(names: Iterable[str], what: str) -> str:
    different = list(dict.fromkeys(filter(None, names)))
    return joined(different) if len(different) <= FEW else f"{len(different)} {what}"


def bodies_named(bodies: Sequence[str], held: Sequence[Document]) -> str:
    """Their names, those of which nothing is held left out; "7 bodies" where they are many."""
    names = {d.body_id: body_name(d) for d in held if d.body_id in bodies}
    return _few((names[body] for body in bodies if body in names), "bodies")


def time_named(first: date | None, last: date | None) -> str:
    """ "2019", "March 2019", "6 March 2019", "from 6 March 2019 to 2 June 2020", "from 2019 on", "up to 2020"."""
    if first and last:
        return _whole(first, last) or f"from {_start(first)} to {_end(last)}"
    return f"from {_start(first)} on" if first else f"up to {_end(last)}" if last else ""


def papers_named(roles: Iterable[Role]) -> str:
    """ "agendas only", "minutes and notes only"."""
    return f"{joined([_PLURAL[role] for role in dict.fromkeys(roles)])} only"


def _whole(first: date, last: date) -> str:
    """The years, the year, the month or the day that the stretch is; "" where it is none."""
    if _opens(first) and _closes(last):
        return str(first.year) if first.year == last.year else f"{first.year} to {last.year}"
    if first.day == 1 and last.day == monthrange(last.year, last.month)[1] and (first.year, first.month) == (last.year, last.month):
        return f"{first:%B %Y}"
    return spoken(first) if first == last else ""


def _start(day: date) -> str:
    return str(day.year) if _opens(day) else spoken(day)


def _end(day: date) -> str:
    return str(day.year) if _closes(day) else spoken(day)


def _opens(day: date) -> bool:
    return (day.month, day.day) == (1, 1)


def _closes(day: date) -> bool:
    return (day.month, day.day) == (12, 31)
