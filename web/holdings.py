"""What the archive holds, in a few lines, and questions that fit it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from index.minutes import Document, Item
from web.chat import Catalog
from web.inert import inert

Examples = Callable[[Catalog], Sequence[str]]  # what somebody may see -> at most MOST questions that suit it
MOST = 5
MEETINGS = "Which meetings have you got minutes for?"
_MINUTES = ("minutes", "notes")
_ROUTINE = re.compile(
    r"apolog|minutes|matters arising|any other|a\.?o\.?b\b|next meeting|welcome|declaration|introduction|attend|interests?$|clos(e|ing)\b"
    r"|^actions?\b|action (log|update|list|summary)|public (questions|participation|forum)|publication",
    re.I,
)
_DOCUMENTS, _BODIES, _LONGEST = 8, 20, 60


def holdings_html(documents: Sequence[Document]) -> str:
    """How much is held, unfolding to each body with its documents and the time they span."""
    bodies: dict[str, list[Document]] = {}
    for document in documents:
        bodies.setdefault(document.meeting.body, []).append(document)
    rows = [f"<li>{inert(body)}: {_extent(held)}</li>" for body, held in sorted(bodies.items())]
    if len(rows) > _BODIES:
        rows[_BODIES:] = [f"<li>and {len(rows) - _BODIES} more bodies</li>"]
    summary = f"Searching {_extent(documents)}" + (f", of {len(bodies)} bodies" if len(bodies) > 1 else "")
    return f"<details><summary>{summary}</summary><ul>{''.join(rows)}</ul></details>" if rows else "No minutes are loaded."


def examples_from(catalog: Catalog) -> list[str]:
    """Questions on what the latest meetings dealt with, and one on what is held."""
    questions: list[str] = []
    for document in _latest(catalog.documents()):
        title = next(_telling(catalog.items(document.document_id)), None)
        if title is not None and document.meeting.date is not None:
            questions.append(f"What was said about {title} on {day(document.meeting.date)}?")
    return [*questions[:3], MEETINGS]


def day(value: date) -> str:
    """As a person writes it: 4 April 2018."""
    return f"{value.day} {value:%B %Y}"


def _latest(documents: Sequence[Document]) -> list[Document]:
    dated = [document for document in documents if document.role in _MINUTES and document.meeting.date is not None]
    return sorted(dated, key=lambda document: document.meeting.date or date.min, reverse=True)[:_DOCUMENTS]


def _telling(items: Sequence[Item]) -> Iterator[str]:
    """Titles of items that are about something."""
    for item in items:
        title = item.title.strip(" .:")
        if item.kind == "item" and 8 <= len(title) <= _LONGEST and not _ROUTINE.search(title):
            yield title


def _extent(documents: Sequence[Document]) -> str:
    dates = sorted(document.meeting.date for document in documents if document.meeting.date is not None)
    number = f"{len(documents)} document{'' if len(documents) == 1 else 's'}"
    if not dates:
        return number
    return f"{number}, {day(dates[0])}" + (f" to {day(dates[-1])}" if dates[-1] != dates[0] else "")
