"""What is told as done: a verb of the source told there as done, and no noun of its family ("the sale" is not "sold")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.amounts import is_amount
from assistant.answer import Problem
from assistant.clauses import STOPWORDS, Clause, covered
from assistant.synonyms import stem

_PAIRS = """
sell:sold lend:lent give:gave,given take:took,taken lose:lost win:won keep:kept hold:held leave:left meet:met lead:led find:found
pay:paid say:said tell:told buy:bought bring:brought think:thought teach:taught catch:caught seek:sought fight:fought build:built
send:sent spend:spent bend:bent feed:fed make:made lay:laid hear:heard stand:stood understand:understood rise:rose,risen
fall:fell,fallen grow:grew,grown know:knew,known throw:threw,thrown fly:flew,flown draw:drew,drawn withdraw:withdrew,withdrawn
see:saw,seen begin:began,begun run:ran come:came become:became drive:drove,driven ride:rode,ridden speak:spoke,spoken
break:broke,broken choose:chose,chosen steal:stole,stolen freeze:froze,frozen forget:forgot,forgotten write:wrote,written
shake:shook,shaken sink:sank,sunk swim:swam ring:rang sing:sang hang:hung dig:dug strike:struck stick:stuck bind:bound deal:dealt
shoot:shot hide:hid,hidden tear:tore,torn wear:wore,worn swear:swore,sworn burn:burnt learn:learnt sleep:slept get:got
show:shown drink:drank,drunk wind:wound grind:ground bear:bore,borne undertake:undertook,undertaken overspend:overspent
underspend:underspent rebuild:rebuilt repay:repaid go:went,gone
"""
_PRESENT = {past: base for line in _PAIRS.split() for base, _, pasts in [line.partition(":")] for past in pasts.split(",")}
UNCHANGED = frozenset("cut set let put shut read cost hit split spread bid".split())
_NOUN = re.compile(r"(?:tion|sion|ment|ance|ence|ure|sis|ness|th|al|ity|er|or|ing|age|ings)s?$")
_WORD = re.compile(r"#[a-z]+=\S+|[A-Za-z][\w'-]*")
_NO_VERB = frozenset(
    """the a an of in on at for from by with its their his her this that these those any no some all each every into over under to will
    would shall should can could may might must and or as than not about per is are was were be been being has have had
    did does do new old annual monthly further more less own""".split()
)
_NO_PAST = frozenset("need feed seed shed speed weed reed deed breed indeed hundred exceed proceed succeed sacred naked".split())
_TO_BE = frozenset("be being to".split())
_BEFORE_NOUN = frozenset("the a an of for its their his her any no this that further".split())
_WILL = frozenset("will would shall should can could may might must to".split())
_IS = frozenset("is are was were be been".split())
_GOING_ON = re.compile(r"\b(?:is|are|was|were|been)\s+([a-z]+ing)\b", re.I)


def is_past(word: str) -> bool:
    """True for "sold" and "extended"."""
    return word in _PRESENT or (word.endswith("ed") and len(word) > 3 and word not in _NO_PAST)


def words_of(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def token_of(word: str) -> str:
    return word if is_amount(word) else stem(word)


def not_done(clause: Clause, chosen: Sequence[Clause]) -> Problem | None:
    """What is told as done is a verb in the source, told there as done."""
    mine = words_of(clause.text)
    theirs = words_of(" ".join(c.text for c in chosen))
    for before, word in pairwise(["", *mine]):
        done = stem(word)
        if is_amount(word) or (done not in clause.held and not (word in STOPWORDS and is_past(word))):
            continue
        family = [(b, w) for b, w in pairwise(["", *theirs]) if _akin(word, w)]
        if family and not _as_told(word, before, family):
            return Problem("unsupported_done", f"its source does not say {word} as done")
    for found in _GOING_ON.finditer(clause.text):
        token = stem(found[1].lower())
        if token in clause.held and not any(w.endswith("ing") and b in _IS for b, w in pairwise(theirs) if covered(token, {stem(w)})):
            return Problem("unsupported_done", f"its source does not say that it is {found[1]}")
    return None


def _akin(word: str, other: str) -> bool:
    """True for "gave" and "give", and for words that say the same."""
    return _PRESENT.get(word, word) == _PRESENT.get(other, other) or covered(stem(word), {stem(other)})


def _twins(word: str, other: str) -> bool:
    """True for "found" and "founded": one stem, two verbs."""
    return (other == f"{word}ed" and word in _PRESENT) or (word == f"{other}ed" and other in _PRESENT)


def _as_told(word: str, before: str, family: Sequence[tuple[str, str]]) -> bool:
    """True where one word of the family stands in the source as this one does here: done, or of now."""
    if is_past(word):
        if before in ("is", "are") and any(not is_past(w) and b not in _NO_VERB and b and not _NOUN.search(w) for b, w in family):
            return True
        return any(is_past(w) and not _twins(word, w) and (b not in _TO_BE or before in _TO_BE) for b, w in family)
    if before in _WILL and not word.endswith("ing"):
        return not all(w.endswith("ing") for _, w in family)
    if before in _NO_VERB or before in ("", "#") or _NOUN.search(word):
        return True
    return not all(is_past(w) or (w in UNCHANGED and b in _BEFORE_NOUN) for b, w in family)
