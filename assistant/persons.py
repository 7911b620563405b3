"""The person whom "he" or "she" means, in a question that the lists of who was there can answer: "what was he in 2017?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.minutes import Document
from index.names import bare_name

_HE = re.compile(r"\b(?:he|she)\b", re.I)
_IS = re.compile(r"\bwhat (?P<verb>is|was) (?:he|she)\b(?P<rest>(?:\s+(?:then|now|before|in|at|by|on|back)\b.*)?\W*)$", re.I)
_WORD = re.compile(r"[^\W\d_]+")
_THERE = re.compile(r"\b(?:attend\w*|present|there|apologi\w*|role|job|post|position|title)\b", re.I)


def named_for(question: str, telling: int, before: str, documents: Sequence[Document]) -> str:
    """``question`` with the name in place of "he"; as it is where it asks something else, or ``before`` names nobody or several."""
    if not _HE.search(question) or not (_IS.search(question) or (telling < 3 and _THERE.search(question))):
        return question
    said = f" {' '.join(_WORD.findall(before.casefold()))} "
    names = {bare_name(p.name) for d in documents for p in (*d.attendees, *d.apologies)}
    meant = [name for name in sorted(names) if len(name.split()) > 1 and f" {' '.join(_WORD.findall(name))} " in said]
    if len(meant) != 1:
        return question
    name = meant[0].title()
    if found := _IS.search(question):
        return f"what {found['verb']} {name}'s role{found['rest']}"
    return _HE.sub(name, question, count=1)
