"""Conversations: every turn is asked after the turns before it and our own answers to them, and judged like any question.

A row of ``eval/talks/conversations.jsonl`` is a conversation with its ``turns``; a turn has the fields of a case, ``move``
(how it leans on what was said: pronoun, ellipsis, return ...) and ``standalone`` for people. Its gold items have no id: the
place of the evidence tells which item of the structure is meant. Scores are grouped by move.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from assistant.answer import Turn
from eval.cases import Abstain, Case, Fact, GoldItem, Words, complaints, numbered_lines
from eval.metrics import Yardstick
from eval.provenance import Provenance
from eval.run import Answered, Asked, Run, answered, judge
from eval.structure import Structure, resolve_span
from eval.summary import summarise
from index.errors import BadFile


class _Row(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class PlacedItem(_Row):
    """An item named by the place of its evidence, or where none is quoted by its own."""

    file: str
    start: int | None = None
    end: int | None = None
    item_start: int
    item_end: int

    @property
    def place(self) -> tuple[int, int]:
        return (self.item_start, self.item_end) if self.start is None or self.end is None else (self.start, self.end)


class TalkTurn(_Row):
    id: str = Field(min_length=1)
    question: str = Field(min_length=1)
    type: str
    move: str = Field(min_length=1)
    items: tuple[PlacedItem, ...] = ()
    key_facts: tuple[Fact, ...] = ()
    min_key_facts: int | None = Field(default=None, ge=0)
    must_not: tuple[Words, ...] = ()
    abstain: Abstain = "none"
    related_items: tuple[PlacedItem, ...] = ()
    also_relevant: tuple[PlacedItem, ...] = ()
    clarify_ok: bool = False


class Conversation(_Row):
    id: str
    turns: tuple[TalkTurn, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _ids_once(self) -> Conversation:
        if len({turn.id for turn in self.turns}) < len(self.turns):
            raise ValueError("two turns with one id")
        return self


def load_talks(paths: Iterable[Path]) -> tuple[Conversation, ...]:
    return tuple(_conversation(line, place) for path in paths for place, line in numbered_lines(path))


def _conversation(line: str, place: str) -> Conversation:
    try:
        return Conversation.model_validate(json.loads(line))
    except json.JSONDecodeError as error:
        raise BadFile(f"{place}: not JSON ({error.msg}, column {error.colno})", "One JSON object a line.") from error
    except ValidationError as error:
        raise BadFile(f"{place}: {complaints(error)}", "eval/talk.py describes a row.") from error


def talk(talks: Sequence[Conversation], assistant: Asked, yardstick: Yardstick, provenance: Provenance) -> Run:
    """The run of an assistant through all conversations; ``Score.type`` is the move of the turn."""
    started = time.perf_counter()
    cases = turn_cases(talks, yardstick.structure)
    by_id = {case.id: case for case in cases}
    answers = tuple(a for conversation in talks for a in _held(conversation, by_id, assistant))
    timed = provenance.finished(datetime.now(UTC), time.perf_counter() - started)
    judged = judge(cases, {a.case_id: a.reply for a in answers}, yardstick, timed, answers)
    moves = {turn.id: turn.move for conversation in talks for turn in conversation.turns}
    scores = tuple(replace(score, type=moves[score.case_id]) for score in judged.scores)
    return replace(judged, scores=scores, summary=summarise(scores))


def turn_cases(talks: Iterable[Conversation], structure: Structure) -> tuple[Case, ...]:
    """Every turn as a case, its items named as the structure names them."""
    return tuple(_case(turn, structure) for conversation in talks for turn in conversation.turns)


def _case(turn: TalkTurn, structure: Structure) -> Case:
    row = turn.model_dump(exclude={"move", "items", "related_items", "also_relevant"})
    return Case(
        **row,
        items=tuple(_named(item, structure, turn.id) for item in turn.items),
        related_items=tuple(_named(item, structure, turn.id) for item in turn.related_items),
        also_relevant=tuple(_named(item, structure, turn.id) for item in turn.also_relevant),
    )


def _named(item: PlacedItem, structure: Structure, turn: str) -> GoldItem:
    found = resolve_span(structure, item.file, *item.place)
    if found is None:
        raise BadFile(f"{turn}: no item at {item.item_start} of {item.file}", "The place must lie in an item of the structure.")
    return GoldItem(item_id=found, file=item.file)


def _held(conversation: Conversation, cases: dict[str, Case], assistant: Asked) -> Iterator[Answered]:
    """The replies, turn after turn; the assistant's side of the history is what it answered."""
    history: list[Turn] = []
    for turn in conversation.turns:
        said = answered(cases[turn.id], assistant, history)
        yield said
        history += [Turn("user", turn.question), Turn("assistant", said.reply.answer)]
