"""What the answers before a question were about: the items that their text names, and how far found items are preferred for it.

An answer names its items by their labels ("Quay Board, 6 March 2019, minutes, item 4"). Other programs write shorter ones
("[Item 4, 012/19]"); those do not say of which document they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.answer import Carried, Mention
from assistant.labels import meeting_label
from assistant.stated import meeting_name
from index.minutes import Document, Item

# Found on the invented conversations, where bodies hold one meeting or two: see ARCHITECTURE.md, "A conversation". LATER reaches a
# plateau here; MEETING and BODY take the place of the time and the body that a follow-up does not repeat.
MEETING = 0.1  # an item of the same meeting
BODY = 0.2  # an item of the body that a question hints at or that the conversation is about
KNOWN = 0.1  # an item of the body last spoken of, where the question leans on nothing: tells among those that fit as well
LATER = 0.6  # what was said later, where the question asks what became of it

_NEAREST = re.compile(r"\b(?:do|does|did) not record\b")
_CITED = re.compile(r"\[\d")
_NOT_ANSWERING = re.compile(r"\bWhat they say of it:|\bNearest items\b")  # what is cited behind comes near and is no answer
LABEL = re.compile(
    r",\s+(?:item (?P<number>[\w./()-]*\w)(?: \((?P<ref>[^()]+)\))?|minute (?P<minute>[^:;\n\[]*?\d[\w/.]*)"
    r"|“(?P<title>[^”]+)”|(?P<head>head of the meeting))"
)
_SHORT = re.compile(
    r"\[(?:(?:[Ii]tem )?(?P<number>(?<=[Ii]tem )\d+\s?[a-z]?|\d+(?:\.\d+)+|\d+[a-z]))?(?:, )?"
    r"(?P<ref>(?:[A-Z]{2,6} )?\d{1,4}(?:\.\d{1,2})?/\d{2,4})?\]"
)


def mentioned(answer: str, documents: Iterable[Document]) -> tuple[Mention, ...]:
    """The items whose labels stand in ``answer``, in order; none in one that says what is not recorded and answers nothing.

    The head of a meeting is no subject: who was there leads on to the meeting, not to its head.
    """
    if _NEAREST.search(answer) and (_NOT_ANSWERING.search(answer) or not _CITED.search(answer)):
        return ()
    held = list(documents)
    found = [(at, m) for document in held for at, m in _of(document, answer)]
    found = found or [(at, m) for document in held for at, m in _told_of(document, answer)]
    return tuple(dict.fromkeys(m for _, m in sorted(found, key=lambda f: f[0]))) or tuple(_short(answer))


def _told_of(document: Document, answer: str) -> Iterable[tuple[int, Mention]]:
    """The meeting of a sentence made of rows: "9 are listed as present at the Quay Board of 6 March 2019"."""
    at = answer.find(meeting_name(document)) if document.role != "agenda" else -1
    if at >= 0:
        yield at, Mention(document.document_id, ())


def _of(document: Document, answer: str) -> Iterable[tuple[int, Mention]]:
    named = meeting_label(document)
    for at in re.finditer(re.escape(named), answer):
        if label := LABEL.match(answer, at.end()):
            printed = (label["number"], label["ref"], label["minute"], label["title"])
            yield at.start(), Mention(document.document_id, tuple(text for text in printed if text))


def _short(answer: str) -> Iterable[Mention]:
    for label in _SHORT.finditer(answer):
        printed = tuple(text.replace(" ", "") for text in (label["number"], label["ref"]) if text)
        if printed:
            yield Mention(None, printed)


def preference(document: Document, item: Item, carried: Carried) -> float:
    """What an item is worth beyond its words, because of what was spoken of before; the head of a meeting is nobody's subject."""
    body = BODY if document.body_id in carried.bodies else KNOWN if document.body_id in carried.known else 0.0
    if item.kind == "head" and not document.undivided(item):
        return body
    worth = MEETING if document.document_id in carried.documents else 0.0
    if any(mention.document_id is None and _is(item, mention) for mention in carried.items):
        worth += MEETING + BODY  # a label without its document is all that tells which meeting was spoken of
    day = document.meeting.date
    return body + worth + (LATER if carried.after and day and day > carried.after else 0.0)


def _is(item: Item, mention: Mention) -> bool:
    own = {text.lower() for text in (item.number, item.minute_ref) if text}
    return bool(own & {label.lower() for label in mention.labels})


def documents_of(mentions: Sequence[Mention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(m.document_id for m in mentions if m.document_id))
