"""A file's text -> its Documents and their Items.

One file may hold several documents (an agenda and the minutes of the meeting before). Each is cut by its own numbering
(index/cut.py); the head of each tells the meeting (index/head.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import time

from index.chairs import with_chairs
from index.concealed import cleaned
from index.cut import Cuts, cut
from index.dates import clock
from index.documents import documents, first_label
from index.families import Cut
from index.grammars import CHAIR_CUE, CLOSED, OPENED
from index.head import Head, head
from index.heal import heal, left_out, mask
from index.labels import blanked
from index.lines import Line, lines, statements_of
from index.links import of_items
from index.minutes import Document, Item, LeftOut, Parsed, Person, Role, Source, Span
from index.outcomes import outcomes
from index.pages import Paged
from index.people import named, people
from index.running import running
from index.setting import Tables, setting, tables
from index.suspect import suspects
from index.titles import presenter, title
from index.unsaid import unclear, with_left_out
from index.whose import Whose, named_running, owner
from index.without import kept, regrouped, without

PARSER_VERSION = 6  # raise it when files are cut otherwise, by this or by split.py: ``ingest`` reads them anew then

_A_LINE, _PARAGRAPHS = 100, 800  # characters
_SORT_OF_OWNER = re.compile(r"\b(?:police and crime commissioner|council|county|borough|city|district|parish|town|trust)\b")


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The text of a file with what is known of all its documents."""

    source: Source
    masked: str
    rows: Sequence[Line]
    elsewhere: tuple[LeftOut, ...]  # by the reader, and hidden parts of a page
    aside: Sequence[LeftOut]  # running lines
    tabled: Tables

    @property
    def whose(self) -> Whose:
        return Whose(owner(self.rows, self.repeated, [out.text for out in self.elsewhere if out.reason in ("page header", "running foot")]))

    @property
    def repeated(self) -> list[str]:
        reader = self.source.left_out if isinstance(self.source, Paged) else ()
        return [out.text for out in (*self.aside, *reader) if out.reason in ("running head", "running foot")]


def parse(source: Source, hidden: Sequence[Span] = ()) -> Parsed:
    """The documents of ``source`` in reading order. Any text gives at least one document; never raises on a text.

    What is ``hidden`` is read as blank, in the items that the whole has; a document of which no item is left is left out.
    """
    sheet = _sheet(source, mask(source.text, source.format))
    parts: Sequence[Sequence[Line]] = documents(sheet.rows) if sheet.rows else ()
    whose = _whose(parts, sheet)
    cuts = _cuts(parts, sheet.masked, [head(part[: first_label(part)], whose).role or "minutes" for part in parts])
    tops = [head(_front(part, cs), whose) for part, cs in zip(parts, cuts, strict=True)]
    if hidden:
        sheet = _sheet(without(source, hidden), blanked(sheet.masked, hidden))
        left = regrouped(parts, sheet.rows)
        cuts = [kept(cs, part, now, sheet.masked, hidden) for cs, part, now in zip(cuts, parts, left, strict=True)]
        parts, whose = left, _whose([part for part in left if part], sheet)
    found = [
        with_left_out(_document(sheet, part, cs, _top(part, cs, whose, top)), part, cs.findings, sheet.aside)
        for part, cs, top in zip(parts, cuts, tops, strict=True)
        if cs.cuts
    ]
    warnings, reader = (sheet.source.warnings, sheet.source.left_out) if isinstance(sheet.source, Paged) else ((), ())
    return Parsed(
        source.file,
        tuple(_distinct(found)),
        (
            *warnings,
            *cleaned(sheet.source),
            *(f for cs in cuts for f in cs.findings),
            *(f for document in found for f in unclear(document)),
            *suspects(sheet.source.text, reader, source.file),
        ),
        (*sheet.elsewhere, *(out for document in found for out in document.left_out)),
    )


def _sheet(source: Source, masked: str) -> _Sheet:
    rows = lines(masked, source.marks)
    elsewhere = source.left_out if isinstance(source, Paged) else tuple(left_out(source.text, source.format))
    return _Sheet(source, masked, rows, elsewhere, running(source.text, rows), tables(source, masked))


def _front(rows: Sequence[Line], cut_up: Cuts) -> list[Line]:
    return [row for row in rows if row.span.start < cut_up.cuts[0].span.end] or list(rows[:3])


def _top(rows: Sequence[Line], cut_up: Cuts, whose: Whose, whole: Head) -> Head:
    """What the head tells; of a document whose head is not left, which meeting it was is all."""
    if cut_up.cuts[0].kind == "head":
        return head(_front(rows, cut_up), whose)
    return Head(whole.meeting, whole.role, "unknown", None, None, None)


def _whose(parts: Sequence[Sequence[Line]], sheet: _Sheet) -> Whose:
    """With what another document of the file, or its running lines, say for one whose body has no name of its own."""
    whose = sheet.whose
    others = {head(part[: first_label(part)], whose).meeting.organisation for part in parts} - {None} if len(parts) > 1 else set()
    return replace(whose, elsewhere=others.pop() if len(others) == 1 else named_running(sheet.repeated))


def _cuts(parts: Sequence[Sequence[Line]], masked: str, roles: Sequence[Role]) -> list[Cuts]:
    """The cuts of each document; letters are items in an agenda where they are in the minutes beside it."""
    found = [cut(part, masked) for part in parts]
    minuted = [cuts for cuts, role in zip(found, roles, strict=True) if role != "agenda"]
    lettered = {c.number or "" for cuts in minuted for c in cuts.cuts if c.kind == "item"}
    for n, role in enumerate(roles):
        if role == "agenda" and len(parts) > 1:
            found[n] = cut(parts[n], masked, lettered)
    return found


def _document(sheet: _Sheet, rows: Sequence[Line], cut_up: Cuts, top: Head) -> Document:
    source, masked, front = sheet.source, sheet.masked, _front(rows, cut_up)
    body_id = _slug(top)
    role = _role(top, cut_up)
    document_id = f"{body_id}/{top.meeting.date.isoformat() if top.meeting.date else 'undated'}/{role}"
    items = _items(document_id, masked, rows, cut_up.cuts)
    said = own_statements(items, masked)
    present, apologies, chair = people(front, source.text)
    if not present and len(cut_up.cuts) > 1:  # the roll is called in the first item
        first = cut_up.cuts[1].span
        present, apologies, chair = people([row for row in rows if first.start < row.span.start < first.end], source.text)
    document = Document(
        document_id=document_id,
        body_id=body_id,
        meeting=top.meeting,
        role=role,
        status=top.status,
        file=source.file,
        sha256=source.sha256,
        span=Span(rows[0].span.start, rows[-1].span.end),
        items=items,
        attendees=() if role in ("agenda", "notice") else tuple(_with_chair(present, chair)),
        apologies=tuple(apologies or (_apologies(items, said, masked) if role in ("minutes", "notes") else ())),
        chair=chair or _chair(front),
        venue=top.venue,
        start_time=top.start_time or _told_time(rows, OPENED),
        end_time=_told_time(rows, CLOSED) or top.end_time,
    )
    document = with_chairs(document, masked, [span for spans in said.values() for span in spans])
    document = replace(document, links=of_items(source.links, items))
    return replace(document, outcomes=outcomes(items, said, setting(source, sheet.tabled, document)))


def _role(top: Head, cut_up: Cuts) -> Role:
    """The role that the title tells. Where it tells none, items of a line each are an agenda; and an agenda whose items
    run to paragraphs holds the minutes of the meeting."""
    lengths = [c.span.end - c.span.start for c in cut_up.cuts if c.kind == "item"]
    mean = sum(lengths) / len(lengths) if lengths else 0
    if top.role is None:
        return "agenda" if 0 < mean < _A_LINE else "minutes"
    return "minutes" if top.role == "agenda" and mean > _PARAGRAPHS else top.role


def _items(document_id: str, masked: str, rows: Sequence[Line], cuts: Sequence[Cut]) -> tuple[Item, ...]:
    ids = _ids(document_id, cuts)
    return tuple(
        Item(
            item_id=ids[n],
            ordinal=n,
            kind=c.kind,
            number=c.number,
            minute_ref=c.minute_ref,
            title="Meeting" if c.kind == "head" else title(masked, rows, c.title_row, c.title_at, _title_end(cuts, n)),
            parent=None if c.parent is None else ids[c.parent],
            presenter=None if c.kind in ("head", "group") else presenter(masked[c.title_at : c.span.end]),
            span=c.span,
            text=heal(masked[c.span.start : c.span.end]),
        )
        for n, c in enumerate(cuts)
    )


def _title_end(cuts: Sequence[Cut], n: int) -> int:
    """A title ends before the first item inside; where that leaves nothing, the item inside lends its own."""
    if (own := cuts[n].title_end) is not None:
        return own
    end = cuts[n].span.end
    following = cuts[n + 1].span.start if n + 1 < len(cuts) else end
    return following if cuts[n].title_at + 2 < following < end else end


def _ids(document_id: str, cuts: Sequence[Cut]) -> list[str]:
    """ ".../notes/08" for items in order, ".../notes/08.2" for the points inside one."""
    found: list[str] = []
    top = point = 0
    for c in cuts:
        if c.kind == "point" and c.parent is not None:
            point += 1
            found.append(f"{found[c.parent]}.{point}")
        else:
            found.append(f"{document_id}/{top:02}")
            top, point = top + 1, 0
    return found


def own_spans(items: Sequence[Item]) -> dict[str, list[Span]]:
    """For each item the parts of its span that no item inside it covers; points belong to the item they stand in."""
    inner: dict[str, list[Span]] = {item.item_id: [] for item in items}
    for item in items:
        if item.parent and item.kind != "point":
            inner[item.parent].append(item.span)
    return {item.item_id: _between(item.span, inner[item.item_id]) for item in items}


def _between(outer: Span, inner: Sequence[Span]) -> list[Span]:
    starts = [outer.start, *(span.end for span in inner)]
    ends = [*(span.start for span in inner), outer.end]
    return [Span(start, end) for start, end in zip(starts, ends, strict=True) if end > start]


def own_statements(items: Sequence[Item], masked: str) -> dict[str, list[Span]]:
    """For each item its statements, without those of the items inside it."""
    return {item_id: [one for span in spans for one in statements_of(masked, span)] for item_id, spans in own_spans(items).items()}


def _distinct(documents: Sequence[Document]) -> Iterator[Document]:
    """Two documents of one role, body and day in a file: the later gets "~2" behind its id."""
    seen: dict[str, int] = {}
    for document in documents:
        seen[document.document_id] = count = seen.get(document.document_id, 0) + 1
        yield document if count == 1 else renamed(document, f"{document.document_id}~{count}")


def renamed(document: Document, document_id: str) -> Document:
    """The document and its items under another id."""
    old = len(document.document_id)
    items = tuple(
        replace(i, item_id=document_id + i.item_id[old:], parent=i.parent and document_id + i.parent[old:]) for i in document.items
    )
    found = tuple(replace(o, item_id=document_id + o.item_id[old:]) for o in document.outcomes)
    links = tuple(replace(link, item_id=document_id + link.item_id[old:]) for link in document.links)
    return replace(document, document_id=document_id, items=items, outcomes=found, links=links)


def _slug(top: Head) -> str:
    body, owner = _words(top.meeting.body), top.meeting.organisation
    if owner and owner != top.meeting.body:
        initials = "".join(word[0] for word in body if word not in ("and", "of", "the", "for"))
        body = [*_words(_SORT_OF_OWNER.sub("", owner.lower())), *([initials] if len(body) > 2 else body)]
    return "-".join(body)[:60] or "meeting"


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", re.sub(r"\(.*?\)", "", text.lower().replace("'", "").replace("’", "")))


def _apologies(items: Sequence[Item], said: Mapping[str, Sequence[Span]], masked: str) -> list[Person]:
    """Apologies minuted in one of the first items: a sentence ("... received from A and B") or a list of names."""
    for item in items[1:4]:
        sentences = [heal(masked[span.start : span.end]) for span in said[item.item_id][:6]]
        if found := next((persons for sentence in sentences if (persons := named(sentence))), []):
            return found
        if "apologies" in item.title.lower():
            part = masked[item.span.start : item.span.end]
            rows = lines(part)
            return people([replace(rows[0], raw="Apologies:", text="Apologies:"), *rows[1:]], part)[1]
    return []


def _chair(rows: Sequence[Line]) -> str | None:
    return next((row.text[m.end() :].strip() or None for row in rows if (m := CHAIR_CUE.match(row.text))), None)


def _told_time(rows: Sequence[Line], told: re.Pattern[str]) -> time | None:
    """The time in the last sentence that tells it."""
    for row in reversed(rows):
        if (match := told.search(row.text)) and (times := clock(match["time"])):
            return times[0]
    return None


def _with_chair(present: Sequence[Person], chair: str | None) -> Iterator[Person]:
    """Those present; who took the chair was, though the list may leave them out."""
    if chair and present and not any(person.name in chair or chair in person.name for person in present):
        yield Person(chair, "Chair")
    yield from present
