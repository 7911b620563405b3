"""What minutes put off to another of their own items ("it would be weighed under item 8b"): there the decision stands."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Evidence, Query
from assistant.signs import same_label

LOOKED = 5  # of the items found that may be the one meant
_REFERRED = re.compile(
    r"\b(?:will|would|could|can|shall|to|was|were|is)\s+(?:then\s+)?be(?:en)?\s+(?:\w+\s+){1,3}(?:under|at|in|with)\s+(?:agenda\s+)?item\s+"
    r"(?P<label>\d{1,2}(?:\.\d{1,2})?\s?[a-z]?)\b",
    re.I,
)


def with_decision_first(query: Query, ranked: Sequence[Evidence]) -> list[Evidence]:
    """``ranked``, for a question about a decision led by the item of the same document to which the best one puts it off."""
    found = _REFERRED.search(ranked[0].item.text) if ranked and query.intent == "decision" else None
    if found is None:
        return list(ranked)
    label, document = found["label"].replace(" ", ""), ranked[0].document.document_id
    meant = next((e for e in ranked[1:LOOKED] if e.document.document_id == document and same_label(label, e.item.number)), None)
    return [meant, *(e for e in ranked if e is not meant)] if meant else list(ranked)
