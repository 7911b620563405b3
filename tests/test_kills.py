"""R-01 to R-03: a process killed while it takes in, replaces or removes minutes loses nothing that was committed, and shows
no half of anything; another run comes to the same store. The short counts run with the other tests, the long ones by ``make soak``.
"""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest
from archives import digest, due, minutes, moments, mostly_short, restrict, shown, take_in, take_out
from fakes import WordEmbedding
from kills import Point, killed_after, killed_at, ran
from places import VARIABLE, open_store

LONG = bool(os.environ.get("SOAK"))
RANDOM, EACH, CHANGED = (100, 10, 50) if LONG else (20, 2, 10)
COUNT, LARGEST = (60, 400) if LONG else (12, 25)

# Every step of taking in a file, and of clearing its former reading away.
POINTS = {
    "after parse": ("return", "parse_lines"),
    "after embed": ("return", "text_vectors"),
    "before upsert": ("call", "Vectors.upsert"),
    "after upsert": ("return", "Vectors.upsert"),
    "before the commit row": ("call", "Revisions.commit"),
    "after the commit row": ("return", "Revisions.commit"),
    "before the old is cleared away": ("call", "Vectors.delete_revision"),
    "half cleared away": ("return", "Vectors.delete_revision"),
}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Path], str, float]:
    """Files, the digest of a store that holds them, and the seconds that this takes."""
    folder = tmp_path_factory.mktemp("world")
    files = mostly_short(folder / "minutes", COUNT, LARGEST)
    assert ran(take_in, folder / "first", files[:1]) == 0  # starts the server
    began = time.monotonic()
    assert ran(take_in, folder / "store", files) == 0
    return files, digest(folder / "store"), time.monotonic() - began


def whole(store: Path, files: list[Path], acknowledged: Path) -> None:
    """Nothing that was acknowledged is lost, and what is shown is shown whole."""
    if not (store / "catalog.sqlite").exists():
        assert not acknowledged.exists() or acknowledged.read_text() in ("", "0")
        return
    done = int(acknowledged.read_text() or 0) if acknowledged.exists() else 0
    with open_store(store, WordEmbedding) as opened:
        there = shown(opened)
    assert {path.name for path in files[:done]} <= set(there)
    assert there == {path.name: due(path) for path in files if path.name in there}


@pytest.mark.parametrize("turn", range(RANDOM))
def test_r01_killed_at_any_moment_a_store_keeps_what_was_committed_and_comes_to_the_same_end(tmp_path: Path, world, turn: int):
    files, expected, seconds = world
    moment = list(moments(RANDOM, seconds))[turn]
    killed_after(moment, take_in, tmp_path / "store", files, tmp_path / "done")
    whole(tmp_path / "store", files, tmp_path / "done")
    take_in(tmp_path / "store", files)
    assert digest(tmp_path / "store") == expected


@pytest.fixture
def place(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "server":
        monkeypatch.setenv(VARIABLE, request.getfixturevalue("server").url)


@pytest.mark.parametrize(("place", "turn"), [*(("folder", turn) for turn in range(EACH)), ("server", 0)], indirect=["place"])
@pytest.mark.parametrize("point", POINTS)
def test_r02_killed_at_a_named_step_a_store_keeps_what_was_committed(tmp_path: Path, world, place: None, point: str, turn: int):
    files, expected, _ = world
    take_in(tmp_path / "store", files[:2])
    files[0].write_text(minutes(0, 3, "rejected"), "utf-8")  # replaced first, so that there is an old reading to clear away
    try:
        before = due(files[0])
        assert killed_at(Point(*POINTS[point], time=1 if "clear" in point else turn + 1), take_in, tmp_path / "store", files)
        with open_store(tmp_path / "store", WordEmbedding) as opened:
            there = shown(opened)
    finally:
        mostly_short(files[0].parent, COUNT, LARGEST)
    assert there.pop("m00.txt") in (before, due(files[0]))
    assert there == {path.name: due(path) for path in files if path.name in there}
    assert files[1].name in there
    take_in(tmp_path / "store", files)
    assert digest(tmp_path / "store") == expected


@pytest.mark.parametrize("turn", range(CHANGED))
def test_r03_killed_while_a_file_is_replaced_or_removed_either_the_old_or_the_new_is_there(tmp_path: Path, world, turn: int):
    files, *_ = world
    held = [shutil.copy(path, tmp_path / path.name) for path in files[:3]]
    take_in(tmp_path / "store", held)
    old, changed = due(held[1]), turn % 2 == 0
    if changed:
        held[1].write_text(minutes(1, 9, "rejected"), "utf-8")
    began = time.monotonic()
    work = (take_in, tmp_path / "probe", held) if changed else (take_out, tmp_path / "probe", held[1])
    shutil.copytree(tmp_path / "store", tmp_path / "probe")
    assert ran(*work) == 0
    moment = list(moments(CHANGED, time.monotonic() - began))[turn]
    survived = not killed_after(moment, work[0], tmp_path / "store", *work[2:])
    with open_store(tmp_path / "store", WordEmbedding) as opened:
        there = shown(opened)
    new = due(held[1]) if changed else None
    assert there.get("m01.txt") == new if survived else there.get("m01.txt") in (old, new)
    assert [there["m00.txt"], there["m02.txt"]] == [due(held[0]), due(held[2])]
    if not changed and "m01.txt" not in there:
        take_in(tmp_path / "store", [held[0]])  # clears the rest away, and brings nothing back
    else:
        take_in(tmp_path / "store", held) if changed else take_out(tmp_path / "store", held[1])
    assert digest(tmp_path / "store") == digest(tmp_path / "probe")


@pytest.mark.parametrize("point", [*POINTS][2:])
@pytest.mark.parametrize("turn", range(1 if not LONG else 5))
def test_r03_killed_while_a_file_is_restricted_it_is_open_or_restricted_and_what_was_acknowledged_stays(
    tmp_path: Path, world, point: str, turn: int
):
    files, *_ = world
    take_in(tmp_path / "store", files[:3])
    secret = files[turn % 3]
    assert killed_at(Point(*POINTS[point]), restrict, tmp_path / "store", secret, tmp_path / "done")
    there = {due(path): path.name for path in files[:3]}
    with open_store(tmp_path / "store", WordEmbedding) as opened:
        public, whole = shown(opened.seen_by(("open",))), shown(opened)
    assert whole == {name: words for words, name in there.items()}
    left = {name: words for name, words in whole.items() if name != secret.name}
    assert public in (whole, left)
    assert public == left or not (tmp_path / "done").exists()
    take_in(tmp_path / "store", files[:3])  # clears away, and undoes nothing
    with open_store(tmp_path / "store", WordEmbedding) as opened:
        assert shown(opened.seen_by(("open",))) == public
    restrict(tmp_path / "store", secret, tmp_path / "done")
    take_in(tmp_path / "store", files[:3])
    with open_store(tmp_path / "store", WordEmbedding) as opened:
        assert shown(opened.seen_by(("open",))) == left
        assert opened.check() == []
