"""Of what it is said: of the roof of the barn and not of the barn, of what stands with the verb in one part of the source."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from itertools import pairwise, takewhile

from assistant.amounts import is_amount
from assistant.answer import Problem
from assistant.check_past import UNCHANGED, is_past, token_of, words_of
from assistant.clauses import BODIES, STOPWORDS, TIMES, VERB, Clause, Statement, covered, statement
from assistant.synonyms import stem

_PREPOSITIONS = frozenset("of on for in at from by with to".split())
_HEADED = re.compile(
    r"(?<![\w#])(#num=\d+|[a-z]\w+)\s+of\s+(?:(?:the|an?|its|their|his|her|all|these|those|#num=\d+)\s+){0,2}((?-i:[a-z])[\w'-]*)", re.I
)
_THING = re.compile(r"(\w+\s+)?(?:(?:the|an?|its|their|his|her|#num=\d+)\s+){0,2}(?:[\w'-]+\s+){0,2}?([\w'-]+)", re.I)
_OWNED = re.compile(r"\b([a-z][\w-]*)['’]s?\s+([\w-]+)", re.I)
_NEXT = frozenset("beside near behind beyond under above below opposite outside inside".split())
_RELATIVE = re.compile(r"\b(?:whose|that)\b", re.I)


def headless(clause: Clause, base: Statement) -> Problem | None:
    """What is said of the roof of the barn, or of one of the barns, is not said of the barn."""
    for found in _HEADED.finditer(base.text):
        head, of = token_of(found[1].lower()), [stem(w) for w in words_of(found[2])]
        if clause.covers(head) or head in BODIES or found[1].lower() in STOPWORDS or not of or of[-1] in TIMES or is_amount(of[-1]):
            continue
        for m in _THING.finditer(clause.text):
            if stem(m[2].lower()) == of[-1] and (m[1] or "").strip().lower() not in _PREPOSITIONS:
                return Problem("unsupported_connection", f"its source says it of the {found[1]}")
    return _owned(clause, base) or _beside(clause, base)


def _owned(clause: Clause, base: Statement) -> Problem | None:
    """ "The mason's son built it": the mason did not."""
    for found in _OWNED.finditer(base.text):
        whose = stem(found[1].lower())
        bare = any(stem(w) == whose for w in words_of(_OWNED.sub(" ", clause.text)))
        if bare and not clause.covers(stem(found[2].lower())):
            return Problem("unsupported_connection", f"its source says it of what is of {found[1]}")
    return None


def _beside(clause: Clause, base: Statement) -> Problem | None:
    """ "The wall by the pool fell": the pool did not."""
    mine = {stem(w) for w in _before_verb(clause.text)}
    for c in base.clauses:
        words = _before_verb(c.text)
        at = next((n for n, w in enumerate(words) if w in _PREPOSITIONS | _NEXT), 0)
        behind = {stem(w) for w in words[at:] if w not in STOPWORDS and not is_amount(w)} - TIMES
        if at and not clause.covers(token_of(words[at - 1])) and words[at - 1] not in STOPWORDS and mine & behind:
            return Problem("unsupported_connection", f"its source says it of the {words[at - 1]}")
    return None


def _before_verb(text: str) -> list[str]:
    return [*takewhile(lambda w: not (is_past(w) or VERB.fullmatch(w)), words_of(text))]


def within(clause: Clause, chosen: Sequence[Clause]) -> Problem | None:
    """ "The tug, which the council bought, sank": the council did not sink."""
    mine = words_of(clause.text)
    for one, other in pairwise([w for w in mine if stem(w) in clause.held]):
        if not is_past(other) and other not in UNCHANGED:
            continue
        for c in chosen:
            theirs = words_of(c.text)
            if one not in theirs or other not in theirs or covered(stem(one), _opening(c)):
                continue
            between = theirs[theirs.index(one) + 1 : theirs.index(other)]
            before = theirs[max(0, theirs.index(one) - 2) : theirs.index(one)]
            hung = "whose" in before or ("that" in before and any(w.endswith("s") and w not in mine for w in between))
            if hung or any(is_past(w) and w not in mine for w in between):
                return Problem("unsupported_connection", f"its source says {other} of something else")
    return None


def _opening(clause: Clause) -> frozenset[str]:
    """The words before the first verb and the first comma."""
    return _about(statement(clause.text.partition(" , ")[0]).clauses[0])


def parted(clause: Clause, base: Statement) -> Problem | None:
    """Two words that stand together stand in one part of the source, or the one is what both parts are about."""
    places = {t: _parts_with(t, base) for t in clause.tokens}
    telling = [t for t in clause.tokens if 0 < len(places[t]) < max(2, len(base.clauses))]
    for one, other in pairwise(telling):
        if is_amount(one) and is_amount(other):  # check_clause sees to these
            continue
        if places[one].isdisjoint(places[other]) and not _carried(one, places[other], base):
            return Problem("unsupported_connection", f"its source does not say {other} of {one}")
    return None


def _parts_with(token: str, base: Statement) -> frozenset[int]:
    """Which parts of the source hold the token itself, or else a word for it."""
    exact = frozenset(n for n, c in enumerate(base.clauses) if token in c.held)
    return exact or frozenset(n for n, c in enumerate(base.clauses) if c.covers(token))


def _carried(one: str, places: Set[int], base: Statement) -> bool:
    """True where ``one`` is what a part is about and a later one of ``places`` names nothing of its own to be about."""
    subjects = [n for n, c in enumerate(base.clauses) if covered(one, _about(c))]
    return any(n < later and not _about(base.clauses[later]) for later in places for n in subjects)


def _about(clause: Clause) -> frozenset[str]:
    """The words before the first verb."""
    text = _RELATIVE.split(clause.text)[0]
    found = VERB.search(text)
    words = text[: found.start()] if found else text
    return statement(words).held if words.strip() else frozenset()
