"""With and without the reader: the same cases, pair by pair."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import LINES
from test_eval_run import CASES, MADE, RIGHT, YARDSTICK, Scripted, filled, not_recorded, said
from test_reader import Prefers
from worlds import WEIRS, assistant, world

from assistant.assistant import Assistant
from assistant.config import Config
from assistant.weights import WEIGHTS
from eval.__main__ import main
from eval.bench import Bench
from eval.material import Opening
from eval.paired import Compared, as_text, compare, without_reader


def compared(without: dict[str, object], read: dict[str, object]) -> Compared:
    return compare(CASES, Scripted({**RIGHT, **without}), Scripted({**RIGHT, **read}), YARDSTICK, MADE)  # type: ignore[arg-type]


def test_what_the_reader_mends_is_gained_and_what_it_spoils_is_lost() -> None:
    wrong = said("How many oars?", "The board agreed to buy three boats.", "2")
    found = compared({"How many oars?": wrong}, {"Who was away?": not_recorded("Who was away?")})
    by = {(pair.type, pair.without.metric): pair for pair in found.pairs}
    refused = by["all", "false_answer"]
    assert (refused.without.value, refused.read.value, refused.gained, refused.lost, refused.p) == (1.0, 0.0, 1, 0, 1.0)
    headline = by["all", "headline"]
    assert (headline.without.value, headline.read.value, headline.gained, headline.lost) == (1.0, pytest.approx(2 / 3), 0, 1)
    assert (by["who why list", "headline"].lost, by["number", "headline"].lost) == (1, 0)
    assert by["all", "false_abstention"].lost == 1


def test_the_table_has_no_row_for_what_no_case_is_eligible_for() -> None:
    told = as_text(compared({}, {}))
    rows = [line.split()[:2] for line in told.splitlines()]
    assert ["number", "headline"] in rows
    assert ["unanswerable", "headline"] not in rows
    assert "processor milliseconds a question" in told


@pytest.fixture
def read(tmp_path: Path) -> Iterator[Assistant]:
    """An assistant that finds the insurance wherever it may."""
    with world(tmp_path / "store", WEIRS, LINES) as store:
        whole = assistant(store)
        weights = replace(WEIGHTS, read=9.0)
        yield replace(whole, retriever=replace(whole.retriever, reader=Prefers("insurance"), weights=weights))


def test_without_its_reader_an_assistant_finds_what_it_found_before(read: Assistant) -> None:
    bare = without_reader(read)
    assert bare.ask("Why had the eel counts stopped?").evidence[0].item.title == "Eel counts"
    assert read.ask("Why had the eel counts stopped?").evidence[0].item.title == "Insurance"


def test_the_command_asks_every_case_of_both_and_needs_a_reader(
    read: Assistant, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = filled(tmp_path)
    assert main(["compare", *folder.options()], opened_with(read)) == 0
    assert "who why list  headline" in capsys.readouterr().out
    assert main(["compare", *folder.options()], opened_with(without_reader(read))) == 64
    assert "MINUTES_READER" in capsys.readouterr().err


def opened_with(asked: Assistant) -> Opening:
    @contextmanager
    def opened(config: Config, minutes: Path, cache: Path | None) -> Iterator[Bench]:
        yield Bench(asked, "{}", "hash-8", ())

    return opened  # type: ignore[return-value]
