"""What became of each action: where later minutes of the same body speak of it again, and whether they say that it is done.

An action is known again by its words: those of its own, those of its item's title and, less, of the statement before it ("Clerk to chase"
says little by itself), each counting the more the rarer it is in that body's minutes. Under a heading such as "Matters arising" fewer
of them are enough. It is done where a statement says so ("Complete", "DONE") or tells its own deed as past ("to return" - "returned"),
and nothing in the statement takes that back ("not yet", "in progress", "remains on the list").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Literal

from index.minutes import Document, Outcome, OutcomeKind, Passage, Span
from index.rarity import Rarity, rarity
from index.tokens import terms, tokens

Place = tuple[str, Span]  # document_id and place of an action
State = Literal["open", "updated", "closed", "silent"]

ACTIONS: tuple[OutcomeKind, ...] = ("action", "undertaking", "request")
FOLLOWED, ELSEWHERE = 0.35, 0.6  # share of the weight of an action's words from which a statement speaks of it
ABOUT = 0.4  # share of a short statement's own words that are the action's: "Winch quotations - ongoing"
BEFORE = 0.4  # what a word of the statement before the action counts
LEAST = 2  # words of its own or its title in common

_FOLLOW_UP = re.compile(
    r"matters arising|\bactions?\b|action (?:log|tracker|list|update)|minutes of|previous (?:meeting|minutes)|last meeting", re.I
)
_DONE = re.compile(
    r"\b(?:done|took place|(?:has|have|had) taken place|complete|completed|discharged|closed|actioned|cleared|fulfilled|concluded"
    r"|delivered|implemented|finished|dealt with|no longer (?:needed|required|necessary)|withdrawn|superseded|carried out)\b",
    re.I,
)
_NOT_DONE = re.compile(
    r"\b(?:not|never|still|outstanding|in progress|on-?\s?going|await\w*|carried forward|c/f|remain\w*|to stay|stays?|pending"
    r"|to follow|under ?way|partly|partially|in part|drafted|chas\w+|to be|will be|nothing|no (?:reply|response|progress|answer|news)"
    r"|yet|until|due)\b|n['’]t\b",
    re.I,
)
_DEED = re.compile(r"\b(?:to|will|shall|should|must)\s+(?:also\s+)?(?P<verb>[a-z]+)\b", re.I)
_PAST = {
    "send": "sent", "write": "wrote written", "bring": "brought", "meet": "met", "hold": "held", "make": "made", "give": "gave given",
    "find": "found", "speak": "spoke spoken", "tell": "told", "pay": "paid", "buy": "bought", "get": "got", "draw": "drew drawn",
    "take": "took taken", "put": "put", "build": "built", "seek": "sought", "ring": "rang rung", "go": "went gone", "see": "saw seen",
    "let": "let", "set": "set", "show": "showed shown", "lay": "laid", "lead": "led", "do": "did done", "begin": "began begun",
}  # fmt: skip
_PLAIN = frozenset(
    tokens("action agreed will board committee council meeting members item next report update provide bring ask asked request")
)
_COUNTED = frozenset(tokens("one two three four five six seven eight nine ten first second third"))


@dataclass(frozen=True, slots=True)
class Record:
    """Minutes or notes with their items and outcomes, and their statements."""

    document: Document
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A later statement that speaks of an action."""

    document: Document
    passage: Passage
    closes: bool


@dataclass(frozen=True, slots=True)
class Tracked:
    """An action and what later meetings say of it, by date; one statement for each meeting.

    ``open``: no later minutes of the body are held. ``silent``: those held do not speak of it. ``updated``: they do, and the last
    of them does not say that it is done. ``closed``: it does.
    """

    document: Document
    outcome: Outcome
    state: State
    steps: tuple[Step, ...] = ()

    @property
    def place(self) -> Place:
        """Which action it is."""
        return self.document.document_id, self.outcome.span

    @property
    def carried(self) -> int:
        """At how many later meetings it was spoken of and left open."""
        return sum(not step.closes for step in self.steps)


def track(records: Iterable[Record]) -> list[Tracked]:
    """The actions of all ``records`` with what became of them, in the order of body, date and minutes."""
    dated = sorted((r for r in records if r.document.meeting.date), key=lambda r: (r.document.body_id, str(r.document.meeting.date)))
    return [tracked for _, of in groupby(dated, key=lambda r: r.document.body_id) for tracked in _of_body(list(of))]


def _of_body(records: Sequence[Record]) -> Iterator[Tracked]:
    weight = rarity(p.text for r in records for p in r.passages)
    said = [_Said.of(r) for r in records]
    for place, record in enumerate(records):
        later = [s for s in said[place + 1 :] if s.document.meeting.date != record.document.meeting.date]
        for outcome in record.document.outcomes:
            if outcome.kind in ACTIONS:
                yield _tracked(record, outcome, later, weight)


def _tracked(record: Record, outcome: Outcome, later: Sequence[_Said], weight: Rarity) -> Tracked:
    marks = _Marks.of(record, outcome)
    deed = _DEED.search(outcome.text)
    steps: list[Step] = []
    for said in later:
        if passage := said.speaks_of(marks, weight):
            steps.append(Step(said.document, passage, _closes(passage.text, deed["verb"].lower() if deed else "")))
            if steps[-1].closes:
                break
    state: State = "open" if not later else "silent" if not steps else "closed" if steps[-1].closes else "updated"
    return Tracked(record.document, outcome, state, tuple(steps))


@dataclass(frozen=True, slots=True)
class _Marks:
    """The words by which an action is known again."""

    own: frozenset[str]
    known: frozenset[str]  # its own, and those of the title of its item
    before: frozenset[str]  # of the statement before it

    @classmethod
    def of(cls, record: Record, outcome: Outcome) -> _Marks:
        item = next(i for i in record.document.items if i.item_id == outcome.item_id)
        before = [p for p in record.passages if p.item_id == item.item_id and p.span.end <= outcome.span.start]
        left = frozenset(terms(f"{outcome.owner or ''} {outcome.due or ''}")) | _PLAIN
        title = "" if _FOLLOW_UP.search(item.title) else item.title
        own, titled, near = (_telling(text) - left for text in (outcome.text, title, before[-1].text if before else ""))
        return cls(own, own | titled, near - own - titled)

    def share(self, said: _Statement, weight: Rarity) -> float:
        """How much of the action a statement with enough of its words speaks of, from 1.0 on enough to be sure."""
        if self.own and not self.own & said.words:
            return 0.0
        same = sum(map(weight, self.known & said.words))
        share = (same + BEFORE * sum(map(weight, self.before & said.words))) / sum(map(weight, self.known))
        if not said.follows:
            return share / ELSEWHERE
        return max(share / FOLLOWED, same / sum(map(weight, said.telling)) / ABOUT)


def _telling(text: str) -> frozenset[str]:
    return frozenset(word for word in terms(text) if not word.isdigit()) - _COUNTED


@dataclass(frozen=True, slots=True)
class _Statement:
    passage: Passage
    words: frozenset[str]  # with those of its item's title
    telling: frozenset[str]  # its own; under a heading that looks back, without those that say how far it is
    follows: bool  # under a heading that looks back


@dataclass(frozen=True, slots=True)
class _Said:
    """One record with its statements, and which of them hold a word: most share none with an action and are not looked at."""

    document: Document
    statements: tuple[_Statement, ...]
    holding: Mapping[str, Sequence[int]]

    @classmethod
    def of(cls, record: Record) -> _Said:
        titles = {i.item_id: f"{i.number or ''} {i.minute_ref or ''} {i.title}" for i in record.document.items}
        statements = tuple(_statements(record.passages, titles))
        holding: dict[str, list[int]] = {}
        for place, one in enumerate(statements):
            for word in one.words:
                holding.setdefault(word, []).append(place)
        return cls(record.document, statements, holding)

    def speaks_of(self, marks: _Marks, weight: Rarity) -> Passage | None:
        """The statement that speaks of most of the action, where one speaks of enough of it."""
        held = Counter(chain.from_iterable(self.holding[word] for word in marks.known if word in self.holding))
        least = max(1, min(LEAST, len(marks.known)))
        enough = (self.statements[place] for place in sorted(place for place, words in held.items() if words >= least))
        share, found = max(((marks.share(one, weight), one) for one in enough), key=lambda row: row[0], default=(0.0, None))
        return found.passage if found and share >= 1.0 else None


def _statements(passages: Iterable[Passage], titles: Mapping[str, str]) -> Iterator[_Statement]:
    for passage in passages:
        title, words = titles[passage.item_id], _telling(passage.text)
        follows = _FOLLOW_UP.search(title) is not None
        if not words <= _telling(title):  # else it is the title itself
            plain = (follows and _telling(_NOT_DONE.sub(" ", _DONE.sub(" ", passage.text)))) or words
            yield _Statement(passage, words if follows else words | _telling(title), plain, follows)


def _closes(text: str, deed: str) -> bool:
    """True where a statement says that it is done, or tells the deed as past, and does not take it back."""
    if _NOT_DONE.search(_DONE.sub(" ", text)):
        return False
    return _DONE.search(text) is not None or _told(text, deed)


def _told(text: str, deed: str) -> bool:
    words = re.findall(r"[a-z]+", text.lower())
    past = _PAST.get(deed, "").split()
    return bool(deed) and any(word in past or (word.endswith("ed") and tokens(word) == tokens(deed)) for word in words)
