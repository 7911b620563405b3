"""Lists of what was settled and of where a topic is spoken of: complete, by date, every row with its words and place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from assistant.about import about, nearest
from assistant.answer import Asked, Query
from assistant.filters import KINDS, Filters
from assistant.labels import label
from assistant.listing import register
from assistant.roles import plain_role
from assistant.rows import OutcomeRow
from assistant.stated import Place, Stated, Told, joined, meeting_name
from index.catalog import Catalog
from index.coverage import RECORDS
from index.minutes import Document, Item, OutcomeKind, Span
from index.names import bare_name
from index.tokens import tokens

_OPEN = re.compile(r"\b(?:outstanding|open|still|left|remain\w*)\b", re.I)
_UNTRACKED = "Which of them have been done since, the minutes say only where a later meeting reports it."
_SUBJECT = re.compile(
    r"^\W*(?:action\W+)?((?:[\w.'’&-]+\W+){1,5}?)(?:will|would|to|undertook|undertakes|offered|promised|committed)\b", re.I
)
SHOWN = 30  # rows in an answer; how many more there are is said
_KINDS: dict[str, tuple[OutcomeKind, ...]] = {
    **KINDS,
    "settled": KINDS["decisions"],
    "agreements": ("agreement",),
    "requests": ("request",),
    "deferrals": ("deferral",),
}

Row = tuple[Document, Item, OutcomeRow]


def settled(query: Query, asked: Asked, catalog: Catalog) -> Told | None:
    """The outcomes of the sort asked for, of the topic and the owner named; None where there are none."""
    every = _rows(query, asked, catalog)
    if not every:
        return _none_for(asked)
    rows = [row for row in every if row[2].kind == "decision"] if asked.sort == "decisions" else every
    rows = rows or every  # of some bodies the minutes know agreements only
    shown = rows[:SHOWN]
    places = [Place(d, i, Span(row.start, row.end)) for d, i, row in shown]
    stated = [Stated(_count(rows, asked), tuple(places[:1]))]
    for (_, _), of in groupby(zip(shown, places, strict=True), key=lambda one: (one[0][0].document_id, one[0][1].item_id)):
        stated += _of_item(list(of))
    if len(every) > len(rows):
        stated.append(Stated(f"Recorded there besides: {_kinds([row for row in every if row not in rows])}.", tuple(places[:1])))
    if len(rows) > len(shown):
        stated.append(Stated(f"{len(rows) - SHOWN} more are in the catalogue: name a meeting or a topic.", tuple(places[-1:])))
    if _OPEN.search(query.question):
        stated.append(Stated(_UNTRACKED, (), "absence"))
    return Told(tuple(stated))


def _none_for(asked: Asked) -> Told | None:
    """That no row names this owner, where one is asked for."""
    if asked.topic or not (asked.person or asked.role):
        return None
    text = f"No entry of this sort in the minutes searched names {_owner(asked)} as the one to act."
    return Told((Stated(text, (), "absence"),), "not_recorded")


def _owner(asked: Asked) -> str:
    return asked.person.title() or f"the {' '.join(asked.role)}"


def _of_item(of: Sequence[tuple[Row, Place]]) -> list[Stated]:
    (document, item, _), first = of[0]
    return [Stated(f"{label(document, item)}:", (first,)), *(Stated(row.text, (place,), "quote") for (_, _, row), place in of)]


def _count(rows: Sequence[Row], asked: Asked) -> str:
    """ "9 are recorded: 6 decisions, 2 agreements and 1 approval." """
    meetings = len({(d.body_id, d.meeting.date) for d, _, _ in rows})
    days = f"the {meeting_name(rows[0][0])}" if meetings == 1 else f"{meetings} meetings"
    words = set(tokens(" ".join(row.text for _, _, row in rows)))
    named = (asked.person or asked.role) and set(tokens(_owner(asked))) <= words  # else a cell beside the words quoted names the owner
    owner = f" for {_owner(asked)}" if named else ""
    return f"{len(rows)} {'are' if len(rows) != 1 else 'is'} recorded{owner} in {days}: {_kinds(rows)}."


def _kinds(rows: Sequence[Row]) -> str:
    """ "6 decisions, 2 agreements and 1 approval" """
    kinds = Counter(row.kind for _, _, row in rows)
    return joined([f"{n} {kind}{'s' * (n != 1)}" for kind, n in kinds.most_common()])


def _rows(query: Query, asked: Asked, catalog: Catalog) -> list[Row]:
    scopes = query.parts or (query.scope,)
    topical = {i.item_id for _, i in about(asked.topic, scopes, catalog)} if asked.topic else None
    found: dict[tuple[str, int], OutcomeRow] = {}
    records = tuple(role for role in RECORDS if role in (query.scope.roles or RECORDS))
    for scope in scopes if records else ():
        filters = Filters(body=scope.bodies, role=records, since=scope.first, until=scope.last)
        for row in register(catalog, "outcomes", filters).rows:
            if isinstance(row, OutcomeRow) and row.kind in _KINDS[asked.sort] and (topical is None or row.item_id in topical):
                found[row.document_id, row.start] = row
    held = {d.document_id: d for d in catalog.documents()}
    kept = [row for row in _without_drafts(list(found.values())) if _owned(row, held[row.document_id], asked)]
    ordered = sorted(kept, key=lambda row: (str(row.date or ""), row.body_id, row.start))
    return [(held[row.document_id], item, row) for row in ordered if (item := catalog.item(row.item_id))]


def _without_drafts(rows: Sequence[OutcomeRow]) -> list[OutcomeRow]:
    """Without those of a draft where other minutes of that meeting are held: nothing counts twice."""
    final = {(row.body_id, row.date) for row in rows if row.status != "draft"}
    return [row for row in rows if row.status != "draft" or (row.body_id, row.date) not in final]


def _owned(row: OutcomeRow, document: Document, asked: Asked) -> bool:
    """True where no owner is asked for, or the owner printed means that one: by name, initials or role."""
    if not (asked.person or asked.role):
        return True
    owner = row.owner or _subject(row)
    if not owner:
        return False
    people = [p for p in (*document.attendees, *document.apologies) if _means(asked, bare_name(p.name), p.role)]
    if asked.role and tuple(plain_role(owner)) == asked.role:
        return True
    return any(calls(owner, bare_name(p.name)) for p in people)


def _subject(row: OutcomeRow) -> str:
    """Who is to act where no owner is set apart: "The CC will provide a review"; one who asks is not the one who acts."""
    found = _SUBJECT.match(row.text) if row.kind in ("action", "undertaking") else None
    return found[1].strip() if found else ""


def _means(asked: Asked, name: str, role: str) -> bool:
    return name == asked.person if asked.person else bool(asked.role) and tuple(plain_role(role))[: len(asked.role)] == asked.role


def calls(owner: str, name: str) -> bool:
    """True for an owner printed by surname, whole name or initials: "Hamish Uppington", "Uppington", "HU"."""
    initials = "".join(word[0] for word in name.split()).upper()
    return set(tokens(name.split()[-1])) <= set(tokens(owner)) or owner.strip() == initials


def mentioned(query: Query, asked: Asked, catalog: Catalog) -> Told | None:
    """Every item of the scope that speaks of the topic, with the statement nearest to it."""
    found = about(asked.topic, query.parts or (query.scope,), catalog)
    if not found:
        return None
    places = [_near(d, i, asked, catalog) for d, i in found]
    meetings = list(dict.fromkeys(meeting_name(d) for d, _ in found))
    named = f": {'; '.join(meetings)}" if len(meetings) <= SHOWN else ""
    n, m = len(found), len(meetings)
    items = f"{n} item{'s' * (n != 1)}"
    text = f"{items} of {m} meeting{'s' * (m != 1)} speak{'s' * (n == 1)} of it{named}."
    if asked.kind == "meetings":
        text = f"{m} meeting{'s' * (m != 1)} speak{'s' * (m == 1)} of it, in {items}{named}."
    stated = [Stated(text, tuple(dict.fromkeys(places))[:SHOWN])]
    for (d, i), place in list(zip(found, places, strict=True))[:SHOWN]:
        words = nearest(asked.topic, i, catalog)
        stated.append(Stated(f"{label(d, i)}:", (place,)))
        stated += [Stated(words.text, (place,), "quote")] if words else []
    if n > SHOWN:
        stated.append(Stated(f"{n - SHOWN} more items speak of it: name a body or a year.", (places[-1],)))
    return Told(tuple(stated))


def _near(document: Document, item: Item, asked: Asked, catalog: Catalog) -> Place:
    words = nearest(asked.topic, item, catalog)
    return Place(document, item, words.span if words else item.span)
