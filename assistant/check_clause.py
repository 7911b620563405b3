"""A clause of a written sentence against the clauses of the source that hold its words: whether these bear it out as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from assistant.amounts import is_amount
from assistant.answer import Problem
from assistant.check_deed import deed_problem
from assistant.clauses import BODIES, TIMES, Clause, Statement, covered, statement
from assistant.operators import MUST_STAY, REACHING, kept, place_of, planned
from assistant.synonyms import stem
from index.outcomes import outcome_kind

_ALL = re.compile(r"\b(?:all|every|each)\s+((?:[\w#=.-]+\s*){1,4})", re.I)
_PAST = re.compile(r"\b(?:was|were|had|has|have|did|\w{2,}ed)\b", re.I)
_DENIED = re.compile(r"\b(?:no|not|never|without)\s+((?:[\w'-]+\s*){1,4})", re.I)
_DONE = re.compile(r"\b(?:has|have|had)(?: been)? (?!been\b)([a-z]+)")
_NOT_DONE = re.compile(
    r"\b(?:(?:the|an?|of|for|to|its|their|this|any|no|will|would|should|may|might|could|can|shall|must)\s+)?(?:be )?([a-z]+)", re.I
)
_FINITE = re.compile(r"(?<!\bbe )(?<!\bbeing )(?<!\bto )\b([a-z]{2,}ed)\b")
_TO_DO = re.compile(r"(\b(?:to|will|would|should|may|might|could|can|shall|must)\s+(?:be )?)?\b([a-z]+)", re.I)
NEAR = ("negation", "future", "possibility")  # that belong to their clause and not to the whole sentence
_SPOKEN = ("speech", "belief", "request", "proposal")
MEASURES = frozenset(
    stem(word)
    for word in "second minute hour day week month year metre mile kilometre km foot feet tonne kg litre pound penny point hectare".split()
)
_SAME_SIDE = {"below": "under", "above": "over"}
_SIDES = "from to under over above below before after until since than not per only least most".split()


def clause_problem(clause: Clause, said: Statement, base: Statement, chosen: Sequence[Clause]) -> Problem | None:
    """What is wrong with a clause of ``said`` that rests on the clauses ``chosen`` of the source sentence ``base``."""
    checks = (
        _operators(clause, said, base, chosen),
        _together(clause, chosen),
        _negated(clause, chosen),
        _past(clause, chosen),
        _all_of(clause, base),
        _settled(clause, chosen),
        _spoken(said, base),
        deed_problem(clause, base, chosen),
    )
    return next((found for found in checks if found), None)


def _operators(clause: Clause, said: Statement, base: Statement, chosen: Sequence[Clause]) -> Problem | None:
    own = frozenset(name for c in chosen for name in c.operators)
    if any(planned(c.text) for c in chosen):
        own |= {"future"}
    reaching = frozenset(name for name in base.operators if name in REACHING)
    for name in MUST_STAY:
        mine = clause.operators if name in NEAR else said.operators
        if name == "future" and planned(clause.text):
            continue
        if name in own | reaching and not kept(name, mine) and not (name in NEAR and _said_behind(name, clause, said, chosen)):
            return Problem(f"unsupported_{name.replace(' ', '_')}", f"its source has a {name} that it leaves out")
    for name in clause.operators:
        if name == "future" and ("settled" in base.operators or _dated(chosen)):
            continue
        if not kept(name, own if name in NEAR else base.operators | own):
            return Problem(f"unsupported_{name.replace(' ', '_')}", f"it has a {name} that its source lacks")
    return None


def _said_behind(name: str, clause: Clause, said: Statement, chosen: Sequence[Clause]) -> bool:
    """True where all of the clause stands, in the source, before what is denied or doubted, and another clause tells that."""
    for c in (c for c in chosen if name in c.operators):
        before = statement(c.text[: place_of(name, c.text)]).held
        others = [k for k in said.clauses if k is not clause and kept(name, k.operators) and any(c.covers(token) for token in k.held)]
        if not others or not all(covered(token, before) for token in clause.held if c.covers(token)):
            return False
    return name != "future" or not any(planned(c.text) for c in chosen)


def _dated(chosen: Sequence[Clause]) -> bool:
    """ "Who retires on 31 March" will retire then."""
    return any("#date" in c.text and _PAST.search(c.text) is None for c in chosen)


def _negated(clause: Clause, chosen: Sequence[Clause]) -> Problem | None:
    """What is denied is what the source denies, and not a word near it."""
    for found in _DENIED.finditer(clause.text):
        of = list(statement(found[1]).clauses[0].tokens[:1])
        if of and not any(c.covers(of[0]) for c in chosen):
            return Problem("unsupported_negation", f"its source does not deny {of[0]}")
    return None


def _past(clause: Clause, chosen: Sequence[Clause]) -> Problem | None:
    """What the source says of now or of time to come is not told as done: "retires" is not "retired", "the sale" not "had been sold"."""
    text = " ".join(c.text for c in chosen)
    for word in re.findall(r"\b([a-z]+?)e?d\b", clause.text):
        if len(word) > 2 and re.search(rf"\b{word}e?s\b", text) and not re.search(rf"\b{word}e?d\b", text):
            return Problem("unsupported_past", f"its source does not say {word} as done")
    for found in _DONE.finditer(clause.text):
        done = stem(found[1])
        told = [word for word in _NOT_DONE.finditer(text) if covered(done, {stem(word[1])})] if done in clause.held else []
        if told and all(word.group() != word[1] for word in told):
            return Problem("unsupported_past", f"its source does not say {found[1]} as done")
    for found in _FINITE.finditer(clause.text):
        told = [word for word in _TO_DO.finditer(text) if stem(word[2]) == stem(found[1])]
        if told and all(word[1] for word in told):
            return Problem("unsupported_past", f"its source does not say {found[1]} as done")
    return None


def _together(clause: Clause, chosen: Sequence[Clause]) -> Problem | None:
    """What must not move to other words stands, in the source, in one clause, with other words of this clause."""
    specific = [token for token in dict.fromkeys(clause.specifics) if not token.startswith(("#date", "#time"))]
    others = len(clause.held)
    for token in specific:
        at = [c for c in chosen if c.covers(token)]
        if others > 1 and token not in BODIES and not any(sum(c.covers(t) for t in clause.held) > 1 for c in at):
            return Problem("unsupported_connection", f"its source says {token} of something else")
        if is_amount(token) and (found := _unit(token, clause, at)):
            return found
    for one, other in pairwise(specific):
        apart = not any(c.covers(one) and c.covers(other) for c in chosen) and is_amount(one) and is_amount(other)
        rivals = [
            t for c in chosen for t in c.tokens for mine in (one, other) if c.covers(mine) and t != mine and kind_of(t) == kind_of(mine)
        ]
        if apart and rivals:
            return Problem("unsupported_connection", f"its source does not say {one} and {other} of one thing")
    return None


def kind_of(token: str) -> str:
    """ "#gbp" of an amount of money, "month" of a month, a day of the week or a season, "" of any other word."""
    return token.partition("=")[0] if is_amount(token) else "month" if token in TIMES else ""


def _unit(token: str, clause: Clause, at: Sequence[Clause]) -> Problem | None:
    """The word a number counts is behind it in the source, and "from", "to", "under" stay."""
    place = clause.tokens.index(token)
    behind = clause.tokens[place + 1 : place + 2]
    if token.startswith(("#num", "#ord")) and behind and not is_amount(behind[0]):
        far = 1 if behind[0] in MEASURES else 4
        if not any(covered(behind[0], set(near)) for c in at for near in _behind(token, c, far)):
            return Problem("unsupported_unit", f"its source does not count {behind[0]} with {token}")
    mine, theirs = _side(token, clause.text), [_side(token, c.text) for c in at]
    if mine and theirs and mine not in theirs and (mine not in ("from", "to") or None not in theirs):
        return Problem("unsupported_limit", f"its source does not say {mine} {token}")
    if theirs and not mine and all(side and side not in ("to", "from") for side in theirs):
        return Problem("unsupported_limit", f"its source says {theirs[0]} {token}")
    return None


def _behind(token: str, clause: Clause, far: int) -> Iterator[Sequence[str]]:
    """The words behind each place of a number, as far as the next number; of a far one also those before."""
    for place, other in enumerate(clause.tokens):
        if covered(token, {other}):
            yield [*takewhile(lambda t: not is_amount(t), clause.tokens[place + 1 : place + 1 + far])]
            if far > 1:
                yield clause.tokens[max(0, place - 3) : place]


def _side(token: str, text: str) -> str | None:
    found = re.search(rf"\b({'|'.join(_SIDES)})\s+(?:the\s+)?{re.escape(token)}(?![\w])", text, re.I)
    return _SAME_SIDE.get(found[1].lower(), found[1].lower()) if found else None


def _all_of(clause: Clause, base: Statement) -> Problem | None:
    """ "All" of the source stays all of what it was said of."""
    for found in _ALL.finditer(base.text) if _ALL.search(clause.text) else ():
        of = statement(found[1]).held
        if any(clause.covers(token) for token in of) and not all(clause.covers(token) for token in of):
            return Problem("unsupported_every", "its source says it of fewer")
    return None


def _settled(clause: Clause, chosen: Sequence[Clause]) -> Problem | None:
    if "settled" in clause.operators and not any("settled" in c.operators or outcome_kind(c.text) for c in chosen):
        return Problem("unsupported_decision", "its source records no decision")
    return None


def _spoken(said: Statement, base: Statement) -> Problem | None:
    """Who said, asked, thought or proposed it is named where the source names somebody."""
    for told in base.clauses:
        if not any(name in told.operators for name in _SPOKEN):
            continue
        speakers = told.agents - BODIES  # whose minutes they are need not be named
        if speakers and not any(covered(token, said.held) for token in speakers):
            return Problem("unsupported_attribution", f"it does not say that this is from {' '.join(sorted(speakers))}")
    return None
