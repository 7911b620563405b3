"""The order of plain words in a part of the source: a swap of two nouns says something else, but for active and passive."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.amounts import is_amount
from assistant.answer import Problem
from assistant.check_past import is_past, words_of
from assistant.clauses import STOPWORDS, TIMES, Clause, Statement, covered, statement
from assistant.synonyms import stem

_FRONTED = re.compile(
    r"^(\W*(?:after|in|on|by|at|for|from|during|since|under|with|because|before|of|to|as|over|following|until|when|if)\b[^,]*?)\s*,\s*(.*)$",
    re.I | re.S,
)
_PREPOSITIONS = frozenset("of on for in at from by with to".split())
_PASSIVE = re.compile(
    r"^(\W*(?:.*\bthat\b)?)(.*?)\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+)?(\w+)\b"
    r"(?:((?:\s+[^\s,]+){0,4}?)\s+by\s+(?!#(?!num)|#num=\S+\s*$)((?:(?!(?:at|in|on|for|from|to|with|of|under|over|after|before|during|until)\b)[^\s,]+\s*)+))?(.*)$",
    re.I | re.S,
)
_BE_DONE = re.compile(r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+)?\W?(\w+)\b", re.I)


def turned(clause: Clause, base: Statement) -> Problem | None:
    """The words of one part of the source keep their order there, but for what was turned from active to passive."""
    for c in base.clauses:
        way = _unfronted if _passive(clause.text, c.text) == _passive(c.text, clause.text) else _active
        mine = [t for t in _in_order(way(clause.text)) if t in clause.held and not is_amount(t) and t not in TIMES]
        theirs = _in_order(way(c.text))
        placed = [(place, t) for t in mine if (place := _place(t, theirs)) >= 0]
        for n, (place, token) in enumerate(placed):
            later = [t for p, t in placed[n + 1 :] if p < place]
            if any(not _compound(token, t, clause.text, c.text) for t in later):
                return Problem("unsupported_order", "its words have another order in its source")
    return None


def _place(token: str, among: Sequence[str]) -> int:
    """Where the token itself, or else a word for it, stands; -1 where none does."""
    near = (n for n, other in enumerate(among) if covered(token, {other}))
    return among.index(token) if token in among else next(near, -1)


def _compound(one: str, other: str, text: str, source: str) -> bool:
    """True for the "pump trial" of a source that says "trial of the pump"."""
    mine, theirs = words_of(text), words_of(source)
    at = [n for n, w in enumerate(mine) if stem(w) == one]
    together = any(stem(w) == other and not STOPWORDS.intersection(mine[n:m]) for n in at for m, w in enumerate(mine) if n < m < n + 4)
    return together and any(
        stem(theirs[n - 1]) == other and one in {stem(w) for w in theirs[n + 1 : n + 5]}
        for n, w in enumerate(theirs)
        if n and w in _PREPOSITIONS
    )


def _in_order(text: str) -> list[str]:
    return [token for c in statement(text).clauses for token in c.tokens]


def _passive(text: str, other: str) -> set[str]:
    """What of the words of ``other`` is told in ``text`` as done to something."""
    among = {stem(w) for w in words_of(other)}
    done = {stem(m[1].lower()) for m in _BE_DONE.finditer(text) if is_past(m[1].lower()) and m[1].lower() != "received"}
    return {t for d in done for t in among if covered(d, {t})}


def _unfronted(text: str) -> str:
    """ "After the flood, the school closed" as "the school closed after the flood"."""
    found = _FRONTED.match(text)
    return f"{found[2]} {found[1]}" if found else text


def _active(text: str) -> str:
    """ "The berth was let by the Trust" as "the Trust let the berth"."""
    text = _unfronted(text)
    found = _PASSIVE.match(text)
    if not found or not is_past(found[3].lower()):
        return text
    lead, whom, verb, more, doer, rest = (words or "" for words in found.groups())
    return f"{lead} {doer} {verb} {whom} {more} {rest}"
