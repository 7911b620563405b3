"""The order of names and numbers in a whole sentence against that of its sources: what has changed places says something else."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from itertools import pairwise

from assistant.amounts import is_amount
from assistant.answer import Problem
from assistant.check_clause import kind_of
from assistant.clauses import Statement, covered, statement
from assistant.synonyms import stem

_FROM_TO = re.compile(r"\bfrom (?:the )?([\w=#./-]+) to (?:the )?([\w=#./-]+)", re.I)
_OF = re.compile(r"#num=\d+ +of (?:the |all |some )? *(#num=\d+)")
_UP_DOWN = re.compile(r"\b(up|down)from\b(?: +#([a-z]+)=(\d+(?:\.\d+)?))?", re.I)
_VALUE = re.compile(r"#([a-z]+)=(\d+(?:\.\d+)?)(?![\w/-])")
_PASSIVE = re.compile(r"\bby\b", re.I)
_REST = r"\b(.*?)(?: , |;|$)"
_WHY = re.compile(
    r"\b(?:because|since|attributed to|blamed on|owing to|(?:caused|prompted|driven|explained) by|result(?:ed|ing)? from)" + _REST, re.I
)
_SO = re.compile(
    r"^(.*)\b(?:therefore|thus|hence|so|led to|leads? to|leading to|result(?:ed|ing|s)? in"
    r"|caus(?:ed|es|ing)(?! by)|prompt(?:ed|s)(?! by)|which is why|consequently)\b",
    re.I,
)
_HANGING = tuple(
    re.compile(rf"\b(?:{words}){_REST}", re.I)
    for words in ("until|till", "unless", "if|provided", "when", "after|once", "before", "although|though")
)


def moved(said: Statement, sources: Sequence[Sequence[Statement]]) -> Problem | None:
    """Names and amounts come in the order of the source sentence, or the sentence was turned from active to passive."""
    wholes = {found[1] for found in _OF.finditer(said.text)}  # of "47 of the 118" only one order makes sense
    specific = [t for c in said.clauses for t in dict.fromkeys(c.specifics) if not t.startswith(("#date", "#time")) and t not in wholes]
    told = [one for source in sources for one in source]
    for base in told:
        order = [token for c in base.clauses for token in c.tokens]
        mine = [t for t in specific if covered(t, base.held)]
        turned = bool(_PASSIVE.search(said.text)) != bool(_PASSIVE.search(base.text))
        for found in _FROM_TO.finditer(said.text):
            ends = [next((n for n, t in enumerate(order) if covered(_token(word), {t})), -1) for word in found.groups()]
            if -1 < ends[1] < ends[0]:
                return Problem("unsupported_order", "its source has it the other way round")
        for kind in {kind_of(t) for t in mine}:
            some = [t for t in dict.fromkeys(mine) if kind_of(t) == kind and not _counts(t, said, base)]
            moves = some != _ordered(some, base) and not any(some == _ordered(some, other) for other in told)
            if moves and not (turned and not is_amount(some[0])):
                return Problem("unsupported_order", "names or numbers have changed places")
    return None


def _ordered(some: Sequence[str], base: Statement) -> list[str] | None:
    """These tokens in the order of ``base``; None where it lacks one."""
    order = [token for c in base.clauses for token in c.tokens]
    places = {t: order.index(t) if t in order else next((n for n, other in enumerate(order) if covered(t, {other})), -1) for t in some}
    return None if -1 in places.values() else sorted(some, key=lambda t: places[t])


def _counts(token: str, said: Statement, base: Statement) -> bool:
    """True for the "nine" of "nine advisers" where both texts count advisers with it and with no other number: its place tells nothing."""
    mine, theirs = _counted(said), _counted(base)
    of = mine.get(token)
    alone = of is not None and not any(covered(of, {other}) for t, other in [*mine.items(), *theirs.items()] if t != token)
    return alone and of is not None and covered(of, {theirs.get(token, "")})


def _counted(one: Statement) -> dict[str, str]:
    """The word behind each number."""
    return {t: behind for c in one.clauses for t, behind in pairwise(c.tokens) if t.startswith("#num") and not is_amount(behind)}


def hung(said: Statement, sources: Sequence[Sequence[Statement]]) -> Problem | None:
    """What is the reason, the condition or the time of the other stays so: "failed because it was wet" is not "wet because it failed"."""
    told = [one for source in sources for one in source]
    mine = _why(said)
    if mine is not None and not any(_agree(mine, said, theirs, one) for one in told if (theirs := _why(one)) is not None):
        return Problem("unsupported_cause", "its source does not give this as the reason")
    for words in _HANGING:
        found = words.search(said.text)
        others = [(one, m) for one in told if (m := words.search(one.text))] if found else []
        if found and others and not any(_agree(_held(found[1]), said, _held(m[1]), one) for one, m in others):
            return Problem("unsupported_order", "what hangs on what has changed places")
    return None


def _why(one: Statement) -> frozenset[str] | None:
    """The words of the reason that a sentence gives; None where it gives none."""
    found = _WHY.search(one.text) or _SO.search(one.text)
    return _held(found[1]) if found else None


def _held(text: str) -> frozenset[str]:
    return statement(text).held if text.strip() else frozenset()


def _agree(mine: Set[str], said: Statement, theirs: Set[str], one: Statement) -> bool:
    """True where the words of the one part come from the same part of the source, and those of the other from the other."""
    moved_in = [t for t in mine if not covered(t, theirs) and covered(t, one.held)]
    moved_out = [t for t in said.held - mine if covered(t, theirs) and not covered(t, one.held - theirs)]
    return not moved_in and not moved_out


def up_or_down(said: Statement, sources: Sequence[Sequence[Statement]]) -> Problem | None:
    """ "Up from 9" agrees with the amount it is said of; where no two amounts tell, the source says "up from" itself."""
    for found in _UP_DOWN.finditer(said.text):
        way, kind, value = found.groups()
        others = [m for m in _VALUE.finditer(said.text) if m[1] == kind and m.start() != found.start(2) - 1]
        near = min(others, key=lambda m: abs(m.start() - found.start()), default=None)
        told = any(f"{way}from" in one.text.lower() for source in sources for one in source)
        if not told if near is None else (float(near[2]) > float(value)) != (way.lower() == "up"):
            return Problem("unsupported_order", f"{way} is not the way from one to the other")
    return None


def _token(word: str) -> str:
    return word if is_amount(word) else stem(word)
