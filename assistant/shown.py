"""One item as it is shown whole, with what other papers tell of it; that it was shown is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.agenda import became
from index.errors import MissingInput

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from index.minutes import Document, Item, LeftOut
    from index.reconcile import Reconciled


@dataclass(frozen=True, slots=True)
class Shown:
    document: Document
    item: Item
    became: Sequence[Reconciled]  # of an item of an agenda
    left_out: Sequence[LeftOut]  # words within it that no item says


def shown(assistant: Assistant, item_id: str) -> Shown:
    """The item. Raises MissingInput where it is not held, or may not be seen."""
    catalog = assistant.store.catalog
    held = catalog.standing(item_id)
    if held is None:
        raise MissingInput(f"no item '{item_id}'", "see: python -m assistant list items", code="E_NOTFOUND")
    item, document = held
    found = Shown(document, item, became(document, item, catalog), catalog.pages.left_out(document.sha256, item.span))
    assistant.opened(item.item_id)
    return found
