"""One rule of outcomes: what words record which kind, and what would take their force away."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.guards import Guard, outside, perfect, reported, subordinate
from index.minutes import OutcomeKind
from index.who import Known


@dataclass(frozen=True, slots=True)
class Rule:
    kind: OutcomeKind
    pattern: re.Pattern[str]
    guards: tuple[Guard, ...] = ()
    end: re.Pattern[str] | None = None  # of the pattern; quickly looked for, where its beginning takes long

    def fits(self, text: str, known: Known) -> bool:
        if self.end is not None and not self.end.search(text):
            return False
        return any(not any(guard(m, known) for guard in self.guards) for m in self.pattern.finditer(text))


def rule(kind: OutcomeKind, pattern: str, *guards: Guard, end: str = "") -> Rule:
    """A rule from the text of its pattern, and of its ``end`` where that is told apart; capitals do not matter."""
    return Rule(kind, re.compile(pattern + end, re.I), guards, re.compile(end, re.I) if end else None)


TOLD = (perfect, subordinate, reported, outside)
BEGIN = r"^[^\w£]*(?:(?:\(?\d{1,3}(?:\.\d{1,3})*[.):]?|\(?(?:[a-z]|[ivx]{1,4})[.):])\s+)?"  # a label may stand before
LAST = r"(?:^|[–—:.|]\s*|-\s+)"  # elliptical: "Lettings – not approved"

NUMBER = r"(?:no\.?\s*)?(?:[A-Z]{1,5}[-/])*\d[\d/-]*"  # of an action: 3, EC/16
MARKED = rule(
    "action",
    rf"^\W*actions?(?:\s+(?:points?|items?|arising|agreed|required))?(?:\s*{NUMBER})?\s*(?:[:–—]|-\s)"
    rf"|\baction(?:\s+{NUMBER})?\s*:|^\W*(?:AI|AP|A)-?\d{{1,4}}\b(?!\))(?=\W+\w+\W+\w+)|(?:^|[\s`])@\w+\s*:"
    r"|^\W*(?-i:ACTION)\s+(?-i:[A-Z])[\w ]{1,40}?\s+to\b",
)

# In this order: the first that fits is taken.
