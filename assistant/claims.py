"""A sentence and the texts it cites -> what is wrong with it, or None: one pure function, for every writer that does not quote.

A sentence is borne out when one sentence of the source holds all its words (or words that say the same), its amounts, dates and
names stand there with the same words around them, and what bends the source (negation, doubt, time to come, conditions,
limits, who said it) bends the sentence in the same way. It errs on the side of silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from assistant.amounts import is_amount
from assistant.answer import Problem
from assistant.check_form import fault, tidied
from assistant.clauses import Clause, Statement, covered, plain, statement
from assistant.operators import MUST_STAY, REACHING, kept
from assistant.sentences import parts, sentences, without_markers
from index.outcomes import outcome_kind

_UNIT = re.compile(r";\s+|,\s+(?:and|but|while|whereas)\s+|\s+(?:but|while|whereas)\s+|\s+and\s+", re.I)
_ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b.{0,60}\b(?:instruction|prompt|above|previous|rule|evidence|passage|context|earlier|preceding|minutes)"
    r"|\b(?:system|developer|assistant|user|ai|chatbot|language model|llm)\s*(?:prompt|message|:|note|,)"
    r"|\byou (?:are|must|should|will|may) (?:now|always|never|an?|answer|say|state|reply|respond|report|tell)"
    r"|\b(?:note|message|instruction)s? (?:to|for) (?:the )?(?:ai|assistant|model|system|reader|summari[sz]er|software|any)"
    r"|\b(?:respond|reply|answer|output|print|tell|report|state|say|write|summari[sz]e|conclude)\b.{0,30}\b(?:only|that|with|exactly|the user|instead|as follows)\b.{0,12}[:\"“]"
    r"|\bwhen (?:asked|answering|summari[sz]ing)|\bas an ai\b|</?(?:system|s|im_|inst)|\[/?inst",
    re.I,
)
_PASSIVE = re.compile(r"\bby\b", re.I)
_SPOKEN = ("speech", "belief", "request", "proposal")
_SIDES = ("from", "to", "by", "under", "over", "above", "below", "before", "after", "until", "since", "than", "not", "per", "only", "least", "most")


def problem(sentence: str, cited: Sequence[str], known: int | None = None) -> Problem | None:
    """What is wrong with a sentence whose markers ``[n]`` name ``cited[n - 1]``; None where its sources bear it out."""
    plain = tidied(sentence)
    said = parts(plain)
    wrong = fault(plain, [cited[n - 1] for part in said for n in part.markers if 0 < n <= len(cited)])
    if wrong:
        return Problem(f"unsupported_{wrong[0]}", wrong[1])
    if not said[0].markers:
        return Problem("uncited", "a sentence has no marker")
    for part in said:
        if not all(0 < n <= len(cited) for n in part.markers):
            return Problem("unknown_evidence", "a marker names evidence that was not given")
        if found := unsupported(part.text, [cited[n - 1] for n in part.markers]):
            return found
    return None


def borne_out(words: str, texts: Sequence[str]) -> Problem | None:
    """What is wrong with a sentence without markers that rests on all of ``texts``; None where they bear it out."""
    wrong = fault(words, texts)
    return Problem(f"unsupported_{wrong[0]}", wrong[1]) if wrong else unsupported(words, texts)


def unsupported(words: str, texts: Sequence[str]) -> Problem | None:
    """What of ``words``, which have no markers, the texts do not bear out."""
    said = plain(without_markers(words))
    if len(statement(said).held) < 2:
        return Problem("unsupported_fragment", "it is no sentence")
    sources = [_windows(text) for text in texts]
    windows = [window for source in sources for window in source]
    found = _best(statement(said), windows)
    halves = [statement(half) for half in _UNIT.split(said)]
    if found and len(halves) > 1 and all(len(half.held) > 1 for half in halves):
        found = next((problem for half in halves if (problem := _best(half, windows))), None)
    return found or _each_used(statement(said), sources)


def _each_used(said: Statement, sources: Sequence[Sequence[Sequence[Statement]]]) -> Problem | None:
    """A text is cited for something: it shares words with the sentence."""
    for windows in sources if len(sources) > 1 else ():
        held = {token for window in windows for one in window for token in one.held}
        if sum(covered(token, held) for token in said.held) < 2:
            return Problem("unsupported_citation", "one of its sources says nothing of it")
    return None


def _windows(text: str) -> list[tuple[Statement, ...]]:
    """The sentences of the source, alone and with their neighbours, the fewest first; none from an order to the reader onwards."""
    told = list(takewhile(lambda sentence: not _ORDERS.search(sentence), sentences(text)))
    found = [statement(plain(sentence)) for sentence in told]
    return [tuple(found[n : n + width]) for width in range(1, len(found) + 1) for n in range(len(found) - width + 1)]


def _best(said: Statement, windows: Sequence[Sequence[Statement]]) -> Problem | None:
    """None where one window bears the statement out, else what is wrong with the window that comes nearest."""
    nearest, share = Problem("unsupported_word", "no sentence of its source says this"), -1.0
    for window in windows:
        held = {token for one in window for token in one.held}
        missing = [token for token in said.held if not covered(token, held)]
        found = _word_problem(missing) if missing else _bent(said, window)
        if found is None:
            return None
        if (close := 1 - len(missing) / len(said.held)) > share:
            nearest, share = found, close
    return nearest


def _word_problem(missing: Sequence[str]) -> Problem:
    amounts = [token for token in missing if is_amount(token)]
    if amounts:
        return Problem("unsupported_number", f"its source has no {', '.join(amounts)}")
    return Problem("unsupported_word", f"its source does not say {', '.join(sorted(missing))}")


def _bent(said: Statement, window: Sequence[Statement]) -> Problem | None:
    for clause in said.clauses:
        chosen = _cover(clause, window)
        for found in (_operators(said, clause, chosen, window), _together(clause, chosen), _order(clause, chosen), _settled(clause, chosen)):
            if found:
                return found
    return _spoken(said, window)


def _cover(clause: Clause, window: Sequence[Statement]) -> list[Clause]:
    """The fewest clauses of the source that hold the words of this one."""
    left, chosen = set(clause.tokens), []
    candidates = [c for one in window for c in one.clauses]
    while left and candidates:
        best = max(candidates, key=lambda c: sum(c.covers(token) for token in left))
        gained = {token for token in left if best.covers(token)}
        if not gained:
            break
        chosen.append(best)
        left -= gained
    return chosen


def _operators(said: Statement, clause: Clause, chosen: Sequence[Clause], window: Sequence[Statement]) -> Problem | None:
    own = frozenset(name for c in chosen for name in c.operators)
    around = [one for one in window if any(c in one.clauses for c in chosen)]
    reaching = frozenset(name for one in around for name in one.operators if name in REACHING)
    for name in MUST_STAY:
        mine = clause.operators if name == "negation" else said.operators
        if name in own | reaching and not kept(name, mine):
            return Problem(f"unsupported_{name.replace(' ', '_')}", f"its source has a {name} that it leaves out")
    there = frozenset(name for one in around for name in one.operators)
    for name in clause.operators:
        if not kept(name, own if name == "negation" else there):
            return Problem(f"unsupported_{name.replace(' ', '_')}", f"it has a {name} that its source lacks")
    return None


def _together(clause: Clause, chosen: Sequence[Clause]) -> Problem | None:
    """An amount or a name stands, in the source, in a clause that holds other words of this clause too."""
    others = len(set(clause.tokens))
    for token in clause.specifics:
        at = [c for c in chosen if c.covers(token)]
        if others > 1 and not any(sum(c.covers(t) for t in set(clause.tokens)) > 1 for c in at):
            return Problem("unsupported_connection", f"its source says {token} of something else")
        if is_amount(token) and (found := _unit(token, clause, at)):
            return found
    return None


def _unit(token: str, clause: Clause, at: Sequence[Clause]) -> Problem | None:
    """The word a number counts is near it in the source, and "from", "to", "under" stay."""
    place = clause.tokens.index(token)
    behind = clause.tokens[place + 1 : place + 2]
    if token.startswith(("#num", "#ord")) and behind and not is_amount(behind[0]):
        if not any(covered(behind[0], set(near)) for c in at for near in _near(token, c)):
            return Problem("unsupported_unit", f"its source does not count {behind[0]} with {token}")
    mine = _side(token, clause.text)
    theirs = [_side(token, c.text) for c in at]
    if theirs and all(side != mine and (side or mine) for side in theirs) and (mine or "") != "":
        return Problem("unsupported_number", f"its source does not say {mine} {token}")
    if theirs and mine is None and all(side is not None and side not in ("by", "to", "from") for side in theirs):
        return Problem("unsupported_limit", f"its source says {theirs[0]} {token}")
    return None


def _near(token: str, clause: Clause) -> Iterator[Sequence[str]]:
    for place, other in enumerate(clause.tokens):
        if covered(token, {other}):
            yield clause.tokens[max(0, place - 3) : place + 5]


def _side(token: str, text: str) -> str | None:
    found = re.search(rf"\b({'|'.join(_SIDES)})\s+(?:the\s+)?{re.escape(token)}(?![\w])", text, re.I)
    return found[1].lower() if found else None


def _order(clause: Clause, chosen: Sequence[Clause]) -> Problem | None:
    """Names and amounts come in the order of the source, or the sentence was turned from active to passive."""
    mine = [t for t in dict.fromkeys(clause.specifics) if not t.startswith(("#date", "#time"))]
    for c in chosen:
        shared = [t for t in mine if c.covers(t)]
        theirs = sorted(shared, key=lambda t: next(n for n, other in enumerate(c.tokens) if covered(t, {other})))
        turned = bool(_PASSIVE.search(clause.text)) != bool(_PASSIVE.search(c.text))
        if len(shared) > 1 and shared != theirs and not turned:
            return Problem("unsupported_order", "names or numbers have changed places")
    return None


def _settled(clause: Clause, chosen: Sequence[Clause]) -> Problem | None:
    if "settled" in clause.operators and not any("settled" in c.operators or outcome_kind(c.text) for c in chosen):
        return Problem("unsupported_decision", "its source records no decision")
    return None


def _spoken(said: Statement, window: Sequence[Statement]) -> Problem | None:
    """Who said, asked, thought or proposed it is named where the source names somebody."""
    for one in window:
        for clause in one.clauses:
            names = [name for name in _SPOKEN if name in clause.operators]
            if not names or not any(c.covers(t) for c in said.clauses for t in clause.tokens):
                continue
            who = [t for t in clause.specifics if not is_amount(t)][:2]
            if who and not any(covered(t, said.held) for t in who):
                return Problem("unsupported_attribution", f"it does not say that this is from {' '.join(who)}")
    return None
