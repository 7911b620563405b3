"""A file's text -> its Documents and their Items.

One file may hold several documents (an agenda and the minutes of the meeting before). Each is cut by its own numbering
(index/cut.py); the head of each tells the meeting (index/head.py).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import time

from index.dates import clock, dates
from index.grammars import BODY, CHAIR_CUE, CLOSED, CLOSING, HEAD_CUE, ITEM, NUMBER, REFERENCES, TITLE
from index.cut import Cut, Cuts, cut
from index.head import Head, head
from index.heal import heal, mask
from index.lines import Line, lines, statements
from index.minutes import Document, Item, Parsed, Person, Source, Span
from index.outcomes import outcomes
from index.people import named, people
from index.titles import presenter, title

PARSER_VERSION = 1


def parse(source: Source) -> Parsed:
    """The documents of ``source`` in reading order. Any text gives at least one document; never raises on a text."""
    masked = mask(source.text, source.format)
    rows = lines(masked, source.marks)
    if not rows:
        return Parsed(source.file, ())
    starts = [*_document_starts(rows), len(rows)]
    parts = [rows[a:b] for a, b in zip(starts, starts[1:], strict=False)]
    whole = heal(masked)
    heads = [head(part[: _first_label(part)], whole) for part in parts]
    cuts = [cut(part, masked) for part in parts]
    lettered = {c.number or "" for h, cs in zip(heads, cuts, strict=True) if h.role != "agenda" for c in cs.cuts if c.kind == "item"}
    cuts = [cut(part, masked, lettered) if h.role == "agenda" and len(parts) > 1 else cs for part, h, cs in zip(parts, heads, cuts, strict=True)]
    documents = [_document(source, masked, part, cs, whole) for part, cs in zip(parts, cuts, strict=True)]
    return Parsed(source.file, tuple(_distinct(documents)), tuple(f for cs in cuts for f in cs.findings))


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
    if not (TITLE.search(row.text) or BODY.search(row.text)) or not row.text[0].isupper() or HEAD_CUE.match(row.text) and not dates(row.text):
        return False
    block = rows[n : n + 4]
    dated = next((i for i, r in enumerate(block) if dates(r.text) and len(r.words) <= 18 and not CLOSING.search(r.text) and not _labelled(r)), None)
    behind = rows[n + 1 : n + 25]
    return dated is not None and any(HEAD_CUE.match(r.text) and not _labelled(r) and len(r.words) < 12 for r in behind[: _first_label(behind)])


def _document(source: Source, masked: str, rows: Sequence[Line], cut_up: Cuts, whole: str) -> Document:
    front = [row for row in rows if row.span.start < cut_up.cuts[0].span.end] or list(rows[:3])
    top = head(front, whole)
    body_id = _slug(top)
    document_id = f"{body_id}/{top.meeting.date.isoformat() if top.meeting.date else 'undated'}/{top.role}"
    items = _items(document_id, masked, rows, cut_up.cuts)
    present, apologies, chair = people(front, masked)
    return Document(
        document_id=document_id,
        body_id=body_id,
        meeting=top.meeting,
        role=top.role,
        status=top.status,
        file=source.file,
        sha256=source.sha256,
        span=Span(rows[0].span.start, rows[-1].span.end),
        items=items,
        outcomes=tuple(o for item in items if item.citable for o in outcomes(item.item_id, masked, own_statements(item, items, masked))),
        attendees=tuple(present),
        apologies=tuple(apologies or (_apologies(items, masked) if top.role in ("minutes", "notes") else ())),
        chair=chair or _chair(front),
        venue=top.venue,
        start_time=top.start_time,
        end_time=_closing_time(rows) or top.end_time,
    )


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


def own_spans(item: Item, items: Sequence[Item]) -> list[Span]:
    """The parts of an item's span that no item inside it covers; points belong to the item they stand in."""
    inner = sorted((i.span for i in items if i.parent == item.item_id and i.kind != "point"), key=lambda s: s.start)
    found, start = [], item.span.start
    for span in inner:
        found.append(Span(start, span.start))
        start = span.end
    return [s for s in [*found, Span(start, item.span.end)] if s.end > s.start]


def own_statements(item: Item, items: Sequence[Item], masked: str) -> list[Span]:
    """The statements of an item, without those of the items inside it."""
    found: list[Span] = []
    for span in own_spans(item, items):
        part = masked[span.start : span.end]
        found += [Span(s.start + span.start, s.end + span.start) for s in statements(part, lines(part))]
    return found


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
    body = _words(top.meeting.body)
    short = "".join(w[0] for w in body if w not in ("and", "of", "the", "for")) if len(body) > 2 and top.meeting.organisation else "-".join(body)
    if top.meeting.organisation == top.meeting.body:
        return "-".join(body)[:60]
    area = re.sub(r"\b(police and crime commissioner|council|county|borough|city|district|parish|town|trust)\b", "", (top.meeting.organisation or "").lower())
    return "-".join([*_words(area), short])[:60] or "meeting"


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", re.sub(r"\(.*?\)", "", text.lower().replace("'", "").replace("’", "")))


def _apologies(items: Sequence[Item], masked: str) -> list[Person]:
    """Apologies minuted as an item: a sentence ("... received from A and B") or a list of names."""
    for item in items[1:4]:
        if item.title.lower().startswith("apologies"):
            rows = lines(masked[item.span.start : item.span.end])
            said = named(item.text)
            return said or people([replace(rows[0], text="Apologies:"), *rows[1:]], masked[item.span.start :])[1]
    return []


def _chair(rows: Sequence[Line]) -> str | None:
    return next((row.text[m.end() :].strip() or None for row in rows if (m := CHAIR_CUE.match(row.text))), None)


def _closing_time(rows: Sequence[Line]) -> time | None:
    for row in reversed(rows):
        if (match := CLOSED.search(row.text)) and (times := clock(match["time"])):
            return times[0]
    return None
