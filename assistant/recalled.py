"""Earlier turns, without what may not be seen any more: whoever sends them, nothing restricted comes back with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from assistant.answer import Answer, Turn
from assistant.mentioned import LABEL
from index.dates import spoken
from index.errors import MissingInput
from index.heal import heal
from index.minutes import Document

if TYPE_CHECKING:
    from index.catalog import Catalog

_MEETING = re.compile(r", (?P<day>\d{1,2} [A-Z][a-z]+ \d{4}|undated), (?:draft )?(?P<role>agenda|minutes|notes|notice|report)\b")


def still_seen(history: Sequence[Turn], catalog: Catalog) -> list[Turn]:
    """The turns but for answers that name an item which is not to be seen, and the questions before them."""
    kept: list[Turn] = []
    for turn in history:
        if turn.role == "user" or _resolves(turn.content, catalog):
            kept.append(turn)
        elif kept and kept[-1].role == "user":
            kept.pop()
    return kept


class Held(Protocol):
    def items_at(self, item_ids: Sequence[str]) -> Mapping[str, object]: ...

    def source_text(self, sha256: str) -> str: ...


def rests_on_seen(answer: Answer, catalog: Held) -> bool:
    """True where every item that the answer cites or was made from is to be seen still, and every word that it quotes."""
    ids = {*(c.item.item_id for c in answer.citations), *(e.item.item_id for e in answer.evidence)}
    if not ids <= set(catalog.items_at(sorted(ids))):
        return False
    try:
        texts = {sha256: catalog.source_text(sha256) for sha256 in {c.document.sha256 for c in answer.citations}}
    except MissingInput:  # the file says something else by now, or nobody may see any of it
        return False
    return all(c.quote == heal(texts[c.document.sha256][c.span.start : c.span.end]) for c in answer.citations)


def _resolves(answer: str, catalog: Catalog) -> bool:
    documents: Sequence[Document] | None = None
    for named in _MEETING.finditer(answer):
        documents = catalog.documents() if documents is None else documents
        of = [d for d in documents if d.role == named["role"] and spoken(d.meeting.date) == named["day"]]
        of = [d for d in of if answer.endswith(d.meeting.body, 0, named.start())]
        place = LABEL.match(answer, named.end())
        if not of or (place and not place["head"] and not any(_holds(d, list(_printed(place)), catalog) for d in of)):
            return False
    return True


def _printed(place: re.Match[str]) -> Iterator[str]:
    return (text for text in (place["number"], place["ref"], place["minute"], place["title"]) if text)


def _holds(document: Document, printed: Sequence[str], catalog: Catalog) -> bool:
    return any(set(printed) <= {i.number, i.minute_ref, i.title} for i in catalog.items(document.document_id))


def lasting(notices: Sequence[str]) -> tuple[str, ...]:
    """The notices that may be shown again later: not those that quote other minutes, of which nobody knows who may see them then."""
    return tuple(notice for notice in notices if "“" not in notice)
