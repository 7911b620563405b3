"""The questions with what a right answer holds, read from JSON lines and checked at the border.

- items: what a right answer rests on; empty where nothing in the minutes answers. also_relevant: may be cited as well;
  related_items: near misses that an answer may point to.
- key_facts: each must stand in the answer, a nested list is a choice; min_key_facts: how many suffice (null: all).
  must_not: none may stand in it.
- abstain: none; partial (say what the minutes lack and give what they have, cited); full (say that they do not record it,
  or correct the premise). clarify_ok: asking which meeting is meant is right as well.
- verdict: of a question about one decision, what became of the matter, in the words of the contract; a list is a choice.
- history: earlier turns. evidence, answer, files and split are for people.
- within: what the question is asked of alone, in place of what it names.
- feedback: what a person said of an answer on the page (assistant/feedback.py writes such rows); for people. open: what is right is
  not known yet: the case is asked, and judged by the hard gates alone. Staff who complete it take ``open`` out.

A row that cannot be read names its file and line.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from eval.facts import normalise
from index.errors import BadFile, MissingInput
from index.minutes import Role, Scope

Abstain = Literal["none", "partial", "full"]
Verdict = Literal[
    "decided",
    "agreed",
    "not agreed",
    "deferred",
    "action agreed",
    "undertaken",
    "requested",
    "discussed without a decision",
    "on the agenda only",
]


def _findable(words: str) -> str:
    if not normalise(words):
        raise ValueError("holds nothing that could be found in an answer")
    return words


Words = Annotated[str, StringConstraints(min_length=1), AfterValidator(_findable)]
Fact = Words | Annotated[tuple[Words, ...], Field(min_length=1)]  # several: a choice, any of them will do


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class GoldItem(_Row):
    """An item at the level a clerk would cite, as the gold structure names it."""

    item_id: str
    file: str = ""
    doc: str = ""
    date: str | None = None
    number: str | None = None
    minute_ref: str | None = None
    sub_item_id: str | None = None


class CaseTurn(_Row):
    role: Literal["user", "assistant"]
    content: str


class Within(_Row):
    """What the asker chose to search."""

    bodies: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    first: date | None = None
    last: date | None = None

    @property
    def scope(self) -> Scope:
        return Scope(self.bodies, self.roles, self.first, self.last)


class Said(_Row):
    vote: Literal["up", "down"]
    reason: str | None = None
    comment: str = ""
    status: str
    verdict: str | None = None
    cited: tuple[str, ...] = ()
    at: str


class Case(_Row):
    id: str = Field(min_length=1)
    question: str = Field(min_length=1)
    type: str = Field(min_length=1)
    files: tuple[str, ...] = ()
    items: tuple[GoldItem, ...] = ()
    evidence: tuple[str, ...] = ()
    answer: str = ""
    key_facts: tuple[Fact, ...] = ()
    min_key_facts: int | None = Field(default=None, ge=0)
    must_not: tuple[Words, ...] = ()
    history: tuple[CaseTurn, ...] = ()
    abstain: Abstain = "none"
    related_items: tuple[GoldItem, ...] = ()
    also_relevant: tuple[GoldItem, ...] = ()
    clarify_ok: bool = False
    verdict: Verdict | Annotated[tuple[Verdict, ...], Field(min_length=1)] | None = None
    split: str = ""
    open: bool = False
    feedback: Said | None = None
    within: Within | None = None

    @model_validator(mode="after")
    def _enough_facts(self) -> Case:
        if self.min_key_facts is not None and self.min_key_facts > len(self.key_facts):
            raise ValueError(f"min_key_facts is {self.min_key_facts}, but there are {len(self.key_facts)} key_facts")
        return self

    @property
    def answerable(self) -> bool:
        return self.abstain != "full"

    @property
    def gold(self) -> frozenset[str]:
        return frozenset(item.item_id for item in self.items)

    @property
    def verdicts(self) -> tuple[str, ...]:
        """Each of which is right; none where the case asks for no decision."""
        return (self.verdict,) if isinstance(self.verdict, str) else self.verdict or ()

    @property
    def citable(self) -> frozenset[str]:
        """Items that may be cited without being what the answer rests on."""
        return frozenset(item.item_id for item in (*self.also_relevant, *self.related_items))


def load_cases(paths: Iterable[Path]) -> tuple[Case, ...]:
    """The cases of all files in their order; every id is used once."""
    cases: list[Case] = []
    seen: dict[str, str] = {}
    for path in paths:
        for place, line in numbered_lines(path):
            case = _case(line, place)
            if case.id in seen:
                raise BadFile(f"{place}: id {case.id} was used before at {seen[case.id]}", "Give every case an id of its own.")
            seen[case.id] = place
            cases.append(case)
    return tuple(cases)


def numbered_lines(path: Path) -> Iterable[tuple[str, str]]:
    """(place, line) of every line that holds something; a place reads ``cases.jsonl line 12``."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise MissingInput(f"cannot read {path}: {error.strerror}", "Check the path.") from error
    except UnicodeDecodeError as error:
        raise BadFile(f"{path.name} is not UTF-8", "Save it as UTF-8.") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield f"{path.name} line {number}", line


def _case(line: str, place: str) -> Case:
    try:
        return Case.model_validate(json.loads(line))
    except json.JSONDecodeError as error:
        raise BadFile(f"{place}: not JSON ({error.msg}, column {error.colno})", "One JSON object a line.") from error
    except ValidationError as error:
        raise BadFile(f"{place}: {complaints(error)}", "eval/cases.py describes a row.") from error


def complaints(error: ValidationError) -> str:
    """What pydantic found, each as ``field: message``, once."""
    return "; ".join(dict.fromkeys(f"{'.'.join(map(str, e['loc'])) or 'row'}: {e['msg']}" for e in error.errors()))
