"""A short question back, where what is asked is truly open: several meetings fit it equally and answer it differently.

Never where the question or the conversation names a body, a time or a reference that tells which is meant, where all are
asked for, or where one meeting alone fits. ``assistant/choices.py`` reads the choices back from the reply.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from assistant.answer import Asked, Carried, Draft, Evidence, Query, Sentence
from assistant.scope import scope_words
from assistant.signs import is_named
from assistant.stated import Told
from assistant.support import telling
from index.catalog import Catalog
from index.dates import spoken
from index.minutes import Document, Scope
from index.tokens import terms, tokens

CHOICES = 5
FEW = 3  # meetings whose rows are told rather than asked about
CLOSE = 0.1  # below the best score: fits as well
LOOKED_AT = 8  # items of evidence
BARE = 3  # words of a topic that tells no more than what it is about
_ALL = re.compile(
    r"\b(?:all|each|every|any|both|list|meetings|boards|bodies|councils|ever|across|over (?:time|the years)|so far|compar\w+|versus"
    r"|vs|differen\w+"
    r"|how many (?:times|meetings)|since|minutes (?:are|do))\b",
    re.I,
)
_PHRASING = re.compile(
    r"\b(?:(?:any|what|what's the|what is the) (?:news|progress|updates?|developments?|word|movement)(?: (?:on|about|with))?"
    r"|(?:go|goes|going|went|gone|get|got|getting) (?:on|through|ahead|anywhere)(?: with)?"
    r"|(?:dealing|deals?|dealt|doing|done|happen(?:s|ed|ing)?|standing?|stood|up) with"
    r"|look(?:s|ed|ing)? (?:after|into|at)|in charge of|responsible for|work(?:s|ed|ing)? on|wait(?:s|ed|ing)? for"
    r"|where (?:are|have) we|how (?:are|is|did|does) (?:we|they|it|things)|the (?:latest|position|situation|story|state of play))\b",
    re.I,
)
_NEWS = re.compile(r"\bthe latest (?:on|about|with|news)\b", re.I)  # hints at no meeting
_SETTLED = re.compile(r"^\W*(?:and |so )?what (?:was|were|has been|did (?:they|we|the \w+))\s", re.I)
_OF_A_MATTER = ("timeline", "outcomes")  # rows of one matter, which may be that of any body
_NO_TOPIC = frozenset(
    tokens(
        "decide decided agree agreed approve approved resolve resolved settle settled get got give given much many long say said report "
        "reported people happen happened happening discuss discussed minuted update ask asked hand handed out talk talked about know now "
        "currently current latest recent anything mention mentioned view think vote voted result outcome go going scheme issue issues "
        "thing things matter item been make made take took put read doing summarise up"
    )
)


def question_back(query: Query, evidence: Sequence[Evidence], catalog: Catalog, told: Told | None) -> Draft | None:
    """The draft that asks which one is meant; None where that is clear. ``told``: what the rows of the catalogue say to it."""
    if not _unscoped(query) or _ALL.search(_PHRASING.sub(" ", query.question)):
        return None
    if query.references:
        return _asks(_labelled(query, evidence), "item")
    if query.asked and not (query.asked.kind in _OF_A_MATTER and query.asked.topic):
        return _of_rows(query.question, query.asked, told) if told else None
    return _asks(_fitting(query, evidence, catalog), "meeting")


def _unscoped(query: Query) -> bool:
    """True where neither the question nor the conversation says which meeting is meant."""
    led = query.carried != Carried() or query.standalone != query.question
    hinted = query.hints and not _NEWS.search(query.question)
    return replace(query.scope, roles=()) == Scope() and not (query.parts or hinted or led) and query.intent != "definition"


def _of_rows(question: str, asked: Asked, told: Told) -> Draft | None:
    """Where the rows that answer are those of several bodies, and nothing tells whose are meant."""
    if asked.topic or asked.person or asked.role or asked.counted:
        return None
    places = {p.document.document_id: p.document for s in told.stated for p in s.places}
    held = sorted(places.values(), key=lambda d: str(d.meeting.date), reverse=True)
    if asked.kind == "next":
        return _asks([body_name(d) for d in held], "body")
    plain = asked.kind in ("apologies", "attended", "chair") or (asked.kind == "outcomes" and _SETTLED.search(question))
    several = len({d.body_id for d in held}) > 1 and len(held) > FEW
    return _asks([_meeting(d) for d in held], "meeting") if plain and several else None


def _fitting(query: Query, evidence: Sequence[Evidence], catalog: Catalog) -> list[str]:
    """The meetings of which an item holds the whole topic and comes as close as the best; of a bare topic those of several bodies."""
    named = scope_words(query.standalone, catalog.documents())
    services = {word for word in terms(query.question) if word.isdigit() and len(word) == 3}  # "999" is no day and no count
    topic = {word for word in telling(_PHRASING.sub(" ", query.question), named) if word not in _NO_TOPIC} | services
    if not topic:
        return []
    minuted = [e for e in evidence[:LOOKED_AT] if e.document.role != "agenda"]
    near = [e for e in minuted if evidence[0].score - e.score <= CLOSE and topic <= set(tokens(f"{e.item.title} {e.item.text}"))]
    if len(topic) <= BARE:
        spoken_of = [e for e in minuted if _speaks_of(e, topic, query)]
        near = spoken_of if len({e.document.body_id for e in spoken_of}) > 1 else near
    return list(dict.fromkeys(_meeting(e.document) for e in near))


def _speaks_of(evidence: Evidence, topic: Collection[str], query: Query) -> bool:
    """True for an item with the whole topic in its title or in one statement; of a question for a number, with one beside it."""
    title = evidence.item.title
    held = [title, *(hit.passage.text for hit in evidence.hits)]
    fitting = [text for text in held if set(topic) <= set(tokens(text))]
    if query.intent == "number":
        return any(any(c.isdigit() for c in text) for text in ([*held[1:]] if title in fitting else fitting))
    return bool(fitting)


def _labelled(query: Query, evidence: Sequence[Evidence]) -> list[str]:
    """The items of several meetings that bear the number named, where the question says nothing else of them."""
    left = {word for word in terms(query.question) if word not in _NO_TOPIC and not any(c.isdigit() for c in word)} - set(tokens("agenda"))
    found = [e for e in evidence if is_named(e.item, query)]
    if left or len({(e.document.body_id, e.document.meeting.date) for e in found}) < 2:
        return []
    return list(dict.fromkeys(f"{_meeting(e.document)}, {e.item.title}" for e in found))


def _asks(choices: Iterable[str], what: str) -> Draft | None:
    offered = list(dict.fromkeys(choices))
    if len(offered) < 2:
        return None
    more = f" ({CHOICES} of {len(offered)} follow)" if len(offered) > CHOICES else ""
    listed = "; ".join(f"{n}. {choice}" for n, choice in enumerate(offered[:CHOICES], 1))
    text = f"Several fit this. Which {what} is meant{more}? {listed}."
    return Draft((Sentence(text, (), "absence"),), "clarify", None)


def _meeting(document: Document) -> str:
    return f"{body_name(document)}, {spoken(document.meeting.date)}"


def body_name(document: Document) -> str:
    """With whose it is, where the name of the body does not say it."""
    of = document.meeting.organisation
    return document.meeting.body if not of or of in document.meeting.body else f"{document.meeting.body} ({of})"
