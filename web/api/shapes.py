"""What the API answers, as models: the contract of assistant/contract.py and the rows of assistant/rows.py.

Nothing is made with them at run time. They say in the OpenAPI document what a program may rely on, and the tests hold the answers to it.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.answer import AnswerStatus, Basis, WriterName
from assistant.rows import ActionRow, CoverageRow, DocumentRow, ItemRow, MeetingRow, OutcomeRow, PersonRow
from index.minutes import Role, Status
from index.reconcile import Fate as EntryFate
from index.report import Fate


class Shape(BaseModel):
    """An object with these fields and no other."""

    model_config = ConfigDict(extra="forbid")


class Claim(Shape):
    """One sentence of an answer, verified against the minutes."""

    text: str
    citations: list[int] = Field(description="Numbers of the citations it rests on: see `citations` of the answer.")
    basis: Basis


class Citation(Shape):
    n: int = Field(description="Its number in the answer, from 1 on.")
    item_id: str
    file: str
    role: Role
    status: Status
    body: str
    organisation: str | None
    date: date | None
    number: str | None
    minute_ref: str | None
    title: str
    label: str = Field(description="How to name the place to a reader.")
    quote: str = Field(description="The words of the minutes, on one line.")
    start: int = Field(description="Offset of the words in the text of the file, in code points.")
    end: int
    page: int | None
    confidence: float | None = Field(description="Of character recognition; null where none was needed.")


class Found(Shape):
    """An item that a question leads to."""

    rank: int
    item_id: str
    file: str
    role: Role
    number: str | None
    minute_ref: str | None
    start: int
    end: int
    score: float = Field(description="For the order only: no probability.")


class Problem(Shape):
    kind: str
    detail: str


class Milliseconds(Shape):
    retrieve: float
    write: float
    total: float


class Answer(Shape):
    question: str
    standalone: str = Field(description="The question as understood with the turns before it.")
    status: AnswerStatus
    verdict: str | None
    answer: str = Field(description="The text with markers such as [1].")
    claims: list[Claim]
    citations: list[Citation]
    evidence: list[Found]
    problems: list[Problem]
    notices: list[str]
    writer: WriterName
    model: str | None
    ms: Milliseconds


class Search(Shape):
    question: str
    standalone: str
    evidence: list[Found]


class LeftOut(Shape):
    reason: str
    text: str
    page: int | None
    start: int | None
    end: int | None


class Amendment(Shape):
    text: str
    named: str | None
    start: int
    end: int


class Acceptance(Shape):
    """What a later meeting made of the minutes."""

    kind: str
    date: date | None
    item_id: str
    text: str
    amendments: list[Amendment]


class Became(Shape):
    """What became of an entry of an agenda."""

    number: str | None
    title: str | None
    fate: EntryFate
    minutes_item_id: str | None
    minutes_number: str | None
    mentions: list[str]


class Item(Shape):
    item_id: str
    number: str | None
    minute_ref: str | None
    title: str
    parent: str | None
    presenter: str | None
    start: int
    end: int
    text: str
    label: str
    file: str
    role: Role
    status: Status
    body: str
    organisation: str | None
    date: date | None
    start_time: str | None
    end_time: str | None
    venue: str | None
    chair: str | None
    left_out: list[LeftOut]
    printed_status: Status | None
    superseded_by: str | None
    acceptances: list[Acceptance]
    became: list[Became]


class Register(Shape):
    """A part of a register; ask for the next with ``offset``."""

    register_: str = Field(alias="register")
    total: int = Field(description="Rows that the filters let through.")
    offset: int
    limit: int


class Documents(Register):
    rows: list[DocumentRow]


class Meetings(Register):
    rows: list[MeetingRow]


class Items(Register):
    rows: list[ItemRow]


class Outcomes(Register):
    rows: list[OutcomeRow]


class Actions(Register):
    rows: list[ActionRow]


class People(Register):
    rows: list[PersonRow]


class Coverage(Register):
    rows: list[CoverageRow]


class TakenIn(Shape):
    """What became of a file; counts are of what was stored now."""

    file: str
    outcome: Fate
    code: str | None
    message: str | None
    hint: str | None
    documents: int
    items: int
    warnings: int


class Trouble(Shape):
    code: str = Field(description="E_..., for programs.")
    message: str
    hint: str = Field(description="What to do.")
    ref: str = Field(description="Finds the line in the log.")


class Failure(Shape):
    """Every error."""

    error: Trouble


class Paper(BaseModel):
    """This document."""

    openapi: Literal["3.1.0"]
    info: dict[str, Any]
    paths: dict[str, Any]


REGISTERS: dict[str, type[Register]] = {
    "actions": Actions,
    "coverage": Coverage,
    "decisions": Outcomes,
    "documents": Documents,
    "items": Items,
    "meetings": Meetings,
    "outcomes": Outcomes,
    "people": People,
}
