"""What a reader must know beside an answer: how what it cites was read, what later meetings made of it, a number with two meanings,
words that were written for a machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.agenda import is_asked, meeting
from assistant.answer import Answer, Citation, Query
from assistant.labels import item_label, page_label
from index.amendments import concerned
from index.catalog import Catalog
from index.dates import spoken
from index.minutes import Acceptance, Amendment, Document, Item
from index.suspect import suspect

SUSPECT = (
    "What is quoted from {} reads like an order to a program and not like a record. It is shown as printed; nothing was done that it says."
)

UNREAD = "Whether the items found hold what is asked was not looked at as closely as usual: the reader cannot be used ({}: {})"
BY_WORDS = (
    "Searched by words alone: the search by meaning cannot be used ({}), so what is said in other words may be missed. "
    "Whoever runs this is told why by: python -m assistant verify"
)


def notices(query: Query, answer: Answer, catalog: Catalog) -> tuple[str, ...]:
    """The sentences, each once, in the order of the citations."""
    found = [sentence for citation in answer.citations for sentence in _of_record(citation, catalog)]
    first = answer.citations[0].document if answer.citations else None
    numbers = list(_of_numbers(query, first, catalog)) if first else []
    read = (*_recognised(answer.citations), *_partial(answer.citations, catalog), *_undivided(answer.citations))
    return tuple(dict.fromkeys((*_suspected(answer.citations), *read, *found, *numbers)))


def _suspected(citations: Sequence[Citation]) -> Iterator[str]:
    for citation in citations:
        if suspect(citation.quote) or suspect(citation.label):
            yield SUSPECT.format(citation.label)


def _recognised(citations: Sequence[Citation]) -> Iterator[str]:
    for citation in citations:
        for page in citation.pages:
            if page.confidence is not None:
                yield f"Page {page.number} of {citation.document.file} was read by character recognition, confidence {page.confidence:.2f}."


def _partial(citations: Sequence[Citation], catalog: Catalog) -> Iterator[str]:
    for citation in citations:
        if citation.pages and (empty := catalog.pages.without_text(citation.document.sha256)):
            verb = "holds" if len(empty) == 1 else "hold"
            yield f"{page_label(empty).capitalize()} of {citation.document.file} {verb} no text and could not be searched."


def _undivided(citations: Sequence[Citation]) -> Iterator[str]:
    for citation in citations:
        if citation.document.undivided(citation.item):
            yield f"No items could be told apart in {citation.document.file}: it was searched by paragraph."


def _of_record(citation: Citation, catalog: Catalog) -> Iterator[str]:
    """What later meetings made of the cited minutes, as far as it can concern the cited item."""
    document = citation.document
    for acceptance in document.acceptances:
        for amendment in acceptance.amendments:
            if may_concern(amendment, document, citation.item, catalog):
                yield amended(document, acceptance, amendment, catalog)
    if document.status != "approved":
        yield from (not_accepted(document, acceptance, catalog) for acceptance in document.acceptances[-1:])


def may_concern(amendment: Amendment, document: Document, item: Item, catalog: Catalog) -> bool:
    """True where a correction concerns the item, or cannot be tied to any one."""
    ids = concerned(amendment, catalog.items(document.document_id))
    return not ids or item.item_id in ids


def amended(document: Document, acceptance: Acceptance, amendment: Amendment, catalog: Catalog) -> str:
    return f"The {_called(document)} were amended on {_where(acceptance, catalog)}: “{amendment.text}”"


def not_accepted(document: Document, acceptance: Acceptance, catalog: Catalog) -> str:
    what = "were not approved" if acceptance.kind == "refused" else "were not yet approved"
    return f"The {_called(document)} {what} on {_where(acceptance, catalog)}: “{acceptance.text}”"


def told_of(document: Document, item: Item, catalog: Catalog) -> list[str]:
    """What ``show`` adds to an item: what became of the minutes it is in."""
    told = [accepted(document, acceptance, catalog) for acceptance in document.acceptances]
    for acceptance in document.acceptances:
        own = [one for one in acceptance.amendments if may_concern(one, document, item, catalog)]
        told += [amended(document, acceptance, one, catalog) for one in own]
    if document.superseded_by:
        told.append(f"Answers cite another version of these {document.role}: {document.superseded_by}")
    return told


def accepted(document: Document, acceptance: Acceptance, catalog: Catalog) -> str:
    """What a later meeting made of the document as a whole, and where it says so."""
    if not acceptance.accepts:
        return not_accepted(document, acceptance, catalog)
    printed = "; printed as draft" if document.printed == "draft" else ""
    return f"The {_called(document)} were approved on {_where(acceptance, catalog)}{printed}."


def _called(document: Document) -> str:
    return f"{document.role} of {spoken(document.meeting.date)}"


def _where(acceptance: Acceptance, catalog: Catalog) -> str:
    item = catalog.item(acceptance.item_id)
    return spoken(acceptance.on) + (f" ({item_label(item)})" if item else "")


def _of_numbers(query: Query, document: Document, catalog: Catalog) -> Iterator[str]:
    """A decision asked for whose number on the agenda is not the one in the minutes."""
    found = meeting(catalog, document)
    for row in found[1] if found else ():
        listed, taken = row.agenda, row.minutes
        if row.fate in ("renumbered", "swapped") and listed and taken and _named(listed, taken, query):
            day = spoken(document.meeting.date)
            numbers = [entry.number or entry.minute_ref for entry in (listed, taken)]
            yield f"“{listed.title}” is {numbers[0]} on the agenda of {day} and {numbers[1]} in the minutes."


def _named(listed: Item, taken: Item, query: Query) -> bool:
    return is_asked(listed, query) or taken.number in query.references
