"""What was done, to what, by whom: a written clause against those of its source. It errs on the side of silence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Problem
from assistant.check_about import headless, parted, within
from assistant.check_past import not_done
from assistant.check_turned import turned
from assistant.clauses import Clause, Statement, covered
from assistant.synonyms import stem

_LOW = re.compile(r"\b(?:under|below|less|fewer|lower|short|shortfall|deficit|beneath|least|underspen\w+)\b", re.I)
_HIGH = re.compile(r"\b(?:over|above|more|higher|exceed\w*|beyond|surplus|excess|most|overspen\w+)\b", re.I)
_ARTICLE = r"(?:(?:the|an?|its|their|his|her|this|that)\s+)?([\w#=.-]*\w)"
_FROM = re.compile(rf"\bfrom\s+{_ARTICLE}", re.I)
_INTO = re.compile(rf"\b(?:to|into|onto)\s+{_ARTICLE}", re.I)
_BARE = re.compile(
    r"\b(?:free|open|opened|closed|shut|available|allowed|permitted|banned|forbidden|prohibited|exempt|eligible|entitled|compulsory|optional"
    r"|required|charged|safe|unsafe|dangerous|staffed|unstaffed|valid|liable|responsible|suitable|lawful|payable)\W*$",
    re.I,
)


def deed_problem(clause: Clause, base: Statement, chosen: Sequence[Clause]) -> Problem | None:
    """What is wrong with what a clause says was done, when it rests on the clauses ``chosen`` of ``base``."""
    found = not_done(clause, chosen) or _side(clause, chosen) or _direction(clause, base) or _unbounded(clause, base)
    return found or headless(clause, base) or parted(clause, base) or within(clause, chosen) or turned(clause, base)


def _side(clause: Clause, chosen: Sequence[Clause]) -> Problem | None:
    """Less is not more, nor more than nothing said."""
    text = " ".join(c.text for c in chosen)
    for mine, other in ((_LOW, _HIGH), (_HIGH, _LOW)):
        found = mine.search(clause.text)
        if found and not other.search(clause.text) and not mine.search(text):
            return Problem("unsupported_limit", f"its source does not say {found.group()}")
    return None


def _direction(clause: Clause, base: Statement) -> Problem | None:
    """What came from a place did not go to it."""
    for mine, other in ((_FROM, _INTO), (_INTO, _FROM)):
        away = {stem(m[1].lower()) for m in mine.finditer(clause.text)}
        there, back = ({stem(m[1].lower()) for m in way.finditer(base.text)} for way in (mine, other))
        if wrong := {t for t in away if covered(t, back) and not covered(t, there)}:
            return Problem("unsupported_order", f"its source has {', '.join(sorted(wrong))} at the other end")
    return None


def _unbounded(clause: Clause, base: Statement) -> Problem | None:
    """ "Free for children" is not "free"."""
    found = _BARE.search(clause.text)
    word = found.group().strip(" .").lower() if found else ""
    if word and re.search(
        rf"\b{word}\s+(?:for|to|on|in|at|between|from|after|before|during|by|with|under|over|when|only)\b", base.text, re.I
    ):
        return Problem("unsupported_limit", f"its source bounds what is {word}")
    return None
