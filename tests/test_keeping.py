"""Safe keeping under ordinary trouble: the same files again (R-07), full disks (R-10), folders that take no store (R-11), every
passage found (R-15, R-16), another embedder (R-17 is in test_store.py)."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from archives import SEED, digest, due, shown, take_in, take_out, written
from fakes import LINES, WordEmbedding
from kills import Point, killed_at, start
from worlds import QUAY_MINUTES, Shell

from index.errors import AssistantError, NoSpace
from index.ingest import ingest
from index.lock import OWNER
from index.space import is_full, require
from index.store import open_store

pytestmark = pytest.mark.usefixtures("alone")


def test_r07_twice_in_another_order_and_under_another_name_is_the_same_store(tmp_path: Path):
    files = written(tmp_path / "minutes", 6, 10)
    take_in(tmp_path / "store", files)
    expected = digest(tmp_path / "store")
    take_in(tmp_path / "store", files)
    assert digest(tmp_path / "store") == expected
    shuffled = random.Random(SEED).sample(files, len(files))
    take_in(tmp_path / "other", shuffled)
    assert digest(tmp_path / "other") == expected
    files[2].rename(tmp_path / "minutes" / "renamed.txt")
    take_in(tmp_path / "store", [tmp_path / "minutes" / "renamed.txt"])
    assert digest(tmp_path / "store") == expected
    (tmp_path / "minutes" / "copy.txt").write_bytes(files[0].read_bytes())
    take_in(tmp_path / "store", [tmp_path / "minutes" / "copy.txt"])
    assert digest(tmp_path / "store") == expected


def test_room_is_asked_for_before_anything_is_written(tmp_path: Path):
    require(tmp_path, 1000)
    free = shutil.disk_usage(tmp_path).free
    with pytest.raises(NoSpace, match=rf"{tmp_path.name} has [\d.]+ MB free; [\d.]+ MB are needed") as raised:
        require(tmp_path, free // 2)
    assert (raised.value.code, raised.value.exit_code) == ("E_NOSPACE", 74)
    assert not is_full(tmp_path / "nowhere")


@pytest.fixture
def small(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """A disk of so many megabytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={request.param}m", "tmpfs", disk], capture_output=True).returncode:
        pytest.skip("NOT CHECKED: no file system may be mounted here; run as root on Linux")
    yield disk
    subprocess.run(["umount", disk], check=True)


def long_minutes(folder: Path, count: int) -> list[Path]:
    """Files of 120,000 characters in three items."""
    folder.mkdir()
    for number in range(count):
        rows = [f"{n} | Matter {number}x{n} | " + " ".join(f"berth{number}n{n}w{word}" for word in range(2800)) for n in (1, 2, 3)]
        (folder / f"m{number:02}.txt").write_text(f"board-{number:02} 2019-03-{number + 1:02} minutes\n" + "\n".join(rows) + "\n")
    return sorted(folder.iterdir())


@pytest.mark.slow
@pytest.mark.parametrize("small", [6, 12, 24], indirect=True)
def test_r10_on_a_full_disk_what_is_in_stays_in_and_the_rest_follows_when_there_is_room(small: Path, tmp_path: Path):
    files = long_minutes(tmp_path / "minutes", 30)
    with pytest.raises(NoSpace, match=r"store has .* needed") as raised:
        take_in(small / "store", files)
    assert "run the same command again" in raised.value.hint
    with open_store(small / "store", WordEmbedding) as opened:
        there = shown(opened)
    assert there == {path.name: due(path) for path in files[: len(there)]}
    shutil.copytree(small / "store", tmp_path / "roomy")
    take_in(tmp_path / "roomy", files)
    take_in(tmp_path / "never full", files)
    assert digest(tmp_path / "roomy") == digest(tmp_path / "never full")


@pytest.mark.slow
@pytest.mark.parametrize("small", [6], indirect=True)
def test_r10_a_disk_that_others_fill_is_told_from_damage(small: Path, tmp_path: Path):
    files = written(tmp_path / "minutes", 4, 10)
    take_in(small / "store", files[:2])
    filling = ["dd", "if=/dev/zero", f"of={small / 'filler'}", "bs=4k"]
    assert "No space left" in subprocess.run(filling, capture_output=True, text=True, env={"LC_ALL": "C"}).stderr
    with pytest.raises(AssistantError) as raised:
        take_in(small / "store", files)
    assert (raised.value.code, raised.value.exit_code) == ("E_NOSPACE", 74)
    (small / "filler").unlink()
    take_in(small / "store", files)
    take_in(tmp_path / "roomy", files)
    assert digest(small / "store") == digest(tmp_path / "roomy")


def as_nobody(store: Path, minutes: Path, said: Path) -> None:
    """What another user is told who may read the folder and not write it."""
    if os.geteuid() == 0:
        os.seteuid(65534)
    try:
        with open_store(store, WordEmbedding, create=True) as opened:
            ingest(opened, [minutes], pipeline=LINES)
        found = "no error"
    except AssistantError as error:
        found = f"{error.exit_code} {error.message}"
    if os.getuid() == 0:
        os.seteuid(0)
    said.write_text(found)


@pytest.mark.parametrize("there", [True, False])
def test_r11_a_folder_that_may_not_be_written_is_refused_and_left_as_it_is(tmp_path: Path, there: bool):
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    files = written(tmp_path / "minutes", 1, 3)
    closed = tmp_path / "closed"
    if there:
        take_in(closed / "store", files)
    else:
        closed.mkdir()
    (closed / "store" if there else closed).chmod(0o555)
    before = sorted(path.name for path in closed.rglob("*"))
    process = start(as_nobody, closed / "store", files[0], tmp_path / "said")
    process.join(120)
    closed.chmod(0o755)
    told = (tmp_path / "said").read_text()
    assert told == ("73 The data directory cannot be written." if there else "73 The data directory cannot be made.")
    assert sorted(path.name for path in closed.rglob("*")) == before


@pytest.mark.parametrize("small", [24], indirect=True)
def test_r11_a_disk_that_may_not_be_written_is_refused_and_left_as_it_is(shell: Shell, small: Path, tmp_path: Path):
    files = written(tmp_path / "minutes", 1, 3)
    take_in(small / "store", files)
    before = sorted((path.name, path.stat().st_size) for path in small.rglob("*"))
    subprocess.run(["mount", "-o", "remount,ro", small], check=True)
    for command in (["list", "items"], ["ingest", files[0]], ["verify", "--rebuild"]):
        ran = shell.bare(*command, "--store", small / "store")
        assert (ran.code, ran.out) == (73, "")
        assert ran.err.startswith("error[E_CANTCREATE]: The data directory cannot be written.\nhint: Make it writable")
    ran = shell.bare("ingest", files[0], "--store", small / "other")
    assert (ran.code, "error[E_CANTCREATE]: The data directory cannot be made." in ran.err) == (73, True)
    assert sorted((path.name, path.stat().st_size) for path in small.rglob("*")) == before


def test_r11_each_place_that_is_no_store_has_its_own_message(shell: Shell, tmp_path: Path):
    (tmp_path / "file").write_text("x")
    (tmp_path / "july.txt").write_text(QUAY_MINUTES)
    ran = [
        shell.bare("ask", "Was it agreed?", "--store", tmp_path / "nowhere"),
        shell.bare("ask", "Was it agreed?", "--store", tmp_path / "file"),
        shell.bare("ingest", tmp_path / "july.txt", "--store", tmp_path / "file"),
    ]
    assert [one.code for one in ran] == [66, 66, 73]
    assert len({one.err for one in ran}) == 3
    assert not (tmp_path / "nowhere").exists()
    assert (tmp_path / "file").read_text() == "x"


@pytest.mark.slow
def test_r15_and_r16_every_passage_is_found_and_the_true_nearest_are_after_half_is_deleted_and_a_third_comes_anew(tmp_path: Path):
    files = written(tmp_path / "minutes", 40, 50)
    take_in(tmp_path / "store", files)
    for path in files[::2]:
        take_out(tmp_path / "store", path)
    digest(tmp_path / "store")  # asks for every passage
    for path in files[:12]:
        path.write_text(path.read_text().replace("noted", "noted and approved"))
    take_in(tmp_path / "store", files[:12])
    digest(tmp_path / "store")
    with open_store(tmp_path / "store", WordEmbedding) as opened:
        assert opened.recall_check(sample=300) >= 0.99
        assert not (tmp_path / "store" / OWNER).with_suffix(".new").exists()


CYCLES = 200 if os.environ.get("SOAK") else 10
ENDS = [("return", "text_vectors"), ("call", "Vectors.upsert"), ("return", "Vectors.upsert"), ("return", "Revisions.commit")]


def size(store: Path) -> int:
    return sum(path.stat().st_size for path in store.rglob("*") if path.is_file())


@pytest.mark.slow
def test_r05_a_store_that_is_killed_again_and_again_stays_as_small_as_a_clean_one(tmp_path: Path):
    files = written(tmp_path / "minutes", CYCLES, 25)
    for cycle in range(CYCLES):
        assert killed_at(Point(*ENDS[cycle % len(ENDS)]), take_in, tmp_path / "store", files[: cycle + 1])
    began = time.monotonic()
    with open_store(tmp_path / "store", WordEmbedding) as opened:
        opened.dense("the board")
    print("seconds to open:", round(time.monotonic() - began, 2))
    take_in(tmp_path / "store", files)
    take_in(tmp_path / "clean", files)
    assert digest(tmp_path / "store") == digest(tmp_path / "clean")
    print("size to a clean one:", round(size(tmp_path / "store") / size(tmp_path / "clean"), 3))
    assert size(tmp_path / "store") <= 1.5 * size(tmp_path / "clean")
