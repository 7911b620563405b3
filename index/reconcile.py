"""Agenda against minutes: what became of each item and each numbered decision of an agenda.

The entries of both are paired by one exact matching (index/assign.py): decisions with decisions, items with items. A pair weighs
what their titles share (the rarer a word among all titles, the more it tells; a word left out on one side costs little) and, less,
an equal number. So a number printed over another matter pairs nothing, and two decisions whose numbers are exchanged are seen
as that. What is left over is looked for by its reference and its words in the text of the minutes before it is called missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from index.assign import assigned
from index.grammars import DECISION_NUMBER
from index.minutes import Document, Item
from index.rarity import Rarity, rarity
from index.tokens import terms, tokens

Fate = Literal["taken", "renumbered", "swapped", "deferred", "not minuted", "not on the agenda"]

SAME = 0.5  # share of the telling words of the shorter title from which two titles speak of one matter
HINT = 0.2  # with an equal number
NUMBER = 0.5  # what an equal number weighs beside a title, which weighs 2

_DECISION = re.compile(DECISION_NUMBER)
_FORMAL = re.compile(r"\W*(?:welcome|apolog|introductions?\b|attendance\b|present\b)", re.I)
_DEFERS = re.compile(r"\b(?:deferred|adjourned|postponed|held over)\b", re.I)
_BRACKETED = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\)")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class Reconciled:
    """One entry of an agenda, of the minutes, or of both, and what became of it."""

    fate: Fate
    agenda: Item | None  # None: the agenda does not list it
    minutes: Item | None  # None: the minutes have no entry for it
    mentions: tuple[Item, ...] = ()  # items of the minutes that speak of what they have no entry for


def sittings(documents: Iterable[Document]) -> list[tuple[Document, Document]]:
    """Each agenda with the minutes or notes of its meeting: same body and day; the approved version of two.

    A body is the same under another id where only one of the two papers prints whose it is.
    """
    held = list(documents)
    pairs = []
    for agenda in held:
        if agenda.role == "agenda" and agenda.meeting.date:
            of_it = [d for d in held if d.role in ("minutes", "notes") and not d.superseded_by and _of_one_meeting(agenda, d)]
            own = [d for d in of_it if d.body_id == agenda.body_id] or of_it
            pairs += [(agenda, minutes) for minutes in sorted(own, key=lambda d: (d.status != "approved", d.document_id))[:1]]
    return pairs


def _of_one_meeting(one: Document, other: Document) -> bool:
    if one.meeting.date != other.meeting.date:
        return False
    named = one.meeting.organisation and other.meeting.organisation
    return one.body_id == other.body_id or (not named and one.meeting.body.casefold() == other.meeting.body.casefold())


def reconcile(agenda: Document, minutes: Document) -> tuple[Reconciled, ...]:
    """What became of all that ``agenda`` lists, in its order; then what only ``minutes`` of that meeting have. Both with their items."""
    listed, taken = _entries(agenda), _entries(minutes)
    pairs = _pairs(listed, taken, rarity(item.title for item in (*listed, *taken)))
    of_agenda = {a.item_id: m for a, m in pairs}
    rows = [_fate(item, of_agenda, minutes.items, pairs) for item in listed]
    known = {item.item_id for row in rows for item in (row.agenda, row.minutes) if item}
    return (*rows, *(Reconciled("not on the agenda", None, item) for item in taken if _added(item, known)))


def is_decision(item: Item) -> bool:
    """True for a decision with a number of its own."""
    return item.kind in ("item", "point") and bool(item.number and _DECISION.fullmatch(item.number))


def prints(text: str, reference: str) -> bool:
    """True where ``text`` holds the reference itself, not as a part of a longer one."""
    return re.search(rf"(?<![\w/]){re.escape(reference)}(?![\w/])", text) is not None


def _entries(document: Document) -> list[Item]:
    return [item for item in document.items if is_decision(item) or item.kind in ("item", "group", "closing")]


def _pairs(listed: Sequence[Item], taken: Sequence[Item], weight: Rarity) -> list[tuple[Item, Item]]:
    weights = [[_weight(a, m, weight) for m in taken] for a in listed]
    return [(listed[a], taken[m]) for a, m in assigned(weights)]


def _weight(a: Item, m: Item, weight: Rarity) -> float:
    """How much speaks for ``m`` being the entry of ``a``; nothing below the thresholds."""
    if is_decision(a) != is_decision(m):
        return 0.0
    same, alike = _same_label(a, m), _alike(a.title, m.title, weight)
    if is_decision(a):
        return 2 * alike + NUMBER * bool(same) if alike >= SAME else 0.0
    told = alike >= SAME or (same and (alike >= HINT or _speaks(m, a)))
    return 2 * alike + NUMBER * bool(same) if told else 0.0


def _same_label(a: Item, m: Item) -> bool | None:
    """Whether both print the same number, or the same reference; None where they print nothing that can be compared."""
    for mine, theirs in ((a.number, m.number), (a.minute_ref, m.minute_ref)):
        if mine and theirs:
            return mine.lower().rstrip(".") == theirs.lower().rstrip(".")
    return None


def _alike(a: str, b: str, weight: Rarity) -> float:
    """The share of the telling words of the shorter title that the other has, a little less where the other says more.

    What stands in brackets counts where it helps: agendas explain there, minutes often do not.
    """
    if _short_for(a, b) or _short_for(b, a):
        return 1.0
    bare = [_BRACKETED.sub(" ", title) for title in (a, b)]
    return max(_common(set(terms(a)), set(terms(b)), weight), _common(set(terms(bare[0])), set(terms(bare[1])), weight))


def _common(mine: set[str], theirs: set[str], weight: Rarity) -> float:
    least, most = sorted((sum(map(weight, mine)), sum(map(weight, theirs))))
    return sum(map(weight, mine & theirs)) * (0.9 / least + 0.1 / most) if least else 0.0


def _short_for(short: str, title: str) -> bool:
    """ "A.O.B." for "Any Other Business"."""
    letters = re.sub(r"[^a-z]", "", short.lower())
    return 2 <= len(letters) <= 5 and letters == "".join(word[0] for word in re.findall(r"[a-z]+", title.lower()))


def _fate(item: Item, of_agenda: dict[str, Item], minutes: Sequence[Item], pairs: Sequence[tuple[Item, Item]]) -> Reconciled:
    entry = of_agenda.get(item.item_id)
    if entry is None:
        return _left_over(item, of_agenda, minutes)
    if _same_label(item, entry) is not False:
        return Reconciled("deferred" if _deferred(entry) else "taken", item, entry)
    exchanged = any(_same_label(item, m) and _same_label(a, entry) and is_decision(a) == is_decision(item) for a, m in pairs)
    return Reconciled("swapped" if exchanged else "renumbered", item, entry)


def _left_over(item: Item, of_agenda: dict[str, Item], minutes: Sequence[Item]) -> Reconciled:
    """An entry of the agenda that no entry of the minutes was paired with: the item that takes it up all the same, or none."""
    citable = [m for m in minutes if m.citable]
    printing = [m for m in citable if is_decision(item) and item.number and prints(m.text, item.number)]
    around = of_agenda.get(item.parent or "")
    within = [around] if around and not is_decision(item) and _speaks(around, item) else []
    formal = [m for m in minutes if m.kind == "head" and _FORMAL.match(item.title) and _FORMAL.search(m.text)]
    for found in (*printing, *within, *formal):
        return Reconciled("taken", item, found)
    mentions = tuple(m for m in citable if m.kind == "item" and _speaks(m, item))
    if is_decision(item):  # a matter of it put off elsewhere is no entry for it
        return Reconciled("not minuted", item, None, mentions)
    put_off = [m for m in mentions if any(_DEFERS.search(s) and _says(s, item) for s in _SENTENCE.split(m.text))]
    return Reconciled("deferred", item, put_off[0]) if put_off else Reconciled("not minuted", item, None, mentions)


def _speaks(minutes: Item, item: Item) -> bool:
    return _says(minutes.text, item)


def _says(text: str, item: Item) -> bool:
    words = set(terms(item.title))
    return bool(words) and words <= set(tokens(text))


def _deferred(item: Item) -> bool:
    """True for an entry whose few words put the whole of it off, not one matter of several."""
    sentences = _SENTENCE.split(item.text)
    return len(sentences) <= 3 and any(_DEFERS.search(s) for s in sentences)


def _added(item: Item, known: set[str]) -> bool:
    """True for what the agenda does not list; a part of an item that it lists is not new, and closing entries are a form."""
    part = item.parent in known and not is_decision(item)
    return item.item_id not in known and not part and item.kind != "closing"
