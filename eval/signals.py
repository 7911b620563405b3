"""Cases -> what the gate's limits are held against, for every question that structure alone does not decide.

Every question that minutes answer is also put as if the files that answer it were not held: what is found then is what an
absent topic looks like.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.absence import Gate, read_well, support
from assistant.answer import Draft, Evidence, Query, Turn
from assistant.assistant import Assistant
from assistant.calibration import Limits
from assistant.expected import KINDS, asked_kind, nearness
from assistant.retrieve import Retriever
from assistant.scope import scope_words
from eval.cases import Case

WIDE = 80  # items looked at, so that some are left when those of a file are not counted
_KINDS = [kind.missing for kind in KINDS if kind.least is not None]
_NEVER = dict.fromkeys(_KINDS, -math.inf)
_ALWAYS = dict.fromkeys(_KINDS, math.inf)
_ANSWERED = Draft((), "answered")


@dataclass(frozen=True, slots=True)
class Signal:
    """One question. ``support``, ``near`` and ``read`` are None where that limit has no say; ``kind`` is what ``near`` is measured for."""

    case_id: str
    files: tuple[str, ...]
    recorded: bool  # the minutes held answer it
    withheld: bool  # its files were taken for not held
    support: float | None
    near: float | None
    kind: str = ""
    read: float | None = None

    def refused(self, limits: Limits) -> bool:
        """Whether these limits make it "not recorded"."""
        if (self.support is not None and self.support < limits.support) or (self.read is not None and self.read < limits.read):
            return True
        return self.near is not None and self.near < limits.near.get(self.kind, -math.inf)


def gather(cases: Sequence[Case], assistant: Assistant) -> list[Signal]:
    """Those of cases that are plainly answered or plainly not; what rows answer is decided without the gate."""
    wide = replace(assistant, retriever=replace(assistant.retriever, k=WIDE, reader=None))  # it reads what is left of them
    return [signal for case in cases if case.abstain != "partial" for signal in _of_case(case, wide, assistant.retriever)]


def _of_case(case: Case, wide: Assistant, shown: Retriever) -> Iterator[Signal]:
    query, found = wide.retrieve(case.question, [Turn(turn.role, turn.content) for turn in case.history])
    if wide.registers.answer(wide.registers.told(query), found):
        return
    held = _signal(case, query, shown.read(query, found[: shown.k]), wide.gate)
    if held:
        yield held
    files = {item.file for item in case.items}
    if case.abstain == "none" and files and (away := _signal(case, query, shown.read(query, without(found, files)[: shown.k]), wide.gate)):
        yield replace(away, recorded=False, withheld=True)


def without(found: Sequence[Evidence], files: Collection[str]) -> tuple[Evidence, ...]:
    """What of the evidence stands in other files, numbered anew."""
    return tuple(replace(e, number=n) for n, e in enumerate((e for e in found if e.document.file not in files), 1))


def _signal(case: Case, query: Query, evidence: Sequence[Evidence], gate: Gate) -> Signal | None:
    """None where structure alone refuses it, or no limit is asked."""
    if not replace(gate, support=0.0, read=0.0).answerable(query, evidence):
        return None
    held = None if replace(gate, support=math.inf).answerable(query, evidence) else support(query, evidence)
    read = read_well(evidence) if held is not None and any(e.readings for e in evidence) else None
    near, kind = _near(query, evidence, gate)
    if replace(gate, near=_NEVER).lacking(query, evidence, _ANSWERED) or (held is None and near is None):
        return None
    files = case.files or tuple(sorted({item.file for item in case.items}))
    return Signal(case.id, files, case.abstain == "none", False, held, near, kind, read)


def _near(query: Query, evidence: Sequence[Evidence], gate: Gate) -> tuple[float | None, str]:
    kind = asked_kind(query.standalone)
    if kind is None or not replace(gate, near=_ALWAYS).lacking(query, evidence, _ANSWERED):
        return None, ""
    named = scope_words(query.standalone, gate.catalog.documents())
    return nearness(kind, query.standalone, named, evidence), kind.missing
