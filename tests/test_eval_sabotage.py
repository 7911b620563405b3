"""An assistant broken on purpose, one step at a time: each time the gate must close. What this cannot see, it cannot guard."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Answer, Citation, Claim, Evidence, Query, Timing
from assistant.config import Config
from eval.bench import reading
from eval.cases import Case, load_cases
from eval.gate import check, closed, thresholds
from eval.grounding import read_texts
from eval.metrics import Yardstick
from eval.provenance import Provenance
from eval.run import Run, run
from eval.structure import load_structure
from index.minutes import Scope

pytestmark = pytest.mark.slow

EVAL = Path(__file__).resolve().parent.parent / "eval"
INVENTED = "The board agreed to pay 999,999 pounds to Zebulon Quist."
NOBODY = Provenance("", "", "")


@dataclass(frozen=True)
class Healthy:
    """The assistant as it is, what it is asked, and the baseline of its own run."""

    assistant: Any  # the real one: a dataclass with a field for every step
    cases: tuple[Case, ...]
    yardstick: Yardstick
    first: Run

    def broken(self, **steps: object) -> dict[str, str]:
        """The gates that were open and close when these steps are replaced, with what they say."""
        baseline = thresholds(self.first.summary, {})
        done = run(self.cases, replace(self.assistant, **steps), self.yardstick, NOBODY)
        before = {gate.name for gate in closed(check(self.first.summary, baseline))}
        return {gate.name: gate.message for gate in closed(check(done.summary, baseline)) if gate.name not in before}


@pytest.fixture(scope="module")
def healthy() -> Iterator[Healthy]:
    cases = load_cases(sorted((EVAL / "cases").glob("*.jsonl")))[::3]  # enough to tell a broken step from a whole one
    yardstick = Yardstick(load_structure(EVAL / "corpus" / "structure.json"), read_texts(EVAL / "corpus"))
    with reading(Config(), EVAL / "corpus") as bench:
        yield Healthy(bench.assistant, cases, yardstick, run(cases, bench.assistant, yardstick, NOBODY))


# --- the saboteurs: each stands before a real step and spoils what goes in or comes out ------------------------------------


@dataclass
class Misled:
    """A retriever whose evidence is spoilt."""

    inner: Any
    spoil: Callable[[Any, Query], Sequence[Evidence]]

    def find(self, query: Query) -> tuple[Evidence, ...]:
        return numbered(self.spoil(self.inner, query))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)


def reverse(inner: Any, query: Query) -> Sequence[Evidence]:
    return list(reversed(inner.find(query)))


def about_something_else(inner: Any, query: Query) -> Sequence[Evidence]:
    """What would have been found for the words in another order and half of them: items at random, the same every time."""
    other = " ".join(sorted(query.standalone.split(), key=lambda word: word[::-1])[::2]) or "date"
    found: Sequence[Evidence] = inner.find(replace(query, question=other, standalone=f"weather {other[:3]}", scope=Scope(), references=()))
    return found[3:]


@dataclass
class Distracted:
    """A writer that answers from the last item it was given."""

    inner: Any

    def write(self, query: Query, evidence: Sequence[Evidence], *more: Any) -> Any:
        return self.inner.write(query, tuple(evidence[-1:]), *more)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)


def numbered(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    return tuple(replace(e, number=n) for n, e in enumerate(evidence, start=1))


def shifted(cite: Callable[..., Any]) -> Callable[..., Any]:
    """A citer for which every number means the next item."""

    def wrong(draft: Any, evidence: Sequence[Evidence], *more: Any) -> Any:
        return cite(draft, numbered([*evidence[1:], *evidence[:1]]), *more)

    return wrong


def credulous(query: Query, drafted: Any, evidence: Sequence[Evidence], *_: Any) -> Answer:
    """What reaches a reader when the writer invents and the verifier lets everything pass: a made-up quotation, well cited."""
    first = evidence[0]
    span = first.hits[0].passage.span if first.hits else first.item.span
    citation = Citation(1, first.document, first.item, span, INVENTED, "item")
    claims = (Claim(INVENTED, (1,), "quote"),)
    text = f"{INVENTED} [1]"
    citations, found = (citation,), tuple(evidence)
    timing = Timing(0, 0, 0)
    return Answer(query.question, query.standalone, "answered", None, text, claims, citations, found, (), (), "composed", "m", timing)


# --- the gate ------------------------------------------------------------------------------------------------------------


def test_the_assistant_as_it_is_passes_its_own_baseline_twice(healthy: Healthy) -> None:
    assert healthy.first.summary.errors == 0
    assert healthy.broken() == {}


@pytest.mark.parametrize("spoil", [reverse, about_something_else])
def test_a_retriever_that_ranks_badly_closes_the_gate(healthy: Healthy, spoil: Callable[[Any, Query], Sequence[Evidence]]) -> None:
    gates = healthy.broken(retriever=Misled(healthy.assistant.retriever, spoil))
    assert "worse" in gates["hit@1"]
    assert "worse" in gates["headline"]


def test_a_writer_that_answers_from_a_wrong_item_closes_the_gate(healthy: Healthy) -> None:
    gates = healthy.broken(writer=Distracted(healthy.assistant.writer))
    assert "worse" in gates["headline"]
    assert "hit@1" not in gates  # retrieval is as good as it was: the finding names the right step


def test_a_citer_that_gives_wrong_numbers_closes_the_gate(healthy: Healthy) -> None:
    gates = healthy.broken(cite=shifted(healthy.assistant.cite))
    assert "worse" in gates["headline"]


def test_invention_that_nobody_checks_closes_a_gate_without_tolerance(healthy: Healthy) -> None:
    gates = healthy.broken(verify=credulous)
    assert {"quotations_verbatim", "headline"} <= set(gates)
