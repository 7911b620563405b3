"""Documents -> the rows of a list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING

from assistant.filters import KINDS
from assistant.followed import UNKNOWN, Followed
from assistant.rows import (
    ActionRow,
    CoverageRow,
    DocumentRow,
    ItemRow,
    MeetingRow,
    OutcomeRow,
    PersonRow,
    Presence,
    PresenceRow,
    QuarantineRow,
    Structure,
)
from index.coverage import RECORDS, Coverage
from index.minutes import Document, Item, Outcome, Person, Span
from index.names import persons
from index.tracking import ACTIONS, Place

if TYPE_CHECKING:
    from index.quarantine import SetAside

_BEFORE = ("agenda", "notice")  # made before a meeting: they record nobody's attendance


def document_row(d: Document, warnings: int) -> DocumentRow:
    m = d.meeting
    items = sum(item.citable for item in d.items)
    structure: Structure = "unclear" if d.undivided(d.items[0]) else "items"
    return DocumentRow(
        document_id=d.document_id,
        body_id=d.body_id,
        body=m.body,
        organisation=m.organisation,
        date=m.date,
        role=d.role,
        status=d.status,
        file=d.file,
        items=items,
        warnings=warnings,
        structure=structure,
        accepted=next((a.on for a in d.acceptances if a.accepts), None),
        superseded_by=d.superseded_by,
    )


def quarantine_row(one: SetAside) -> QuarantineRow:
    return QuarantineRow(one.file, one.code, one.reason, one.made, one.approved, one.sha256)


def meeting_row(documents: Sequence[Document]) -> MeetingRow:
    """The documents of one body and day as one row; what is counted is counted in ``counted_once`` alone."""
    m, counted = documents[0].meeting, counted_once(documents)
    kinds = Counter(outcome.kind for d in counted for outcome in d.outcomes)
    records = [d for d in counted if d.role not in _BEFORE]
    return MeetingRow(
        body_id=documents[0].body_id,
        body=m.body,
        organisation=m.organisation,
        date=m.date,
        roles=tuple(d.role for d in documents),
        statuses=tuple(d.status for d in documents),
        files=tuple(d.file for d in documents),
        chair=next((d.chair for d in counted if d.chair), None),
        attended=_number(d.attendees for d in records),
        apologies=_number(d.apologies for d in records),
        items=sum(item.citable for d in counted for item in d.items),
        decisions=sum(kinds[kind] for kind in KINDS["decisions"]),
        actions=sum(kinds[kind] for kind in KINDS["actions"]),
    )


def counted_once(documents: Sequence[Document]) -> Sequence[Document]:
    """The minutes and notes where any are held, without drafts where others are held; else all: nothing counts twice."""
    records = [d for d in documents if d.role in RECORDS] or documents
    return [d for d in records if d.status != "draft"] or records


def _number(lists: Iterable[Sequence[Person]]) -> int:
    return len(set(persons([person.name for person in listed] for listed in lists).values()))


def item_row(d: Document, i: Item) -> ItemRow:
    m = d.meeting
    return ItemRow(
        item_id=i.item_id,
        date=m.date,
        body=m.body,
        role=d.role,
        number=i.number,
        minute_ref=i.minute_ref,
        title=i.title,
        file=d.file,
        body_id=d.body_id,
        organisation=m.organisation,
        document_id=d.document_id,
        status=d.status,
        kind=i.kind,
        parent=i.parent,
        parent_title=next((one.title for one in d.items if one.item_id == i.parent), None),
        presenter=i.presenter,
        chair=i.chair or d.chair,
        start=i.span.start,
        end=i.span.end,
    )


def outcome_rows(d: Document, kinds: Sequence[str]) -> list[OutcomeRow]:
    """The outcomes of these kinds in the order of the minutes."""
    items = {item.item_id: item for item in d.items}
    return [_outcome_row(d, items[outcome.item_id], outcome) for outcome in d.outcomes if outcome.kind in kinds]


def action_rows(d: Document, followed: Mapping[Place, Followed]) -> list[ActionRow]:
    """The actions of a document with what became of each."""
    rows = outcome_rows(d, ACTIONS)
    return [_action_row(row, followed.get((d.document_id, Span(row.start, row.end)), UNKNOWN)) for row in rows]


def _action_row(row: OutcomeRow, became: Followed) -> ActionRow:
    return ActionRow(
        **{f.name: getattr(row, f.name) for f in fields(row)},
        state=became.state,
        carried=became.carried,
        reported=became.reported,
        report=became.report,
        report_item=became.report_item,
    )


def _outcome_row(d: Document, i: Item, o: Outcome) -> OutcomeRow:
    m = d.meeting
    return OutcomeRow(
        item_id=o.item_id,
        date=m.date,
        body=m.body,
        kind=o.kind,
        reference=o.reference,
        owner=o.owner,
        due=o.due,
        text=o.text,
        file=d.file,
        body_id=d.body_id,
        organisation=m.organisation,
        document_id=d.document_id,
        role=d.role,
        status=d.status,
        number=i.number,
        minute_ref=i.minute_ref,
        title=i.title,
        start=o.span.start,
        end=o.span.end,
    )


def person_rows(documents: Sequence[Document]) -> list[PersonRow]:
    """A row for each person that the documents of one body name, by name."""
    keys = persons([person.name for person in (*d.attendees, *d.apologies)] for d in documents)
    found: dict[str, list[PresenceRow]] = {}
    for d in documents:
        for presence in _presences(d):
            found.setdefault(keys[presence.name], []).append(presence)
    return [_person_row(documents[0], found[key]) for key in sorted(found, key=lambda key: (key.split()[-1:], key))]


def _presences(d: Document) -> list[PresenceRow]:
    lists: tuple[tuple[Presence, Sequence[Person]], ...] = (("attended", d.attendees), ("apologies", d.apologies))
    return [PresenceRow(p.name, p.role, how, d.document_id, d.meeting.date, d.file) for how, listed in lists for p in listed]


def _person_row(d: Document, found: Sequence[PresenceRow]) -> PersonRow:
    names = Counter(one.name for one in found)
    attended, apologies = (_meetings(found, how) for how in ("attended", "apologies"))
    days = sorted(one.date for one in found if one.date)
    return PersonRow(
        name=names.most_common(1)[0][0],
        body=d.meeting.body,
        body_id=d.body_id,
        organisation=d.meeting.organisation,
        names=tuple(names),
        roles=tuple(dict.fromkeys(one.capacity for one in found if one.capacity)),
        attended=len(attended),
        apologies=len(apologies - attended),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        meetings=tuple(found),
    )


def _meetings(found: Sequence[PresenceRow], how: str) -> set[object]:
    return {one.date or one.document_id for one in found if one.presence == how}


def coverage_row(c: Coverage) -> CoverageRow:
    return CoverageRow(
        body_id=c.body_id,
        body=c.body,
        organisation=c.organisation,
        meetings=len(c.held),
        first=c.held[0] if c.held else None,
        last=c.latest,
        rhythm_months=c.rhythm,
        no_minutes_held_for=tuple(sorted([day.isoformat() for day in c.agenda_only] + [f"{day:%Y-%m}" for day in c.gaps])),
        announced=tuple(one.day for one in c.announced),
        announced_in=tuple(one.item_id for one in c.announced),
    )
