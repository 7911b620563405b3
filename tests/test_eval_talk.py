"""Conversations held with a scripted assistant over the harbour of test_eval_run."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from test_eval_run import CASES, FILE, MADE, TEXT, YARDSTICK, Folder, folder, not_recorded, said

from assistant.answer import Answer, Turn
from assistant.config import Config
from eval.__main__ import main
from eval.bench import Bench
from eval.metrics import score
from eval.reply import Cited, Found, Reply
from eval.talk import Conversation, load_talks, talk, turn_cases
from index.errors import BadFile, UsageError

__all__ = ["folder"]


def placed(words: str, start: bool = True) -> dict[str, object]:
    at = TEXT.index(words)
    item = {"file": FILE, "item_start": at, "item_end": at + len(words), "start": None, "end": None, "title": "ignored"}
    return {**item, "start": at, "end": at + len(words)} if start else item


BOATS, AWAY = "agreed to buy three boats", "Ada Reed sent apologies."
ROW = {
    "id": "T-1",
    "about": "boats",
    "turns": [
        {"id": "T-1.1", "question": "How many boats?", "type": "open", "move": "open", "items": [placed(BOATS)], "key_facts": ["three"]},
        {
            "id": "T-1.2",
            "question": "And who was away?",
            "type": "followup",
            "move": "ellipsis",
            "items": [placed(AWAY, start=False)],
            "key_facts": ["Reed"],
        },
    ],
}
TALK = Conversation.model_validate(ROW)


class Talking:
    def __init__(self) -> None:
        self.heard: list[list[Turn]] = []

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        self.heard.append(list(history))
        if question == "How many boats?":
            return said(question, "The board agreed to buy three boats.", "2")
        return said(question, AWAY, "1")


def test_each_turn_is_asked_after_our_own_answers_to_those_before() -> None:
    assistant = Talking()
    done = talk([TALK, TALK], assistant, YARDSTICK, MADE)
    own = [Turn("user", "How many boats?"), Turn("assistant", "The board agreed to buy three boats. [1]")]
    assert assistant.heard == [[], own, [], own]
    assert [(s.case_id, s.type, s.mark("right_item").value) for s in done.scores[:2]] == [
        ("T-1.1", "open", 1.0),
        ("T-1.2", "ellipsis", 1.0),
    ]


def test_gold_items_are_named_by_the_place_of_their_evidence_or_else_their_own() -> None:
    assert [case.gold for case in turn_cases([TALK], YARDSTICK.structure)] == [{"m/2"}, {"m/1"}]


def test_a_turn_that_breaks_is_an_error_and_the_conversation_goes_on() -> None:
    class Breaking(Talking):
        def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
            if not history:
                raise UsageError("empty", code="E_EMPTY")
            return super().ask(question, history)

    assistant = Breaking()
    done = talk([TALK], assistant, YARDSTICK, MADE)
    assert [s.outcome for s in done.scores] == ["error", "answered"]
    assert assistant.heard == [[Turn("user", "How many boats?"), Turn("assistant", "")]]


@pytest.mark.parametrize(
    ("line", "said_of_it"),
    [
        ("{", "not JSON"),
        (json.dumps({**ROW, "turns": []}), "turns"),
        (json.dumps({**ROW, "turns": [ROW["turns"][0], ROW["turns"][0]]}), "two turns with one id"),  # type: ignore[index]
    ],
)
def test_a_row_that_is_no_conversation_is_refused(tmp_path: Path, line: str, said_of_it: str) -> None:
    path = tmp_path / "t.jsonl"
    path.write_text(line)
    with pytest.raises(BadFile, match=said_of_it):
        load_talks([path])


def test_a_place_outside_every_item_is_refused() -> None:
    row = {**ROW["turns"][0], "items": [{**placed(BOATS), "file": "none.txt"}]}  # type: ignore[dict-item, index]
    with pytest.raises(BadFile, match=r"T-1\.1: no item"):
        turn_cases([Conversation.model_validate({"id": "T", "turns": [row]})], YARDSTICK.structure)


def test_the_command_prints_a_table_by_move(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    @contextmanager
    def opened(config: Config, minutes: Path, cache: Path | None) -> Iterator[Bench]:
        yield Bench(Talking(), "{}", "hash-8", ())

    (folder.path / "cases.jsonl").write_text(json.dumps(ROW))
    assert main(["talk", *folder.options("--report", str(folder.path / "out"))], opened) == 0
    assert "right_item" in capsys.readouterr().out
    assert json.loads((folder.path / "out" / "run.json").read_text())["summary"]["overall"]["n"] == 2


# --- the right item --------------------------------------------------------------------------------------------------------


def reply(cited: Sequence[str], found: Sequence[str]) -> Reply:
    def span(words: str) -> dict[str, int]:
        return {"start": TEXT.index(words), "end": TEXT.index(words) + len(words)}

    citations = tuple(Cited(n=n, file=FILE, number="7", **span(words)) for n, words in enumerate(cited, 1))  # type: ignore[arg-type]
    return Reply(status="answered", answer="x", citations=citations, evidence=tuple(Found(file=FILE, **span(w)) for w in found))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cited", "found", "right"),
    [
        ([BOATS], [AWAY, BOATS], 1.0),  # by the place of its words, whatever its label
        ([AWAY, BOATS], [BOATS, AWAY], 1.0),  # the best of those cited, not the first in reading order
        ([AWAY], [BOATS, AWAY], 0.0),
        ([], [BOATS], 1.0),
        ([], [AWAY, BOATS], 0.0),
        ([], [], 0.0),
    ],
)
def test_the_right_item_is_the_best_cited_or_else_the_best_found(cited: list[str], found: list[str], right: float) -> None:
    assert score(CASES[0], reply(cited, found), YARDSTICK).mark("right_item").value == right


def test_a_question_that_rests_on_nothing_has_no_right_item() -> None:
    assert not score(CASES[2], Reply(status="not_recorded", answer=not_recorded("x").text), YARDSTICK).mark("right_item").eligible


def test_the_conversations_rest_on_items_of_the_invented_minutes() -> None:
    from eval.__main__ import CORPUS, TALKS
    from eval.structure import check_gold, load_structure

    structure, talks = load_structure(CORPUS / "structure.json"), load_talks(sorted(TALKS.glob("*.jsonl")))
    cases = turn_cases(talks, structure)
    check_gold(cases, structure)
    assert (len(talks), len(cases)) == (82, 383)
