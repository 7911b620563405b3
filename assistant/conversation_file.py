"""A conversation as a file: Markdown with numbered sources, or JSON. What stands in minutes or questions is text and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from assistant.answer import Answer, Citation
from assistant.contract import answer_json
from assistant.export import markdown_text
from assistant.kept import Failure, KeptExchange, Listed
from assistant.labels import STATUS_WORDS
from assistant.render import printable_json
from assistant.restored import Catalog, restored
from index.dates import spoken

MASKED = Failure("This answer is not shown any more", "Ask the question again")


@dataclass(frozen=True, slots=True)
class Shown:
    """An exchange as its owner may see it now."""

    n: int
    at: str
    question: str
    said: Answer | Failure
    rests_on: tuple[str, ...] = ()  # see KeptAnswer


def shown(exchanges: Sequence[KeptExchange], catalog: Catalog) -> list[Shown]:
    """These with the labels of whoever reads them; an answer that rests on what may not be seen is MASKED."""
    return [_now(one, catalog) for one in exchanges]


def _now(one: KeptExchange, catalog: Catalog) -> Shown:
    if isinstance(one.said, Failure):
        return Shown(one.n, one.at, one.question, one.said)
    return Shown(one.n, one.at, one.question, restored(one.question, one.said, catalog) or MASKED, one.said.rests_on)


def when(at: str) -> str:
    """ "22 November 2026, 14:05 UTC"."""
    time = datetime.fromisoformat(at)
    return f"{spoken(time.date())}, {time:%H:%M} UTC"


def address(citation: Citation) -> str:
    """The path at which the cited words are shown within their item."""
    return f"/items/{quote(citation.item.item_id)}?start={citation.span.start}&end={citation.span.end}"


def as_markdown(listed: Listed, exchanges: Sequence[Shown], base: str) -> str:
    """``base`` is the address of the page, for the links to the items."""
    said = [line for one in exchanges for line in _exchange(one, base.rstrip("/"))]
    return "\n\n".join([f"# {markdown_text(listed.title)}", "The minutes remain the record.", *said]) + "\n"


def as_json(listed: Listed, exchanges: Sequence[Shown]) -> str:
    """An answer in it has the fields of ``python -m assistant ask --json``."""
    rows = [{"n": one.n, "at": one.at, "question": one.question, **_said(one.said)} for one in exchanges]
    return printable_json({"id": listed.id, "title": listed.title, "began": listed.began, "last": listed.last, "exchanges": rows}) + "\n"


def _said(said: Answer | Failure) -> dict[str, object]:
    if isinstance(said, Failure):
        return {"answer": None, "failure": {"message": said.message, "hint": said.hint}}
    return {"answer": answer_json(said), "failure": None}


def _exchange(one: Shown, base: str) -> Iterator[str]:
    yield f"## {one.n}. {markdown_text(one.question)}"
    yield f"Asked on {when(one.at)}"
    if isinstance(one.said, Failure):
        yield f"*{markdown_text(one.said.message)}. {markdown_text(one.said.hint)}.*"
        return
    verdict = f": {markdown_text(one.said.verdict)}" if one.said.verdict else ""
    yield f"**{STATUS_WORDS[one.said.status]}{verdict}**"
    yield from (_claim(claim.text, claim.citations) for claim in one.said.claims)
    yield from (f"> {markdown_text(notice)}" for notice in one.said.notices)
    if one.said.citations:
        yield "Sources"
        yield "\n".join(_source(citation, base) for citation in one.said.citations)


def _claim(text: str, numbers: Sequence[int]) -> str:
    return " ".join([markdown_text(text.removeprefix("- ")), *(f"\\[{n}\\]" for n in numbers)])


def _source(citation: Citation, base: str) -> str:
    return f"{citation.n}. [{markdown_text(citation.label)}](<{base}{address(citation)}>): “{markdown_text(citation.quote)}”"
