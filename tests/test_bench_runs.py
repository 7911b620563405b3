"""Each benchmark at the smallest size, with vectors drawn from hashes: what it says is said, whatever the times."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from itertools import islice
from pathlib import Path

import pytest

from assistant.answer import ANYWHERE
from benchmarks.__main__ import MEASURES, main
from benchmarks.again import ADDED, change
from benchmarks.archive import documents, write
from benchmarks.bare import LIMIT, Bare, Cost, passages_in, texts_of
from benchmarks.figures import Figure
from benchmarks.floors import beside_floors
from benchmarks.floors import measured as floors
from benchmarks.harness import Failed, child, in_turns
from benchmarks.load import Reply, at_once, crowd, figures
from benchmarks.questions import questions
from benchmarks.setting import Setting
from benchmarks.sizes import answering
from benchmarks.stores import Kept, kept
from benchmarks.taking import stages
from benchmarks.warm import STEPS
from benchmarks.warm import measured as steps
from index.minutes import Scope

ITEMS = 60


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return kept(tmp_path_factory.mktemp("bench"), ITEMS, hashed=True)


def test_an_archive_is_made_once_and_kept(small: Kept):
    assert [path.name for path in sorted(small.minutes.iterdir())] == sorted(name for name, _ in documents(ITEMS))
    before = (small.store / "catalog.sqlite").stat().st_mtime_ns
    assert kept(small.store.parents[1], ITEMS, hashed=True) == small
    assert (small.store / "catalog.sqlite").stat().st_mtime_ns == before
    assert len(texts_of(small.store)) == passages_in(small.store) > ITEMS


def test_an_archive_that_somebody_is_making_is_left_to_him(tmp_path: Path):
    (tmp_path / "60-hashed" / "store").mkdir(parents=True)
    with pytest.raises(Failed, match="not complete"):
        kept(tmp_path, ITEMS, hashed=True)
    assert (tmp_path / "60-hashed" / "store").is_dir()


def test_retrieval_and_answers_are_measured_beside_their_floors_for_every_sort_of_question(small: Kept):
    found = floors(str(small.store), 2, hashed=True)
    assert found["passages"] == [passages_in(small.store)]
    for kind in ("archive", "named", "body", "year"):
        for what in ("retrieve", "answer"):
            assert len(found[f"{kind}.{what}"]) == len(found[f"{kind}.{what}.floor"]) == 2
            parts = zip(*(found[f"{kind}.{what}.{part}"] for part in ("encode", "chroma", "scan", "words")), strict=True)
            assert all(floor <= sum(each) for floor, each in zip(found[f"{kind}.{what}.floor"], parts, strict=True))
    asked = {figure.name: figure.most for figure in beside_floors(found) if figure.most}
    at = f"{passages_in(small.store)} passages, year"
    assert asked[f"{at}: retrieve, of its floor"] == 1.3
    assert asked[f"{at}: whole answer, of its floor"] == 2.0


def test_the_floor_is_that_of_the_search_that_the_plan_takes():
    cost = Cost(encode=8.0, chroma=4.0, scan=2.0, words=1.0)
    assert (cost.floor("chroma"), cost.floor("scan")) == (13.0, 11.0)


def test_the_bare_searches_look_at_all_and_under_a_filter_at_that_alone(small: Kept):
    bare = Bare(small.store, hashed=True)
    try:
        vector = bare.encode([texts_of(small.store)[3]])[0]
        place, likeness = bare.scanned(vector, ANYWHERE)[0]
        assert (place, likeness) == (3, pytest.approx(1.0))
        assert len(bare.scanned(vector, ANYWHERE)) == min(LIMIT, bare.passages)
        assert bare.scanned(vector, Scope(bodies=("nobody",))) == []
        assert bare.matched(["nosuchword"]) == []
        assert bare.matched(["apolog"]) != []
    finally:
        bare.close()


def test_the_steps_of_a_question_lie_within_the_whole(small: Kept):
    found = steps(str(small.store), 3, hashed=True)
    for place, whole in enumerate(found["whole"]):
        assert 0 < found["search"][place] <= found["retrieve"][place] < whole
        assert sum(found[step][place] for step in STEPS) <= whole


def test_the_stages_of_taking_in_see_what_the_command_took_in(small: Kept):
    found = stages(str(small.minutes), str(small.store), hashed=True)
    assert found["passages"] == [passages_in(small.store)]
    assert found["characters"] == [sum(len(path.read_text("utf-8")) for path in small.minutes.iterdir())]


def test_memory_is_looked_at_in_a_process_of_its_own(small: Kept):
    assert answering(str(small.store), hashed=True)["resident_mb"][0] > 10
    apart = child("benchmarks.sizes:answering", store=str(small.store), hashed=True)
    assert 10 < apart["resident_mb"][0] <= apart["peak_mb"][0] + 1


def test_one_file_in_a_hundred_is_changed(tmp_path: Path):
    write(tmp_path, ((f"{n:03}.txt", "Minutes\n") for n in range(250)))
    assert change(tmp_path, 2) == 2
    assert [path.name for path in sorted(tmp_path.iterdir()) if path.read_text("utf-8").endswith(ADDED)] == ["000.txt", "125.txt"]


def test_sides_take_turns():
    said: list[str] = []

    def side(name: str) -> float:
        said.append(name)
        return len(said)

    assert in_turns(2, {"a": lambda: side("a"), "b": lambda: side("b")}) == {"a": [1, 3], "b": [2, 4]}
    assert said == ["a", "b", "a", "b"]


def test_questions_are_never_asked_twice_and_come_in_the_same_order():
    asked = list(islice(questions("x", ["Alderbourne", "Elmby"]), 2000))
    assert len(set(asked)) == 2000
    assert asked == list(islice(questions("x", ["Alderbourne", "Elmby"]), 2000))
    assert "Alderbourne" in asked[0]
    assert "Elmby" in asked[1]


# -- many people at once


class _Door(BaseHTTPRequestHandler):
    """Answers every second request, and sends the others away: with how long to wait, or without."""

    kind = "polite"
    asked: tuple[str, ...] = ()

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        _Door.asked = (*_Door.asked, body["question"])
        self.send_response(200 if len(_Door.asked) % 2 else 503)
        if len(_Door.asked) % 2 == 0 and _Door.kind == "polite":
            self.send_header("Retry-After", "5")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def door() -> Iterator[str]:
    _Door.asked, _Door.kind = (), "polite"
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Door)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_refusal_that_says_when_to_come_back_is_fair_and_any_other_is_not(door: str):
    assert [reply.fair for reply in at_once(door, 6)] == [True] * 6
    _Door.kind = "rude"
    assert sorted(reply.fair for reply in at_once(door, 6)) == [False] * 3 + [True] * 3


def test_people_ask_different_questions_until_their_time_is_over(door: str):
    replies = crowd(door, replace(Setting(), users=3, think=0.02, seconds=0.3))
    assert len(replies) == len(set(_Door.asked)) > 3
    assert {reply.status for reply in replies} == {200, 503}


def test_nothing_but_answers_counts_as_no_error_and_one_that_never_comes_as_one():
    said = {
        f.name: f for f in figures([Reply(200, 1.0), Reply(200, 2.0), Reply(0, 9.0)], [Reply(200, 1), Reply(503, 1, "5"), Reply(503, 1)])
    }
    assert said["errors"] == Figure("errors", 1, most=0)
    assert said["answer: p95"].value == 2.0
    assert said["burst: anything else"].value == 1
    assert said["burst: answered"] == Figure("burst: answered", 1, "of 3")


# -- whole measurements


@pytest.mark.slow
@pytest.mark.parametrize("name", ["taking", "again", "sizes"])
def test_a_measurement_of_its_own_processes_ends_with_figures(name: str, small: Kept):
    setting = Setting(folder=small.store.parents[1], items=(ITEMS,), documents=2, again=2, rounds=1, hashed=True)
    section = import_module(f"benchmarks.{name}").measure(setting)
    assert len(section.figures) > 2
    measured = [figure for figure in section.figures if "exponent" not in figure.name and not figure.name.startswith("catalogue")]
    assert all(figure.value > 0 for figure in measured)  # the others are what remains of a difference


@pytest.mark.slow
def test_the_peer_takes_in_the_same_files_and_its_chunks_are_found_again_in_them(small: Kept, tmp_path: Path):
    llama = pytest.importorskip("benchmarks.llama")
    if not llama.installed():
        pytest.skip("the extra bench is not installed")
    files = sorted(small.minutes.iterdir())
    peer = llama.Peer(tmp_path / "peer", 256)
    assert peer.take_in(files) > len(files)
    nodes = peer.retrieve("What was decided on the slipway?")
    texts = {path.name: path.read_text("utf-8") for path in files}
    for node, place in zip(nodes, llama.stretches(nodes), strict=True):
        assert texts[place.file][place.start : place.end] == node.node.text
    assert len(nodes) == llama.TOP_K


# -- the command


def test_the_command_measures_what_it_is_told_and_writes_a_report(tmp_path: Path, capsys: pytest.CaptureFixture[str], small: Kept):
    given = ["--folder", str(small.store.parents[1]), "--report", str(tmp_path / "report"), "--items", str(ITEMS), "--questions", "1"]
    assert main(["warm", *given, "--hashed"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("## A question, step by step\n")
    assert f"{ITEMS} items, verify: p95" in said
    assert said.strip() in (tmp_path / "report" / "report.md").read_text("utf-8")


def test_a_measurement_that_fails_says_so_and_the_next_is_made(tmp_path: Path, capsys: pytest.CaptureFixture[str], small: Kept):
    folder = tmp_path / "kept" / f"{ITEMS}-hashed"
    (folder / "store").mkdir(parents=True)  # not a store
    (folder / "done").touch()
    given = ["--folder", str(tmp_path / "kept"), "--report", str(tmp_path / "report"), "--items", str(ITEMS), "--hashed"]
    assert main(["floors", "warm", *given]) == 1
    said = capsys.readouterr().out
    assert said.count("Failed: ") == 2
    assert "There is no store of minutes" in said


def test_every_measurement_that_can_be_named_is_there():
    assert all(callable(import_module(f"benchmarks.{name}").measure) for name in MEASURES)
