"""What minutes do not say though they speak of the matter: checked kind by kind, never by similarity.

One function, asked twice: by the gate that decides what is answered, and by the verifier that looks whether it was right.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from assistant.answer import Evidence, Query
from assistant.deeds import doer_missing
from assistant.expected import NO_LIMITS, distant, lacking, own_words
from assistant.nearby import Near, near_statements
from assistant.premise import contradiction
from assistant.withheld import withheld
from index.tokens import terms

_HALVES = re.compile(
    r",?\s+(?:and|or)\s+(?=(?:by |for |to |at |in )?(?:who|whose|what|when|where|why|how|which)\b)|\?\s+(?=(?:and\s+)?(?:who|what"
    r"|when|where|why|how|which)\b)",
    re.I,
)
_NUMBER = re.compile(r"[\d/]+")


@dataclass(frozen=True, slots=True)
class Silence:
    """``what`` completes "do not record ..." or, of a premise that the minutes contradict, "do not bear out ..."."""

    what: str
    near: Near | None = None  # the statement that says so
    corrects: bool = False
    half: bool = False  # of a question that asks for two things: the other is there
    distant: bool = False  # missing only because no near statement holds a value of the kind asked for


def silence(query: Query, named: Collection[str], evidence: Sequence[Evidence], limits: Mapping[str, float] = NO_LIMITS) -> Silence | None:
    """What is asked for and not there; None where nothing is found missing.

    ``named``: the words that name the scope; ``limits``: see ``expected.lacking``.
    """
    if not evidence or not evidence[0].hits:
        return None
    question = query.standalone
    asked = question if question == query.question else own_words(question)  # the topic may be carried, what is asked for may not
    carried = question[len(asked) :]
    near = near_statements(_topic(question, named), evidence)
    if denied := contradiction(asked, named, evidence, question):
        return Silence(f"that this was {denied.name}", denied.near, not denied.open)
    halves = [half for half in _HALVES.split(asked) if half][:2]
    unsaid = [_unsaid(half, near, question) for half in halves]
    missing = [said or lacking(half + carried, named, evidence, limits, question) for said, half in zip(unsaid, halves, strict=True)]
    found = next(filter(None, missing), None)
    far = len(halves) == 1 and not unsaid[0] and distant(asked, evidence)
    return Silence(found, half=not all(missing), distant=far) if found else None


def _unsaid(question: str, near: Sequence[Near], whole: str) -> str | None:
    return withheld(question, near) or doer_missing(question, near, whole)


def _topic(question: str, named: Collection[str]) -> set[str]:
    return {word for word in terms(question) if word not in named and len(word) > 1 and not _NUMBER.fullmatch(word)}
