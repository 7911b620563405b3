"""A process killed while Chroma writes its index: what it leaves is seen before Chroma reads it, and made anew."""

from __future__ import annotations

import logging
import shutil
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from archives import digest, due, shown, take_in, written
from fakes import WordEmbedding

from index.graph import torn
from index.records import VectorRow
from index.seal import SEAL
from index.store import open_store
from index.vectors import Vectors

MOST = 48  # links of an element on an upper level, as index/vectors.py has Chroma make them
Damage = Callable[[Path], None]


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of 2,400 vectors, a third of them deleted, which Chroma wrote several times as it grew."""
    folder = tmp_path_factory.mktemp("grown") / "chroma"
    made = np.random.default_rng(7)
    vectors = Vectors.open(folder, "fingerprint")
    for revision in range(12):
        rows = [VectorRow(f"a/{n}", 0, "a", "minutes", None, made.normal(size=16).astype("float32")) for n in range(200)]
        vectors.upsert("open", revision, rows)
        if revision % 3 == 2:
            vectors.delete_revision(revision - 1)
    vectors.close()
    return folder


@pytest.fixture
def index(grown: Path, tmp_path: Path) -> Path:
    """A copy of its folder."""
    shutil.copytree(grown, tmp_path / "chroma")
    return next(path.parent for path in (tmp_path / "chroma").glob("*/header.bin"))


def header(index: Path) -> tuple[int, int]:
    """Elements, and bytes of each."""
    written = (index / "header.bin").read_bytes()
    return struct.unpack_from("<Q", written, 20)[0], struct.unpack_from("<Q", written, 28)[0]


def patched(path: Path, offset: int, words: bytes) -> None:
    data = bytearray(path.read_bytes())
    data[offset : offset + len(words)] = words
    path.write_bytes(data)


def upper(index: Path) -> int:
    """Where the links of the first element on an upper level begin."""
    data, place = (index / "link_lists.bin").read_bytes(), 0
    while not (size := int.from_bytes(data[place : place + 4], "little")):
        place += 4
    assert size % (4 * (1 + MOST)) == 0
    return place + 4


def more_in_the_header(index: Path) -> None:
    patched(index / "header.bin", 20, struct.pack("<Q", header(index)[0] + 300))


def links_cut(index: Path) -> None:
    links = index / "link_lists.bin"
    links.write_bytes(links.read_bytes()[:-1000])


def links_cut_within_a_list(index: Path) -> None:
    links = index / "link_lists.bin"
    links.write_bytes(links.read_bytes()[: upper(index) + 10])


def links_far_away(index: Path) -> None:
    with (index / "link_lists.bin").open("r+b") as file:
        file.seek(50_000_000_000)  # as seen after a kill; a hole, it takes no room
        file.write(b"\x00" * 4)


def an_impossible_list(index: Path) -> None:
    patched(index / "link_lists.bin", upper(index) - 4, struct.pack("<I", 2_667_577_848))


def vectors_cut(index: Path) -> None:
    level = index / "data_level0.bin"
    level.write_bytes(level.read_bytes()[: -header(index)[1]])


def a_link_to_nobody(index: Path) -> None:
    patched(index / "data_level0.bin", 4, struct.pack("<I", header(index)[0]))


def an_upper_link_to_an_element_below(index: Path) -> None:
    data, place, below = (index / "link_lists.bin").read_bytes(), 0, 0
    while int.from_bytes(data[place : place + 4], "little"):
        place, below = place + 4 + int.from_bytes(data[place : place + 4], "little"), below + 1
    patched(index / "link_lists.bin", upper(index) + 4, struct.pack("<I", below))


def a_header_cut(index: Path) -> None:
    path = index / "header.bin"
    path.write_bytes(path.read_bytes()[:40])


def a_file_gone(index: Path) -> None:
    (index / "length.bin").unlink()


DAMAGES = [
    more_in_the_header,
    links_cut,
    links_cut_within_a_list,
    links_far_away,
    an_impossible_list,
    vectors_cut,
    a_link_to_nobody,
    an_upper_link_to_an_element_below,
    a_header_cut,
    a_file_gone,
]


def test_an_index_that_grew_and_shrank_fits_together(index: Path):
    assert header(index)[0] > 2000
    assert not torn(index.parent)


@pytest.mark.parametrize("damage", DAMAGES)
def test_files_of_two_states_do_not_fit_together(index: Path, damage: Damage):
    damage(index)
    assert torn(index.parent)


def test_an_index_that_chroma_has_not_written_yet_is_whole(tmp_path: Path):
    vectors = Vectors.open(tmp_path / "chroma", "fingerprint")
    vectors.upsert("open", 1, [VectorRow("a/1", 0, "a", "minutes", None, np.ones(4, "float32"))])
    vectors.close()
    assert list((tmp_path / "chroma").glob("*/header.bin"))
    assert not torn(tmp_path / "chroma")
    assert not torn(tmp_path / "none")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Path], str]:
    """A store of more items than Chroma keeps unwritten, its files, and its digest."""
    folder = tmp_path_factory.mktemp("store")
    files = written(folder / "minutes", 4, 700)
    take_in(folder / "store", files)
    return folder / "store", files, digest(folder / "store")


def left_torn(store: Path, target: Path) -> Path:
    """A copy that nobody closed, with the files of its index in two states."""
    shutil.copytree(store, target)
    (target / SEAL).unlink()
    more_in_the_header(next(path.parent for path in (target / "chroma").glob("*/header.bin") if header(path.parent)[0]))
    return target


def test_vectors_half_written_by_a_killed_process_are_made_anew(
    store: tuple[Path, list[Path], str], tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    before, files, expected = store
    left = left_torn(before, tmp_path / "store")
    with caplog.at_level(logging.WARNING), open_store(left, WordEmbedding) as opened:
        assert shown(opened) == {path.name: due(path) for path in files}
    assert "made anew" in caplog.text
    assert (left / SEAL).exists()
    assert not torn(left / "chroma")
    assert digest(left) == expected
    assert sorted(path.name for path in left.iterdir() if "chroma" in path.name) == ["chroma"]


def test_files_that_do_not_fit_together_at_the_close_are_not_sealed(
    store: tuple[Path, list[Path], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    left, close = tmp_path / "store", Vectors.close
    shutil.copytree(store[0], left)

    def closed_badly(self: Vectors) -> None:
        close(self)
        more_in_the_header(next(path.parent for path in (left / "chroma").glob("*/header.bin") if header(path.parent)[0]))

    with monkeypatch.context() as patch, open_store(left, WordEmbedding) as opened:
        patch.setattr(Vectors, "close", closed_badly)
        opened.dense("the board", limit=1)
    assert not (left / SEAL).exists()
    assert digest(left) == store[2]
