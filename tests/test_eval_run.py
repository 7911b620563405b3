"""A run over a scripted assistant, and the command line around it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from assistant.answer import Answer, Citation, Claim, Evidence, Timing, Turn
from assistant.config import Config
from eval.__main__ import main
from eval.bench import Bench
from eval.cases import Case
from eval.grounding import read_texts
from eval.metrics import Yardstick
from eval.provenance import Provenance, hash_files
from eval.reply import load_replies
from eval.run import Run, judge, run, write_answers
from eval.structure import Structure
from index.errors import UsageError
from index.minutes import Document, Hit, Item, Meeting, Passage, Span

FILE = "harbour.txt"
TEXT = "Harbour Board, 4 May 2021\n\n1. Apologies\nAda Reed sent apologies.\n\n2. Boats\nThe board agreed to buy three boats.\n"
GOLD = {
    "files": [
        {
            "file": FILE,
            "documents": [
                {
                    "kind": "minutes",
                    "items": [
                        {"item_id": "m/head", "kind": "header", "cite_level": True, "start_char": 0, "end_char": 25},
                        {"item_id": "m/1", "kind": "item", "number": "1", "cite_level": True, "start_char": 27, "end_char": 64},
                        {"item_id": "m/2", "kind": "item", "number": "2", "cite_level": True, "start_char": 66, "end_char": 111},
                    ],
                }
            ],
        }
    ]
}
ROWS: list[dict[str, object]] = [
    {"id": "h-1", "question": "How many boats?", "type": "number", "items": [{"item_id": "m/2"}], "key_facts": ["three"]},
    {"id": "h-2", "question": "Who was away?", "type": "who", "items": [{"item_id": "m/1"}], "key_facts": ["Reed"]},
    {"id": "h-3", "question": "How many oars?", "type": "unanswerable", "abstain": "full"},
    {
        "id": "h-4",
        "question": "And when?",
        "type": "followup",
        "items": [{"item_id": "m/head"}],
        "key_facts": ["4 May"],
        "history": [{"role": "user", "content": "How many boats?"}, {"role": "assistant", "content": "Three."}],
    },
]
CASES = tuple(Case.model_validate(row) for row in ROWS)
MEETING = Meeting("Harbour Board", None, date(2021, 5, 4), "Harbour Board")
PAPER = Document("hb/2021-05-04/minutes", "hb", MEETING, "minutes", "unknown", FILE, "0", Span(0, len(TEXT)), ())


def said(question: str, words: str, number: str | None) -> Answer:
    """Quotes ``words`` of the minutes as the whole answer."""
    start = TEXT.index(words)
    span = Span(start, start + len(words))
    item = Item(f"hb/{number}", 0, "item", number, None, "", None, None, span, words)
    evidence = Evidence(1, PAPER, item, (Hit(Passage(item.item_id, 0, span, "", words), 1.0),), 1.0)
    citation = Citation(1, PAPER, item, span, words, f"Harbour Board, 4 May 2021, minutes, item {number}")
    claims = (Claim(words, (1,), "quote"),)
    return Answer(
        question, question, "answered", None, f"{words} [1]", claims, (citation,), (evidence,), (), (), "extractive", None, Timing(1, 1, 2)
    )


def not_recorded(question: str) -> Answer:
    return Answer(question, question, "not_recorded", None, "Not recorded.", (), (), (), (), (), "extractive", None, Timing(1, 1, 2))


RIGHT: dict[str, Answer | Exception] = {
    "How many boats?": said("How many boats?", "The board agreed to buy three boats.", "2"),
    "Who was away?": said("Who was away?", "Ada Reed sent apologies.", "1"),
    "How many oars?": not_recorded("How many oars?"),
    "And when?": said("And when?", "Harbour Board, 4 May 2021", None),
}


@dataclass
class Scripted:
    """Gives the answer written for a question, or raises it; keeps the histories it was given."""

    answers: dict[str, Answer | Exception]
    histories: list[list[Turn]] = field(default_factory=list)

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        self.histories.append(list(history))
        answer = self.answers[question]
        if isinstance(answer, Exception):
            raise answer
        return answer


YARDSTICK = Yardstick(Structure.model_validate(GOLD), {FILE: TEXT})
MADE = Provenance("cases", "minutes", "structure")


def ran(**changes: Answer | Exception) -> Run:
    """A run in which the answers to h1, h2, ... are as given, the others right."""
    replaced = {str(ROWS[int(name[1:]) - 1]["question"]): answer for name, answer in changes.items()}
    return run(CASES, Scripted({**RIGHT, **replaced}), YARDSTICK, MADE)


def test_right_answers_are_right_in_everything() -> None:
    summary = ran().summary
    assert {e.metric: e.value for e in summary.overall.estimates} == {
        **dict.fromkeys(("headline", "answer_ok", "citation_ok", "citation_precision", "citation_recall"), 1.0),
        "right_item": 1.0,
        **dict.fromkeys(("hit@1", "hit@3", "hit@5", "hit@10", "R@5", "RR", "nDCG@10"), 1.0),
        **dict.fromkeys(("quotations_verbatim", "citations_resolving", "specifics_cited"), 1.0),
        "verdict_right": None,  # no case asks for a decision
        **dict.fromkeys(("false_answer", "false_abstention"), 0.0),
    }
    assert summary.errors == 0


def test_earlier_turns_are_given_to_the_assistant_as_turns() -> None:
    assistant = Scripted(RIGHT)
    run(CASES, assistant, YARDSTICK, MADE)
    assert assistant.histories == [[], [], [], [Turn("user", "How many boats?"), Turn("assistant", "Three.")]]


def test_an_exception_in_one_question_is_an_error_row_and_the_run_goes_on() -> None:
    done = ran(h2=ZeroDivisionError("division by zero"), h3=UsageError("empty question", code="E_EMPTY"))
    assert [score.outcome for score in done.scores] == ["answered", "error", "error", "answered"]
    assert done.scores[1].mark("headline").reason == "E_INTERNAL: ZeroDivisionError: division by zero"
    assert done.scores[2].mark("answer_ok").reason == "E_EMPTY: empty question"
    headline = done.summary.overall["headline"]
    assert (headline.n, headline.unscored) == (3, 1)  # h-1, h-2 and h-4 can be answered
    assert headline.value == pytest.approx(2 / 3)


def test_a_run_records_when_it_was_made_and_how_long_it_took() -> None:
    made = ran().provenance
    assert made.finished_at
    assert made.seconds >= 0
    assert made.cases == "cases"


def test_answers_written_and_judged_again_give_the_same_scores(tmp_path: Path) -> None:
    done = ran(h2=ZeroDivisionError("x"))
    write_answers(done.answers, tmp_path / "answers.jsonl")
    assert judge(CASES, load_replies(tmp_path / "answers.jsonl"), YARDSTICK, MADE).scores == done.scores


def test_a_case_that_nobody_answered_could_not_be_scored() -> None:
    done = judge(CASES, {}, YARDSTICK, MADE)
    assert done.summary.errors == 4
    assert done.scores[0].mark("headline").reason == "E_NO_ANSWER: no line answers this question"


# --- the command line ----------------------------------------------------------------------------------------------------


@dataclass
class Folder:
    path: Path

    def options(self, *more: str) -> list[str]:
        return ["--cases", str(self.path / "cases.jsonl"), "--minutes", str(self.path / "minutes"), *more]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return filled(tmp_path)


def filled(tmp_path: Path) -> Folder:
    (tmp_path / "minutes").mkdir()
    (tmp_path / "minutes" / FILE).write_text(TEXT, encoding="utf-8")
    (tmp_path / "structure.json").write_text(json.dumps(GOLD), encoding="utf-8")
    (tmp_path / "cases.jsonl").write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    return Folder(tmp_path)


@contextmanager
def scripted(config: Config, minutes: Path, cache: Path | None) -> Iterator[Bench]:
    yield Bench(Scripted(RIGHT), "{}", "hash-8", ())


def test_run_writes_answers_and_reports_and_passes(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    reports, answers = folder.path / "out", folder.path / "answers.jsonl"
    assert main(["run", *folder.options("--report", str(reports), "--answers", str(answers))], scripted) == 0
    assert "all 4 gates open" in capsys.readouterr().out
    assert {path.name for path in reports.iterdir()} == {"run.json", "run.md", "junit.xml"}
    assert [json.loads(line)["id"] for line in answers.read_text().splitlines()] == ["h-1", "h-2", "h-3", "h-4"]
    provenance = json.loads((reports / "run.json").read_text())["provenance"]
    assert provenance["cases"] == hash_files([folder.path / "cases.jsonl"])
    assert provenance["embedder"] == "hash-8"


def test_no_report_holds_a_question(folder: Folder) -> None:
    assert main(["run", *folder.options("--report", str(folder.path / "out"))], scripted) == 0
    assert not any("How many boats" in path.read_text() for path in (folder.path / "out").iterdir())


def test_accept_records_and_a_worse_set_of_answers_closes_the_gate(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    baseline, answers = folder.path / "baseline.json", folder.path / "answers.jsonl"
    options = folder.options("--baseline", str(baseline))
    assert main(["run", *folder.options("--report", str(folder.path / "out"))], scripted) == 0
    assert main(["accept", str(folder.path / "out" / "run.json"), *options]) == 0
    assert json.loads(baseline.read_text())["headline"] == {"value": 1.0, "tolerance": 0.3334}  # one of three questions
    assert main(["run", *options], scripted) == 0
    worse = [{"id": f"h-{i}", "status": "not_recorded", "answer": "Not recorded."} for i in (1, 2, 3, 4)]
    answers.write_text("".join(json.dumps(row) + "\n" for row in worse))
    capsys.readouterr()
    assert main(["score", str(answers), *options]) == 1
    assert "CLOSED headline: 0, recorded 1" in capsys.readouterr().out
    assert main(["score", str(answers), *options, "--no-gate"]) == 0


def test_accept_refuses_a_report_over_other_cases(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", *folder.options("--report", str(folder.path / "out"))], scripted) == 0
    (folder.path / "cases.jsonl").write_text(json.dumps(ROWS[0]))
    report = str(folder.path / "out" / "run.json")
    assert main(["accept", report, *folder.options("--baseline", str(folder.path / "b.json"))]) == 64
    assert "a run over other cases" in capsys.readouterr().err


def test_an_answer_without_its_question_is_told_of(folder: Folder) -> None:
    answers = folder.path / "answers.jsonl"
    answers.write_text('{"id": "zz-9", "answer": "x"}')
    assert main(["score", str(answers), *folder.options("--report", str(folder.path / "out"))]) == 1  # four errors
    assert "1 answers belong to no case: zz-9" in (folder.path / "out" / "run.md").read_text()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 64),
        (["run", "--colour"], 64),
        (["accept", "--cases", "x.jsonl"], 64),
        (["run", "--cases", "none.jsonl"], 66),
        (["run", "--minutes", "nowhere"], 66),
    ],
)
def test_usage_and_missing_input_have_their_exit_codes(arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == code
    error = capsys.readouterr().err
    assert error.startswith("error[E_USAGE]" if code == 64 else "error[E_NOINPUT]")
    assert "hint: " in error


def test_a_file_that_cannot_be_read_is_left_out_of_the_texts(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Harbour")
    (tmp_path / "b.txt").write_bytes(b"%PDF-1.7")
    (tmp_path / "structure.json").write_text("{}")
    assert read_texts(tmp_path) == {"a.txt": "Harbour"}
