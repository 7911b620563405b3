"""A question and the turns before it -> a question that stands alone, without a language model.

The conversation is read from its beginning as subjects, each with the question that opened it and the items its answers
cited. A question leans on a subject by one of the ways of ``assistant/follow.py``; what it names itself (another body, another
year, a reference) goes before what it inherits. The words carried stand behind the question in brackets, to be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from assistant.answer import Carried, Mention, Standalone, Turn
from assistant.choices import chosen_of
from assistant.follow import FEW, Said, Way, asks_what_became, asks_why, bare, may_begin, stood_aside, tells_beside_outcome, way
from assistant.hints import (
    body_names,
    dated,
    hinted_bodies,
    in_month,
    other_bodies,
    without_accounts,
    without_bodies,
    without_others,
    without_times,
)
from assistant.mentioned import documents_of, mentioned
from assistant.persons import named_for
from assistant.references import completed
from assistant.scope import named_accounts, named_bodies, named_references, names_time
from assistant.sitting import of_the_meeting
from index.minutes import Document
from index.tokens import terms


@dataclass(frozen=True, slots=True)
class Subject:
    """What was spoken of: the question it began with, the last words about it, what its last answer cited."""

    topic: str
    last: str = ""
    answer: str = ""
    items: tuple[Mention, ...] = ()
    beside: str = ""  # the question just asked of the meeting itself, which is no part of the subject


# A short question, what was cited before it -> the documents with a matter that it begins.
Begins = Callable[[str, Sequence[Mention]], frozenset[str]]


def _none(question: str, cited: Sequence[Mention]) -> frozenset[str]:
    return frozenset()


def rewrite(question: str, history: Sequence[Turn] = (), documents: Sequence[Document] = (), begins: Begins = _none) -> Standalone:
    """``question`` as it is, or with what it leans on behind it in brackets, and the items and meetings it may be about."""
    subjects: list[Subject] = []
    for asked, answer in _exchanges(history):
        subject = _understood(asked, subjects, documents, begins)[1]
        cited = mentioned(answer, documents)
        subjects.append(replace(subject, answer=answer, items=cited or subject.items))
    return _understood(question, subjects, documents, begins)[0]


def _exchanges(history: Sequence[Turn]) -> Iterator[tuple[str, str]]:
    """Each question with the answer behind it; an answer before any question is nobody's."""
    for n, turn in enumerate(history):
        if turn.role == "user":
            behind = history[n + 1] if n + 1 < len(history) else None
            yield turn.content, behind.content if behind and behind.role == "assistant" else ""


def _understood(question: str, subjects: Sequence[Subject], documents: Sequence[Document], begins: Begins) -> tuple[Standalone, Subject]:
    """The question made standalone, and the subject it is about from here on."""
    if not subjects:
        return _alone(question, documents)
    choice = chosen_of(question, subjects[-1].answer)
    if choice:
        pending = subjects[-1].topic
        full = f"{pending} {choice}"
        return Standalone(f"{question} ({full})", asks=pending, pending=full), Subject(full)
    if others := other_bodies(question, _bodies(subjects[-1], documents), documents):
        return _of_others(question, others, subjects[-1], documents)
    asked, question = question, in_month(question, _spoken_of(subjects, documents), documents)
    said = _said(question, documents)
    leaning = way(said)
    if leaning.name not in ("new", "back", "scope") and (sitting := _of_the_meeting(question, said, subjects[-1], documents)):
        return sitting
    if may_begin(leaning, said) and (of := begins(said.named, subjects[-1].items)):
        return _begun(question, [d.body_id for d in documents if d.document_id in of], _known(subjects, documents))
    if leaning.name in ("complete", "new"):
        return _alone(asked, documents, _known(subjects, documents) if leaning.name == "complete" else ())
    if leaning.name == "scope":
        return _elsewhere(question, subjects[-1], documents)
    subject = _gone_back_to(question, subjects) if leaning.name == "back" else subjects[-1]
    return _leaning(dated(question, _spoken_of(subjects, documents), documents), subject, leaning, said.telling, documents)


def _said(question: str, documents: Sequence[Document]) -> Said:
    named = without_bodies(without_times(question), documents)
    hinted = hinted_bodies(question, documents)
    scoped = bool(hinted or named_bodies(question, documents) or names_time(question))
    if hinted:
        named = " ".join(word for word in named.split() if not set(terms(word)) <= _words_of(hinted, documents) or not terms(word))
    return Said(question, named, scoped, sum(not word.endswith("n't") for word in terms(named)))


def _words_of(bodies: Sequence[str], documents: Sequence[Document]) -> set[str]:
    return {t for d in documents if d.body_id in bodies for t in terms(f"{d.meeting.organisation or ''} {d.meeting.body}")}


def _of_the_meeting(question: str, said: Said, before: Subject, documents: Sequence[Document]) -> tuple[Standalone, Subject] | None:
    """A question about the meeting itself, asked of the one spoken of; None where it is none or names a body."""
    asked = named_for(question, said.telling, f"{before.last or before.topic} {before.answer}", documents)
    named = hinted_bodies(question, documents) or named_bodies(question, documents)
    if named or not of_the_meeting(asked, documents, bool(before.beside)):
        return None
    timed = names_time(question)
    carried = Carried(documents=() if timed else _meetings(before, documents), bodies=_bodies(before, documents))
    text = _with(asked, _joined(*body_names(before.topic, documents)))
    return Standalone(text, asked, carried=carried, sitting=True), replace(before, beside=asked)


def _alone(question: str, documents: Sequence[Document], known: tuple[str, ...] = ()) -> tuple[Standalone, Subject]:
    """``known``: the bodies spoken of before, which count only where the question names none."""
    named = named_bodies(question, documents)
    hinted = () if named else hinted_bodies(question, documents)
    return Standalone(question, question, carried=Carried(bodies=hinted, known=() if named or hinted else known)), Subject(
        question, beside=question if of_the_meeting(question, documents) else ""
    )


def _begun(question: str, of: Sequence[str], known: Sequence[str]) -> tuple[Standalone, Subject]:
    """A question of a matter of its own; that of the body spoken of where it has one."""
    bodies = tuple(body for body in known if body in of)
    return Standalone(question, question, carried=Carried(bodies=bodies)), Subject(question)


def _elsewhere(question: str, before: Subject, documents: Sequence[Document]) -> tuple[Standalone, Subject]:
    """The question before, asked of another body, time or reference."""
    question = completed(question, before.topic)
    hinted = hinted_bodies(question, documents)
    numbered = bool(named_references(question))
    topic = before.beside or _joined(before.topic, before.last)
    if names_time(question) or named_accounts(question):
        topic = without_accounts(without_times(topic))
    if hinted or named_bodies(question, documents):
        topic = without_bodies(topic, documents)
    if numbered:
        topic = " ".join(body_names(topic, documents))
    carried = Carried(bodies=hinted or _bodies(before, documents), documents=_meetings(before, documents) if numbered else ())
    asks = before.beside or before.last or before.topic
    text = topic if hinted and not names_time(question) else _with(question, topic)  # "the harbour one" means no harbour
    time = question if names_time(question) and not (hinted or numbered or named_bodies(question, documents)) else ""
    going_on = _joined(topic, bare(question))
    subject = replace(before, beside=going_on) if before.beside else Subject(going_on)
    return Standalone(text, asks, bodies=hinted, carried=carried, time=time, sitting=bool(before.beside)), subject


def _of_others(question: str, others: tuple[str, ...], before: Subject, documents: Sequence[Document]) -> tuple[Standalone, Subject]:
    """The question asked of all bodies but the one spoken of; with the topic before it where it names none."""
    text = without_others(question)
    topic = "" if terms(bare(text)) else without_times(without_bodies(_joined(before.topic, before.last), documents))
    text = _with(bare(text) or question, topic)
    return Standalone(text, question, bodies=others), Subject(text)


def _leaning(question: str, before: Subject, leaning: Way, telling: int, documents: Sequence[Document]) -> tuple[Standalone, Subject]:
    became = asks_what_became(question)
    asked, question = question, named_for(question, telling, f"{before.last or before.topic} {before.answer}", documents)
    meetings = _meetings(before, documents)
    topic = without_times(before.topic) if meetings or names_time(question) else before.topic
    hinted = hinted_bodies(question, documents)
    if hinted or named_bodies(question, documents):
        topic = without_bodies(topic, documents)
    detail = "" if leaning.name == "back" and telling >= FEW else before.last  # the matter is gone back to, not what was asked of it last
    words = [topic, detail] if leaning.topic else [*body_names(topic, documents)]
    aside = telling < FEW and asks_why(question) and stood_aside(f"{question} {before.last or before.topic}")
    behind = _joined("declared an interest:", before.last or topic) if aside else _joined(*words)
    elsewhere = bool(hinted) or names_time(question)
    carried = Carried(
        items=() if elsewhere or aside or not leaning.items else before.items,
        documents=() if became or elsewhere or not leaning.meeting else meetings,
        bodies=hinted or _bodies(before, documents),
        after=_since(meetings, documents, _bodies(before, documents)) if became else None,
    )
    going_on = replace(before, last=question if terms(question) else before.last, beside="")
    own = question if tells_beside_outcome(question, telling) or question != asked else ""
    understood = Standalone(_with(question, behind), question, own, hinted, carried)
    return understood, going_on if leaning.topic else Subject(_joined(question, behind))


def _with(question: str, behind: str) -> str:
    return f"{question} ({behind})" if behind else question


def _joined(*parts: str) -> str:
    """The parts that hold a word, without the commas that a name taken out leaves behind."""
    return " ".join(part.strip(" ,;") for part in parts if any(c.isalnum() for c in part))


def _gone_back_to(question: str, subjects: Sequence[Subject]) -> Subject:
    """The earlier subject that shares most words with the question; the one before this where none does."""
    words = set(terms(question))
    others = [s for s in subjects if s.topic != subjects[-1].topic] or [subjects[-1]]
    shared = [len(words & set(terms(f"{s.topic} {s.last} {s.answer}"))) for s in others]
    return others[len(shared) - 1 - shared[::-1].index(max(shared))]


def _meetings(subject: Subject, documents: Sequence[Document]) -> tuple[str, ...]:
    """The documents of the meeting that the first item cited belongs to."""
    first = next((d for d in documents if subject.items and d.document_id == subject.items[0].document_id), None)
    if first is None:
        return ()
    same = [d for d in documents if (d.body_id, d.meeting.date) == (first.body_id, first.meeting.date)]
    return tuple(d.document_id for d in same if d.role != "agenda" or d == first)


def _bodies(subject: Subject, documents: Sequence[Document]) -> tuple[str, ...]:
    """The body of the first item cited, with those that go by the name used for it: a place may have two boards."""
    cited = documents_of(subject.items)[:1]
    own = tuple(dict.fromkeys(d.body_id for d in documents if d.document_id in cited))
    named = (group for group in named_bodies(subject.topic, documents) if set(own) & set(group))
    return tuple(dict.fromkeys((*own, *(body for group in named for body in group))))


def _known(subjects: Sequence[Subject], documents: Sequence[Document]) -> tuple[str, ...]:
    """The bodies of the latest subject that tells any: by what its answer cited, else by what its question names."""
    told = (
        _bodies(s, documents) or tuple(body for group in named_bodies(s.topic, documents) for body in group) for s in reversed(subjects)
    )
    return next(filter(None, told), ())


def _spoken_of(subjects: Sequence[Subject], documents: Sequence[Document]) -> list[Document]:
    by_id = {d.document_id: d for d in documents}
    return [by_id[name] for s in subjects for name in documents_of(s.items)[:1] if name in by_id]


def _since(meetings: Sequence[str], documents: Sequence[Document], bodies: Sequence[str]) -> date | None:
    """The day of the meeting spoken of; where none was held later, the day before it: its own words are the latest."""
    day = next((d.meeting.date for d in documents if d.document_id in meetings), None)
    held = [d.meeting.date for d in documents if d.body_id in bodies and d.meeting.date and d.role not in ("agenda", "notice")]
    return day if day is None or any(d > day for d in held) else day - timedelta(days=1)
