"""References of minutes in a conversation: "and 014?" after "2021/015" means 2021/014."""

from __future__ import annotations

import re

from assistant.scope import named_references

_SHORT = re.compile(r"(?<![\w/.£,-])(?:(?:number|item|decision|minute)\s+)?(\d{2,4})(?![\w/,%-]|\.\d)")


def completed(question: str, before: str) -> str:
    """``question`` with a bare number written out as the reference before it was, where it is as long as one part of that."""
    if named_references(question):
        return question
    short = _SHORT.search(question)
    for reference in named_references(before)[::-1]:
        first, stroke, last = reference.partition("/")
        if short is None or not stroke:
            continue
        if len(short[1]) == len(last) != len(first):
            return _SHORT.sub(f"{first}/{short[1]}", question, count=1)
        if len(short[1]) == len(first) != len(last):
            return _SHORT.sub(f"{short[1]}/{last}", question, count=1)
    return question
