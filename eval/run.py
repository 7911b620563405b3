"""Cases + minutes -> Run: the minutes are ingested into a store of their own, every case is asked, every reply is judged.

A question that raises is an error row; a run always ends with a score for every case.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from assistant.answer import ANYWHERE, Answer, Turn
from assistant.contract import answer_json
from eval.cases import Case
from eval.metrics import Yardstick, score
from eval.provenance import Provenance
from eval.reply import Reply, failed, read_reply
from eval.score import Score
from eval.summary import Summary, summarise
from index.errors import AssistantError
from index.minutes import Scope

log = logging.getLogger(__name__)


class Asked(Protocol):
    """What a run needs of an assistant."""

    def ask(self, question: str, history: Sequence[Turn] = (), within: Scope = ANYWHERE) -> Answer: ...


@dataclass(frozen=True, slots=True)
class Answered:
    """A reply with the line that ``assistant batch`` would have written for it."""

    case_id: str
    reply: Reply
    line: str


@dataclass(frozen=True, slots=True)
class Run:
    provenance: Provenance
    scores: tuple[Score, ...]
    summary: Summary
    answers: tuple[Answered, ...] = ()  # empty where another program answered


def run(cases: Sequence[Case], assistant: Asked, yardstick: Yardstick, provenance: Provenance) -> Run:
    """The run of one assistant that has read the minutes (``eval.bench.reading`` makes one)."""
    started = time.perf_counter()
    answers = tuple(answered(case, assistant, [Turn(t.role, t.content) for t in case.history]) for case in cases)
    timed = provenance.finished(datetime.now(UTC), time.perf_counter() - started)
    return judge(cases, {a.case_id: a.reply for a in answers}, yardstick, timed, answers)


def judge(
    cases: Sequence[Case], replies: Mapping[str, Reply], yardstick: Yardstick, provenance: Provenance, answers: tuple[Answered, ...] = ()
) -> Run:
    """Scores for the cases, not for the replies: a case without a reply could not be scored."""
    unanswered = failed("E_NO_ANSWER", "no line answers this question")
    scores = tuple(score(case, replies.get(case.id, unanswered), yardstick) for case in cases)
    return Run(provenance, scores, summarise(scores), answers)


def write_answers(answers: Sequence[Answered], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{answer.line}\n" for answer in answers), encoding="utf-8")


def answered(case: Case, assistant: Asked, history: Sequence[Turn]) -> Answered:
    """The reply to one question after these turns; whatever breaks is a failed question."""
    try:
        said = assistant.ask(case.question, history, case.within.scope) if case.within else assistant.ask(case.question, history)
        row = {"id": case.id, **answer_json(said)}
        return Answered(case.id, read_reply(row), json.dumps(row, ensure_ascii=False))
    except AssistantError as error:
        return _failure(case.id, error.code, error.message)
    except Exception as error:  # whatever breaks in one question is that question's result
        log.warning("case %s ended in %s", case.id, type(error).__name__)
        return _failure(case.id, "E_INTERNAL", f"{type(error).__name__}: {error}")


def _failure(case_id: str, code: str, message: str) -> Answered:
    line = json.dumps({"id": case_id, "error": {"code": code, "message": message}}, ensure_ascii=False)
    return Answered(case_id, failed(code, message), line)
