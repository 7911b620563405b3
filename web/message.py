"""An answer as one line of HTML for the chat: status, verdict, sentences with citation links, notices, sources.

One line, begun by a block element: the chat's Markdown leaves it alone. The only links are ours, ``#cite-<answer>-<n>``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import groupby

from assistant.answer import Answer, Citation, Claim
from web.inert import inert

STATUS_WORDS = {
    "answered": "Answered",
    "partial": "Partly in the minutes",
    "not_recorded": "Not recorded in the minutes",
    "clarify": "Which one do you mean?",
}
_LONGEST_ECHO = 600
_ENTRY = re.compile(r"\s*[-•]\s+")

Link = Callable[[int], str]  # the number of a citation -> what stands for it


def question_html(question: str) -> str:
    """The question as asked, cut where it is over-long."""
    shown = question if len(question) <= _LONGEST_ECHO else question[:_LONGEST_ECHO] + " …"
    return f'<div class="question">{inert(shown)}</div>'


def draft_html(claims: Sequence[Claim]) -> str:
    """What has been written so far; its numbers become links when the sources are known."""
    badge = '<p class="status"><span class="badge badge-working">Reading the minutes …</span></p>'
    return f'<div class="answer">{badge}{_body(claims, _number)}</div>'


def answer_html(answer: Answer, place: int) -> str:
    """The whole answer; ``place`` is its number in the conversation."""
    labels = {citation.n: citation.label for citation in answer.citations}

    def link(n: int) -> str:
        return _link(place, n, labels[n]) if n in labels else _number(n)

    notices = "".join(f'<p class="notice">{inert(notice)}</p>' for notice in answer.notices)
    return f'<div class="answer">{_status(answer)}{_body(answer.claims, link)}{notices}{_sources(answer.citations, link)}</div>'


def failure_html(message: str, hint: str) -> str:
    """What went wrong, and what to do next."""
    remedy = f'<p class="hint">{inert(sentence(hint))}</p>' if hint else ""
    return f'<div class="answer failure"><p>{inert(sentence(message))}</p>{remedy}</div>'


def _status(answer: Answer) -> str:
    badge = f'<span class="badge badge-{answer.status}">{STATUS_WORDS[answer.status]}</span>'
    verdict = f' <span class="verdict">{inert(sentence(answer.verdict).rstrip("."))}</span>' if answer.verdict else ""
    return f'<p class="status">{badge}{verdict}</p>'


def _body(claims: Sequence[Claim], link: Link) -> str:
    """Sentences as a paragraph; entries, written with a dash before them, as a list."""
    blocks = groupby(claims, key=lambda claim: bool(_ENTRY.match(claim.text)))
    return "".join(_block(list(block), listed, link) for listed, block in blocks)


def _block(claims: Sequence[Claim], listed: bool, link: Link) -> str:
    if listed:
        return f"<ul>{''.join(f'<li>{_claim(claim, link)}</li>' for claim in claims)}</ul>"
    return f"<p>{' '.join(_claim(claim, link) for claim in claims)}</p>"


def _claim(claim: Claim, link: Link) -> str:
    words = inert(_ENTRY.sub("", claim.text, count=1))
    numbers = " ".join(link(n) for n in claim.citations)
    return f"{words} {numbers}".strip()


def _sources(citations: Sequence[Citation], link: Link) -> str:
    """One line for each item cited, with all its numbers before it."""
    if not citations:
        return ""
    numbers: dict[str, list[Citation]] = {}
    for citation in citations:
        numbers.setdefault(citation.label, []).append(citation)
    rows = "".join(f"<li>{' '.join(link(c.n) for c in cited)} {inert(label)}{_draft(cited[0])}</li>" for label, cited in numbers.items())
    return f'<div class="sources"><p class="sources-title">Sources</p><ul>{rows}</ul></div>'


def _draft(citation: Citation) -> str:
    return ' <span class="draft">· draft</span>' if citation.document.status == "draft" else ""


def _link(place: int, n: int, label: str) -> str:
    return f'<a class="cite" href="#cite-{place}-{n}" title="{inert(label)}"><span class="unseen">Source </span>[{n}]</a>'


def _number(n: int) -> str:
    return f'<span class="number">[{n}]</span>'


def sentence(text: str) -> str:
    """``text`` with a capital first and a full stop last."""
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")
