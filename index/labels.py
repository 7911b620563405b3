"""Labels: who may see what. A label is a name in small letters; ``sees`` is the rule that everything else rests on.

Known are ``open``, ``exempt``, ``confidential`` and ``withheld-2027-01-31`` (to be seen by all from that day on); a body may have
names of its own, which its configuration lists. What several labels are true of carries them all, ``confidential+exempt``, and is
seen by whoever may see each of them. A document is seen by whoever may see one of its items: ``exempt|open``.

Whatever is no label in this sense is seen by nobody: an empty one, one in capitals, a day that there is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date

from index.errors import BadLabel
from index.minutes import OPEN, Span

KNOWN = (OPEN, "exempt", "confidential")
WITHHELD = "withheld-"
EVERY = "*"  # among the labels of who may see everything
UNSURE = "confidential"  # what is taken for the label of what has lost its own
_NAME = re.compile(r"[a-z](?:[a-z0-9]|-(?=[a-z0-9])){0,39}")
_TYPED = re.compile(rf"(?:{WITHHELD}|withheld until )(\d{{4}}-\d\d-\d\d)")
_ALLOWED = "allowed: open, exempt, confidential, 'withheld until 2027-01-31'"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a file's text under one label."""

    span: Span
    label: str


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody may see; ``today`` gives the day of the question, which tells what is withheld no longer."""

    labels: frozenset[str]
    today: Callable[[], date] = date.today

    @property
    def whole(self) -> bool:
        return EVERY in self.labels

    def of(self, labels: Iterable[str], day: date) -> tuple[str, ...]:
        """Those of ``labels`` that are seen on ``day``, in their order."""
        return tuple(label for label in labels if sees(self.labels, label, day))


ALL = Sight(frozenset({EVERY}))


def sees(granted: Collection[str], label: str, day: date) -> bool:
    """True where whoever may see ``granted`` may see what carries ``label`` on ``day``."""
    return EVERY in granted or any(all(_one(granted, part, day) for part in either.split("+")) for either in label.split("|"))


def _one(granted: Collection[str], name: str, day: date) -> bool:
    return is_name(name) and (name in granted or _over(name, day))


def _over(name: str, day: date) -> bool:
    until = _until(name)
    return until is not None and until <= day


def _until(name: str) -> date | None:
    match = _TYPED.fullmatch(name)
    try:
        return date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def joined(labels: Iterable[str]) -> str:
    """The label of what all of ``labels`` are true of."""
    return "+".join(sorted({part for label in labels for part in label.split("+")} - {OPEN})) or OPEN


def either(labels: Iterable[str]) -> str:
    """The label of what is seen by whoever sees any of ``labels``."""
    found = set(labels)
    return OPEN if OPEN in found else "|".join(sorted(found))


def is_name(name: str) -> bool:
    """True for what can be the name of a label."""
    return bool(_NAME.fullmatch(name)) and (not name.startswith(WITHHELD.rstrip("-")) or _until(name) is not None)


def label_named(typed: str, own: Collection[str] = ()) -> str:
    """The label that a person means; ``own`` are the names a body uses beside the known ones. Raises BadLabel for anything else."""
    name = " ".join(typed.split())
    if until := _until(name):
        return f"{WITHHELD}{until.isoformat()}"
    if name in (*KNOWN, *own) and is_name(name):
        return name
    raise BadLabel(f"'{typed}' is no label", f"{', '.join([_ALLOWED, *own])}; names of your own go into the key 'labels'")


def blanked(text: str, spans: Iterable[Span]) -> str:
    """``text`` with white space in place of ``spans``: offsets and lines stay."""
    parts, end = [], 0
    for span in sorted(spans, key=lambda one: one.start):
        start = max(end, span.start)
        parts += [text[end:start], re.sub(r"[^\n]", " ", text[start : span.end])]
        end = max(end, span.end)
    return "".join([*parts, text[end:]])
