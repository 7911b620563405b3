"""What visitors say of answers: POST ``/feedback``, for answers that this visitor was given, kept as cases (assistant/feedback.py)."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from typing import Literal

from fastapi import FastAPI, Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse

from assistant.answer import Turn
from assistant.audit import Entry
from assistant.feedback import LONGEST, Feedback, Opinion, Rated, Reason, as_turn, rated
from web.asking import Asking
from web.beneath import with_beneath
from web.chat import Conversation
from web.incoming import json_in
from web.problem import Refused, too_large
from web.site import Site
from web.visitor import visitor_of

PATH = "/feedback"
LARGEST = 5_000  # bytes of what is sent
MOST = 2_000  # answers of which something can be said; the oldest go first
UNKNOWN = Refused(404, "E_NOTFOUND", "This answer is not known any more, or something was said of it already.", "Ask the question again.")


class Said(BaseModel):
    """What the form sends."""

    model_config = ConfigDict(extra="forbid", strict=True)

    answer: str = Field(pattern="^[A-Za-z0-9_-]{16,64}$")
    vote: Literal["up", "down"]
    reason: Reason | None = None
    comment: str = Field(default="", max_length=LONGEST)

    @model_validator(mode="after")
    def _tells_what_is_wrong(self) -> Said:
        if (self.reason is None) == (self.vote == "down"):
            raise ValueError("a reason belongs to what is wrong, and to nothing else")
        return self


class Noted:
    """The answers given last, each with whose it was: nobody says something of what another was told."""

    def __init__(self, most: int = MOST) -> None:
        self._most, self._held, self._lock = most, OrderedDict[str, tuple[str, Rated]](), threading.Lock()

    def put(self, visitor: str, answer: Rated) -> str:
        key = secrets.token_urlsafe(18)
        with self._lock:
            self._held[key] = (visitor, answer)
            while len(self._held) > self._most:
                self._held.popitem(last=False)
        return key

    def take(self, visitor: str, key: str) -> Rated:
        """The answer, once. Raises Refused."""
        with self._lock:
            whose, answer = self._held.get(key, (None, None))
            if answer is None or whose != visitor:
                raise UNKNOWN
            del self._held[key]
        return answer

    def give_back(self, visitor: str, key: str, answer: Rated) -> None:
        """It could not be kept: it may be said again."""
        with self._lock:
            self._held[key] = (visitor, answer)


def finished(now: Conversation, asking: Asking, noted: Noted, visitor: str) -> Conversation:
    """The conversation with what stands beneath its last answer, once there is one."""
    if asking.answer is None or not now.exchanges or now.exchanges[-1].answer is None:
        return now
    key = noted.put(visitor, rated(asking.answer, _history(now), asking.within))
    return with_beneath(now, asking, key)


def _history(now: Conversation) -> list[Turn]:
    """What was asked before, and what was cited for it."""
    before = [(one.question, one.answer) for one in now.exchanges[:-1] if one.answer]
    return [turn for question, answer in before for turn in (Turn("user", question), as_turn(answer))]


def add_feedback(app: FastAPI, site: Site, noted: Noted) -> None:
    """POST what a visitor says of an answer; 201 once it is kept, 404 where that answer is not this visitor's or not known any more."""
    feedback = Feedback(site.archive.path)

    @app.post(PATH)
    async def say(request: Request) -> JSONResponse:
        visitor = visitor_of(request.scope)
        said = _said(await request.body(), request)
        site.gate.counted(visitor, request, "sent much", "Send it again")
        await run_in_threadpool(_keep, site, feedback, noted, visitor.key, visitor.viewer.name if visitor.viewer else "", said)
        return JSONResponse({"kept": True}, 201)


def _keep(site: Site, feedback: Feedback, noted: Noted, visitor: str, who: str, said: Said) -> None:
    answer = noted.take(visitor, said.answer)
    try:
        feedback.keep(answer, Opinion(said.vote, said.reason, " ".join(said.comment.split())))
    except Exception:
        noted.give_back(visitor, said.answer, answer)
        raise
    cited = tuple(one.item_id for one in answer.cited)
    site.archive.audit.record(Entry("feedback", who, cited, answer.status, about=said.vote, question=answer.question))


def _said(body: bytes, request: Request) -> Said:
    """Raises Refused: E_TYPE, E_TOO_LARGE, E_JSON, or E_FIELD with the name of the field."""
    if len(body) > LARGEST:
        raise too_large(LARGEST)
    try:
        return Said.model_validate(json_in(request.scope, body))
    except ValidationError as error:
        where = error.errors()[0]["loc"]
        named = str(where[0]) if where and where[0] in Said.model_fields else "reason" if not where else "?"
        hint = f"Fields: {', '.join(Said.model_fields)}; a comment has at most {LONGEST} characters."
        raise Refused(422, "E_FIELD", f"The field '{named}' has a value that it cannot have.", hint) from error
