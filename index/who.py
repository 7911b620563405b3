"""Who acts in minutes: persons, roles and bodies, and what a document tells about its own."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.wording import PRONOUN, ROLE, TITLE


@dataclass(frozen=True, slots=True)
class Known:
    """What the document tells about itself: words of its own body's name, and the names of those present."""

    own: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()  # words of names and initials, as printed


NOBODY = Known()

_NO_NAME = (
    r"(?!(?:The|This|That|These|Those|There|It|If|As|In|On|At|For|Following|All|Any|Some|No|Nothing|None|What|Which|Whether"
    r"|How|Where|When)\b)"
)
NAME = rf"(?-i:{_NO_NAME}[A-Z][\w’'-]*(?:\s+(?:(?:van|de|der|von)\s+)?[A-Z][\w’'-]*){{0,3}})"
_INSIDE = (
    r"(?!(?:so|and|but|that|which|who|to|in|on|at|of|for|by|with|from|the|an?|if|as|said|says?|will|would|was|were|is|are|be"
    r"|been|has|had|have|asked|not)\b)"
)
_ROLE_NP = (
    rf"(?:(?:the|an?|our|each|both|all)\s+)?(?:{_INSIDE}[\w’'&-]+\s+){{0,4}}?{ROLE}(?:\s+(?:of"
    rf"|for)\s+(?:the\s+)?[\w’'&-]+(?:\s+(?:(?:and|of|&)\s+)?(?-i:[A-Z])[\w’'-]+){{0,3}})?"
)
_ONE = rf"(?:{TITLE}\s+{NAME}|{_ROLE_NP}|{NAME})"
WHO = rf"(?:{PRONOUN}|{_ONE}(?:(?:\s*,\s*{_ONE}){{0,3}}(?:,?\s+and\s+|\s*/\s*|\s*&\s*){_ONE})?(?:\s+\([^)]*\))?)"
_ACTOR = re.compile(
    rf"(?!(?:no|nothing|none)\b)(?:{TITLE}\s+{NAME}|(?:.*[\s/-])?{ROLE}(?:\s+(?:of|for|on)\s+.*)?"
    rf"|(?-i:[A-Z]{{2,4}})(?:\s*(?:/|,|and|&)\s*(?-i:[A-Z]{{2,4}}))*|all|members?)\s*(?:\([^)]*\))?",
    re.I,
)


def is_actor(words: str, known: Known = NOBODY) -> bool:
    """True for a person, persons or a role: someone who can be given something to do."""
    return len(words.split()) <= 9 and (named(words, known) or _ACTOR.fullmatch(words.strip()) is not None)


def named(words: str, known: Known) -> bool:
    """True where all the words are names of those present."""
    tokens = re.findall(r"[\w’'-]+", re.sub(rf"\b{TITLE}|\band\b", " ", words, flags=re.I))
    return bool(tokens) and all(token in known.names for token in tokens)
