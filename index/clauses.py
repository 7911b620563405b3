"""A statement -> its outcomes: the whole of it, or its clauses where more than one of them records something."""

from __future__ import annotations

import re

from index.heal import heal
from index.judge import LONGEST, kind_of
from index.minutes import OutcomeKind, Span
from index.who import NAME, NOBODY, Known
from index.wording import ADVERB, PRONOUN, TITLE

_WIDE = 4  # times: a statement so much longer than its telling clause says something else
_BOUNDARY = re.compile(
    r"(?=[;,\s])(?:;\s+(?:and\s+)?|\s[–—]\s+(?!(?:next|the\s+next|bring)\b)"
    r"|\s+and\s+(?=(?:also\s+)?(?:asked\s+(?:for|that)|requested|undertook\s+to|offered\s+to|deferred|(?-i:RESOLVED))\b)"
    r"|\s+and\s+(?=(?-i:RECOMMENDED|APPROVED|AGREED|REFERRED)\b|(?:instructed|directed|remitted|delegated)\s+(?:it\s+)?(?:to\s+)?the\b)"
    rf"|\s+(?=`?@\w+:)|,?\s+(?:and|but|so|whilst|while)\s+(?=(?:{PRONOUN}|it|the\s+[\w’' -]{{2,40}}?|(?:{TITLE}\s+)?{NAME}"
    rf"|{TITLE}[^,;.]{{2,30}}?)\s+{ADVERB}(?:will|would|was\s+agreed|was\s+resolved|undertook|undertakes|offered|promised"
    rf"|agreed|asked"
    r"|requested|decided|resolved|approved|volunteered)(?!\s+(?:to\s+)?do\s+(?:so|this|that|it)\b))"
    r"|,\s+(?=which\s+(?:he|she|they|[A-Z][\w’'-]+)\s+(?:agreed|offered|undertook)\b)|,\s+(?=it\s+was\s+agreed\b))"
)

_REFERENCE = re.compile(r"&#?\w{1,31};$")  # its semicolon parts nothing


def told(masked: str, span: Span, known: Known = NOBODY) -> list[tuple[Span, OutcomeKind | None]]:
    """The statement with its kind, or its clauses with theirs where more than one of them records an outcome."""
    text = masked[span.start : span.end]
    if len(text) > LONGEST:
        return [(span, kind_of(heal(text), known))]
    edges = [(m.start(), m.end()) for m in _BOUNDARY.finditer(text) if not _REFERENCE.search(text, 0, m.start() + 1)]
    starts, ends = [0, *(end for _, end in edges)], [*(start for start, _ in edges), len(text)]
    clauses = [Span(span.start + a, span.start + b) for a, b in zip(starts, ends, strict=True) if b > a]
    kinds = [kind_of(heal(masked[c.start : c.end]), known) for c in clauses]
    telling = [n for n, kind in enumerate(kinds) if kind is not None]
    telling = [
        n for k, n in enumerate(telling) if not (k and kinds[telling[k - 1]] == "agreement" and text[slice(*edges[n - 1])].strip() in "–—")
    ]
    whole = kind_of(heal(text), known) if len(clauses) > 1 else kinds[0]
    if len(telling) < 2 or (kinds[0] == "action" and not any(text[a:b].startswith(";") for a, b in edges)):
        return [_single(span, clauses, kinds, [text[a:b] for a, b in edges], whole)]
    firsts = [0, *telling[1:]]
    lasts = [*firsts[1:], len(clauses)]
    return [(Span(clauses[a].start, clauses[b - 1].end), kinds[n]) for a, b, n in zip(firsts, lasts, telling, strict=True)]


def _single(
    span: Span, clauses: list[Span], kinds: list[OutcomeKind | None], between: list[str], whole: OutcomeKind | None
) -> tuple[Span, OutcomeKind | None]:
    """One outcome in a statement: its clause alone where a semicolon sets that apart, else the whole statement."""
    n = next((n for n, kind in enumerate(kinds) if kind is not None), None)
    if n is None:
        return span, whole
    sides = between[max(0, n - 1) : n + 1]
    if len(clauses) > 1 and all(side.startswith(";") or side == " " for side in sides):
        return clauses[n], kinds[n]
    elided = n > 0 and between[n - 1].strip() == "and"  # its subject stands in the clause before
    if not elided and kinds[n] == whole and _WIDE * (clauses[n].end - clauses[n].start) < span.end - span.start:
        return clauses[n], whole
    return span, whole or (None if elided else kinds[n])
