"""What an item settled: decisions, agreements, actions, requests, undertakings, deferrals and approvals, with their words.

Rules look at one statement at a time and at the words that carry status in minutes ("RESOLVED", "it was agreed", "Action:").
A weaker word (noted, discussed, intends) is no outcome.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.grammars import DECISION_NUMBER
from index.heal import heal
from index.minutes import Outcome, OutcomeKind, Span

# In this order: the first that fits is taken.
_WORDS: tuple[tuple[OutcomeKind, str], ...] = (
    ("approval", r"\b(?:accepted|approved|agreed|signed|confirmed)\b.{0,60}\b(?:correct|accurate|true)\b.{0,12}\brecord\b"),
    ("approval", r"\bagreed the minutes\b"),
    ("deferral", r"\b(?:was|were|be|is|has been|item)\s+(?:deferred|adjourned|postponed)\b"),
    ("deferral", r"\bresolved\b.{0,20}\bto defer\b|\bdeferred (?:to|until|pending)\b"),
    ("action", r"^\W*actions?\b(?:\s+\d+)?\s*[:\-–]|\baction\s*:"),
    ("action", r"^\W*(?-i:ACTION\s+[A-Z])[\w ]{1,40}? to\b"),
    ("decision", r"\bRESOLVED\b|\b(?:decided (?:to|that|not)|it was (?:formally )?resolved)\b"),
    ("decision", r"\b(?:resolution was (?:passed|carried)|motion (?:was )?carried)\b|(?:^|[–—-]\s*)decision to\b"),
    ("decision", r"\b(?:governors|council|board|committee|trustees|members|panel|commissioner|pcc)\s+(?:\w+\s+)?approved\b"),
    ("decision", r"^\W*decision\s*:"),
    ("agreement", r"\b(?:(?:it )?(?:was|were|is) (?:unanimously )?agreed|agreed (?:to|that|for|by)|board agreed)\b|^\W*agreed\b"),
    ("agreement", r"\b(?:do|did|does) not (?:agree|support)\b"),
    ("undertaking", r"\b(?:undertook|undertakes|offered|promised|committed) to\b"),
    ("undertaking", r"\bwill (?:provide|report|circulate|share|write|confirm|bring)\b"),
    ("undertaking", r"\bwould (?:double check|provide|circulate|confirm|report back)\b"),
    ("request", r"\b(?:requested|asked (?:for|that)|made a formal request)\b"),
)
_REFUSED = re.compile(
    r"\b(?:not|never|nor)\s+(?:\w+\s+)?(?:agree|support|approve|accept)\w*"
    r"|\b(?:was|were|is) (?:rejected|refused|turned down)\b|\bturned (?:\w+ ){1,3}down\b"
    r"|\bmotion\b.{0,60}\b(?:was lost|fell|lost|not carried)\b",
    re.I,
)
_RULES = tuple((kind, re.compile(words, re.I)) for kind, words in _WORDS)
_REFERENCE = re.compile(rf"^\W*({DECISION_NUMBER})\b")
_OWNER = re.compile(
    r"\b(?i:owner|lead|action (?:for|by))\s*[:–-]\s*([A-Z][\w.'’& ]{1,40}?)(?=[,.;)]|$)"
    r"|\b(?i:action)(?:\s+\d+)?(?:\s*[:–-])?\s+"
    r"([A-Z](?:(?!\s(?:will|is|are|was|were|be|has|have|that)\b)[\w.'’& ]){1,40}?),?(?=\s+to\b)"
    r"|\[([A-Z]{2,4})\]\s*$"
)
_DUE = re.compile(
    r"\b(?:by|before|due:?)\s+"
    r"((?:the\s+)?(?:end of\s+)?(?:next meeting|\d{1,2}(?:st|nd|rd|th)?\s+\w+(?:\s+\d{4})?|[A-Z][a-z]+ \d{4}))",
    re.I,
)
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
    kind = next((kind for kind, pattern in _RULES if pattern.search(text)), None)
    return "decision" if kind is None and refuses(text) else kind


def refuses(text: str) -> bool:
    """True for a statement that says no: not agreed, not supported, rejected, a motion lost."""
    return _REFUSED.search(text) is not None


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    return next((g.strip() for g in match.groups() if g), None) if match else None
