"""R-06: the power fails while minutes are taken in and replaced. What was acknowledged is there afterwards, each file whole, old or new;
another run comes to the same store. The long count runs by ``make soak``.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
from pathlib import Path

import pytest
from archives import SEED, digest, due, shown, take_in, written
from fakes import WordEmbedding
from powercut import Disk, Step, available, ended_calls, recorded

from index.store import open_store

CUTS = 50 if os.environ.get("SOAK") else 4
SCRIPT = """
import sys
from pathlib import Path
from archives import minutes, take_in
folder = Path(sys.argv[1])
files = sorted((folder / "minutes").iterdir())
take_in(folder / "store", files, folder / "store" / "done")
files[0].write_text(minutes(0, 9, "rejected"))
take_in(folder / "store", files, folder / "store" / "again")
"""
Recorded = tuple[Path, list[Step], dict[str, str], str]

pytestmark = pytest.mark.slow


def test_a_call_that_another_thread_interrupts_is_read_whole_however_its_end_is_padded():
    lines = [
        '7  unlink("\\x61" <unfinished ...>\n',
        '8  rename("\\x62", "\\x63") = 0\n',
        "7  <... unlink resumed>)             = 0\n",
        "8  fsync(3<\\x64>)             = 0\n",
        "8  +++ exited with 0 +++\n",
    ]
    assert list(ended_calls(lines)) == [
        Step("rename", '"\\x62", "\\x63"', "0"),
        Step("unlink", '"\\x61"', "0"),
        Step("fsync", "3<\\x64>", "0"),
    ]


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    """Where it happened, what was done to the disk, what the first file said before, and the digest at the end."""
    if sys.platform != "linux" or not available():
        pytest.skip("NOT CHECKED: no process may be traced here; install strace")
    folder = tmp_path_factory.mktemp("power")
    files = written(folder / "minutes", 4, 8)
    before = {path.name: due(path) for path in files}
    steps = [step for step in recorded(SCRIPT, [folder], folder / "log") if Disk(str(folder / "store")).do(step)]
    for copy in ("end", "looked at"):  # opening a store changes files
        shutil.copytree(folder / "store", folder / copy)
    return folder, steps, before, digest(folder / "looked at")


def test_the_record_holds_all_that_was_written(ingested: Recorded, tmp_path: Path):
    folder, steps, _, _ = ingested
    disk = Disk(str(folder / "store"))
    for step in steps:
        disk.do(step)
    end = folder / "end"
    there = {path.relative_to(end).as_posix(): path.read_bytes() for path in end.rglob("*") if path.is_file()}
    seen = {Path(name).relative_to(folder / "store").as_posix(): bytes(held.now) for name, held in disk.names.items()}
    assert {name: seen[name] for name in there} == there
    disk.after_a_cut(tmp_path / "store", names_too=True)
    assert digest(tmp_path / "store") == ingested[3]  # a store that was closed is on the disk, and sealed


@pytest.mark.parametrize("turn", range(CUTS))
def test_r06_after_a_power_cut_each_file_is_old_or_new_and_what_was_acknowledged_is_there(ingested: Recorded, tmp_path: Path, turn: int):
    folder, steps, before, expected = ingested
    disk = Disk(str(folder / "store"))
    chosen = random.Random(SEED)
    cut = sorted(chosen.sample(range(len(steps)), CUTS))[turn]
    for step in steps[:cut]:
        disk.do(step)
    acknowledged = [int(held.now or b"0") for name in ("done", "again") if (held := disk.names.get(str(folder / "store" / name)))]
    disk.after_a_cut(tmp_path / "store", names_too=turn % 2 == 0)
    files = sorted((folder / "minutes").iterdir())
    if acknowledged and acknowledged[0]:
        with open_store(tmp_path / "store", WordEmbedding) as opened:
            there = shown(opened)
        assert {path.name for path in files[: acknowledged[0]]} <= set(there)
        first = there.pop("m00.txt")
        assert first in ((due(files[0]),) if acknowledged[1:] > [0] else (before["m00.txt"], due(files[0])))
        assert there == {name: said for name, said in before.items() if name in there}
    take_in(tmp_path / "store", files)
    assert digest(tmp_path / "store") == expected
