"""What a visitor chose to search: body, dates and papers as the page has them, and as the assistant takes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.filters import Filters, Held, days
from assistant.searched import bodies_named, papers_named, time_named
from index.coverage import RECORDS
from index.errors import AssistantError, MissingInput, UsageError
from index.minutes import Document, Role, Scope
from web.inert import inert

Option = tuple[str, str]  # what is shown, and its value

ANY_BODY: Option = ("Any body", "")
PAPERS: dict[str, tuple[Role, ...]] = {"all": (), "minutes": RECORDS, "agendas": ("agenda",)}
PAPER_OPTIONS: tuple[Option, ...] = (("All papers", "all"), ("Minutes and notes", "minutes"), ("Agendas", "agendas"))
_LONGEST = 200  # characters of a field


@dataclass(frozen=True, slots=True)
class Choice:
    """The fields as they stand on the page; an empty one restricts nothing."""

    body: str = ""
    first: str = ""
    last: str = ""
    papers: str = "all"

    @classmethod
    def of(cls, *fields: object) -> Choice:
        """The fields as they came, at most four; what is no text is empty."""
        texts = [value.strip()[:_LONGEST] if isinstance(value, str) else "" for value in fields[:4]]
        body, first, last, papers = [*texts, "", "", "", ""][:4]
        return cls(body, first, last, papers if papers in PAPERS else "all")

    def within(self, catalog: Held) -> Scope:
        """Raises UsageError for dates that are none or exclude each other, MissingInput for a body that this visitor does not see."""
        since = _day("From", self.first, 0)
        until = _day("To", self.last, 1)
        if since and until and since > until:
            raise UsageError("“From” is later than “To”", "Exchange them", code="E_RANGE")
        try:
            return Filters((self.body,) if self.body else (), PAPERS[self.papers], since=since, until=until).within(catalog)
        except MissingInput as error:
            raise MissingInput("No minutes of the body chosen are held", "Choose one from the list", code=error.code) from error


def _day(field: str, typed: str, end: int) -> date | None:
    try:
        return days(typed)[end] if typed else None
    except UsageError as error:
        raise UsageError(f"“{field}” is no date: {typed}", "Write 2024, 2024-03 or 2024-03-18", code=error.code) from error


def body_options(documents: Sequence[Document]) -> list[Option]:
    """Those whose papers the visitor may see."""
    bodies = dict.fromkeys(d.body_id for d in documents)
    return [ANY_BODY, *sorted((bodies_named((body,), documents), body) for body in bodies)]


def choice_of(scopes: Sequence[Scope]) -> Choice:
    """What was searched as fields of the page, as far as they can say it: one body, one stretch of time, one sort of papers."""
    bodies = {scope.bodies for scope in scopes}
    firsts, lasts = [scope.first for scope in scopes], [scope.last for scope in scopes]
    [own] = bodies if len(bodies) == 1 else [()]
    first = min((day for day in firsts if day), default=None) if all(firsts) else None
    last = max((day for day in lasts if day), default=None) if all(lasts) else None
    papers = next((name for name, roles in PAPERS.items() if scopes and scopes[0].roles == roles), "all")
    return Choice(own[0] if len(own) == 1 else "", first.isoformat() if first else "", last.isoformat() if last else "", papers)


def chips_html(choice: Choice, catalog: Held) -> str:
    """What is chosen, each with a way to take it off; what is wrong with it; nothing where nothing is chosen."""
    try:
        scope = choice.within(catalog)
    except AssistantError as error:
        return f'<p class="narrow-wrong" role="alert">{inert(error.message)}. {inert(error.hint)}.</p>{_chips(choice, Scope(), [])}'
    return _chips(choice, scope, catalog.documents())


def _chips(choice: Choice, scope: Scope, held: Sequence[Document]) -> str:
    named = {
        "body": choice.body and (bodies_named(scope.bodies, held) or choice.body),
        "dates": time_named(scope.first, scope.last) or " ".join(filter(None, (choice.first, choice.last))),
        "papers": papers_named(scope.roles) if scope.roles else "",
    }
    chips = "".join(_chip(field, words) for field, words in named.items() if words)
    return f'<p class="narrow-chips"><span>Searching only in:</span> {chips}</p>' if chips else ""


def _chip(field: str, words: str) -> str:
    off = '<span aria-hidden="true">✕</span><span class="unseen">, take off</span>'
    return f'<button type="button" class="narrow-chip" value="{field}">{inert(words)} {off}</button>'


def without(choice: Choice, field: str) -> Choice:
    """The choice with one chip taken off."""
    return Choice(
        "" if field == "body" else choice.body,
        "" if field == "dates" else choice.first,
        "" if field == "dates" else choice.last,
        "all" if field == "papers" else choice.papers,
    )
