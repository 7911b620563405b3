from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import LINES, WordEmbedding
from found import texts

from index.errors import CannotCreate, DamagedStore, LockedStore, MissingInput, WrongStore
from index.ingest import ingest
from index.rebuild import rebuild
from index.store import Store, open_store

Write = Callable[[str, str], Path]

JULY = "wm-spcb 2018-07-17 minutes\n1 | Budget | Board agreed budget\n2 | Custody | Visits noted\n"


def unwanted() -> WordEmbedding:
    raise AssertionError("the embedder was loaded")


def other() -> WordEmbedding:
    return WordEmbedding(model_name="other words")


def fill(path: Path, *files: Path) -> None:
    with open_store(path, WordEmbedding, create=True) as store:
        assert ingest(store, list(files), pipeline=LINES).exit_code == 0


def test_dense_scores_are_cosines_one_can_work_out(store: Store, write: Write):
    ingest(store, [write("july.txt", JULY)], pipeline=LINES)
    [best, *_] = store.dense("budget agreed")
    # embedded: "Budget\nBoard agreed budget" = budget twice, board, agreed: (2 + 1) / (sqrt(4 + 1 + 1) * sqrt(2)) = 0.866
    assert (*texts(store.catalog, [best]), best.score) == ("Board agreed budget", pytest.approx(0.866, abs=1e-3))


def test_the_catalogue_is_read_without_loading_the_embedder(tmp_path: Path, write: Write):
    fill(tmp_path / "store", write("july.txt", JULY))
    with open_store(tmp_path / "store", unwanted) as store:
        assert [item.title for item in store.catalog.items()] == ["Meeting", "Budget", "Custody"]


def test_recall_is_complete_on_a_small_store(store: Store, write: Write):
    assert store.recall_check() == 1.0
    ingest(store, [write("july.txt", JULY)], pipeline=LINES)
    assert store.recall_check(sample=3, k=2) == 1.0


def test_recall_falls_when_vectors_are_lost(store: Store, write: Write):
    ingest(store, [write("july.txt", JULY)], pipeline=LINES)
    store.vectors.delete_revision(1)
    assert store.recall_check() == 0.0
    assert store.check() == ["3 of 3 passages have no vector.", "3 of 3 passages are not found by their own vector."]


def test_a_second_owner_is_told_who_has_the_store_and_since_when(tmp_path: Path, store: Store):
    with pytest.raises(LockedStore, match=rf"process {os.getpid()} since 20\d\d-") as raised, open_store(tmp_path / "store", unwanted):
        pass
    assert (raised.value.code, raised.value.exit_code) == ("E_LOCKED", 75)


def test_the_lock_of_a_process_that_is_gone_is_no_lock(tmp_path: Path):
    script = f"""
import os, pathlib
from index.store import open_store
with open_store(pathlib.Path({str(tmp_path / "store")!r}), lambda: None, create=True):
    os._exit(9)
"""
    root = Path(__file__).parent.parent
    assert (
        subprocess.run([sys.executable, "-c", script], cwd=root, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}).returncode
        == 9
    )
    assert (tmp_path / "store" / "owner.json").exists()
    with open_store(tmp_path / "store", unwanted) as store:
        assert store.catalog.documents() == []


def test_a_store_that_is_not_there_is_made_only_when_asked(tmp_path: Path):
    with pytest.raises(MissingInput) as raised, open_store(tmp_path / "store", unwanted):
        pass
    assert "ingest" in raised.value.hint
    assert not (tmp_path / "store").exists()


def test_a_place_that_takes_no_directory_is_named_as_such(write: Write):
    file = write("july.txt", JULY)
    with pytest.raises(CannotCreate) as raised, open_store(file / "store", unwanted, create=True):
        pass
    assert (raised.value.code, raised.value.exit_code) == ("E_CANTCREATE", 73)


def test_another_embedder_is_refused_before_any_search_or_ingest(tmp_path: Path, write: Write):
    path = write("july.txt", JULY)
    fill(tmp_path / "store", path)
    with open_store(tmp_path / "store", other) as store:
        for use in (lambda: store.dense("budget"), lambda: ingest(store, [path], pipeline=LINES), lambda: store.vectors):
            with pytest.raises(WrongStore) as raised:
                use()
            assert raised.value.code == "E_INDEX_VERSION"
            assert "verify --rebuild" in raised.value.hint


def test_rebuilding_with_another_embedder_makes_the_store_its_own(tmp_path: Path, write: Write):
    fill(tmp_path / "store", write("july.txt", JULY))
    done = rebuild(tmp_path / "store", other)
    assert (done.passages, done.set_aside, done.why) == (3, ("chroma.aside-1",), "")
    with open_store(tmp_path / "store", other) as store:
        assert texts(store.catalog, store.dense("budget agreed", limit=1)) == ["Board agreed budget"]
        assert store.check() == []


def test_damaged_vectors_are_rebuilt_from_the_catalogue(tmp_path: Path, write: Write):
    fill(tmp_path / "store", write("july.txt", JULY))
    (tmp_path / "store" / "chroma" / "chroma.sqlite3").write_bytes(b"garbage" * 1000)
    with open_store(tmp_path / "store", WordEmbedding) as store, pytest.raises(DamagedStore):
        store.dense("budget")
    assert rebuild(tmp_path / "store", WordEmbedding).passages == 3
    with open_store(tmp_path / "store", WordEmbedding) as store:
        assert texts(store.catalog, store.dense("budget agreed", limit=1)) == ["Board agreed budget"]


def test_a_damaged_catalogue_is_set_aside_and_an_empty_store_takes_its_place(tmp_path: Path, write: Write):
    fill(tmp_path / "store", write("july.txt", JULY))
    (tmp_path / "store" / "catalog.sqlite").write_bytes(b"garbage" * 1000)
    with pytest.raises(DamagedStore), open_store(tmp_path / "store", WordEmbedding):
        pass
    done = rebuild(tmp_path / "store", WordEmbedding)
    assert (done.passages, done.why) == (0, "could not be trusted")
    assert (tmp_path / "store" / "catalog.sqlite.aside-1").read_bytes() == b"garbage" * 1000
    fill(tmp_path / "store", write("july.txt", JULY))
