"""Which stretches of the minutes go into a briefing, and under which heading."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.amounts import noted
from assistant.answer import Evidence, Source
from assistant.filters import KINDS
from assistant.fitness import opens
from assistant.listing import outcomes_of
from assistant.nearby import Near, near_statements
from assistant.rows import ActionRow, OutcomeRow
from assistant.support import coverage
from index.catalog import Catalog
from index.dates import spoken
from index.heal import heal
from index.minutes import Span
from index.rarity import rarity
from index.tokens import tokens

BACKGROUND, DECISIONS, OPEN = "Background", "Decisions to date", "Open actions"
FIGURES, ASK = "Figures as printed", "Questions worth asking"
SECTIONS = (BACKGROUND, DECISIONS, OPEN, FIGURES, ASK)
ABOUT = 0.6  # share of the subject's words, by rarity, in an item or a title that is about it
EACH = 2  # statements of an item told as background
MOST_FIGURES = 10
WORDS = 5  # in what is left of a statement beside a decision
NEAR = 0.3  # share of the subject in a statement that is about it

_BEGINS = re.compile(r"\W*(?:[a-z]{1,3}|\d+)[.)]\s|\s*[-•–]\s")
_SUBHEADING = re.compile(r"[^.,;!?]{3,70}\)")
_MONEY_OR_SHARE = ("#gbp=", "#usd=", "#eur=", "#pct=")


@dataclass(frozen=True, slots=True)
class Told:
    """A point before it is cited: where it stands, its words, what the catalogue's rows say beside it.

    ``report``: the words of later minutes that ``beside`` quotes, which stand in the item ``reported_in``.
    """

    section: str
    source: Source
    text: str
    beside: str = ""
    report: str = ""
    reported_in: str = ""


def points(topic: Sequence[str], evidence: Sequence[Evidence], catalog: Catalog) -> Iterator[Told]:
    """What ``evidence`` has to say of the words of ``topic``, section by section; the background takes what the others leave."""
    spoken_of = [near for e in evidence for near in _near(topic, e)]
    rows = [(e, row) for e, row in _rows(evidence, catalog) if any(_holds(near, e, row) for near in spoken_of)]
    decided = {(e.document.body_id, e.number) for e, row in rows if row.kind in ("decision", "approval", "agreement")}
    decisions = [_of_row(DECISIONS, e, row) for e, row in rows if row.kind in KINDS["decisions"]]
    actions = [_open(e, row) for e, row in rows if isinstance(row, ActionRow) and row.state != "closed"]
    told = [t.source for t in (*decisions, *actions)]
    free = [near for near in _untold(spoken_of, told, catalog) if not _heads(near.text, near.evidence.item.title)]
    figures = [Told(FIGURES, n.source, n.text) for n in free if _has_figure(n.text)][:MOST_FIGURES]
    shown = [f.source for f in figures]
    background = [t for e in evidence for t in _background([n for n in free if n.evidence.number == e.number and n.source not in shown])]
    asked = [_of_row(ASK, e, row, _question(row)) for e, row in rows if not _settled(e, row, decided)]
    yield from (*background, *decisions, *actions, *figures, *(one for one in asked if one.beside))


def _near(topic: Sequence[str], evidence: Evidence) -> list[Near]:
    """The statements of an item that are about the subject, or stand under a subheading that is; all of an item so entitled, or picked."""
    title = evidence.item.title
    ordered = sorted(near_statements(topic, [evidence]), key=lambda near: near.hit.passage.ordinal)
    if coverage(" ".join(topic), title, rarity([near.text for near in ordered])) >= ABOUT or not any(n.covered >= NEAR for n in ordered):
        return ordered
    found, under = [], False
    for near in ordered:
        begins = _BEGINS.match(near.text) is not None  # an entry of a list has nothing to do with the one before it
        about = near.covered >= NEAR and (not begins or not set(topic).isdisjoint(tokens(near.text)))
        under = about if begins or _heads(near.text, title) else under
        found += [near] if under or about else []
    return found


def _untold(found: Sequence[Near], told: Sequence[Source], catalog: Catalog) -> Iterator[Near]:
    """The statements without what is told of them already, where enough words are left."""
    for near in found:
        free = near.source.span
        for other in (one.span for one in told if _overlap(one, near.source)):
            before, behind = Span(free.start, max(free.start, other.start)), Span(min(free.end, other.end), free.end)
            free = max(before, behind, key=lambda span: span.end - span.start)
        if free == near.source.span:
            yield near
        elif len((text := heal(catalog.source_text(near.evidence.document.sha256)[free.start : free.end])).split()) >= WORDS:
            yield replace(near, hit=replace(near.hit, passage=replace(near.hit.passage, span=free, text=text)))


def _heads(text: str, title: str) -> bool:
    return opens(text, title) or _SUBHEADING.fullmatch(text.strip()) is not None


def _background(free: Sequence[Near]) -> list[Told]:
    best = sorted(free, key=lambda near: -near.covered)[:EACH]
    return [Told(BACKGROUND, near.source, near.text) for near in sorted(best, key=lambda near: near.hit.passage.ordinal)]


def _holds(near: Near, evidence: Evidence, row: OutcomeRow) -> bool:
    return _overlap(near.source, Source(evidence.number, Span(row.start, row.end)))


def _settled(evidence: Evidence, row: OutcomeRow, decided: Collection[tuple[str, int]]) -> bool:
    """True for what was put off where a later item of that body about the subject settles something."""
    return row.kind == "deferral" and any(body == row.body_id and number > evidence.number for body, number in decided)


def _rows(evidence: Sequence[Evidence], catalog: Catalog) -> list[tuple[Evidence, OutcomeRow]]:
    """The outcomes of these items with what became of the actions, each once."""
    rows = outcomes_of(catalog, [e.document for e in evidence]) if evidence else []
    found = {(row.item_id, row.start): row for row in rows}
    return [(e, row) for e in evidence for (item_id, _), row in sorted(found.items()) if item_id == e.item.item_id]


def _of_row(section: str, evidence: Evidence, row: OutcomeRow, beside: str = "") -> Told:
    return Told(section, Source(evidence.number, Span(row.start, row.end)), row.text, beside)


def _open(evidence: Evidence, row: ActionRow) -> Told:
    told = _of_row(OPEN, evidence, row, _since(row))
    return replace(told, report=row.report, reported_in=row.report_item or "") if row.state == "updated" and row.reported else told


def _since(row: ActionRow) -> str:
    """What later minutes say of an action, in the words of the catalogue's rows."""
    if row.state == "updated" and row.reported:
        return f"Spoken of again on {spoken(row.reported)}: “{row.report}”"
    if row.state == "silent":
        return "The later minutes held of this body do not speak of it."
    return "No later minutes of this body are held." if row.state == "open" else ""


def _question(row: OutcomeRow) -> str:
    if isinstance(row, ActionRow):
        if row.state == "silent":
            return "What has come of this? The later minutes held do not speak of it."
        if row.state == "updated" and row.reported:
            return f"Has this been done since {spoken(row.reported)}?"
        if row.state == "open" and row.owner is None:
            return "Who is to do this? Nobody is named."
        return "By when is this to be done? No date is named." if row.state == "open" and row.due is None else ""
    return "This was put off. When does it come back?" if row.kind == "deferral" else ""


def _has_figure(text: str) -> bool:
    return any(kind in noted(text) for kind in _MONEY_OR_SHARE)


def _overlap(one: Source, other: Source) -> bool:
    return one.evidence == other.evidence and one.span.start < other.span.end and other.span.start < one.span.end
