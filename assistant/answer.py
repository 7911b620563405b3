"""The frozen nouns of answering. The chat, the command line, the API and the evaluation receive the same Answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from index.minutes import Document, Hit, Item, Scope, Span
from index.pages import Page

if TYPE_CHECKING:
    from index.reconcile import Fate

ANYWHERE = Scope()  # nothing is named, nothing chosen

AnswerStatus = Literal["answered", "partial", "not_recorded", "clarify"]
Basis = Literal["quote", "catalogue", "absence"]
WriterName = Literal["extractive", "composed"]
Intent = Literal["fact", "definition", "head", "decision", "who", "number", "when", "unminuted", "unlisted"]

AskedKind = Literal[
    "next", "apologies", "attended", "chair", "presenter", "role", "outcomes", "meetings", "mentions", "compare", "timeline"
]


@dataclass(frozen=True, slots=True)
class Turn:
    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks of the catalogue's rows: see assistant/kinds.py."""

    kind: AskedKind
    sort: str = ""  # which outcomes; the first or the latest meeting
    person: str = ""  # bare name of one who is listed
    role: tuple[str, ...] = ()  # plain words of it
    topic: tuple[str, ...] = ()  # tokens that tell what it is about
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """An item that an earlier answer named by its label."""

    document_id: str | None  # None: the label did not say of which document
    labels: tuple[str, ...]  # number and reference, or the title; none: the head of the meeting


@dataclass(frozen=True, slots=True)
class Carried:
    """What earlier turns were about: a preference among what is found, never a filter."""

    items: tuple[Mention, ...] = ()  # best first; preferred only where the label names no document
    documents: tuple[str, ...] = ()  # of the meeting spoken of, by document_id
    bodies: tuple[str, ...] = ()  # by body_id
    after: date | None = None  # what became of it: later than this day
    known: tuple[str, ...] = ()  # by body_id: spoken of before a question that leans on nothing


@dataclass(frozen=True, slots=True)
class Standalone:
    """A question made to stand alone."""

    text: str
    asks: str  # the wording that tells what sort of answer is wanted: of "and in 2020?" the question before it
    own: str = ""  # of a follow-up, the question itself where it holds words that tell something; searched for as well
    bodies: tuple[str, ...] = ()  # body_ids it speaks of by another word than a name: "the harbour one"
    carried: Carried = Carried()
    time: str = ""  # of a follow-up that is a time and nothing else, this time: "in 2022"
    sitting: bool = False  # asks of the meeting itself that was spoken of: see assistant/sitting.py
    pending: str = ""  # of a reply to a question back, the question that was open with the choice: read in place of the reply


@dataclass(frozen=True, slots=True)
class Query:
    """A question as understood: made standalone, with what it names."""

    question: str  # as asked
    standalone: str  # with what earlier turns carry
    scope: Scope  # what the question names; searched alone
    references: tuple[str, ...] = ()  # item numbers and references named in it
    parts: tuple[Scope, ...] = ()  # bodies, times or meetings to be answered side by side
    intent: Intent = "fact"
    asked: Asked | None = None  # where the rows of the catalogue may answer it
    own: str = ""  # see Standalone
    carried: Carried = Carried()
    hints: tuple[Scope, ...] = ()  # meetings at which it hints ("recently"): preferred, the others searched as well
    beyond: str = ""  # the time asked after, where no meeting was held in it: the words found must speak of it
    within: Scope = ANYWHERE  # what the asker chose to search; in place of what the question names in that respect
    overruled: Scope = ANYWHERE  # the bodies and times that the question names outside of it


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader makes of one window of an item."""

    answers: float  # how likely it answers, wholly or in part
    pointed: int | None  # ordinal of the statement in which the likeliest words begin; None where they stand in the heading
    span: Span | None  # of those words in the window's text


@dataclass(frozen=True, slots=True)
class Evidence:
    """One citable item, numbered 1..k, with its best passages first."""

    number: int
    document: Document  # without items: they are read by id
    item: Item
    hits: tuple[Hit, ...]
    score: float
    untaken: tuple[Item, ...] = ()  # entries of an agenda that its minutes lack, or of minutes that their agenda does not list
    fate: Fate | None = None  # what became of an agenda's item; None for others, and where no minutes are held
    cosine: float = 0.0  # of its nearest passage and the question
    readings: tuple[Reading, ...] = ()  # of its windows that the reader read; none without a reader

    @property
    def answers(self) -> float:
        """How likely the reader thinks its best window an answer; 0 where none was read."""
        return max((reading.answers for reading in self.readings), default=0.0)


@dataclass(frozen=True, slots=True)
class Source:
    """The place in the evidence that a sentence of a draft rests on."""

    evidence: int  # its number
    span: Span


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a draft. A writer names places; it never writes quotations or labels."""

    text: str
    sources: tuple[Source, ...]
    basis: Basis


@dataclass(frozen=True, slots=True)
class Draft:
    sentences: tuple[Sentence, ...]
    status: AnswerStatus
    verdict: str | None = None
    notices: tuple[str, ...] = ()
    writer: WriterName = "extractive"
    model: str | None = None
    prompt: str | None = None  # id and hash of the prompt it was written with
    problems: tuple[Problem, ...] = ()  # of sentences that the writer itself had to leave out


@dataclass(frozen=True, slots=True)
class Citation:
    n: int  # 1, 2, 3 in order of first appearance
    document: Document
    item: Item
    span: Span
    quote: str  # text[start:end] of the file, tags and line breaks healed to single spaces
    label: str  # "Police and Crime Board, 4 April 2018, minutes, item 8, page 3"
    pages: tuple[Page, ...] = ()  # that the words stand on; none where the file has no pages

    @property
    def page(self) -> int | None:
        """The page on which the words begin."""
        return self.pages[0].number if self.pages else None

    @property
    def confidence(self) -> float | None:
        """Of character recognition, on the worst of the pages read by it; None where none was."""
        return min((page.confidence for page in self.pages if page.confidence is not None), default=None)


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of the answer, with the citations it rests on."""

    text: str
    citations: tuple[int, ...]
    basis: Basis


@dataclass(frozen=True, slots=True)
class Problem:
    kind: str
    detail: str
    claim: Claim | None = None


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds."""

    retrieve: float
    write: float
    total: float


@dataclass(frozen=True, slots=True)
class Answer:
    question: str
    standalone: str
    status: AnswerStatus
    verdict: str | None
    text: str  # with [n] markers
    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    evidence: tuple[Evidence, ...]  # the ten best distinct items, best first, whatever the status
    problems: tuple[Problem, ...]
    notices: tuple[str, ...]
    writer: WriterName
    model: str | None
    ms: Timing
    prompt: str | None = None  # "answer/v1 3f9a0c1d2b4e" where a language model wrote
    searched: tuple[Scope, ...] = ()  # all that was looked in
