"""Who asks: what of the archive may be seen. Everything that answers is built for one viewer (``Assistant.seen_by``)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from index import labels
from index.minutes import OPEN

Role = Literal["public", "reader", "staff", "admin"]
EVERY = (labels.EVERY,)  # in place of labels: whatever an item is labelled, it may be seen


@dataclass(frozen=True, slots=True)
class Viewer:
    """``name`` is that of an account, "" for nobody in particular; ``labels`` are those whose items may be seen."""

    name: str = ""
    role: Role = "public"
    labels: tuple[str, ...] = (OPEN,)


PUBLIC = Viewer()
