"""What was done, to what, by whom: the verbs of a written clause against those of its source, and the order of its words.

A noun of the family is not a deed ("the sale" is not "sold"), what is done and what it is done to stand in one part of the source,
and plain words keep their order, for a swap of two nouns says something else. It errs on the side of silence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from itertools import pairwise, takewhile

from assistant.amounts import is_amount
from assistant.answer import Problem
from assistant.clauses import BODIES, STOPWORDS, TIMES, VERB, Clause, Statement, covered, statement
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
_NOUN = re.compile(r"(?:tion|sion|ment|ance|ence|ure|sis|ness|th|al|ity|er|or|ing|age|ings)s?$")
_WORD = re.compile(r"#[a-z]+=\S+|[A-Za-z][\w'-]*")
_NO_VERB = frozenset(
    """the a an of in on at for from by with its their his her this that these those any no some all each every into over under to will
    would shall should can could may might must and or as than not about per is are was were be been being has have had
    did does do new old annual monthly further more less own""".split()
)
_NO_PAST = frozenset("need feed seed shed speed weed reed deed breed indeed hundred exceed proceed succeed sacred naked".split())
_TO_BE = frozenset("be being to".split())
_UNCHANGED = frozenset("cut set let put shut read cost hit split spread bid".split())
_BEFORE_NOUN = frozenset("the a an of for its their his her any no this that further".split())
_WILL = frozenset("will would shall should can could may might must to".split())
_IS = frozenset("is are was were be been".split())
_GOING_ON = re.compile(r"\b(?:is|are|was|were|been)\s+([a-z]+ing)\b", re.I)
_FRONTED = re.compile(
    r"^(\W*(?:after|in|on|by|at|for|from|during|since|under|with|because|before|of|to|as|over|following|until|when|if)\b[^,]*?)\s*,\s*(.*)$",
    re.I | re.S,
)
_OF = frozenset("of on for in at from by with to".split())
_PASSIVE = re.compile(
    r"^(\W*(?:.*\bthat\b)?)(.*?)\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+)?(\w+)\b"
    r"(?:((?:\s+[^\s,]+){0,4}?)\s+by\s+(?!#(?!num)|#num=\S+\s*$)((?:(?!(?:at|in|on|for|from|to|with|of|under|over|after|before|during|until)\b)[^\s,]+\s*)+))?(.*)$",
    re.I | re.S,
)
_BE_DONE = re.compile(r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+)?\W?(\w+)\b", re.I)
_LOW = re.compile(r"\b(?:under|below|less|fewer|lower|short|shortfall|deficit|beneath|least|underspen\w+)\b", re.I)
_HIGH = re.compile(r"\b(?:over|above|more|higher|exceed\w*|beyond|surplus|excess|most|overspen\w+)\b", re.I)
_ARTICLE = r"(?:(?:the|an?|its|their|his|her|this|that)\s+)?([\w#=.-]*\w)"
_FROM = re.compile(rf"\bfrom\s+{_ARTICLE}", re.I)
_INTO = re.compile(rf"\b(?:to|into|onto)\s+{_ARTICLE}", re.I)
_HEADED = re.compile(
    r"(?<![\w#])(#num=\d+|[a-z]\w+)\s+of\s+(?:(?:the|an?|its|their|his|her|all|these|those|#num=\d+)\s+){0,2}((?-i:[a-z])[\w'-]*)", re.I
)
_THING = re.compile(r"(\w+\s+)?(?:(?:the|an?|its|their|his|her|#num=\d+)\s+){0,2}(?:[\w'-]+\s+){0,2}?([\w'-]+)", re.I)
_OWNED = re.compile(r"\b([a-z][\w-]*)['’]s?\s+([\w-]+)", re.I)
_NEXT = frozenset("beside near behind beyond under above below opposite outside inside".split())
_RELATIVE = re.compile(r"\b(?:whose|that)\b", re.I)
_BARE = re.compile(
    r"\b(?:free|open|opened|closed|shut|available|allowed|permitted|banned|forbidden|prohibited|exempt|eligible|entitled|compulsory|optional"
    r"|required|charged|safe|unsafe|dangerous|staffed|unstaffed|valid|liable|responsible|suitable|lawful|payable)\W*$",
    re.I,
)


def is_past(word: str) -> bool:
    """True for "sold" and "extended"."""
    return word in _PRESENT or (word.endswith("ed") and len(word) > 3 and word not in _NO_PAST)


def deed_problem(clause: Clause, base: Statement, chosen: Sequence[Clause]) -> Problem | None:
    """What is wrong with what a clause says was done, when it rests on the clauses ``chosen`` of ``base``."""
    found = _not_done(clause, chosen) or _side(clause, chosen) or _direction(clause, base) or _unbounded(clause, base)
    return found or _headless(clause, base) or _parted(clause, base) or _within(clause, chosen) or _turned(clause, base)


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _not_done(clause: Clause, chosen: Sequence[Clause]) -> Problem | None:
    """What is told as done is a verb in the source, told there as done."""
    mine = _words(clause.text)
    theirs = _words(" ".join(c.text for c in chosen))
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
    return not all(is_past(w) or (w in _UNCHANGED and b in _BEFORE_NOUN) for b, w in family)


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


def _headless(clause: Clause, base: Statement) -> Problem | None:
    """What is said of the roof of the barn, or of one of the barns, is not said of the barn."""
    for found in _HEADED.finditer(base.text):
        head, of = _token(found[1].lower()), [stem(w) for w in _words(found[2])]
        if clause.covers(head) or head in BODIES or found[1].lower() in STOPWORDS or not of or of[-1] in TIMES or is_amount(of[-1]):
            continue
        for m in _THING.finditer(clause.text):
            if stem(m[2].lower()) == of[-1] and (m[1] or "").strip().lower() not in _OF:
                return Problem("unsupported_connection", f"its source says it of the {found[1]}")
    return _owned(clause, base) or _beside(clause, base)


def _owned(clause: Clause, base: Statement) -> Problem | None:
    """ "The mason's son built it": the mason did not."""
    for found in _OWNED.finditer(base.text):
        whose = stem(found[1].lower())
        bare = any(stem(w) == whose for w in _words(_OWNED.sub(" ", clause.text)))
        if bare and not clause.covers(stem(found[2].lower())):
            return Problem("unsupported_connection", f"its source says it of what is of {found[1]}")
    return None


def _beside(clause: Clause, base: Statement) -> Problem | None:
    """ "The wall by the pool fell": the pool did not."""
    mine = {stem(w) for w in _before_verb(clause.text)}
    for c in base.clauses:
        words = _before_verb(c.text)
        at = next((n for n, w in enumerate(words) if w in _OF | _NEXT), 0)
        behind = {stem(w) for w in words[at:] if w not in STOPWORDS and not is_amount(w)} - TIMES
        if at and not clause.covers(_token(words[at - 1])) and words[at - 1] not in STOPWORDS and mine & behind:
            return Problem("unsupported_connection", f"its source says it of the {words[at - 1]}")
    return None


def _before_verb(text: str) -> list[str]:
    return [*takewhile(lambda w: not (is_past(w) or VERB.fullmatch(w)), _words(text))]


def _within(clause: Clause, chosen: Sequence[Clause]) -> Problem | None:
    """ "The tug, which the council bought, sank": the council did not sink."""
    mine = _words(clause.text)
    for one, other in pairwise([w for w in mine if stem(w) in clause.held]):
        if not is_past(other) and other not in _UNCHANGED:
            continue
        for c in chosen:
            theirs = _words(c.text)
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


def _parted(clause: Clause, base: Statement) -> Problem | None:
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


def _turned(clause: Clause, base: Statement) -> Problem | None:
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
    mine, theirs = _words(text), _words(source)
    at = [n for n, w in enumerate(mine) if stem(w) == one]
    together = any(stem(w) == other and not STOPWORDS.intersection(mine[n:m]) for n in at for m, w in enumerate(mine) if n < m < n + 4)
    return together and any(
        stem(theirs[n - 1]) == other and one in {stem(w) for w in theirs[n + 1 : n + 5]} for n, w in enumerate(theirs) if n and w in _OF
    )


def _token(word: str) -> str:
    return word if is_amount(word) else stem(word)


def _in_order(text: str) -> list[str]:
    return [token for c in statement(text).clauses for token in c.tokens]


def _passive(text: str, other: str) -> set[str]:
    """What of the words of ``other`` is told in ``text`` as done to something."""
    among = {stem(w) for w in _words(other)}
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
