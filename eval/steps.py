"""Retrieval alone, step by step: configurations as data, each with one step more than the former or one less than the whole.

Every step is compared with another over the same questions, pair by pair: McNemar's exact test for hit@1, a bootstrap of the
difference for the reciprocal rank.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from assistant.answer import Evidence, Query, Turn
from assistant.assistant import Assistant
from assistant.contract import evidence_json
from assistant.glossary import Glossary
from assistant.weights import WEIGHTS, Weights
from eval.cases import Case
from eval.cited import retrieved_items
from eval.intervals import bootstrap, wilson
from eval.reply import Found, Reply
from eval.structure import Structure
from index.minutes import Scope

CUTS = (1, 5, 10)
MISSED = math.inf
WHOLE = "the whole"

Ranks = tuple[float, ...]  # of the first gold item, in the order of the cases

# Each step and the weights it brings; scope and glossary are no weights, and named as they are.
SCOPE, GLOSSARY = "scope", "glossary"
STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("meaning", ("dense",)),
    ("words of passages", ("passage",)),
    ("words of whole items", ("item",)),
    ("scope named", (SCOPE,)),
    ("numbers and references named", ("named",)),
    ("kind of item", ("head", "office", "bare", "ending", "agenda", "announced", "spelt")),
    ("acronyms, forms of numbers", ("added",)),
    ("glossary", (GLOSSARY,)),
    ("phrases", ("phrase",)),
    ("hints of time", ("hinted",)),
    ("what the reader makes of them", ("read",)),
)


@dataclass(frozen=True, slots=True)
class Setting:
    """One configuration of retrieval; ``against``: the name of the one it is compared with."""

    name: str
    weights: Weights
    scope: bool = True
    glossary: bool = True
    against: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """To the setting compared with: questions whose first item became right or wrong, and what the reciprocal rank gained."""

    against: str
    gained: int
    lost: int
    p: float  # McNemar, exact, two-sided
    rr: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Row:
    setting: Setting
    ranks: Ranks
    difference: Difference | None

    def hit(self, cut: int) -> tuple[float, float, float]:
        """The share of questions with a gold item among the first ``cut``, and its interval."""
        hits = sum(rank <= cut for rank in self.ranks)
        return (hits / len(self.ranks), *wilson(hits, len(self.ranks)))

    @property
    def rr(self) -> tuple[float, float, float]:
        values = [1 / rank for rank in self.ranks]
        return (math.fsum(values) / len(values), *bootstrap(values))


def settings(whole: Weights = WEIGHTS) -> tuple[Setting, ...]:
    """Step by step up to the whole, then the whole without each step."""
    parts = [names for _, names in STEPS]
    built = [_setting(f"+ {name}", held, whole) for (name, _), held in zip(STEPS, accumulate(parts), strict=True)]
    steps = [built[0], *(replace(one, against=former.name) for former, one in pairwise(built))]
    full = [*steps[:-1], replace(steps[-1], name=WHOLE, against=steps[-2].name)]
    every = tuple(part for names in parts for part in names)
    left = [_setting(f"- {name}", tuple(p for p in every if p not in names), whole) for name, names in STEPS]
    return (*full, *(replace(one, against=WHOLE) for one in left))


def _setting(name: str, held: Sequence[str], whole: Weights) -> Setting:
    absent = {part: 0.0 for _, parts in STEPS for part in parts if part not in held and part not in (SCOPE, GLOSSARY)}
    return Setting(name, replace(whole, **absent), SCOPE in held, GLOSSARY in held)


def measure(
    cases: Sequence[Case], assistant: Assistant, structure: Structure, chosen: Sequence[Setting], known: dict[str, Ranks]
) -> Iterator[Row]:
    """A row for every setting, over the cases that rest on an item; ``known`` takes the ranks, for comparisons later on."""
    asked = [case for case in cases if case.gold]
    queries = [assistant.understood(c.question, [Turn(turn.role, turn.content) for turn in c.history]) for c in asked]
    for setting in chosen:
        retriever = replace(
            assistant.retriever, weights=setting.weights, glossary=assistant.retriever.glossary if setting.glossary else Glossary()
        )
        found = [retriever.find(query if setting.scope else _unscoped(query)) for query in queries]
        ranks = tuple(rank(case, evidence, structure) for case, evidence in zip(asked, found, strict=True))
        known[setting.name] = ranks
        yield Row(setting, ranks, difference(setting.against, known[setting.against], ranks) if setting.against else None)


def rank(case: Case, evidence: Sequence[Evidence], structure: Structure) -> float:
    """Of the first gold item; infinite where none was found."""
    reply = Reply.model_construct(evidence=tuple(Found.model_validate(row) for row in evidence_json(evidence)))
    places = (place for place, item in enumerate(retrieved_items(reply, structure), 1) if item in case.gold)
    return float(next(places, MISSED))


def difference(against: str, before: Sequence[float], after: Sequence[float]) -> Difference:
    gained = sum(b > 1 >= a for b, a in zip(before, after, strict=True))
    lost = sum(b <= 1 < a for b, a in zip(before, after, strict=True))
    gains = [1 / a - 1 / b for b, a in zip(before, after, strict=True)]
    return Difference(against, gained, lost, mcnemar(gained, lost), math.fsum(gains) / len(gains), *bootstrap(gains))


def mcnemar(gained: int, lost: int) -> float:
    """The exact two-sided p of as uneven a split by chance."""
    n, few = gained + lost, min(gained, lost)
    return min(1.0, float(2 * sum(math.comb(n, k) for k in range(few + 1)) / 2**n))


def as_table(rows: Sequence[Row]) -> str:
    """Markdown: shares with their 95 % intervals, and the difference to the setting compared with."""
    head = f"n = {len(rows[0].ranks)}\n\n| retrieval | hit@1 | hit@5 | hit@10 | RR | first right: won, lost (p) | RR gained |\n"
    return head + "|---|---|---|---|---|---|---|\n" + "\n".join(map(_line, rows))


def _line(row: Row) -> str:
    cells = [row.setting.name, *(_interval(row.hit(cut)) for cut in CUTS), _interval(row.rr)]
    d = row.difference
    cells += [f"{d.gained}, {d.lost} ({d.p:.2f})", f"{d.rr:+.3f} [{d.low:+.3f}, {d.high:+.3f}]"] if d else ["", ""]
    return f"| {' | '.join(cells)} |"


def _interval(value: tuple[float, float, float]) -> str:
    return f"{value[0]:.3f} [{value[1]:.3f}, {value[2]:.3f}]"


def _unscoped(query: Query) -> Query:
    return replace(query, scope=Scope(), parts=())
