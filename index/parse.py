"""A file's text -> its Documents and their Items.

One file may hold several documents (an agenda and the minutes of the meeting before). Each is cut by its own numbering
(index/cut.py); the head of each tells the meeting (index/head.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import time
from itertools import pairwise

from index.cut import Cut, Cuts, cut
from index.dates import clock, dates
from index.grammars import BODY, CHAIR_CUE, CLOSED, CLOSING, HEAD_CUE, ITEM, NUMBER, REFERENCES, TITLE
from index.head import Head, head, organisation
from index.heal import heal, mask
from index.lines import Line, lines, statements
from index.minutes import Document, Finding, Item, Parsed, Person, Role, Source, Span
from index.outcomes import outcomes
from index.pages import Paged
from index.people import named, people
from index.setting import setting
from index.titles import presenter, title

PARSER_VERSION = 4

_SORT_OF_OWNER = re.compile(r"\b(?:police and crime commissioner|council|county|borough|city|district|parish|town|trust)\b")


def parse(source: Source) -> Parsed:
    """The documents of ``source`` in reading order. Any text gives at least one document; never raises on a text."""
    masked = mask(source.text, source.format)
    rows = lines(masked, source.marks)
    if not rows:
        return Parsed(source.file, ())
    parts = [rows[start:end] for start, end in pairwise([*_document_starts(rows), len(rows)])]
    owner = organisation(_paragraphs(rows))
    if owner is None and source.format == "html":
        owner = organisation(heal(source.text))  # its title and footer name it
    cuts = _cuts(parts, masked, [head(part[: _first_label(part)], owner).role for part in parts])
    documents = [_document(source, masked, part, cs, owner) for part, cs in zip(parts, cuts, strict=True)]
    return Parsed(source.file, tuple(_distinct(documents)), (*_of_reading(source), *(f for cs in cuts for f in cs.findings)))


def _of_reading(source: Source) -> tuple[Finding, ...]:
    """What the reader of a paged file had to leave out or could not read."""
    return source.warnings if isinstance(source, Paged) else ()


def _paragraphs(rows: Sequence[Line]) -> str:
    """The text of the lines, parted so that no name runs on from one paragraph or cell into the next."""
    return "".join((" ; " if row.gap or row.bullet or row.tabbed else " ") + row.text for row in rows)


def _cuts(parts: Sequence[Sequence[Line]], masked: str, roles: Sequence[Role]) -> list[Cuts]:
    """The cuts of each document; letters are items in an agenda where they are in the minutes beside it."""
    found = [cut(part, masked) for part in parts]
    minuted = [cuts for cuts, role in zip(found, roles, strict=True) if role != "agenda"]
    lettered = {c.number or "" for cuts in minuted for c in cuts.cuts if c.kind == "item"}
    for n, role in enumerate(roles):
        if role == "agenda" and len(parts) > 1:
            found[n] = cut(parts[n], masked, lettered)
    return found


def _first_label(rows: Sequence[Line]) -> int:
    return next((n for n, row in enumerate(rows) if n and _labelled(row)), len(rows))


def _document_starts(rows: Sequence[Line]) -> Iterator[int]:
    """Rows where a document begins: a title with its meeting's date, a head behind it, and items since the last one."""
    yield 0
    labels = 0
    for n in range(1, len(rows)):
        if labels >= 2 and _opens(rows, n):
            yield n
            labels = 0
        labels += _labelled(rows[n])


def _labelled(row: Line) -> bool:
    return bool(NUMBER.match(row.raw) or ITEM.match(row.raw) or any(s.pattern.match(row.raw) for s in REFERENCES[:6]))


def _opens(rows: Sequence[Line], n: int) -> bool:
    row = rows[n]
    if row.bullet or len(row.words) > 18 or row.text[-1] in ".;?" or CLOSING.search(row.text) or _labelled(row):
        return False
    if not (TITLE.search(row.text) or BODY.search(row.text)) or not row.text[0].isupper():
        return False
    if HEAD_CUE.match(row.text) and not dates(row.text):
        return False
    behind = rows[n + 1 : n + 25]
    cued = any(HEAD_CUE.match(r.text) and len(r.words) < 12 and not _labelled(r) for r in behind[: _first_label(behind)])
    return cued and any(map(_dated, rows[n : n + 4]))


def _dated(row: Line) -> bool:
    return len(row.words) <= 18 and bool(dates(row.text)) and not CLOSING.search(row.text) and not _labelled(row)


def _document(source: Source, masked: str, rows: Sequence[Line], cut_up: Cuts, owner: str | None) -> Document:
    front = [row for row in rows if row.span.start < cut_up.cuts[0].span.end] or list(rows[:3])
    top = head(front, owner)
    body_id = _slug(top)
    document_id = f"{body_id}/{top.meeting.date.isoformat() if top.meeting.date else 'undated'}/{top.role}"
    items = _items(document_id, masked, rows, cut_up.cuts)
    said = own_statements(items, masked)
    present, apologies, chair = people(front, masked)
    document = Document(
        document_id=document_id,
        body_id=body_id,
        meeting=top.meeting,
        role=top.role,
        status=top.status,
        file=source.file,
        sha256=source.sha256,
        span=Span(rows[0].span.start, rows[-1].span.end),
        items=items,
        attendees=tuple(present),
        apologies=tuple(apologies or (_apologies(items, said, masked) if top.role in ("minutes", "notes") else ())),
        chair=chair or _chair(front),
        venue=top.venue,
        start_time=top.start_time,
        end_time=_closing_time(rows) or top.end_time,
    )
    return replace(document, outcomes=outcomes(items, said, setting(source, masked, document)))


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
    end = cuts[n].span.end
    following = cuts[n + 1].span.start if n + 1 < len(cuts) else end
    return following if cuts[n].title_at + 2 < following < end else end


def _ids(document_id: str, cuts: Sequence[Cut]) -> list[str]:
    """".../notes/08" for items in order, ".../notes/08.2" for the points inside one."""
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
    return {item_id: [one for span in spans for one in _statements(masked, span)] for item_id, spans in own_spans(items).items()}


def _statements(masked: str, within: Span) -> list[Span]:
    part = masked[within.start : within.end]
    return [Span(s.start + within.start, s.end + within.start) for s in statements(part, lines(part))]


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
    return replace(document, document_id=document_id, items=items, outcomes=found)


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
        if item.title.lower().startswith("apologies"):
            rows = lines(masked[item.span.start : item.span.end])
            return people([replace(rows[0], raw="Apologies:", text="Apologies:"), *rows[1:]], masked)[1]
    return []


def _chair(rows: Sequence[Line]) -> str | None:
    return next((row.text[m.end() :].strip() or None for row in rows if (m := CHAIR_CUE.match(row.text))), None)


def _closing_time(rows: Sequence[Line]) -> time | None:
    for row in reversed(rows):
        if (match := CLOSED.search(row.text)) and (times := clock(match["time"])):
            return times[0]
    return None
