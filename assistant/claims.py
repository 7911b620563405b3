"""A sentence and the texts it cites -> what is wrong with it, or None: one pure function, for every writer that does not quote.

A sentence is borne out when one sentence of the source holds all its words (or words that say the same), its amounts, dates and
names stand there with the same words around them, and what bends the source (negation, doubt, time to come, conditions,
limits, who said it) bends the sentence in the same way. It errs on the side of silence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace
from itertools import pairwise, takewhile

from assistant.amounts import is_amount
from assistant.answer import Problem
from assistant.check_clause import clause_problem
from assistant.check_form import fault, tidied
from assistant.check_order import hung, moved, up_or_down
from assistant.clauses import BODIES, VERB, Clause, Statement, covered, plain, statement
from assistant.ellipsis import SOMEBODY, borrowed, only_one, said_in_turn, used_up
from assistant.sentences import parts, sentences, without_markers
from index.suspect import suspect

_ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b.{0,60}\b(?:instruction|prompt|above|previous|rule|evidence|passage|context|earlier|preceding|minutes)"
    r"|\b(?:system|developer|assistant|user|ai|chatbot|language model|llm)\s*(?:prompt|message|:|note|,)"
    r"|\byou (?:are|must|should|will|may) (?:now|always|never|an?|answer|say|state|reply|respond|report|tell)"
    r"|\b(?:note|message|instruction)s? (?:to|for) (?:the )?(?:ai|assistant|model|system|reader|summari[sz]er|software|any)"
    r"|\b(?:respond|reply|answer|output|print|tell|report|state|say|write|summari[sz]e|conclude)\b.{0,30}"
    r"\b(?:only|that|with|exactly|the user|instead|as follows)\b.{0,12}[:\"“]"
    r"|\bend of (?:the )?(?:evidence|passages?|context|minutes|document|input|excerpts?)"
    r"|\bnow (?:write|say|answer|state|reply|respond|output)"
    r"|\bthe (?:correct|right|true|only|official) answer\b|</?instructions?>"
    r"|^\W*(?:write|say|reply|respond|output|print|repeat|always|never)\b"
    r"|\bwhen (?:asked|answering|summari[sz]ing)|\bas an ai\b|</?(?:system|s|im_|inst)|\[/?inst",
    re.I,
)
_SILENT = re.compile(
    r"\b(?:minutes|evidence|excerpts?|passages?|text|source)\b.{0,40}\b(?:not|no|nothing|silent|without)\b"
    r"|\b(?:not|never|nothing|without|no(?:where| mention| record)?)\b.{0,12}"
    r"\b(?:record(?:ed)?|mention(?:ed)?|said|stated|given|minuted)\b",
    re.I,
)
_ASKED_BY = re.compile(r"\((?:asked|raised|put|submitted) by [^)]*\)", re.I)
_LABELS = re.compile(r"\*\*\s*(?:Q|A|Question|Answer)\b[^*:]{0,30}:?\s*\*\*:?|\*\*")
_LEADS_IN = re.compile(r":\W*$")
_PRONOUN = re.compile(r"\W*(?:he|she|they|it|this|these|those|his|her|their|its)\b", re.I)
HALF = 0.5
ENOUGH = 0.6


def problem(sentence: str, cited: Sequence[str]) -> Problem | None:
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
    said = statement(plain(without_markers(words)))
    if len(said.held) < 2:
        return Problem("unsupported_fragment", "it is no sentence")
    if _SILENT.search(words) and not any(_SILENT.search(text) for text in texts):
        return Problem("unsupported_absence", "a quotation cannot show what the minutes do not say")
    sources = [_told(text) for text in texts]
    if len(sources) == 1 and any(_same(one, said) for one in sources[0]):
        return None
    before: Statement | None = None
    for clause in said.clauses:
        found, before = _stands(clause, said, sources, before)
        if found:
            return found
    return moved(said, sources) or hung(said, sources) or up_or_down(said, sources) or _caused(said, sources) or _each_used(said, sources)


def _same(one: Statement, said: Statement) -> bool:
    """True for a sentence that was copied whole."""
    return "?" not in one.text and one.text.strip(" .").lower() == said.text.strip(" .").lower()


def _told(text: str) -> list[Statement]:
    """The sentences of a source up to an order to the reader."""
    told = takewhile(lambda sentence: not (_ORDERS.search(sentence) or suspect(sentence)), sentences(_LABELS.sub(" ", text)))
    found = [part for sentence in told for part in plain(_ASKED_BY.sub("", sentence)).split(";") if part.strip()]
    return [replace(statement(part), leads_in=_LEADS_IN.search(part) is not None) for part in found]


def _stands(
    clause: Clause, said: Statement, sources: Sequence[Sequence[Statement]], before: Statement | None
) -> tuple[Problem | None, Statement | None]:
    """What is wrong with one clause, or the sentence that bears it out; a clause without a subject stays with ``before``."""
    nearest, share = Problem("unsupported_word", "no sentence of its source says this"), float("-inf")
    for source in sources:
        held = {token for one in source for token in one.held}
        missing = [token for token in clause.held if not covered(token, held) and not (token in BODIES and "settled" in clause.operators)]
        several = [
            _both(one, other)  # unless words of the one may have been put for words of the other
            for one, other in pairwise(source)
            if used_up(one, said) or used_up(other, said)
        ]
        for base in [*sorted(source, key=lambda one: one is not before), *several, *said_in_turn(source)]:
            there = [token for token in clause.held if covered(token, base.held)]
            close = len(there) / max(1, len(clause.held)) - len(missing)
            found = _word_problem(missing) if missing else _bent(clause, said, base, there)
            found = found or _without_subject(clause, base, before)
            if found is None:
                return None, base
            if close > share:
                nearest, share = found, close
        for rest, base in borrowed(clause, said, source) if len(sources) == 1 else ():
            lent = clause.held - rest.held
            if _bent(rest, said, base, list(rest.tokens), lent) is None and _without_subject(clause, base, before) is None:
                return None, base
    return nearest, None


def _both(one: Statement, other: Statement) -> Statement:
    return Statement((*one.clauses, *other.clauses), (one, other))


def _without_subject(clause: Clause, base: Statement, before: Statement | None) -> Problem | None:
    if before is None or before is base or clause.agents:
        return None
    doers = base.clauses[0].agents
    if doers and not doers & before.held:
        return Problem("unsupported_connection", "it says of one what its source says of another")
    return None


def _word_problem(missing: Sequence[str]) -> Problem:
    amounts = [token for token in missing if is_amount(token)]
    if amounts:
        return Problem("unsupported_number", f"its source has no {', '.join(amounts)}")
    return Problem("unsupported_word", f"its source does not say {', '.join(sorted(missing))}")


def _bent(clause: Clause, said: Statement, base: Statement, there: Sequence[str], lent: Set[str] = frozenset()) -> Problem | None:
    """What is wrong with a clause when it is held against one sentence that holds ``there`` of its words, others having lent the rest."""
    doers = said.agents if clause is said.first else clause.agents
    if not base.agents and not SOMEBODY.match(base.text):  # what it is about stands before it
        doers -= lent
    by_name = {token for token in doers if not _a_body(token, base)}
    whom = only_one(*base.parts) if base.parts else frozenset[str]()
    if not any(_leads(part, clause, by_name, whom, lent) for part in base.parts or (base,)):
        return Problem("unsupported_connection", "its source says it of another")
    away = [token for token in clause.specifics if token not in there and (is_amount(token) or token in clause.names)]
    away += [token for token in doers if not covered(token, base.held) and not _a_body(token, base)]
    elsewhere = len(there) < len(clause.held) and not used_up(base, said)  # what it says there may have been put out for them
    if away or elsewhere or len(there) < ENOUGH * len(clause.held):
        return Problem("unsupported_connection", f"no one sentence of its source says this of {', '.join(away) or 'it'}")
    chosen = _cover(there, base)
    if any(c.text.endswith("?") for c in chosen):
        return Problem("unsupported_question", "its source only asks")
    return clause_problem(clause, said, base, chosen)


def _leads(part: Statement, clause: Clause, doers: Set[str], whom: Set[str], lent: Set[str]) -> bool:
    """True where one sentence of two holds who does it (its "he" means ``whom``), what is done, and half of the rest."""
    held = part.held | (whom if _PRONOUN.match(part.text) else set())
    verb = VERB.search(clause.text)
    behind = statement(clause.text[verb.start() :]).clauses[0].tokens[:1] if verb else ()
    answers = VERB.search(part.text) is None  # "Nineteen on both banks": what is done stands in the question
    whole = all(covered(token, held) for token in (*doers, *(token for token in behind if not (answers and token in lent))))
    return whole and sum(covered(token, held) for token in clause.held) >= HALF * len(clause.held)


def _a_body(token: str, base: Statement) -> bool:
    """ "It was agreed" and "RESOLVED" name nobody: whose minutes they are has done it."""
    return token in BODIES and "settled" in base.operators and not base.clauses[0].agents


def _cover(tokens: Sequence[str], base: Statement) -> list[Clause]:
    """The fewest clauses of the source that hold these words."""
    left, chosen = set(tokens), list[Clause]()
    while left:
        best = max(base.clauses, key=lambda c: sum(c.covers(token) for token in left))
        gained = {token for token in left if best.covers(token)}
        if not gained:
            break
        chosen.append(best)
        left -= gained
    return chosen


def _caused(said: Statement, sources: Sequence[Sequence[Statement]]) -> Problem | None:
    """Why something is so stands in one sentence of the source with what is so."""
    if "cause" not in said.operators:
        return None
    told = [one for source in sources for one in source if "cause" in one.operators]
    told += [_both(*two) for source in sources for two in pairwise(source) if "cause" in two[1].operators and used_up(two[1], said)]
    if any(sum(covered(token, one.held) for token in said.held) >= ENOUGH * len(said.held) for one in told):
        return None
    return Problem("unsupported_cause", "its source does not say why")


def _each_used(said: Statement, sources: Sequence[Sequence[Statement]]) -> Problem | None:
    """A text is cited for something: it shares words with the sentence."""
    for source in sources if len(sources) > 1 else ():
        held = {token for one in source for token in one.held}
        if sum(covered(token, held) for token in said.held) < 2:
            return Problem("unsupported_citation", "one of its sources says nothing of it")
    return None
