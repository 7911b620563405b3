"""Questions that the catalogue answers by its rows: which kind a question is, and what it asks about.

A question is of a kind where its words fit one and the words left over fit what the kind can be asked about. "Who attended?"
leaves nothing over; "who attended the symposium?" leaves a topic, which no list of members can answer, so it is of no kind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.answer import Asked, AskedKind
from assistant.forms import COMMON, FORMS, Form
from assistant.roles import named_role, short_for
from assistant.scope import scope_words
from assistant.support import telling
from index.minutes import Document
from index.names import bare_name
from index.tokens import terms, tokens

_SAME = re.compile(r"^\W*(?:and|what about|how about|what of|no,? i meant|i meant|same for|ok and)\b", re.I)
_COUNTED = re.compile(r"\bhow (?:many|often)\b|\bnumber of\b|\bcount of\b", re.I)
_DEFINITE = re.compile(
    r"\bthe (?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d+)\b", re.I
)  # "the seven open actions": which ones?
_CONTENT = re.compile(
    r"\bwho (?:said|told|asked|raised|proposed|wanted|thought|voted|is responsible|owes)\b|\bhow much\b|^\W*(?:but )?why\b", re.I
)
_TITLES = frozenset(tokens("dr mr mrs ms miss cllr councillor"))
_SORTS: dict[AskedKind, tuple[tuple[str, re.Pattern[str]], ...]] = {
    "outcomes": (
        ("agreements", re.compile(r"\bagreements\b", re.I)),
        ("requests", re.compile(r"\brequest", re.I)),
        ("deferrals", re.compile(r"\bdefer", re.I)),
        (
            "actions",
            re.compile(r"\b(?:actions?|undertakings?|commitments|outstanding|left to do|to[- ]do|owes?|promised?|undertaken?)\b", re.I),
        ),
        ("outcomes", re.compile(r"\boutcomes\b", re.I)),
        ("decisions", re.compile(r"\bdecisions\b|\bresolutions\b", re.I)),
        ("settled", re.compile(r"", re.I)),
    ),
    "meetings": (
        ("first", re.compile(r"\b(?:first|earliest|oldest)\b", re.I)),
        ("latest", re.compile(r"\b(?:latest|last|most recent|newest)\b", re.I)),
        ("missed", re.compile(r"\bmiss(?:ed)?\b|\bapolog|\babsent\b", re.I)),
    ),
}


def asked(question: str, standalone: str, documents: Sequence[Document]) -> Asked | None:
    """What ``question`` asks of the catalogue; None for a question about the content of the minutes.

    A question that only changes the scope of the one before ("and in 2020?") is of its kind.
    """
    own = _of_kind(question, documents)
    if own is None and standalone != question and _SAME.match(question) and not _left(question, "", documents):
        return _of_kind(standalone, documents)
    return own


def _of_kind(question: str, documents: Sequence[Document]) -> Asked | None:
    plain = question.replace("’", "'")
    if _CONTENT.search(plain):
        return None
    fitting = (form for form in FORMS if form.pattern.search(plain))
    return next((found for form in fitting if (found := _of_form(form, plain, documents))), None)


def _of_form(form: Form, question: str, documents: Sequence[Document]) -> Asked | None:
    """The question as one of this form; None where something is left over that the form cannot be asked about."""
    if form.kind == "outcomes" and _DEFINITE.search(question):
        return None
    left = _left(question, form.own, documents)
    counted = _COUNTED.search(question) is not None
    role = named_role(question, documents) if "role" in form.left else ()
    topic = tuple(word for word in left if word not in _role_tokens(role))
    person = _person(topic, documents) if topic and "person" in form.left else ""
    if person:
        topic = ()
    empty = "nothing" in form.left or role or person
    if (topic and "topic" not in form.left) or (not topic and not empty):
        return None
    return Asked(form.kind, _sort(form.kind, question), person, role, topic, counted)


def _role_tokens(role: Sequence[str]) -> set[str]:
    return set(tokens(" ".join((*role, *short_for(role))))) if role else set()


def _person(left: Sequence[str], documents: Sequence[Document]) -> str:
    """The listed person whose name holds all that is left over."""
    words = set(left) - _TITLES
    listed = dict.fromkeys(p.name for d in documents for p in (*d.attendees, *d.apologies)) if words else {}
    return next((bare for name in listed for bare, its in (_known(name),) if words <= its), "")


@lru_cache(maxsize=16_384)
def _known(printed: str) -> tuple[str, frozenset[str]]:
    """A printed name without rank and title, and its words."""
    bare = bare_name(printed)
    return bare, frozenset(tokens(bare))


def _sort(kind: AskedKind, question: str) -> str:
    return next((sort for sort, pattern in _SORTS.get(kind, ()) if pattern.search(question)), "")


def _left(question: str, own: str, documents: Sequence[Document]) -> tuple[str, ...]:
    """The words of a question that name neither its scope nor its kind, in order."""
    named = scope_words(question, documents) | _words_of(own)
    numbers = [word for word in terms(question) if word.isdigit() and len(word) == 3]  # "101" and "999" are services, not days
    return tuple(dict.fromkeys((*telling(question, named), *numbers)))


@lru_cache(maxsize=64)
def _words_of(own: str) -> frozenset[str]:
    return frozenset(tokens(f"{own} {COMMON}"))
