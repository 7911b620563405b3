"""What is not private although it stands under a marking: that there was nothing, where the minutes of it are kept, when to meet again."""

from __future__ import annotations

import re

_ABOUT_MEETINGS = set(
    """dates date time times place venue and of for the a next future following forthcoming proposed meeting meetings board committee
    council panel authority governors trustees governing body cabinet group sub annual general ordinary special full public close closure
    at be held to on in is was will am pm schedule calendar confirmed confirm confirmation note set agree arrangements monday tuesday
    wednesday thursday friday saturday sunday january february march april may june july august september october november december item
    """.split()
)
_NEVER_PRIVATE = re.compile(
    r"\b(?:dates?|time)\b.{0,30}\bmeetings?\b|\b(?:next|future)\s+meetings?\b|\bclose\s+of\s+(?:the\s+)?meeting\b", re.I
)
_ELSEWHERE = re.compile(
    r"\b(?:minuted|recorded|noted|kept|held|set\s+out)\b.{0,40}\b(?:sep[ae]rately|apart|elsewhere)\b"
    r"|\b(?:confidential|private|exempt|separate)\s+(?:minutes?|note)(?:\s+book)?\b.{0,60}|\bno\s+(?:notes?|minutes|record)\s+(?:is|are|was|were)\s+(?:published|taken|kept|made)\b|\bminuted\s+in\s+part\s+(?:b|ii|2)\b",
    re.I,
)
_LEFT = re.compile(
    r"^\W*(?:(?:[A-Z][\w.'’-]*|and|the|of|all|members?|officers?|staff|governors?|councillors?|then|public|press),?\s+){1,14}"
    r"(?:left|withdrew|rejoined|re-joined|returned)\b(?:\s+(?:the\s+(?:room|meeting)|at\s+[\d.:]+\s*(?:am|pm)?))?\W*$"
)
_SAYS_NOTHING = set(
    """there was were is are has been no none nil nothing not further other exempt confidential private closed item items business matter
    matters to for in of the a any this at on meeting session report reports consider discuss discussed raised taken transact part ii b 2
    n applicable""".split()
)
_KEPT = _SAYS_NOTHING | set(
    """minuted recorded noted kept held set out separately seperately apart elsewhere separate minutes minute note notes book record
    published taken made it its they these those that which see as by with from please refer discussion discussions details detail full
    members board committee public clerk secretary paper copy be will have only but 3 c iii one two""".split()
)
SENTENCE = re.compile(r"(?<=[.!?;])\s+")
_STUB = 60  # words of an item that may only say where its minutes are kept


def says_nothing(text: str) -> bool:
    """True for words that say that there is nothing, or only where it is kept and who left the room meanwhile."""
    words = re.findall(r"[a-z0-9]+", text.lower())
    if set(words) <= _SAYS_NOTHING:
        return True
    said = [one for one in SENTENCE.split(text) if one.strip()]
    return len(words) <= _STUB and any(map(_ELSEWHERE.search, said)) and all(_kept_elsewhere(s) or _LEFT.search(s) for s in said)


def _kept_elsewhere(sentence: str) -> bool:
    """True for one that says where the minutes are kept, and not a word more."""
    return bool(_ELSEWHERE.search(sentence)) and set(re.findall(r"[a-z0-9]+", sentence.lower())) <= _KEPT


def of_meetings(title: str) -> bool:
    """True for the title of an item on when to meet again, which nobody keeps private."""
    return bool(_NEVER_PRIVATE.search(title)) and all(word in _ABOUT_MEETINGS for word in re.findall(r"[^\W\d_]{2,}", title.lower()))
