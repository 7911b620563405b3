"""Motions and their votes: one outcome, not two, and none where the matter was put off."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.heal import heal
from index.minutes import Outcome, Span

_RESULT = re.compile(
    r"^\W*(?P<bare>carried|lost|defeated)\b|(?:\b(?:motion|amendment|resolution|proposition|proposal|special\s+order|item)\b.{0,80}(?<!\bbe)\s)(?:(?P<yes>carried"
    r"|carries|passed|passes|approved|adopted)|(?P<no>lost|fails?|failed|fell|defeated|rejected|postponed|deferred|withdrawn"
    r"|tabled))\b",
    re.I,
)
_PROPOSED = re.compile(r"\b(?:BE\s+IT\s+RESOLVED|RESOLVED)\b|^\W*(?:motion|resolution)\s+[\w/-]*\d|^\W*M\w*\s*/\s*S\w*\s*/\s*C", re.I)
_RESOLVED = re.compile(r"\bRESOLVED\b|^\W*(?:motion|resolution)\s+[\w/-]*\d", re.I)
_TO_BE = re.compile(r"\bBE\s+IT\s+RESOLVED\b", re.I)
_MOVED = re.compile(
    r"\b(?:moved|moves|motion\s+(?:by|of|from|was\s+made)|proposed\s+(?:by|that|an|to)|proposal\s+(?:by|of|from|that|to)|put\s+forward)\b"
    r"|^\W*M\w*\s*/\s*S\w*\b(?!\s*/)",
    re.I,
)
_MOTION = re.compile(r"^\W*(?:motion|resolution)\s+[\w/-]*\d", re.I)
_NEAR = 300  # characters
_THAT = re.compile(r"[\W\d]*That\b")


def voted(found: Sequence[Outcome], masked: str) -> list[Outcome]:
    """A motion and its vote are one outcome; a resolution that was put off was none."""
    kept: list[Outcome] = []
    for n, one in enumerate(found):
        result = _result(one)
        before = _put(kept, one, result) if result else None
        if result is None:
            kept.append(one)
        elif before is not None and _MOTION.match(before.text) and "\n" not in masked[before.span.start : one.span.end]:
            kept[kept.index(before)] = _joined(before, one, masked)
        elif result["yes"] or (result["bare"] or "").lower() == "carried":
            if before is None and not any(map(_resolves, found[n + 1 : n + 3], [one] * 2)):
                kept.append(one)
        else:
            kept = [k for k in kept if k is not before or not k.text.startswith(("BE IT", "NOW", "Motion"))] + [one]
    return kept


def moves(text: str) -> bool:
    """True for words that put a motion and do not say what became of it."""
    return _MOVED.search(text) is not None and _RESULT.search(text) is None


def is_result(text: str) -> bool:
    """True for words that say what became of a motion."""
    return _RESULT.search(text) is not None


def _put(kept: Sequence[Outcome], vote: Outcome, result: re.Match[str]) -> Outcome | None:
    """What the vote was taken on, where that is an outcome before it; a motion that the vote's own words hold comes first."""
    own = _MOVED.search(vote.text, 0, result.end()) is not None
    printed = _TO_BE if own else _PROPOSED
    return next((k for k in reversed(kept) if k.item_id == vote.item_id and printed.search(k.text)), None)


def _result(one: Outcome) -> re.Match[str] | None:
    return _RESULT.search(one.text) if one.kind in ("decision", "deferral") and not _MOTION.match(one.text) else None


def _resolves(later: Outcome, vote: Outcome) -> bool:
    """True for a resolution printed right behind the vote on it."""
    said = _RESOLVED.search(later.text) or _THAT.match(later.text)
    return said is not None and later.span.start - vote.span.end < _NEAR


def _joined(first: Outcome, last: Outcome, masked: str) -> Outcome:
    span = Span(first.span.start, last.span.end)
    return replace(first, kind=last.kind, span=span, text=heal(masked[span.start : span.end]))
