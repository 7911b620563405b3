"""Roles as minutes print them beside names ("DCC", "OPCC Chief Executive"), and the people a question means by one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from index.minutes import Document, Person
from index.person import BRACKET, ROLE

_SHORT = {
    "pcc": "police crime commissioner",
    "dpcc": "deputy police crime commissioner",
    "apcc": "assistant police crime commissioner",
    "cc": "chief constable",
    "dcc": "deputy chief constable",
    "acc": "assistant chief constable",
    "cfo": "chief finance officer",
    "ceo": "chief executive",
    "cex": "chief executive",
    "supt": "superintendent",
    "chairman": "chair",
    "chairwoman": "chair",
    "chairperson": "chair",
}
_RANKS = {"deputy", "assistant", "vice", "temporary", "acting", "senior", "former"}  # another post than the one without it
_JOINED = {"and", "the", "of", "to"}


def plain_role(text: str) -> list[str]:
    """The words of a role or a question, abbreviations written out: "PCC & Board Member" -> police crime commissioner board member."""
    words = (w.removesuffix("'s") for w in re.findall(r"[a-z][a-z'-]*", text.lower().replace("’", "'")))
    written = (part for word in words for part in _SHORT.get(word, word).split())
    return [_one(word) for word in written if word not in _JOINED]


def _one(word: str) -> str:
    return word[:-1] if word.endswith("s") and ROLE.fullmatch(word[:-1].capitalize()) else word


def named_role(question: str, documents: Iterable[Document]) -> tuple[str, ...]:
    """The longest run of words in ``question`` that some printed role holds too and that says a role; () where there is none."""
    documents = list(documents)
    for body in {d.meeting.body for d in documents}:  # "Chief Constable Accountability Meeting" names nobody
        question = re.sub(re.escape(body), " ; ", question, flags=re.I)
    asked = plain_role(question)
    people = {(p.name, p.role): p for d in documents for p in (*d.attendees, *d.apologies)}.values()
    held = {" ".join(plain_role(role)) for role in {role for p in people for role in _printed(p)}}
    runs = (tuple(asked[a:b]) for a in range(len(asked)) for b in range(a + 1, len(asked) + 1))
    fitting = (run for run in runs if _says_role(run) and any(f" {' '.join(run)} " in f" {role} " for role in held))
    return max(fitting, key=len, default=())


def short_for(role: Sequence[str]) -> list[str]:
    """The abbreviations of a role."""
    return [short for short, long in _SHORT.items() if long.split() == list(role)]


def _printed(person: Person) -> list[str]:
    """The role beside a name and the rank before it: "DCC Louisa Rolfe"."""
    rank = person.name.split()[0] if person.name else ""
    return [r for r in (person.role, rank if rank.lower() in _SHORT else "") if r]


def _says_role(run: Sequence[str]) -> bool:
    return ROLE.fullmatch(run[-1].capitalize()) is not None and run[-1] not in ("police", "deputy", "assistant", "board", "office", "staff")


def holds(person: Person, role: Sequence[str]) -> bool:
    """True for one who holds this role, and not its deputy's."""
    return any(_is(plain_role(BRACKET.sub(" ", printed)), role) for printed in _printed(person))


def _is(printed: Sequence[str], role: Sequence[str]) -> bool:
    for start in range(len(printed) - len(role) + 1):
        if tuple(printed[start : start + len(role)]) == tuple(role):
            return not _RANKS & set(printed[:start])
    return False
