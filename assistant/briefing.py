"""A briefing on a subject or on picked items: what was said, decided and left to do, the figures as printed, and what to ask.

Every point is a stretch of the minutes, verified as an answer's are; what does not pass is left out and listed. What stands beside
a point (``Point.beside``) is told from the catalogue's rows: what became of an action, and what to ask about it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from assistant.absence import not_recorded, searched_sentence
from assistant.answer import Answer, Citation, Claim, Draft, Evidence, Problem, Query, Sentence, Source
from assistant.assistant import Assistant
from assistant.filters import Filters
from assistant.labels import label
from assistant.notices import BY_WORDS, notices
from assistant.points import ABOUT, NEAR, Told, points
from assistant.question import cleaned
from assistant.scope import scope_words
from assistant.support import coverage, telling
from index.catalog import Catalog
from index.coverage import RECORDS
from index.errors import MissingInput
from index.minutes import Hit, Scope
from index.rarity import rarity

ITEMS = 12
NAMED = 5  # picked items called by their titles
EVERYTHING = Filters()
PURPOSE = "The subject as it was asked for: “{}”. What follows is what the minutes held record on it."
OF_ITEMS = "What follows is what these items of the minutes record: “{}”."


@dataclass(frozen=True, slots=True)
class Point:
    """``key`` is the same for the same words of the same item under the same heading; ``later`` are the citations of ``beside``."""

    claim: Claim
    beside: str = ""
    key: str = ""
    later: tuple[int, ...] = ()

    @property
    def numbers(self) -> tuple[int, ...]:
        return (*self.claim.citations, *self.later)


@dataclass(frozen=True, slots=True)
class Section:
    """``note`` is by whoever edited the briefing, as are the fields of a briefing that are called own."""

    heading: str
    points: tuple[Point, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Briefing:
    """``sections`` holds those with something in them; ``absence`` says so where the minutes record nothing on the subject.

    ``omitted``: points that whoever edited it left out. ``site``: where the items can be opened ("https://minutes.example"), if known.
    """

    subject: str
    prepared: date
    purpose: str
    searched: str
    sections: tuple[Section, ...]
    citations: tuple[Citation, ...]
    left_out: tuple[Problem, ...] = ()
    notices: tuple[str, ...] = ()
    absence: str = ""
    own_title: str = ""
    own_purpose: str = ""
    omitted: int = 0
    site: str = ""

    @property
    def title(self) -> str:
        return self.own_title or f"Briefing: {self.subject}"

    @property
    def points(self) -> tuple[Point, ...]:
        return tuple(point for section in self.sections for point in section.points)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What a briefing draws on: the items it may quote, and what it says of itself, also where they hold nothing."""

    query: Query
    topic: Sequence[str]
    evidence: list[Evidence]
    purpose: str
    searched: str
    absence: str


def brief(assistant: Assistant, subject: str, items: Sequence[str] = (), on: date | None = None, within: Filters = EVERYTHING) -> Briefing:
    """The briefing on ``subject``, of the items with these ids where any are given; ``on`` is the day to write above it.

    ``within`` says which bodies and days are searched. Raises UsageError (E_EMPTY, E_TOO_LONG, E_RANGE) for a subject or days that
    are none, MissingInput (E_NOTFOUND) for an item or a body that is not held.
    """
    drawn = _on_picked(assistant, subject, items) if items else _on_subject(assistant, subject, within)
    told = list(points(drawn.topic, drawn.evidence, assistant.store.catalog))
    sentences, evidence = _sentences(told, drawn.evidence, assistant.store.catalog)
    cited = assistant.cite(Draft(tuple(sentences), "answered"), evidence)
    answer = assistant.verify(replace(drawn.query, asked=None), cited, evidence)
    sections = tuple(_gathered(told, cited.claims, answer))
    made = Briefing(
        subject=drawn.query.question,
        prepared=on or date.today(),
        purpose=drawn.purpose,
        searched=drawn.searched,
        sections=sections,
        citations=answer.citations if sections else (),
        left_out=tuple(problem for problem in answer.problems if problem.claim),
        notices=(*_before(assistant, subject), *answer.notices, *notices(drawn.query, answer, assistant.store.catalog)),
        absence="" if sections else drawn.absence,
    )
    assistant.briefed(made.subject if subject.strip() else "", list(dict.fromkeys(c.item.item_id for c in made.citations)))
    return made


def _before(assistant: Assistant, subject: str) -> tuple[str, ...]:
    """What is to be known of the search itself."""
    lacking = assistant.store.lacking
    said = cleaned(subject, assistant.max_question)[1] if subject.strip() else ()
    return (*said, *([BY_WORDS.format(lacking.code)] if lacking else []))


def _on_subject(assistant: Assistant, subject: str, within: Filters) -> _Drawn:
    query = assistant.understood(subject)
    within.check("items")
    query = _narrowed(query, within.scope(assistant.store.catalog))
    found = assistant.retriever.find(query)
    held = assistant.store.catalog.documents(query.scope)
    silent = not_recorded(query, held, found).sentences[0].text
    topic = _topic(assistant, query)
    return _Drawn(query, topic, _about(assistant, query, found), PURPOSE.format(query.question), searched_sentence(held).text, silent)


def _narrowed(query: Query, chosen: Scope) -> Query:
    """What was chosen goes before what the question names; what it wants side by side is then no more than that."""
    if chosen == Scope():
        return query
    days = chosen if chosen.first or chosen.last else query.scope
    scope = replace(query.scope, bodies=chosen.bodies or query.scope.bodies, first=days.first, last=days.last)
    return replace(query, scope=scope, parts=())


def _on_picked(assistant: Assistant, subject: str, items: Sequence[str]) -> _Drawn:
    """Without a subject it is on all that these items say, and called by their titles."""
    evidence = _in_order(evidence_of(assistant.store.catalog, item_id) for item_id in dict.fromkeys(items))
    query = assistant.understood(subject if subject.strip() else _called(evidence)[: assistant.max_question])
    topic = _topic(assistant, query) if subject.strip() else ()
    drawn_on = f"Drawn on are the items that were picked, and no others: {'; '.join(label(e.document, e.item) for e in evidence)}."
    silent = f"The items that were picked hold nothing on this that can be quoted. {drawn_on}"
    return _Drawn(query, topic, evidence, (PURPOSE if topic else OF_ITEMS).format(query.question), drawn_on, silent)


def _called(evidence: Sequence[Evidence]) -> str:
    titles = list(dict.fromkeys(e.item.title for e in evidence if any(map(str.isalnum, e.item.title)))) or ["Items of the minutes"]
    return "; ".join(titles[:NAMED]) + (f" and {len(titles) - NAMED} more" if len(titles) > NAMED else "")


def evidence_of(catalog: Catalog, item_id: str) -> Evidence:
    """An item with all its passages. Raises MissingInput (E_NOTFOUND)."""
    held = catalog.standing(item_id)
    if held is None:
        raise MissingInput(f"no item '{item_id}'", "see: python -m assistant list items", code="E_NOTFOUND")
    item, document = held
    return Evidence(0, document, item, tuple(Hit(passage, 0.0) for passage in catalog.passages(item.item_id)), 0.0)


def _about(assistant: Assistant, query: Query, found: Sequence[Evidence]) -> list[Evidence]:
    """The items that are about the subject: of the record of a meeting, or of an agenda that no minutes are held for."""
    if not assistant.gate.answerable(query, found):
        return []
    weight = rarity(e.item.text for e in found)
    subject = " ".join(_topic(assistant, query))
    minuted = {(e.document.body_id, e.document.meeting.date) for e in found if e.document.role in RECORDS}
    current = [e for e in found if e.document.role in RECORDS or (e.document.body_id, e.document.meeting.date) not in minuted]
    current = [e for e in current if not e.document.superseded_by]
    about = [(coverage(subject, f"{e.item.title} {e.item.text}", weight), e) for e in current]
    best = [e for share, e in about[:1] if share >= NEAR]
    return _in_order(([e for share, e in about if share >= ABOUT] or best)[:ITEMS])


def _in_order(found: Iterable[Evidence]) -> list[Evidence]:
    """Each item once, numbered by day and place."""
    once = {e.item.item_id: e for e in found}.values()
    dated = sorted(once, key=lambda e: (str(e.document.meeting.date or ""), e.document.document_id, e.item.ordinal))
    return [replace(e, number=n) for n, e in enumerate(dated, 1)]


def _topic(assistant: Assistant, query: Query) -> list[str]:
    return telling(query.standalone, scope_words(query.standalone, assistant.store.catalog.documents()))


def _sentences(told: Sequence[Told], evidence: Sequence[Evidence], catalog: Catalog) -> tuple[list[Sentence], list[Evidence]]:
    """The points as sentences of a draft, behind them the words of later minutes that stand beside them; and the items of both."""
    items = {e.item.item_id: e for e in evidence}
    for item_id in dict.fromkeys(t.reported_in for t in told if t.reported_in):
        items.setdefault(item_id, replace(evidence_of(catalog, item_id), number=len(items) + 1))
    return [one for t in told for one in (Sentence(t.text, (t.source,), "quote"), *_reports(t, items))], list(items.values())


def _reports(told: Told, items: Mapping[str, Evidence]) -> Iterator[Sentence]:
    """The words of later minutes beside a point, with the place where they stand."""
    if told.reported_in:
        found = items[told.reported_in]
        places = [Source(found.number, hit.passage.span) for hit in found.hits if hit.passage.text == told.report]
        yield Sentence(told.report, tuple(places[:1]), "quote")


def _gathered(told: Sequence[Told], drafted: Sequence[Claim], answer: Answer) -> Iterator[Section]:
    """The points that were verified, under their headings; words beside one that were not verified are left out alone."""
    lost = [problem.claim for problem in answer.problems]
    verified = iter(answer.claims)
    claims = iter(None if claim in lost else next(verified) for claim in drafted)
    sections: dict[str, list[Point]] = {}
    seen: Counter[str] = Counter()
    for one in told:
        claim, report = next(claims), next(claims) if one.reported_in else None
        if claim:
            words = f"{one.section}\n{_place(claim, answer)}\n{claim.text}"
            beside = "" if one.reported_in and report is None else one.beside
            key = _key(f"{words}\n{seen[words]}")
            seen[words] += 1
            sections.setdefault(one.section, []).append(Point(claim, beside, key, report.citations if report else ()))
    return (Section(heading, tuple(of)) for heading, of in sections.items())


def _place(claim: Claim, answer: Answer) -> str:
    return next(c.item.item_id for c in answer.citations if c.n in claim.citations)


def _key(words: str) -> str:
    """Short, and tells nothing of the words to those who do not have them."""
    return sha256(words.encode()).hexdigest()[:16]
