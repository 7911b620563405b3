"""A question back with its choices, and the reply to it: "the July one", "West Mercia", "2", "the second".

A question back holds a question mark, cites nothing, and lists its choices by number, by bullet, or between semicolons.
"""

from __future__ import annotations

import re

from index.tokens import terms, tokens

_MARKER = re.compile(r"\[\d+\]")
_LISTED = re.compile(r"(?:^|\s)(?:\(?\d{1,2}[.)]|[-*•])\s+")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
_NUMBER = re.compile(r"^\W*(?:the |number |no\.? |option )*(\d{1,2})\W*$", re.I)
_LONGEST = 12  # words of a reply; a longer one is a question of its own


def choices(answer: str) -> tuple[str, ...]:
    """The choices of a question back; none where ``answer`` is no such question."""
    asked, mark, listed = answer.partition("?")
    if not mark or _MARKER.search(answer):
        return ()
    if not listed.strip():
        asked, _, listed = asked.partition(":")
    parts = _LISTED.split(f" {listed.strip()}")[1:]
    if len(parts) < 2:
        parts = listed.split(";")
    if len(parts) < 2:
        parts = re.split(r",\s+(?:or\s+)?|\s+or\s+", listed)
    found = tuple(part.strip(" .;:\n") for part in parts if part.strip(" .;:\n"))
    return found if len(found) > 1 else ()


def chosen_of(reply: str, answer: str) -> str | None:
    """The choice that ``reply`` means: by its number, its place, or by words that one choice alone holds. None where it means none."""
    offered = choices(answer)
    if not offered or len(reply.split()) > _LONGEST or reply.rstrip().endswith("?"):
        return None
    if number := _NUMBER.match(reply):
        return offered[int(number[1]) - 1] if 0 < int(number[1]) <= len(offered) else None
    place = _place(reply, len(offered))
    if place is not None:
        return offered[place]
    words = set(terms(reply))
    shared = [sum(any(held.startswith(word) for held in tokens(choice)) for word in words) for choice in offered]
    best = max(shared)
    return offered[shared.index(best)] if best and shared.count(best) == 1 else None


def _place(reply: str, n: int) -> int | None:
    """The place that "the second one" names."""
    said = [word for word in tokens(reply) if word in (*_ORDINALS, "last")]
    if len(said) != 1 or len(terms(reply)) > 2:
        return None
    place = n - 1 if said[0] == "last" else _ORDINALS.index(said[0])
    return place if place < n else None
