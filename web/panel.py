"""The evidence panel: the whole item a citation rests on, its words laid out as lines, the cited ones marked."""

from __future__ import annotations

import base64
from collections.abc import Sequence

from assistant.answer import Citation
from assistant.labels import page_label
from index.minutes import Document, Item
from index.pages import numbered
from index.standing import RECORDS
from web.address import item_path
from web.around import Around, named
from web.inert import inert
from web.item_text import item_html

EMPTY = '<p class="panel-hint">Choose a citation such as [1] in an answer to read the item of the minutes it comes from.</p>'
STATUS_WORDS = {
    "draft": "Draft: not yet accepted as a correct record",
    "approved": "Approved as a correct record",
    "unknown": "The file does not say whether these were approved",
}
_OTHER_PAPERS = {
    "agenda": "Agenda: what was to be dealt with, not what was decided",
    "notice": "Notice of a meeting: not a record of what was decided",
    "report": "Report: what was put to a meeting, not what was decided",
}
_NOTHING_AROUND = Around()


def panel_html(
    citation: Citation, source: str, picture: bytes | None = None, near: Around = _NOTHING_AROUND, doubts: Sequence[str] = ()
) -> str:
    """The panel for ``citation``; ``source`` is the text of its file, ``picture`` a PNG of the place on its page."""
    document = citation.document
    return (
        '<section class="source" aria-labelledby="source-title">'
        f'<div class="source-bar"><h2 id="source-title" tabindex="-1">{inert(citation.label)}</h2>'
        '<button type="button" class="source-close">Close</button></div>'
        f'<p class="source-status status-{document.status}">{inert(standing_words(document))}</p>'
        f'<dl class="source-facts">{_facts(citation)}</dl>{_doubts(doubts)}'
        f"{_picture(citation, picture)}"
        '<div class="source-text" tabindex="0" role="region" aria-label="Text of the item">'
        f"{item_html(source, citation.item, citation.span)}</div>{_ways_on(citation, near)}</section>"
    )


def problem_html(message: str, hint: str = "") -> str:
    """The panel where a source cannot be shown."""
    return (
        '<section class="source" aria-labelledby="source-title"><div class="source-bar">'
        '<h2 id="source-title" tabindex="-1">This source cannot be shown</h2>'
        f'<button type="button" class="source-close">Close</button></div><p>{inert(message)} {inert(hint)}</p></section>'
    )


def standing_words(document: Document) -> str:
    """What a document is worth as a record."""
    return STATUS_WORDS[document.status] if document.role in RECORDS else _OTHER_PAPERS.get(document.role, STATUS_WORDS[document.status])


def _doubts(doubts: Sequence[str]) -> str:
    rows = "".join(f"<li>{inert(doubt)}</li>" for doubt in doubts)
    return f'<div class="source-doubts"><p>What is uncertain</p><ul>{rows}</ul></div>' if rows else ""


def _ways_on(citation: Citation, near: Around) -> str:
    """To the items before and after, which open here, and to the page of this one, which opens beside."""
    span = citation.span if citation.quote else None
    page = inert(item_path(citation.item.item_id, span, citation.quote))
    return (
        f'<nav class="source-ways" aria-label="More of these {inert(citation.document.role)}"><ul>'
        f"{_way('Previous', near.before)}{_way('Next', near.after)}"
        f'<li><a class="source-open" href="{page}" target="_blank" rel="noopener">Open as a page '
        '<span class="unseen">(in a new tab)</span></a></li></ul></nav>'
    )


def _way(word: str, item: Item | None) -> str:
    if item is None:
        return ""
    path, name = inert(item_path(item.item_id)), inert(item.item_id)
    return f'<li><a class="source-go" href="{path}" data-item="{name}">{word}: {inert(named(item))}</a></li>'


def _picture(citation: Citation, picture: bytes | None) -> str:
    if not picture:
        return ""
    shown = f"data:image/png;base64,{base64.b64encode(picture).decode()}"
    words = f"The cited lines on {page_label(citation.pages[:1])} of the file"
    return f'<img class="source-page" alt="{inert(words)}" src="{shown}">'


def _facts(citation: Citation) -> str:
    item, document, sure = citation.item, citation.document, citation.confidence
    facts = (
        ("Item", " ".join(part for part in (item.number or "", item.title) if part)),
        ("Minute", item.minute_ref),
        ("Presented by", item.presenter),
        ("Of", document.meeting.organisation),
        ("File", document.file),
        ("Page", numbered(page.number for page in citation.pages)),
        ("Read by", None if sure is None else f"character recognition, confidence {sure:.2f}"),
    )
    return "".join(f"<div><dt>{name}</dt><dd>{inert(value)}</dd></div>" for name, value in facts if value)
