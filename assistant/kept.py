"""What is kept of a conversation: questions, answers and the places they rest on, as frozen nouns, and as JSON.

Of a citation its place and its words are kept, nothing of the item or its file: these are read from the catalogue on every reading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from assistant.answer import Answer, AnswerStatus, Citation, Claim, Evidence, WriterName
from index.traces import Traces, quotes


@dataclass(frozen=True, slots=True)
class Pin:
    """The place of a citation, and the words that stand there."""

    n: int
    item_id: str
    sha256: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer without its evidence. ``rests_on`` are the items it was made from where it cites none."""

    standalone: str
    status: AnswerStatus
    verdict: str | None
    text: str
    claims: tuple[Claim, ...]
    pins: tuple[Pin, ...]
    notices: tuple[str, ...]
    writer: WriterName
    model: str | None
    prompt: str | None
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no answer, and what to do next."""

    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class KeptExchange:
    """The ``n``-th question of its conversation, and its answer or why there is none."""

    n: int
    at: str  # ISO time in UTC
    question: str
    said: KeptAnswer | Failure


@dataclass(frozen=True, slots=True)
class Listed:
    """A conversation in the list of them; ``last`` is when it was last added to."""

    id: str
    title: str
    began: str
    last: str
    exchanges: int


@dataclass(frozen=True, slots=True)
class KeptConversation:
    listed: Listed
    exchanges: tuple[KeptExchange, ...]


UNFINISHED = Failure(
    "This answer was not finished",
    "If it is being written in another window, wait for it there; if it was broken off, ask the question again",
)
UNREADABLE = Failure("This answer cannot be read any more", "Ask the question again")
TOO_LARGE = Failure("This answer was too large to be kept", "Ask the question again")
REMOVED = Failure("What this answer rested on has been removed", "Ask the question again")
BLANKED = "A question about minutes that have been removed"

_JSON: TypeAdapter[KeptAnswer | Failure] = TypeAdapter(KeptAnswer | Failure)


def kept_answer(answer: Answer, rests_on: Sequence[str] = ()) -> KeptAnswer:
    """What is kept of ``answer``."""
    return KeptAnswer(
        answer.standalone,
        answer.status,
        answer.verdict,
        answer.text,
        answer.claims,
        tuple(_pin(citation) for citation in answer.citations),
        answer.notices,
        answer.writer,
        answer.model,
        answer.prompt,
        tuple(rests_on),
    )


def items_of(evidence: Sequence[Evidence]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(e.item.item_id for e in evidence))


def _pin(citation: Citation) -> Pin:
    span = citation.span
    return Pin(citation.n, citation.item.item_id, citation.document.sha256, span.start, span.end, citation.quote)


def to_json(said: KeptAnswer | Failure) -> str:
    return _JSON.dump_json(said).decode()


def from_json(text: str) -> KeptAnswer | Failure:
    """UNREADABLE where another version of the program wrote something else."""
    try:
        return _JSON.validate_json(text)
    except ValidationError:
        return UNREADABLE


def touches(said: KeptAnswer | Failure, items: set[str], gone: Traces) -> bool:
    """Whether an answer rests on one of ``items``, or says some of what is ``gone``."""
    if isinstance(said, Failure):
        return False
    rests = {*(pin.item_id for pin in said.pins), *said.rests_on}
    words = (said.text, said.standalone, *said.notices, *(pin.quote for pin in said.pins), *(claim.text for claim in said.claims))
    return not items.isdisjoint(rests) or any(quotes(text, gone) for text in words)
