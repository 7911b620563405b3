"""A sentence as clauses of tokens: what must stand in a source, and which of it must stand together."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass
from functools import cached_property, lru_cache

from assistant.amounts import TOKEN, is_amount, noted, stands
from assistant.check_form import same_marks
from assistant.operators import is_operator_word, operators
from assistant.synonyms import one_word, same, stem
from index.grammars import MONTHS

_WORD = re.compile(rf"{TOKEN.pattern}|[^\W\d_][\w&]*(?:['’][a-z]+)?(?:-\w+)*|\d\w*")
_BREAK = re.compile(
    r"[,;:()]|\s-\s|\b(?:but|which|who|whom)\b"
    r"|\b(?=(?:because|as (?:the|a|an|it|he|she|they|there|no|this|people)|since"
    r"|while|whereas|although|though|so that|if|unless|until|provided|subject|except)\b)",
    re.I,
)
VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|did|does|can|could|may|might|should|must|\w{2,}ed|said|told|thought|felt|gave|took|made"
    r"|spoke|wrote|brought|put|asks?|says?|sent|chose)\b",
    re.I,
)
_NOT_AGREED = re.compile(r"\bnot (?:be )?(?:agreed?|approved?|support(?:ed|s)?|accept(?:ed|s)?|carried|backed?)\b", re.I)
_ASIDE = re.compile(  # "The Chair, having regard to the petition, decided": said of the decision, and no clause of its own between
    r"^(\W*(?:The |An? )?[A-Z][\w .'’-]{1,50}), ((?:having|noting|being|considering|taking|mindful|after|while|in|as|at)\b[^,;]*),"
    rf" ({VERB.pattern}[^;]*)",
    re.S,
)
_AND = re.compile(r"\b(?:and|or)\b")
STOPWORDS = frozenset(
    """a an the of in on at for to from by with as and or that which who whose whom this these those it its they their them theirs he she
    his her him hers there here then is are was were be been being am has have had having do does did done than so also too into
    about over out up off when where what how why between during within upon per via among amongst through across
    if but because while whereas although though both however meanwhile moreover furthermore additionally separately respectively
    regarding concerning relating relation respect s t 's such own same itself themselves said not n't no
    can will would shall could may might should must go goes went going gone get gets got getting give gives gave giving given make
    makes made making take takes took taking taken come comes came coming put puts putting become becomes became able already rather
    among regard regards regarded way matter terms now involve involves involving involved against towards whether according since
    until till before after except unless provided anything everything anyway although though want wants wanted wish wished whereas
    upfrom downfrom subject stood stand stands standing place places due compared comparison including include includes use own s""".split()
)
TIMES = frozenset(
    stem(word) for word in [*MONTHS, *"monday tuesday wednesday thursday friday saturday sunday spring summer autumn winter".split()]
)
ROLES = frozenset(
    stem(word)
    for word in """
    chair chairman clerk board panel committee council councillor cllr member officer commissioner constable pcc treasurer
    surveyor engineer governor trustee headteacher head director manager resident police force trust federation deputy secretary
    harbour-master harbourmaster vicar mayor warden auditor solicitor parish parishioner parent pupil company contractor group
    """.split()
)
COLLECTIVE = frozenset(stem(w) for w in "board panel committee council police force trust federation company group parish".split())
BODIES = frozenset(stem(w) for w in "council board committee members governors trustees meeting".split())


@dataclass(frozen=True)
class Clause:
    text: str  # amounts in the one notation
    tokens: tuple[str, ...]  # what has to be covered, in order
    names: frozenset[str]  # those of them that are printed as names

    @cached_property
    def held(self) -> frozenset[str]:
        return frozenset(self.tokens)

    @cached_property
    def operators(self) -> frozenset[str]:
        return operators(self.text)

    def covers(self, token: str) -> bool:
        return covered(token, self.held)

    @property
    def specifics(self) -> list[str]:
        """Amounts, dates, names and offices: what must not move to other words."""
        return [t for t in self.tokens if is_amount(t) or t in self.names or t in ROLES]

    @property
    def agents(self) -> frozenset[str]:
        """The names and offices before its verb: who does it, as far as words without grammar tell."""
        found = VERB.search(self.text)
        before = _clause(self.text[: found.start()], False) if found else Clause("", (), frozenset())
        return frozenset(t for t in before.tokens if _does(t, self.names))


@dataclass(frozen=True)
class Statement:
    """One sentence, in clauses."""

    clauses: tuple[Clause, ...]
    parts: tuple[Statement, ...] = ()  # the sentences it was put together from
    leads_in: bool = False  # "The Clerk replied:" before a list

    @cached_property
    def held(self) -> frozenset[str]:
        return frozenset(token for clause in self.clauses for token in clause.tokens)

    @cached_property
    def first(self) -> Clause | None:
        """The first clause with a verb."""
        return next((clause for clause in self.clauses if VERB.search(clause.text)), None)

    @cached_property
    def agents(self) -> frozenset[str]:
        """The names and offices before its first verb."""
        found: set[str] = set()
        for clause in self.clauses:
            if VERB.search(clause.text):
                return frozenset(found) | clause.agents
            found |= {t for t in clause.tokens if _does(t, clause.names)}
        return frozenset()

    @cached_property
    def text(self) -> str:
        return " , ".join(clause.text for clause in self.clauses)

    @cached_property
    def operators(self) -> frozenset[str]:
        return operators(self.text)


def _does(token: str, names: Set[str]) -> bool:
    return token in ROLES or (token in names and token not in TIMES)


def covered(token: str, held: Set[str]) -> bool:
    """True where the tokens hold this one or, of a plain word, one that says the same."""
    if is_amount(token):
        return stands(token, set(held))
    return token in held or not same(token).isdisjoint(held) or _denies(token, held)


def _denies(token: str, held: Set[str]) -> bool:
    """ "Staff" for "unstaffed" and the other way round: that one says no is an operator's matter."""
    bare = token.removeprefix("un")
    if bare != token:
        return len(bare) > 3 and any(other.startswith(bare) for other in held)
    return len(token) > 3 and any(other.startswith("un") and token.startswith(other[2:]) and len(other) > 5 for other in held)


def plain(text: str) -> str:
    """Known phrases as one word, amounts in the one notation; what ``statement`` takes."""
    return noted(_NOT_AGREED.sub(lambda found: f"{found.group()} rejected", one_word(same_marks(text).replace("#", " "))))


@lru_cache(maxsize=4_096)
def statement(text: str) -> Statement:
    """The clauses of one sentence of a plain text."""
    pieces = [piece for whole in _BREAK.split(_ASIDE.sub(r"\1 \3, \2", text)) for piece in _at_and(whole)]
    pieces[-1] += "?" if text.rstrip().endswith("?") and not pieces[-1].rstrip().endswith("?") else ""
    found: list[Clause] = []
    first = True
    for piece in pieces:
        clause = _clause(piece, first)
        first = first and not clause.text.strip()
        if found and (_slight(clause) or _slight(found[-1])):
            found[-1] = joined(found[-1], clause)
        else:
            found.append(clause)
    return Statement(tuple(found))


def _slight(clause: Clause) -> bool:
    """Too little to stand alone."""
    return len(clause.tokens) < 2 and not VERB.search(clause.text)


def _at_and(text: str) -> list[str]:
    """Cut at "and" where it does not join two names."""
    pieces, start = [], 0
    for match in _AND.finditer(text):
        before, behind = text[: match.start()].split(), text[match.end() :].split()
        if before and behind and before[-1][0].isupper() and behind[0][0].isupper():
            continue
        pieces.append(text[start : match.start()])
        start = match.end()
    return [*pieces, text[start:]]


def _clause(text: str, opens: bool) -> Clause:
    """``opens``: the first word is the first of its sentence, and its capital tells nothing unless a verb follows ("Vic said")."""
    tokens: list[str] = []
    names: set[str] = set()
    for place, match in enumerate(_WORD.finditer(text)):
        word = match.group()
        if is_amount(word):
            tokens.append(word.lower())
            continue
        plain = re.sub(r"['’]s?$", "", word)
        if plain.lower() in STOPWORDS or is_operator_word(plain.lower()):
            continue
        token = stem(plain)
        tokens.append(token)
        first = opens and place == 0 and not VERB.match(text[match.end() :].lstrip())
        if plain[0].isupper() and (not first or plain[1:].isupper()):
            names.add(token)
    return Clause(text.strip(), tuple(tokens), frozenset(names))


def joined(one: Clause, other: Clause) -> Clause:
    return Clause(f"{one.text} , {other.text}", (*one.tokens, *other.tokens), one.names | other.names)
