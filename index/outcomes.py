"""What an item settled: decisions, agreements, actions, requests, undertakings, deferrals and approvals, with their words.

Rules look at one statement at a time and at the words that carry status in minutes ("RESOLVED", "it was agreed", "Action:").
A weaker word (noted, discussed, intends) is no outcome.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.heal import heal
from index.minutes import Outcome, OutcomeKind, Span

_RULES: tuple[tuple[OutcomeKind, re.Pattern[str]], ...] = (
    ("approval", re.compile(r"\b(?:accepted|approved|agreed|signed|confirmed)\b.{0,60}\b(?:correct|accurate|true)\b.{0,12}\brecord\b|\bagreed the minutes\b", re.I)),
    ("deferral", re.compile(r"\b(?:was|were|be|is|has been|item)\s+(?:deferred|adjourned|postponed)\b|\bresolved\b.{0,20}\bto defer\b|\bdeferred (?:to|until|pending)\b", re.I)),
    ("action", re.compile(r"^\W*actions?\b(?:\s+\d+)?\s*[:\-–]|\baction\s*:", re.I)),
    ("decision", re.compile(r"\bRESOLVED\b|\b(?:decided (?:to|that|not)|it was (?:formally )?resolved|resolution was (?:passed|carried)|motion (?:was )?carried)\b|(?:^|[–—-]\s*)decision to\b", re.I)),
    ("agreement", re.compile(r"\b(?:(?:it )?(?:was|were|is) (?:unanimously )?agreed|agreed (?:to|that|for|by)|(?:do|did|does) not (?:agree|support)|board agreed)\b|^\W*agreed\b", re.I)),
    ("undertaking", re.compile(r"\b(?:undertook|undertakes|offered|promised|committed) to\b|\bwill (?:provide|report|circulate|share|write|confirm|bring)\b|\bwould (?:double check|provide|circulate|confirm|report back)\b", re.I)),
    ("request", re.compile(r"\b(?:requested|asked (?:for|that)|made a formal request)\b", re.I)),
)  # fmt: skip
_REFERENCE = re.compile(r"^\W*((?:19|20)\d\d/\d{1,4})\b")
_OWNER = re.compile(r"\b(?:owner|lead|action(?: for| by)?)\s*[:–-]\s*([A-Z][\w.'’& ]{1,40}?)(?=[,.;)]|$)|\[([A-Z]{2,4})\]\s*$")
_DUE = re.compile(r"\b(?:by|before|due:?)\s+((?:the\s+)?(?:end of\s+)?(?:next meeting|\d{1,2}(?:st|nd|rd|th)?\s+\w+(?:\s+\d{4})?|[A-Z][a-z]+ \d{4}))", re.I)
_REPORTED = re.compile(r"\bfrom the last meeting\b|\bprevious(?:ly)?\b|\bbrought forward\b", re.I)


def outcomes(item_id: str, masked: str, spans: Sequence[Span]) -> list[Outcome]:
    """The outcomes among the statements at ``spans`` of one item."""
    found = []
    for span in spans:
        text = heal(masked[span.start : span.end])
        kind = outcome_kind(text)
        if kind is not None:
            found.append(Outcome(item_id, kind, _first(_REFERENCE, text), _first(_OWNER, text), _first(_DUE, text), text, span))
    return found


def outcome_kind(text: str) -> OutcomeKind | None:
    """The kind of outcome a statement records, None where it records none."""
    if text.rstrip().endswith("?") or _REPORTED.search(text):
        return None
    return next((kind for kind, pattern in _RULES if pattern.search(text)), None)


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    return next((g.strip() for g in match.groups() if g), None) if match else None
