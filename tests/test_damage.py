"""R-14: whatever happens to the files of a store, it is noticed before an answer is given, the file is named with the command that
helps, no process ends by a signal, and after that command the store holds what it held. The long counts run by ``make soak``.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from archives import SEED, digest, take_in, written
from fakes import LINES, WordEmbedding
from worlds import Ran, Shell

from index.errors import DamagedStore
from index.probe import probed
from index.rebuild import rebuild
from index.seal import CATALOG, SEAL
from index.store import open_store

LONG = bool(os.environ.get("SOAK"))
BITS = 176 if LONG else 9
FILES, ITEMS = 26, 80  # more than a thousand passages: with fewer Chroma keeps no index on disk

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("alone")]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("large")
    take_in(folder / "store", written(folder / "minutes", FILES, ITEMS))
    assert segment(folder / "store", "header.bin").exists()
    return folder / "store", digest(folder / "store")


def segment(store: Path, name: str) -> Path:
    [folder] = [path for path in (store / "chroma").iterdir() if path.is_dir()]
    return folder / name if name else folder


def deleted(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink()


def zero(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def empty(path: Path) -> None:
    path.write_bytes(b"")


def half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def noise(path: Path) -> None:
    """5,000 bytes in the middle, or half the file."""
    content = bytearray(path.read_bytes())
    length = min(5000, len(content) // 2)
    start = (len(content) - length) // 2
    content[start : start + length] = random.Random(SEED).randbytes(length)
    path.write_bytes(content)


def head_noise(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(random.Random(SEED).randbytes(100) + content[100:])


DATABASE = [("chroma.sqlite3", damage) for damage in (half, noise, head_noise, empty, deleted)]
INDEX = [(name, damage) for name in ("header.bin", "data_level0.bin", "link_lists.bin", "length.bin") for damage in (zero, noise, deleted)]
PICKLE = [("index_metadata.pickle", damage) for damage in (zero, noise, deleted)]
MATRIX = [*DATABASE, *INDEX, *PICKLE, ("", deleted)]
# Without a seal: what does not fit together any more is made anew, and a child process finds the rest.
FITTING = [("data_level0.bin", zero), ("length.bin", zero), ("length.bin", noise)]
TORN = [row for row in INDEX if row not in FITTING]
# What plain Chroma passes over in silence.
SILENT = [("chroma.sqlite3", empty), ("", deleted), ("index_metadata.pickle", deleted), ("length.bin", zero)]
LEFT_OPEN = [row for row in MATRIX if row not in TORN] if LONG else SILENT
Damage = Callable[[Path], None]


def test_the_matrix_has_its_21_damages():
    assert len(MATRIX) == 21


def named(row: object) -> str:
    return str(getattr(row, "__name__", row) or "segment folder")


def damaged(large: tuple[Path, str], folder: Path, name: str, damage: Damage) -> Path:
    shutil.copytree(large[0], folder / "store")
    damage(folder / "store" / "chroma" / name if name.endswith("sqlite3") else segment(folder / "store", name))
    return folder / "store"


def refused(ran: Ran, file: str) -> None:
    assert (ran.code, ran.out) == (65, "")
    assert ran.err.startswith("error[E_CORRUPT]: ")
    assert file in ran.err
    assert "hint: Run: python -m assistant verify --rebuild" in ran.err


@pytest.mark.parametrize(("name", "damage"), MATRIX, ids=named)
def test_r14_damage_since_the_store_was_closed_is_named_at_the_start_and_mended(
    shell: Shell, tmp_path: Path, large: tuple[Path, str], name: str, damage: Damage
):
    damaged(large, tmp_path, name, damage)
    refused(shell("ask", "What was said of the moorings?"), name)
    assert shell("verify").code == 65
    assert shell("verify", "--rebuild").code == 0
    assert digest(shell.store) == large[1]


@pytest.mark.parametrize(("name", "damage"), TORN, ids=named)
def test_r14_an_index_that_nobody_closed_and_that_does_not_fit_together_is_made_anew(
    tmp_path: Path, large: tuple[Path, str], caplog: pytest.LogCaptureFixture, name: str, damage: Damage
):
    store = damaged(large, tmp_path, name, damage)
    (store / SEAL).unlink()
    assert digest(store) == large[1]
    assert "is being made anew" in caplog.text


@pytest.mark.parametrize(("name", "damage"), LEFT_OPEN, ids=named)
def test_r14_damage_to_a_store_that_nobody_closed_is_found_by_a_child(tmp_path: Path, large: tuple[Path, str], name: str, damage: Damage):
    store = damaged(large, tmp_path, name, damage)
    (store / SEAL).unlink()
    with open_store(store, WordEmbedding) as opened, pytest.raises(DamagedStore) as raised:
        opened.dense("What was said of the moorings?")
    assert "verify --rebuild" in raised.value.hint
    assert not (store / SEAL).exists()


def test_a_store_that_nobody_closed_and_nobody_damaged_is_used(tmp_path: Path, large: tuple[Path, str]):
    shutil.copytree(large[0], tmp_path / "store")
    (tmp_path / "store" / SEAL).unlink()
    assert probed(tmp_path / "store") == []
    assert digest(tmp_path / "store") == large[1]
    assert (tmp_path / "store" / SEAL).exists()


@pytest.mark.parametrize("damage", [half, noise, head_noise, empty], ids=named)
def test_r14_a_damaged_catalogue_is_named_and_what_it_holds_whole_is_saved(
    shell: Shell, tmp_path: Path, large: tuple[Path, str], damage: Damage
):
    shutil.copytree(large[0], shell.store)
    damage(shell.store / CATALOG)
    refused(shell("ask", "What was said of the moorings?"), CATALOG)
    done = rebuild(shell.store, WordEmbedding, LINES)
    assert done.why == "could not be trusted"
    take_in(shell.store, written(tmp_path / "minutes", FILES, ITEMS)) if not done.saved or done.missing else None
    assert shell("verify").out == "The store is whole.\n"


@pytest.mark.parametrize("turn", range(BITS))
def test_r14_one_bit_in_any_file_is_found_and_mended(shell: Shell, tmp_path: Path, large: tuple[Path, str], turn: int):
    shutil.copytree(large[0], shell.store)
    chosen = random.Random(SEED + turn)
    files = [path for path in sorted(shell.store.rglob("*")) if path.is_file() and path.stat().st_size]
    path = files[turn % len(files)]
    content = bytearray(path.read_bytes())
    content[chosen.randrange(len(content))] ^= 1 << chosen.randrange(8)
    path.write_bytes(content)
    ran = shell("ask", "What was said of the moorings?")
    assert (ran.code, ran.out, "verify --rebuild" in ran.err) == (65, "", True)
    done = rebuild(shell.store, WordEmbedding, LINES)
    if done.missing:  # the bit was in the copy of a file: that one is named, and taken in again
        assert (path.name, len(done.missing)) == (CATALOG, 1)
        take_in(shell.store, written(tmp_path / "minutes", FILES, ITEMS))
    assert digest(shell.store) == large[1]


def test_a_catalogue_with_a_changed_word_is_read_anew_under_the_same_ids(tmp_path: Path, large: tuple[Path, str]):
    store = tmp_path / "store"
    shutil.copytree(large[0], store)
    content = (store / CATALOG).read_bytes()
    assert content.count(b"berth3n1 of") > 1
    (store / CATALOG).write_bytes(content.replace(b"berth3n1 of", b"berth9n1 of"))
    done = rebuild(store, WordEmbedding, LINES)
    assert (done.why, done.saved, done.missing) == ("could not be trusted", FILES - 1, ("m03.txt",))
    with open_store(store, WordEmbedding) as opened:
        assert {document.file for document in opened.catalog.documents()} == {f"m{n:02}.txt" for n in range(FILES)} - {"m03.txt"}
